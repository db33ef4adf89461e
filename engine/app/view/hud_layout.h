#pragma once
// Where the panels of the HUD stand.

#include <imgui.h>

#include "scene/pose.h"

namespace atlas::app {

constexpr ImGuiWindowFlags kFixed = ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize |
                                    ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoCollapse |
                                    ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBringToFrontOnFocus;
constexpr ImGuiWindowFlags kFloating = kFixed | ImGuiWindowFlags_AlwaysAutoResize |
                                       ImGuiWindowFlags_NoFocusOnAppearing | ImGuiWindowFlags_NoScrollbar;

/// What the panels share a picture with.
struct HudRoom {
    scene::Viewport viewport;
    bool page = false;                  ///< no map: the panels fill a window of their own
    bool chosen = false;                ///< something is, and has a card
    bool exhibit = false;               ///< search comes when it is asked for, over what is there
    float keepTop = 0, keepBottom = 0;  ///< pixels that panels leave free
};

/// Pixels from the top left.
struct HudBox {
    float left = 0, top = 0, width = 0, height = 0;
    float right() const { return left + width; }
    float bottom() const { return top + height; }
};

class HudLayout {
  public:
    explicit HudLayout(const HudRoom& room);
    bool wide() const { return wide_; }  ///< room for a panel and a card beside each other
    const HudBox& panel() const { return panel_; }
    const HudBox& card() const { return card_; }
    /// The line of the search field; too narrow to be one where there is no room for it. `open`: the panel is
    /// there; `card`: so is a card, or what stands in its place.
    HudBox search(bool open, bool card) const;
    /// Where sites are compared.
    HudBox compare() const;
    /// Pixels that the card takes from the right of a map; where there is no room beside it, from the top.
    float cardShare(bool card) const;
    float cardTop(bool card) const;

  private:
    HudRoom room_;
    float s_, width_, height_;
    bool wide_;
    HudBox panel_, card_;
};

}  // namespace atlas::app
