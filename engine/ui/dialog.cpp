#include "ui/dialog.h"

#include <algorithm>

#include "ui/theme.h"

namespace atlas::ui {

void beginDialog(const char* id, float points, float scale, ImGuiWindowFlags flags) {
    const ImVec2 screen = ImGui::GetIO().DisplaySize;
    const float width = std::min(points * scale, screen.x - 2 * kMargin * scale);
    const float tallest = std::max(screen.y - 2 * kMargin * scale, 1.0F);
    ImGui::SetNextWindowPos(ImVec2(screen.x / 2, screen.y / 2), 0, ImVec2(0.5F, 0.5F));
    ImGui::SetNextWindowSizeConstraints(ImVec2(width, 0), ImVec2(width, tallest));
    ImGui::Begin(id, nullptr,
                 ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove |
                     ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoSavedSettings |
                     ImGuiWindowFlags_AlwaysAutoResize | flags);
}

bool mainButton(const char* label) {
    ImGui::PushStyleColor(ImGuiCol_Button, kAccent);
    ImGui::PushStyleColor(ImGuiCol_Text, ImVec4(1, 1, 1, 1));
    const bool pressed = ImGui::Button(label);
    ImGui::PopStyleColor(2);
    return pressed;
}

}  // namespace atlas::ui
