#include "app/analyse/standing.h"

#include <fmt/format.h>

#include "app/building_footprints.h"
#include "app/failure.h"

namespace atlas::app {

using geodata::FieldType;
using geodata::Point2;
using geodata::Raster;

double heightOfCell(const Raster& heights, Point2 place) {
    const auto cell = *analysis::cellAt(heights, place);
    return heights.at(cell.column, cell.row);
}

analysis::SightOptions eyeOver(AnalysisRun& run, const EyeOptions& options, const char* option,
                               const std::string& text, Point2 place) {
    run.mustBeOnGround(option, place);
    run.mindHoles();
    analysis::SightOptions sight;
    sight.eye = options.eye;
    sight.curvature = options.curvature;
    sight.eyeAltitude = heightOfCell(run.heights(), place) + options.eye;
    run.note(option + 2, text + " (" + options.crs + ")");
    run.note("eye_m", options.eye);
    run.note("eye_altitude_m", *sight.eyeAltitude);
    run.note("curvature", options.curvature);
    return sight;
}

analysis::SightOptions standAt(AnalysisRun& run, const EyeOptions& options, const char* option,
                               const std::string& text, Point2 place, bool inside) {
    run.mustBeOnGround(option, place);
    if (options.buildings) run.raiseBuildings(inside ? std::optional(place) : std::nullopt);
    return eyeOver(run, options, option, text, place);
}

analysis::CellSet riversOn(AnalysisRun& run, const Raster& bare) {
    const LoadedLayer* rivers = run.ground().district.layerOfKind("rivers");
    if (rivers == nullptr || !rivers->table)
        throw WorkError(run.tr("the map has no layer of kind \"rivers\""));
    analysis::CellSet water = analysis::cellsInside(run.heights(), *rivers->table);
    leaveOutRaised(water, bare, run.heights());
    if (water.empty()) throw WorkError(run.tr("no river lies on these heights"));
    return water;
}

VectorOutput viewsOutput(const AnalysedGround& ground, const std::vector<analysis::ViewShare>& shares,
                         const std::vector<double>& eyes, Point2 place) {
    VectorOutput output;
    output.layer = "views";
    output.crs = ground.heights.crs;
    output.fields = {{"storey", FieldType::Integer},
                     {"eye_altitude_m", FieldType::Real},
                     {"river_share_percent", FieldType::Real, 3},
                     {"river_area_m2", FieldType::Real, 0}};
    output.rows = shares.size();
    output.row = [&shares, &eyes, place](std::size_t row, std::vector<FieldValue>& values,
                                         std::vector<Point2>& places) {
        values = {static_cast<std::int64_t>(row + 1), eyes[row], shares[row].share() * 100, shares[row].area};
        places.push_back(place);
    };
    return output;
}

void sayViews(AnalysisRun& run, const std::vector<analysis::ViewShare>& shares) {
    for (const std::size_t row : {std::size_t{0}, shares.size() - 1}) {
        run.figure(
            fmt::format(fmt::runtime(run.tr("Rivers' water in sight from storey {}")), row + 1).c_str(),
            fmt::format("{:.2f} % · {:.1f} ha", shares[row].share() * 100, shares[row].area / 1e4));
        if (shares.size() == 1) break;
    }
}

}  // namespace atlas::app
