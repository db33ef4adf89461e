#pragma once
// Short messages over the map: what was loaded, what could not be. What went wrong stays until it is clicked
// away.

#include <optional>
#include <string>
#include <vector>

#include "scene/labels.h"
#include "scene/pose.h"
#include "ui/interface.h"

namespace atlas::app {

/// Drawing thread.
class Notices {
  public:
    /// Leaves by itself.
    void say(std::string text) { shown_.push_back({std::move(text), kSeconds, false}); }
    /// Stays until it is clicked away.
    void complain(std::string text) { shown_.push_back({std::move(text), kSeconds, true}); }
    /// Shown until the next call; empty: nothing is under way.
    void setBusy(std::string text) { busy_ = std::move(text); }
    /// Long work that goes on beside the map, with a bar, until the next call; empty: none. True when what is
    /// shown changes by it, so that a frame is due.
    bool setProgress(std::string text, double share);
    /// What went wrong and is not told yet, for who shows it elsewhere; nothing is left to be drawn.
    std::vector<std::string> take();
    /// Between Interface::begin and end. True while a message will leave by itself or work is under way.
    bool draw(const ui::Fonts& fonts, const scene::Viewport& viewport, double seconds);
    /// What names on the map keep clear of, as of the last draw().
    const std::optional<scene::ScreenBox>& box() const { return box_; }

  private:
    static constexpr double kSeconds = 7;
    struct Notice {
        std::string text;
        double left;
        bool error;
    };
    std::vector<Notice> shown_;
    std::string busy_;
    std::string progress_;
    int percent_ = 0;
    std::optional<scene::ScreenBox> box_;
};

}  // namespace atlas::app
