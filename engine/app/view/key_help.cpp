#include "app/view/key_help.h"

#include <imgui.h>

#include <utility>

#include "ui/theme.h"

namespace atlas::app {

namespace {

constexpr ImGuiWindowFlags kHelpFlags = ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize |
                                        ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoCollapse |
                                        ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_AlwaysAutoResize |
                                        ImGuiWindowFlags_NoFocusOnAppearing | ImGuiWindowFlags_NoScrollbar;

}  // namespace

void drawKeyHelp(const ui::Translations& texts, const scene::Viewport& viewport) {
    const auto tr = [&](const char* id) { return texts.tr(id); };
    ImGui::SetNextWindowPos(
        ImVec2(static_cast<float>(viewport.width) / 2, static_cast<float>(viewport.height) / 2), 0,
        ImVec2(0.5F, 0.5F));
    ImGui::Begin("help", nullptr, kHelpFlags);
    const std::pair<const char*, const char*> keys[] = {
        {tr("Drag"), tr("move the ground under the pointer")},
        {tr("Right drag"), tr("orbit round the point under the pointer")},
        {tr("Wheel"), tr("zoom toward the pointer")},
        {tr("Double click"), tr("fly there")},
        {"W A S D", tr("move")},
        {"Q E", tr("turn")},
        {"R F", tr("rise and sink")},
        {"N", tr("north up")},
        {"Home", tr("opening view")},
        {"1 – 9", tr("named views")},
        {"Tab", tr("hide or show everything but the map")},
        {"L", tr("Chinese or English")},
        {"/  Ctrl F", tr("search")},
        {"Ctrl Z", tr("undo; with Shift redo")},
        {"Ctrl S", tr("save this session")},
        {"Ctrl C", tr("the map as a picture onto the clipboard")},
        {"Ctrl P", tr("picture or print")},
        {"B", tr("keep this view")},
        {"Ctrl + −", tr("larger and smaller type; Ctrl 0 as it was")},
        {"F6", tr("keys into the next panel: arrows, Space; Esc leaves")},
        {"F3", tr("frame rate")},
        {"F11", tr("full screen")},
        {"Esc", tr("close the card, end a walk")},
        {"F1", tr("this help")}};
    if (ImGui::BeginTable("keys", 2, ImGuiTableFlags_SizingFixedFit)) {
        for (const auto& [key, meaning] : keys) {
            ImGui::TableNextColumn();
            ImGui::TextColored(ui::quiet(), "%s", key);
            ImGui::TableNextColumn();
            ImGui::TextUnformatted(meaning);
        }
        ImGui::EndTable();
    }
    ImGui::End();
}

}  // namespace atlas::app
