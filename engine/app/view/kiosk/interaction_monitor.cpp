#include "app/view/kiosk/interaction_monitor.h"

#include <GLFW/glfw3.h>

#include <algorithm>
#include <array>
#include <cmath>

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

void InteractionMonitor::pointerMoved(double x, double y) {
    x_ = x;
    y_ = y;
    if (std::hypot(x - movedX_, y - movedY_) > kStir * scale_) {
        // A mouse on a table that is leaned on: tells of somebody who is there, but begins no visit.
        if (machine_.state() == KioskState::Explore || machine_.state() == KioskState::Operator)
            machine_.touched(clock_());
        movedX_ = x;
        movedY_ = y;
        if (!finger_) byTouch_ = false;  // a hand has gone back to the mouse
    }
    window_.pointerMoved(x, y);
}

void InteractionMonitor::pointerLeft() {
    finger_ = false;
    window_.pointerLeft();
}

void InteractionMonitor::buttonChanged(int button, bool down, int modifiers, const surface::Moment& when) {
    if (!down) {
        corner_ = -1;
        if (kept_.erase(button) == 0) window_.buttonChanged(button, false, modifiers, when);
        return;
    }
    const bool corner = x_ < kCorner * scale_ && y_ > height_ - kCorner * scale_;
    if (corner) corner_ = clock_();
    if (wakes() || (first && first(x_, y_))) {
        kept_.insert(button);
        return;
    }
    window_.buttonChanged(button, true, modifiers & ~(GLFW_MOD_CONTROL | GLFW_MOD_ALT | GLFW_MOD_SUPER),
                          when);
}

double InteractionMonitor::held() const {
    return corner_ < 0 ? 0 : std::min(1.0, (clock_() - corner_) / kHold);
}

bool InteractionMonitor::takeHold() {
    if (held() < 1) return false;
    corner_ = -1;
    return true;
}

void InteractionMonitor::wheelTurned(double steps) {
    byTouch_ = false;
    if (!wakes()) window_.wheelTurned(steps);
}

void InteractionMonitor::keyChanged(int key, bool down, int modifiers) {
    if (!down) return window_.keyChanged(key, false, 0);  // who held it when it was let through is told
    if (wakes()) return;
    if (harmless(key, typing && typing())) window_.keyChanged(key, true, modifiers & GLFW_MOD_SHIFT);
}

void InteractionMonitor::textTyped(char32_t character) {
    if (!wakes() && typing && typing()) window_.textTyped(character);
}

void InteractionMonitor::touched(const surface::TouchChanged& touch) {
    byTouch_ = finger_ = true;
    if (damage) damage();
    // A finger that rests says that somebody is there; what it means comes as a press or a pinch.
    if (machine_.state() == KioskState::Explore || machine_.state() == KioskState::Operator)
        machine_.touched(clock_());
    const bool corner = touch.x < kCorner * scale_ && touch.y > height_ - kCorner * scale_;
    if (touch.phase == surface::TouchChanged::Phase::Began && corner) corner_ = clock_();
    const bool gone = touch.phase == surface::TouchChanged::Phase::Ended ||
                      touch.phase == surface::TouchChanged::Phase::Cancelled;
    if (gone || !corner) corner_ = -1;
}

void InteractionMonitor::pinchBegan(double x, double y) {
    pinching_ = !wakes();
    if (pinching_) window_.pinchBegan(x, y);
}

void InteractionMonitor::pinched(const surface::Pinch& pinch) {
    if (pinching_) window_.pinched(pinch);
}

void InteractionMonitor::pinchEnded() {
    if (pinching_) window_.pinchEnded();
    pinching_ = false;
}

}  // namespace atlas::app
