#include "app/view/tools/measure_tool.h"

#include <fmt/format.h>
#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "app/failure.h"
#include "app/view/tools/map_tools.h"
#include "geodata/offset_crs.h"
#include "layers/landmarks/landmarks_layer.h"
#include "ui/theme.h"

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

SketchKind sketchKind(const std::string& kind) {
    return kind == "area" ? SketchKind::Polygon : kind == "distance" ? SketchKind::Line : SketchKind::Point;
}

/// Millimetres and ten-millionths of a degree are finer than any of these figures.
std::string exact(double number) {
    return fmt::format("{:.10g}", std::round(number * 1e7) / 1e7);
}

}  // namespace

const char* MeasureTool::title() const {
    return ui::trLater("Measure");
}

double MeasureTool::height(double x, double y) const {
    return host_.view.stage().ground().heightAt(x, y);
}

void MeasureTool::begin(Session& session, const char* kind) {
    SketchRequest request;
    request.kind = sketchKind(kind);
    for (const Measurement& m : session.tools.measurements) request.others.push_back(onMap(m.points));
    request.finished = [this, &session, kind](const std::vector<geodata::Point2>& map) {
        add(session, kind, map);
    };
    building_ = false;
    host_.tools.sketch(std::move(request));
}

void MeasureTool::add(Session& session, const char* kind, const std::vector<geodata::Point2>& map,
                      const std::string& feature) {
    auto& all = session.tools.measurements;
    const auto alike =
        std::count_if(all.begin(), all.end(), [&](const Measurement& m) { return m.kind == kind; });
    const char* name = kind == std::string_view("point")      ? tr("Point")
                       : kind == std::string_view("distance") ? tr("Distance")
                       : kind == std::string_view("area")     ? tr("Area")
                                                              : tr("Building height");
    all.push_back({kind, fmt::format("{} {}", name, alike + 1), inDegrees(map), feature});
    chosen_ = all.size() - 1;
}

bool MeasureTool::click(Session& session, const std::optional<MapView::Feature>& feature) {
    if (!building_) return false;
    if (!feature) return true;
    const auto* landmarks = dynamic_cast<const layers::LandmarksLayer*>(feature->layer);
    if (landmarks == nullptr || landmarks->building(feature->row) == nullptr) return true;
    building_ = false;
    const auto place = landmarks->place(feature->row);
    add(session, "building", {{place->middle.x(), place->middle.y()}}, feature->key());
    const std::string name = landmarks->name(feature->row, host_.texts.code());
    if (!name.empty()) session.tools.measurements.back().name = name;
    return true;
}

std::vector<MeasureTool::Line> MeasureTool::pointFigures(const Measurement& m) const {
    const geodata::Point2 degrees = m.points.front();
    const geodata::Point2 map = host_.view.mapFromWgs84(degrees);
    const geodata::Point2 gcj02 = geodata::gcj02FromWgs84(degrees);
    std::vector<Line> lines{
        {"WGS 84",
         degreesPair(degrees),
         {{"longitude_wgs84_deg", degrees.x}, {"latitude_wgs84_deg", degrees.y}}},
        {"CGCS2000", degreesPair(degrees)},
        {host_.view.district().catalog.crs,
         fmt::format("{:.2f}  {:.2f}", map.x, map.y),
         {{"map_x_m", map.x}, {"map_y_m", map.y}}},
        {"GCJ-02", degreesPair(gcj02), {{"longitude_gcj02_deg", gcj02.x}, {"latitude_gcj02_deg", gcj02.y}}}};
    const terrain::HeightField& ground = host_.view.stage().ground();
    const auto sample = ground.sampleAt(map.x, map.y);
    if (!sample) {
        lines.push_back({tr("Ground height"), tr("no height data here")});
        return lines;
    }
    lines.push_back(
        {tr("Ground height"),
         fmt::format("{:.1f} m{}", sample->height, sample->extrapolated ? tr(" (extrapolated)") : ""),
         {{sample->extrapolated ? "ground_height_extrapolated_m" : "ground_height_m", sample->height}}});
    for (const auto& terrain : host_.view.district().terrain)
        if (terrain.source == sample->source)
            lines.push_back({tr("Height from"),
                             terrain.entry->name.in(host_.texts.code()),
                             {{"height_source", kNone, terrain.entry->name.in(host_.texts.code())}}});
    const analysis::Lie lie = analysis::lieAt(
        map, [&](double x, double y) { return height(x, y); }, kLieReach);
    if (std::isfinite(lie.slope))
        lines.push_back(
            {tr("Slope of the ground"),
             fmt::format("{:.1f}° ({:.0f} %)", lie.slope, std::tan(lie.slope * 0.0174532925) * 100),
             {{"ground_slope_deg", lie.slope}}});
    return lines;
}

std::vector<MeasureTool::Line> MeasureTool::distanceFigures(const Measurement& m) const {
    const auto map = onMap(m.points);
    const auto segments =
        analysis::segmentsOf(map, m.points, [&](double x, double y) { return height(x, y); });
    const analysis::Segment whole = analysis::wholeOf(segments, m.points.front(), m.points.back());
    std::vector<Line> lines{
        {tr("Horizontal (on the ellipsoid)"),
         lengthText(whole.geodesic),
         {{"length_ellipsoid_m", whole.geodesic}}},
        {fmt::format(fmt::runtime(tr("On the map's plane ({})")), host_.view.district().catalog.crs),
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
    if (segments.size() < 2) return lines;
    for (std::size_t i = 0; i < std::min(segments.size(), kMostSegments); ++i) {
        const analysis::Segment& s = segments[i];
        lines.push_back({fmt::format("{} – {}", i + 1, i + 2),
                         fmt::format("{} · {:.0f}° · {}", lengthText(s.geodesic), s.bearing,
                                     std::isfinite(s.rise) ? fmt::format("{:+.1f} m", s.rise) : "–")});
    }
    return lines;
}

std::vector<MeasureTool::Line> MeasureTool::areaFigures(const Measurement& m) const {
    const analysis::AreaFigures f =
        analysis::areaOf(onMap(m.points), m.points, [&](double x, double y) { return height(x, y); });
    return {
        {tr("Horizontal (on the ellipsoid)"), areaText(f.ellipsoid), {{"area_ellipsoid_m2", f.ellipsoid}}},
        {fmt::format(fmt::runtime(tr("On the map's plane ({})")), host_.view.district().catalog.crs),
         areaText(f.plane),
         {{"area_map_plane_m2", f.plane}}},
        {tr("On the surface of the ground"),
         std::isfinite(f.surface) ? areaText(f.surface) : "–",
         {{"area_surface_m2", f.surface}}},
        {tr("Outline"), lengthText(f.perimeter), {{"outline_m", f.perimeter}}},
        {tr("Lowest ground"), metres(f.lowest), {{"lowest_ground_m", f.lowest}}},
        {tr("Highest ground"), metres(f.highest), {{"highest_ground_m", f.highest}}},
        {tr("Mean height"), metres(f.mean), {{"mean_ground_m", f.mean}}}};
}

std::vector<MeasureTool::Line> MeasureTool::buildingFigures(const Measurement& m) const {
    const auto feature = host_.view.feature(m.feature);
    const auto* landmarks = feature ? dynamic_cast<const layers::LandmarksLayer*>(feature->layer) : nullptr;
    const layers::Building* building = landmarks ? landmarks->building(feature->row) : nullptr;
    if (building == nullptr) return {{tr("Building height"), tr("this building is not in the data")}};
    std::vector<Line> lines;
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
        lines.push_back({tr("Height"), tr("not disclosed"), {Figure{"height_over_lowest_ground_m"}}});
    }
    lines.push_back({tr("Lowest ground"), metres(building->lowest), {{"lowest_ground_m", building->lowest}}});
    lines.push_back(
        {tr("Highest ground"), metres(building->highest), {{"highest_ground_m", building->highest}}});
    return lines;
}

const std::vector<MeasureTool::Line>& MeasureTool::figures(const Measurement& m) {
    if (language_ != host_.texts.code() || known_.size() > kMostKnown) known_.clear();
    language_ = host_.texts.code();
    for (const auto& [of, lines] : known_)
        if (of == m) return lines;
    std::vector<Line> lines;
    if (m.points.empty())
        lines = {};
    else if (m.kind == "distance")
        lines = m.points.size() > 1 ? distanceFigures(m) : std::vector<Line>();
    else if (m.kind == "area")
        lines = m.points.size() > 2 ? areaFigures(m) : std::vector<Line>();
    else
        lines = m.kind == "building" ? buildingFigures(m) : pointFigures(m);
    known_.emplace_back(m, std::move(lines));
    return known_.back().second;
}

void MeasureTool::panel(Session& session, HudActions& /*actions*/) {
    const std::pair<const char*, const char*> kinds[] = {
        {"point", tr("Point")}, {"distance", tr("Distance")}, {"area", tr("Area")}};
    for (const auto& [kind, label] : kinds) {
        if (ImGui::Button(label)) begin(session, kind);
        ImGui::SameLine();
    }
    if (ImGui::Button(tr("Building height"))) {
        host_.tools.cancel();
        building_ = true;
    }
    if (building_) quiet(tr("Click a building on the map."));
    auto& all = session.tools.measurements;
    if (all.empty()) {
        quiet(
            tr("Choose what to measure, then click on the map. Points snap to corners and edges of what is "
               "shown."));
        return;
    }
    chosen_ = std::min(chosen_, all.size() - 1);
    ImGui::BeginChild("list", ImVec2(0, -exportHeight()), false, ImGuiWindowFlags_NoBackground);
    std::optional<std::size_t> gone;
    for (std::size_t i = 0; i < all.size(); ++i) {
        ImGui::PushID(static_cast<int>(i));
        ImGui::Separator();
        const float close = ImGui::CalcTextSize("×").x + 2 * ImGui::GetStyle().FramePadding.x;
        if (i == chosen_) {
            ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x - close -
                                    ImGui::GetStyle().ItemSpacing.x);
            ImGui::InputText("##name", &all[i].name);
            if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s", tr("Its name"));
        } else if (ImGui::Selectable(
                       all[i].name.c_str(), false, 0,
                       ImVec2(ImGui::GetContentRegionAvail().x - close - ImGui::GetStyle().ItemSpacing.x,
                              0))) {
            chosen_ = i;
        }
        ImGui::SameLine();
        if (ImGui::Button("×")) gone = i;
        if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s", tr("Delete this measurement"));
        const std::vector<Line>& lines = figures(all[i]);
        if (i == chosen_)
            for (const Line& line : lines) figure(line.label.c_str(), line.value);
        else if (!lines.empty())
            figure(lines.front().label.c_str(), lines.front().value);
        ImGui::PopID();
    }
    ImGui::EndChild();
    if (gone) all.erase(all.begin() + static_cast<std::ptrdiff_t>(*gone));
    exportTo("measurements.geojson, .csv", [&](const std::string& path) { return write(session, path); });
}

std::string MeasureTool::lengthsSay() const {
    return "plane: on the map's plane, " + host_.view.district().catalog.crs +
           "; ellipsoid: geodesics of CGCS2000 (Karney 2013)";
}

// A row a measurement; a column for each figure that any of them has. An empty cell: not known, or no such
// figure.
std::string MeasureTool::table(const Session& session) {
    std::vector<std::string> fields;
    const auto eachFigure = [this](const Measurement& m, const auto& visit) {
        for (const Line& line : figures(m))
            for (const Figure& figure : line.figures) visit(figure);
    };
    for (const Measurement& m : session.tools.measurements)
        eachFigure(m, [&](const Figure& figure) {
            if (std::find(fields.begin(), fields.end(), figure.field) == fields.end())
                fields.push_back(figure.field);
        });
    std::string text = "name,kind,feature";
    for (const std::string& field : fields) text += "," + field;
    text += ",parameters,source\n";
    const std::string made = csvCell(lengthsSay()) + "," + csvCell(heightSources()) + "\n";
    for (const Measurement& m : session.tools.measurements) {
        text += fmt::format("{},{},{}", csvCell(m.name), m.kind, csvCell(m.feature));
        for (const std::string& field : fields) {
            text += ",";
            eachFigure(m, [&](const Figure& figure) {
                if (figure.field == field)
                    text += std::isfinite(figure.number) ? exact(figure.number) : csvCell(figure.text);
            });
        }
        text += "," + made;
    }
    return text;
}

std::string MeasureTool::geoJson(const Session& session) {
    nlohmann::json features = nlohmann::json::array();
    for (const Measurement& m : session.tools.measurements) {
        nlohmann::json properties{{"name", m.name}, {"kind", m.kind}};
        if (!m.feature.empty()) properties["feature"] = m.feature;
        for (const Line& line : figures(m))
            for (const Figure& figure : line.figures) {
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
                          {"provenance", {{"parameters", lengthsSay()}, {"source", heightSources()}}},
                          {"features", features}}
               .dump(1) +
           "\n";
}

FileWriting MeasureTool::write(const Session& session, const std::string& path) {
    const std::string extension = extensionOf(path);
    if (extension != ".csv" && extension != ".geojson" && extension != ".json")
        throw WorkError("the name must end in .geojson or .csv");
    return textFile(extension == ".csv" ? table(session) : geoJson(session));
}

void MeasureTool::update(const Session& session, bool open, bool /*wait*/) {
    std::vector<scene::SketchShape> shapes;
    const auto& all = session.tools.measurements;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].kind != "distance" && all[i].kind != "area") continue;
        scene::SketchShape shape;
        std::vector<osg::Vec2d> line;
        for (const auto& p : onMap(all[i].points)) line.emplace_back(p.x, p.y);
        if (open && i == chosen_) {
            shape.color = {ui::kAccent.x, ui::kAccent.y, ui::kAccent.z};
            shape.casing = {1, 0.98F, 0.95F};
        }
        if (all[i].kind == "area" && line.size() > 2) {
            shape.area = {line};
            line.push_back(line.front());
        }
        shape.lines = {line};
        shapes.push_back(std::move(shape));
    }
    shapes_.set(std::move(shapes));
}

void MeasureTool::overlay(const Session& session, bool open, ToolCanvas& canvas) {
    const auto& all = session.tools.measurements;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const bool chosen = open && i == chosen_;
        const auto map = onMap(all[i].points);
        if (map.empty()) continue;
        for (const auto& p : map) canvas.mark(p, chosen ? ToolCanvas::Mark::Chosen : ToolCanvas::Mark::Point);
        const std::vector<Line>& lines = figures(all[i]);
        if (lines.empty()) continue;
        if (all[i].kind == "distance") {
            canvas.word(map.back(), lines.front().value, chosen);
        } else if (all[i].kind == "area") {
            canvas.word(meanOf(map), lines.front().value, chosen);
        } else if (all[i].kind == "building") {
            canvas.word(map.front(), lines.front().value, chosen);
        } else {
            const double ground = height(map.front().x, map.front().y);
            canvas.word(map.front(), std::isfinite(ground) ? fmt::format("{:.1f} m", ground) : all[i].name,
                        chosen);
        }
    }
}

}  // namespace atlas::app
