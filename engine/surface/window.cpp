#include "surface/window.h"

#include <GL/gl.h>
#include <GL/glext.h>
#include <GLFW/glfw3.h>

#include <algorithm>
#include <cstring>

namespace atlas::surface {

namespace {

Window& of(GLFWwindow* window) {
    return *static_cast<Window*>(glfwGetWindowUserPointer(window));
}

struct Teller {
    WindowEvents& events;
    void operator()(const PointerMoved& at) const { events.pointerMoved(at.x, at.y); }
    void operator()(const PointerLeft&) const { events.pointerLeft(); }
    void operator()(const ButtonChanged& b) const {
        events.buttonChanged(b.button, b.down, b.modifiers, b.when);
    }
    void operator()(const WheelTurned& wheel) const { events.wheelTurned(wheel.steps); }
    void operator()(const KeyChanged& k) const { events.keyChanged(k.key, k.down, k.modifiers); }
    void operator()(const TextTyped& text) const { events.textTyped(text.character); }
    void operator()(const PinchBegan& at) const { events.pinchBegan(at.x, at.y); }
    void operator()(const Pinch& pinch) const { events.pinched(pinch); }
    void operator()(const PinchEnded&) const { events.pinchEnded(); }
};

// GLFW speaks in screen units, which are not pixels on every system.
void toPixels(GLFWwindow* window, double& x, double& y) {
    int windowWidth = 1;
    int windowHeight = 1;
    int width = 1;
    int height = 1;
    glfwGetWindowSize(window, &windowWidth, &windowHeight);
    glfwGetFramebufferSize(window, &width, &height);
    x *= static_cast<double>(width) / std::max(1, windowWidth);
    y *= static_cast<double>(height) / std::max(1, windowHeight);
}

std::string lastProblem() {
    const char* text = nullptr;
    glfwGetError(&text);
    return text != nullptr ? text : "unknown reason";
}

}  // namespace

void Window::pointerAt(double x, double y) {
    toPixels(window_, x, y);
    pointer_ = PointerMoved{x, y};
    input_.push(*pointer_);
}

void Window::listen() {
    glfwSetWindowUserPointer(window_, this);
    glfwSetCursorPosCallback(window_, [](GLFWwindow* w, double x, double y) { of(w).pointerAt(x, y); });
    glfwSetCursorEnterCallback(window_, [](GLFWwindow* w, int entered) {
        if (entered != GLFW_FALSE) return;
        of(w).input_.push(PointerLeft{});
        of(w).pointer_.reset();
    });
    glfwSetMouseButtonCallback(window_, [](GLFWwindow* w, int button, int action, int modifiers) {
        // Where the pointer is now may be further than where it was pressed: moves come before it as events.
        if (!of(w).pointer_) {
            double x = 0;
            double y = 0;
            glfwGetCursorPos(w, &x, &y);
            of(w).pointerAt(x, y);
        }
        of(w).input_.push(ButtonChanged{button, action == GLFW_PRESS, modifiers, of(w).moment()});
    });
    glfwSetScrollCallback(window_,
                          [](GLFWwindow* w, double, double y) { of(w).input_.push(WheelTurned{y}); });
    glfwSetKeyCallback(window_, [](GLFWwindow* w, int key, int, int action, int modifiers) {
        if (action != GLFW_REPEAT) of(w).input_.push(KeyChanged{key, action == GLFW_PRESS, modifiers});
    });
    glfwSetCharCallback(window_, [](GLFWwindow* w, unsigned character) {
        of(w).input_.push(TextTyped{static_cast<char32_t>(character)});
    });
    glfwSetDropCallback(window_, [](GLFWwindow* w, int count, const char** paths) {
        of(w).events_.filesDropped(std::vector<std::string>(paths, paths + count));
    });
    glfwSetFramebufferSizeCallback(window_, [](GLFWwindow* w, int, int) { of(w).events_.damaged(); });
    glfwSetWindowRefreshCallback(window_, [](GLFWwindow* w) { of(w).events_.damaged(); });
}

// No version hints: the driver's highest compatibility profile, which OpenSceneGraph needs.
bool Window::open(Size size, const std::string& title, GLFWwindow* shared) {
    glfwWindowHint(GLFW_DEPTH_BITS, 24);
    glfwWindowHint(GLFW_VISIBLE, GLFW_FALSE);
    glfwWindowHint(GLFW_SCALE_TO_MONITOR, GLFW_TRUE);
    // For the rules of window managers: the title is in the person's language.
    glfwWindowHintString(GLFW_X11_CLASS_NAME, "yuzhong");
    glfwWindowHintString(GLFW_X11_INSTANCE_NAME, "yuzhong");
    // Whoever turns to the other window, or to a notice of the desktop, wants this one to stay.
    glfwWindowHint(GLFW_AUTO_ICONIFY, GLFW_FALSE);
    // Asked for, so that a reset of the graphics card is told; drivers that cannot promise it still give a
    // context.
    glfwWindowHint(GLFW_CONTEXT_ROBUSTNESS, GLFW_LOSE_CONTEXT_ON_RESET);
    window_ = glfwCreateWindow(size.width, size.height, title.c_str(), nullptr, shared);
    if (window_ == nullptr) {
        glfwWindowHint(GLFW_CONTEXT_ROBUSTNESS, GLFW_NO_ROBUSTNESS);
        window_ = glfwCreateWindow(size.width, size.height, title.c_str(), nullptr, shared);
    }
    if (window_ == nullptr) return false;
    glfwMakeContextCurrent(window_);
    glfwSetWindowSizeLimits(window_, 160, 120, GLFW_DONT_CARE, GLFW_DONT_CARE);
    listen();
    return true;
}

std::unique_ptr<Window> Window::create(Size size, const std::string& title, int samples, WindowEvents& events,
                                       std::string& reason) {
    if (glfwInit() != GLFW_TRUE) {
        reason = "there is no display to open a window on (" + lastProblem() + ")";
        return nullptr;
    }
    std::unique_ptr<Window> window(new Window(events));
    // GLFW takes 1 as "some multisampling" and then prefers four samples to none.
    glfwWindowHint(GLFW_SAMPLES, samples > 1 ? samples : 0);
    if (!window->open(size, title, nullptr)) {
        reason = "no window with OpenGL could be opened (" + lastProblem() + ")";
        return nullptr;
    }
    glfwSwapInterval(1);
    const auto* renderer = reinterpret_cast<const char*>(glGetString(GL_RENDERER));
    window->software_ = renderer != nullptr && std::strstr(renderer, "llvmpipe") != nullptr;
    return window;
}

std::unique_ptr<Window> Window::createBeside(Window& first, Size size, const std::string& title,
                                             WindowEvents& events, std::string& reason) {
    std::unique_ptr<Window> window(new Window(events));
    window->first_ = &first;
    window->software_ = first.software_;
    glfwWindowHint(GLFW_SAMPLES, 0);
    const bool opened = window->open(size, title, first.window_);
    // The first one waits for its screen; waiting for two would halve the rate.
    if (opened) glfwSwapInterval(0);
    first.makeCurrent();
    if (!opened) {
        reason = "no second window with OpenGL could be opened (" + lastProblem() + ")";
        return nullptr;
    }
    first.beside_ = window.get();
    return window;
}

Window::~Window() {
    touches_.reset();
    if (window_ != nullptr) glfwDestroyWindow(window_);
    if (first_ == nullptr)
        glfwTerminate();
    else if (first_->beside_ == this)
        first_->beside_ = nullptr;
}

void Window::makeCurrent() {
    glfwMakeContextCurrent(window_);
}

void Window::show() {
    glfwShowWindow(window_);
}

Size Window::framebuffer() const {
    Size size;
    glfwGetFramebufferSize(window_, &size.width, &size.height);
    return size;
}

double Window::contentScale() const {
    float x = 1;
    float y = 1;
    glfwGetWindowContentScale(window_, &x, &y);
    return std::clamp(static_cast<double>(x), 0.5, 4.0);
}

bool Window::wantsToClose() const {
    return glfwWindowShouldClose(window_) != 0;
}
void Window::requestClose() {
    glfwSetWindowShouldClose(window_, GLFW_TRUE);
}
void Window::setTitle(const std::string& title) {
    glfwSetWindowTitle(window_, title.c_str());
}
void Window::swap() {
    glfwSwapBuffers(window_);
}

void Window::toggleFullScreen() {
    if (glfwGetWindowMonitor(window_) != nullptr) {
        glfwSetWindowMonitor(window_, nullptr, saved_[0], saved_[1], saved_[2], saved_[3], GLFW_DONT_CARE);
        return;
    }
    GLFWmonitor* monitor = glfwGetPrimaryMonitor();
    const GLFWvidmode* mode = monitor != nullptr ? glfwGetVideoMode(monitor) : nullptr;
    if (mode == nullptr) return;
    glfwGetWindowPos(window_, &saved_[0], &saved_[1]);
    glfwGetWindowSize(window_, &saved_[2], &saved_[3]);
    glfwSetWindowMonitor(window_, monitor, 0, 0, mode->width, mode->height, mode->refreshRate);
}

namespace {

GLFWmonitor* monitorOf(const Screen& screen) {
    int count = 0;
    GLFWmonitor** monitors = glfwGetMonitors(&count);
    GLFWmonitor** end = monitors + count;
    GLFWmonitor** found =
        std::find_if(monitors, end, [&](GLFWmonitor* m) { return screen.name == glfwGetMonitorName(m); });
    return found != end ? *found : nullptr;
}

}  // namespace

void Window::cover(const Screen& screen) {
    GLFWmonitor* monitor = monitorOf(screen);
    const GLFWvidmode* mode = monitor != nullptr ? glfwGetVideoMode(monitor) : nullptr;
    if (mode == nullptr) return;  // unplugged meanwhile
    int width = 0;
    int height = 0;
    int x = 0;
    int y = 0;
    glfwGetWindowSize(window_, &width, &height);
    glfwGetWindowPos(window_, &x, &y);
    if (glfwGetWindowMonitor(window_) == monitor && width == mode->width && height == mode->height &&
        x == screen.x && y == screen.y)
        return;
    glfwSetWindowMonitor(window_, monitor, 0, 0, mode->width, mode->height, mode->refreshRate);
}

void Window::placeOn(const Screen& screen, bool whole) {
    GLFWmonitor* monitor = monitorOf(screen);
    if (monitor == nullptr) return;
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;
    glfwGetMonitorWorkarea(monitor, &x, &y, &width, &height);
    int wide = 0;
    int high = 0;
    glfwGetWindowSize(window_, &wide, &high);
    if (whole) {
        wide = width;
        high = height;
    }
    glfwSetWindowPos(window_, x + std::max(0, (width - wide) / 2), y + std::max(0, (height - high) / 2));
    glfwSetWindowSize(window_, std::min(wide, width), std::min(high, height));
    if (whole) glfwMaximizeWindow(window_);
}

void Window::showPointer(bool shown) {
    const int mode = shown ? GLFW_CURSOR_NORMAL : GLFW_CURSOR_HIDDEN;
    if (glfwGetInputMode(window_, GLFW_CURSOR) != mode) glfwSetInputMode(window_, GLFW_CURSOR, mode);
}

bool Window::listenToTouches(std::string& reason) {
    touches_ = TouchSource::open(window_, reason);
    return touches_ != nullptr;
}

void Window::injectTouch(const TouchChanged& touch) {
    touched(touch, now());
}

void Window::touched(const TouchChanged& touch, double when) {
    events_.touched(touch);
    gestures_.setScale(contentScale());
    gestures_.changed(touch, when);
}

void Window::takeTouches() {
    if (touches_)
        touches_->poll(now(), [this](const TouchChanged& touch, double when) { touched(touch, when); });
}

void Window::press(double x, double y, bool orbit) {
    input_.push(PointerMoved{x, y});
    input_.push(ButtonChanged{orbit ? GLFW_MOUSE_BUTTON_RIGHT : GLFW_MOUSE_BUTTON_LEFT, true, 0, moment()});
}

void Window::release(bool orbit) {
    input_.push(ButtonChanged{orbit ? GLFW_MOUSE_BUTTON_RIGHT : GLFW_MOUSE_BUTTON_LEFT, false, 0, moment()});
}

Moment Window::moment() const {
    const double at = now();
    return {waiting_ ? at : std::min(looked_, at), at};
}

double Window::now() const {
    return clock_ ? clock_() : glfwGetTime();
}

bool Window::contextLost() const {
    using ResetStatus = GLenum (*)();
    static const auto status =
        reinterpret_cast<ResetStatus>(glfwExtensionSupported("GL_ARB_robustness") == GLFW_TRUE
                                          ? glfwGetProcAddress("glGetGraphicsResetStatusARB")
                                          : nullptr);
    return status != nullptr && status() != GL_NO_ERROR;
}

void Window::poll(double wait) {
    const bool idle = input_.empty() && (beside_ == nullptr || beside_->input_.empty());
    if (wait > 0 && idle) {
        waiting_ = true;
        if (beside_ != nullptr) beside_->waiting_ = true;
        if (touches_)
            touches_->wait(wait, beside_ != nullptr ? beside_->touches_.get() : nullptr);
        else
            glfwWaitEventsTimeout(wait);
        for (Window* window : {this, beside_})
            if (window != nullptr) {
                window->waiting_ = false;
                window->looked_ = window->now();
            }
    }
    // Fingers come by a connection of their own: what a hand did before it pressed a key comes before that.
    takeTouches();
    if (beside_ != nullptr) beside_->takeTouches();
    glfwPollEvents();
    handOut();
    if (beside_ != nullptr) beside_->handOut();
}

void Window::handOut() {
    takeTouches();
    looked_ = now();
    gestures_.tick(now());
    for (const InputEvent& event : input_.takeFrame()) std::visit(Teller{events_}, event);
}

Image Window::capture() const {
    Image image;
    image.size = framebuffer();
    const std::size_t row = static_cast<std::size_t>(image.size.width) * 3;
    std::vector<std::uint8_t> upward(row * image.size.height);
    glBindFramebuffer(GL_READ_FRAMEBUFFER, 0);
    glReadBuffer(GL_BACK);
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadPixels(0, 0, image.size.width, image.size.height, GL_RGB, GL_UNSIGNED_BYTE, upward.data());
    image.pixels.resize(upward.size());
    for (int y = 0; y < image.size.height; ++y)
        std::copy_n(&upward[row * (image.size.height - 1 - y)], row, &image.pixels[row * y]);
    return image;
}

}  // namespace atlas::surface
