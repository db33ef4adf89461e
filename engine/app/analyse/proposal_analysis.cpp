// A proposed building: what it means for the ground, the skyline, the view and the light.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "analysis/skyline.h"
#include "app/analyse/analyses.h"
#include "app/analyse/proposal_table.h"
#include "app/analyse/standing.h"
#include "app/building_footprints.h"
#include "app/building_plot.h"
#include "app/failure.h"

namespace atlas::app {

using geodata::FieldType;
using geodata::Point2;
using geodata::Raster;

namespace {

constexpr double kStep = 15;  // minutes between moments of the day

/// Against the skyline from `options.from`, where the building is seen to rise highest.
void addSkyline(AnalysisRun& run, const ProposalCommandOptions& options, const analysis::Box& box,
                TableRow& row) {
    const Point2 from = run.place("--from", options.from);
    analysis::SkylineOptions sky;
    static_cast<analysis::SightOptions&>(sky) = eyeOver(run, options, "--from", options.from, from);
    const auto sights = analysis::sightsOf(run.heights(), from, box, sky, run.work().job(0.1, 0.2));
    run.work().check();
    if (sights->empty()) throw WorkError(run.tr("--from: the place lies inside the building's outline"));
    const analysis::BoxSight* best = nullptr;
    double near = std::numeric_limits<double>::infinity();
    for (const auto& sight : *sights) {
        near = std::min(near, sight.distance);
        if (sight.seen() && (best == nullptr || sight.above() > best->above())) best = &sight;
    }
    const double none = std::nan("");  // written as null
    const double azimuth = (*sights)[sights->size() / 2].azimuth;
    row.add("distance_m", near);
    row.add("azimuth_deg", azimuth - 360 * std::floor(azimuth / 360), 3);
    row.add("above_skyline_m", best == nullptr ? none : best->above());
    row.add("above_skyline_deg", best == nullptr ? none : best->top - std::max(best->before, best->behind),
            4);
    run.figure(run.tr("Distance"), fmt::format("{:.1f} m", near));
    if (best == nullptr)
        run.figure(run.tr("Seen from there"), run.tr("no"));
    else
        run.figure(
            best->above() > 0 ? run.tr("Rises above the skyline by") : run.tr("Stays below the skyline by"),
            fmt::format("{:.1f} m", std::abs(best->above())));
}

void addViews(AnalysisRun& run, const ProposalCommandOptions& options, const Raster& bare, Point2 place,
              double base, TableRow& row) {
    const analysis::CellSet water = riversOn(run, bare);
    const int storeys = static_cast<int>(options.storeys);
    std::vector<double> eyes;
    eyes.reserve(static_cast<std::size_t>(storeys));
    for (int storey = 0; storey < storeys; ++storey)
        eyes.push_back(base + storey * options.storey + options.eye);
    analysis::ViewshedOptions view;
    view.curvature = options.curvature;
    const auto shares =
        analysis::viewShares(run.heights(), water, place, eyes, view, run.work().job(0.2, 0.5));
    run.work().check();
    run.writeTable("--views", options.views, viewsOutput(run.ground(), *shares, eyes, place));
    row.add("river_share_lowest_storey_percent", shares->front().share() * 100, 3);
    row.add("river_share_highest_storey_percent", shares->back().share() * 100, 3);
    sayViews(run, *shares);
}

/// The hours of sun that the building takes from the ground round it.
void addShadow(AnalysisRun& run, const ProposalCommandOptions& options, const Raster& bare,
               const analysis::Footprint& walls, TableRow& row) {
    const analysis::SunDay sun = sunOf(run, options.date, options.zone, options.hours, kStep);
    const Raster& before = run.heights();
    Raster after = before;
    analysis::raise(after, {walls});
    const auto hoursBefore = analysis::sunHours(before, sun, 0, run.work().job(0.5, 0.7));
    run.work().check();
    const auto hoursAfter = analysis::sunHours(after, sun, 0, run.work().job(0.7, 0.9));
    run.work().check();
    Raster taken = analysis::emptyLike(before);
    double most = 0;
    std::size_t darker = 0;
    std::size_t fallen = 0;
    for (std::size_t i = 0; i < taken.values.size(); ++i) {
        // A roof's sun is not the ground's.
        if (!(after.values[i] == bare.values[i])) continue;
        const float loss = hoursBefore->values[i] - hoursAfter->values[i];
        taken.values[i] = loss;
        if (!(loss > 0)) continue;
        ++darker;
        most = std::max(most, static_cast<double>(loss));
        if (static_cast<double>(hoursBefore->values[i]) >= options.least &&
            static_cast<double>(hoursAfter->values[i]) < options.least)
            ++fallen;
    }
    if (!options.shadow.empty())
        run.writeMap("--shadow", options.shadow, taken, "hours of direct sun that the building takes", "h");
    const double cell = taken.cellX * taken.cellY;
    row.add("darker_m2", static_cast<double>(darker) * cell);
    row.add("most_hours_taken", most);
    row.add("fallen_below_rule_m2", static_cast<double>(fallen) * cell);
    run.note("least_hours", options.least);
    run.figure(run.tr("Ground that it takes sun from"),
               fmt::format("{:.2f} ha · {:.2f} h", static_cast<double>(darker) * cell / 1e4, most));
    run.figure(
        fmt::format(fmt::runtime(run.tr("Ground that falls below {:g} h of sun")), options.least).c_str(),
        fmt::format("{:.2f} ha", static_cast<double>(fallen) * cell / 1e4));
}

}  // namespace

int analyseProposal(const CommandLine& line, const ProposalCommandOptions& options) {
    if (!options.shadow.empty() && options.date.empty()) throw UsageError(line.tr("--shadow needs --date"));
    AnalysisRun run(line, "proposal", options, AnalysisRun::Output::Vector);
    const auto& ground = run.open([&](const layers::LayerEntry& entry) {
        return (!options.views.empty() && entry.kind == "rivers") ||
               (options.buildings && holdsBuildings(entry));
    });
    const Point2 place = run.place("--at", options.at);
    run.mustBeOnGround("--at", place);
    const std::vector<Point2> ring = rectangleRound(place, options.width, options.depth, options.bearing);
    const Raster bare = ground.heights;
    const auto heightAt = [&](double x, double y) {
        return ground.own ? ground.district.ground.heightAt(x, y) : bare.sample(x, y);
    };
    const double storeys = std::floor(options.storeys);
    const ProposalFigures f = figuresOf(ring, storeys * options.storey, options.base, heightAt);
    const double ridge = ridgeRound(place, heightAt);
    run.note("at", options.at + " (" + options.crs + ")");
    run.note("width_m", options.width);
    run.note("depth_m", options.depth);
    run.note("bearing_deg", options.bearing);
    run.note("storeys", storeys);
    run.note("storey_m", options.storey);
    run.note("base_over_lowest_ground_m", options.base);
    run.note("ridge", fmt::format("the highest ground within {:g} m", kRidgeReach));
    TableRow row;
    addFigures(row, f, storeys, ridge);
    run.figure(run.tr("Ground under it"), fmt::format("{:.1f} – {:.1f} m", f.lowest, f.highest));
    run.figure(run.tr("Roof at"), fmt::format("{:.1f} m", f.roof));
    run.figure(run.tr("Above its lowest ground"), fmt::format("{:.1f} m", f.roof - f.lowest));
    run.figure(run.tr("Above its highest ground"), fmt::format("{:.1f} m", f.roof - f.highest));
    run.figure(run.tr("Against the highest ground within 800 m"), fmt::format("{:+.1f} m", f.roof - ridge));
    run.figure(run.tr("Cut · fill to its base"), fmt::format("{:.0f} · {:.0f} m³", f.cut, f.fill));
    if (f.missing > 0)
        run.figure(run.tr("Of its footprint without heights, left out"), fmt::format("{:.0f} m²", f.missing));
    if (options.buildings) run.raiseBuildings(place);
    if (!options.from.empty()) addSkyline(run, options, {ring, f.roof}, row);
    if (!options.views.empty()) addViews(run, options, bare, place, f.base, row);
    if (!options.date.empty()) addShadow(run, options, bare, {{ring}, f.roof}, row);
    const std::vector rows{row};
    const std::vector<std::vector<Point2>> outlines{ring};
    run.write(proposalTable(rows, outlines, ground.heights.crs));
    run.commit();
    return 0;
}

}  // namespace atlas::app
