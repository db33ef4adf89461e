#pragma once
// A picture that the window has drawn for it: 'yuzhong render' in a process of its own, so that the map stays
// quick and a picture beyond the graphics memory ends no window.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/view/session.h"

namespace atlas::app {

/// One thread. When it ends before the picture is done, the picture is not made.
class PictureJob {
  public:
    PictureJob() = default;
    ~PictureJob();
    PictureJob(const PictureJob&) = delete;
    PictureJob& operator=(const PictureJob&) = delete;

    /// `arguments` follow 'render --session FILE'. Throws WorkError when no process can be had.
    void start(const Session& session, const std::vector<std::string>& arguments);
    bool running() const { return child_ > 0; }
    void cancel() const;

    struct End {
        bool done = false;
        bool cancelled = false;
        std::string said;  ///< what the process said on standard error, without its progress
    };
    /// Takes in what the process says; how it ended, once.
    std::optional<End> poll();
    double share() const { return percent_ / 100.0; }

  private:
    void take();
    int child_ = -1;  ///< process id
    int pipe_ = -1;
    int percent_ = 0;
    mutable bool cancelled_ = false;
    std::string line_, said_;
    std::filesystem::path session_;
};

}  // namespace atlas::app
