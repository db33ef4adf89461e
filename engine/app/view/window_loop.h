#pragma once
// The window: events to the camera, session to the stage, frame after frame.

#include <memory>
#include <string>

#include "app/assets.h"
#include "app/command_line.h"
#include "app/district.h"
#include "app/view/session.h"
#include "surface/image.h"
#include "terrain/tile_set.h"
#include "ui/translations.h"

namespace atlas::app {

struct WindowOptions {
    surface::Size size{1600, 900};
    int samples = -1;     ///< -1: 4, or 1 where the CPU draws
    std::string tour;     ///< file of a tour to begin with, "" = none
    bool bare = false;    ///< nothing over the map
    bool kiosk = false;   ///< an exhibit: see app/view/kiosk/kiosk.h
    DistrictParts parts;  ///< how the district was read, for files that are replaced
    bool reducedMotion = false;
    double pickTolerance = 4;  ///< points that a pointer or finger may miss a feature by
    std::size_t tileBudget = terrain::TileOptions().budget;
    std::string capture;      ///< PNG of the first complete frame, then the window closes
    std::string sessionFile;  ///< where "Save this session" writes; "" = $XDG_STATE_HOME/yuzhong/session.toml
    bool sessionReplaceable = true;   ///< as ReadSession::replaceable
    geodata::Report sessionProblems;  ///< found when it was read: its errors are told on the map
};

/// Runs until the window is closed. Returns the exit status, kRestartStatus (app/kiosk/supervisor.h) when the
/// program is to be started again; throws WorkError when no window can be opened.
int runWindow(std::shared_ptr<const District> district, const Assets& assets, Session session,
              ui::Translations& texts, const WindowOptions& options);

/// Whether there is a display to open a window on.
bool hasDisplay();

}  // namespace atlas::app
