#pragma once
// What belongs to a map wherever it is shown: the compass with its buttons, the scale, the readout of the
// place under the pointer.

#include <optional>
#include <osg/Vec3d>
#include <string>
#include <vector>

#include "app/view/hud_actions.h"
#include "app/view/map_view.h"
#include "scene/labels.h"
#include "scene/pose.h"
#include "ui/interface.h"
#include "ui/translations.h"

namespace atlas::app {

/// What is told of the world.
struct HudFacts {
    std::optional<osg::Vec3d> ground;  ///< map x, y and true height under the pointer
    double frameMilliseconds = 0;      ///< 0 = not shown
    bool loading = false;
};

/// Pixels of the picture that are somebody else's.
struct KeptFree {
    float top = 0, right = 0, bottom = 0;
};

/// Drawing thread. Everything given outlives it.
class MapFurniture {
  public:
    MapFurniture(MapView& view, const ui::Translations& texts) : view_(view), texts_(texts) {}

    /// Between Interface::begin and end. `exhibit`: nothing that only a planner reads.
    void draw(const ui::Interface& interface, const scene::Pose& pose, const scene::Viewport& viewport,
              const HudFacts& facts, const KeptFree& free, bool exhibit, HudActions& actions);
    /// Whose data is to be seen, in the lower left corner: where no panel tells of it. The same way, after
    /// draw(); `bottom`: pixels that it leaves free below.
    void drawCredits(const ui::Fonts& fonts, float bottom);
    /// Boxes that names on the map keep clear of, as of the last draw().
    const std::vector<scene::ScreenBox>& blocked() const { return blocked_; }

  private:
    /// `least`: pixels of a side of what is pressed.
    void drawCompass(const scene::Pose& pose, bool buttons, float least, const KeptFree& free,
                     HudActions& actions);
    void drawReadout(const ui::Fonts& fonts, const scene::Pose& pose, const HudFacts& facts,
                     const KeptFree& free, bool exhibit);
    std::string credits() const;
    void block();  ///< the current ImGui window's box
    const char* tr(const char* id) const { return texts_.tr(id); }

    MapView& view_;
    const ui::Translations& texts_;
    scene::Viewport viewport_;
    std::vector<scene::ScreenBox> blocked_;
};

}  // namespace atlas::app
