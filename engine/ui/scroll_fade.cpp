#include "ui/scroll_fade.h"

#include <imgui.h>

namespace atlas::ui {

void fadeBelow(float height) {
    if (ImGui::GetScrollMaxY() - ImGui::GetScrollY() < 1) return;
    const ImVec2 at = ImGui::GetWindowPos();
    const float right = at.x + ImGui::GetWindowSize().x - ImGui::GetStyle().ScrollbarSize;
    const float bottom = at.y + ImGui::GetWindowSize().y;
    ImVec4 panel = ImGui::GetStyleColorVec4(ImGuiCol_WindowBg);
    panel.w = 0.75F;  // over the panel's own
    const ImU32 full = ImGui::ColorConvertFloat4ToU32(panel);
    panel.w = 0;
    const ImU32 none = ImGui::ColorConvertFloat4ToU32(panel);
    ImGui::GetWindowDrawList()->AddRectFilledMultiColor(ImVec2(at.x, bottom - height), ImVec2(right, bottom),
                                                        none, none, full, full);
}

}  // namespace atlas::ui
