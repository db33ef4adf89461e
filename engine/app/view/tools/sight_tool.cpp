#include "app/view/tools/sight_tool.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "app/failure.h"
#include "app/view/tools/map_tools.h"
#include "app/view/tools/place_tool.h"
#include "ui/theme.h"

namespace atlas::app {

SightTool::SightTool(const ToolHost& host)
    : PlannerTool(host),
      sources_(std::make_shared<SightSources>(host.ground, host.view.stage().ground(), host.view.district())),
      overlay_(host.view.stage()),
      shade_(host.view.stage().frame(), *host.view.stage().root()->getOrCreateStateSet()) {}

const char* SightTool::title() const {
    return ui::trLater("Line of sight");
}

void SightTool::aim(Session& session) {
    aiming_ = true;
    host_.tools.use(std::make_unique<PlaceTool>(host_.view, host_.texts, session.tools.sight.place));
}

void SightTool::aimTarget(Session& session) {
    aiming_ = true;
    host_.tools.use(std::make_unique<PlaceTool>(host_.view, host_.texts, session.tools.sight.target));
}

SightQuestion SightTool::question(const Session& session) const {
    const SightState& state = session.tools.sight;
    SightQuestion asked{state, host_.view.mapFromWgs84(state.place.front()), {}, {}};
    if (!state.target.empty()) asked.target = host_.view.mapFromWgs84(state.target.front());
    for (const Proposal& proposal : session.tools.proposals)
        asked.proposals.emplace_back(proposal, onMap(proposal.footprint));
    return asked;
}

void SightTool::take(SightAnswer answer) {
    made_ = std::move(answer);
    if (made_->picture.width > 0) {
        overlay_.set(made_->picture, 1);
        if (!made_->coarse) shade_.set(made_->seenFrom, {made_->eye.x, made_->eye.y});
    } else {
        overlay_.clear();
        shade_.clear();
    }
    made_->seenFrom = {};  // the stage has its own
}

void SightTool::update(const Session& session, bool open, bool wait) {
    const SightState& state = session.tools.sight;
    if (state.place.empty()) {
        work_.forget();
        overlay_.clear();
        shade_.clear();
        made_.reset();
        return;
    }
    if (proposals_ != session.tools.proposals) {
        asked_.reset();
        proposals_ = session.tools.proposals;
    }
    work_.ask({state, session.tools.proposals}, wait, [&] {
        return [sources = sources_, asked = question(session)](bool coarse, const analysis::Job& job) {
            return lookAround(*sources, asked, coarse, job);
        };
    });
    if (auto made = work_.take(wait)) take(std::move(*made));
    // Once the view is known, what each storey there sees of the rivers.
    const bool rests = made_ && !made_->coarse && made_->of == state && made_->picture.width > 0;
    const std::pair place(state.place.front(), state.buildings);
    if (open && rests && !(asked_ == place)) {
        asked_ = place;
        shares_.start([sources = sources_, asked = question(session)](const analysis::Job& job) {
            return riverShares(*sources, asked, job);
        });
    }
    if (auto shares = shares_.take(wait)) known_ = std::move(shares);
}

void SightTool::drawInputs(Session& session) {
    SightState& state = session.tools.sight;
    if (ImGui::Button(state.place.empty() ? tr("Choose a place") : tr("Move the place"))) aim(session);
    if (!state.place.empty()) {
        ImGui::SameLine();
        if (ImGui::Button(tr("Clear"))) {
            state.place.clear();
            state.target.clear();
            host_.tools.cancel();
            aiming_ = true;  // not at once again
        }
    }
    const auto slider = [](const char* id, double& value, float low, float high, const char* format,
                           double step, bool logarithmic) {
        auto number = static_cast<float>(value);
        ImGui::SetNextItemWidth(-1);
        const int flags = (logarithmic ? ImGuiSliderFlags_Logarithmic : 0) | ImGuiSliderFlags_AlwaysClamp;
        if (ImGui::SliderFloat(id, &number, low, high, format, flags))
            value = std::round(static_cast<double>(number) / step) * step;
    };
    slider("##eye", state.eye, 0.5F, 300, tr("eye %.1f m above the ground"), 0.1, true);
    slider("##range", state.range, 200, 8000, tr("range %.0f m"), 10, true);
    slider("##angle", state.angle, 10, 360, tr("angle of view %.0f°"), 5, false);
    if (state.angle < 360) slider("##facing", state.facing, 0, 359, tr("looking toward %.0f°"), 1, false);
    ImGui::Checkbox(tr("Buildings of known height hide"), &state.buildings);
}

void SightTool::panel(Session& session, HudActions& /*actions*/) {
    SightState& state = session.tools.sight;
    if (!aiming_ && state.place.empty()) aim(session);
    if (!host_.tools.drawing()) aiming_ = false;
    drawInputs(session);
    if (state.place.empty()) {
        quiet(tr("Click a place on the map: yellow ground is seen from there, dark ground is not."));
        return;
    }
    progress(work_);
    if (made_ && made_->picture.width == 0 && !work_.busy())
        quiet(tr("There is no height data at this place: choose another."));
    drawFigures();
    drawTarget(session);
    progress(shares_);
    drawShares(state);
    exportTo("viewshed.tif, line.geojson, storeys.csv",
             [&](const std::string& path) { return write(session, path); });
    quiet(
        state.buildings
            ? tr("With the earth's curvature and refraction. Walls and roofs are yellow where they are seen. "
                 "Buildings without a known height, and trees, hide nothing; the building that the place "
                 "lies in does not either.")
            : tr("Bare ground with the earth's curvature and refraction; buildings and trees do not hide "
                 "anything here. Walls and roofs are yellow where they are seen."));
}

void SightTool::drawFigures() const {
    if (!made_ || made_->seen + made_->hidden <= 0) return;
    const double all = made_->seen + made_->hidden;
    const auto share = [all](double area) {
        return fmt::format("{:.1f} ha · {:.0f} %", area / 1e4, area / all * 100);
    };
    figure(tr("Eye at"), fmt::format("{:.1f} m", made_->eyeAltitude));
    legendRow(kSeenColor, tr("Ground in sight"), share(made_->seen));
    legendRow(kHiddenColor, tr("Ground out of sight"), share(made_->hidden));
}

void SightTool::drawTarget(Session& session) {
    SightState& state = session.tools.sight;
    ImGui::Spacing();
    if (ImGui::Button(state.target.empty() ? tr("Line to a second place") : tr("Move the second place")))
        aimTarget(session);
    if (state.target.empty()) return;
    ImGui::SameLine();
    if (ImGui::Button(tr("Remove##target"))) {
        state.target.clear();
        return;
    }
    auto height = static_cast<float>(state.targetHeight);
    ImGui::SetNextItemWidth(-1);
    if (ImGui::SliderFloat("##target", &height, 0, 300, tr("looked at %.1f m above the ground"),
                           ImGuiSliderFlags_Logarithmic | ImGuiSliderFlags_AlwaysClamp))
        state.targetHeight = std::round(static_cast<double>(height) * 10) / 10;
    if (!made_ || made_->of.target != state.target) return;
    if (!made_->toTarget) {
        if (!work_.busy())
            quiet(tr("There is no height data at the second place, or it is the same as the first."));
        return;
    }
    const analysis::SightLine& line = *made_->toTarget;
    figure(tr("Distance"), fmt::format("{:.0f} m", line.distance));
    if (line.visible) {
        figure(tr("In sight, clear of the ground by"), fmt::format("{:.1f} m", line.clearance));
    } else {
        figure(tr("Hidden: what stands before it rises above the line by"),
               fmt::format("{:.1f} m", -line.clearance));
        figure(tr("Seen from this height on"), fmt::format("{:.1f} m", line.neededTarget));
    }
    if (line.missing > 0) figure(tr("Without heights, taken as open"), fmt::format("{:.0f} m", line.missing));
}

void SightTool::drawShares(SightState& state) {
    if (!known_ || known_->storeys.empty() || asked_ != std::pair(known_->place, known_->buildings)) return;
    heading(tr("Share of the rivers' water in sight, by storey"));
    double most = 0;
    for (const auto& share : known_->storeys) most = std::max(most, share.share());
    const float s = ImGui::GetFontSize() / 15;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float height = 110 * s;
    const float width = ImGui::GetContentRegionAvail().x;
    const float foot = ImGui::GetTextLineHeight();
    ImGui::PushFont(host_.fonts->small);
    ImGui::InvisibleButton("storeys", ImVec2(width, height + foot));
    const bool hovered = ImGui::IsItemHovered();
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    const auto n = static_cast<float>(known_->storeys.size());
    const ImU32 bar = ImGui::GetColorU32(ImVec4(0.30F, 0.58F, 0.78F, 1));
    const ImU32 chosen = ImGui::GetColorU32(ui::kAccent);
    const double storeyOfEye = (state.eye - kStoreyEye) / kSightStorey;
    for (std::size_t i = 0; i < known_->storeys.size(); ++i) {
        const float x = at.x + static_cast<float>(i) / n * width;
        const auto part = static_cast<float>(most > 0 ? known_->storeys[i].share() / most : 0);
        const bool here = std::abs(storeyOfEye - static_cast<double>(i)) < 0.05;
        draw.AddRectFilled(ImVec2(x, at.y + height * (1 - part * 0.88F)),
                           ImVec2(x + width / n - 1.5F * s, at.y + height), here ? chosen : bar);
        if (i == 0 || (i + 1) % 10 == 0)
            draw.AddText(ImVec2(x, at.y + height + 1), ImGui::GetColorU32(ui::quiet()),
                         fmt::format("{}", i + 1).c_str());
    }
    draw.AddText(ImVec2(at.x, at.y), ImGui::GetColorU32(ui::quiet()),
                 fmt::format("{:.1f} %", most * 100).c_str());
    draw.AddLine(ImVec2(at.x, at.y + height), ImVec2(at.x + width, at.y + height),
                 ImGui::GetColorU32(ui::ink(0.3F)));
    if (hovered) {
        const auto i =
            static_cast<std::size_t>(std::clamp((ImGui::GetIO().MousePos.x - at.x) / width * n, 0.0F, n - 1));
        const analysis::ViewShare& share = known_->storeys[i];
        ImGui::SetTooltip("%s", fmt::format(fmt::runtime(tr("storey {}: {:.1f} % ({:.0f} ha)")), i + 1,
                                            share.share() * 100, share.area / 1e4)
                                    .c_str());
        if (ImGui::IsItemClicked())
            state.eye = std::round((static_cast<double>(i) * kSightStorey + kStoreyEye) * 10) / 10;
    }
    ImGui::PopFont();
    quiet(tr("Storeys of 3.3 m, eye 1.7 m above the floor. A click looks from that storey."));
}

FileWriting SightTool::write(const Session& session, const std::string& path) const {
    const std::string extension = extensionOf(path);
    const auto format = exportFormat(extension);
    const SightState& state = session.tools.sight;
    if (extension == ".tif" || extension == ".tiff")
        return viewshedFile(sources_, question(session), provenance("viewshed"));
    if (format == ExportFormat::GeoJson || format == ExportFormat::Gpkg) {
        if (state.target.empty())
            throw WorkError("{}: there is no line of sight yet; choose a second place", path);
        if (!made_ || !(made_->of == state))
            throw WorkError("it is still being computed: try again in a moment");
        if (!made_->toTarget)
            throw WorkError("There is no height data at the second place, or it is the same as the first.");
        return sightLineFile(sources_, question(session), *made_,
                             host_.view.wgs84FromMap(made_->toTarget->obstacle), *format,
                             provenance("sight"));
    }
    if (format != ExportFormat::Csv)
        throw WorkError(
            "the name must end in .tif (what is seen), .geojson or .gpkg (the line of sight), or .csv (the "
            "storeys)");
    if (!known_ || asked_ != std::pair(known_->place, known_->buildings))
        throw WorkError("it is still being computed: try again in a moment");
    if (known_->storeys.empty()) throw WorkError("the map has no rivers that a storey could see");
    return storeysFile();
}

FileWriting SightTool::storeysFile() const {
    const std::string parameters = csvCell(fmt::format(
        "longitude={:.7f}; latitude={:.7f}; storey_m={:g}; eye_m={:g}; curvature=6/7; buildings={}",
        known_->place.x, known_->place.y, kSightStorey, kStoreyEye,
        known_->buildings ? sources_->buildings().source : "none"));
    std::string text = "storey,river_share_percent,river_area_m2,parameters,source\n";
    for (std::size_t i = 0; i < known_->storeys.size(); ++i)
        text += fmt::format("{},{:.3f},{:.0f},{},{}\n", i + 1, known_->storeys[i].share() * 100,
                            known_->storeys[i].area, parameters, csvCell(heightSources()));
    return textFile(std::move(text));
}

void SightTool::overlay(const Session& session, bool open, ToolCanvas& canvas) {
    const SightState& state = session.tools.sight;
    if (open && made_ && made_->toTarget && made_->of.target == state.target && !state.target.empty()) {
        const auto target = onMap(state.target).front();
        const analysis::SightLine& line = *made_->toTarget;
        canvas.ray(made_->eye, line.eyeAltitude, target, line.targetAltitude,
                   line.visible ? std::nullopt : std::optional(line.obstacle));
        canvas.mark(target, ToolCanvas::Mark::Point);
        canvas.word(target, line.visible ? tr("in sight") : tr("hidden"));
    }
    for (const auto& place : onMap(state.place)) {
        canvas.mark(place, open ? ToolCanvas::Mark::Chosen : ToolCanvas::Mark::Point);
        if (open && made_ && made_->picture.width > 0)
            canvas.word(place, fmt::format("{:.1f} m", made_->eyeAltitude), true);
    }
}

}  // namespace atlas::app
