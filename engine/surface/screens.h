#pragma once
// The monitors of the desktop.

#include <string>
#include <vector>

namespace atlas::surface {

struct Screen {
    std::string name;                         ///< the system's: "HDMI-1"
    int x = 0, y = 0, width = 0, height = 0;  ///< on the desktop, in its units
    bool operator==(const Screen&) const = default;
};

/// Those that are plugged in now, the main one first; empty: there is none, or no Window was made yet.
/// Drawing thread.
std::vector<Screen> screens();

}  // namespace atlas::surface
