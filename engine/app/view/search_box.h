#pragma once
// The search at the top of the map: sites, districts, walkways, places, buildings, stations, streets by name,
// and typed coordinates.

#include <future>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/view/hud_actions.h"
#include "app/view/map_view.h"
#include "app/view/session.h"
#include "app/view/tools/background.h"
#include "layers/search/search_index.h"
#include "layers/search/typed_place.h"
#include "ui/interface.h"
#include "ui/translations.h"

namespace atlas::app {

/// Drawing thread; names are indexed and looked for on workers: a letter more cancels the question before it.
/// Everything given outlives it.
class SearchBox {
  public:
    SearchBox(MapView& view, ui::Interface& interface, const ui::Translations& texts);
    ~SearchBox();
    SearchBox(const SearchBox&) = delete;

    /// It is drawn there from now on, with what is typed in it.
    void moveTo(ui::Interface& interface) { interface_ = &interface; }
    /// The keyboard goes to the box with the next draw().
    void focus() { wanted_ = true; }
    /// Whether its hint names the key that leads to it.
    void setKeys(bool keys) { keys_ = keys; }
    /// Nothing is looked for any more; for a box that is no longer drawn.
    void close();
    bool wanted() const { return wanted_ || active_; }
    /// Whether something was chosen with the last draw().
    bool chose() const { return chose_; }
    /// True while an answer is under way.
    bool busy() const { return active_ && (!index_ || asking_.busy()); }
    /// A window with its left upper corner there, pixels. What is chosen is selected and flown to.
    void draw(float left, float top, float width, Session& session, HudActions& actions,
              std::vector<scene::ScreenBox>& blocked);

  private:
    struct Named {
        const layers::Layer* layer;
        std::size_t row;
    };
    struct Built {
        layers::SearchIndex index;
    };
    struct Shown {
        std::string name, kind;
        std::size_t entry = 0;
    };
    void gather();
    void look();
    void take(bool wait);
    void drawResults(Session& session, HudActions& actions);
    void choose(std::size_t i, Session& session, HudActions& actions);
    const char* tr(const char* id) const { return texts_.tr(id); }

    MapView& view_;
    ui::Interface* interface_;
    const ui::Translations& texts_;
    std::vector<Named> named_;  ///< by entry of the index
    std::size_t layers_ = 0;    ///< how many there were when names were gathered
    std::future<std::unique_ptr<Built>> building_;
    std::shared_ptr<Built> index_;  ///< workers that still look hold it too
    Background<std::vector<layers::SearchHit>> asking_;
    std::string text_, asked_;
    std::optional<layers::TypedPlace> place_;
    std::vector<Shown> shown_;
    int at_ = 0;  ///< the result that Enter takes
    bool keys_ = true;
    bool wanted_ = false, active_ = false, chose_ = false;
    std::string language_;
};

}  // namespace atlas::app
