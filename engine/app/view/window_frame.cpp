// What a frame of the window shows over the map, and in the panels' own window where there is one.

#include <utility>

#include "app/view/window_loop_class.h"

namespace atlas::app {

namespace {

constexpr double kCreditsBeside = 1400;  // points of width
constexpr float kReadoutHeight = 40;

}  // namespace

void WindowLoop::hover(const scene::Viewport& port) {
    if (interface_->wantsMouse(x_, y_)) return;
    // A mouse that somebody left on the map means nothing there.
    const bool left = kiosk_ && kiosk_->attracts();
    if (!pointed_ || left || rig_->dragging() || looking_ || tools_->ownsPointer())
        view_->setHovered(std::nullopt);
    else
        view_->hoverAt(rig_->pose(), port, x_, y_, options_.pickTolerance);
}

// Panels of this frame; edits the session and does what was asked for.
bool WindowLoop::drawPanels(const scene::Viewport& port, double seconds) {
    HudFacts facts;
    facts.ground = groundUnderPointer();
    facts.frameMilliseconds = hud_->showFrameRate ? frameMilliseconds_ : 0;
    hover(port);
    const Session before = session_;
    hud_->canUndo = history_->canUndo();
    hud_->canRedo = history_->canRedo();
    hud_->rightTaken = recording();
    const ui::Panels style = kiosk_ && kiosk_->comfort().contrast ? ui::Panels::Contrast
                             : session_.lightPanels               ? ui::Panels::Light
                                                                  : ui::Panels::Dark;
    interface_->setPanels(style);
    panels().setPanels(style);
    HudActions actions;
    interface_->begin({port.width, port.height}, seconds);
    const bool shown = hud_->visible;
    const bool bar = !kiosk_ || kiosk_->exploring();
    drawOverMap(port, facts, shown && bar && !tour_.active(), actions);
    scene::Viewport panelPort = port;
    if (panelScreen_) {
        interface_->end();
        panelPort = panelScreen_->viewport();
        panels().begin({panelPort.width, panelPort.height}, seconds);
    }
    // In one window a tour has the screen for itself.
    hud_->visible = shown && bar && (panelScreen_ || !tour_.active());
    const bool news = drawBeside(panelPort, facts, bar, seconds, actions);
    panels().end();
    if (const auto answer = std::exchange(answer_, std::nullopt)) adopt(sessions_->answer(*answer, session_));
    if (!tour_.active()) history_->watch(session_, interface_->itemHeld() || panels().itemHeld());
    act(actions);
    if (const std::string file = std::exchange(preview_, {}); !file.empty()) startTour(file);
    if (!(session_ == before)) awake_ = kSettlingFrames;
    view_->apply(session_);
    tools_->update(session_, capture_.has_value());
    view_->showSelection(!walk_.active() || session_.selected != walked_);
    collectBoxes();
    hud_->visible = shown;
    return news;
}

// What belongs to the map, wherever the panels are. `controls`: a hand may want them.
void WindowLoop::drawOverMap(const scene::Viewport& port, const HudFacts& facts, bool controls,
                             HudActions& actions) {
    const bool bar = !kiosk_ || kiosk_->exploring();
    if (panelScreen_ && controls) {
        const float tool = HudLayout({port}).cardShare(!session_.tools.open.empty());
        furniture_->draw(*interface_, rig_->pose(), port, facts,
                         kiosk_ ? kiosk_->mapRoom(port) : KeptFree{0, tool, 0}, kiosk_ != nullptr, actions);
        // Over the readout where both have no room beside each other.
        const bool beside = kiosk_ || port.width >= kCreditsBeside * port.scale;
        furniture_->drawCredits(interface_->fonts(),
                                beside ? 0 : kReadoutHeight * static_cast<float>(port.scale));
    }
    if (controls && !kiosk_)
        tools_->draw(session_, view_->stage().projector(rig_->pose(), port), actions,
                     hud_->rightTaken && !panelScreen_);
    if (walk_.draw(texts_, interface_->fonts(), port)) walk_.stop(*rig_, options_.reducedMotion);
    tour_.drawCaption(*view_, texts_, interface_->fonts(), port, bar && !panelScreen_);
    if (kiosk_) kiosk_->drawOverMap(window_->gestures().resting(now()), port);
}

// The panels. `bar`: of a tour. True while a message will leave by itself.
bool WindowLoop::drawBeside(const scene::Viewport& port, const HudFacts& facts, bool bar, double seconds,
                            HudActions& actions) {
    const ui::Fonts& fonts = panels().fonts();
    const bool tourBeside = panelScreen_ && tour_.active();
    hud_->mapElsewhere = panelScreen_ ? std::optional(viewport()) : std::nullopt;
    hud_->cardOnly = tourBeside;
    hud_->keepBottom = 0;
    if (kiosk_) kiosk_->arrange(*hud_, port);
    const float kioskBar = hud_->keepBottom;
    const auto scale = static_cast<float>(port.scale);
    if (tourBeside) hud_->keepBottom += TourPlayer::kHeight * scale;
    hud_->draw(session_, rig_->pose(), port, facts, actions);
    if (tourBeside && hud_->visible) tour_.drawStops(texts_, fonts, hud_->layout().panel(), scale);
    if (bar && tour_.drawBar(texts_, fonts, port, panelScreen_ ? kioskBar / scale : 0))
        tour_.stop(session_, *rig_, options_.reducedMotion);
    if (hud_->visible) drawPictures(port);
    if (!kiosk_) {
        answer_ = sessions_->draw(fonts, port);
        return notices_.draw(fonts, port, seconds);
    }
    for (const std::string& complaint : notices_.take()) kiosk_->report(complaint);
    kiosk_->drawPanels(session_, *hud_, touring(), port, seconds);
    return false;
}

// What names on the map keep clear of.
void WindowLoop::collectBoxes() {
    blocked_.clear();
    const auto add = [this](const std::vector<scene::ScreenBox>& boxes) {
        blocked_.insert(blocked_.end(), boxes.begin(), boxes.end());
    };
    if (walk_.active()) blocked_.push_back(walk_.box());
    if (kiosk_) add(kiosk_->boxes());
    if (hud_->visible && !kiosk_) add(tools_->blocked());
    if (panelScreen_) {
        if (hud_->visible) add(furniture_->blocked());
        add(tour_.boxes(false));
        return;
    }
    add(hud_->blocked());
    add(tour_.boxes(true));
    for (const auto& box :
         {notices_.box(), sessions_->box(), hud_->visible && recording() ? recorder_->box() : std::nullopt})
        if (box) blocked_.push_back(*box);
}

}  // namespace atlas::app
