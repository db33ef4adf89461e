#pragma once
// An entry of the tools bar: its panel, what it puts on the ground, what it computes.

#include <imgui.h>

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/analyse/analysis_output.h"
#include "app/output_file.h"
#include "app/view/hud_actions.h"
#include "app/view/map_view.h"
#include "app/view/notices.h"
#include "app/view/session.h"
#include "app/view/tools/background.h"
#include "app/view/tools/file_export.h"
#include "app/view/tools/tool_canvas.h"
#include "app/view/tools/tool_ground.h"
#include "app/view/tools/tool_icons.h"
#include "ui/interface.h"
#include "ui/translations.h"

namespace atlas::app {

/// Clockwise from north, 45 degrees apart; texts to translate.
inline constexpr std::array kWinds{"N", "NE", "E", "SE", "S", "SW", "W", "NW"};

/// Of points that are there.
inline geodata::Point2 meanOf(const std::vector<geodata::Point2>& points) {
    geodata::Point2 sum;
    for (const auto& p : points) sum = {sum.x + p.x, sum.y + p.y};
    const auto n = static_cast<double>(points.size());
    return {sum.x / n, sum.y / n};
}

class MapTools;

/// What a tool works with. Everything outlives it.
struct ToolHost {
    MapView& view;
    const ui::Fonts* fonts = nullptr;  ///< null: a picture without panels
    const ui::Translations& texts;
    MapTools& tools;
    ToolGround& ground;
};

/// Drawing thread. All that lasts is in the session; a tool only shows it.
class PlannerTool {
  public:
    explicit PlannerTool(const ToolHost& host) : host_(host) {}
    virtual ~PlannerTool() = default;
    PlannerTool(const PlannerTool&) = delete;
    PlannerTool& operator=(const PlannerTool&) = delete;

    virtual const char* id() const = 0;     ///< as ToolState::open
    virtual const char* title() const = 0;  ///< message id
    virtual ToolIcon icon() const = 0;
    /// Whether something of it is on the map though its panel is closed.
    virtual bool shown(const ToolState& /*state*/) const { return false; }

    /// Whether the panel holds a list that takes what room there is; other panels end with their content.
    virtual bool fillsPanel() const { return false; }
    /// The panel's content, inside an ImGui window.
    virtual void panel(Session& session, HudActions& actions) = 0;
    /// A chart too wide for the panel, in a window at the picture's lower edge; its height in points, 0 =
    /// none.
    virtual float chartHeight(const Session& /*session*/) const { return 0; }
    virtual void chart(Session& /*session*/) {}
    /// Marks and words over the map.
    virtual void overlay(const Session& /*session*/, bool /*open*/, ToolCanvas& /*canvas*/) {}
    /// Makes the ground show what the session says, starts what is due. `wait`: returns when it is done.
    virtual void update(const Session& /*session*/, bool /*open*/, bool /*wait*/) {}
    /// A click on the map while the panel is open and nothing is being drawn. True: taken.
    virtual bool click(Session& /*session*/, const std::optional<MapView::Feature>& /*feature*/) {
        return false;
    }
    /// Whether it computes, so that frames are due.
    virtual bool busy() const { return false; }
    /// The panel was closed.
    virtual void closed() {}

    bool exporting() const { return export_.file.busy(); }
    /// To be called in every frame: an export that has come to its end is told of.
    void followExport();

  protected:
    const char* tr(const char* id) const { return host_.texts.tr(id); }
    std::vector<geodata::Point2> onMap(const std::vector<geodata::Point2>& degrees) const;
    std::vector<geodata::Point2> inDegrees(const std::vector<geodata::Point2>& map) const;
    void quiet(const std::string& text) const;         ///< small, wrapped
    float quietHeight(const std::string& text) const;  ///< pixels that it takes, with the gap before it
    void heading(const char* text) const;
    /// Two columns: what, how much.
    void figure(const char* label, const std::string& value) const;
    /// How far a computation is that takes long, with a button that ends it; a word where it was ended.
    template <class Work>
    void progress(Work& work) const {
        if (drawProgress(work.seconds(), work.progress(), work.stopped())) work.stop();
    }
    /// A row of a legend: a patch of colour, what it stands for, how much.
    void legendRow(const std::array<std::uint8_t, 4>& color, const std::string& label,
                   const std::string& value) const;
    /// Ascending numbers to edit, one to `most` of them; `unit`: as printf writes one.
    void classBreaks(std::vector<double>& breaks, const char* unit, double low, double high,
                     std::size_t most);
    bool drawProgress(double seconds, double done, bool stopped) const;
    /// True: the button beside it was pressed. Nothing in the first moments.
    bool drawBar(double seconds, double done, const char* word) const;
    /// Whose heights the map's ground is made of, and their vertical datum: for exports.
    std::string heightSources() const;
    /// The same, with the analysis and the grid that it was made on, as the command line writes it.
    Provenance provenance(const char* analysis) const;
    /// The size of a list that takes what the panel has but for `foot` pixels, and some lines at least: a
    /// panel in a small window scrolls.
    ImVec2 listSize(float foot) const;
    /// Pixels that exportTo() takes, with the gap before it.
    float exportHeight() const;
    /// A path to type and a button; where it was pressed, `prepare` gives what writes the file, or throws
    /// WorkError. What came of it is said below.
    void exportTo(const char* hint, const std::function<FileWriting(const std::string& path)>& prepare);

    ToolHost host_;

  private:
    void tell(std::string result, bool failed);
    struct Export {
        std::string path, result;
        bool failed = false;
        bool unseen = false;  ///< `result` has not been scrolled to yet
        FileExport file;
    };
    Export export_;
    std::optional<std::pair<std::size_t, double>> typedBreak_;  ///< while it is being typed
    std::string breaksNote_;                                    ///< that it was not taken as it was typed
    std::vector<double> noted_;                                 ///< the breaks that it is about
};

}  // namespace atlas::app
