#include "app/assets.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <sstream>

#include "app/failure.h"

namespace atlas::app {

namespace fs = std::filesystem;

Surroundings processSurroundings() {
    Surroundings result;
    std::error_code code;
    result.executable = fs::read_symlink("/proc/self/exe", code);
    result.installed = ATLAS_INSTALLED_SHARE;
    result.environment = [](const char* name) {
        const char* value = std::getenv(name);
        return std::string(value ? value : "");
    };
    return result;
}

ShareFolder findShareFolder(const Surroundings& surroundings) {
    ShareFolder result;
    const auto& environment = surroundings.environment;
    const auto add = [&](const fs::path& folder) {
        if (std::find(result.tried.begin(), result.tried.end(), folder) == result.tried.end())
            result.tried.push_back(folder);
    };
    if (const auto wanted = environment("YUZHONG_SHARE"); !wanted.empty()) {
        add(wanted);
    } else {
        if (!surroundings.executable.empty())
            add((surroundings.executable.parent_path() / "../share/yuzhong").lexically_normal());
        if (!surroundings.installed.empty()) add(surroundings.installed);
        auto folders = environment("XDG_DATA_DIRS");
        if (folders.empty()) folders = "/usr/local/share:/usr/share";
        std::istringstream list(folders);
        for (std::string folder; std::getline(list, folder, ':');)
            if (!folder.empty()) add(fs::path(folder) / "yuzhong");
    }
    for (const auto& folder : result.tried) {
        std::error_code code;
        if (!fs::is_regular_file(folder / "catalog.toml", code)) continue;
        result.path = folder;
        break;
    }
    return result;
}

Assets findAssets(const std::string& catalog, const Surroundings& surroundings) {
    const auto found = findShareFolder(surroundings);
    Assets assets;
    if (found.path) assets.share = *found.path;
    if (!catalog.empty()) {
        assets.catalog = catalog;
        return assets;
    }
    if (!found.path) {
        std::string places;
        for (const auto& folder : found.tried) places += fmt::format("\n  {}", folder.string());
        throw WorkError(
            "the program's data folder is missing: no catalog.toml in{}\n"
            "Install the program again, set YUZHONG_SHARE to the folder, or name a catalogue with "
            "--catalog FILE.",
            places);
    }
    assets.catalog = assets.share / "catalog.toml";
    return assets;
}

}  // namespace atlas::app
