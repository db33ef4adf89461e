#include "surface/touch_gestures.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace atlas::surface {

namespace {

constexpr double kLeast = 1;  // pixels between fingers: nearer they say no direction

double wrap(double degrees) {
    return degrees > 180 ? degrees - 360 : degrees < -180 ? degrees + 360 : degrees;
}

}  // namespace

int TouchGestures::count() const {
    return static_cast<int>(
        std::count_if(fingers_.begin(), fingers_.end(), [](const Finger& f) { return f.number >= 0; }));
}

TouchGestures::Finger* TouchGestures::find(int number) {
    for (Finger& finger : fingers_)
        if (finger.number == number) return &finger;
    return nullptr;
}

void TouchGestures::changed(const TouchChanged& touch, double now) {
    if (touch.finger < 0) return;
    if (touch.phase == TouchChanged::Phase::Began) return began(touch, now);
    Finger* finger = find(touch.finger);
    if (finger == nullptr) return;
    tick(now);  // where frames take long a finger may have rested since the last one
    finger->x = touch.x;
    finger->y = touch.y;
    if (touch.phase == TouchChanged::Phase::Moved) return moved();
    if (touch.phase == TouchChanged::Phase::Ended) {
        moved();
        // A tap: pressed and let go where it began.
        if (mode_ == Mode::Undecided) {
            target_.press(finger->startX, finger->startY, false);
            target_.release(false);
            mode_ = Mode::Spent;
        }
    }
    finger->number = -1;
    lifted(now);
}

void TouchGestures::began(const TouchChanged& touch, double now) {
    if (Finger* lost = find(touch.finger)) {  // whose end was never told
        lost->number = -1;
        lifted(now);
    }
    Finger* finger = find(-1);
    if (finger == nullptr) return;
    *finger = {touch.finger, touch.x, touch.y, touch.x, touch.y};
    since_ = now;
    if (count() == 1) {
        mode_ = Mode::Undecided;
        return;
    }
    if (mode_ == Mode::Pointer || mode_ == Mode::Orbit) target_.release(mode_ == Mode::Orbit);
    for (Finger& each : fingers_) {
        each.startX = each.x;
        each.startY = each.y;
    }
    mode_ = Mode::PinchUndecided;
    settleTwo();
    target_.beginPinch(middleX_, middleY_);
}

void TouchGestures::lifted(double now) {
    const int left = count();
    if (mode_ == Mode::Pointer || mode_ == Mode::Orbit) target_.release(mode_ == Mode::Orbit);
    if (mode_ == Mode::PinchUndecided || mode_ == Mode::Pinch || mode_ == Mode::Tilt) target_.endPinch();
    // The finger that stays after a pinch means nothing: hands do not leave at once.
    mode_ = left > 0 ? Mode::Spent : Mode::None;
    since_ = now;
    if (left == 0) target_.lifted();
}

void TouchGestures::moved() {
    if (count() == 1)
        movedOne();
    else if (count() == 2)
        movedTwo();
}

void TouchGestures::movedOne() {
    const Finger& finger = fingers_[0].number >= 0 ? fingers_[0] : fingers_[1];
    if (mode_ == Mode::Undecided) {
        const double dx = finger.x - finger.startX;
        const double dy = finger.y - finger.startY;
        if (std::hypot(dx, dy) <= kSlack * scale_) return;
        if (std::abs(dy) > std::abs(dx) && target_.scrolls(finger.startX, finger.startY)) {
            mode_ = Mode::Scroll;
            middleY_ = finger.startY;
        } else {
            mode_ = Mode::Pointer;
            target_.press(finger.startX, finger.startY, false);
        }
    }
    if (mode_ == Mode::Pointer || mode_ == Mode::Orbit) target_.drag(finger.x, finger.y);
    if (mode_ == Mode::Scroll) {
        target_.scroll(finger.startX, finger.startY, finger.y - middleY_);
        middleY_ = finger.y;
    }
}

void TouchGestures::settleTwo() {
    const double dx = fingers_[1].x - fingers_[0].x;
    const double dy = fingers_[1].y - fingers_[0].y;
    middleX_ = (fingers_[0].x + fingers_[1].x) / 2;
    middleY_ = (fingers_[0].y + fingers_[1].y) / 2;
    spread_ = std::max(kLeast, std::hypot(dx, dy));
    angle_ = std::atan2(dy, dx) * 180 / std::numbers::pi;
}

void TouchGestures::movedTwo() {
    if (mode_ == Mode::PinchUndecided) {
        const auto& [a, b] = fingers_;
        const double ax = a.x - a.startX;
        const double ay = a.y - a.startY;
        const double bx = b.x - b.startX;
        const double by = b.y - b.startY;
        const double slack = kSlack * scale_;
        // Decided by both fingers: one that moves alone may be about to be followed by the other.
        if (std::max(std::hypot(ax, ay), std::hypot(bx, by)) <= slack) return;
        const bool together = ay * by > 0 && std::min(std::abs(ay), std::abs(by)) > slack / 2;
        const bool upright = std::abs(ay) > 1.5 * std::abs(ax) && std::abs(by) > 1.5 * std::abs(bx);
        const bool alone = std::min(std::hypot(ax, ay), std::hypot(bx, by)) < slack / 2;
        if (alone && std::max(std::hypot(ax, ay), std::hypot(bx, by)) < 2.5 * slack) return;
        const bool sideBySide = std::abs(b.startX - a.startX) > std::abs(b.startY - a.startY);
        mode_ = together && upright && sideBySide ? Mode::Tilt : Mode::Pinch;
    }
    const double x = middleX_;
    const double y = middleY_;
    const double spread = spread_;
    const double angle = angle_;
    settleTwo();
    Pinch pinch{middleX_, middleY_, middleX_ - x, middleY_ - y, spread_ / spread, wrap(angle_ - angle), 0};
    if (mode_ == Mode::Tilt) pinch = {middleX_, middleY_, 0, 0, 1, 0, middleY_ - y};
    if (mode_ == Mode::Pinch || mode_ == Mode::Tilt) target_.pinch(pinch);
}

void TouchGestures::tick(double now) {
    if (mode_ != Mode::Undecided || now - since_ < kLongPress) return;
    const Finger& finger = fingers_[0].number >= 0 ? fingers_[0] : fingers_[1];
    if (target_.scrolls(finger.startX, finger.startY)) return;
    mode_ = Mode::Orbit;
    target_.press(finger.startX, finger.startY, true);
    target_.drag(finger.x, finger.y);
}

std::optional<TouchGestures::Resting> TouchGestures::resting(double now) const {
    const Finger& finger = fingers_[0].number >= 0 ? fingers_[0] : fingers_[1];
    if (mode_ == Mode::Orbit) return Resting{finger.x, finger.y, 1};
    if (mode_ != Mode::Undecided || now - since_ < 0.15) return std::nullopt;
    return Resting{finger.x, finger.y, std::min(1.0, (now - since_) / kLongPress)};
}

}  // namespace atlas::surface
