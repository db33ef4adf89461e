// Viewshed.

#include <fmt/format.h>

#include <tuple>

#include "analysis/viewshed.h"
#include "app/analyse/analyses.h"
#include "app/building_footprints.h"
#include "app/ground_in_sight.h"

namespace atlas::app {

using geodata::Point2;
using geodata::Raster;

int analyseViewshed(const CommandLine& line, const ViewshedCommandOptions& options) {
    AnalysisRun run(line, "viewshed", options, AnalysisRun::Output::Raster);
    analysis::ViewshedOptions sight;
    sight.eye = options.eye;
    sight.target = options.target;
    sight.range = options.range;
    sight.curvature = options.curvature;
    sight.ownCellHides = options.asGdal;
    if (!options.sector.empty()) {
        std::tie(sight.sectorFrom, sight.sectorTo) = run.range("--sector", options.sector);
        run.note("sector_deg", options.sector);
    }
    const auto& ground =
        run.open([&](const layers::LayerEntry& entry) { return options.buildings && holdsBuildings(entry); });
    const Point2 place = run.place("--at", options.at);
    run.mustBeOnGround("--at", place);
    run.note("at", options.at + " (" + options.crs + ")");
    run.note("eye_m", options.eye);
    run.note("target_m", options.target);
    if (options.range > 0) run.note("range_m", options.range);
    run.note("curvature", options.curvature);
    if (options.asGdal) run.note("own_cell_hides", "yes, as gdal_viewshed");
    run.mindHoles();
    const auto cell = *analysis::cellAt(ground.heights, place);
    sight.eyeAltitude = ground.heights.at(cell.column, cell.row) + options.eye;
    const Raster bare = options.buildings ? ground.heights : Raster();
    if (options.buildings) {
        run.raiseBuildings();
        // On a roof, when there is a building: the eye is above what the person stands on.
        sight.eyeAltitude = ground.heights.at(cell.column, cell.row) + options.eye;
    }
    run.note("eye_altitude_m", *sight.eyeAltitude);
    const double area = ground.heights.cellX * ground.heights.cellY;
    if (options.needed) {
        auto needed = analysis::visibleFrom(ground.heights, place, sight, run.work().job(0.1, 0.9));
        run.work().check();
        run.write(*needed, "metres above the ground from which the place is seen", "m");
    } else {
        auto seen = analysis::viewshed(ground.heights, place, sight, run.work().job(0.1, 0.9));
        run.work().check();
        hideCells(ground.guessed, *seen);
        run.write(ground.heights, seen->cells, analysis::kNotLooked, "viewshed: 255 seen, 0 hidden");
        const GroundInSight counted = groundInSight(*seen, bare, ground.heights);
        run.figure(run.tr("Ground in sight"),
                   fmt::format("{:.2f} ha · {:.1f} %", static_cast<double>(counted.seen) * area / 1e4,
                               counted.share() * 100));
    }
    run.figure(run.tr("Eye at"), fmt::format("{:.1f} m", *sight.eyeAltitude));
    run.commit();
    return 0;
}

}  // namespace atlas::app
