#include "app/view/tools/measure_tool.h"

#include <fmt/format.h>
#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <cmath>

#include "app/failure.h"
#include "app/view/tools/map_tools.h"
#include "layers/landmarks/landmarks_layer.h"
#include "ui/theme.h"

namespace atlas::app {

namespace {

SketchKind sketchKind(const std::string& kind) {
    return kind == "area" ? SketchKind::Polygon : kind == "distance" ? SketchKind::Line : SketchKind::Point;
}

}  // namespace

const char* MeasureTool::title() const {
    return ui::trLater("Measure");
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
    ImGui::BeginChild("list", listSize(exportHeight()), false, ImGuiWindowFlags_NoBackground);
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
        const std::vector<MeasureLine>& lines = figures_.of(all[i]);
        if (i == chosen_)
            for (const MeasureLine& line : lines) figure(line.label.c_str(), line.value);
        else if (!lines.empty())
            figure(lines.front().label.c_str(), lines.front().value);
        ImGui::PopID();
    }
    ImGui::EndChild();
    if (gone) all.erase(all.begin() + static_cast<std::ptrdiff_t>(*gone));
    exportTo("measurements.geojson, .csv", [&](const std::string& path) { return write(session, path); });
}

FileWriting MeasureTool::write(const Session& session, const std::string& path) {
    const std::string extension = extensionOf(path);
    if (extension != ".csv" && extension != ".geojson" && extension != ".json")
        throw WorkError("the name must end in .geojson or .csv");
    return textFile(extension == ".csv" ? figures_.csv(session.tools.measurements, heightSources())
                                        : figures_.geoJson(session.tools.measurements, heightSources()));
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
        const std::vector<MeasureLine>& lines = figures_.of(all[i]);
        if (lines.empty()) continue;
        if (all[i].kind == "distance") {
            canvas.word(map.back(), lines.front().value, chosen);
        } else if (all[i].kind == "area") {
            canvas.word(meanOf(map), lines.front().value, chosen);
        } else if (all[i].kind == "building") {
            canvas.word(map.front(), lines.front().value, chosen);
        } else {
            const double ground = host_.view.stage().ground().heightAt(map.front().x, map.front().y);
            canvas.word(map.front(), std::isfinite(ground) ? fmt::format("{:.1f} m", ground) : all[i].name,
                        chosen);
        }
    }
}

}  // namespace atlas::app
