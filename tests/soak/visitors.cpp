#include "visitors.h"

#include <malloc.h>

#include <algorithm>
#include <fstream>
#include <string>

namespace atlas::test {

namespace {

using surface::TouchChanged;
using Phase = TouchChanged::Phase;

// FNV-1a (Fowler, Noll, Vo), 64 bits.
std::uint64_t hashOf(const surface::Image& image) {
    std::uint64_t hash = 14695981039346656037U;
    for (const std::uint8_t byte : image.pixels) hash = (hash ^ byte) * 1099511628211U;
    return hash;
}

}  // namespace

long residentKibibytes() {
    malloc_trim(0);  // what is free counts for nothing
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmRSS:")) return std::stol(line.substr(6));
    return 0;
}

long usedKibibytes() {
    const struct mallinfo2 info = mallinfo2();
    return static_cast<long>((info.uordblks + info.hblkhd) / 1024);
}

double Visitors::uniform(double low, double high) {
    // Not std::uniform_real_distribution: its numbers differ from one library to the next.
    return low + (high - low) * (static_cast<double>(random_()) / 4294967296.0);
}

void Visitors::planTap(double x, double y) {
    ++finger_;
    steps_.push_back({{{finger_, Phase::Began, x, y}}, 0.05});
    steps_.push_back({{{finger_, Phase::Ended, x, y}}, 0.05});
    // Frames in which what was pressed answers.
    for (int i = 0; i < 3; ++i) steps_.push_back({{}, 0.05});
}

void Visitors::planPath(double x, double y, double toX, double toY, double rest) {
    ++finger_;
    steps_.push_back({{{finger_, Phase::Began, x, y}}, 0.05});
    if (rest > 0) steps_.push_back({{}, rest});
    for (int i = 1; i <= 2; ++i)
        steps_.push_back({{{finger_, Phase::Moved, x + (toX - x) * i / 2, y + (toY - y) * i / 2}}, 0.05});
    steps_.push_back({{{finger_, Phase::Ended, toX, toY}}, 0.05});
    steps_.push_back({{}, 0.1});
}

void Visitors::planPinch(surface::Size size) {
    const int a = ++finger_;
    const int b = ++finger_;
    const double x = uniform(0.3, 0.7) * size.width;
    const double y = uniform(0.3, 0.6) * size.height;
    const double from = uniform(0.08, 0.25) * size.height;
    const double to = uniform(0.08, 0.38) * size.height;
    steps_.push_back({{{a, Phase::Began, x - from, y}, {b, Phase::Began, x + from, y}}, 0.05});
    const double rise = uniform(-0.17, 0.17) * size.height;
    for (int i = 1; i <= 2; ++i) {
        const double reach = from + (to - from) * i / 2;
        steps_.push_back(
            {{{a, Phase::Moved, x - reach, y - rise * i / 2}, {b, Phase::Moved, x + reach, y + rise * i / 2}},
             0.05});
    }
    steps_.push_back({{{a, Phase::Ended, x - to, y - rise}, {b, Phase::Ended, x + to, y + rise}}, 0.1});
}

void Visitors::plan(surface::Size size) {
    const double x = uniform(0, size.width);
    const double y = uniform(0, size.height);
    const double kind = uniform(0, 100);
    if (kind < 30)
        planTap(x, y);
    else if (kind < 58)  // the bar, a sheet over it, the keyboard
        planTap(x, size.height * uniform(0.17, 0.98));
    else if (kind < 76)
        planPath(x, y, uniform(0, size.width), uniform(0, size.height), 0);
    else if (kind < 90)
        planPinch(size);
    else if (kind < 95)
        planPath(x, y, x + uniform(-0.2, 0.2) * size.width, y + uniform(-0.17, 0.17) * size.height, 0.6);
    else if (kind < 98)
        steps_.push_back({{}, uniform(0.1, 2)});
    else
        steps_.push_back({{}, options_.reset * (kind < 99 ? 0.8 : 1.5)});  // nobody is there for a while
}

std::optional<double> Visitors::turn(surface::Window& window, app::KioskState state) {
    picture_ = false;
    ++result_.frames;
    const long inLap = result_.interactions % options_.lap;
    if (steps_.empty() && inLap == 0 && beginning_) {
        // The lap begins when the exhibit has begun anew, and rested a while there.
        if (result_.interactions >= options_.interactions) return std::nullopt;
        if (waited_++ == 0) return options_.reset * 2;
        // A tour that the last visitor began plays to its end first.
        if (state != options_.start) return waited_ = 1, 2.0;
        if (waited_ < 8) return 0.5;
        waited_ = 0;
        beginning_ = false;
        random_.seed(options_.seed);
    }
    if (steps_.empty()) {
        if (state == app::KioskState::Attract) {  // somebody comes
            ++result_.visits;
            planTap(window.framebuffer().width / 2.0, window.framebuffer().height / 3.0);
            // Looks on while the camera leaves the tour, which is another one each time.
            for (int i = 0; i < 8; ++i) steps_.push_back({{}, 0.5});
        } else {
            plan(window.framebuffer());
        }
        ++result_.interactions;
        beginning_ = result_.interactions % options_.lap == 0;
        if (result_.interactions % options_.picture == 0) {
            // A panel that was never there before takes a frame longer to be laid out.
            for (int i = 0; i < 2; ++i) steps_.push_back({{}, 0.05});
            steps_.push_back({{}, -1});
        }
        if (result_.interactions % options_.memory == 0) {
            result_.memory[result_.interactions] = residentKibibytes();
            if (options_.progress) options_.progress(result_);
        }
    }
    const Step step = steps_.front();
    steps_.pop_front();
    if (step.seconds < 0) {
        // Between two visitors the tour is another one each time, and its name is in the picture.
        picture_ = state != app::KioskState::Attract;
        return 0;
    }
    for (const TouchChanged& touch : step.touches) window.injectTouch(touch);
    return step.seconds;
}

void Visitors::picture(const surface::Image& image) {
    ++result_.pictures;
    const long inLap = (result_.interactions - 1) % options_.lap;
    const std::uint64_t hash = hashOf(image);
    if (!options_.folder.empty())
        surface::writePng(image, options_.folder + "/" + std::to_string(result_.interactions) + ".png");
    if (!first_.emplace(inLap, hash).second && first_[inLap] != hash)
        result_.unlike.push_back(result_.interactions);
}

}  // namespace atlas::test
