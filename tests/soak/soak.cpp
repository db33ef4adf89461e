// The exhibit under visitors for hours: it ends with the memory that it had early on, every picture of a
// later lap is that of the first, and nothing was complained of. Needs a display (./dev soak makes one).

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>

#include "app/assets.h"
#include "geodata/gdal_session.h"
#include "visitors.h"

namespace {

using namespace atlas;

/// Relative growth of the memory from `from` interactions to the end.
double growth(const test::SoakResult& result, long from) {
    const auto early = result.memory.lower_bound(from);
    if (early == result.memory.end() || early->second <= 0) return 1;
    return static_cast<double>(result.memory.rbegin()->second) / static_cast<double>(early->second) - 1;
}

int soak(test::Visitors::Options visits, double mostGrowth, long from, surface::Size size) {
    const geodata::GdalSession session;
    const app::Assets assets{ATLAS_SHARE_DIR, std::filesystem::path(ATLAS_SHARE_DIR) / "catalog.toml"};
    auto catalog = layers::loadCatalog(assets.catalog.string());
    if (!catalog) return std::fputs(catalog.report.text().c_str(), stderr), 1;
    catalog->kiosk.typeScale = 1;
    catalog->kiosk.idle = 60;
    catalog->kiosk.warning = 10;
    visits.reset = 80;
    const layers::Catalog kept = *catalog;
    auto loaded = app::loadDistrict(std::move(*catalog.value));
    if (!loaded) return std::fputs(loaded.report.text().c_str(), stderr), 1;
    ui::Translations texts(assets.locale());
    test::Visitors visitors(visits);
    app::WindowOptions options;
    options.kiosk = true;
    options.size = size;
    options.rehearsal = &visitors;
    options.pickTolerance = kept.kiosk.tolerance;
    // Full early on: what a cache still takes in later would look like a leak.
    options.tileBudget = std::size_t{64} << 20;
    app::runWindow(std::make_shared<const app::District>(std::move(*loaded.value)), assets,
                   app::openingSession(kept, "zh"), texts, options);

    const test::SoakResult& result = visitors.result();
    const double grown = growth(result, from);
    fmt::print(
        "{} interactions, {} visits, {} frames; memory {} KiB, {:+.2f} % since {}; {} pictures, {} unlike\n",
        result.interactions, result.visits, result.frames, result.memory.rbegin()->second, grown * 100, from,
        result.pictures, result.unlike.size());
    for (const long at : result.unlike) fmt::print("  the picture at {} is not that of the first lap\n", at);
    return grown <= mostGrowth && result.unlike.empty() && result.pictures > 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    test::Visitors::Options visits;
    double growth = 0.02;
    long from = 5000;
    CLI::App app("The exhibit under visitors for hours");
    app.add_option("--interactions", visits.interactions, "In all (100000)");
    app.add_option("--lap", visits.lap, "Of one lap (5000)");
    app.add_option("--picture", visits.picture, "From one compared picture to the next (1000)");
    app.add_option("--growth", growth, "Share by which the memory may grow since --from (0.02)");
    app.add_option("--from", from, "Interactions from which the memory counts (5000)");
    app.add_option("--pictures", visits.folder, "Folder to leave the compared pictures in");
    CLI11_PARSE(app, argc, argv);
    visits.memory = std::max(1L, std::min(visits.picture, visits.interactions / 10));
    visits.progress = [](const test::SoakResult& result) {
        std::fprintf(
            stderr,
            "%ld interactions, %ld frames, %.0f s of the processor, %ld KiB, %ld in use, %zu unlike\n",
            result.interactions, result.frames, static_cast<double>(std::clock()) / CLOCKS_PER_SEC,
            result.memory.rbegin()->second, test::usedKibibytes(), result.unlike.size());
    };
    // What it keeps is none of the person's.
    char folder[] = "/tmp/yuzhong-soak-XXXXXX";
    if (mkdtemp(folder) == nullptr) return 1;
    for (const char* name : {"XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "HOME"})
        setenv(name, folder, 1);
    const int status = soak(visits, growth, from, {480, 360});
    std::filesystem::remove_all(folder);
    return status;
}
