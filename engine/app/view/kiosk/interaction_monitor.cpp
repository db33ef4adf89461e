#include "app/view/kiosk/interaction_monitor.h"

#include <GLFW/glfw3.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace atlas::app {

namespace {

constexpr double kStir = 12;  // points that a mouse moves before somebody is thought to hold it

// What edits a line or moves the map; nothing that saves, switches, closes or shows what is behind.
bool harmless(int key, bool typing) {
    static constexpr std::array moving{GLFW_KEY_UP, GLFW_KEY_DOWN, GLFW_KEY_LEFT, GLFW_KEY_RIGHT};
    static constexpr std::array editing{GLFW_KEY_ENTER,  GLFW_KEY_KP_ENTER, GLFW_KEY_BACKSPACE,
                                        GLFW_KEY_DELETE, GLFW_KEY_HOME,     GLFW_KEY_END,
                                        GLFW_KEY_ESCAPE};
    const auto in = [&](const auto& keys) { return std::find(keys.begin(), keys.end(), key) != keys.end(); };
    return in(moving) || (typing && in(editing));
}

}  // namespace

bool InteractionMonitor::wakes() {
    ++touches_;
    if (damage) damage();
    return machine_.touched(clock_());
}

void InteractionMonitor::holds(const InteractionGate& gate) {
    holder_ = &gate;
    since_ = clock_();
}

void InteractionMonitor::letsGo(const InteractionGate& gate) {
    if (holder_ == &gate) holder_ = nullptr;
}

double InteractionMonitor::held() const {
    return holder_ == nullptr ? 0 : std::min(1.0, (clock_() - since_) / kHold);
}

const InteractionGate* InteractionMonitor::takeHold() {
    return held() < 1 ? nullptr : std::exchange(holder_, nullptr);
}

bool InteractionGate::inCorner(double x, double y) const {
    const double side = InteractionMonitor::kCorner * scale_;
    return x < side && y > height_ - side;
}

void InteractionGate::stir() {
    const KioskState state = monitor_.machine_.state();
    if (state == KioskState::Explore || state == KioskState::Operator)
        monitor_.machine_.touched(monitor_.clock_());
}

void InteractionGate::pointerMoved(double x, double y) {
    x_ = x;
    y_ = y;
    if (std::hypot(x - movedX_, y - movedY_) > kStir * scale_) {
        stir();  // a mouse on a table that is leaned on
        movedX_ = x;
        movedY_ = y;
        if (!finger_) monitor_.byTouch_ = false;  // a hand has gone back to the mouse
    }
    window_.pointerMoved(x, y);
}

void InteractionGate::pointerLeft() {
    finger_ = false;
    window_.pointerLeft();
}

void InteractionGate::buttonChanged(int button, bool down, int modifiers, const surface::Moment& when) {
    if (!down) {
        monitor_.letsGo(*this);
        if (kept_.erase(button) == 0) window_.buttonChanged(button, false, modifiers, when);
        return;
    }
    if (inCorner(x_, y_)) monitor_.holds(*this);
    if (monitor_.wakes() || (first && first(x_, y_))) {
        kept_.insert(button);
        return;
    }
    window_.buttonChanged(button, true, modifiers & ~(GLFW_MOD_CONTROL | GLFW_MOD_ALT | GLFW_MOD_SUPER),
                          when);
}

void InteractionGate::wheelTurned(double steps) {
    monitor_.byTouch_ = false;
    if (!monitor_.wakes()) window_.wheelTurned(steps);
}

void InteractionGate::keyChanged(int key, bool down, int modifiers) {
    if (!down) return window_.keyChanged(key, false, 0);  // who held it when it was let through is told
    if (monitor_.wakes()) return;
    if (harmless(key, monitor_.typing && monitor_.typing()))
        window_.keyChanged(key, true, modifiers & GLFW_MOD_SHIFT);
}

void InteractionGate::textTyped(char32_t character) {
    if (!monitor_.wakes() && monitor_.typing && monitor_.typing()) window_.textTyped(character);
}

void InteractionGate::touched(const surface::TouchChanged& touch) {
    monitor_.byTouch_ = finger_ = true;
    if (monitor_.damage) monitor_.damage();
    stir();  // a finger that rests; what it means comes as a press or a pinch
    const bool corner = inCorner(touch.x, touch.y);
    if (touch.phase == surface::TouchChanged::Phase::Began && corner) monitor_.holds(*this);
    const bool gone = touch.phase == surface::TouchChanged::Phase::Ended ||
                      touch.phase == surface::TouchChanged::Phase::Cancelled;
    if (gone || !corner) monitor_.letsGo(*this);
}

void InteractionGate::pinchBegan(double x, double y) {
    pinching_ = !monitor_.wakes();
    if (pinching_) window_.pinchBegan(x, y);
}

void InteractionGate::pinched(const surface::Pinch& pinch) {
    if (pinching_) window_.pinched(pinch);
}

void InteractionGate::pinchEnded() {
    if (pinching_) window_.pinchEnded();
    pinching_ = false;
}

}  // namespace atlas::app
