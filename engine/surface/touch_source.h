#pragma once
// Fingers as the X server tells of them (XInput 2.2).

#include <functional>
#include <memory>
#include <string>

#include "surface/touch_gestures.h"

struct GLFWwindow;

namespace atlas::surface {

/// Touches on one window, by a connection of its own to the X server: GLFW 3.3 knows none. While it listens
/// the server makes no pointer of them. Drawing thread.
class TouchSource {
  public:
    /// nullptr with a reason where there is no X server, or none that knows touches.
    static std::unique_ptr<TouchSource> open(GLFWwindow* window, std::string& reason);
    ~TouchSource();
    TouchSource(const TouchSource&) = delete;
    TouchSource& operator=(const TouchSource&) = delete;

    /// Hands out what has come, without waiting, and when it happened: seconds on the clock of `now`. Pixels
    /// of the window.
    using Take = std::function<void(const TouchChanged&, double when)>;
    void poll(double now, const Take& take);
    /// Sleeps until something comes here, at `other` (may be null) or for a window, `seconds` at most.
    void wait(double seconds, const TouchSource* other) const;

  private:
    struct Server;
    explicit TouchSource(std::unique_ptr<Server> server);
    std::unique_ptr<Server> server_;
};

/// Keeps the desktop's own keys (switching windows, menus) from taking effect while the window has the focus,
/// where the system lets a program do so (X11: a grab of the keyboard). False: it does not. Again and again
/// is no harm.
bool holdKeyboard(GLFWwindow* window);

}  // namespace atlas::surface
