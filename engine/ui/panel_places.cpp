#include "ui/panel_places.h"

namespace atlas::ui {

PanelPlaces::PanelPlaces(const ImGuiContext& from) {
    for (const ImGuiWindow* window : from.Windows)
        if (window->WasActive) windows_.push_back({window->Name, window->Scroll, window->StateStorage.Data});
    // The pool gives out what may be written only; nothing is written here.
    auto& rows = const_cast<ImPool<ImGuiTabBar>&>(from.TabBars);
    for (int i = 0; i < rows.GetMapSize(); ++i)
        if (const ImGuiTabBar* row = rows.TryGetMapData(i)) tabs_.emplace_back(row->ID, row->SelectedTabId);
}

bool PanelPlaces::apply(ImGuiContext& to) {
    for (const auto& [row, tab] : tabs_)
        if (ImGuiTabBar* bar = to.TabBars.GetByKey(row); bar != nullptr && bar->SelectedTabId != tab)
            bar->NextSelectedTabId = tab;
    for (Window& left : windows_) {
        ImGuiWindow* window = ImGui::FindWindowByName(left.name.c_str());
        if (window == nullptr) continue;
        if (!std::exchange(left.unfolded, true)) window->StateStorage.Data = left.folded;
        window->ScrollTarget = left.scroll;
        window->ScrollTargetCenterRatio = ImVec2(0, 0);
    }
    return --frames_ == 0;
}

}  // namespace atlas::ui
