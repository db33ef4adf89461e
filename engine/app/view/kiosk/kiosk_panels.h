#pragma once
// What a visitor of an exhibit presses: the bar of a visit and its sheets.

#include <optional>
#include <string>
#include <vector>

#include "app/kiosk/kiosk_machine.h"
#include "layers/catalog.h"
#include "scene/labels.h"
#include "scene/pose.h"
#include "ui/interface.h"
#include "ui/translations.h"

namespace atlas::app {

/// How a visitor wants to see and reach things; lasts for the visit.
struct KioskComfort {
    double typeScale = 1.5;
    bool contrast = false, reach = false, reducedMotion = false;
    bool operator==(const KioskComfort&) const = default;
};

/// What was asked for by touch in one frame.
struct KioskWishes {
    std::optional<std::size_t> tour;  ///< index into Catalog::tours
    const layers::ViewEntry* view = nullptr;
    std::string language;  ///< "zh" or "en", "" = as it is
    bool togglePanel = false, toggleSearch = false;
    bool startOver = false;
    std::optional<KioskComfort> comfort;
};

/// Drawing thread; between Interface::begin and end. Everything given outlives it.
class KioskPanels {
  public:
    KioskPanels(const layers::Catalog& catalog, ui::Interface& interface, const ui::Translations& texts);

    /// The bar along the lower edge and the sheet that is open over it. `panel`: whether it is open; empty:
    /// it always is, and needs no button.
    KioskWishes drawBar(const scene::Viewport& viewport, const KioskComfort& comfort,
                        std::optional<bool> panel, bool search);
    /// Titles, one a tour of the catalogue; empty: it cannot be read.
    const std::vector<layers::Localized>& tours() const { return tours_; }
    void closeSheet() { sheet_ = Sheet::None; }

    /// Pixels of the lower edge that the bar takes.
    float barHeight(const scene::Viewport& viewport) const;
    /// Boxes of this frame that names on the map keep clear of.
    const std::vector<scene::ScreenBox>& boxes() const { return boxes_; }
    void forgetBoxes() { boxes_.clear(); }
    /// All its own text that is not in the translations, for the font.
    std::string characters() const;

  private:
    enum class Sheet { None, Tours, Views, Comfort };
    void block();
    void drawSheet(const scene::Viewport& viewport, const KioskComfort& comfort, KioskWishes& wishes);
    bool button(const std::string& label, bool on, float width) const;
    const char* tr(const char* id) const { return texts_.tr(id); }

    const layers::Catalog& catalog_;
    ui::Interface& interface_;
    const ui::Translations& texts_;
    std::vector<layers::Localized> tours_;
    Sheet sheet_ = Sheet::None;
    float bar_ = 0;  ///< points of its height as last drawn; 0 = not yet
    std::vector<scene::ScreenBox> boxes_;
};

}  // namespace atlas::app
