#pragma once
// Points, distances, areas, building heights: measured, kept in the session, listed, exported.

#include "app/view/tools/measure_figures.h"
#include "app/view/tools/planner_tool.h"
#include "scene/sketches.h"

namespace atlas::app {

class MeasureTool : public PlannerTool {
  public:
    explicit MeasureTool(const ToolHost& host)
        : PlannerTool(host), shapes_(host.view.stage()), figures_(host.view, host.texts) {}
    const char* id() const override { return "measure"; }
    const char* title() const override;
    ToolIcon icon() const override { return ToolIcon::Measure; }
    bool shown(const ToolState& state) const override { return !state.measurements.empty(); }
    bool fillsPanel() const override { return true; }
    void panel(Session& session, HudActions& actions) override;
    void overlay(const Session& session, bool open, ToolCanvas& canvas) override;
    void update(const Session& session, bool open, bool wait) override;
    bool click(Session& session, const std::optional<MapView::Feature>& feature) override;

  private:
    void begin(Session& session, const char* kind);
    void add(Session& session, const char* kind, const std::vector<geodata::Point2>& map,
             const std::string& feature = {});
    FileWriting write(const Session& session, const std::string& path);

    scene::Sketches shapes_;
    std::size_t chosen_ = 0;
    bool building_ = false;  ///< the next click names a building
    MeasureFigures figures_;
};

}  // namespace atlas::app
