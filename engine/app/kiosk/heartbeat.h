#pragma once
// A sign of life to whoever watches the process: our own supervisor (a pipe) and systemd (sd_notify).

#include <chrono>
#include <optional>

namespace atlas::app {

/// Drawing thread. Without a watcher it does nothing.
class Heartbeat {
  public:
    static constexpr const char* kVariable = "YUZHONG_HEARTBEAT_FD";

    /// Takes the watcher's pipe from the environment, and out of it: children have none.
    Heartbeat();
    ~Heartbeat();
    Heartbeat(const Heartbeat&) = delete;
    Heartbeat& operator=(const Heartbeat&) = delete;

    /// Alive; the next beat comes within `patience` seconds. As often as one likes: it passes a few a second
    /// on.
    void beat(double patience);
    /// Whether somebody starts the program again when it ends.
    bool watched() const { return pipe_ >= 0 || systemd_; }

  private:
    int pipe_ = -1;  ///< file descriptor
    bool systemd_ = false, ready_ = false;
    double patience_ = 0;
    std::optional<std::chrono::steady_clock::time_point> last_;
};

}  // namespace atlas::app
