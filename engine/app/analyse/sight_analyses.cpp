// Profile and viewshed.

#include <fmt/format.h>

#include <cmath>
#include <tuple>

#include "analysis/profile.h"
#include "analysis/viewshed.h"
#include "app/analyse/analyses.h"
#include "app/building_footprints.h"
#include "app/failure.h"
#include "app/ground_in_sight.h"
#include "app/place_text.h"
#include "app/profile_chart.h"
#include "app/refusals.h"
#include "layers/features/feature_model.h"

namespace atlas::app {

using geodata::Point2;
using geodata::Raster;

namespace {

/// The longest part of the line LAYER:ID.
std::vector<Point2> lineOf(const AnalysisRun& run, const AnalysedGround& ground, const std::string& key) {
    const auto colon = key.find(':');
    const LoadedLayer* layer = ground.district.layers.empty() ? nullptr : &ground.district.layers.front();
    if (layer == nullptr || !layer->table)
        throw UsageError(fmt::format(fmt::runtime(run.tr("--along {}: the map has no layer of lines \"{}\"")),
                                     key, key.substr(0, colon)));
    const layers::FeatureModel model(*layer->entry, *layer->table, ground.district.catalog);
    const std::string id = key.substr(colon + 1);
    std::optional<std::size_t> found;
    for (std::size_t row = 0; row < model.rows() && !found; ++row)
        if (model.id(row) == id) found = row;
    if (!found)
        throw UsageError(fmt::format(fmt::runtime(run.tr("--along {}: layer {} has no feature \"{}\"")), key,
                                     layer->entry->id, id));
    const auto& geometry = layer->table->geometry;
    const auto type = geometry.types[*found];
    if (type != geodata::GeometryType::Line && type != geodata::GeometryType::MultiLine)
        throw UsageError(fmt::format(fmt::runtime(run.tr("--along {}: this feature is no line")), key));
    std::vector<Point2> longest;
    double most = -1;
    for (auto ring = geometry.ringBegin(*found); ring < geometry.ringEnd(*found); ++ring) {
        const auto points = geometry.ring(ring).points;
        double length = 0;
        for (std::size_t i = 1; i < points.size(); ++i)
            length += std::hypot(points[i].x - points[i - 1].x, points[i].y - points[i - 1].y);
        if (length <= most) continue;
        most = length;
        longest.assign(points.begin(), points.end());
    }
    return longest;
}

std::vector<Point2> inDegrees(const AnalysisRun& run, const analysis::Profile& profile,
                              const geodata::Crs& crs) {
    const auto transform = geodata::Transform::create(crs, *geodata::Crs::parse("EPSG:4326"));
    if (!transform) throw WorkError(run.tr("the ground has no longitude and latitude"));
    std::vector<Point2> degrees;
    degrees.reserve(profile.points.size());
    for (const auto& point : profile.points) degrees.push_back(point.place);
    transform->apply(&degrees[0].x, &degrees[0].y, degrees.size(), 2);
    return degrees;
}

VectorOutput profileOutput(const AnalysedGround& ground, const analysis::Profile& profile,
                           const std::vector<Point2>& degrees) {
    using geodata::FieldType;
    VectorOutput output;
    output.layer = "profile";
    output.crs = ground.heights.crs;
    output.fields = {{"distance_m", FieldType::Real},
                     {"longitude_deg", FieldType::Real, 7},
                     {"latitude_deg", FieldType::Real, 7},
                     {"x_m", FieldType::Real},
                     {"y_m", FieldType::Real},
                     {"height_m", FieldType::Real},
                     {"slope_deg", FieldType::Real},
                     {"extrapolated", FieldType::Integer}};
    output.rows = profile.points.size();
    output.row = [&](std::size_t row, std::vector<FieldValue>& values, std::vector<Point2>& places) {
        const analysis::ProfilePoint& point = profile.points[row];
        values[0] = point.distance;
        values[1] = degrees[row].x;
        values[2] = degrees[row].y;
        values[3] = point.place.x;
        values[4] = point.place.y;
        values[5] = point.height;  // NaN is written as null
        if (row > 0) {
            const analysis::ProfilePoint& before = profile.points[row - 1];
            values[6] = std::atan2(point.height - before.height, point.distance - before.distance) *
                        57.29577951308232;
        }
        const auto cell = analysis::cellAt(ground.heights, point.place);
        values[7] = std::int64_t{cell && ground.isGuessed(cell->column, cell->row) ? 1 : 0};
        places.push_back(point.place);
    };
    return output;
}

}  // namespace

int analyseProfile(const CommandLine& line, const ProfileCommandOptions& options) {
    const bool along = !options.along.empty();
    if (along ? !options.from.empty() || !options.to.empty() : options.from.empty() || options.to.empty())
        throw UsageError(line.tr("expected --from LON,LAT and --to LON,LAT, or --along LAYER:ID"));
    const auto colon = options.along.find(':');
    if (along && colon == std::string::npos)
        throw UsageError(fmt::format(fmt::runtime(line.tr("--along {}: expected LAYER:ID")), options.along));
    if (!options.chart.empty() && !options.chart.ends_with(".png"))
        throw UsageError(
            fmt::format(fmt::runtime(line.tr("--chart {}: the name must end in .png")), options.chart));
    AnalysisRun run(line, "profile", options, AnalysisRun::Output::Vector);
    const auto& ground = run.open(
        [&](const layers::LayerEntry& entry) { return along && entry.id == options.along.substr(0, colon); });
    const std::vector<Point2> course =
        along ? lineOf(run, ground, options.along)
              : std::vector{run.place("--from", options.from), run.place("--to", options.to)};
    if (along)
        run.note("along", options.along);
    else
        run.note("from_to", options.from + " " + options.to + " (" + options.crs + ")");
    run.note("step_m", options.step);
    const auto heightAt = [&](double x, double y) {
        return ground.own ? ground.district.ground.heightAt(x, y) : ground.heights.sample(x, y);
    };
    const auto profile =
        analysis::profileAlong(course, heightAt, {options.step, 1}, run.work().job(0.1, 0.8));
    run.work().check();
    if (!profile) throw WorkError(said(line.texts, profile.refusal));
    tell(profile.report, line.common.quiet, line.texts);
    run.note("climbs_below_1_m", "not counted");
    run.write(profileOutput(ground, *profile, inDegrees(run, *profile, ground.district.crs)));
    run.figure(run.tr("Length on the flat"), fmt::format("{:.1f} m", profile->length));
    run.figure(run.tr("Length on the ground"), fmt::format("{:.1f} m", profile->groundLength));
    run.figure(run.tr("Climb"), fmt::format("{:.1f} m", profile->climb));
    run.figure(run.tr("Descent"), fmt::format("{:.1f} m", profile->descent));
    run.figure(run.tr("Lowest ground"), fmt::format("{:.1f} m", profile->lowest));
    run.figure(run.tr("Highest ground"), fmt::format("{:.1f} m", profile->highest));
    run.figure(run.tr("Steepest"), fmt::format("{:.1f}° · {:.0f} m", profile->steepest, profile->steepestAt));
    run.commit();
    if (!options.chart.empty())
        writeProfileChart(options.chart, {*profile,
                                          along ? options.along : options.from + " – " + options.to,
                                          profileFigures(*profile, line.texts),
                                          ground.source,
                                          {}});
    return 0;
}

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
