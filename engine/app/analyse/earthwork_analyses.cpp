// Cut and fill, classes.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "analysis/earthwork.h"
#include "analysis/slope.h"
#include "app/analyse/analyses.h"
#include "app/failure.h"
#include "geodata/feature_source.h"

namespace atlas::app {

using geodata::Raster;

namespace {

struct Plot {
    analysis::CellSet cells;
    geodata::Point2 middle;
};

Plot plotOf(const AnalysisRun& run, const std::string& name, const AnalysedGround& ground) {
    const auto bar = name.find('|');
    geodata::FeatureSourceOptions source;
    source.path = name.substr(0, bar);
    if (bar != std::string::npos) source.layer = name.substr(bar + 1);
    const auto table = geodata::loadFeatures(source, ground.district.crs);
    tell(table.report, run.line().common.quiet, run.line().texts);
    if (!table) throw WorkError(fmt::format(fmt::runtime(run.tr("{} cannot be read")), name));
    Plot plot{analysis::cellsInside(ground.heights, *table), {}};
    std::size_t count = 0;
    for (int r = 0; r < ground.heights.height; ++r)
        for (int c = 0; c < ground.heights.width; ++c) {
            if (!plot.cells.has(c, r)) continue;
            const auto center = analysis::centerOf(ground.heights, {c, r});
            plot.middle = {plot.middle.x + center.x, plot.middle.y + center.y};
            ++count;
        }
    if (count == 0)
        throw WorkError(fmt::format(
            fmt::runtime(run.tr("--plot {}: no cell of the heights has its middle inside its polygons")),
            name));
    plot.middle = {plot.middle.x / static_cast<double>(count), plot.middle.y / static_cast<double>(count)};
    return plot;
}

}  // namespace

int analyseEarthwork(const CommandLine& line, const EarthworkCommandOptions& options) {
    AnalysisRun run(line, "earthwork", options, AnalysisRun::Output::Raster);
    const auto& ground = run.open();
    const Plot plot = plotOf(run, options.plot, ground);
    const double toward = options.toward * std::numbers::pi / 180;
    analysis::Plane plane{plot.middle, options.level.value_or(0), -options.slope / 100 * std::sin(toward),
                          -options.slope / 100 * std::cos(toward)};
    run.note("plot", options.plot);
    run.note("slope_percent", options.slope);
    if (options.slope != 0) run.note("downhill_deg", options.toward);
    if (!options.level) {
        const auto balanced = analysis::balancedPlane(ground.heights, plane, &plot.cells);
        if (!balanced)
            throw WorkError(
                fmt::format(fmt::runtime(run.tr("--plot {}: there is no height inside it")), options.plot));
        plane = *balanced;
    }
    run.note("level_m", fmt::format("{:.2f}{}", plane.height, options.level ? "" : ", cut equals fill"));
    const analysis::Earthwork work = analysis::cutAndFill(ground.heights, plane, &plot.cells);
    if (work.cells == 0)
        throw WorkError(
            fmt::format(fmt::runtime(run.tr("--plot {}: there is no height inside it")), options.plot));
    Raster depth = analysis::emptyLike(ground.heights);
    for (int r = 0; r < depth.height; ++r)
        for (int c = 0; c < depth.width; ++c) {
            if (!plot.cells.has(c, r)) continue;
            const auto center = analysis::centerOf(depth, {c, r});
            depth.values[static_cast<std::size_t>(r) * depth.width + c] =
                static_cast<float>(ground.heights.at(c, r) - plane.heightAt(center.x, center.y));
        }
    run.write(depth, "cut (above 0) and fill (below 0)", "m");
    run.figure(run.tr("Level at the plot's middle"), fmt::format("{:.2f} m", plane.height));
    run.figure(run.tr("Cut"),
               fmt::format("{:.0f} m³ · {:.0f} m² · {:.2f} m", work.cut, work.cutArea, work.deepestCut));
    run.figure(run.tr("Fill"),
               fmt::format("{:.0f} m³ · {:.0f} m² · {:.2f} m", work.fill, work.fillArea, work.highestFill));
    run.figure(run.tr("Earth left over (below 0: missing)"),
               fmt::format("{:+.0f} m³", std::round(work.net()) + 0.0));
    if (work.missing > 0)
        run.figure(run.tr("Cells without a height, left out"), fmt::format("{}", work.missing));
    run.commit();
    return 0;
}

int analyseClasses(const CommandLine& line, const ClassesOptions& options) {
    AnalysisRun run(line, "classes", options, AnalysisRun::Output::Raster);
    for (std::size_t i = 0; i < options.breaks.size(); ++i)
        if (!std::isfinite(options.breaks[i]) || (i > 0 && options.breaks[i] <= options.breaks[i - 1]))
            throw UsageError(line.tr("--breaks: expected ascending numbers"));
    const auto& ground = run.open();
    Raster values;
    if (options.of == "slope") {
        run.needsNeighbours();
        auto slope = analysis::slope(ground.heights, {}, run.work().job(0.1, 0.8));
        run.work().check();
        values = std::move(*slope);
    } else {
        values = ground.heights;
    }
    ground.hideGuessed(values);
    run.note("of", options.of);
    run.note("breaks", fmt::format("{}", fmt::join(options.breaks, " ")));
    Raster classes = analysis::classified(values, options.breaks);
    const auto areas = analysis::classAreas(values, options.breaks);
    run.write(classes, "class, 0 below the first break", "");
    const char* unit = options.of == "slope" ? "°" : " m";
    for (std::size_t i = 0; i < areas.size(); ++i) {
        const std::string label =
            i == 0 ? fmt::format("< {:g}{}", options.breaks.front(), unit)
            : i == options.breaks.size()
                ? fmt::format("≥ {:g}{}", options.breaks.back(), unit)
                : fmt::format("{:g} – {:g}{}", options.breaks[i - 1], options.breaks[i], unit);
        run.figure(label.c_str(), fmt::format("{:.2f} ha", areas[i] / 1e4));
    }
    run.commit();
    return 0;
}

}  // namespace atlas::app
