#pragma once
// The relief in classes: slope, aspect, hillshade, heights, over the ground.

#include "app/view/tools/background.h"
#include "app/view/tools/ground_overlay.h"
#include "app/view/tools/planner_tool.h"

namespace atlas::app {

class ReliefTool : public PlannerTool {
  public:
    explicit ReliefTool(const ToolHost& host) : PlannerTool(host), overlay_(host.view.stage()) {}
    const char* id() const override { return "relief"; }
    const char* title() const override;
    ToolIcon icon() const override { return ToolIcon::Relief; }
    bool shown(const ToolState& state) const override { return !state.relief.kind.empty(); }
    void panel(Session& session, HudActions& actions) override;
    void update(const Session& session, bool open, bool wait) override;
    bool busy() const override { return work_.busy(); }

  private:
    struct Made {
        ReliefState of;  ///< opacity apart
        scene::GroundPicture picture;
        std::vector<double> shares;
    };
    void drawLegend(const ReliefState& state) const;

    GroundOverlay overlay_;
    std::optional<Made> made_;
    ReliefState wanted_;
    bool full_ = false;  ///< no place on the ground was free
    Background<Made> work_;
};

}  // namespace atlas::app
