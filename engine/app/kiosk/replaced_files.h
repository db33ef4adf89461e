#pragma once
// Notices that files of a map were replaced while it is shown.

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

#include "layers/catalog.h"

namespace atlas::app {

/// Looks at catalogue, terrain and layers' sources by time, size and number of the file. Styles and tours are
/// not among them: they are read anew anyway. One thread.
class ReplacedFiles {
  public:
    static constexpr double kSettle = 1.5;  ///< seconds without a change: who copies a file is done then

    explicit ReplacedFiles(const layers::Catalog& catalog);

    /// The files of another catalogue from now on; what is known of those that both name stays known.
    void follow(const layers::Catalog& catalog);
    /// Whether something differs from what was taken over, and has not changed for kSettle. `now`: seconds of
    /// a steady clock. Looks at the disk, once a second at most.
    bool due(double now);
    /// What lies there now is known: it was read, or refused; no more is said of it.
    void settle();

  private:
    struct Stamp {
        std::filesystem::file_time_type written{};
        std::uintmax_t size = 0;
        std::uint64_t number = 0;  ///< inode
        bool operator==(const Stamp&) const = default;
    };
    std::map<std::string, Stamp> look() const;

    std::map<std::string, Stamp> known_, seen_;
    double looked_ = -1e9, changed_ = -1e9;
};

}  // namespace atlas::app
