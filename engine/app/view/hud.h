#pragma once
// Everything drawn over the map: panel, card, compass, scale, readout. The same in the window and in a
// picture with --ui.

#include <optional>
#include <string>
#include <vector>

#include "app/view/export_dialog.h"
#include "app/view/filter_keeper.h"
#include "app/view/hud_actions.h"
#include "app/view/hud_layout.h"
#include "app/view/map_furniture.h"
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

/// All text from the data that a HUD may show, for the font.
std::string hudCharacters(const MapView& view);

class Hud {
  public:
    Hud(MapView& view, ui::Interface& interface, ui::Translations& texts);
    /// It is drawn there from now on, with all that is typed and open in it. Not between begin() and end().
    void moveTo(ui::Interface& interface);

    /// Between Interface::begin and end. Edits the session (filter, selection, layers, language, water, time,
    /// exaggeration).
    void draw(Session& session, const scene::Pose& pose, const scene::Viewport& viewport,
              const HudFacts& facts, HudActions& actions);
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
    /// The picture with the map, where that is in another window: the panels then fill this one.
    std::optional<scene::Viewport> mapElsewhere;
    bool cardOnly = false;  ///< something else stands where the panel would
    /// Where panels stand as of the last draw().
    HudLayout layout() const;

  private:
    void drawPanel(Session& session, const scene::Pose& pose, HudActions& actions);
    void drawSites(Session& session, const scene::Pose& pose, HudActions& actions);
    void drawSearch(Session& session, const HudBox& room, HudActions& actions);
    void drawOpener(const Session& session);
    std::vector<layers::LonLat> groundInView(const scene::Pose& pose) const;
    void drawCard(Session& session, const HudBox& box, HudActions& actions);
    void drawEmptyCard(const HudBox& box);
    void begin(const char* name, const HudBox& box);
    void block();  ///< the current ImGui window's box
    const char* tr(const char* id) const { return texts_.tr(id); }

    MapView& view_;
    ui::Interface* interface_;
    ui::Fonts fonts_;  ///< of the interface, as of the last draw(); the panels hold on to this
    ui::Translations& texts_;
    bool exhibit_ = false;
    std::string lastSelected_;
    std::optional<layers::SitesPanel> sites_;
    std::optional<FilterKeeper> keeper_;
    std::optional<ExportDialog> export_;
    SearchBox search_;
    std::optional<layers::FiguresPanel> figures_;
    MapTab map_;
    MapFurniture furniture_;
    std::vector<scene::ScreenBox> blocked_;
    scene::Viewport viewport_;
    scene::Pose lastPose_, viewPose_;  ///< of the last frame; that the filter's view was made for
};

}  // namespace atlas::app
