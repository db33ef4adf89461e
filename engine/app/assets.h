#pragma once
// Where the program's own files are: catalogue, translations, shaders, data.

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace atlas::app {

/// What the search may look at; made by processSurroundings() for real, by hand in tests.
struct Surroundings {
    std::filesystem::path executable;  ///< of the running program
    std::filesystem::path installed;   ///< share folder of the configured install prefix
    std::function<std::string(const char* name)> environment;  ///< a variable's value, "" when unset
};
Surroundings processSurroundings();

struct ShareFolder {
    std::optional<std::filesystem::path> path;  ///< the first of `tried` that is one
    std::vector<std::filesystem::path> tried;   ///< in order
};
/// The folder that holds catalog.toml, locale/ and shaders/. $YUZHONG_SHARE alone when it is set; else the
/// places beside the executable (../share/yuzhong), the install prefix, and each of $XDG_DATA_DIRS.
ShareFolder findShareFolder(const Surroundings& surroundings);

struct Assets {
    std::filesystem::path share;    ///< empty: none found, and `catalog` was given by the person
    std::filesystem::path catalog;  ///< the map to show

    std::filesystem::path locale() const { return share / "locale"; }
    std::filesystem::path shaders() const { return share / "shaders"; }
};
/// `catalog` as given with --catalog, "" = the bundled one. Throws WorkError with the places looked at when
/// neither is there.
Assets findAssets(const std::string& catalog, const Surroundings& surroundings);

}  // namespace atlas::app
