// What mouse, keys and dropped files do to the window.

#include <GLFW/glfw3.h>

#include <algorithm>
#include <cmath>

#include "app/view/window_loop_class.h"

namespace atlas::app {

namespace {

constexpr double kClickSlack = 5;      // points that a hand may tremble within a click
constexpr double kDoubleClick = 0.35;  // seconds
constexpr double kTilt = 0.22;         // degrees a point

bool leadsAbout(int key) {
    switch (key) {
        case GLFW_KEY_UP:
        case GLFW_KEY_DOWN:
        case GLFW_KEY_LEFT:
        case GLFW_KEY_RIGHT:
        case GLFW_KEY_SPACE:
        case GLFW_KEY_ENTER:
        case GLFW_KEY_KP_ENTER:
        case GLFW_KEY_TAB:
        case GLFW_KEY_ESCAPE:
        case GLFW_KEY_HOME:
        case GLFW_KEY_END:
        case GLFW_KEY_PAGE_UP:
        case GLFW_KEY_PAGE_DOWN:
            return true;
        default:
            return false;
    }
}

}  // namespace

std::optional<osg::Vec3d> WindowLoop::groundUnderPointer() const {
    if (!pointed_ || interface_->wantsMouse(x_, y_)) return std::nullopt;
    const osg::Vec3d ray = scene::rayThrough(rig_->pose(), viewport(), x_, y_);
    auto point = view_->hit(rig_->pose().eye, ray);
    if (point) point->z() /= view_->stage().exaggeration();
    return point;
}

ToolPointer WindowLoop::toolPointer() const {
    return {x_, y_, groundUnderPointer(), view_->stage().projector(rig_->pose(), viewport()),
            view_->stage().exaggeration()};
}

bool WindowLoop::toolKey(int key) {
    switch (key) {
        case GLFW_KEY_ENTER:
        case GLFW_KEY_KP_ENTER:
            return tools_->key(session_, ToolKey::Enter);
        case GLFW_KEY_ESCAPE:
            return tools_->key(session_, ToolKey::Escape);
        case GLFW_KEY_BACKSPACE:
            return tools_->key(session_, ToolKey::Backspace);
        default:
            return false;
    }
}

void WindowLoop::pointerMoved(double x, double y) {
    interface_->pointerMoved(x, y);
    if (walk_.active() && looking_) walk_.drag(x - x_, y - y_, interface_->scale());
    x_ = x;
    y_ = y;
    pointed_ = true;
    awake_ = kSettlingFrames;
    rig_->drag(x, y);
    if (!rig_->dragging()) tools_->move(toolPointer());
}

void WindowLoop::pointerLeft() {
    interface_->pointerLeft();
    pointed_ = false;
    awake_ = kSettlingFrames;
}

void WindowLoop::buttonChanged(int button, bool down, int modifiers, const surface::Moment& when) {
    interface_->buttonChanged(button, down);
    awake_ = kSettlingFrames;
    const bool orbit = button == GLFW_MOUSE_BUTTON_RIGHT || button == GLFW_MOUSE_BUTTON_MIDDLE ||
                       (button == GLFW_MOUSE_BUTTON_LEFT && (modifiers & GLFW_MOD_CONTROL) != 0);
    if (!down) {
        rig_->release();
        looking_ = false;
        if (button == GLFW_MOUSE_BUTTON_LEFT && tools_->release(toolPointer())) return;
        if (button == GLFW_MOUSE_BUTTON_LEFT && pressed_) {
            pressed_ = false;
            if (std::hypot(x_ - downX_, y_ - downY_) <= kClickSlack * interface_->scale()) {
                // Two quick clicks at two places are two clicks.
                const bool twice =
                    when.earliest - lastClick_ < kDoubleClick &&
                    std::hypot(x_ - lastX_, y_ - lastY_) <=
                        std::max(kClickSlack, 2 * options_.pickTolerance) * interface_->scale();
                lastClick_ = twice ? -1 : when.latest;
                lastX_ = x_;
                lastY_ = y_;
                click(twice);
            }
        }
        return;
    }
    if (panelScreen_ && !kiosk_) panels().letGo();  // keys go where a hand was last
    if (interface_->wantsMouse(x_, y_)) return;
    tour_.pause();
    rig_->setViewport(viewport());
    if (!orbit && button == GLFW_MOUSE_BUTTON_LEFT && !walk_.active() && tools_->press(toolPointer())) return;
    if (!orbit && button == GLFW_MOUSE_BUTTON_LEFT) {
        pressed_ = true;
        downX_ = x_;
        downY_ = y_;
    }
    if (walk_.active())
        looking_ = true;
    else if (orbit)
        rig_->beginOrbit(x_, y_);
    else if (pressed_)
        rig_->beginPan(x_, y_);
}

void WindowLoop::click(bool twice) {
    if (walk_.active() && twice) return;
    const auto chosen = view_->pick(rig_->pose(), viewport(), x_, y_, options_.pickTolerance);
    if (!walk_.active() && tools_->click(session_, toolPointer(), twice, chosen)) return;
    if (twice) {
        rig_->flyNearer(x_, y_, options_.reducedMotion);
        return;
    }
    if (const auto many = view_->gathering(rig_->pose(), viewport(), x_, y_, 0); many && !walk_.active())
        return flyTo(*many);
    // On a walk a hand that only looked around takes nothing away.
    if (chosen || !walk_.active()) session_.selected = chosen ? chosen->key() : std::string();
}

void WindowLoop::wheelTurned(double steps) {
    interface_->wheelTurned(steps);
    awake_ = kSettlingFrames;
    if (interface_->wantsMouse(x_, y_)) return;
    tour_.pause();
    if (walk_.active()) return walk_.wheel(steps);
    rig_->setViewport(viewport());
    rig_->zoom(x_, y_, steps);
}

void WindowLoop::pinchBegan(double x, double y) {
    awake_ = kSettlingFrames;
    if (interface_->wantsMouse(x, y) || walk_.active()) return;
    tour_.pause();
    rig_->setViewport(viewport());
    rig_->beginPinch(x, y);
}

void WindowLoop::pinched(const surface::Pinch& pinch) {
    awake_ = kSettlingFrames;
    rig_->pinch(pinch.x, pinch.y, pinch.ratio, pinch.turn, pinch.tilt * kTilt / interface_->scale());
}

void WindowLoop::pinchEnded() {
    rig_->release();
    awake_ = kSettlingFrames;
}

void WindowLoop::keyChanged(int key, bool down, int modifiers) {
    awake_ = kSettlingFrames;
    // Keys that lead about in a panel move the map unless a panel was entered.
    ui::Interface& taker = keyTaker();
    const bool panel = taker.wantsKeyboard() || taker.keysInPanel() || taker.popupOpen();
    if (panel || !down || !leadsAbout(key)) taker.keyChanged(key, down);
    if (!down && &taker != interface_.get()) interface_->keyChanged(key, false);
    if (!down && &taker != &panels()) panels().keyChanged(key, false);
    if (!down) steering_.keyUp(key);
    if (!down) return;
    if (key == GLFW_KEY_F6) return taker.focusNextPanel((modifiers & GLFW_MOD_SHIFT) != 0);
    if (sessions_->asks() && !taker.wantsKeyboard() && (key == GLFW_KEY_ENTER || key == GLFW_KEY_ESCAPE))
        return adopt(sessions_->answer(key == GLFW_KEY_ENTER, session_));
    if ((modifiers & GLFW_MOD_CONTROL) != 0) {
        if (key == GLFW_KEY_S) save();
        if (key == GLFW_KEY_F) hud_->search();
        if (taker.wantsKeyboard()) return;  // a text that is being typed has steps of its own
        if (key == GLFW_KEY_C) copying_ = pictures_ != nullptr;
        if (key == GLFW_KEY_P && pictures_) pictures_->open();
        if (key == GLFW_KEY_Z) step((modifiers & GLFW_MOD_SHIFT) == 0);
        if (key == GLFW_KEY_Y) step(false);
        if (key == GLFW_KEY_EQUAL || key == GLFW_KEY_KP_ADD) changeType(1);
        if (key == GLFW_KEY_MINUS || key == GLFW_KEY_KP_SUBTRACT) changeType(-1);
        if (key == GLFW_KEY_0 || key == GLFW_KEY_KP_0) session_.typeScale = 1;
        return;
    }
    if (taker.wantsKeyboard()) return;
    if (taker.keysInPanel() && (key < GLFW_KEY_F1 || key > GLFW_KEY_F25)) {
        if (key == GLFW_KEY_ESCAPE && !taker.popupOpen()) taker.leavePanels();
        return;
    }
    if (key == GLFW_KEY_SLASH) return hud_->search();
    if (tour_.active() && tourKey(key)) return;
    if (toolKey(key)) return;
    steering_.keyDown(key);
    if (steering_.active()) tour_.pause();
    if (walk_.active() && walkKey(key)) return;
    const auto& views = view_->district().catalog.views;
    if (key >= GLFW_KEY_1 && key <= GLFW_KEY_9) {
        const auto i = static_cast<std::size_t>(key - GLFW_KEY_1);
        if (i < views.size()) flyToView(views[i]);
        return;
    }
    switch (key) {
        case GLFW_KEY_HOME:
            if (!views.empty()) flyToView(views.front());
            break;
        case GLFW_KEY_N:
            rig_->northUp(options_.reducedMotion);
            break;
        case GLFW_KEY_TAB:
            hud_->visible = !hud_->visible;
            break;
        case GLFW_KEY_L:
            session_.language = session_.language == "zh" ? "en" : "zh";
            texts_.setLanguage(session_.language == "en" ? ui::Language::En : ui::Language::Zh);
            break;
        case GLFW_KEY_B:
            if (pictures_ && !tour_.active()) keepView();
            break;
        case GLFW_KEY_F1:
            hud_->showHelp = !hud_->showHelp;
            break;
        case GLFW_KEY_F3:
            hud_->showFrameRate = !hud_->showFrameRate;
            break;
        case GLFW_KEY_F11:
            window_->toggleFullScreen();
            break;
        case GLFW_KEY_ESCAPE:
            if (hud_->showHelp)
                hud_->showHelp = false;
            else if (pictures_ && pictures_->isOpen())
                pictures_->close();
            else
                session_.selected.clear();
            break;
        default:
            break;
    }
}

void WindowLoop::changeType(int steps) {
    const auto now = std::min_element(kTypeScales.begin(), kTypeScales.end(), [&](double a, double b) {
        return std::abs(a - session_.typeScale) < std::abs(b - session_.typeScale);
    });
    const auto wanted =
        std::clamp<std::ptrdiff_t>(now - kTypeScales.begin() + steps, 0, kTypeScales.size() - 1);
    session_.typeScale = kTypeScales[static_cast<std::size_t>(wanted)];
}

void WindowLoop::textTyped(char32_t character) {
    awake_ = kSettlingFrames;
    keyTaker().textTyped(character);
}

bool WindowLoop::tourKey(int key) {
    switch (key) {
        case GLFW_KEY_ESCAPE:
            tour_.stop(session_, *rig_, options_.reducedMotion);
            return true;
        case GLFW_KEY_SPACE:
            tour_.toggle();
            return true;
        case GLFW_KEY_RIGHT:
            tour_.next();
            return true;
        case GLFW_KEY_LEFT:
            tour_.back();
            return true;
        case GLFW_KEY_HOME:
        case GLFW_KEY_N:
            return true;  // the tour leads
        default:
            return key >= GLFW_KEY_1 && key <= GLFW_KEY_9;
    }
}

bool WindowLoop::walkKey(int key) {
    switch (key) {
        case GLFW_KEY_ESCAPE:
            walk_.stop(*rig_, options_.reducedMotion);
            return true;
        case GLFW_KEY_SPACE:
            walk_.toggleRunning();
            return true;
        case GLFW_KEY_EQUAL:
        case GLFW_KEY_KP_ADD:
            walk_.changeSpeed(1.4);
            return true;
        case GLFW_KEY_MINUS:
        case GLFW_KEY_KP_SUBTRACT:
            walk_.changeSpeed(1 / 1.4);
            return true;
        case GLFW_KEY_HOME:
        case GLFW_KEY_N:
            walk_.quit();
            return false;
        default:
            if (key >= GLFW_KEY_1 && key <= GLFW_KEY_9) walk_.quit();
            return false;
    }
}

void WindowLoop::filesDropped(const std::vector<std::string>& paths) {
    for (const std::string& path : paths) added_->read(path);
    awake_ = kSettlingFrames;
}

}  // namespace atlas::app
