#pragma once
// Time of day and date of the light, a day in motion, and the hours of sun that the ground gets on that day.

#include <array>
#include <optional>
#include <string>

#include "analysis/sun_hours.h"
#include "app/view/tools/background.h"
#include "app/view/tools/ground_overlay.h"
#include "app/view/tools/planner_tool.h"
#include "app/view/tools/sun_work.h"

namespace atlas::app {

class SunTool : public PlannerTool {
  public:
    explicit SunTool(const ToolHost& host);
    const char* id() const override { return "sun"; }
    const char* title() const override;
    ToolIcon icon() const override { return ToolIcon::Sun; }
    bool shown(const ToolState& state) const override { return state.sun.hours; }
    void panel(Session& session, HudActions& actions) override;
    void update(const Session& session, bool open, bool wait) override;
    bool busy() const override { return playing_ || work_.busy(); }
    void closed() override { playing_ = false; }

  private:
    /// What the hours depend on.
    struct Wanted {
        std::string date;
        double least = 2;
        bool buildings = true;
        std::vector<Proposal> proposals;
        bool operator==(const Wanted&) const = default;
    };
    struct Made {
        Wanted of;
        scene::GroundPicture picture;
        std::vector<double> shares;  ///< of the ground in each class
        double longest = 0;          ///< hours that count
        double from = 0, to = 24;    ///< of true solar time: those that may count
        analysis::Refusal refused;   ///< why there are none
    };
    void setDay(Session& session, double day);  ///< days since 1970 in the map's zone
    void drawDate(Session& session);
    std::string dateOf(const Session& session) const;
    SunQuestion question(const Wanted& wanted) const;
    std::function<std::optional<Made>(bool coarse, const analysis::Job&)> work(const Wanted& wanted) const;
    FileWriting write(const Session& session, const std::string& path) const;
    void drawHours(Session& session);

    double zone_ = 0;  ///< seconds that the map's clocks are ahead of UTC
    bool playing_ = false;
    std::optional<std::array<int, 3>> typed_;  ///< year, month, day while they are being typed
    std::string refusedDate_;                  ///< why what was typed is no date to show
    GroundOverlay overlay_;
    std::optional<Made> made_;
    Following<Wanted, Made> work_;
};

}  // namespace atlas::app
