#include "app/kiosk/replaced_files.h"

#include <sys/stat.h>

#include <utility>

namespace atlas::app {

namespace fs = std::filesystem;

namespace {

constexpr double kLookPeriod = 1;  // seconds between two looks

}  // namespace

ReplacedFiles::ReplacedFiles(const layers::Catalog& catalog) {
    follow(catalog);
}

void ReplacedFiles::follow(const layers::Catalog& catalog) {
    const std::map<std::string, Stamp> before = std::exchange(known_, {});
    const auto note = [&](const std::string& source) {
        const std::string path = source.substr(0, source.find('|'));
        if (!path.empty()) known_.emplace(path, Stamp{});
    };
    note(catalog.file);
    for (const auto& terrain : catalog.terrain) {
        note(terrain.path);
        note(terrain.coverage);
    }
    for (const auto& layer : catalog.layers) note(layer.path);
    known_ = look();
    for (auto& [path, stamp] : known_)
        if (const auto found = before.find(path); found != before.end()) stamp = found->second;
    seen_ = known_;
}

std::map<std::string, ReplacedFiles::Stamp> ReplacedFiles::look() const {
    std::map<std::string, Stamp> stamps;
    for (const auto& [path, known] : known_) {
        std::error_code code;
        Stamp stamp;
        struct stat file {};
        if (stat(path.c_str(), &file) == 0) {
            stamp.written = fs::last_write_time(path, code);
            stamp.size = static_cast<std::uintmax_t>(file.st_size);
            stamp.number = file.st_ino;
        }
        stamps[path] = stamp;
    }
    return stamps;
}

bool ReplacedFiles::due(double now) {
    if (now - looked_ < kLookPeriod) return false;
    looked_ = now;
    auto stamps = look();
    if (stamps != seen_) {
        seen_ = std::move(stamps);
        changed_ = now;
    }
    return seen_ != known_ && now - changed_ >= kSettle;
}

void ReplacedFiles::settle() {
    known_ = look();
    seen_ = known_;
}

}  // namespace atlas::app
