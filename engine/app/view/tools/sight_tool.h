#pragma once
// What is seen from a place: shown on the ground, follows the place when it is dragged; how much of the
// rivers each storey sees.

#include "analysis/viewshed.h"
#include "app/view/tools/background.h"
#include "app/view/tools/ground_overlay.h"
#include "app/view/tools/planner_tool.h"

namespace atlas::app {

class SightTool : public PlannerTool {
  public:
    explicit SightTool(const ToolHost& host) : PlannerTool(host), overlay_(host.view.stage()) {}
    const char* id() const override { return "sight"; }
    const char* title() const override;
    ToolIcon icon() const override { return ToolIcon::Sight; }
    bool shown(const ToolState& state) const override { return !state.sight.place.empty(); }
    void panel(Session& session, HudActions& actions) override;
    void overlay(const Session& session, bool open, ToolCanvas& canvas) override;
    void update(const Session& session, bool open, bool wait) override;
    bool busy() const override { return work_.busy() || shares_.busy(); }
    void closed() override { aiming_ = false; }

  private:
    struct Made {
        SightState of;
        bool coarse = false;
        scene::GroundPicture picture;
        double eyeAltitude = 0, visible = 0, looked = 0;  ///< metres, m², m²
    };
    struct Shares {
        geodata::Point2 place;  ///< degrees
        std::vector<analysis::ViewShare> storeys;
    };
    void aim(Session& session);
    void begin(const SightState& state, bool coarse);
    void drawShares() const;
    std::shared_ptr<const geodata::Raster> ground();

    GroundOverlay overlay_;
    std::shared_ptr<const geodata::Raster> ground_;
    std::optional<Made> made_;
    SightState wanted_;
    bool aiming_ = false;
    std::optional<Shares> known_;
    std::optional<geodata::Point2> asked_;  ///< place of the shares that were asked for
    Background<Made> work_;
    Background<Shares> shares_;
};

}  // namespace atlas::app
