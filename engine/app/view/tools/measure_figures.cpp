#include "app/view/tools/measure_figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "analysis/measure.h"
#include "app/output_file.h"
#include "app/view/tools/map_tools.h"
#include "geodata/offset_crs.h"
#include "layers/landmarks/landmarks_layer.h"

namespace atlas::app {

namespace {

constexpr double kLieReach = 5;  // metres round a point, for the ground's slope there
constexpr std::size_t kMostKnown = 200;
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kMostSegments = 40;  // listed one by one

std::string metres(double value) {
    return std::isfinite(value) ? fmt::format("{:.1f} m", value) : std::string("–");
}

std::string degreesPair(geodata::Point2 p) {
    return fmt::format("{:.6f}° E  {:.6f}° N", p.x, p.y);
}

/// Millimetres and ten-millionths of a degree are finer than any of these figures.
std::string exact(double number) {
    return fmt::format("{:.10g}", std::round(number * 1e7) / 1e7);
}

/// Degrees of a place of the map's CRS; NaN where it has none.
geodata::Point2 inCgcs2000(const geodata::Crs& crs, geodata::Point2 place) {
    const auto transform = geodata::Transform::create(crs, *geodata::Crs::parse("EPSG:4490"));
    if (!transform || !transform->apply(place.x, place.y)) return {kNone, kNone};
    return place;
}

/// The ground's heights, and whether one that was asked for is no measured one.
struct AskedGround {
    const terrain::HeightField& ground;
    bool extrapolated = false;
    double heightAt(double x, double y) {
        const auto sample = ground.sampleAt(x, y);
        if (!sample) return kNone;
        extrapolated = extrapolated || sample->extrapolated;
        return sample->height;
    }
};

}  // namespace

std::vector<geodata::Point2> MeasureFigures::onMap(const std::vector<geodata::Point2>& degrees) const {
    std::vector<geodata::Point2> map;
    map.reserve(degrees.size());
    for (const auto& p : degrees) map.push_back(view_.mapFromWgs84(p));
    return map;
}

MeasureLine MeasureFigures::guessedLine() const {
    const char* said = tr("partly extrapolated, not measured");
    return {tr("Ground heights"), said, {{"ground_heights", kNone, said}}};
}

std::vector<MeasureLine> MeasureFigures::pointFigures(const Measurement& m) const {
    const geodata::Point2 degrees = m.points.front();
    const geodata::Point2 map = view_.mapFromWgs84(degrees);
    const geodata::Point2 cgcs2000 = inCgcs2000(view_.district().crs, map);
    const geodata::Point2 gcj02 = geodata::gcj02FromWgs84(degrees);
    std::vector<MeasureLine> lines{
        {"WGS 84",
         degreesPair(degrees),
         {{"longitude_wgs84_deg", degrees.x}, {"latitude_wgs84_deg", degrees.y}}},
        {"CGCS2000",
         degreesPair(cgcs2000),
         {{"longitude_cgcs2000_deg", cgcs2000.x}, {"latitude_cgcs2000_deg", cgcs2000.y}}},
        {view_.district().catalog.crs,
         fmt::format("{:.2f}  {:.2f}", map.x, map.y),
         {{"map_x_m", map.x}, {"map_y_m", map.y}}},
        {"GCJ-02", degreesPair(gcj02), {{"longitude_gcj02_deg", gcj02.x}, {"latitude_gcj02_deg", gcj02.y}}}};
    const terrain::HeightField& ground = view_.stage().ground();
    const auto sample = ground.sampleAt(map.x, map.y);
    if (!sample) {
        lines.push_back({tr("Ground height"), tr("no height data here")});
        return lines;
    }
    lines.push_back(
        {tr("Ground height"),
         fmt::format("{:.1f} m{}", sample->height, sample->extrapolated ? tr(" (extrapolated)") : ""),
         {{sample->extrapolated ? "ground_height_extrapolated_m" : "ground_height_m", sample->height}}});
    for (const auto& terrain : view_.district().terrain)
        if (terrain.source == sample->source)
            lines.push_back({tr("Height from"),
                             terrain.entry->name.in(texts_.code()),
                             {{"height_source", kNone, terrain.entry->name.in(texts_.code())}}});
    const analysis::Lie lie = analysis::lieAt(
        map, [&](double x, double y) { return ground.heightAt(x, y); }, kLieReach);
    if (std::isfinite(lie.slope))
        lines.push_back(
            {tr("Slope of the ground"),
             fmt::format("{:.1f}° ({:.0f} %)", lie.slope, std::tan(lie.slope * 0.0174532925) * 100),
             {{"ground_slope_deg", lie.slope}}});
    return lines;
}

std::vector<MeasureLine> MeasureFigures::distanceFigures(const Measurement& m) const {
    const auto map = onMap(m.points);
    AskedGround ground{view_.stage().ground()};
    const auto segments =
        analysis::segmentsOf(map, m.points, [&](double x, double y) { return ground.heightAt(x, y); });
    const analysis::Segment whole = analysis::wholeOf(segments, m.points.front(), m.points.back());
    std::vector<MeasureLine> lines{
        {tr("Horizontal (on the ellipsoid)"),
         lengthText(whole.geodesic),
         {{"length_ellipsoid_m", whole.geodesic}}},
        {fmt::format(fmt::runtime(tr("On the map's plane ({})")), view_.district().catalog.crs),
         lengthText(whole.plane),
         {{"length_map_plane_m", whole.plane}}},
        {tr("Along the ground"),
         std::isfinite(whole.ground) ? lengthText(whole.ground) : "–",
         {{"length_ground_m", whole.ground}}},
        {tr("Straight through the air"),
         std::isfinite(whole.space) ? lengthText(whole.space) : "–",
         {{"length_air_m", whole.space}}},
        {tr("Height difference"),
         std::isfinite(whole.rise) ? fmt::format("{:+.1f} m", whole.rise) : "–",
         {{"rise_m", whole.rise}}},
        {tr("Bearing (from true north)"),
         fmt::format("{:.1f}°", whole.bearing),
         {{"bearing_deg", whole.bearing}}},
        {tr("Incline"),
         std::isfinite(whole.rise) ? fmt::format("{:+.1f}°", whole.incline()) : "–",
         {{"incline_deg", whole.incline()}}}};
    if (ground.extrapolated) lines.push_back(guessedLine());
    if (segments.size() < 2) return lines;
    for (std::size_t i = 0; i < std::min(segments.size(), kMostSegments); ++i) {
        const analysis::Segment& s = segments[i];
        lines.push_back({fmt::format("{} – {}", i + 1, i + 2),
                         fmt::format("{} · {:.0f}° · {}", lengthText(s.geodesic), s.bearing,
                                     std::isfinite(s.rise) ? fmt::format("{:+.1f} m", s.rise) : "–")});
    }
    return lines;
}

std::vector<MeasureLine> MeasureFigures::areaFigures(const Measurement& m) const {
    AskedGround ground{view_.stage().ground()};
    const analysis::AreaFigures f = analysis::areaOf(
        onMap(m.points), m.points, [&](double x, double y) { return ground.heightAt(x, y); });
    std::vector<MeasureLine> lines{
        {tr("Horizontal (on the ellipsoid)"), areaText(f.ellipsoid), {{"area_ellipsoid_m2", f.ellipsoid}}},
        {fmt::format(fmt::runtime(tr("On the map's plane ({})")), view_.district().catalog.crs),
         areaText(f.plane),
         {{"area_map_plane_m2", f.plane}}},
        {tr("On the surface of the ground"),
         std::isfinite(f.surface) ? areaText(f.surface) : "–",
         {{"area_surface_m2", f.surface}}},
        {tr("Outline"), lengthText(f.perimeter), {{"outline_m", f.perimeter}}},
        {tr("Lowest ground"), metres(f.lowest), {{"lowest_ground_m", f.lowest}}},
        {tr("Highest ground"), metres(f.highest), {{"highest_ground_m", f.highest}}},
        {tr("Mean height"), metres(f.mean), {{"mean_ground_m", f.mean}}}};
    if (ground.extrapolated) lines.push_back(guessedLine());
    return lines;
}

std::vector<MeasureLine> MeasureFigures::buildingFigures(const Measurement& m) const {
    const auto feature = view_.feature(m.feature);
    const auto* landmarks = feature ? dynamic_cast<const layers::LandmarksLayer*>(feature->layer) : nullptr;
    const layers::Building* building = landmarks ? landmarks->building(feature->row) : nullptr;
    if (building == nullptr) return {{tr("Building height"), tr("this building is not in the data")}};
    std::vector<MeasureLine> lines;
    if (building->extruded()) {
        const bool levels = building->basis == layers::HeightBasis::Levels;
        lines.push_back({tr("Above its lowest ground"),
                         fmt::format("{:.1f} m", building->height),
                         {{"height_over_lowest_ground_m", building->height}}});
        lines.push_back(
            {tr("Above its highest ground"),
             fmt::format("{:.1f} m", building->lowest + building->height - building->highest),
             {{"height_over_highest_ground_m", building->lowest + building->height - building->highest}}});
        lines.push_back({tr("Roof at"),
                         metres(building->lowest + building->height),
                         {{"roof_m", building->lowest + building->height}}});
        lines.push_back(
            {tr("Height from"),
             levels ? tr("storeys × 3.3 m") : tr("the source, as stated"),
             {{"height_source", kNone, levels ? tr("storeys × 3.3 m") : tr("the source, as stated")}}});
    } else {
        lines.push_back({tr("Height"), tr("not disclosed"), {MeasureFigure{"height_over_lowest_ground_m"}}});
    }
    lines.push_back({tr("Lowest ground"), metres(building->lowest), {{"lowest_ground_m", building->lowest}}});
    lines.push_back(
        {tr("Highest ground"), metres(building->highest), {{"highest_ground_m", building->highest}}});
    return lines;
}

const std::vector<MeasureLine>& MeasureFigures::of(const Measurement& m) {
    if (language_ != texts_.code() || known_.size() > kMostKnown) known_.clear();
    language_ = texts_.code();
    for (const auto& [of, lines] : known_)
        if (of == m) return lines;
    std::vector<MeasureLine> lines;
    if (m.points.empty())
        lines = {};
    else if (m.kind == "distance")
        lines = m.points.size() > 1 ? distanceFigures(m) : std::vector<MeasureLine>();
    else if (m.kind == "area")
        lines = m.points.size() > 2 ? areaFigures(m) : std::vector<MeasureLine>();
    else
        lines = m.kind == "building" ? buildingFigures(m) : pointFigures(m);
    known_.emplace_back(m, std::move(lines));
    return known_.back().second;
}

std::string MeasureFigures::lengthsSay() const {
    return "plane: on the map's plane, " + view_.district().catalog.crs +
           "; ellipsoid: geodesics of CGCS2000 (Karney 2013)";
}

std::string MeasureFigures::csv(const std::vector<Measurement>& all, const std::string& source) {
    std::vector<std::string> fields;
    const auto eachFigure = [this](const Measurement& m, const auto& visit) {
        for (const MeasureLine& line : of(m))
            for (const MeasureFigure& figure : line.figures) visit(figure);
    };
    for (const Measurement& m : all)
        eachFigure(m, [&](const MeasureFigure& figure) {
            if (std::find(fields.begin(), fields.end(), figure.field) == fields.end())
                fields.push_back(figure.field);
        });
    std::string text = "name,kind,feature";
    for (const std::string& field : fields) text += "," + field;
    text += ",parameters,source\n";
    const std::string made = csvCell(lengthsSay()) + "," + csvCell(source) + "\n";
    for (const Measurement& m : all) {
        text += fmt::format("{},{},{}", csvCell(m.name), m.kind, csvCell(m.feature));
        for (const std::string& field : fields) {
            text += ",";
            eachFigure(m, [&](const MeasureFigure& figure) {
                if (figure.field == field)
                    text += std::isfinite(figure.number) ? exact(figure.number) : csvCell(figure.text);
            });
        }
        text += "," + made;
    }
    return text;
}

std::string MeasureFigures::geoJson(const std::vector<Measurement>& all, const std::string& source) {
    nlohmann::json features = nlohmann::json::array();
    for (const Measurement& m : all) {
        nlohmann::json properties{{"name", m.name}, {"kind", m.kind}};
        if (!m.feature.empty()) properties["feature"] = m.feature;
        for (const MeasureLine& line : of(m))
            for (const MeasureFigure& figure : line.figures) {
                nlohmann::json& property = properties[figure.field];  // null: not known
                if (std::isfinite(figure.number))
                    property = std::round(figure.number * 1e7) / 1e7;
                else if (!figure.text.empty())
                    property = figure.text;
            }
        nlohmann::json points = nlohmann::json::array();
        for (const auto& p : m.points) points.push_back({p.x, p.y});
        nlohmann::json geometry{{"type", "Point"}, {"coordinates", points.empty() ? points : points[0]}};
        if (m.kind == "distance") geometry = {{"type", "LineString"}, {"coordinates", points}};
        if (m.kind == "area") {
            points.push_back(points[0]);
            geometry = {{"type", "Polygon"}, {"coordinates", nlohmann::json::array({points})}};
        }
        features.push_back({{"type", "Feature"}, {"properties", properties}, {"geometry", geometry}});
    }
    return nlohmann::json{{"type", "FeatureCollection"},
                          {"provenance", {{"parameters", lengthsSay()}, {"source", source}}},
                          {"features", features}}
               .dump(1) +
           "\n";
}

}  // namespace atlas::app
