#include "app/view/tools/relief_tool.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <array>

#include "app/view/tools/relief_work.h"
#include "ui/theme.h"

namespace atlas::app {

namespace {

constexpr int kReliefZoom = 2;
constexpr std::array kIntervals{1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0};  // metres between contour lines

/// What the picture depends on.
ReliefState pictureOf(ReliefState state) {
    state.opacity = 1;
    state.interval = 0;
    return state;
}

}  // namespace

const char* ReliefTool::title() const {
    return ui::trLater("Slope and relief");
}

void ReliefTool::update(const Session& session, bool /*open*/, bool wait) {
    const ReliefState& state = session.tools.relief;
    const ReliefState key = pictureOf(state);
    if (state.kind.empty()) {
        work_.cancel();
        overlay_.clear();
        made_.reset();
        wanted_ = {};
        return;
    }
    if (!(wanted_ == key)) {
        wanted_ = key;
        work_.start([&ground = host_.ground, key](const analysis::Job& job) -> std::optional<Made> {
            const auto values = reliefValues(ground, key.kind, job);
            if (!values) return std::nullopt;
            const ClassScale scale = reliefScale(key);
            // Directions cannot be mixed: between 359 and 1 lies no south.
            auto picture = classPicture(*values, scale, key.kind == "aspect" ? 1 : kReliefZoom, job);
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
    ImGui::Checkbox(tr("Contour lines"), &session.contours);
    if (session.contours) {
        ImGui::SameLine();
        ImGui::SetNextItemWidth(-1);
        const std::string now =
            fmt::format(fmt::runtime(tr("every {:g} m, {:g} m bold")), state.interval, 5 * state.interval);
        if (ImGui::BeginCombo("##interval", now.c_str())) {
            for (const double interval : kIntervals)
                if (ImGui::Selectable(fmt::format("{:g} m", interval).c_str(), interval == state.interval))
                    state.interval = interval;
            ImGui::EndCombo();
        }
    }
    const auto exported = [&] {
        exportTo("slope.tif, .csv; contours.gpkg", [&](const std::string& path) {
            return reliefFile(host_.ground, state, session.contours, path,
                              [this](const char* analysis) { return provenance(analysis); });
        });
    };
    if (state.kind.empty()) {
        quiet(tr("Choose what lies over the ground."));
        if (session.contours) exported();
        return;
    }
    auto percent = static_cast<float>(state.opacity * 100);
    ImGui::SetNextItemWidth(-1);
    if (ImGui::SliderFloat("##opacity", &percent, 0, 100, tr("opacity %.0f %%")))
        state.opacity = static_cast<double>(percent) / 100;
    if (full_) quiet(tr("not drawn: four rasters lie on the ground already"));
    progress(work_);
    drawLegend(state);
    if (state.kind == "slope") {
        classBreaks(state.slopes, "%.0f°", 0, 90, kMostBreaks);
        quiet(tr("Horn's gradient over 3 × 3 cells; the shares are of all ground with data."));
    }
    if (state.kind == "heights") classBreaks(state.heights, "%.0f m", -500, 9000, kMostBreaks);
    exported();
    quiet(tr("Terraces and cliffs narrower than the cells of the ground are steeper in truth."));
}

void ReliefTool::drawLegend(const ReliefState& state) const {
    if (state.kind == "hillshade") {
        quiet(tr("Light from the north-west, 45° high."));
        return;
    }
    const ClassScale scale = reliefScale(state);
    const bool aspect = state.kind == "aspect";
    const std::size_t rows = aspect ? kWinds.size() : scale.colors.size();
    const char* unit = state.kind == "slope" ? "°" : " m";
    const bool shares = made_ && made_->of == pictureOf(state);
    for (std::size_t i = 0; i < rows; ++i) {
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
        legendRow(scale.colors[i], label, shares ? fmt::format("{:.1f} %", share * 100) : std::string());
    }
}

}  // namespace atlas::app
