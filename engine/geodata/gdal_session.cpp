#include "geodata/gdal_session.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <gdal.h>
#include <ogr_srs_api.h>

#include <algorithm>
#include <mutex>

namespace atlas::geodata {
namespace {

constexpr std::size_t kMostProblems = 50;

/// The environment and an earlier caller have the last word.
void setDefault(const char* option, const char* value) {
    if (CPLGetConfigOption(option, nullptr) == nullptr) CPLSetConfigOption(option, value);
}

void setUp() {
    // GDAL would keep a twentieth of the machine; blocks are read once here.
    if (CPLGetConfigOption("GDAL_CACHEMAX", nullptr) == nullptr) GDALSetCacheMax64(std::int64_t{64} << 20);
    GDALAllRegister();
    // Messages that no GdalMessages collects (GDAL's own threads) are noise to a person in front of a map.
    CPLSetErrorHandler(CPLQuietErrorHandler);
    // A dead server must not hold up a map that has all its other layers.
    setDefault("GDAL_HTTP_CONNECTTIMEOUT", "3");
    setDefault("GDAL_HTTP_TIMEOUT", "8");
    setDefault("GDAL_HTTP_LOW_SPEED_TIME", "3");
    setDefault("GDAL_HTTP_LOW_SPEED_LIMIT", "1");
    setDefault("GDAL_HTTP_MAX_RETRY", "0");
    OSRSetPROJEnableNetwork(0);
}

}  // namespace

GdalSession::GdalSession() {
    static std::once_flag once;
    std::call_once(once, setUp);
}

/// The bridge from GDAL's C callback, kept out of the header so that it needs no GDAL include.
struct GdalMessageHandler {
    static void CPL_STDCALL handle(CPLErr level, CPLErrorNum /*code*/, const char* message) {
        auto* self = static_cast<GdalMessages*>(CPLGetErrorHandlerUserData());
        if (self != nullptr && level >= CE_Warning) self->note(level >= CE_Failure, message);
    }
};

GdalMessages::GdalMessages(std::string file) : file_(std::move(file)) {
    CPLErrorReset();
    CPLPushErrorHandlerEx(GdalMessageHandler::handle, this);
}

GdalMessages::~GdalMessages() {
    CPLPopErrorHandler();
}

Report GdalMessages::take() {
    Report report;
    for (Problem& problem : problems_) report.add(std::move(problem));
    problems_.clear();
    keys_.clear();
    return report;
}

std::string GdalMessages::lastError() const {
    return lastError_;
}

void GdalMessages::note(bool failure, const char* message) {
    std::string text = message != nullptr ? message : "";
    std::replace(text.begin(), text.end(), '\n', ' ');
    if (failure) lastError_ = text;

    std::string key(failure ? "E" : "W");
    for (const char c : text) {
        if (c < '0' || c > '9') key += c;
    }
    auto same = std::find(keys_.begin(), keys_.end(), key);
    if (same == keys_.end() && keys_.size() >= kMostProblems) same = keys_.end() - 1;
    if (same != keys_.end()) {
        ++problems_[static_cast<std::size_t>(same - keys_.begin())].count;
        return;
    }
    Problem problem;
    problem.severity = failure ? Severity::Error : Severity::Warning;
    problem.file = file_;
    problem.say(keys_.size() + 1 < kMostProblems ? Sentence(text)
                                                 : said("GDAL says more of this kind: {}", text));
    problems_.push_back(std::move(problem));
    keys_.push_back(std::move(key));
}

}  // namespace atlas::geodata
