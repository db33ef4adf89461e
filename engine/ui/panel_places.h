#pragma once
// Where panels stand that move from one interface to another: lists, rows of tabs, what is folded out.

#include <imgui.h>
#include <imgui_internal.h>

#include <string>
#include <vector>

namespace atlas::ui {

/// Drawing thread.
class PanelPlaces {
  public:
    /// As they are there now. `waiting` (may be null): of panels that came there and were never drawn.
    PanelPlaces(ImGuiContext& from, const PanelPlaces* waiting);
    /// In each frame of the other context, which must be the current one, before panels are made in it. True
    /// when all are in their place; those that are not drawn wait until they are.
    bool apply(ImGuiContext& to);

  private:
    // What a panel is made of is known some frames after it is first drawn: a list behind a tab after the
    // tab.
    static constexpr int kFrames = 8;
    struct Window {
        std::string name;
        ImVec2 scroll;
        ImVector<ImGuiStorage::ImGuiStoragePair> folded;
        int frames = 0;  ///< that it was put in its place for
    };
    struct Tabs {
        ImGuiID row, front;
        int frames = 0;
    };
    std::vector<Window> windows_;
    std::vector<Tabs> tabs_;
};

}  // namespace atlas::ui
