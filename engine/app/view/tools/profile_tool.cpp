#include "app/view/tools/profile_tool.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "app/failure.h"
#include "app/ground_source.h"
#include "app/profile_chart.h"
#include "app/refusals.h"
#include "app/view/tools/map_tools.h"
#include "layers/role_columns.h"
#include "ui/theme.h"

namespace atlas::app {

namespace {

constexpr double kProfileStep = 5;  // metres
constexpr double kNoise = 1;        // metres of ups and downs that are not counted
constexpr double kNear = 60;  // metres from the line within which the pointer on the map moves the cursor
constexpr std::size_t kMostCrossings = 60;

}  // namespace

const char* ProfileTool::title() const {
    return ui::trLater("Elevation profile");
}

void ProfileTool::compute(const ProfileState& state) {
    known_ = state;
    profile_ = {};
    crossed_.clear();
    cursor_.reset();
    if (state.line.size() < 2) return;
    const auto map = onMap(state.line);
    const terrain::HeightField& ground = host_.view.stage().ground();
    profile_ = analysis::profileAlong(map, [&](double x, double y) { return ground.heightAt(x, y); },
                                      {kProfileStep, kNoise});
    collectCrossings(map);
}

void ProfileTool::collectCrossings(const std::vector<geodata::Point2>& map) {
    for (const auto& layer : host_.view.layers()) {
        const LoadedLayer* data = host_.view.dataOf(*layer);
        if (!layer->visible() || data == nullptr || !data->table || data->raster) continue;
        // Layers that offer nothing to choose, as the rivers, know no names of their own.
        const layers::RoleColumns roles = layers::roleColumns(layer->entry(), *data->table);
        const auto text = [&](const char* role, std::size_t row) {
            return std::string(data->table->text(roles.find(role), row).value_or(""));
        };
        for (const analysis::Crossing& crossing : analysis::crossingsOf(map, *data->table)) {
            const std::size_t row = crossing.row;
            const layers::Localized name =
                row < layer->rows() ? layers::Localized{layer->name(row, "zh"), layer->name(row, "en")}
                                    : layers::Localized{text("name", row), text("name_en", row)};
            if (name.empty() || name.zh == known_.name || name.en == known_.name) continue;
            crossed_.push_back({crossing.distance, layer->entry().id, name, layer->entry().name});
        }
    }
    std::sort(crossed_.begin(), crossed_.end(),
              [](const Crossed& a, const Crossed& b) { return a.distance < b.distance; });
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
    if (!profile_) {
        quiet(said(host_.texts, profile_.refusal));
        return;
    }
    const analysis::Profile& p = *profile_;
    if (!state.name.empty()) ImGui::TextUnformatted(state.name.c_str());
    figure(tr("Length on the flat"), fmt::format("{:.0f} m", p.length));
    figure(tr("Length on the ground"), fmt::format("{:.0f} m", p.groundLength));
    figure(tr("Climb"), fmt::format("{:.1f} m", p.climb));
    figure(tr("Descent"), fmt::format("{:.1f} m", p.descent));
    figure(tr("Lowest ground"), fmt::format("{:.1f} m", p.lowest));
    figure(tr("Highest ground"), fmt::format("{:.1f} m", p.highest));
    figure(tr("Steepest"), fmt::format("{:.1f}° · {:.0f} m", p.steepest, p.steepestAt));
    if (p.missing > 0) figure(tr("Without data"), fmt::format("{:.0f} m", p.missing));
    quiet(tr("Ups and downs below 1 m are not counted."));
    heading(tr("Crosses"));
    ImGui::BeginChild("crossings", ImVec2(0, -exportHeight()), false, ImGuiWindowFlags_NoBackground);
    for (std::size_t i = 0; i < std::min(crossed_.size(), kMostCrossings); ++i)
        figure(
            crossed_[i].name.in(host_.texts.code()).c_str(),
            fmt::format("{} · {:.0f} m", crossed_[i].layerName.in(host_.texts.code()), crossed_[i].distance));
    if (crossed_.empty()) quiet(tr("nothing with a name"));
    ImGui::EndChild();
    exportTo("profile.csv, .png", [&](const std::string& path) { return write(path); });
}

void ProfileTool::chart(Session& /*session*/) {
    if (!profile_) return;
    const analysis::Profile& p = *profile_;
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
    for (const Crossed& crossed : crossed_) {
        const float x = pixel(crossed.distance, p.lowest).x;
        draw.AddLine(ImVec2(x, floor - 8), ImVec2(x, floor), ImGui::GetColorU32(ui::ink(0.6F)), 1.2F);
    }
    const ImU32 fill = ImGui::GetColorU32(ImVec4(0.89F, 0.66F, 0.27F, 0.28F));
    const ImU32 edge = ImGui::GetColorU32(ui::onPanel({0.95F, 0.74F, 0.36F, 1}, {0.70F, 0.45F, 0.06F, 1}));
    draw.Flags &= ~ImDrawListFlags_AntiAliasedFill;  // where two quads touch, each edge would show
    for (std::size_t i = 0; i + 1 < p.points.size(); ++i) {
        if (std::isnan(p.points[i].height) || std::isnan(p.points[i + 1].height)) continue;
        const ImVec2 a = pixel(p.points[i].distance, p.points[i].height);
        const ImVec2 b = pixel(p.points[i + 1].distance, p.points[i + 1].height);
        draw.AddQuadFilled(ImVec2(a.x, floor), a, b, ImVec2(b.x, floor), fill);
    }
    draw.Flags |= ImDrawListFlags_AntiAliasedFill;
    for (std::size_t i = 0; i + 1 < p.points.size(); ++i)
        if (!std::isnan(p.points[i].height) && !std::isnan(p.points[i + 1].height))
            draw.AddLine(pixel(p.points[i].distance, p.points[i].height),
                         pixel(p.points[i + 1].distance, p.points[i + 1].height), edge, 1.6F);
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
        std::string said = fmt::format("{:.0f} m · {:.1f} m", point.distance, point.height);
        for (const Crossed& crossed : crossed_)
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
    for (std::size_t i = 0; i < profile_->points.size(); ++i) {
        const geodata::Point2& p = profile_->points[i].place;
        const double away = std::hypot(p.x - place.x, p.y - place.y);
        if (away > least) continue;
        least = away;
        best = i;
    }
    return best;
}

void ProfileTool::overlay(const Session& session, bool open, ToolCanvas& canvas) {
    if (!open || !profile_ || session.tools.profile.line.size() < 2) return;
    const auto& points = profile_->points;
    canvas.mark(points.front().place, ToolCanvas::Mark::Chosen);
    canvas.mark(points.back().place, ToolCanvas::Mark::Chosen);
    if (!cursor_ || *cursor_ >= points.size()) return;
    canvas.mark(points[*cursor_].place, ToolCanvas::Mark::Snap);
    if (std::isfinite(points[*cursor_].height))
        canvas.word(points[*cursor_].place, fmt::format("{:.1f} m", points[*cursor_].height), true);
}

FileWriting ProfileTool::drawChart() const {
    std::vector<std::pair<double, std::string>> crossings;
    crossings.reserve(crossed_.size());
    for (const Crossed& crossed : crossed_)
        crossings.emplace_back(crossed.distance, crossed.name.in(host_.texts.code()));
    const District& district = host_.view.district();
    return [profile = *profile_,
            title = known_.name.empty() ? std::string(tr("Elevation profile")) : known_.name,
            figures = profileFigures(*profile_, host_.texts),
            source = groundSource(district, host_.texts.code()) + " · " + district.catalog.verticalDatum,
            crossings = std::move(crossings)](OutputFile& file, const analysis::Job&) {
        writeProfileChart(file.temporary().string(), {profile, title, figures, source, crossings});
    };
}

FileWriting ProfileTool::write(const std::string& path) const {
    if (!profile_)
        throw WorkError("there is no ground height anywhere along the line: it lies outside the data");
    if (extensionOf(path) == ".png") return drawChart();
    if (extensionOf(path) != ".csv") throw WorkError("the name must end in .csv or .png");
    std::string text =
        fmt::format("distance_m,longitude,latitude,x_{0},y_{0},height_m,crosses,parameters,source\n", "map");
    const std::string parameters =
        csvCell(fmt::format("step_m={:g}; climbs_below_{:g}_m=not counted", kProfileStep, kNoise));
    const std::string source = csvCell(heightSources());
    std::size_t crossing = 0;
    for (const analysis::ProfilePoint& p : profile_->points) {
        const geodata::Point2 degrees = host_.view.wgs84FromMap(p.place);
        std::string names;
        for (; crossing < crossed_.size() && crossed_[crossing].distance <= p.distance; ++crossing)
            names += (names.empty() ? "" : "; ") + crossed_[crossing].name.in(host_.texts.code());
        text +=
            fmt::format("{:.2f},{:.7f},{:.7f},{:.2f},{:.2f},{},{},{},{}\n", p.distance, degrees.x, degrees.y,
                        p.place.x, p.place.y, std::isfinite(p.height) ? fmt::format("{:.2f}", p.height) : "",
                        csvCell(names), parameters, source);
    }
    return textFile(std::move(text));
}

}  // namespace atlas::app
