#pragma once
// A window of the desktop with an OpenGL context.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "surface/image.h"
#include "surface/input_queue.h"
#include "surface/screens.h"
#include "surface/touch_source.h"

struct GLFWwindow;

namespace atlas::surface {

/// What the mouse and the keys did, in framebuffer pixels from the top left. One poll() brings as much as one
/// frame can tell apart (see InputQueue); the rest comes with the next.
class WindowEvents {
  public:
    virtual ~WindowEvents() = default;
    virtual void pointerMoved(double /*x*/, double /*y*/) {}
    virtual void pointerLeft() {}
    virtual void buttonChanged(int /*button*/, bool /*down*/, int /*modifiers*/, const Moment& /*when*/) {}
    virtual void wheelTurned(double /*steps*/) {}
    virtual void keyChanged(int /*key*/, bool /*down*/, int /*modifiers*/) {}
    virtual void textTyped(char32_t /*character*/) {}
    /// Files let fall on the window, as the system names them.
    virtual void filesDropped(const std::vector<std::string>& /*paths*/) {}
    /// The window needs a new picture (resized, uncovered).
    virtual void damaged() {}
    /// A finger did something. What it means comes as pointer, buttons and pinches: one finger is the left
    /// button, one that rested the right one.
    virtual void touched(const TouchChanged& /*touch*/) {}
    virtual void pinchBegan(double /*x*/, double /*y*/) {}
    virtual void pinched(const Pinch& /*pinch*/) {}
    virtual void pinchEnded() {}
    /// Whether a list lies there that a finger would push, and the push, in pixels.
    virtual bool scrollsAt(double /*x*/, double /*y*/) const { return false; }
    virtual void scrolledAt(double /*x*/, double /*y*/, double /*dy*/) {}
};

/// GLFW window; its context is current on the making thread, which is the drawing thread.
class Window : private GestureTarget {
  public:
    /// Not on the screen before show(). nullptr with a reason when there is no display or no OpenGL. `events`
    /// outlives the window.
    static std::unique_ptr<Window> create(Size size, const std::string& title, int samples,
                                          WindowEvents& events, std::string& reason);
    /// A second window that shows what was made in the first one's context (textures, programs, buffers).
    /// The first one's stays current; it has to outlive the second, and its poll() serves both.
    static std::unique_ptr<Window> createBeside(Window& first, Size size, const std::string& title,
                                                WindowEvents& events, std::string& reason);
    ~Window() override;
    Window(const Window&) = delete;
    Window& operator=(const Window&) = delete;

    GLFWwindow* handle() { return window_; }
    void show();
    Size framebuffer() const;
    double contentScale() const;  ///< 1 at 96 dpi
    bool wantsToClose() const;
    void requestClose();
    /// Seconds that gestures are timed by; without one, the machine's steady clock.
    void setClock(std::function<double()> clock) { clock_ = std::move(clock); }
    double now() const;
    void toggleFullScreen();
    /// Fills a screen, without a frame. A screen that was plugged in again or changed its resolution is
    /// filled anew by another call; one that is covered is left as it is.
    void cover(const Screen& screen);
    /// Onto a screen with the frame that the desktop gives it; `whole`: as large as there is room.
    void placeOn(const Screen& screen, bool whole);
    void makeCurrent();  ///< its OpenGL context, instead of another window's
    void showPointer(bool shown);
    /// Fingers come as gestures from now on, not as a pointer. False with a reason where the system cannot
    /// tell of them.
    bool listenToTouches(std::string& reason);
    /// As if a finger had done it.
    void injectTouch(const TouchChanged& touch);
    const TouchGestures& gestures() const { return gestures_; }
    /// As if the mouse or the keys had done it.
    void inject(const InputEvent& event) { input_.push(event); }
    /// Whether the graphics driver gave this context up (a reset): nothing can be drawn any more.
    bool contextLost() const;
    void setTitle(const std::string& title);
    void swap();
    /// Hands out what happened, here and in the window beside; with `wait` > 0 sleeps up to that many seconds
    /// until something does.
    void poll(double wait);
    /// The back buffer as it was drawn.
    Image capture() const;
    bool software() const { return software_; }  ///< drawn by the CPU

  private:
    explicit Window(WindowEvents& events) : events_(events), gestures_(*this) {}
    bool open(Size size, const std::string& title, GLFWwindow* shared);
    void listen();
    void handOut();
    void takeTouches();
    void touched(const TouchChanged& touch, double when);
    bool scrolls(double x, double y) const override { return events_.scrollsAt(x, y); }
    void scroll(double x, double y, double dy) override { events_.scrolledAt(x, y, dy); }
    void press(double x, double y, bool orbit) override;
    void drag(double x, double y) override { input_.push(PointerMoved{x, y}); }
    void release(bool orbit) override;
    void beginPinch(double x, double y) override { input_.push(PinchBegan{x, y}); }
    void pinch(const Pinch& pinch) override { input_.push(pinch); }
    void endPinch() override { input_.push(PinchEnded{}); }
    void lifted() override { input_.push(PointerLeft{}); }
    void pointerAt(double x, double y);
    WindowEvents& events_;
    Moment moment() const;
    std::function<double()> clock_;
    double looked_ = 0;     ///< when input was last looked at
    bool waiting_ = false;  ///< it comes at once
    InputQueue input_;
    TouchGestures gestures_;
    std::optional<PointerMoved> pointer_;  ///< as last heard of
    GLFWwindow* window_ = nullptr;
    std::unique_ptr<TouchSource> touches_;
    Window* first_ = nullptr;   ///< of a window beside it
    Window* beside_ = nullptr;  ///< of a first one; empty: there is none
    bool software_ = false;
    int saved_[4] = {0, 0, 0, 0};
};

}  // namespace atlas::surface
