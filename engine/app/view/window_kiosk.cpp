// What an exhibit asks of the window.

#include <GLFW/glfw3.h>

#include "app/view/window_loop_class.h"

namespace atlas::app {

namespace {

constexpr double kHoldPeriod = 2;  // seconds between two tries to have all keys

}  // namespace

void WindowLoop::guideKiosk(double now) {
    if (now - held_ > kHoldPeriod) {
        held_ = now;
        surface::holdKeyboard(window_->handle());
    }
    const bool pointer = !kiosk_->byTouch() && !kiosk_->attracts();
    window_->showPointer(pointer);
    if (panelScreen_) panelScreen_->window().showPointer(pointer);
    kiosk_->update(viewport(), panelViewport());
}

void WindowLoop::beginAnew(const std::string& language, const KioskComfort& comfort) {
    tour_.stop(session_, *rig_, true);
    walk_.quit();
    tools_->cancel();
    steering_ = {};
    const std::string wanted = language.empty() ? std::string(texts_.code()) : language;
    session_ = openingSession(district_->catalog, wanted);
    useComfort(comfort);
    setLanguage(wanted);
    openHud();  // no field is filled
    interface_->forgetPlaces();
    panels().forgetPlaces();
    history_.emplace(session_);
    view_->apply(session_);
    rig_->jumpTo(view_->poseOf(session_.camera));
}

bool WindowLoop::playTour(const std::string& file) {
    return startTour(file);
}

void WindowLoop::endTour() {
    tour_.stop(session_, *rig_, options_.reducedMotion);
    walk_.quit();
}

void WindowLoop::useComfort(const KioskComfort& comfort) {
    session_.typeScale = comfort.typeScale;
    options_.reducedMotion = comfort.reducedMotion;
    awake_ = kSettlingFrames;
}

}  // namespace atlas::app
