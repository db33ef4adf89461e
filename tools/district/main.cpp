// district-compiler: the readable sources of a district into the two files the program opens.
//   district-compiler --sources DIR --out-features FILE.gpkg --out-elevation FILE.tif [--report FILE]
// Exit status 0 done, 1 the sources or the writing failed (reasons on standard error, no output touched), 2
// wrong usage.

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "district/elevation_file.h"
#include "district/features.h"
#include "district/ground.h"
#include "district/settings.h"
#include "district/table.h"
#include "geodata/gdal_session.h"

namespace {

namespace fs = std::filesystem;
using namespace atlas;

constexpr const char* kUsage =
    "Usage: district-compiler --sources DIR --out-features FILE.gpkg --out-elevation FILE.tif [--report "
    "FILE]\n"
    "Checks the source tables of a district and compiles them into a GeoPackage and an elevation GeoTIFF.\n";

/// The name a file is written under until it is complete: beside the target, so that the rename is atomic.
fs::path partial(const fs::path& target) {
    return target.parent_path() /
           fmt::format(".{}.part{}", target.stem().string(), target.extension().string());
}

std::string describe(const district::Sources& sources, const district::Ground& ground, double seconds) {
    std::string text;
    for (const district::Table& table : sources.tables)
        text += fmt::format("table {}: {} rows, {} features\n", table.spec.name, table.rows.size(),
                            district::featureCount(table));
    std::size_t water = 0;
    for (const auto cell : ground.water) water += cell;
    text += fmt::format("elevation: {} x {} cells of {} m, {} of water\n", ground.grid.width,
                        ground.grid.height, ground.grid.cell, water);
    text += fmt::format("heights: {} measured, {} extrapolated, {} from shore lines\n", ground.measured,
                        ground.extrapolated, ground.contour);
    text += fmt::format("misfit at ground heights: mean {:.2f} m, largest {:.2f} m\n", ground.meanMisfit,
                        ground.largestMisfit);
    text += fmt::format("time: {:.1f} s\n", seconds);
    return text;
}

struct Arguments {
    std::string sources, features, elevation, report;
};

int compile(const Arguments& arguments) {
    const auto start = std::chrono::steady_clock::now();
    const geodata::GdalSession gdal;
    auto settings = district::readTerrainSettings((fs::path(arguments.sources) / "terrain.toml").string());
    auto sources = district::readSources(arguments.sources);
    geodata::Report report = settings.report;
    report.append(sources.report);
    const auto failed = [&] {
        std::fputs(report.text().c_str(), stderr);
        return 1;
    };
    if (!settings || !sources) return failed();
    auto ground = district::makeGround(*sources, *settings);
    report.append(ground.report);
    if (!ground) return failed();

    const fs::path features(arguments.features);
    const fs::path elevation(arguments.elevation);
    std::error_code ignored;
    for (const fs::path& target : {features, elevation}) {
        if (target.has_parent_path()) fs::create_directories(target.parent_path(), ignored);
        fs::remove(partial(target), ignored);
    }
    report.append(district::writeFeatures(*sources, ground->coverage, partial(features).string()));
    report.append(district::writeElevation(*ground, partial(elevation).string()));
    std::error_code moved;
    if (!report.hasErrors()) fs::rename(partial(features), features, moved);
    if (!report.hasErrors() && !moved) fs::rename(partial(elevation), elevation, moved);
    if (report.hasErrors() || moved) {
        if (moved)
            std::fputs(fmt::format("error: {}: {}\n", features.string(), moved.message()).c_str(), stderr);
        fs::remove(partial(features), ignored);
        fs::remove(partial(elevation), ignored);
        return failed();
    }
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (!arguments.report.empty()) std::ofstream(arguments.report) << describe(*sources, *ground, seconds);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> words(argv + 1, argv + argc);
    Arguments arguments;
    const std::map<std::string, std::string*> options{{"--sources", &arguments.sources},
                                                      {"--out-features", &arguments.features},
                                                      {"--out-elevation", &arguments.elevation},
                                                      {"--report", &arguments.report}};
    for (std::size_t i = 0; i < words.size(); i += 2) {
        if (words[i] == "--help") {
            std::fputs(kUsage, stdout);
            return 0;
        }
        const auto option = options.find(words[i]);
        if (option == options.end() || i + 1 == words.size()) {
            std::fputs(fmt::format("error: '{}' is no option with a value\n{}", words[i], kUsage).c_str(),
                       stderr);
            return 2;
        }
        *option->second = words[i + 1];
    }
    if (arguments.sources.empty() || arguments.features.empty() || arguments.elevation.empty()) {
        std::fputs(kUsage, stderr);
        return 2;
    }
    return compile(arguments);
}
