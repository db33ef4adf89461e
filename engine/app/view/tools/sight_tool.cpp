#include "app/view/tools/sight_tool.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "app/view/tools/map_tools.h"
#include "app/view/tools/place_tool.h"
#include "ui/theme.h"

namespace atlas::app {

namespace {

constexpr int kCoarse = 4;  // cells of the first answer's cell
constexpr int kZoom = 3;
constexpr double kStorey = 3.3;  // metres
constexpr int kStoreys = 40;
constexpr double kSeen = 1, kUnseen = 0;

}  // namespace

const char* SightTool::title() const {
    return ui::trLater("Line of sight");
}

void SightTool::aim(Session& session) {
    aiming_ = true;
    host_.tools.use(std::make_unique<PlaceTool>(
        host_.view, host_.texts,
        [this, &session]() -> std::optional<geodata::Point2> {
            if (session.tools.sight.place.empty()) return std::nullopt;
            return host_.view.mapFromWgs84(session.tools.sight.place.front());
        },
        [this, &session](geodata::Point2 map) {
            session.tools.sight.place = {host_.view.wgs84FromMap(map)};
        }));
}

std::shared_ptr<const geodata::Raster> SightTool::ground() {
    if (!ground_) {
        const terrain::HeightField& field = host_.view.stage().ground();
        ground_ = std::make_shared<const geodata::Raster>(
            analysis::groundRaster(field, field.extent(), host_.view.district().catalog.crs));
    }
    return ground_;
}

void SightTool::begin(const SightState& state, bool coarse) {
    const geodata::Point2 place = host_.view.mapFromWgs84(state.place.front());
    work_.start([ground = ground(), place, state, coarse](const analysis::Job& job) -> std::optional<Made> {
        geodata::Raster surface = analysis::cropped(*ground, {place.x - state.range, place.y - state.range,
                                                              place.x + state.range, place.y + state.range});
        if (coarse && surface.width > 0) surface = analysis::coarsened(surface, kCoarse);
        Made made;
        made.of = state;
        made.coarse = coarse;
        if (surface.width == 0 || !analysis::canStandAt(surface, place)) return made;
        analysis::ViewshedOptions options;
        options.eye = state.eye;
        options.range = state.range;
        const auto seen = analysis::viewshed(surface, place, options, job);
        if (!seen) return std::nullopt;
        geodata::Raster shown = analysis::emptyLike(surface);
        for (std::size_t i = 0; i < shown.values.size(); ++i)
            if (seen->cells[i] != analysis::kNotLooked)
                shown.values[i] = static_cast<float>(seen->cells[i] == analysis::kVisible ? kSeen : kUnseen);
        auto picture = classPicture(shown, {{0.5}, {{{30, 34, 60, 120}, {255, 214, 92, 150}}}},
                                    coarse ? kCoarse * kZoom : kZoom, job);
        if (!picture) return std::nullopt;
        made.picture = std::move(*picture);
        made.eyeAltitude = seen->eyeAltitude;
        const double cell = surface.cellX * surface.cellY;
        made.visible = static_cast<double>(seen->visible) * cell;
        made.looked = static_cast<double>(seen->looked) * cell;
        return made;
    });
}

void SightTool::update(const Session& session, bool open, bool wait) {
    const SightState& state = session.tools.sight;
    if (state.place.empty()) {
        work_.cancel();
        overlay_.clear();
        made_.reset();
        wanted_ = {};
        return;
    }
    if (!(wanted_ == state)) {
        wanted_ = state;
        begin(state, !wait);
    }
    if (auto made = work_.take(wait)) {
        made_ = std::move(made);
        if (made_->picture.width > 0)
            overlay_.set(made_->picture, 1);
        else
            overlay_.clear();
        if (made_->coarse && made_->of == state) begin(state, false);  // the place rests: the whole answer
    }
    // Once the view is known, what each storey there sees of the rivers.
    const bool rests = made_ && !made_->coarse && made_->of == state && made_->picture.width > 0;
    if (open && rests && !(asked_ == state.place.front())) {
        asked_ = state.place.front();
        const geodata::Point2 place = host_.view.mapFromWgs84(*asked_);
        const District& district = host_.view.district();
        shares_.start(
            [ground = ground(), place, degrees = *asked_, &district,
             lowest = made_->eyeAltitude - state.eye](const analysis::Job& job) -> std::optional<Shares> {
                Shares result;
                result.place = degrees;
                const LoadedLayer* rivers = district.layerOfKind("rivers");
                if (rivers == nullptr || !rivers->table) return result;
                const analysis::CellSet water = analysis::cellsInside(*ground, *rivers->table);
                std::vector<double> eyes;
                eyes.reserve(kStoreys);
                for (int storey = 0; storey < kStoreys; ++storey)
                    eyes.push_back(lowest + storey * kStorey + 1.7);
                auto shares = analysis::viewShares(*ground, water, place, eyes, {}, job);
                if (!shares) return std::nullopt;
                result.storeys = std::move(*shares);
                return result;
            });
    }
    if (auto shares = shares_.take(wait)) known_ = std::move(shares);
}

void SightTool::panel(Session& session, HudActions& /*actions*/) {
    SightState& state = session.tools.sight;
    if (!aiming_ && state.place.empty()) aim(session);
    if (!host_.tools.drawing()) aiming_ = false;
    if (ImGui::Button(state.place.empty() ? tr("Choose a place") : tr("Move the place"))) aim(session);
    if (!state.place.empty()) {
        ImGui::SameLine();
        if (ImGui::Button(tr("Clear"))) {
            state.place.clear();
            host_.tools.cancel();
            aiming_ = true;  // not at once again
        }
    }
    auto eye = static_cast<float>(state.eye);
    ImGui::SetNextItemWidth(-1);
    if (ImGui::SliderFloat("##eye", &eye, 0.5F, 300, tr("eye %.1f m above the ground"),
                           ImGuiSliderFlags_Logarithmic))
        state.eye = std::clamp(std::round(static_cast<double>(eye) * 10) / 10, 0.0, 1000.0);
    auto range = static_cast<float>(state.range);
    ImGui::SetNextItemWidth(-1);
    if (ImGui::SliderFloat("##range", &range, 200, 8000, tr("range %.0f m"), ImGuiSliderFlags_Logarithmic))
        state.range = std::clamp(std::round(static_cast<double>(range) / 10) * 10, 10.0, 100000.0);
    if (state.place.empty()) {
        quiet(tr("Click a place on the map: yellow ground is seen from there, dark ground is not."));
        return;
    }
    if (busy()) quiet(tr("computing…"));
    if (made_ && made_->picture.width == 0 && !work_.busy()) quiet(tr("no height data here"));
    if (made_ && made_->looked > 0) {
        figure(tr("Eye at"), fmt::format("{:.1f} m", made_->eyeAltitude));
        figure(tr("Ground in sight"), fmt::format("{:.1f} ha · {:.0f} %", made_->visible / 1e4,
                                                  made_->visible / made_->looked * 100));
    }
    quiet(
        tr("Bare ground with the earth's curvature and refraction; buildings and trees do not hide anything "
           "here."));
    drawShares();
}

void SightTool::drawShares() const {
    if (!known_ || known_->storeys.empty() || !(asked_ == known_->place)) return;
    heading(tr("Share of the rivers' water in sight, by storey"));
    double most = 0;
    for (const auto& share : known_->storeys) most = std::max(most, share.share());
    const float s = ImGui::GetFontSize() / 15;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float height = 150 * s;
    const float width = ImGui::GetContentRegionAvail().x;
    const float foot = ImGui::GetTextLineHeight();
    ImGui::PushFont(host_.fonts->small);
    ImGui::Dummy(ImVec2(width, height + foot));
    const bool hovered = ImGui::IsItemHovered();
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    const auto n = static_cast<float>(known_->storeys.size());
    const ImU32 bar = ImGui::GetColorU32(ImVec4(0.30F, 0.58F, 0.78F, 1));
    for (std::size_t i = 0; i < known_->storeys.size(); ++i) {
        const float x = at.x + static_cast<float>(i) / n * width;
        const auto part = static_cast<float>(most > 0 ? known_->storeys[i].share() / most : 0);
        draw.AddRectFilled(ImVec2(x, at.y + height * (1 - part * 0.88F)),
                           ImVec2(x + width / n - 1.5F * s, at.y + height), bar);
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
    }
    ImGui::PopFont();
    quiet(tr("Storeys of 3.3 m, eye 1.7 m above the floor."));
}

void SightTool::overlay(const Session& session, bool open, ToolCanvas& canvas) {
    for (const auto& place : onMap(session.tools.sight.place)) {
        canvas.mark(place, open ? ToolCanvas::Mark::Chosen : ToolCanvas::Mark::Point);
        if (open && made_ && made_->looked > 0)
            canvas.word(place, fmt::format("{:.1f} m", made_->eyeAltitude), true);
    }
}

}  // namespace atlas::app
