#pragma once
// A plot made level or evenly inclined: how much earth is cut and filled, and where.

#include "analysis/earthwork.h"
#include "app/view/tools/background.h"
#include "app/view/tools/ground_overlay.h"
#include "app/view/tools/planner_tool.h"
#include "scene/sketches.h"

namespace atlas::app {

class EarthworkTool : public PlannerTool {
  public:
    explicit EarthworkTool(const ToolHost& host)
        : PlannerTool(host), overlay_(host.view.stage()), outline_(host.view.stage()) {}
    const char* id() const override { return "earthwork"; }
    const char* title() const override;
    ToolIcon icon() const override { return ToolIcon::Earthwork; }
    bool shown(const ToolState& state) const override { return !state.earthwork.plot.empty(); }
    void panel(Session& session, HudActions& actions) override;
    void overlay(const Session& session, bool open, ToolCanvas& canvas) override;
    void update(const Session& session, bool open, bool wait) override;
    bool busy() const override { return work_.busy(); }

  private:
    struct Made {
        EarthworkState of;
        bool coarse = false;
        scene::GroundPicture picture;
        analysis::Earthwork work;
        double height = 0;               ///< of the plane at the plot's middle, metres
        double lowest = 0, highest = 0;  ///< ground of the plot, metres
        double area = 0;                 ///< m²
        double cell = 0;                 ///< metres
        std::vector<double> areas;       ///< m² by class
    };
    std::function<std::optional<Made>(bool coarse, const analysis::Job&)> work(
        const EarthworkState& state) const;
    void drawPlane(EarthworkState& state);
    void drawFigures();
    FileWriting write(const std::string& path) const;

    GroundOverlay overlay_;
    scene::Sketches outline_;
    EarthworkState wanted_;
    std::optional<Made> made_;
    bool full_ = false;  ///< no place on the ground was free
    Following<EarthworkState, Made> work_;
};

}  // namespace atlas::app
