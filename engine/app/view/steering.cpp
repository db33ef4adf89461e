#include "app/view/steering.h"

#include <GLFW/glfw3.h>

#include <algorithm>
#include <array>

namespace atlas::app {

namespace {

constexpr std::array kSteering{GLFW_KEY_W,       GLFW_KEY_A,        GLFW_KEY_S,    GLFW_KEY_D,
                               GLFW_KEY_Q,       GLFW_KEY_E,        GLFW_KEY_R,    GLFW_KEY_F,
                               GLFW_KEY_UP,      GLFW_KEY_DOWN,     GLFW_KEY_LEFT, GLFW_KEY_RIGHT,
                               GLFW_KEY_PAGE_UP, GLFW_KEY_PAGE_DOWN};

}  // namespace

void Steering::keyDown(int key) {
    if (std::find(kSteering.begin(), kSteering.end(), key) != kSteering.end()) held_.insert(key);
}

void Steering::apply(scene::CameraRig& rig, WalkMode& walk, double seconds) const {
    if (!active() && !walk.active()) return;
    const double forward = axis(GLFW_KEY_W, GLFW_KEY_S) + axis(GLFW_KEY_UP, GLFW_KEY_DOWN);
    const double sideways = axis(GLFW_KEY_D, GLFW_KEY_A) + axis(GLFW_KEY_RIGHT, GLFW_KEY_LEFT);
    const double turn = axis(GLFW_KEY_E, GLFW_KEY_Q);
    const double up = axis(GLFW_KEY_PAGE_UP, GLFW_KEY_PAGE_DOWN);
    if (walk.active())
        walk.steer(forward, sideways + turn, up, seconds);
    else
        rig.steer(sideways, forward, axis(GLFW_KEY_R, GLFW_KEY_F), turn, -up, seconds);
}

}  // namespace atlas::app
