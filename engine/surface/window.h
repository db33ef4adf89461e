#pragma once
// A window of the desktop with an OpenGL context.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "surface/image.h"
#include "surface/input_queue.h"

struct GLFWwindow;

namespace atlas::surface {

/// What the mouse and the keys did, in framebuffer pixels from the top left. One poll() brings as much as one
/// frame can tell apart (see InputQueue); the rest comes with the next.
class WindowEvents {
  public:
    virtual ~WindowEvents() = default;
    virtual void pointerMoved(double /*x*/, double /*y*/) {}
    virtual void pointerLeft() {}
    virtual void buttonChanged(int /*button*/, bool /*down*/, int /*modifiers*/) {}
    virtual void wheelTurned(double /*steps*/) {}
    virtual void keyChanged(int /*key*/, bool /*down*/, int /*modifiers*/) {}
    virtual void textTyped(char32_t /*character*/) {}
    /// Files let fall on the window, as the system names them.
    virtual void filesDropped(const std::vector<std::string>& /*paths*/) {}
    /// The window needs a new picture (resized, uncovered).
    virtual void damaged() {}
};

/// GLFW window; its context is current on the making thread, which is the drawing thread.
class Window {
  public:
    /// Not on the screen before show(). nullptr with a reason when there is no display or no OpenGL. `events`
    /// outlives the window.
    static std::unique_ptr<Window> create(Size size, const std::string& title, int samples,
                                          WindowEvents& events, std::string& reason);
    ~Window();
    Window(const Window&) = delete;
    Window& operator=(const Window&) = delete;

    GLFWwindow* handle() { return window_; }
    void show();
    Size framebuffer() const;
    double contentScale() const;  ///< 1 at 96 dpi
    bool wantsToClose() const;
    void requestClose();
    void toggleFullScreen();
    void setTitle(const std::string& title);
    void swap();
    /// Hands out what happened; with `wait` > 0 sleeps up to that many seconds until something does.
    void poll(double wait);
    /// The back buffer as it was drawn.
    Image capture() const;
    bool software() const { return software_; }  ///< drawn by the CPU

  private:
    explicit Window(WindowEvents& events) : events_(events) {}
    void listen();
    void pointerAt(double x, double y);
    WindowEvents& events_;
    InputQueue input_;
    std::optional<PointerMoved> pointer_;  ///< as last heard of
    GLFWwindow* window_ = nullptr;
    bool software_ = false;
    int saved_[4] = {0, 0, 0, 0};
};

}  // namespace atlas::surface
