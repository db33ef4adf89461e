#include "app/analyse/long_work.h"

#include <fmt/format.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>

#include "app/failure.h"

namespace atlas::app {

namespace {

// A signal handler has nothing but globals to tell what it saw.
std::atomic<bool> interrupted = false;
static_assert(std::atomic<bool>::is_always_lock_free);

extern "C" void interrupt(int /*signal*/) {
    interrupted = true;
}

}  // namespace

LongWork::LongWork(const ui::Translations& texts, bool quiet)
    : texts_(texts), quiet_(quiet), terminal_(::isatty(STDERR_FILENO) == 1) {
    interrupted = false;
    std::signal(SIGINT, interrupt);
    std::signal(SIGTERM, interrupt);
}

LongWork::~LongWork() {
    finished();
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
}

analysis::Job LongWork::job(double from, double to) {
    analysis::Job whole;
    whole.cancel = &interrupted;
    whole.progress = [this](double done) { show(done); };
    return whole.part(from, to);
}

bool LongWork::cancelled() const {
    return interrupted;
}

void LongWork::check() const {
    if (cancelled()) throw WorkError(texts_.tr("cancelled; nothing was written"));
}

void LongWork::finished() {
    const std::lock_guard lock(showing_);
    if (terminal_ && shown_ >= 0) std::fputs("\r\x1b[K", stderr);
    shown_ = -1;
    quiet_ = true;
}

void LongWork::show(double done) {
    if (quiet_) return;
    const int step = terminal_ ? 1 : 10;
    const int percent = static_cast<int>(done * 100) / step * step;
    const std::unique_lock lock(showing_, std::try_to_lock);
    if (!lock || quiet_ || percent <= shown_) return;  // another thread shows what is nearly the same
    shown_ = percent;
    std::fputs(
        fmt::format("{}yuzhong: {} %{}", terminal_ ? "\r" : "", percent, terminal_ ? "" : "\n").c_str(),
        stderr);
}

}  // namespace atlas::app
