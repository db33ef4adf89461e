// Line of sight, river view share, skyline and measures.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numbers>

#include "analysis/measure.h"
#include "analysis/skyline.h"
#include "analysis/viewshed.h"
#include "app/analyse/analyses.h"
#include "app/analyse/sight_table.h"
#include "app/analyse/standing.h"
#include "app/building_footprints.h"
#include "app/building_plot.h"
#include "app/failure.h"
#include "app/place_text.h"
#include "geodata/offset_crs.h"

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

/// A figure, or a dash where it is not known.
template <class Number>
std::string known(const char* format, Number value) {
    return std::isfinite(value) ? fmt::format(fmt::runtime(format), value) : std::string("–");
}

/// How many directions' skyline is where the heights end.
std::size_t endsOfHeights(const Raster& heights, Point2 place,
                          const std::vector<analysis::SkylinePoint>& line) {
    const auto box = heights.extent();
    const double slack = 1.5 * std::max(heights.cellX, heights.cellY);
    return static_cast<std::size_t>(std::count_if(line.begin(), line.end(), [&](const auto& point) {
        const double azimuth = point.azimuth * std::numbers::pi / 180;
        const double east = std::sin(azimuth);
        const double north = std::cos(azimuth);
        const double toSide = (east > 0 ? box.maxX - place.x : box.minX - place.x) / east;
        const double toEnd = (north > 0 ? box.maxY - place.y : box.minY - place.y) / north;
        return point.distance >=
               std::min(std::isfinite(toSide) ? toSide : toEnd, std::isfinite(toEnd) ? toEnd : toSide) -
                   slack;
    }));
}

constexpr double kLieReach = 5;  // metres round a point, for the ground's slope there

/// Where a point lies in the coordinate systems that are in use, and how the ground lies there.
void measurePoint(AnalysisRun& run, Point2 place, Point2 wgs84, const analysis::HeightAt& heightAt) {
    run.mustBeOnGround("--points", place);
    const auto toCgcs2000 =
        geodata::Transform::create(run.ground().district.crs, *geodata::Crs::parse("EPSG:4490"));
    Point2 cgcs2000 = place;
    if (!toCgcs2000 || !toCgcs2000->apply(cgcs2000.x, cgcs2000.y))
        throw WorkError(run.tr("the ground has no longitude and latitude"));
    const Point2 gcj02 = geodata::gcj02FromWgs84(wgs84);
    const double height = heightAt(place.x, place.y);
    const analysis::Lie lie = analysis::lieAt(place, heightAt, kLieReach);
    VectorOutput output;
    output.layer = "measure";
    output.crs = run.heights().crs;
    output.fields = {{"longitude_wgs84_deg", FieldType::Real, 7},
                     {"latitude_wgs84_deg", FieldType::Real, 7},
                     {"longitude_cgcs2000_deg", FieldType::Real, 7},
                     {"latitude_cgcs2000_deg", FieldType::Real, 7},
                     {"longitude_gcj02_deg", FieldType::Real, 7},
                     {"latitude_gcj02_deg", FieldType::Real, 7},
                     {"x_m", FieldType::Real},
                     {"y_m", FieldType::Real},
                     {"height_m", FieldType::Real},
                     {"slope_deg", FieldType::Real},
                     {"aspect_deg", FieldType::Real}};
    output.rows = 1;
    output.row = [&](std::size_t, std::vector<FieldValue>& values, std::vector<Point2>& at) {
        values = {wgs84.x, wgs84.y, cgcs2000.x, cgcs2000.y, gcj02.x,   gcj02.y,
                  place.x, place.y, height,     lie.slope,  lie.aspect};
        at = {place};
    };
    run.write(output);
    const auto pair = [](Point2 p) { return fmt::format("{:.6f}, {:.6f}", p.x, p.y); };
    run.figure("WGS 84", pair(wgs84));
    run.figure("CGCS2000", pair(cgcs2000));
    run.figure("GCJ-02", pair(gcj02));
    run.figure(run.ground().crsName.c_str(), fmt::format("{:.2f}, {:.2f}", place.x, place.y));
    run.figure(run.tr("Ground height"), fmt::format("{:.2f} m", height));
    run.figure(run.tr("Slope of the ground"), known("{:.1f}°", lie.slope));
    run.commit();
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
    run.write(sightTable(*seen, from, to, degrees[0], ground.heights.crs));
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
    const Point2 place = run.place("--at", options.at);
    const Raster bare = ground.heights;
    analysis::ViewshedOptions view;
    static_cast<analysis::SightOptions&>(view) = standAt(run, options, "--at", options.at, place, true);
    const double floor = heightOfCell(ground.heights, place);
    const auto storeys = static_cast<std::size_t>(options.storeys);
    run.note("storeys", static_cast<double>(storeys));
    run.note("storey_m", options.storey);
    const analysis::CellSet water = riversOn(run, bare);
    std::vector<double> eyes;
    eyes.reserve(storeys);
    for (std::size_t i = 0; i < storeys; ++i)
        eyes.push_back(floor + static_cast<double>(i) * options.storey + options.eye);
    const auto shares =
        analysis::viewShares(ground.heights, water, place, eyes, view, run.work().job(0.1, 0.9));
    run.work().check();
    run.write(viewsOutput(ground, *shares, eyes, place));
    sayViews(run, *shares);
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
    const std::size_t ends = endsOfHeights(ground.heights, place, *points);
    if (ends > 0 && !line.common.quiet)
        std::fputs(
            fmt::format(fmt::runtime(line.tr("yuzhong: in {} of {} directions the skyline is where the "
                                             "heights end; what lies beyond is not in it\n")),
                        ends, points->size())
                .c_str(),
            stderr);
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
    const std::size_t least = options.area ? 3 : 1;
    if (options.points.size() < least)
        throw UsageError(
            fmt::format(fmt::runtime(line.tr("--points: at least {} places are needed")), least));
    const auto& ground = run.open();
    std::vector<Point2> places;
    places.reserve(options.points.size());
    for (const std::string& text : options.points) places.push_back(run.place("--points", text));
    if (options.area && crossesItself(places)) throw WorkError("the outline crosses itself: it has no area");
    const auto degrees = inDegrees(run, places, ground.district.crs);
    run.note("points", fmt::format("{} ({})", fmt::join(options.points, " "), options.crs));
    run.note("lengths", "plane: in the heights' CRS; geodesic: on the ellipsoid of CGCS2000 (Karney 2013)");
    const analysis::HeightAt heightAt = [&](double x, double y) { return ground.heightAt(x, y); };
    if (places.size() == 1 && !options.area) {
        measurePoint(run, places.front(), degrees.front(), heightAt);
        return 0;
    }
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
    const bool complete = area ? std::isfinite(area->surface)
                               : std::all_of(pieces.begin(), pieces.end(),
                                             [](const auto& piece) { return std::isfinite(piece.ground); });
    if (!complete && !line.common.quiet)
        std::fputs(
            line.tr("yuzhong: warning: not all of it has ground heights; what needs them is left empty\n"),
            stderr);
    if (area) {
        run.figure(run.tr("Area on the ellipsoid"), fmt::format("{:.1f} m²", area->ellipsoid));
        run.figure(run.tr("Area on the map's plane"), fmt::format("{:.1f} m²", area->plane));
        run.figure(run.tr("Area of the ground's surface"), known("{:.1f} m²", area->surface));
        run.figure(run.tr("Perimeter"), fmt::format("{:.1f} m", area->perimeter));
    } else {
        const auto whole = analysis::wholeOf(pieces, degrees.front(), degrees.back());
        run.figure(run.tr("Length on the ellipsoid"), fmt::format("{:.3f} m", whole.geodesic));
        run.figure(run.tr("Length on the map's plane"), fmt::format("{:.3f} m", whole.plane));
        run.figure(run.tr("Length on the ground"), known("{:.1f} m", whole.ground));
        run.figure(run.tr("Height difference"), known("{:+.2f} m", whole.rise));
        run.figure(run.tr("Bearing from true north"), fmt::format("{:.3f}°", whole.bearing));
    }
    run.commit();
    return 0;
}

}  // namespace atlas::app
