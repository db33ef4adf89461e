#pragma once
// The panel's tab about the map itself: views, layers with their legends, relief, water, light, sources.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/view/bookmarks_panel.h"
#include "app/view/hud_actions.h"
#include "app/view/map_view.h"
#include "app/view/session.h"
#include "app/view/window_sessions.h"
#include "ui/interface.h"
#include "ui/translations.h"

namespace atlas::app {

/// Drawing thread. Everything given outlives it.
class MapTab {
  public:
    MapTab(MapView& view, ui::Interface& interface, const ui::Translations& texts)
        : view_(view), interface_(&interface), texts_(texts), bookmarks_(interface, texts) {}
    void moveTo(ui::Interface& interface);
    /// In a window, once a turn: tours that were recorded or changed since are offered as they are now. Not
    /// between Interface::begin and end. `now` in seconds.
    void refresh(double now);
    /// Inside an ImGui window. Edits the session. `sessions` may be null: a picture.
    void draw(Session& session, const WindowSessions* sessions, HudActions& actions);
    bool exhibit = false;  ///< nothing that names a file or saves one

  private:
    void heading(const char* text) const;
    void quiet(const std::string& text) const;
    void drawViews(HudActions& actions) const;
    void readTours();
    void drawTours(HudActions& actions);
    void drawLayers(Session& session, HudActions& actions);
    void drawLayer(Session& session, HudActions& actions, std::size_t i);
    void drawLegend(Session& session, const layers::Layer& layer) const;
    void drawColorField(Session& session, const layers::Layer& layer) const;
    void drawAdding(HudActions& actions);
    void drawTerrain(Session& session, HudActions& actions) const;
    void drawTheme(Session& session) const;
    void drawSessions(const WindowSessions& sessions, HudActions& actions);
    void drawSources() const;
    const char* tr(const char* id) const { return texts_.tr(id); }

    MapView& view_;
    ui::Interface* interface_;
    const ui::Translations& texts_;
    BookmarksPanel bookmarks_;
    std::string path_;  ///< of a file to add, as it is being typed
    /// A tour to play.
    struct Offer {
        std::string file;
        layers::Localized title;
        std::filesystem::file_time_type written;
        bool recorded = false;  ///< in the window, not of the catalogue
    };
    std::vector<Offer> tours_;
    double toursRead_ = -1;  ///< when; < 0: never
    bool window_ = false;
    std::string name_;  ///< of a session to save, as it is being typed
};

}  // namespace atlas::app
