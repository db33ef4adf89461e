#include "tests/bench/terrain_proofs.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <numbers>
#include <random>
#include <vector>

namespace atlas::test {

namespace {

// Pixels of the background under the first of the ground in their column.
std::size_t openBelowGround(const surface::Image& image) {
    const auto open = [&](int x, int y) {
        const std::uint8_t* p =
            image.pixels.data() + (static_cast<std::size_t>(y) * image.size.width + x) * 3;
        return p[0] == 255 && p[1] == 0 && p[2] == 255;
    };
    std::size_t count = 0;
    for (int x = 0; x < image.size.width; ++x) {
        int y = 0;
        while (y < image.size.height && open(x, y)) ++y;
        for (; y < image.size.height; ++y) count += open(x, y) ? 1 : 0;
    }
    return count;
}

double residentMebibytes() {
    std::size_t size = 0;
    std::size_t resident = 0;
    std::ifstream("/proc/self/statm") >> size >> resident;
    return static_cast<double>(resident) * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1048576;
}

}  // namespace

std::size_t openPixels(TerrainScene& scene, int views) {
    scene::Stage& stage = scene.view().stage();
    for (unsigned i = 0; i < stage.root()->getNumChildren(); ++i) {
        osg::Node& node = *stage.root()->getChild(i);
        if (node.getName() != "ground") node.setNodeMask(0);
    }
    scene.renderer().setBackground(1, 0, 1);
    const geodata::Extent box = scene.district().ground.extent();
    std::mt19937 random(5);
    std::uniform_real_distribution<double> unit(0, 1);
    std::size_t open = 0;
    for (int i = 0; i < views; ++i) {
        scene::Pose pose;
        const double x = box.minX + (0.1 + 0.8 * unit(random)) * box.width();
        const double y = box.minY + (0.1 + 0.8 * unit(random)) * box.height();
        pose.eye.set(x, y, stage.surfaceHeight(x, y) + 20 * std::pow(200, unit(random)));
        pose.heading = 360 * unit(random);
        pose.pitch = 80 * unit(random);
        bool complete = false;
        scene.drawNow(pose, complete);
        open += openBelowGround(scene.picture());
        scene.drawComplete(pose);
        open += openBelowGround(scene.picture());
    }
    return open;
}

Change changeInFlight(TerrainScene& scene, const scene::Pose& from, double metresAFrame, int frames) {
    std::vector<double> changes;
    surface::Image before;
    for (int i = 0; i < frames; ++i) {
        scene::Pose pose = from;
        pose.eye += scene::forward(from) * (i * metresAFrame);
        pose.eye.z() = from.eye.z();
        scene.drawComplete(pose);
        surface::Image now = scene.picture();
        if (i > 0) {
            double sum = 0;
            for (std::size_t k = 0; k < now.pixels.size(); ++k)
                sum += std::abs(static_cast<int>(now.pixels[k]) - static_cast<int>(before.pixels[k]));
            changes.push_back(sum / static_cast<double>(now.pixels.size()));
        }
        before = std::move(now);
    }
    std::sort(changes.begin(), changes.end());
    return {changes[changes.size() / 2], changes.back()};
}

LongFlight flyLong(TerrainScene& scene, double seconds) {
    constexpr double kStep = 0.5;    // seconds
    constexpr double kSpeed = 30;    // m/s
    constexpr double kHeight = 300;  // metres
    constexpr double kMinute = 60;
    const geodata::Extent box = scene.district().ground.extent();
    const geodata::Point2 middle = box.center();
    const double reach = 0.4 * std::min(box.width(), box.height());
    LongFlight flight;
    for (double t = 0; t < seconds; t += kStep) {
        const double angle = t * kSpeed / reach;
        const auto at = [&](double a) {
            return osg::Vec2d(middle.x + reach * std::sin(a), middle.y + reach * std::sin(2 * a) / 2);
        };
        const osg::Vec2d here = at(angle);
        const osg::Vec2d ahead = at(angle + 0.01) - here;
        scene::Pose pose;
        pose.eye.set(here.x(), here.y(), scene.view().stage().surfaceHeight(here.x(), here.y()) + kHeight);
        pose.heading = std::atan2(ahead.x(), ahead.y()) * 180 / std::numbers::pi;
        pose.pitch = 20;
        bool complete = false;
        scene.drawNow(pose, complete);
        flight.tiles =
            std::max(flight.tiles, static_cast<double>(scene.view().stage().tiles().bytes()) / 1048576);
        if (t < kMinute)
            flight.afterMinute = residentMebibytes();
        else
            flight.later = std::max(flight.later, residentMebibytes());
    }
    return flight;
}

}  // namespace atlas::test
