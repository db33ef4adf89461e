#pragma once
// The window: events to the camera, session to the stage, frame after frame.

#include <memory>
#include <optional>
#include <string>

#include "app/assets.h"
#include "app/command_line.h"
#include "app/district.h"
#include "app/kiosk/kiosk_machine.h"
#include "app/view/screen_plan.h"
#include "app/view/session.h"
#include "surface/window.h"
#include "terrain/tile_set.h"
#include "ui/translations.h"

namespace atlas::app {

/// Hands of a machine on the window, for tests that run for hours. Time passes as it says, and every frame
/// waits for all that loads: the same hands do the same.
class Rehearsal {
  public:
    virtual ~Rehearsal() = default;
    /// Before each turn of the loop: does things to the window by its inject…(). Seconds that the turn takes;
    /// empty: the window closes. `state`: of an exhibit.
    virtual std::optional<double> turn(surface::Window& window, KioskState state) = 0;
    /// Whether this turn's picture is wanted; then nothing in it is still in motion.
    virtual bool wantsPicture() const = 0;
    virtual void picture(const surface::Image& image) = 0;
};

struct WindowOptions {
    surface::Size size{1600, 900};
    int samples = -1;                ///< -1: 4, or 1 where the CPU draws
    std::string tour;                ///< file of a tour to begin with, "" = none
    bool bare = false;               ///< nothing over the map
    bool kiosk = false;              ///< an exhibit: see app/view/kiosk/kiosk.h
    Rehearsal* rehearsal = nullptr;  ///< null: real hands and real time
    DistrictParts parts;             ///< how the district was read, for files that are replaced
    WantedScreens screens;           ///< what an exhibit does not say here its catalogue does
    bool reducedMotion = false;
    double pickTolerance = 4;  ///< points that a pointer or finger may miss a feature by
    std::size_t tileBudget = terrain::TileOptions().budget;
    std::string capture;      ///< PNG of the first complete frame, then the window closes
    std::string sessionFile;  ///< where "Save this session" writes; "" = $XDG_STATE_HOME/yuzhong/session.toml
    bool sessionReplaceable = true;   ///< as ReadSession::replaceable
    geodata::Report sessionProblems;  ///< found when it was read: its errors are told on the map
    std::string told;                 ///< a sentence for the person, "" = nothing
};

/// Runs until the window is closed. Returns the exit status, kRestartStatus or kLostContextStatus
/// (app/kiosk/supervisor.h) when the program is to be started again; throws WorkError when no window can be
/// opened.
int runWindow(std::shared_ptr<const District> district, const Assets& assets, Session session,
              ui::Translations& texts, const WindowOptions& options);

/// Whether there is a display to open a window on.
bool hasDisplay();

}  // namespace atlas::app
