#pragma once
// What is seen from a place: shown on the ground and on the buildings, follows the place when it is dragged;
// the line to another place; how much of the rivers each storey sees.

#include "app/view/tools/background.h"
#include "app/view/tools/ground_overlay.h"
#include "app/view/tools/planner_tool.h"
#include "app/view/tools/sight_work.h"
#include "scene/sight_shade.h"

namespace atlas::app {

class SightTool : public PlannerTool {
  public:
    explicit SightTool(const ToolHost& host);
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
    void aim(Session& session);
    void aimTarget(Session& session);
    SightQuestion question(const Session& session) const;
    void take(SightAnswer answer);
    void drawInputs(Session& session);
    void drawFigures() const;
    void drawTarget(Session& session);
    void drawShares(SightState& state);
    FileWriting write(const Session& session, const std::string& path) const;
    FileWriting storeysFile() const;

    std::shared_ptr<SightSources> sources_;
    GroundOverlay overlay_;
    scene::SightShade shade_;
    std::optional<SightAnswer> made_;
    std::vector<Proposal> proposals_;  ///< that the shares count with
    bool aiming_ = false;
    std::optional<RiverShares> known_;
    std::optional<std::pair<geodata::Point2, bool>> asked_;  ///< of the shares: place, with buildings
    /// By what is asked, and the proposals that it counts with.
    Following<std::pair<SightState, std::vector<Proposal>>, SightAnswer> work_;
    Background<RiverShares> shares_;
};

}  // namespace atlas::app
