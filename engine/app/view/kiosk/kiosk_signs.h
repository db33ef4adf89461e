#pragma once
// What an exhibit shows and nobody presses: the invitation, the question whether anybody is there, rings
// under fingers. On each of its windows.

#include <string>
#include <vector>

#include "scene/labels.h"
#include "scene/pose.h"
#include "ui/interface.h"
#include "ui/translations.h"

namespace atlas::app {

/// Of one window. Drawing thread; all draw between Interface::begin and end. Everything given outlives it.
class KioskSigns {
  public:
    KioskSigns(ui::Interface& interface, const ui::Translations& texts)
        : interface_(interface), texts_(texts) {}

    ui::Interface& interface() const { return interface_; }
    /// Before the first sign of a frame.
    void begin() { boxes_.clear(); }
    /// `seconds` since it began; `page`: there is no map behind it, but this title.
    void drawInvitation(const scene::Viewport& viewport, double seconds, const std::string& page = {});
    void drawWarning(const scene::Viewport& viewport, double countdown);
    /// Everything but what is in front grows dim.
    static void drawVeil(const scene::Viewport& viewport);
    /// A ring that fills while the operator's corner is held.
    void drawHold(const scene::Viewport& viewport, double share) const;
    /// A ring under a finger that rests; pixels.
    void drawFinger(double x, double y, double share, double scale) const;
    /// Boxes of this frame that names on the map keep clear of.
    const std::vector<scene::ScreenBox>& boxes() const { return boxes_; }

  private:
    void block();
    const char* tr(const char* id) const { return texts_.tr(id); }

    ui::Interface& interface_;
    const ui::Translations& texts_;
    std::vector<scene::ScreenBox> boxes_;
};

}  // namespace atlas::app
