#pragma once
// The tools of the planner: which is active, what they show, how the window's events reach them.

#include <memory>
#include <string>
#include <vector>

#include "app/view/hud_actions.h"
#include "app/view/map_view.h"
#include "app/view/session.h"
#include "app/view/tools/map_tool.h"
#include "app/view/tools/sketch_tool.h"
#include "ui/interface.h"
#include "ui/translations.h"

namespace atlas::app {

/// Drawing thread. Everything given outlives it.
class MapTools {
  public:
    MapTools(MapView& view, ui::Interface& interface, const ui::Translations& texts);
    ~MapTools();

    /// Lets the person draw on the ground; what was being drawn before is given up.
    void sketch(SketchRequest request);
    /// Gives up what is being drawn.
    void cancel() { active_.reset(); }

    // The window's events, before the map's own. True: taken.
    bool press(const ToolPointer& pointer);
    void move(const ToolPointer& pointer);
    bool release(const ToolPointer& pointer);
    bool click(const ToolPointer& pointer, bool twice);
    bool key(ToolKey key);
    bool ownsPointer() const { return active_ != nullptr && active_->ownsPointer(); }

    /// Between Interface::begin and end.
    void draw(Session& session, const scene::Projector& projector, HudActions& actions);
    /// Boxes that names on the map keep clear of, as of the last draw().
    const std::vector<scene::ScreenBox>& blocked() const { return blocked_; }

  private:
    void dropFinished();

    MapView& view_;
    ui::Interface& interface_;
    const ui::Translations& texts_;
    std::unique_ptr<MapTool> active_;
    bool held_ = false;  ///< the active tool took a press
    std::vector<scene::ScreenBox> blocked_;
};

}  // namespace atlas::app
