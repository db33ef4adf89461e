#pragma once
// Recording a tour in the window: stops from what is seen, their order and words, a preview. Every change is
// on disk as soon as it is made.

#include <optional>
#include <string>

#include "app/view/hud_layout.h"
#include "app/view/notices.h"
#include "app/view/tour/tour_draft.h"
#include "scene/labels.h"
#include "scene/pose.h"
#include "ui/interface.h"
#include "ui/translations.h"

namespace atlas::app {

/// Drawing thread. Everything given outlives it.
class TourRecorder {
  public:
    TourRecorder(const layers::Catalog& catalog, ui::Interface& interface, const ui::Translations& texts,
                 Notices& notices)
        : catalog_(catalog), interface_(&interface), texts_(texts), notices_(notices) {}

    /// Drawn in another window from now on.
    void moveTo(ui::Interface& interface);
    bool open() const { return draft_.has_value(); }
    void begin();
    /// A recorded tour, or a hand-written one, of which a copy is made.
    void edit(const std::string& file);

    /// What the panel asks for.
    struct Wishes {
        bool addStop = false;              ///< of what is seen now, see add()
        std::optional<std::size_t> take;   ///< this stop is what is seen now, see take()
        std::optional<std::size_t> flyTo;  ///< a stop to look at
        std::string preview;               ///< the file, "" = none
    };
    /// Between Interface::begin and end. `place`: pixels; empty: along the right of the map.
    Wishes draw(const scene::Viewport& viewport, const std::optional<HudBox>& place);
    const std::optional<scene::ScreenBox>& box() const { return box_; }

    /// `session` with the camera as it is now.
    void add(const Session& session);
    void take(std::size_t stop, const Session& session);
    const Tour& tour() const { return draft_->tour(); }
    /// Once in a while: takes over what an editor made of the file.
    void reread();

  private:
    void drawStops(Wishes& wishes);
    void drawWords(std::size_t stop);
    void save();
    void close();
    void tell(const geodata::Report& report);
    void choose(std::optional<std::size_t> stop);
    const char* tr(const char* id) const { return texts_.tr(id); }

    const layers::Catalog& catalog_;
    ui::Interface* interface_;
    const ui::Translations& texts_;
    Notices& notices_;
    std::optional<TourDraft> draft_;
    std::optional<std::size_t> chosen_;  ///< the stop whose words are shown
    bool reveal_ = false;                ///< they are to be in sight
    TourDraft::Words words_;             ///< of it, as typed
    layers::Localized title_;            ///< of the tour, as typed
    bool told_ = false;                  ///< that a copy is made
    std::optional<scene::ScreenBox> box_;
};

}  // namespace atlas::app
