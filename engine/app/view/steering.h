#pragma once
// Keys that are held down to move the camera, on the map or on a walk.

#include <set>

#include "app/view/walk_mode.h"
#include "scene/camera_rig.h"

namespace atlas::app {

/// Keys by GLFW's numbers. Drawing thread.
class Steering {
  public:
    /// Other keys than those that steer are ignored.
    void keyDown(int key);
    void keyUp(int key) { held_.erase(key); }
    bool active() const { return !held_.empty(); }
    /// Moves the walk, where there is one, else the camera.
    void apply(scene::CameraRig& rig, WalkMode& walk, double seconds) const;

  private:
    double axis(int plus, int minus) const {
        return (held_.contains(plus) ? 1.0 : 0.0) - (held_.contains(minus) ? 1.0 : 0.0);
    }
    std::set<int> held_;
};

}  // namespace atlas::app
