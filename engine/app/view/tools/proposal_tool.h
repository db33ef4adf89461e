#pragma once
// A building that does not stand yet: a footprint, storeys, a base on the slope.

#include "app/view/tools/planner_tool.h"
#include "scene/buildings.h"
#include "scene/sketches.h"

namespace atlas::app {

/// What it means for the ground. Metres, m², m³.
struct ProposalFigures {
    double lowest = 0, highest = 0;  ///< ground under the footprint; NaN without data
    double base = 0, roof = 0;       ///< altitudes
    double area = 0;                 ///< of the footprint, on the map's plane
    double cut = 0, fill = 0;        ///< to make the ground level at the base
};
/// `map`: the footprint in the map's CRS. Pure.
ProposalFigures figuresOf(const Proposal& proposal, const std::vector<geodata::Point2>& map,
                          const std::function<double(double x, double y)>& ground);

class ProposalTool : public PlannerTool {
  public:
    explicit ProposalTool(const ToolHost& host) : PlannerTool(host), outline_(host.view.stage()) {}
    ~ProposalTool() override;
    const char* id() const override { return "proposal"; }
    const char* title() const override;
    ToolIcon icon() const override { return ToolIcon::Proposal; }
    bool shown(const ToolState& state) const override { return !state.proposals.empty(); }
    void panel(Session& session, HudActions& actions) override;
    void overlay(const Session& session, bool open, ToolCanvas& canvas) override;
    void update(const Session& session, bool open, bool wait) override;

  private:
    void rebuild(const std::vector<Proposal>& proposals);
    double ground(double x, double y) const { return host_.view.stage().ground().heightAt(x, y); }

    std::vector<Proposal> known_;
    std::vector<ProposalFigures> figures_;
    std::size_t chosen_ = 0;
    std::unique_ptr<scene::Buildings> buildings_;
    scene::Sketches outline_;
};

}  // namespace atlas::app
