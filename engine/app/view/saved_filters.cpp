#include "app/view/saved_filters.h"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "app/output_file.h"

namespace atlas::app {

std::filesystem::path SavedFilters::usualFile() {
    const char* config = std::getenv("XDG_CONFIG_HOME");
    const char* home = std::getenv("HOME");
    if (config != nullptr && *config != '\0') return std::filesystem::path(config) / "yuzhong/filters.json";
    return std::filesystem::path(home != nullptr ? home : ".") / ".config/yuzhong/filters.json";
}

SavedFilters::SavedFilters(std::filesystem::path file) : file_(std::move(file)) {
    std::error_code error;
    if (!std::filesystem::exists(file_, error)) return;
    std::ifstream in(file_, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    const auto read = nlohmann::json::parse(text, nullptr, false);
    broken_ = !in || !read.is_object();
    for (auto entry = read.begin(); !broken_ && entry != read.end(); ++entry) {
        broken_ = !entry->is_string();
        if (!broken_) all_.emplace(entry.key(), entry->get<std::string>());
    }
    if (broken_) problem_ = Failure("{}: not a list of filters; mend it or move it away", file_.string());
}

void SavedFilters::keep(const std::string& name, const std::string& words) {
    all_[name] = words;
    write();
}

void SavedFilters::remove(const std::string& name) {
    all_.erase(name);
    write();
}

void SavedFilters::write() {
    if (broken_) return;
    std::error_code error;
    std::filesystem::create_directories(file_.parent_path(), error);
    try {
        OutputFile out(file_);
        out.write(nlohmann::json(all_).dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
        out.commit();
        problem_.reset();
    } catch (const WorkError& failure) {
        problem_ = failure;
    }
}

}  // namespace atlas::app
