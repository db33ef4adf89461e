#include "app/view/map_furniture.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "app/view/hud_layout.h"
#include "ui/theme.h"

namespace atlas::app {

namespace {

// 1, 2 or 5 times a power of ten, not above.
double roundLength(double metres) {
    const double decade = std::pow(10, std::floor(std::log10(metres)));
    const double f = metres / decade;
    return (f >= 5 ? 5 : f >= 2 ? 2 : 1) * decade;
}

}  // namespace

void MapFurniture::block() {
    const ImVec2 at = ImGui::GetWindowPos();
    const ImVec2 size = ImGui::GetWindowSize();
    blocked_.push_back({at.x, at.y, at.x + size.x, at.y + size.y, scene::ScreenBox::kNobody});
}

void MapFurniture::draw(const ui::Interface& interface, const scene::Pose& pose,
                        const scene::Viewport& viewport, const HudFacts& facts, const KeptFree& free,
                        bool exhibit, HudActions& actions) {
    viewport_ = viewport;
    blocked_.clear();
    const auto s = static_cast<float>(viewport.scale);
    // In a window like a stamp they would cover each other: what can be done without goes first.
    const auto room = [&](float width, float height) {
        return static_cast<float>(viewport.width) >= width * s &&
               static_cast<float>(viewport.height) >= height * s;
    };
    ImGui::PushFont(interface.fonts().body);
    const float below = static_cast<float>(viewport.height) - free.top - free.bottom;
    if (room(240, 90) && below >= 90 * s)
        drawCompass(pose, room(240, 220) && below >= 220 * s, exhibit ? interface.finger() : 0, free,
                    actions);
    if (room(240, 110)) drawReadout(interface.fonts(), pose, facts, free, exhibit);
    ImGui::PopFont();
}

void MapFurniture::drawCompass(const scene::Pose& pose, bool buttons, float least, const KeptFree& free,
                               HudActions& actions) {
    const auto s = static_cast<float>(viewport_.scale);
    const float side = std::max(46 * s, least);
    const float button = std::max(side * 0.85F, least);
    ImGui::SetNextWindowPos(ImVec2(static_cast<float>(viewport_.width) - ui::kMargin * s - side - free.right,
                                   free.top + ui::kMargin * s));
    ImGui::SetNextWindowSize(ImVec2(side, buttons ? side + 2 * button + 22 * s : side));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowMinSize, ImVec2(1, 1));
    ImGui::Begin("compass", nullptr, kFixed | ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoScrollbar);
    block();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    if (ImGui::InvisibleButton("north", ImVec2(side, side))) actions.northUp = true;
    if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s", tr("North up (N)"));
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const ImVec2 middle(at.x + side / 2, at.y + side / 2);
    draw->AddCircleFilled(middle, side / 2 - s, ImGui::GetColorU32(ImGuiCol_WindowBg), 48);
    const auto angle = static_cast<float>(-pose.heading * std::numbers::pi / 180);
    const auto toward = [&](float turn, float radius) {
        return ImVec2(middle.x + std::sin(angle + turn) * radius, middle.y - std::cos(angle + turn) * radius);
    };
    const float r = side / 2 - 7 * s;
    draw->AddTriangleFilled(toward(0, r), toward(1.5708F, 5 * s), toward(-1.5708F, 5 * s),
                            ImGui::GetColorU32(ui::kAccent));
    draw->AddTriangleFilled(toward(3.14159F, r), toward(1.5708F, 5 * s), toward(-1.5708F, 5 * s),
                            ImGui::GetColorU32(ui::ink(0.9F)));
    if (buttons) {
        ImGui::PushStyleColor(ImGuiCol_Button, ImGui::GetStyleColorVec4(ImGuiCol_WindowBg));
        ImGui::SetCursorPosY(ImGui::GetCursorPosY() + 2 * s);
        if (ImGui::Button("+", ImVec2(side, button))) actions.zoom = 1.6;
        if (ImGui::Button("−", ImVec2(side, button))) actions.zoom = -1.6;
        ImGui::PopStyleColor();
    }
    ImGui::End();
    ImGui::PopStyleVar(2);
}

void MapFurniture::drawReadout(const ui::Fonts& fonts, const scene::Pose& pose, const HudFacts& facts,
                               const KeptFree& free, bool exhibit) {
    const auto s = static_cast<float>(viewport_.scale);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(10 * s, 6 * s));
    ImGui::SetNextWindowPos(ImVec2(static_cast<float>(viewport_.width) - ui::kMargin * s,
                                   static_cast<float>(viewport_.height) - free.bottom - ui::kMargin * s),
                            0, ImVec2(1, 1));
    ImGui::Begin("readout", nullptr, kFloating | ImGuiWindowFlags_NoInputs);
    block();
    ImGui::PushFont(fonts.small);
    const bool roomy = !exhibit && static_cast<float>(viewport_.width) >= 600 * s;
    if (facts.ground && roomy) {
        const geodata::Point2 wgs = view_.wgs84FromMap({facts.ground->x(), facts.ground->y()});
        ImGui::Text("%s", fmt::format("{:.5f}° E  {:.5f}° N", wgs.x, wgs.y).c_str());
        ImGui::SameLine(0, 16 * s);
        ImGui::TextColored(ui::quiet(), "%s",
                           fmt::format("{}  {:.1f}  {:.1f}", view_.district().catalog.crs, facts.ground->x(),
                                       facts.ground->y())
                               .c_str());
        ImGui::SameLine(0, 16 * s);
        const auto sample = view_.district().ground.sampleAt(facts.ground->x(), facts.ground->y());
        if (sample)
            ImGui::Text("%s", fmt::format("{:.1f} m{}", sample->height,
                                          sample->extrapolated ? tr(" (extrapolated)") : "")
                                  .c_str());
        else
            ImGui::TextColored(ui::quiet(), "%s", tr("no height data here"));
        ImGui::SameLine(0, 16 * s);
    }
    // The scale holds in the middle of the picture, at the ground there.
    const auto middle = view_.stage().clearance(pose) /
                        std::max(0.05, std::sin(std::max(pose.pitch, 3.0) * std::numbers::pi / 180));
    const double perPixel = scene::metresPerPixel(viewport_, middle);
    const double length = roundLength(perPixel * 110 * viewport_.scale);
    const auto pixels = static_cast<float>(length / perPixel);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float y = at.y + ImGui::GetTextLineHeight() * 0.75F;
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const ImU32 ink = ImGui::GetColorU32(ImGuiCol_Text);
    draw->AddLine(ImVec2(at.x, y), ImVec2(at.x + pixels, y), ink, 1.5F * s);
    draw->AddLine(ImVec2(at.x, y - 5 * s), ImVec2(at.x, y), ink, 1.5F * s);
    draw->AddLine(ImVec2(at.x + pixels, y - 5 * s), ImVec2(at.x + pixels, y), ink, 1.5F * s);
    ImGui::Dummy(ImVec2(pixels, ImGui::GetTextLineHeight()));
    ImGui::SameLine(0, 8 * s);
    ImGui::TextUnformatted(
        (length >= 1000 ? fmt::format("{:g} km", length / 1000) : fmt::format("{:g} m", length)).c_str());
    if (facts.loading) {
        ImGui::SameLine(0, 16 * s);
        ImGui::TextColored(ui::quiet(), "%s", tr("loading…"));
    }
    if (facts.frameMilliseconds > 0) {
        ImGui::SameLine(0, 16 * s);
        ImGui::TextColored(
            ui::quiet(), "%s",
            fmt::format("{:.1f} ms · {:.0f} fps", facts.frameMilliseconds, 1000 / facts.frameMilliseconds)
                .c_str());
    }
    ImGui::PopFont();
    ImGui::End();
    ImGui::PopStyleVar();
}

// Each holder once: what follows a semicolon is about the figures of a layer, which its cards tell.
std::string MapFurniture::credits() const {
    const layers::Catalog& catalog = view_.district().catalog;
    std::vector<std::string> holders;
    const auto add = [&](const std::string& source) {
        const std::string text = catalog.phrase(source, texts_.code());
        std::string holder = text.substr(0, std::min(text.find(';'), text.find("；")));
        if (!holder.empty() && std::find(holders.begin(), holders.end(), holder) == holders.end())
            holders.push_back(std::move(holder));
    };
    for (const auto& terrain : catalog.terrain) add(terrain.source);
    for (const auto& layer : view_.layers())
        if (layer->visible() && layer->onMap()) add(layer->entry().attribution);
    return fmt::format("{}", fmt::join(holders, " · "));
}

void MapFurniture::drawCredits(const ui::Fonts& fonts, float bottom) {
    const std::string text = credits();
    const auto s = static_cast<float>(viewport_.scale);
    if (text.empty() || static_cast<float>(viewport_.width) < 480 * s) return;
    const float most = static_cast<float>(viewport_.width) * 0.55F;
    ImGui::PushFont(fonts.small);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(10 * s, 6 * s));
    ImGui::SetNextWindowPos(
        ImVec2(ui::kMargin * s, static_cast<float>(viewport_.height) - bottom - ui::kMargin * s), 0,
        ImVec2(0, 1));
    ImGui::Begin("credits", nullptr, kFloating | ImGuiWindowFlags_NoInputs);
    block();
    ImGui::PushTextWrapPos(most);
    ImGui::TextColored(ui::quiet(), "%s", text.c_str());
    ImGui::PopTextWrapPos();
    ImGui::End();
    ImGui::PopStyleVar();
    ImGui::PopFont();
}

}  // namespace atlas::app
