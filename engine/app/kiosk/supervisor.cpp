#include "app/kiosk/supervisor.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <utility>

#include "app/failure.h"
#include "app/kiosk/heartbeat.h"

namespace atlas::app {

namespace {

using Clock = std::chrono::steady_clock;

constexpr double kFarewell = 5;  // seconds for a child to end by itself

Clock::time_point after(double seconds) {
    return Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
}

int millisecondsUntil(Clock::time_point end) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now()).count();
    return static_cast<int>(std::clamp<long>(left, 0, 1000000));
}

class Descriptor {
  public:
    explicit Descriptor(int fd = -1) : fd_(fd) {}
    ~Descriptor() {
        if (fd_ >= 0) close(fd_);
    }
    Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }
    int get() const { return fd_; }

  private:
    int fd_;
};

// The signals that end the supervisor come as something to read, so that one poll() waits for all.
class Signals {
  public:
    Signals() {
        sigset_t wanted;
        sigemptyset(&wanted);
        for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&wanted, signal);
        sigprocmask(SIG_BLOCK, &wanted, &before_);
        fd_ = Descriptor(signalfd(-1, &wanted, SFD_CLOEXEC));
    }
    ~Signals() { sigprocmask(SIG_SETMASK, &before_, nullptr); }
    Signals(const Signals&) = delete;
    int fd() const { return fd_.get(); }
    /// Takes what has come, so that it does not end this process once the signals are let through again.
    void take() const {
        signalfd_siginfo signal{};
        [[maybe_unused]] const auto got = read(fd_.get(), &signal, sizeof signal);
    }
    const sigset_t& before() const { return before_; }

  private:
    sigset_t before_{};
    Descriptor fd_;
};

struct Child {
    pid_t id = -1;
    Descriptor beats;
};

// `command` is a copy: what a program is started with is its own to write into.
Child start(std::vector<std::string> command, const Signals& signals) {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) throw WorkError("no pipe can be had: {}", std::strerror(errno));
    Descriptor write(ends[1]);
    Child child{-1, Descriptor(ends[0])};
    std::vector<char*> arguments(command.size() + 1, nullptr);
    std::transform(command.begin(), command.end(), arguments.begin(),
                   [](std::string& argument) { return argument.data(); });
    const std::string number = std::to_string(write.get());
    const pid_t parent = getpid();
    child.id = fork();
    if (child.id < 0) throw WorkError("no process can be started: {}", std::strerror(errno));
    if (child.id == 0) {
        prctl(PR_SET_PDEATHSIG, SIGTERM);
        if (getppid() != parent) _exit(126);  // the supervisor died before it could be told of
        sigprocmask(SIG_SETMASK, &signals.before(), nullptr);
        fcntl(write.get(), F_SETFD, 0);
        setenv(Heartbeat::kVariable, number.c_str(), 1);
        execv(arguments[0], arguments.data());
        _exit(127);
    }
    return child;
}

// Reads all that has come; the seconds that the last whole line grants.
std::optional<double> patience(int fd, std::string& rest, bool& ended) {
    std::array<char, 512> buffer{};
    const auto got = read(fd, buffer.data(), buffer.size());
    ended = got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN);
    if (got <= 0) return std::nullopt;
    rest.append(buffer.data(), static_cast<std::size_t>(got));
    const auto end = rest.rfind('\n');
    if (end == std::string::npos) return std::nullopt;
    const auto before = rest.rfind('\n', end == 0 ? 0 : end - 1);
    const double seconds =
        std::strtod(rest.c_str() + (before == std::string::npos ? 0 : before + 1), nullptr);
    rest.erase(0, end + 1);
    return std::isfinite(seconds) && seconds > 0 ? std::optional(seconds) : std::nullopt;
}

int waitFor(pid_t child, int flags, bool& gone) {
    int status = 0;
    pid_t answer = 0;
    do answer = waitpid(child, &status, flags);
    while (answer < 0 && errno == EINTR);
    gone = answer == child || answer < 0;
    return status;
}

struct End {
    bool asked = false;  ///< the supervisor was told to end
    std::string how;     ///< "" = well
    int status = 0;      ///< exit status; -1: a signal or silence
};

End ended(int status) {
    if (WIFSIGNALED(status))
        return {false, fmt::format("ended by signal {} ({})", WTERMSIG(status), strsignal(WTERMSIG(status))),
                -1};
    const int code = WEXITSTATUS(status);
    return {false, code == 0 ? "" : fmt::format("ended with status {}", code), code};
}

// Until the child is gone.
End watch(const Child& child, const Signals& signals, const SuperviseOptions& options) {
    auto deadline = after(options.startPatience);
    std::string rest;
    bool gone = false;
    bool piped = true;
    while (true) {
        std::array<pollfd, 2> waiting{pollfd{signals.fd(), POLLIN, 0},
                                      pollfd{piped ? child.beats.get() : -1, POLLIN, 0}};
        // A child that closed its pipe is about to end, or lives on without beats until its time is over.
        const int most = piped ? millisecondsUntil(deadline) : std::min(millisecondsUntil(deadline), 20);
        poll(waiting.data(), waiting.size(), most);
        if ((waiting[0].revents & POLLIN) != 0) {
            signals.take();
            kill(child.id, SIGCONT);
            kill(child.id, SIGTERM);
            for (const auto end = after(kFarewell); !gone && Clock::now() < end; usleep(20000))
                waitFor(child.id, WNOHANG, gone);
            if (!gone) {
                kill(child.id, SIGKILL);
                waitFor(child.id, 0, gone);
            }
            return {true, "", 0};
        }
        if (piped && waiting[1].revents != 0) {
            bool closed = false;
            if (const auto seconds = patience(child.beats.get(), rest, closed)) deadline = after(*seconds);
            piped = !closed;
        }
        if (!piped) {
            const int status = waitFor(child.id, WNOHANG, gone);
            if (gone) return ended(status);
        }
        if (Clock::now() >= deadline) {
            kill(child.id, SIGKILL);
            waitFor(child.id, 0, gone);
            return {false, "showed no sign of life and was stopped", -1};
        }
    }
}

}  // namespace

int supervise(const std::vector<std::string>& command, const SuperviseOptions& options) {
    const Signals signals;
    const auto say = [&](const std::string& text) {
        if (options.say) options.say(text);
    };
    double pause = 0;
    while (true) {
        const auto begun = Clock::now();
        const Child child = start(command, signals);
        const End end = watch(child, signals, options);
        if (end.asked || end.status == 0 || end.status == 2 || end.status == 126 || end.status == 127)
            return end.status;
        if (end.status == kRestartStatus) {
            say("is started again, as asked for");
            pause = 0;
            continue;
        }
        if (Clock::now() - begun >= std::chrono::duration<double>(options.steady)) pause = 0;
        say(fmt::format("{}; started again{}", end.how, pause > 0 ? fmt::format(" in {:g} s", pause) : ""));
        if (pause > 0) {
            pollfd waiting{signals.fd(), POLLIN, 0};
            if (poll(&waiting, 1, millisecondsUntil(after(pause))) > 0) {
                signals.take();
                return 0;
            }
        }
        pause = pause > 0 ? std::min(pause * 2, options.longestPause) : options.firstPause;
    }
}

}  // namespace atlas::app
