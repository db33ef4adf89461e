#pragma once
// What the operator of an exhibit sees: a field for the PIN, and behind it how the exhibit fares and what can
// be set.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/kiosk/kiosk_config.h"
#include "app/kiosk/pin_lock.h"
#include "layers/catalog.h"
#include "scene/pose.h"
#include "ui/interface.h"
#include "ui/translations.h"

namespace atlas::app {

/// How the exhibit fares.
struct KioskStatus {
    double uptime = 0;  ///< seconds
    long visits = 0;    ///< of this run
    bool watched = false;
    bool touches = false;               ///< fingers are told of as such
    std::string screens;                ///< that are plugged in
    std::string data;                   ///< when the map's files were taken over
    std::vector<std::string> problems;  ///< newest last
};

/// What the operator asked for in one frame.
struct OperatorWishes {
    bool close = false, restart = false, exportCounts = false;
    bool changed = false;  ///< the settings given to draw()
};

/// Drawing thread. Everything given outlives it.
class OperatorMenu {
  public:
    OperatorMenu(const layers::Catalog& catalog, ui::Interface& interface, const ui::Translations& texts,
                 PinLock& lock)
        : catalog_(catalog), interface_(interface), texts_(texts), lock_(lock) {}

    /// Closed again: asks for the PIN the next time.
    void reset();
    /// Between Interface::begin and end. `now`: the exhibit's clock. `tours`: titles by index of the
    /// catalogue.
    OperatorWishes draw(const scene::Viewport& viewport, double now, const KioskStatus& status,
                        KioskConfig& config, const std::vector<layers::Localized>& tours,
                        const std::string& said);

  private:
    void drawPin(double now, OperatorWishes& wishes);
    void drawSettings(KioskConfig& config, const std::vector<layers::Localized>& tours,
                      OperatorWishes& wishes) const;
    const char* tr(const char* id) const { return texts_.tr(id); }

    const layers::Catalog& catalog_;
    ui::Interface& interface_;
    const ui::Translations& texts_;
    PinLock& lock_;
    std::string pin_;
    bool open_ = false, wrong_ = false;
};

}  // namespace atlas::app
