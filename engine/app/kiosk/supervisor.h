#pragma once
// Keeps a program running: starts it again when it ends badly or shows no sign of life.

#include <functional>
#include <string>
#include <vector>

namespace atlas::app {

/// A program that ends with this status asks to be started again at once.
constexpr int kRestartStatus = 75;
/// One whose graphics driver gave up its context ends with this: it has failed, and is started again as such.
constexpr int kLostContextStatus = 74;

struct SuperviseOptions {
    double startPatience = 60;  ///< seconds until the first sign of life
    double steady = 60;         ///< seconds after which a start counts as a good one
    double firstPause =
        0.25;  ///< seconds before the second start in a row that was no good one, then doubled …
    double longestPause = 30;                     ///< … up to this
    std::function<void(const std::string&)> say;  ///< told of each end and each start, English
};

/// Runs `command` (program and arguments, no shell) until it ends well (status 0), or cannot be used as it
/// was called (2, 126, 127): that status is returned. The first time it ends badly it is started again at
/// once. It beats by Heartbeat; one that stays silent longer than it said is killed (SIGKILL) and started
/// again. SIGTERM and SIGINT end both: 0. A child whose supervisor dies gets SIGTERM. For the main thread of
/// a process that does nothing else.
int supervise(const std::vector<std::string>& command, const SuperviseOptions& options);

}  // namespace atlas::app
