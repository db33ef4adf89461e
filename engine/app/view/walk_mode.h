#pragma once
// "Walk it": the camera follows a way at eye height until the hand ends it. Stands between the window's
// events and the camera rig.

#include <optional>
#include <string>

#include "scene/camera_rig.h"
#include "scene/labels.h"
#include "scene/path_walk.h"
#include "ui/interface.h"
#include "ui/translations.h"

namespace atlas::app {

/// Drawing thread.
class WalkMode {
  public:
    bool active() const { return walk_.has_value(); }
    /// Flies to the beginning of the way (map x, y, true heights). Nothing for a way without length.
    void start(scene::Polyline way, std::string name, scene::CameraRig& rig, double exaggeration,
               bool instant);
    /// Flies back to where it was called from.
    void stop(scene::CameraRig& rig, bool instant);
    /// Ends it where the camera is.
    void quit() { walk_.reset(); }

    // While active. Held keys: -1 .. 1; pixels of a drag; wheel notches.
    void steer(double forward, double right, double up, double seconds);
    void drag(double dx, double dy, double scale);
    void wheel(double steps);
    bool running() const { return walk_ && walk_->running(); }
    void toggleRunning() { walk_->setRunning(!walk_->running()); }
    void changeSpeed(double factor) { walk_->setSpeed(walk_->speed() * factor); }

    /// Moves and places the camera. True while something moves.
    bool update(scene::CameraRig& rig, double seconds, double exaggeration);
    /// The bar with distance, height, what remains, and buttons. Between Interface::begin and end. True when
    /// its end was asked for.
    bool draw(const ui::Translations& texts, const ui::Fonts& fonts, const scene::Viewport& viewport);
    /// The bar's box of the last draw(), for names to keep clear of.
    const scene::ScreenBox& box() const { return box_; }

  private:
    std::optional<scene::PathWalk> walk_;
    std::string name_;
    scene::Pose from_;
    scene::ScreenBox box_;
    double pressed_ = 0;  ///< -1 .. 1: a button of the bar is held down
    bool arriving_ = false;
};

}  // namespace atlas::app
