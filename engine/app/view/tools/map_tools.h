#pragma once
// The tools of the planner: the bar that opens them, the panel of the open one, what is being drawn on the
// map, and how the window's events reach all that.

#include <memory>
#include <string>
#include <vector>

#include "app/view/hud_actions.h"
#include "app/view/map_view.h"
#include "app/view/session.h"
#include "app/view/tools/map_tool.h"
#include "app/view/tools/planner_tool.h"
#include "app/view/tools/sketch_tool.h"
#include "ui/interface.h"
#include "ui/translations.h"

namespace atlas::app {

/// Drawing thread. Everything given outlives it.
class MapTools {
  public:
    /// `interface` may be null: a picture without panels.
    MapTools(MapView& view, ui::Interface* interface, const ui::Translations& texts);
    ~MapTools();

    /// Lets the person draw on the ground; what was being drawn before is given up.
    void sketch(SketchRequest request);
    /// Another way to work on the map.
    void use(std::unique_ptr<MapTool> tool);
    /// Gives up what is being drawn.
    void cancel() { active_.reset(); }
    bool drawing() const { return active_ != nullptr; }

    // The window's events, before the map's own. True: taken.
    bool press(const ToolPointer& pointer);
    void move(const ToolPointer& pointer);
    bool release(const ToolPointer& pointer);
    /// `feature`: what lies under the pointer.
    bool click(Session& session, const ToolPointer& pointer, bool twice,
               const std::optional<MapView::Feature>& feature);
    bool key(Session& session, ToolKey key);
    bool ownsPointer() const { return active_ != nullptr && active_->ownsPointer(); }
    /// Where the pointer is on the ground, map x, y; for charts that follow it.
    const std::optional<geodata::Point2>& pointed() const { return pointed_; }

    /// Bar, panels, marks and words. Between Interface::begin and end. `rightTaken`: something else stands
    /// where a tool's panel would, so that the bar stands beside it.
    void draw(Session& session, const scene::Projector& projector, HudActions& actions,
              bool rightTaken = false);
    /// Makes the ground show what the session says. `wait`: returns when all is computed. Before
    /// MapView::prepare().
    void update(const Session& session, bool wait);
    bool cardElsewhere = false;  ///< the card of what is chosen is in another window
    /// While something is being computed.
    bool busy() const;
    /// Boxes that names on the map keep clear of, as of the last draw().
    const std::vector<scene::ScreenBox>& blocked() const { return blocked_; }

  private:
    void dropFinished();
    void open(Session& session, const std::string& id);
    float barBottom() const;  ///< points from the picture's upper edge
    void drawBar(Session& session, bool shifted);
    void drawMenu(Session& session);
    /// Where the chart stands: between the panels, left of the only one, below it, or not at all.
    enum class ChartPlace { Between, Beside, Below, Nowhere };
    ChartPlace chartPlace() const;
    void drawPanel(Session& session, PlannerTool& tool, HudActions& actions);
    void drawChart(Session& session, PlannerTool& tool);
    void block();

    MapView& view_;
    ui::Interface* interface_;
    const ui::Translations& texts_;
    ToolGround ground_;  ///< before the tools, whose workers read it
    std::vector<std::unique_ptr<PlannerTool>> tools_;
    std::unique_ptr<MapTool> active_;
    bool held_ = false;  ///< the active tool took a press
    std::optional<geodata::Point2> pointed_;
    scene::Viewport viewport_;
    std::vector<scene::ScreenBox> blocked_;
};

}  // namespace atlas::app
