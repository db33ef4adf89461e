#pragma once
// Visitors that never were: what their fingers do, the same every lap.

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "app/view/window_loop.h"

namespace atlas::test {

/// What the visits came to.
struct SoakResult {
    long interactions = 0, visits = 0, pictures = 0, frames = 0;
    std::vector<long> unlike;     ///< interactions whose picture is not that of the first lap
    std::map<long, long> memory;  ///< interactions so far -> kibibytes resident
};

/// Taps, drags, pinches, long presses and pauses at random places: on the map, on every button of the
/// exhibit, on the keyboard of the screen. A lap begins where an exhibit begins and repeats the first one to
/// the letter.
class Visitors : public app::Rehearsal {
  public:
    struct Options {
        long interactions = 100000;
        long lap = 5000;      ///< interactions
        long picture = 1000;  ///< interactions from one compared picture to the next
        long memory = 1000;   ///< the same of looks at the memory
        std::uint32_t seed = 20261130;
        app::KioskState start = app::KioskState::Attract;
        double reset = 80;   ///< seconds after which an exhibit that nobody touches has begun anew
        std::string folder;  ///< where pictures are left for the eye, "" = nowhere
        std::function<void(const SoakResult&)> progress;
    };
    explicit Visitors(Options options) : options_(std::move(options)) {}

    std::optional<double> turn(surface::Window& window, app::KioskState state) override;
    bool wantsPicture() const override { return picture_; }
    void picture(const surface::Image& image) override;
    const SoakResult& result() const { return result_; }

  private:
    struct Step {
        std::vector<surface::TouchChanged> touches;
        double seconds = 0.05;
    };
    void plan(surface::Size size);
    void planTap(double x, double y);
    void planPath(double x, double y, double toX, double toY, double rest);
    void planPinch(surface::Size size);
    double uniform(double low, double high);

    Options options_;
    SoakResult result_;
    std::mt19937 random_;
    std::deque<Step> steps_;
    std::map<long, std::uint64_t> first_;  ///< pictures of the first lap, by interaction in the lap
    bool picture_ = false, beginning_ = true;
    int finger_ = 0, waited_ = 0;
};

/// Kibibytes of this process that are resident once the allocator has given back what is free.
long residentKibibytes();
/// Kibibytes that were asked of the allocator and not given back: more in every lap, and something leaks.
long usedKibibytes();

}  // namespace atlas::test
