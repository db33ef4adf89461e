#pragma once
// Where panels stand that move from one interface to another: lists, rows of tabs, what is folded out.

#include <imgui.h>
#include <imgui_internal.h>

#include <string>
#include <utility>
#include <vector>

namespace atlas::ui {

/// Drawing thread.
class PanelPlaces {
  public:
    /// As they are there now.
    explicit PanelPlaces(const ImGuiContext& from);
    /// In each frame of the other context, which must be the current one, before panels are made in it. True
    /// when all are in their place.
    bool apply(ImGuiContext& to);

  private:
    struct Window {
        std::string name;
        ImVec2 scroll;
        ImVector<ImGuiStorage::ImGuiStoragePair> folded;
        bool unfolded = false;
    };
    std::vector<Window> windows_;
    std::vector<std::pair<ImGuiID, ImGuiID>> tabs_;  ///< of each row of tabs the one in front
    // What a panel is made of is known some frames after it is first drawn: a list behind a tab after the
    // tab.
    int frames_ = 8;
};

}  // namespace atlas::ui
