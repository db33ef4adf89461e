// The height of a building of the map.

#include <fmt/format.h>

#include <cmath>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "app/analyse/analyses.h"
#include "app/building_footprints.h"
#include "app/failure.h"
#include "layers/landmarks/building_model.h"

namespace atlas::app {

using geodata::FieldType;
using geodata::Point2;

namespace {

std::vector<std::vector<Point2>> ringsOf(const geodata::FeatureTable& table, std::size_t row) {
    std::vector<std::vector<Point2>> rings;
    for (auto ring = table.geometry.ringBegin(row); ring < table.geometry.ringEnd(row); ++ring) {
        const auto points = table.geometry.ring(ring).points;
        rings.emplace_back(points.begin(), points.end());
    }
    return rings;
}

/// A building in its layer.
struct Found {
    const LoadedLayer* layer = nullptr;
    layers::Building building;
    std::string id, name;
};

/// The first that `wanted` takes.
std::optional<Found> find(
    const AnalysisRun& run, const AnalysedGround& ground,
    const std::function<bool(const LoadedLayer&, const layers::BuildingModel&, std::size_t row)>& wanted) {
    for (const LoadedLayer& layer : ground.district.layers) {
        if (!holdsBuildings(*layer.entry) || !layer.table) continue;
        const layers::BuildingModel model(*layer.entry, *layer.table,
                                          [&](double x, double y) { return ground.heights.sample(x, y); });
        for (const layers::Building& building : model.buildings())
            if (wanted(layer, model, building.row))
                return Found{&layer, building, model.id(building.row),
                             model.name(building.row, run.line().texts.code())};
    }
    return std::nullopt;
}

Found named(const AnalysisRun& run, const AnalysedGround& ground, const BuildingOptions& options) {
    if (!options.building.empty()) {
        auto found = find(run, ground,
                          [&](const LoadedLayer& layer, const layers::BuildingModel& model, std::size_t row) {
                              return layer.entry->id + ":" + model.id(row) == options.building;
                          });
        if (!found)
            throw UsageError(fmt::format(
                fmt::runtime(run.tr("--building {}: the map has no such building on these heights")),
                options.building));
        return std::move(*found);
    }
    const Point2 place = run.place("--at", options.at);
    run.mustBeOnGround("--at", place);
    auto found =
        find(run, ground, [&](const LoadedLayer& layer, const layers::BuildingModel&, std::size_t row) {
            std::vector<analysis::Footprint> one{{ringsOf(*layer.table, row), 0}};
            return leaveOut(one, place) > 0;
        });
    if (!found)
        throw WorkError(
            fmt::format(fmt::runtime(run.tr("--at {}: no building of the map stands there")), options.at));
    return std::move(*found);
}

}  // namespace

int analyseBuilding(const CommandLine& line, const BuildingOptions& options) {
    AnalysisRun run(line, "building", options, AnalysisRun::Output::Vector);
    if (options.building.empty() == options.at.empty())
        throw UsageError(line.tr("name the building: either --building LAYER:ID or --at LON,LAT"));
    const auto& ground = run.open(holdsBuildings);
    const Found found = named(run, ground, options);
    const layers::Building& building = found.building;
    if (!std::isfinite(building.lowest))
        throw WorkError(run.tr("there is no ground height under the building"));
    constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
    const bool known = building.extruded();
    const double roof = known ? building.lowest + building.height : unknown;
    const bool levels = building.basis == layers::HeightBasis::Levels;
    const std::string basis = !known ? "not disclosed" : levels ? "storeys x 3.3 m" : "stated by the source";
    run.note("building", found.layer->entry->id + ":" + found.id);
    run.note("building_source", found.layer->entry->attribution);
    VectorOutput output;
    output.layer = "building";
    output.crs = ground.heights.crs;
    output.shape = VectorOutput::Shape::Line;
    output.fields = {{"name", FieldType::Text},
                     {"height_over_lowest_ground_m", FieldType::Real},
                     {"height_over_highest_ground_m", FieldType::Real},
                     {"roof_m", FieldType::Real},
                     {"lowest_ground_m", FieldType::Real},
                     {"highest_ground_m", FieldType::Real},
                     {"height_basis", FieldType::Text}};
    output.rows = 1;
    output.row = [&](std::size_t, std::vector<FieldValue>& values, std::vector<Point2>& at) {
        values = {found.name,
                  known ? building.height : unknown,
                  roof - building.highest,
                  roof,
                  building.lowest,
                  building.highest,
                  basis};
        at = ringsOf(*found.layer->table, building.row).front();
    };
    run.write(output);
    const auto metres = [](double value) { return fmt::format("{:.1f} m", value); };
    if (!found.name.empty()) run.figure(run.tr("Building"), found.name);
    if (known) {
        run.figure(run.tr("Above its lowest ground"), metres(building.height));
        run.figure(run.tr("Above its highest ground"), metres(roof - building.highest));
        run.figure(run.tr("Roof at"), metres(roof));
        run.figure(run.tr("Height from"),
                   levels ? run.tr("storeys × 3.3 m") : run.tr("the source, as stated"));
    } else {
        run.figure(run.tr("Height"), run.tr("not disclosed"));
    }
    run.figure(run.tr("Lowest ground"), metres(building.lowest));
    run.figure(run.tr("Highest ground"), metres(building.highest));
    run.commit();
    return 0;
}

}  // namespace atlas::app
