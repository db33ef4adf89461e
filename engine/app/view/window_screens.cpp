// Which monitors the map and the panels are on, as those come and go.

#include <fmt/format.h>

#include "app/view/window_loop_class.h"

namespace atlas::app {

namespace {

constexpr double kScreenPeriod = 0.5;  // seconds between two looks at what is plugged in

}  // namespace

// To standard error, where the log of an exhibit is; what is no failure goes there alone.
void WindowLoop::missPanels(const std::string& reason) {
    const std::string text = "the panels are in the map's window: " + reason;
    if (kiosk_) return kiosk_->report(text);
    std::fprintf(stderr, "yuzhong: %s\n", text.c_str());
    notices_.say(texts_.tr("The panels are here: their screen is not there."));
}

// On the command line, or for an exhibit in the catalogue.
WantedScreens WindowLoop::wantedScreens() const {
    WantedScreens wanted = options_.screens;
    if (capture_ || panelsClosed_) wanted.panels.clear();
    if (!kiosk_) return wanted;
    if (wanted.map.empty()) wanted.map = kiosk_->settings().mapScreen;
    if (wanted.panels.empty()) wanted.panels = kiosk_->settings().panelScreen;
    return wanted;
}

// At once where `now` is not given.
void WindowLoop::keepScreens(std::optional<double> now) {
    if (now && *now - screensLooked_ < kScreenPeriod) return;
    screensLooked_ = now.value_or(this->now());
    // Whoever closes the panels' window wants them back here.
    if (panelScreen_ && panelScreen_->window().wantsToClose() && !kiosk_) panelsClosed_ = true;
    const WantedScreens wanted = wantedScreens();
    if (!kiosk_ && wanted == WantedScreens() && !panelScreen_) return;
    const std::vector<surface::Screen> plugged = surface::screens();
    const ScreenPlan plan = planScreens(plugged, wanted);
    if (kiosk_) kiosk_->setScreens(screenList(plugged));
    if (!kiosk_ && !now && !wanted.map.empty() && plan.map) window_->placeOn(*plan.map, false);
    if (panelScreen_ && !plan.panels) closePanelScreen();
    if (kiosk_ && plan.map) window_->cover(*plan.map);
    if (plan.panels && !panelScreen_) openPanelScreen(*plan.panels);
    if (plan.panels && panelScreen_ && kiosk_) panelScreen_->window().cover(*plan.panels);
    const bool missing = !wanted.panels.empty() && !plan.panels;
    if (missing && !panelsMissed_)
        missPanels(fmt::format("screen {} is not there or is the map's; there are: {}", wanted.panels,
                               screenList(plugged)));
    panelsMissed_ = missing;
}

void WindowLoop::openPanelScreen(const surface::Screen& screen) {
    std::string reason;
    const auto filter = [this](surface::WindowEvents& events) -> surface::WindowEvents& {
        return kiosk_ ? kiosk_->openPanelEvents(events) : events;
    };
    panelScreen_ = PanelScreen::open(
        *window_, *this, filter, screen,
        fmt::format("{} – {}", district_->catalog.title.in(texts_.code()), texts_.tr("Panels")), reason);
    if (!panelScreen_) {
        if (kiosk_) kiosk_->closePanelEvents();
        panelsClosed_ = true;
        return missPanels(reason);
    }
    surface::Window& window = panelScreen_->window();
    window.setClock([this] { return now(); });
    panelScreen_->attach(interface_->scale(), interface_->characters());
    if (!kiosk_) {
        // Keys go where a hand was last.
        panelScreen_->pressed = [this] { interface_->letGo(); };
        window.placeOn(screen, true);
    } else {
        window.cover(screen);
    }
    // A machine that tells fingers apart does so for both windows.
    window.listenToTouches(reason);
    window.show();
    movePanels(*interface_);
    if (kiosk_) std::fprintf(stderr, "yuzhong: the panels are on screen %s\n", screen.name.c_str());
}

void WindowLoop::closePanelScreen() {
    // What draws there moves before its window goes.
    const std::unique_ptr<PanelScreen> old = std::move(panelScreen_);
    if (kiosk_) kiosk_->closePanelEvents();
    movePanels(old->interface());
}

// They come as they were left: what is typed, open and scrolled in them.
void WindowLoop::movePanels(const ui::Interface& from) {
    panels().addCharacters(from.characters());
    panels().takePlaces(from);
    if (kiosk_) kiosk_->attach(district_->catalog, *interface_, panels(), texts_);
    if (hud_) hud_->moveTo(panels());
    if (recorder_) recorder_->moveTo(panels());
    tools_->cardElsewhere = panelScreen_ != nullptr;
    awake_ = 2 * kSettlingFrames;
}

std::optional<scene::Viewport> WindowLoop::panelViewport() const {
    return panelScreen_ ? std::optional(panelScreen_->viewport()) : std::nullopt;
}

void WindowLoop::addCharacters(const std::string& text) {
    interface_->addCharacters(text);
    if (panelScreen_) panelScreen_->interface().addCharacters(text);
}

// Text that is being typed goes where it is shown.
ui::Interface& WindowLoop::keyTaker() {
    const bool map = interface_->wantsKeyboard() || interface_->keysInPanel() || interface_->popupOpen();
    return map ? *interface_ : panels();
}

}  // namespace atlas::app
