#pragma once
// Water that rises from the rivers: to a level by hand or to a recorded one, what it reaches and when.

#include <limits>
#include <memory>

#include "analysis/flood.h"
#include "app/recorded_levels.h"
#include "app/view/tools/background.h"
#include "app/view/tools/ground_overlay.h"
#include "app/view/tools/planner_tool.h"

namespace atlas::app {

class FloodTool : public PlannerTool {
  public:
    explicit FloodTool(const ToolHost& host);
    const char* id() const override { return "flood"; }
    const char* title() const override;
    ToolIcon icon() const override { return ToolIcon::Flood; }
    bool shown(const ToolState& state) const override { return state.flood.depths; }
    bool fillsPanel() const override { return true; }
    void panel(Session& session, HudActions& actions) override;
    void update(const Session& session, bool open, bool wait) override;
    bool busy() const override { return basis_.busy() || picture_.busy(); }

  private:
    struct Affected {
        std::string key, layer;
        layers::Localized name, layerName;
        analysis::Reached reached;
    };
    /// Everything that does not depend on the level.
    struct Basis {
        double top = 0;  ///< metres: the highest level that is known of
        geodata::Raster spill;
        analysis::CellSet rivers;
        std::vector<Affected> affected;                         ///< by level
        double bed = std::numeric_limits<double>::quiet_NaN();  ///< lowest ground under the rivers, metres
    };
    struct Shown {
        double level = 0;
        scene::GroundPicture picture;
        analysis::FloodExtent extent;
    };
    /// nullopt: cancelled.
    static std::optional<Shown> floodAt(ToolGround& ground, const Basis& basis, double level, bool coarse,
                                        const analysis::Job& job);
    void begin(double top);
    void drawLevels(Session& session);
    /// Recorded levels below the slider's track; each tells of itself, a click goes there.
    void drawTicks(Session& session, ImVec2 at, float width);
    void say(const RecordedLevel& recorded) const;
    void drawFigures() const;
    void drawAffected(const Session& session, HudActions& actions);
    FileWriting write(const Session& session, const std::string& path) const;
    FileWriting depthFile(double level) const;
    std::string affectedText(double level) const;
    std::vector<Affected> candidates() const;

    std::optional<double> offset_;  ///< before levels_, which are read together with it
    std::vector<RecordedLevel> levels_;
    double lowest_ = 0, highest_ = 0;  ///< of the slider
    std::shared_ptr<const Basis> known_;
    double askedAt_ = std::numeric_limits<double>::quiet_NaN();  ///< level for which the basis was begun
    std::optional<Shown> now_;
    GroundOverlay overlay_;
    Background<std::shared_ptr<const Basis>> basis_;  ///< last: their workers end first
    Following<double, Shown> picture_;                ///< by the water's level
};

}  // namespace atlas::app
