#include "app/kiosk/heartbeat.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>

namespace atlas::app {

namespace {

constexpr std::chrono::milliseconds kPeriod{200};

}  // namespace

Heartbeat::Heartbeat() {
    if (const char* number = std::getenv(kVariable)) {
        char* end = nullptr;
        const long fd = std::strtol(number, &end, 10);
        if (end != number && *end == '\0' && fd > 2 && fcntl(static_cast<int>(fd), F_GETFD) >= 0) {
            pipe_ = static_cast<int>(fd);
            fcntl(pipe_, F_SETFD, FD_CLOEXEC);
            fcntl(pipe_, F_SETFL, O_NONBLOCK);  // a watcher that does not read holds nobody up
        }
        unsetenv(kVariable);
    }
    systemd_ = std::getenv("NOTIFY_SOCKET") != nullptr;
}

Heartbeat::~Heartbeat() {
    if (systemd_) sd_notify(0, "STOPPING=1");
    if (pipe_ >= 0) close(pipe_);
}

void Heartbeat::beat(double patience) {
    if (!watched()) return;
    const auto now = std::chrono::steady_clock::now();
    if (last_ && now - *last_ < kPeriod && patience == patience_) return;
    last_ = now;
    patience_ = patience;
    if (pipe_ >= 0) {
        const std::string line = fmt::format("{}\n", patience);
        // A full pipe has older beats in it, which do as well.
        [[maybe_unused]] const auto written = write(pipe_, line.data(), line.size());
    }
    if (systemd_) {
        sd_notify(0, ready_ ? "WATCHDOG=1" : "READY=1\nWATCHDOG=1");
        ready_ = true;
    }
}

}  // namespace atlas::app
