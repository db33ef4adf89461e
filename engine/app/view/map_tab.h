#pragma once
// The panel's tab about the map itself: views, layers with their legends, relief, water, light, sources.

#include <optional>
#include <string>
#include <vector>

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
        : view_(view), interface_(interface), texts_(texts) {}
    /// Inside an ImGui window. Edits the session. `sessions` may be null: a picture.
    void draw(Session& session, const WindowSessions* sessions, HudActions& actions);
    bool exhibit = false;  ///< nothing that names a file or saves one

  private:
    void heading(const char* text) const;
    void quiet(const std::string& text) const;
    void drawViews(HudActions& actions) const;
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
    ui::Interface& interface_;
    const ui::Translations& texts_;
    std::string path_;                                     ///< of a file to add, as it is being typed
    std::optional<std::vector<layers::Localized>> tours_;  ///< their titles, read when first shown
    std::string name_;                                     ///< of a session to save, as it is being typed
};

}  // namespace atlas::app
