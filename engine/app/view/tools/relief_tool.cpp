#include "app/view/tools/relief_tool.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <array>

#include "analysis/grid.h"
#include "analysis/slope.h"
#include "ui/theme.h"

namespace atlas::app {

namespace {

constexpr int kZoom = 2;
constexpr std::size_t kMostBreaks = 8;

using Color = std::array<std::uint8_t, 4>;

// Eight directions, north first, round the colour circle, so that neighbours are alike.
const std::vector<Color> kAspects{{70, 120, 190, 255}, {86, 160, 170, 255}, {120, 180, 110, 255},
                                  {200, 200, 90, 255}, {235, 170, 80, 255}, {220, 110, 90, 255},
                                  {180, 90, 140, 255}, {120, 95, 175, 255}};
constexpr std::array kWinds{"N", "NE", "E", "SE", "S", "SW", "W", "NW"};

// Grey over the ground: dark where the slope turns away from the light, clear where it is level.
std::vector<Color> shadeColors(std::size_t classes) {
    std::vector<Color> colors;
    for (std::size_t i = 0; i < classes; ++i) {
        const auto tone = static_cast<std::uint8_t>(255 * i / (classes - 1));
        colors.push_back({tone, tone, tone, 255});
    }
    return colors;
}

ClassScale scaleOf(const ReliefState& state) {
    if (state.kind == "slope") return {state.slopes, slopeColors(state.slopes.size() + 1)};
    if (state.kind == "heights") return {state.heights, heightColors(state.heights.size() + 1)};
    ClassScale scale;
    if (state.kind == "aspect") {
        // The first class wraps round north.
        for (int i = 0; i < 8; ++i) scale.breaks.push_back(22.5 + 45 * i);
        scale.colors = kAspects;
        scale.colors.push_back(kAspects.front());
        return scale;
    }
    for (int i = 1; i < 64; ++i) scale.breaks.push_back(i * 4);
    scale.colors = shadeColors(64);
    return scale;
}

ReliefState withoutOpacity(ReliefState state) {
    state.opacity = 1;
    return state;
}

}  // namespace

const char* ReliefTool::title() const {
    return ui::trLater("Slope and relief");
}

void ReliefTool::update(const Session& session, bool /*open*/, bool wait) {
    const ReliefState& state = session.tools.relief;
    const ReliefState key = withoutOpacity(state);
    if (state.kind.empty()) {
        work_.cancel();
        overlay_.clear();
        made_.reset();
        wanted_ = {};
        return;
    }
    if (!(wanted_ == key)) {
        wanted_ = key;
        const terrain::HeightField& ground = host_.view.stage().ground();
        work_.start([&ground, key, crs = host_.view.district().catalog.crs](
                        const analysis::Job& job) -> std::optional<Made> {
            const geodata::Raster heights = analysis::groundRaster(ground, ground.extent(), crs);
            if (heights.width == 0) return std::nullopt;
            std::optional<geodata::Raster> values;
            if (key.kind == "slope") values = analysis::slope(heights, {}, job);
            if (key.kind == "aspect") values = analysis::aspect(heights, {}, job);
            if (key.kind == "hillshade") values = analysis::hillshade(heights, {}, job);
            if (key.kind == "heights") values = heights;
            if (!values) return std::nullopt;
            const ClassScale scale = scaleOf(key);
            // Directions cannot be mixed: between 359 and 1 lies no south.
            auto picture = classPicture(*values, scale, key.kind == "aspect" ? 1 : kZoom, job);
            if (!picture) return std::nullopt;
            return Made{key, std::move(*picture), classShares(*values, scale)};
        });
    }
    if (auto made = work_.take(wait)) {
        made_ = std::move(made);
        full_ = !overlay_.set(made_->picture, state.opacity);
    }
    overlay_.setOpacity(state.opacity);
}

void ReliefTool::panel(Session& session, HudActions& /*actions*/) {
    ReliefState& state = session.tools.relief;
    const std::pair<const char*, const char*> kinds[] = {{"", tr("None")},
                                                         {"slope", tr("Slope")},
                                                         {"aspect", tr("Aspect")},
                                                         {"hillshade", tr("Hillshade")},
                                                         {"heights", tr("Heights")}};
    const float limit = ImGui::GetWindowPos().x + ImGui::GetWindowContentRegionMax().x;
    for (std::size_t i = 0; i < std::size(kinds); ++i) {
        const float width = ImGui::CalcTextSize(kinds[i].second).x + ImGui::GetFrameHeight() * 1.4F;
        if (i > 0 && ImGui::GetItemRectMax().x + ImGui::GetStyle().ItemSpacing.x + width < limit)
            ImGui::SameLine();
        if (ImGui::RadioButton(kinds[i].second, state.kind == kinds[i].first)) state.kind = kinds[i].first;
    }
    ImGui::Checkbox(tr("Contour lines (10 and 50 m)"), &session.contours);
    if (state.kind.empty()) {
        quiet(tr("Choose what lies over the ground."));
        return;
    }
    auto percent = static_cast<float>(state.opacity * 100);
    ImGui::SetNextItemWidth(-1);
    if (ImGui::SliderFloat("##opacity", &percent, 0, 100, tr("opacity %.0f %%")))
        state.opacity = static_cast<double>(percent) / 100;
    if (full_) quiet(tr("not drawn: four rasters lie on the ground already"));
    if (work_.busy()) quiet(tr("computing…"));
    drawLegend(state);
    if (state.kind == "slope") {
        drawBreaks(state.slopes, "%.0f°", 0, 90);
        quiet(tr("Horn's gradient over 3 × 3 cells; the shares are of all ground with data."));
    }
    if (state.kind == "heights") drawBreaks(state.heights, "%.0f m", -500, 9000);
    quiet(tr("Terraces and cliffs narrower than the cells of the ground are steeper in truth."));
}

void ReliefTool::drawBreaks(std::vector<double>& breaks, const char* unit, double low, double high) const {
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
        ImGui::InputDouble("##break", &next[i], 0, 0, unit);
        if (ImGui::IsItemDeactivatedAfterEdit()) changed = true;
        ImGui::PopID();
    }
    if (ImGui::Button("+") && breaks.size() < kMostBreaks) {
        next.push_back(std::min(high, breaks.back() + 10));
        changed = true;
    }
    ImGui::SameLine();
    if (ImGui::Button("−") && breaks.size() > 1) {
        next.pop_back();
        changed = true;
    }
    if (!changed) return;
    for (double& value : next) value = std::clamp(value, low, high);
    std::sort(next.begin(), next.end());
    next.erase(std::unique(next.begin(), next.end()), next.end());
    breaks = std::move(next);
}

void ReliefTool::drawLegend(const ReliefState& state) const {
    if (state.kind == "hillshade") {
        quiet(tr("Light from the north-west, 45° high."));
        return;
    }
    const ClassScale scale = scaleOf(state);
    const bool aspect = state.kind == "aspect";
    const std::size_t rows = aspect ? kAspects.size() : scale.colors.size();
    const char* unit = state.kind == "slope" ? "°" : " m";
    const float side = ImGui::GetTextLineHeight();
    const bool shares = made_ && made_->of == withoutOpacity(state);
    for (std::size_t i = 0; i < rows; ++i) {
        const ImVec2 at = ImGui::GetCursorScreenPos();
        const Color& c = scale.colors[i];
        ImGui::GetWindowDrawList()->AddRectFilled(
            ImVec2(at.x, at.y + 2), ImVec2(at.x + side, at.y + side - 2), IM_COL32(c[0], c[1], c[2], 255), 2);
        ImGui::Dummy(ImVec2(side, side));
        ImGui::SameLine();
        std::string label;
        if (aspect)
            label = tr(kWinds[i]);
        else if (i == 0)
            label = fmt::format("< {:g}{}", scale.breaks[0], unit);
        else if (i == scale.breaks.size())
            label = fmt::format("≥ {:g}{}", scale.breaks.back(), unit);
        else
            label = fmt::format("{:g} – {:g}{}", scale.breaks[i - 1], scale.breaks[i], unit);
        double share = shares ? made_->shares[i] : 0;
        if (shares && aspect && i == 0) share += made_->shares.back();
        figure(label.c_str(), shares ? fmt::format("{:.1f} %", share * 100) : std::string());
    }
}

}  // namespace atlas::app
