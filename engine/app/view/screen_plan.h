#pragma once
// Which monitor shows the map and which the panels, among those that are plugged in.

#include <optional>
#include <string>
#include <vector>

#include "surface/screens.h"

namespace atlas::app {

/// What is wanted: a number, 1 being the main monitor, or the system's name of one; "" = not said.
struct WantedScreens {
    std::string map, panels;
    bool operator==(const WantedScreens&) const = default;
};

struct ScreenPlan {
    std::optional<surface::Screen> map;     ///< empty: no monitor is plugged in
    std::optional<surface::Screen> panels;  ///< empty: the panels are in the map's window
    bool operator==(const ScreenPlan&) const = default;
};

/// A map whose monitor is missing goes to another one, rather not to the panels'. Panels whose monitor is
/// missing, or is the map's, stay with the map.
ScreenPlan planScreens(const std::vector<surface::Screen>& screens, const WantedScreens& wanted);

/// "1 DP-1 (3840x2160), 2 HDMI-1 (1080x1920)", for who has to name one.
std::string screenList(const std::vector<surface::Screen>& screens);

}  // namespace atlas::app
