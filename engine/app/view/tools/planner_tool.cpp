#include "app/view/tools/planner_tool.h"

#include <fmt/format.h>
#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <utility>

#include "app/failure.h"
#include "app/ground_source.h"
#include "ui/text.h"
#include "ui/theme.h"

namespace atlas::app {

namespace {
constexpr double kLong = 0.4;                       // seconds of work that are worth a bar
constexpr float kLeastLines = 6;                    // of a list
constexpr float kGround[] = {0.74F, 0.71F, 0.62F};  // a middle tone of the ground by day
}  // namespace

std::vector<geodata::Point2> PlannerTool::onMap(const std::vector<geodata::Point2>& degrees) const {
    std::vector<geodata::Point2> map;
    map.reserve(degrees.size());
    for (const auto& p : degrees) map.push_back(host_.view.mapFromWgs84(p));
    return map;
}

std::vector<geodata::Point2> PlannerTool::inDegrees(const std::vector<geodata::Point2>& map) const {
    std::vector<geodata::Point2> degrees;
    degrees.reserve(map.size());
    for (const auto& p : map) degrees.push_back(host_.view.wgs84FromMap(p));
    return degrees;
}

void PlannerTool::quiet(const std::string& text) const {
    ImGui::PushFont(host_.fonts->small);
    ImGui::TextColored(ui::quiet(), "%s", ui::wrapped(text, ImGui::GetContentRegionAvail().x).c_str());
    ImGui::PopFont();
}

float PlannerTool::quietHeight(const std::string& text) const {
    ImGui::PushFont(host_.fonts->small);
    const float height = ImGui::CalcTextSize(ui::wrapped(text, ImGui::GetContentRegionAvail().x).c_str()).y +
                         ImGui::GetStyle().ItemSpacing.y;
    ImGui::PopFont();
    return height;
}

void PlannerTool::heading(const char* text) const {
    ImGui::Spacing();
    quiet(text);
}

void PlannerTool::figure(const char* label, const std::string& value) const {
    ImGui::PushFont(host_.fonts->small);
    const float width = ImGui::CalcTextSize(value.c_str()).x;
    const float room = ImGui::GetContentRegionAvail().x - width - ImGui::GetStyle().ItemSpacing.x;
    const bool fits = ImGui::CalcTextSize(label).x <= room;
    ImGui::TextColored(ui::quiet(), "%s", fits ? label : ui::fitted(label, room).c_str());
    if (!fits && ImGui::IsItemHovered()) ImGui::SetTooltip("%s", label);
    ImGui::SameLine();
    const float left = ImGui::GetCursorPosX();
    const float right = ImGui::GetWindowContentRegionMax().x - width;
    ImGui::SetCursorPosX(std::max(left, right));
    ImGui::TextUnformatted(value.c_str());
    ImGui::PopFont();
}

bool PlannerTool::drawProgress(double seconds, double done, bool stopped) const {
    if (stopped) quiet(tr("Cancelled: what is shown is older. It is computed again when something changes."));
    return drawBar(seconds, done, tr("computing…"));
}

bool PlannerTool::drawBar(double seconds, double done, const char* word) const {
    if (seconds < kLong) return false;
    const char* button = tr("Cancel");
    const float width = ImGui::CalcTextSize(button).x + 2 * ImGui::GetStyle().FramePadding.x;
    ImGui::ProgressBar(static_cast<float>(std::clamp(done, 0.0, 1.0)),
                       ImVec2(ImGui::GetContentRegionAvail().x - width - ImGui::GetStyle().ItemSpacing.x, 0),
                       word);
    ImGui::SameLine();
    return ImGui::Button(button);
}

std::string PlannerTool::heightSources() const {
    const District& district = host_.view.district();
    return fmt::format("yuzhong {}; {}; {}", ATLAS_VERSION, groundSource(district, host_.texts.code()),
                       district.catalog.verticalDatum);
}

void PlannerTool::legendRow(const std::array<std::uint8_t, 4>& color, const std::string& label,
                            const std::string& value) const {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float side = ImGui::GetTextLineHeight();
    // As it looks on the ground, which shows through: a dark tint by itself would be lost on a dark panel.
    const auto seen = [&color](std::size_t k) {
        const float opacity = static_cast<float>(color[3]) / 255;
        return kGround[k] + (static_cast<float>(color[k]) / 255 - kGround[k]) * opacity;
    };
    const ImVec2 low(at.x, at.y + 2);
    const ImVec2 high(at.x + side, at.y + side - 2);
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    draw.AddRectFilled(low, high, ImGui::GetColorU32(ImVec4(seen(0), seen(1), seen(2), 1)), 2);
    draw.AddRect(low, high, ImGui::GetColorU32(ui::ink(0.25F)), 2);
    ImGui::Dummy(ImVec2(side, side));
    ImGui::SameLine();
    figure(label.c_str(), value);
}

void PlannerTool::classBreaks(std::vector<double>& breaks, const char* unit, double low, double high,
                              std::size_t most) {
    heading(tr("Class breaks"));
    const float width = ImGui::CalcTextSize("0000.0 m").x + 2 * ImGui::GetStyle().FramePadding.x;
    const float limit = ImGui::GetWindowPos().x + ImGui::GetWindowContentRegionMax().x;
    std::vector<double> next = breaks;
    bool changed = false;
    for (std::size_t i = 0; i < breaks.size(); ++i) {
        ImGui::PushID(static_cast<int>(i));
        if (i > 0 && ImGui::GetItemRectMax().x + ImGui::GetStyle().ItemSpacing.x + width < limit)
            ImGui::SameLine();
        ImGui::SetNextItemWidth(width);
        double value = typedBreak_ && typedBreak_->first == i ? typedBreak_->second : breaks[i];
        if (ImGui::InputDouble("##break", &value, 0, 0, unit)) typedBreak_ = {i, value};
        if (ImGui::IsItemDeactivatedAfterEdit() && typedBreak_ && typedBreak_->first == i) {
            next[i] = typedBreak_->second;
            typedBreak_.reset();
            changed = true;
        }
        ImGui::PopID();
    }
    if (ImGui::Button("+") && breaks.size() < most) {
        next.push_back(std::min(
            high, breaks.size() > 1 ? 2 * breaks.back() - breaks[breaks.size() - 2] : breaks.back() + 10));
        changed = true;
    }
    ImGui::SameLine();
    if (ImGui::Button("−") && breaks.size() > 1) {
        next.pop_back();
        changed = true;
    }
    if (!breaksNote_.empty() && breaks == noted_) quiet(breaksNote_);
    if (!changed) return;
    const std::vector<double> asked = next;
    for (double& value : next) value = std::clamp(value, low, high);
    std::sort(next.begin(), next.end());
    next.erase(std::unique(next.begin(), next.end()), next.end());
    breaksNote_ = next == asked ? std::string()
                                : fmt::format(fmt::runtime(tr("Breaks ascend from {:g} to {:g} at most: they "
                                                              "were put in order.")),
                                              low, high);
    noted_ = next;
    breaks = std::move(next);
}

Provenance PlannerTool::provenance(const char* analysis) const {
    const District& district = host_.view.district();
    return {{"program", "yuzhong " ATLAS_VERSION},
            {"analysis", analysis},
            {"source", groundSource(district, host_.texts.code())},
            {"crs", district.crs.name()},
            {"vertical_datum", district.catalog.verticalDatum},
            {"extrapolated_ground", "left out"}};
}

ImVec2 PlannerTool::listSize(float foot) const {
    const float least = kLeastLines * ImGui::GetTextLineHeightWithSpacing();
    return {0, std::max(ImGui::GetContentRegionAvail().y - foot, least)};
}

float PlannerTool::exportHeight() const {
    const ImVec2 room = ImGui::GetContentRegionAvail();
    float height = ImGui::GetFrameHeightWithSpacing();
    if (export_.file.seconds() >= kLong) height += ImGui::GetFrameHeightWithSpacing();
    if (!export_.result.empty())
        height += ImGui::CalcTextSize(export_.result.c_str(), nullptr, false, room.x).y +
                  ImGui::GetStyle().ItemSpacing.y;
    return height;
}

void PlannerTool::tell(std::string result, bool failed) {
    export_.result = std::move(result);
    export_.failed = failed;
    export_.unseen = true;
}

void PlannerTool::followExport() {
    const auto outcome = export_.file.take(false);
    if (!outcome) return;
    if (outcome->problem)
        tell(outcome->problem->in(host_.texts), true);
    else
        tell(std::string(tr("written:")) + " " + export_.path, false);
}

void PlannerTool::exportTo(const char* hint,
                           const std::function<FileWriting(const std::string& path)>& prepare) {
    ImGui::PushID("export");
    const bool writing = export_.file.busy();
    const char* button = tr("Export");
    const float width = ImGui::CalcTextSize(button).x + 2 * ImGui::GetStyle().FramePadding.x;
    ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x - width - ImGui::GetStyle().ItemSpacing.x);
    const bool entered = ImGui::InputTextWithHint(
        "##path", hint, &export_.path,
        ImGuiInputTextFlags_EnterReturnsTrue | (writing ? ImGuiInputTextFlags_ReadOnly : 0));
    if (ImGui::IsItemEdited()) export_.result.clear();  // it told of another name
    ImGui::SameLine();
    if ((ImGui::Button(button) || entered) && !export_.path.empty() && !writing) {
        export_.result.clear();
        try {
            export_.file.start(export_.path, prepare(export_.path));
        } catch (const WorkError& problem) {
            tell(problem.in(host_.texts), true);
        }
    }
    if (drawBar(export_.file.seconds(), export_.file.progress(), tr("writing…"))) {
        export_.file.cancel();
        tell(tr("cancelled; nothing was written"), false);
    }
    // A panel that is taller than the window must keep neither the bar nor the words below its end.
    if (export_.file.seconds() >= kLong) ImGui::SetScrollHereY(1);
    if (!export_.result.empty()) {
        ImGui::PushTextWrapPos(0);
        ImGui::TextColored(export_.failed ? ui::kAccent : ui::quiet(), "%s", export_.result.c_str());
        ImGui::PopTextWrapPos();
        if (std::exchange(export_.unseen, false)) ImGui::SetScrollHereY(1);
    }
    ImGui::PopID();
}

}  // namespace atlas::app
