#pragma once
// The section of the ground along a line drawn by hand or along a way.

#include "analysis/profile.h"
#include "app/view/tools/planner_tool.h"
#include "scene/sketches.h"

namespace atlas::app {

class ProfileTool : public PlannerTool {
  public:
    explicit ProfileTool(const ToolHost& host) : PlannerTool(host), shape_(host.view.stage()) {}
    const char* id() const override { return "profile"; }
    const char* title() const override;
    ToolIcon icon() const override { return ToolIcon::Profile; }
    bool shown(const ToolState& state) const override { return !state.profile.line.empty(); }
    bool fillsPanel() const override { return true; }
    void panel(Session& session, HudActions& actions) override;
    float chartHeight(const Session& session) const override {
        return session.tools.profile.line.size() > 1 ? 190 : 0;
    }
    void chart(Session& session) override;
    void overlay(const Session& session, bool open, ToolCanvas& canvas) override;
    void update(const Session& session, bool open, bool wait) override;

  private:
    struct Crossed {
        double distance;
        std::string key;
        layers::Localized name, layerName;
    };
    void compute(const ProfileState& state);
    void collectCrossings(const std::vector<geodata::Point2>& map);
    FileWriting write(const std::string& path) const;
    FileWriting drawChart() const;
    std::optional<std::size_t> nearestTo(geodata::Point2 place, double within) const;

    scene::Sketches shape_;
    ProfileState known_;  ///< what profile_ is of
    analysis::Answer<analysis::Profile> profile_;
    std::vector<Crossed> crossed_;
    std::optional<std::size_t> cursor_;  ///< point under the pointer, in the chart or on the map
    bool inChart_ = false;
};

}  // namespace atlas::app
