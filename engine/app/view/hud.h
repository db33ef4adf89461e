#pragma once
// Everything drawn over the map: panel, card, compass, scale, readout. The same in the window and in a
// picture with --ui.

#include <optional>
#include <string>
#include <vector>

#include "app/view/export_dialog.h"
#include "app/view/filter_keeper.h"
#include "app/view/hud_actions.h"
#include "app/view/map_tab.h"
#include "app/view/map_view.h"
#include "app/view/search_box.h"
#include "app/view/session.h"
#include "app/view/window_sessions.h"
#include "layers/figures/figures_panel.h"
#include "layers/sites/sites_panel.h"
#include "scene/pose.h"
#include "ui/interface.h"
#include "ui/translations.h"

namespace atlas::app {

/// What the HUD shows of the world.
struct HudFacts {
    std::optional<osg::Vec3d> ground;  ///< map x, y and true height under the pointer
    double frameMilliseconds = 0;      ///< 0 = not shown
    bool loading = false;
};

/// All text from the data that a HUD may show, for the font.
std::string hudCharacters(const MapView& view);

class Hud {
  public:
    Hud(MapView& view, ui::Interface& interface, ui::Translations& texts);

    /// Between Interface::begin and end. Edits the session (filter, selection, layers, language, water, time,
    /// exaggeration).
    HudActions draw(Session& session, const scene::Pose& pose, const scene::Viewport& viewport,
                    const HudFacts& facts);
    /// Boxes that names on the map keep clear of, as of the last draw().
    const std::vector<scene::ScreenBox>& blocked() const { return blocked_; }

    bool visible = true;  ///< the bare map is one key away
    bool showFrameRate = false;
    bool showHelp = false;
    bool canUndo = false, canRedo = false;
    bool rightTaken = false;                   ///< something stands where the card would
    const WindowSessions* sessions = nullptr;  ///< of a window; the panel then lists them
    bool followView = false;  ///< a filter "in view" follows the camera: windows, not pictures
    /// Once a turn of a window's loop, see MapTab::refresh().
    void refresh(double now) { map_.refresh(now); }
    void search() { search_.focus(); }
    bool searching() const { return search_.wanted(); }
    /// Whether something is under way that needs frames.
    bool busy() const { return search_.busy() || (export_ && export_->busy()); }
    std::optional<bool> panelOpen;  ///< empty: as the window's width suggests
    /// For visitors of an exhibition: nothing that saves, exports, names a file or needs a keyboard's
    /// shortcuts; the panel and the search are opened from elsewhere.
    void setExhibit(bool exhibit);
    bool searchOpen = false;            ///< of an exhibit
    float keepTop = 0, keepBottom = 0;  ///< pixels of the picture that panels leave free

  private:
    void drawPanel(Session& session, const scene::Pose& pose, HudActions& actions);
    void drawSites(Session& session, const scene::Pose& pose, HudActions& actions);
    void drawSearch(Session& session, bool open, HudActions& actions);
    std::vector<layers::LonLat> groundInView(const scene::Pose& pose) const;
    void drawCard(Session& session, HudActions& actions);
    void drawCompass(const scene::Pose& pose, bool buttons, bool tool, HudActions& actions);
    void drawReadout(const scene::Pose& pose, const HudFacts& facts);
    void drawHelp();
    float top() const;     ///< pixels, of panels
    float height() const;  ///< pixels between top() and what they leave free below
    void block();          ///< the current ImGui window's box
    const char* tr(const char* id) const { return texts_.tr(id); }

    MapView& view_;
    ui::Interface& interface_;
    ui::Translations& texts_;
    bool exhibit_ = false;
    std::string lastSelected_;
    std::optional<layers::SitesPanel> sites_;
    std::optional<FilterKeeper> keeper_;
    std::optional<ExportDialog> export_;
    SearchBox search_;
    std::optional<layers::FiguresPanel> figures_;
    MapTab map_;
    std::vector<scene::ScreenBox> blocked_;
    scene::Viewport viewport_;
    scene::Pose lastPose_, viewPose_;  ///< of the last frame; that the filter's view was made for
};

}  // namespace atlas::app
