#pragma once
// The section of the ground along a line drawn by hand or along a way.

#include <imgui.h>

#include <memory>

#include "analysis/refusal.h"
#include "app/section.h"
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
        return section_ && session.tools.profile.line.size() > 1 ? 190 : 0;
    }
    void chart(Session& session) override;
    void overlay(const Session& session, bool open, ToolCanvas& canvas) override;
    void update(const Session& session, bool open, bool wait) override;

  private:
    void compute(const ProfileState& state);
    void drawCrossings();
    void drawHeights(const std::function<ImVec2(double distance, double height)>& pixel, float floor) const;
    FileWriting write(const std::string& path) const;
    FileWriting drawChart() const;
    std::optional<std::size_t> nearestTo(geodata::Point2 place, double within) const;

    scene::Sketches shape_;
    ProfileState known_;  ///< what section_ is of
    std::shared_ptr<const Section> section_;
    analysis::Refusal refusal_;          ///< why there is none
    std::optional<std::size_t> cursor_;  ///< point under the pointer, in the chart or on the map
    bool inChart_ = false;
};

}  // namespace atlas::app
