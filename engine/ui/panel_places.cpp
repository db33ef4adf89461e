#include "ui/panel_places.h"

#include <algorithm>

namespace atlas::ui {

PanelPlaces::PanelPlaces(ImGuiContext& from, const PanelPlaces* waiting) {
    if (waiting != nullptr) {
        windows_ = waiting->windows_;
        tabs_ = waiting->tabs_;
    }
    for (const ImGuiWindow* window : from.Windows) {
        if (!window->WasActive) continue;
        std::erase_if(windows_, [&](const Window& known) { return known.name == window->Name; });
        windows_.push_back({window->Name, window->Scroll, window->StateStorage.Data, 0});
    }
    for (int i = 0; i < from.TabBars.GetMapSize(); ++i) {
        const ImGuiTabBar* row = from.TabBars.TryGetMapData(i);
        if (row == nullptr || row->CurrFrameVisible < from.FrameCount - 1) continue;
        std::erase_if(tabs_, [&](const Tabs& known) { return known.row == row->ID; });
        tabs_.push_back({row->ID, row->SelectedTabId, 0});
    }
}

bool PanelPlaces::apply(ImGuiContext& to) {
    for (Tabs& left : tabs_) {
        ImGuiTabBar* bar = to.TabBars.GetByKey(left.row);
        if (bar == nullptr || bar->CurrFrameVisible < to.FrameCount - 1) continue;
        if (bar->SelectedTabId != left.front) bar->NextSelectedTabId = left.front;
        ++left.frames;
    }
    for (Window& left : windows_) {
        ImGuiWindow* window = ImGui::FindWindowByName(left.name.c_str());
        if (window == nullptr || !window->WasActive) continue;
        if (left.frames++ == 0) window->StateStorage.Data = left.folded;
        window->ScrollTarget = left.scroll;
        window->ScrollTargetCenterRatio = ImVec2(0, 0);
    }
    std::erase_if(tabs_, [](const Tabs& left) { return left.frames == kFrames; });
    std::erase_if(windows_, [](const Window& left) { return left.frames == kFrames; });
    return tabs_.empty() && windows_.empty();
}

}  // namespace atlas::ui
