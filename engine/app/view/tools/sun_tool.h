#pragma once
// Time of day and date of the light, and a day in motion.

#include "app/view/tools/planner_tool.h"

namespace atlas::app {

class SunTool : public PlannerTool {
  public:
    explicit SunTool(const ToolHost& host);
    const char* id() const override { return "sun"; }
    const char* title() const override;
    ToolIcon icon() const override { return ToolIcon::Sun; }
    void panel(Session& session, HudActions& actions) override;
    bool busy() const override { return playing_; }
    void closed() override { playing_ = false; }

  private:
    void setDay(Session& session, double day) const;  ///< days since 1970 in the map's zone
    double zone_ = 0;                                 ///< seconds that the map's clocks are ahead of UTC
    bool playing_ = false;
};

}  // namespace atlas::app
