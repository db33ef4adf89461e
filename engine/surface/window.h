#pragma once
// A window of the desktop with an OpenGL context.

#include <memory>
#include <string>
#include <vector>

#include "surface/image.h"

struct GLFWwindow;

namespace atlas::surface {

/// What the mouse and the keys did, in framebuffer pixels from the top left.
class WindowEvents {
  public:
    virtual ~WindowEvents() = default;
    virtual void pointerMoved(double /*x*/, double /*y*/) {}
    virtual void pointerLeft() {}
    virtual void buttonChanged(int /*button*/, bool /*down*/, int /*modifiers*/) {}
    virtual void wheelTurned(double /*steps*/) {}
    virtual void keyChanged(int /*key*/, bool /*down*/, int /*modifiers*/) {}
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
    bool keyDown(int key) const;
    void swap();
    /// Handles what happened; with `wait` > 0 sleeps up to that many seconds until something does.
    void poll(double wait);
    /// The back buffer as it was drawn.
    Image capture() const;
    bool software() const { return software_; }  ///< drawn by the CPU

  private:
    Window() = default;
    GLFWwindow* window_ = nullptr;
    bool software_ = false;
    int saved_[4] = {0, 0, 0, 0};
};

}  // namespace atlas::surface
