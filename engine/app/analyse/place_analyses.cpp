// Line of sight, river view share, skyline and measures.

#include <fmt/format.h>

#include <cmath>
#include <numbers>

#include "analysis/measure.h"
#include "analysis/skyline.h"
#include "analysis/viewshed.h"
#include "app/analyse/analyses.h"
#include "app/building_footprints.h"
#include "app/failure.h"
#include "app/place_text.h"

namespace atlas::app {

using geodata::FieldType;
using geodata::Point2;
using geodata::Raster;

namespace {

/// Of places in the ground's CRS.
std::vector<Point2> inDegrees(const AnalysisRun& run, std::vector<Point2> places, const geodata::Crs& crs) {
    const auto transform = geodata::Transform::create(crs, *geodata::Crs::parse("EPSG:4326"));
    if (!transform) throw WorkError(run.tr("the ground has no longitude and latitude"));
    for (Point2& place : places)
        if (!transform->apply(place.x, place.y))
            throw WorkError(run.tr("the ground has no longitude and latitude"));
    return places;
}

double heightOfCell(const Raster& heights, Point2 place) {
    const auto cell = *analysis::cellAt(heights, place);
    return heights.at(cell.column, cell.row);
}

/// Puts the buildings on the ground, where asked for, and an eye above what stands at a place: the roof, if
/// there is one. `inside`: the building of the place is left out, the eye looks out of it.
analysis::SightOptions standAt(AnalysisRun& run, const EyeOptions& options, const char* option,
                               const std::string& text, Point2 place, bool inside = false) {
    run.mustBeOnGround(option, place);
    if (options.buildings) run.raiseBuildings(inside ? std::optional(place) : std::nullopt);
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

}  // namespace

int analyseSight(const CommandLine& line, const LineOfSightOptions& options) {
    AnalysisRun run(line, "sight", options, AnalysisRun::Output::Vector);
    const auto& ground =
        run.open([&](const layers::LayerEntry& entry) { return options.buildings && holdsBuildings(entry); });
    const Point2 from = run.place("--from", options.from);
    const Point2 to = run.place("--to", options.to);
    run.mustBeOnGround("--to", to);
    if (from.x == to.x && from.y == to.y)
        throw WorkError(run.tr("a line of sight needs two different places"));
    analysis::SightOptions sight = standAt(run, options, "--from", options.from, from);
    sight.target = options.target;
    run.note("to", options.to + " (" + options.crs + ")");
    run.note("target_m", options.target);
    const auto seen = analysis::lineOfSight(ground.heights, from, to, sight);
    if (!seen) throw WorkError(run.tr("there is no height at one of the two places"));
    const auto degrees = inDegrees(run, {seen->obstacle}, ground.district.crs);
    VectorOutput output;
    output.layer = "sight";
    output.crs = ground.heights.crs;
    output.shape = VectorOutput::Shape::Line;
    output.fields = {{"visible", FieldType::Integer},
                     {"distance_m", FieldType::Real},
                     {"eye_altitude_m", FieldType::Real},
                     {"target_altitude_m", FieldType::Real},
                     {"clearance_m", FieldType::Real},
                     {"obstacle_longitude_deg", FieldType::Real, 7},
                     {"obstacle_latitude_deg", FieldType::Real, 7},
                     {"needed_target_m", FieldType::Real},
                     {"without_data_m", FieldType::Real}};
    output.rows = 1;
    output.row = [&](std::size_t, std::vector<FieldValue>& values, std::vector<Point2>& places) {
        values = {std::int64_t{seen->visible ? 1 : 0},
                  seen->distance,
                  seen->eyeAltitude,
                  seen->targetAltitude,
                  seen->clearance,
                  degrees[0].x,
                  degrees[0].y,
                  seen->neededTarget,
                  seen->missing};
        places = {from, to};
    };
    run.write(output);
    run.figure(run.tr("In sight"), seen->visible ? run.tr("yes") : run.tr("no"));
    run.figure(run.tr("Distance"), fmt::format("{:.1f} m", seen->distance));
    run.figure(run.tr("Line above the ground at its closest"), fmt::format("{:+.1f} m", seen->clearance));
    if (!seen->visible)
        run.figure(run.tr("Seen from this height above the target's ground"),
                   fmt::format("{:.1f} m", seen->neededTarget));
    if (seen->missing > 0)
        run.figure(run.tr("Of the line without heights, taken as open"),
                   fmt::format("{:.0f} m", seen->missing));
    run.commit();
    return 0;
}

int analyseViews(const CommandLine& line, const ViewsOptions& options) {
    AnalysisRun run(line, "views", options, AnalysisRun::Output::Vector);
    const auto& ground = run.open([&](const layers::LayerEntry& entry) {
        return entry.kind == "rivers" || (options.buildings && holdsBuildings(entry));
    });
    const LoadedLayer* rivers = ground.district.layerOfKind("rivers");
    if (rivers == nullptr || !rivers->table)
        throw WorkError(run.tr("the map has no layer of kind \"rivers\""));
    const Point2 place = run.place("--at", options.at);
    const Raster bare = ground.heights;
    analysis::ViewshedOptions view;
    static_cast<analysis::SightOptions&>(view) = standAt(run, options, "--at", options.at, place, true);
    const double floor = heightOfCell(ground.heights, place);
    const auto storeys = static_cast<std::size_t>(options.storeys);
    run.note("storeys", static_cast<double>(storeys));
    run.note("storey_m", options.storey);
    analysis::CellSet water = analysis::cellsInside(ground.heights, *rivers->table);
    leaveOutRaised(water, bare, ground.heights);
    if (water.empty()) throw WorkError(run.tr("no river lies on these heights"));
    std::vector<double> eyes;
    eyes.reserve(storeys);
    for (std::size_t i = 0; i < storeys; ++i)
        eyes.push_back(floor + static_cast<double>(i) * options.storey + options.eye);
    const auto shares =
        analysis::viewShares(ground.heights, water, place, eyes, view, run.work().job(0.1, 0.9));
    run.work().check();
    VectorOutput output;
    output.layer = "views";
    output.crs = ground.heights.crs;
    output.fields = {{"storey", FieldType::Integer},
                     {"eye_altitude_m", FieldType::Real},
                     {"river_share_percent", FieldType::Real, 3},
                     {"river_area_m2", FieldType::Real, 0}};
    output.rows = shares->size();
    output.row = [&](std::size_t row, std::vector<FieldValue>& values, std::vector<Point2>& places) {
        values = {static_cast<std::int64_t>(row + 1), eyes[row], (*shares)[row].share() * 100,
                  (*shares)[row].area};
        places.push_back(place);
    };
    run.write(output);
    for (const std::size_t row : {std::size_t{0}, storeys - 1}) {
        run.figure(
            fmt::format(fmt::runtime(run.tr("Rivers' water in sight from storey {}")), row + 1).c_str(),
            fmt::format("{:.2f} % · {:.1f} ha", (*shares)[row].share() * 100, (*shares)[row].area / 1e4));
        if (storeys == 1) break;
    }
    run.commit();
    return 0;
}

int analyseSkyline(const CommandLine& line, const SkylineCommandOptions& options) {
    AnalysisRun run(line, "skyline", options, AnalysisRun::Output::Vector);
    if (!(options.fromAzimuth < options.toAzimuth))
        throw UsageError(line.tr("--from-azimuth must be less than --to-azimuth"));
    const auto& ground =
        run.open([&](const layers::LayerEntry& entry) { return options.buildings && holdsBuildings(entry); });
    const Point2 place = run.place("--at", options.at);
    analysis::SkylineOptions sky;
    static_cast<analysis::SightOptions&>(sky) = standAt(run, options, "--at", options.at, place);
    sky.from = options.fromAzimuth;
    sky.to = options.toAzimuth;
    sky.step = options.step;
    run.note("azimuths_deg", fmt::format("{:g} to {:g} by {:g}", sky.from, sky.to, sky.step));
    const auto points = analysis::skyline(ground.heights, place, sky, run.work().job(0.1, 0.9));
    run.work().check();
    VectorOutput output;
    output.layer = "skyline";
    output.crs = ground.heights.crs;
    output.fields = {{"azimuth_deg", FieldType::Real, 3},
                     {"angle_deg", FieldType::Real, 4},
                     {"distance_m", FieldType::Real}};
    output.rows = points->size();
    output.row = [&](std::size_t row, std::vector<FieldValue>& values, std::vector<Point2>& places) {
        const analysis::SkylinePoint& point = (*points)[row];
        values = {point.azimuth, point.angle, point.distance};
        const double azimuth = point.azimuth * std::numbers::pi / 180;
        places.push_back(
            {place.x + point.distance * std::sin(azimuth), place.y + point.distance * std::cos(azimuth)});
    };
    run.write(output);
    const analysis::SkylinePoint* highest = nullptr;
    for (const auto& point : *points)
        if (!std::isnan(point.angle) && (highest == nullptr || point.angle > highest->angle))
            highest = &point;
    if (highest != nullptr)
        run.figure(
            run.tr("Skyline at its highest"),
            fmt::format("{:.2f}° · {:.1f}° · {:.0f} m", highest->angle,
                        highest->azimuth - 360 * std::floor(highest->azimuth / 360), highest->distance));
    run.commit();
    return 0;
}

int analyseMeasure(const CommandLine& line, const MeasureOptions& options) {
    AnalysisRun run(line, "measure", options, AnalysisRun::Output::Vector);
    const std::size_t least = options.area ? 3 : 2;
    if (options.points.size() < least)
        throw UsageError(
            fmt::format(fmt::runtime(line.tr("--points: at least {} places are needed")), least));
    const auto& ground = run.open();
    std::vector<Point2> places;
    places.reserve(options.points.size());
    for (const std::string& text : options.points) places.push_back(run.place("--points", text));
    const auto degrees = inDegrees(run, places, ground.district.crs);
    run.note("points", fmt::format("{} ({})", fmt::join(options.points, " "), options.crs));
    run.note("lengths", "plane: in the heights' CRS; geodesic: on the ellipsoid of CGCS2000 (Karney 2013)");
    const analysis::HeightAt heightAt = [&](double x, double y) { return ground.heights.sample(x, y); };
    const auto pieces = analysis::segmentsOf(places, degrees, heightAt);
    VectorOutput output;
    output.layer = "measure";
    output.crs = ground.heights.crs;
    std::optional<analysis::AreaFigures> area;
    if (options.area) {
        area = analysis::areaOf(places, degrees, heightAt);
        output.shape = VectorOutput::Shape::Line;
        output.fields = {{"plane_m2", FieldType::Real},        {"ellipsoid_m2", FieldType::Real},
                         {"surface_m2", FieldType::Real},      {"perimeter_m", FieldType::Real},
                         {"lowest_ground_m", FieldType::Real}, {"highest_ground_m", FieldType::Real},
                         {"mean_ground_m", FieldType::Real}};
        output.rows = 1;
        output.row = [&](std::size_t, std::vector<FieldValue>& values, std::vector<Point2>& at) {
            values = {area->plane,  area->ellipsoid, area->surface, area->perimeter,
                      area->lowest, area->highest,   area->mean};
            at = places;
            at.push_back(places.front());
        };
    } else {
        output.shape = VectorOutput::Shape::Line;
        output.fields = {{"piece", FieldType::Integer},      {"plane_m", FieldType::Real, 3},
                         {"geodesic_m", FieldType::Real, 3}, {"ground_m", FieldType::Real},
                         {"space_m", FieldType::Real},       {"bearing_deg", FieldType::Real, 4},
                         {"rise_m", FieldType::Real},        {"incline_deg", FieldType::Real}};
        output.rows = pieces.size();
        output.row = [&](std::size_t row, std::vector<FieldValue>& values, std::vector<Point2>& at) {
            const analysis::Segment& piece = pieces[row];
            values = {static_cast<std::int64_t>(row + 1),
                      piece.plane,
                      piece.geodesic,
                      piece.ground,
                      piece.space,
                      piece.bearing,
                      piece.rise,
                      piece.incline()};
            at = {places[row], places[row + 1]};
        };
    }
    run.write(output);
    if (area) {
        run.figure(run.tr("Area on the ellipsoid"), fmt::format("{:.1f} m²", area->ellipsoid));
        run.figure(run.tr("Area on the map's plane"), fmt::format("{:.1f} m²", area->plane));
        run.figure(run.tr("Area of the ground's surface"), fmt::format("{:.1f} m²", area->surface));
        run.figure(run.tr("Perimeter"), fmt::format("{:.1f} m", area->perimeter));
    } else {
        const auto whole = analysis::wholeOf(pieces, degrees.front(), degrees.back());
        run.figure(run.tr("Length on the ellipsoid"), fmt::format("{:.3f} m", whole.geodesic));
        run.figure(run.tr("Length on the map's plane"), fmt::format("{:.3f} m", whole.plane));
        run.figure(run.tr("Length on the ground"), fmt::format("{:.1f} m", whole.ground));
        run.figure(run.tr("Height difference"), fmt::format("{:+.2f} m", whole.rise));
        run.figure(run.tr("Bearing from true north"), fmt::format("{:.3f}°", whole.bearing));
    }
    run.commit();
    return 0;
}

}  // namespace atlas::app
