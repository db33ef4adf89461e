#pragma once
// Filters kept under a name, in the person's configuration folder.

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "app/failure.h"

namespace atlas::app {

/// Names to filters in words (site_filter_text.h), in a JSON file that is written whole or not at all.
/// Drawing thread; reads once, writes with each change.
class SavedFilters {
  public:
    /// $XDG_CONFIG_HOME/yuzhong/filters.json, by default under ~/.config.
    static std::filesystem::path usualFile();
    explicit SavedFilters(std::filesystem::path file);

    const std::map<std::string, std::string>& all() const { return all_; }
    /// What was wrong when reading or writing last. A file that cannot be read is never written over.
    const std::optional<Failure>& problem() const { return problem_; }
    void keep(const std::string& name, const std::string& words);
    void remove(const std::string& name);

  private:
    void write();
    std::filesystem::path file_;
    std::map<std::string, std::string> all_;
    std::optional<Failure> problem_;
    bool broken_ = false;
};

}  // namespace atlas::app
