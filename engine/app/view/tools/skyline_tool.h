#pragma once
// The skyline from a chosen place, and how the proposed buildings stand against it.

#include <memory>

#include "analysis/skyline.h"
#include "app/view/tools/background.h"
#include "app/view/tools/planner_tool.h"

namespace atlas::app {

class SkylineTool : public PlannerTool {
  public:
    explicit SkylineTool(const ToolHost& host) : PlannerTool(host) {}
    const char* id() const override { return "skyline"; }
    const char* title() const override;
    ToolIcon icon() const override { return ToolIcon::Skyline; }
    bool shown(const ToolState& state) const override { return !state.skyline.place.empty(); }
    void panel(Session& session, HudActions& actions) override;
    float chartHeight(const Session& session) const override;
    void chart(Session& session) override;
    void overlay(const Session& session, bool open, ToolCanvas& canvas) override;
    void update(const Session& session, bool open, bool wait) override;
    bool busy() const override { return work_.busy(); }
    void closed() override { aiming_ = false; }

  private:
    /// What the picture depends on.
    struct Wanted {
        SkylineState of;
        std::vector<Proposal> proposals;
        bool operator==(const Wanted&) const = default;
    };
    struct Stood {
        std::string name;
        std::vector<analysis::BoxSight> sights;  ///< azimuths from the picture's left edge on
    };
    struct Made {
        Wanted of;
        bool coarse = false;
        std::vector<analysis::SkylinePoint> ground;  ///< empty: no heights at the place
        std::vector<analysis::SkylinePoint> built;   ///< with buildings; empty: not asked for
        std::vector<Stood> proposals;
        double from = 0, to = 360;                       ///< azimuths of the picture
        double eyeAltitude = 0;                          ///< metres
        std::shared_ptr<const geodata::Raster> surface;  ///< the ground with buildings on it, where made
    };
    void aim(Session& session);
    std::function<std::optional<Made>(bool coarse, const analysis::Job&)> work(const Wanted& wanted) const;
    void drawFigures(const Stood& proposal) const;
    FileWriting write(const std::string& path) const;

    bool aiming_ = false;
    std::shared_ptr<const geodata::Raster> built_;  ///< by the first computation that needs it
    Wanted wanted_;
    std::optional<Made> made_;
    Following<Wanted, Made> work_;
};

}  // namespace atlas::app
