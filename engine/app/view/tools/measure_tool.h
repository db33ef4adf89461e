#pragma once
// Points, distances, areas, building heights: measured, kept in the session, listed, exported.

#include <limits>

#include "analysis/measure.h"
#include "app/view/tools/planner_tool.h"
#include "scene/sketches.h"

namespace atlas::app {

class MeasureTool : public PlannerTool {
  public:
    explicit MeasureTool(const ToolHost& host) : PlannerTool(host), shapes_(host.view.stage()) {}
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
    /// For files: a field named with its unit.
    struct Figure {
        std::string field;
        double number = std::numeric_limits<double>::quiet_NaN();  ///< NaN: not known, or `text` says it
        std::string text = {};
    };
    struct Line {
        std::string label, value;
        std::vector<Figure> figures = {};
    };
    void begin(Session& session, const char* kind);
    void add(Session& session, const char* kind, const std::vector<geodata::Point2>& map,
             const std::string& feature = {});
    const std::vector<Line>& figures(const Measurement& measurement);
    std::vector<Line> pointFigures(const Measurement& measurement) const;
    std::vector<Line> distanceFigures(const Measurement& measurement) const;
    std::vector<Line> areaFigures(const Measurement& measurement) const;
    std::vector<Line> buildingFigures(const Measurement& measurement) const;
    FileWriting write(const Session& session, const std::string& path);
    std::string table(const Session& session);
    std::string lengthsSay() const;  ///< what lengths and areas are counted on
    std::string geoJson(const Session& session);
    double height(double x, double y) const;

    scene::Sketches shapes_;
    std::size_t chosen_ = 0;
    bool building_ = false;                                         ///< the next click names a building
    std::vector<std::pair<Measurement, std::vector<Line>>> known_;  ///< figures by what they are of
    std::string language_;
};

}  // namespace atlas::app
