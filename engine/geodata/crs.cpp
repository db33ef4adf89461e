#include "geodata/crs.h"

#include <cctype>

#include "geodata/operation_memo.h"
#include "geodata/proj_handle.h"

namespace atlas::geodata {
namespace {

std::string trimmed(const std::string& text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

/// Upper case, without the marks people put in "GCJ-02" and "gcj_02".
std::string bareName(const std::string& text) {
    std::string bare;
    for (const char c : text) {
        if (c != '-' && c != '_' && c != ' ')
            bare += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
    return bare;
}

bool isHorizontal(PJ_TYPE type) {
    return type == PJ_TYPE_GEOGRAPHIC_2D_CRS || type == PJ_TYPE_GEOGRAPHIC_3D_CRS ||
           type == PJ_TYPE_PROJECTED_CRS || type == PJ_TYPE_ENGINEERING_CRS || type == PJ_TYPE_OTHER_CRS;
}

Loaded<Crs> failure(const std::string& definition, const Sentence& reason) {
    Loaded<Crs> result;
    // Whole WKT documents come this way too; the head is enough to know which one is meant.
    std::string shown = definition.substr(0, 80);
    if (shown.size() < definition.size()) shown += "…";
    Problem problem;
    problem.say(
        said("\"{}\" is not a coordinate reference system: {}; expected e.g. EPSG:4545, WKT, GCJ02 or BD09",
             shown, reason));
    result.report.add(std::move(problem));
    return result;
}

}  // namespace

Crs::Crs() : memo_(std::make_shared<OperationMemo>()) {}

Loaded<Crs> Crs::parse(const std::string& definition) {
    const std::string text = trimmed(definition);
    if (text.empty()) return failure(text, said("it is empty"));

    Loaded<Crs> result;
    Crs crs;
    const std::string bare = text.size() < 16 ? bareName(text) : std::string();
    if (bare == "GCJ02" || bare == "BD09") {
        crs.kind_ = bare == "BD09" ? CrsKind::Bd09 : CrsKind::Gcj02;
        crs.definition_ = bare;
        crs.name_ = bare == "BD09" ? "BD-09" : "GCJ-02";
        crs.geographic_ = true;
        result.value = std::move(crs);
        return result;
    }

    const ProjContext context;
    PjHandle pj = createCrs(context.get(), text);
    if (!pj) {
        const std::string& proj = context.lastMessage();
        return failure(text, proj.empty() ? said("PROJ does not know it") : said("PROJ says {}", proj));
    }
    const char* name = proj_get_name(pj.get());
    crs.name_ = name != nullptr && *name != '\0' ? name : text;
    pj = horizontalPart(context.get(), std::move(pj));
    const PJ_TYPE type = pj ? proj_get_type(pj.get()) : PJ_TYPE_UNKNOWN;
    if (!isHorizontal(type))
        return failure(text, said("it has no horizontal axes of degrees or lengths ({})", crs.name_));
    crs.geographic_ = type == PJ_TYPE_GEOGRAPHIC_2D_CRS || type == PJ_TYPE_GEOGRAPHIC_3D_CRS;
    crs.definition_ = text;
    result.value = std::move(crs);
    return result;
}

bool Crs::sameAs(const Crs& other) const {
    if (kind_ != other.kind_) return false;
    if (kind_ != CrsKind::Proj || definition_ == other.definition_) return true;
    const ProjContext context;
    const PjHandle mine = horizontalPart(context.get(), createCrs(context.get(), definition_));
    const PjHandle theirs = horizontalPart(context.get(), createCrs(context.get(), other.definition_));
    return mine && theirs &&
           proj_is_equivalent_to_with_ctx(context.get(), mine.get(), theirs.get(),
                                          PJ_COMP_EQUIVALENT_EXCEPT_AXIS_ORDER_GEOGCRS) != 0;
}

std::string Crs::wkt() const {
    if (kind_ != CrsKind::Proj) return {};
    const ProjContext context;
    const PjHandle pj = createCrs(context.get(), definition_);
    const char* text = pj ? proj_as_wkt(context.get(), pj.get(), PJ_WKT2_2019, nullptr) : nullptr;
    return text != nullptr ? text : "";
}

}  // namespace atlas::geodata
