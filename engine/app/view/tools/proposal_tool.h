#pragma once
// A building that does not stand yet: a footprint, storeys, a base on the slope.

#include "app/building_plot.h"
#include "app/view/tools/planner_tool.h"
#include "scene/buildings.h"
#include "scene/sketches.h"

namespace atlas::app {

/// `map`: the footprint in the map's CRS. Pure.
ProposalFigures figuresOf(const Proposal& proposal, const std::vector<geodata::Point2>& map,
                          const analysis::HeightAt& ground);

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
    FileWriting write(const std::string& path) const;
    double ground(double x, double y) const { return host_.view.stage().ground().heightAt(x, y); }

    std::vector<Proposal> known_;
    std::vector<ProposalFigures> figures_;
    std::size_t chosen_ = 0;
    std::unique_ptr<scene::Buildings> buildings_;
    scene::Sketches outline_;
};

}  // namespace atlas::app
