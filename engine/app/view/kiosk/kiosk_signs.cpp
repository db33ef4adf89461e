#include "app/view/kiosk/kiosk_signs.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "ui/theme.h"

namespace atlas::app {

namespace {

constexpr ImGuiWindowFlags kSignFlags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                        ImGuiWindowFlags_NoSavedSettings |
                                        ImGuiWindowFlags_NoFocusOnAppearing | ImGuiWindowFlags_NoNav |
                                        ImGuiWindowFlags_AlwaysAutoResize | ImGuiWindowFlags_NoInputs;

void centred(const char* text, float width) {
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + std::max(0.0F, (width - ImGui::CalcTextSize(text).x) / 2));
    ImGui::TextUnformatted(text);
}

}  // namespace

void KioskSigns::block() {
    const ImVec2 at = ImGui::GetWindowPos();
    const ImVec2 size = ImGui::GetWindowSize();
    boxes_.push_back({at.x, at.y, at.x + size.x, at.y + size.y, scene::ScreenBox::kNobody});
}

void KioskSigns::drawInvitation(const scene::Viewport& viewport, double seconds, const std::string& page) {
    const auto s = static_cast<float>(viewport.scale);
    const auto width = static_cast<float>(viewport.width);
    const auto& fonts = interface_.fonts();
    // Breathes, so that the eye is caught from afar; slow enough for anybody.
    const auto breath = static_cast<float>(0.5 - 0.5 * std::cos(seconds * std::numbers::pi / 1.6));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(26 * s, 14 * s));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 40 * s);
    ImVec4 paper = ui::kAccent;
    paper.w = 0.86F + 0.14F * breath;
    ImGui::PushStyleColor(ImGuiCol_WindowBg, paper);
    ImGui::PushStyleColor(ImGuiCol_Text, ImVec4(1, 1, 1, 1));
    if (page.empty())
        ImGui::SetNextWindowPos(ImVec2(width / 2, 28 * s), 0, ImVec2(0.5F, 0));
    else
        ImGui::SetNextWindowPos(ImVec2(width / 2, static_cast<float>(viewport.height) / 2), 0,
                                ImVec2(0.5F, 0));
    ImGui::Begin("invitation", nullptr, kSignFlags);
    block();
    ImGui::PushFont(fonts.title);
    // Both languages: who stands before it has not chosen one.
    const char* zh = "触摸屏幕，开始探索";
    const char* en = "Touch to explore";
    const float wide = std::max(ImGui::CalcTextSize(zh).x, ImGui::CalcTextSize(en).x);
    centred(zh, wide);
    ImGui::PopFont();
    ImGui::PushFont(fonts.body);
    centred(en, wide);
    ImGui::PopFont();
    ImGui::End();
    ImGui::PopStyleColor(2);
    ImGui::PopStyleVar(2);
    if (page.empty()) return;
    // Its name stands where the map would be.
    const ImVec2 size = fonts.title->CalcTextSizeA(fonts.title->FontSize, 1e9F, 0, page.c_str());
    ImGui::GetBackgroundDrawList()->AddText(
        fonts.title, fonts.title->FontSize,
        ImVec2((width - size.x) / 2, static_cast<float>(viewport.height) / 2 - size.y - 40 * s),
        ImGui::GetColorU32(ImGuiCol_Text), page.c_str());
}

void KioskSigns::drawVeil(const scene::Viewport& viewport) {
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0.0F);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0.0F);
    ImGui::PushStyleColor(ImGuiCol_WindowBg, ImVec4(0, 0, 0, 0.55F));
    ImGui::SetNextWindowPos(ImVec2(0, 0));
    ImGui::SetNextWindowSize(ImVec2(static_cast<float>(viewport.width), static_cast<float>(viewport.height)));
    ImGui::Begin("veil", nullptr, kSignFlags & ~ImGuiWindowFlags_AlwaysAutoResize);
    ImGui::End();
    ImGui::PopStyleColor();
    ImGui::PopStyleVar(2);
}

void KioskSigns::drawWarning(const scene::Viewport& viewport, double countdown) {
    const auto s = static_cast<float>(viewport.scale);
    const auto width = static_cast<float>(viewport.width);
    const auto height = static_cast<float>(viewport.height);
    drawVeil(viewport);
    const std::string seconds = fmt::format("{:.0f}", std::ceil(countdown));
    const char* question = tr("Are you still there?");
    const std::string answer = fmt::format(fmt::runtime(tr("The map begins anew in {} s")), seconds);
    const char* how = tr("Touch to go on");
    ImGui::PushFont(interface_.fonts().title);
    const float wide =
        std::max({ImGui::CalcTextSize(question).x, ImGui::CalcTextSize(answer.c_str()).x, 200 * s});
    ImGui::PopFont();
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(36 * s, 28 * s));
    ImGui::SetNextWindowPos(ImVec2(width / 2, height / 2), 0, ImVec2(0.5F, 0.5F));
    ImGui::SetNextWindowContentSize(ImVec2(wide, 0));
    ImGui::Begin("warning", nullptr, kSignFlags);
    block();
    ImGui::PushFont(interface_.fonts().title);
    centred(question, wide);
    ImGui::PopFont();
    ImGui::PushFont(interface_.fonts().body);
    centred(answer.c_str(), wide);
    ImGui::Spacing();
    ImGui::PushStyleColor(ImGuiCol_Text, ui::onPanel({1, 0.55F, 0.45F, 1}, {0.70F, 0.16F, 0.07F, 1}));
    centred(how, wide);
    ImGui::PopStyleColor();
    ImGui::PopFont();
    ImGui::End();
    ImGui::PopStyleVar();
}

void KioskSigns::drawHold(const scene::Viewport& viewport, double share) const {
    // Nothing at first: who only touches the corner sees nothing of an operator's menu.
    if (share < 0.3) return;
    const auto s = static_cast<float>(viewport.scale);
    drawFinger(32 * s, static_cast<float>(viewport.height) - 32 * s, (share - 0.3) / 0.7, viewport.scale);
}

void KioskSigns::drawFinger(double x, double y, double share, double scale) const {
    const auto s = static_cast<float>(scale);
    ImDrawList* draw = ImGui::GetForegroundDrawList();
    const ImVec2 middle(static_cast<float>(x), static_cast<float>(y));
    draw->AddCircle(middle, 30 * s, IM_COL32(255, 255, 255, 90), 48, 4 * s);
    draw->PathArcTo(middle, 30 * s, -std::numbers::pi_v<float> / 2,
                    static_cast<float>(-std::numbers::pi / 2 + 2 * std::numbers::pi * share), 48);
    draw->PathStroke(IM_COL32(255, 255, 255, 230), 0, 4 * s);
}

}  // namespace atlas::app
