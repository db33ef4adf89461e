// Slope, aspect, hillshade, contours.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/contours.h"
#include "analysis/slope.h"
#include "app/analyse/analyses.h"
#include "app/analyse/contour_table.h"
#include "app/failure.h"
#include "app/refusals.h"

namespace atlas::app {

using geodata::Raster;

namespace {

analysis::SlopeOptions slopeOptions(const ReliefOptions& options) {
    analysis::SlopeOptions result;
    result.gradient =
        options.method == "zevenbergen" ? analysis::Gradient::ZevenbergenThorne : analysis::Gradient::Horn;
    result.percent = options.percent;
    result.edges = options.edges;
    result.exaggeration = options.exaggeration;
    return result;
}

void noteSlope(AnalysisRun& run, const ReliefOptions& options) {
    run.needsNeighbours();
    run.note("gradient", options.method == "zevenbergen" ? "Zevenbergen and Thorne (1987)" : "Horn (1981)");
    if (options.exaggeration != 1) run.note("exaggeration", options.exaggeration);
    if (options.edges) run.note("edges", "extrapolated");
}

/// compute(heights, job) to the output.
template <class Compute>
int relief(AnalysisRun& run, const char* title, const char* unit, const Compute& compute) {
    run.open();
    auto values = compute(run.heights(), run.work().job(0.1, 0.9));
    run.work().check();
    run.write(*values, title, unit);
    run.commit();
    return 0;
}

}  // namespace

int analyseSlope(const CommandLine& line, const ReliefOptions& options) {
    AnalysisRun run(line, "slope", options, AnalysisRun::Output::Raster);
    noteSlope(run, options);
    const char* unit = options.percent ? "%" : "degree";
    run.note("unit", unit);
    return relief(run, "slope", unit, [&](const Raster& heights, const analysis::Job& job) {
        return analysis::slope(heights, slopeOptions(options), job);
    });
}

int analyseAspect(const CommandLine& line, const ReliefOptions& options) {
    AnalysisRun run(line, "aspect", options, AnalysisRun::Output::Raster);
    noteSlope(run, options);
    run.note("unit", "degrees clockwise from grid north, downhill; no data on the flat");
    return relief(run, "aspect", "degree", [&](const Raster& heights, const analysis::Job& job) {
        return analysis::aspect(heights, slopeOptions(options), job);
    });
}

int analyseHillshade(const CommandLine& line, const ReliefOptions& options) {
    AnalysisRun run(line, "hillshade", options, AnalysisRun::Output::Raster);
    noteSlope(run, options);
    run.note("azimuth", options.azimuth);
    run.note("altitude", options.altitude);
    run.note("unit", "1 (turned away from the light) to 255 (faces it); 0 no data");
    run.open();
    analysis::HillshadeOptions shade;
    shade.slope = slopeOptions(options);
    shade.azimuth = options.azimuth;
    shade.altitude = options.altitude;
    auto tones = analysis::hillshadeTones(run.heights(), shade, run.work().job(0.1, 0.9));
    run.work().check();
    run.write(*tones, "hillshade");
    run.commit();
    return 0;
}

int analyseContours(const CommandLine& line, const ContourOptions& options) {
    AnalysisRun run(line, "contours", options, AnalysisRun::Output::Vector);
    run.note("interval_m", options.interval);
    run.note("base_m", options.base);
    run.open();
    Raster heights = run.heights();
    run.ground().hideGuessed(heights);
    const auto levels = analysis::contourLevels(heights, options.interval, options.base);
    if (!levels) throw WorkError(said(line.texts, levels.refusal));
    const auto lines = analysis::contours(heights, *levels, run.work().job(0.1, 0.7));
    run.work().check();
    if (lines->size() == 0)
        throw WorkError("there is no contour: no level of {} m steps lies between two cells",
                        fmt::format("{:g}", options.interval));
    run.write(contourTable(*lines, heights.crs));
    run.figure(run.tr("Levels"), fmt::format("{}", levels->size()));
    run.figure(run.tr("Lines"), fmt::format("{}", lines->size()));
    run.commit();
    return 0;
}

}  // namespace atlas::app
