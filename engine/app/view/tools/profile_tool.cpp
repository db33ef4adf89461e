#include "app/view/tools/profile_tool.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "app/analyse/profile_table.h"
#include "app/failure.h"
#include "app/ground_source.h"
#include "app/profile_chart.h"
#include "app/refusals.h"
#include "app/view/tools/map_tools.h"
#include "ui/theme.h"

namespace atlas::app {

namespace {

constexpr double kProfileStep = 5;  // metres
constexpr double kNoise = 1;        // metres of ups and downs that are not counted
constexpr double kNear = 60;  // metres from the line within which the pointer on the map moves the cursor
constexpr std::size_t kMostCrossings = 60;
constexpr float kDash = 4;  // pixels

}  // namespace

const char* ProfileTool::title() const {
    return ui::trLater("Elevation profile");
}

void ProfileTool::compute(const ProfileState& state) {
    known_ = state;
    section_.reset();
    refusal_ = {};
    cursor_.reset();
    if (state.line.size() < 2) return;
    const auto map = onMap(state.line);
    const terrain::HeightField& ground = host_.view.stage().ground();
    auto profile = analysis::profileAlong(map, [&](double x, double y) { return ground.heightAt(x, y); },
                                          {kProfileStep, kNoise});
    if (!profile) {
        refusal_ = profile.refusal;
        return;
    }
    auto section = std::make_shared<Section>();
    section->profile = std::move(*profile.value);
    section->crs = host_.view.district().catalog.crs;
    for (const analysis::ProfilePoint& point : section->profile.points) {
        const auto sample = ground.sampleAt(point.place.x, point.place.y);
        section->degrees.push_back(host_.view.wgs84FromMap(point.place));
        section->extrapolated.push_back(sample && sample->extrapolated ? 1 : 0);
    }
    for (const auto& layer : host_.view.layers()) {
        const LoadedLayer* data = host_.view.dataOf(*layer);
        if (layer->visible() && data != nullptr && data->table && canBeCrossed(layer->entry()))
            addCrossings(map, layer->entry(), *data->table, host_.view.district().catalog, state.name,
                         section->crossings);
    }
    sortByDistance(section->crossings);
    for (const NamedCrossing& crossing : section->crossings)
        section->crossedAt.push_back(host_.view.wgs84FromMap(crossing.place));
    section_ = std::move(section);
}

void ProfileTool::update(const Session& session, bool open, bool /*wait*/) {
    const ProfileState& state = session.tools.profile;
    if (!(state == known_)) compute(state);
    std::vector<scene::SketchShape> shapes;
    if (open && state.line.size() > 1) {
        scene::SketchShape shape;
        shape.color = {ui::kAccent.x, ui::kAccent.y, ui::kAccent.z};
        shape.casing = {1, 0.98F, 0.95F};
        std::vector<osg::Vec2d>& line = shape.lines.emplace_back();
        for (const auto& p : onMap(state.line)) line.emplace_back(p.x, p.y);
        shapes.push_back(std::move(shape));
    }
    shape_.set(std::move(shapes));
}

void ProfileTool::panel(Session& session, HudActions& /*actions*/) {
    ProfileState& state = session.tools.profile;
    if (ImGui::Button(tr("Draw a line"))) {
        SketchRequest request;
        request.finished = [this, &session](const std::vector<geodata::Point2>& map) {
            session.tools.profile = {inDegrees(map), ""};
        };
        host_.tools.sketch(std::move(request));
    }
    // A way that is chosen on the map.
    if (const auto& chosen = host_.view.selected()) {
        const auto path = chosen->layer->path(chosen->row);
        const std::string name = chosen->layer->name(chosen->row, host_.texts.code());
        if (path.size() > 1 && name != state.name) {
            if (ImGui::Button(fmt::format(fmt::runtime(tr("Along: {}")), name).c_str())) {
                std::vector<geodata::Point2> map;
                map.reserve(path.size());
                for (const auto& p : path) map.push_back({p.x(), p.y()});
                host_.tools.cancel();
                state = {inDegrees(map), name};
            }
        }
    }
    if (state.line.size() < 2) {
        quiet(tr("Draw a line on the map, or choose a walkway and take the section along it."));
        return;
    }
    ImGui::SameLine();
    if (ImGui::Button(tr("Clear"))) {
        state = {};
        return;
    }
    if (!section_) {
        quiet(said(host_.texts, refusal_));
        return;
    }
    const analysis::Profile& p = section_->profile;
    if (!state.name.empty()) ImGui::TextUnformatted(state.name.c_str());
    figure(tr("Length on the flat"), fmt::format("{:.0f} m", p.length));
    figure(tr("Length on the ground"), fmt::format("{:.0f} m", p.groundLength));
    figure(tr("Climb"), fmt::format("{:.1f} m", p.climb));
    figure(tr("Descent"), fmt::format("{:.1f} m", p.descent));
    figure(tr("Lowest ground"), fmt::format("{:.1f} m", p.lowest));
    figure(tr("Highest ground"), fmt::format("{:.1f} m", p.highest));
    figure(tr("Steepest"), fmt::format("{:.1f}° · {:.0f} m", p.steepest, p.steepestAt));
    if (p.missing > 0) figure(tr("Without data"), fmt::format("{:.0f} m", p.missing));
    if (const double guessed = section_->extrapolatedLength(); guessed > 0)
        figure(tr("Extrapolated, not measured (dashed)"), fmt::format("{:.0f} m", guessed));
    quiet(tr("Ups and downs below 1 m are not counted."));
    drawCrossings();
    exportTo("profile.csv, .geojson, .gpkg, .png", [&](const std::string& path) { return write(path); });
}

void ProfileTool::drawCrossings() {
    heading(tr("Crosses"));
    ImGui::BeginChild("crossings", listSize(exportHeight()), false, ImGuiWindowFlags_NoBackground);
    const auto& crossings = section_->crossings;
    for (std::size_t i = 0; i < std::min(crossings.size(), kMostCrossings); ++i)
        figure(crossings[i].name.in(host_.texts.code()).c_str(),
               fmt::format("{} · {:.0f} m", crossings[i].layerName.in(host_.texts.code()),
                           crossings[i].distance));
    if (crossings.empty()) quiet(tr("nothing with a name"));
    if (crossings.size() > kMostCrossings)
        quiet(fmt::format(fmt::runtime(tr("{} more; the file has them all")),
                          crossings.size() - kMostCrossings));
    ImGui::EndChild();
}

// The ground from its foot to its edge, which is dashed where it is extrapolated.
void ProfileTool::drawHeights(const std::function<ImVec2(double distance, double height)>& pixel,
                              float floor) const {
    const auto& points = section_->profile.points;
    const ImU32 fill = ImGui::GetColorU32(ImVec4(0.89F, 0.66F, 0.27F, 0.28F));
    const ImU32 edge = ImGui::GetColorU32(ui::onPanel({0.95F, 0.74F, 0.36F, 1}, {0.70F, 0.45F, 0.06F, 1}));
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    const auto there = [&](std::size_t i) {
        return !std::isnan(points[i].height) && !std::isnan(points[i + 1].height);
    };
    draw.Flags &= ~ImDrawListFlags_AntiAliasedFill;  // where two quads touch, each edge would show
    for (std::size_t i = 0; i + 1 < points.size(); ++i) {
        if (!there(i)) continue;
        const ImVec2 a = pixel(points[i].distance, points[i].height);
        const ImVec2 b = pixel(points[i + 1].distance, points[i + 1].height);
        draw.AddQuadFilled(ImVec2(a.x, floor), a, b, ImVec2(b.x, floor), fill);
    }
    draw.Flags |= ImDrawListFlags_AntiAliasedFill;
    for (std::size_t i = 0; i + 1 < points.size(); ++i) {
        if (!there(i)) continue;
        const ImVec2 a = pixel(points[i].distance, points[i].height);
        const bool gap = std::fmod(a.x, 2 * kDash) >= kDash;
        if (!gap || !section_->isExtrapolated(i))
            draw.AddLine(a, pixel(points[i + 1].distance, points[i + 1].height), edge, 1.6F);
    }
}

void ProfileTool::chart(Session& /*session*/) {
    if (!section_) return;
    const analysis::Profile& p = section_->profile;
    ImGui::PushFont(host_.fonts->small);
    const float line = ImGui::GetTextLineHeight();
    const ImVec2 size(ImGui::GetContentRegionAvail().x, ImGui::GetContentRegionAvail().y);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    ImGui::Dummy(size);
    inChart_ = ImGui::IsItemHovered();
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    const float left = at.x + ImGui::CalcTextSize("000 m ").x;
    const float width = at.x + size.x - left;
    const float floor = at.y + size.y - line * 1.2F;
    const double room = std::max((p.highest - p.lowest) * 0.1, 1.0);
    const auto pixel = [&](double distance, double height) {
        return ImVec2(
            left + static_cast<float>(distance / p.length) * width,
            floor - static_cast<float>((height - p.lowest + room) / (p.highest - p.lowest + 2 * room)) *
                        (floor - at.y));
    };
    const ImU32 rule = ImGui::GetColorU32(ImGuiCol_Separator);
    const ImU32 words = ImGui::GetColorU32(ui::quiet());
    // Rules at round heights.
    const double span = p.highest - p.lowest + 2 * room;
    const double step = roundStep(span, std::clamp(static_cast<int>((floor - at.y) / line / 1.6F), 1, 6));
    for (double h = std::ceil((p.lowest - room) / step) * step; h < p.highest + room; h += step) {
        const float y = pixel(0, h).y;
        draw.AddLine(ImVec2(left, y), ImVec2(left + width, y), rule);
        draw.AddText(ImVec2(at.x, y - line / 2), words, fmt::format("{:.0f} m", h).c_str());
    }
    for (const NamedCrossing& crossed : section_->crossings) {
        const float x = pixel(crossed.distance, p.lowest).x;
        draw.AddLine(ImVec2(x, floor - 8), ImVec2(x, floor), ImGui::GetColorU32(ui::ink(0.6F)), 1.2F);
    }
    drawHeights(pixel, floor);
    // Round distances, and the whole length at the end.
    const std::string end = fmt::format("{:.0f} m", p.length);
    const float endWide = ImGui::CalcTextSize(end.c_str()).x;
    const double apart = roundStep(p.length, std::clamp(static_cast<int>(width / endWide / 2), 1, 10));
    for (double d = 0; d < p.length; d += apart) {
        const float x = pixel(d, p.lowest).x;
        const std::string tick = d == 0 ? std::string("0") : fmt::format("{:g}", d);
        const float wide = ImGui::CalcTextSize(tick.c_str()).x;
        if (x + wide / 2 > left + width - endWide * 1.3F) break;
        draw.AddLine(ImVec2(x, floor), ImVec2(x, floor + 3), rule);
        draw.AddText(ImVec2(d == 0 ? x : x - wide / 2, floor + 2), words, tick.c_str());
    }
    draw.AddText(ImVec2(left + width - endWide, floor + 2), words, end.c_str());

    if (inChart_) {
        const double distance = static_cast<double>((ImGui::GetIO().MousePos.x - left) / width) * p.length;
        const auto next = std::lower_bound(
            p.points.begin(), p.points.end(), distance,
            [](const analysis::ProfilePoint& point, double value) { return point.distance < value; });
        cursor_ = static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(
            next - p.points.begin(), 0, static_cast<std::ptrdiff_t>(p.points.size()) - 1));
    } else {
        cursor_ = host_.tools.pointed() ? nearestTo(*host_.tools.pointed(), kNear) : std::nullopt;
    }
    if (cursor_ && *cursor_ < p.points.size()) {
        const analysis::ProfilePoint& point = p.points[*cursor_];
        const ImVec2 here = pixel(point.distance, std::isnan(point.height) ? p.lowest : point.height);
        draw.AddLine(ImVec2(here.x, at.y), ImVec2(here.x, floor), ImGui::GetColorU32(ImGuiCol_Text, 0.5F));
        draw.AddCircleFilled(here, 4, ImGui::GetColorU32(ui::kAccent));
        std::string said = std::isfinite(point.height)
                               ? fmt::format("{:.0f} m · {:.1f} m", point.distance, point.height)
                               : fmt::format("{:.0f} m · {}", point.distance, tr("no height data here"));
        if (section_->extrapolated[*cursor_] != 0) said += tr(" (extrapolated)");
        for (const NamedCrossing& crossed : section_->crossings)
            if (std::abs(crossed.distance - point.distance) <= p.length / 150 + kProfileStep)
                said += " · " + crossed.name.in(host_.texts.code());
        const float wide = ImGui::CalcTextSize(said.c_str()).x;
        draw.AddText(ImVec2(std::min(here.x + 7, left + width - wide), at.y),
                     ImGui::GetColorU32(ImGuiCol_Text), said.c_str());
    }
    ImGui::PopFont();
}

std::optional<std::size_t> ProfileTool::nearestTo(geodata::Point2 place, double within) const {
    std::optional<std::size_t> best;
    double least = within;
    for (std::size_t i = 0; i < section_->profile.points.size(); ++i) {
        const geodata::Point2& p = section_->profile.points[i].place;
        const double away = std::hypot(p.x - place.x, p.y - place.y);
        if (away > least) continue;
        least = away;
        best = i;
    }
    return best;
}

void ProfileTool::overlay(const Session& session, bool open, ToolCanvas& canvas) {
    if (!open || !section_ || session.tools.profile.line.size() < 2) return;
    const auto& points = section_->profile.points;
    canvas.mark(points.front().place, ToolCanvas::Mark::Chosen);
    canvas.mark(points.back().place, ToolCanvas::Mark::Chosen);
    if (!cursor_ || *cursor_ >= points.size()) return;
    canvas.mark(points[*cursor_].place, ToolCanvas::Mark::Snap);
    if (std::isfinite(points[*cursor_].height))
        canvas.word(points[*cursor_].place, fmt::format("{:.1f} m", points[*cursor_].height), true);
}

FileWriting ProfileTool::drawChart() const {
    const District& district = host_.view.district();
    return
        [section = section_, title = known_.name.empty() ? std::string(tr("Elevation profile")) : known_.name,
         figures = profileFigures(*section_, host_.texts), language = std::string(host_.texts.code()),
         source = groundSource(district, host_.texts.code()) + " · " + district.catalog.verticalDatum](
            OutputFile& file, const analysis::Job&) {
            writeProfileChart(file.temporary().string(), {*section, title, figures, source, language});
        };
}

FileWriting ProfileTool::write(const std::string& path) const {
    if (!section_)
        throw WorkError("there is no ground height anywhere along the line: it lies outside the data");
    if (extensionOf(path) == ".png") return drawChart();
    const auto format = exportFormat(extensionOf(path));
    if (!format || *format == ExportFormat::Xlsx)
        throw WorkError("the name must end in .csv, .geojson, .gpkg or .png");
    Provenance notes = provenance("profile");
    for (auto& [key, value] : notes)
        if (key == "extrapolated_ground") value = "marked in the column extrapolated";
    notes.emplace_back("along", known_.name.empty() ? "a line drawn by hand" : known_.name);
    notes.emplace_back("step_m", fmt::format("{:g}", kProfileStep));
    notes.emplace_back(fmt::format("climbs_below_{:g}_m", kNoise), "not counted");
    notes.emplace_back("crosses", "features with a name of the layers that are shown");
    return [section = section_, language = std::string(host_.texts.code()), notes = std::move(notes),
            format = *format](OutputFile& file, const analysis::Job& job) {
        writeVector(file.temporary().string(), format, profileTable(*section, language), notes, job);
    };
}

}  // namespace atlas::app
