// What the parts of a frame cost the processor, without drawing: names, points, buildings. Each against a
// named reference of the same run: sorting as many numbers, or copying as many bytes, as the part looks at.
//   bench_scene [--small]     (--small: a run that only shows that it works)

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <functional>
#include <random>
#include <vector>

#include "city.h"
#include "geodata/geometry.h"
#include "scene/building_lod.h"
#include "scene/building_rays.h"
#include "scene/buildings.h"
#include "scene/dots.h"
#include "scene/labels.h"
#include "surface/egl_context.h"

namespace {

using namespace atlas;

constexpr int kRounds = 31;
const geodata::Extent kBox{356000, 3268000, 366000, 3273000};

double milliseconds(const std::function<void()>& work) {
    std::vector<double> times;
    for (int round = 0; round < kRounds; ++round) {
        const auto start = std::chrono::steady_clock::now();
        work();
        times.push_back(
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
    }
    std::nth_element(times.begin(), times.begin() + kRounds / 2, times.end());
    return times[kRounds / 2];
}

double sorting(std::size_t count) {
    std::mt19937 random(1);
    std::vector<double> numbers(count);
    for (double& number : numbers) number = static_cast<double>(random());
    return milliseconds([&] {
        std::vector<double> copy = numbers;
        std::stable_sort(copy.begin(), copy.end());
    });
}

void say(const char* what, double time, const char* reference, double against) {
    fmt::print("{:<58} {:8.3f} ms   {:<34} {:8.3f} ms   ratio {:6.2f}\n", what, time, reference, against,
               time / against);
}

scene::Projector camera(int frame) {
    scene::Pose pose;
    pose.eye.set(361000 + frame * 3, 3266500, 1400);
    pose.heading = 5;
    pose.pitch = 25;
    return scene::makeProjector(pose, {{361000, 3270000, 0}}, {1280, 720, 1}, 300);
}

void labels(scene::ShaderLibrary& shaders, std::size_t count) {
    scene::GlyphAtlas atlas(scene::findChineseFont());
    scene::LabelLayer layer(atlas, shaders);
    std::mt19937 random(2);
    std::uniform_real_distribution<double> x(kBox.minX + 3500, kBox.maxX - 3500);
    std::uniform_real_distribution<double> y(kBox.minY, kBox.maxY - 1500);
    std::vector<scene::Label> names(count);
    for (std::size_t i = 0; i < count; ++i) {
        names[i].text = fmt::format("解放碑{}号", i % 97);
        names[i].anchor.set(x(random), y(random), 250);
        names[i].priority = static_cast<double>(i % 10) / 10;
        names[i].owner = static_cast<std::uint32_t>(i);
    }
    layer.setLabels(std::move(names));
    int frame = 0;
    const double time = milliseconds([&] {
        layer.layout(camera(++frame), 1, {},
                     {[](const scene::Label&, std::size_t) { return false; },
                      [](const scene::Label&, std::size_t) { return true; }},
                     0.016, false);
    });
    say(fmt::format("names: {} candidates, {} shown, camera moving", count, layer.shown()).c_str(), time,
        "std::stable_sort of as many doubles", sorting(count));
}

void points(const scene::LocalFrame& frame, scene::ShaderLibrary& shaders, std::size_t count) {
    std::mt19937 random(3);
    std::normal_distribution<double> x(361000, 2000);
    std::normal_distribution<double> y(3270500, 900);
    std::vector<scene::Dot> dots(count);
    for (std::size_t i = 0; i < count; ++i)
        dots[i] = {{x(random), y(random), 250}, static_cast<std::uint32_t>(i)};
    const double bytes = static_cast<double>(count) * sizeof(osg::Vec3d);
    scene::Dots layer(std::move(dots), count, frame, shaders);
    std::vector<char> from(static_cast<std::size_t>(bytes));
    std::vector<char> to(from.size());
    const double copying = milliseconds([&] { std::memcpy(to.data(), from.data(), from.size()); });
    int step = 0;
    say(fmt::format("points: choosing among {}, camera moving", count).c_str(),
        milliseconds([&] { layer.update(camera(++step), 1); }), "memcpy of their coordinates", copying);
    layer.update(camera(0), 1);
    const scene::Projector eye = camera(0);
    std::size_t found = 0;
    int at = 0;
    const double picking = milliseconds([&] {
        ++at;
        found += layer.pick(eye, 1, 100 + at * 35, 360 + at % 7 * 20, 6) ? 1 : 0;
    });
    say(fmt::format("points: a pick among {} ({} shown, {} of {} hit)", count, layer.shown(), found, kRounds)
            .c_str(),
        picking, "memcpy of their coordinates", copying);
}

void buildings(std::size_t count) {
    std::vector<scene::Body> bodies;
    for (const test::CityBuilding& made :
         test::makeCity(count, kBox.minX, kBox.minY, kBox.maxX, kBox.maxY, 4)) {
        scene::Body body;
        for (const auto& ring : made.rings) {
            auto& corners = body.rings.emplace_back();
            for (const auto& [cx, cy] : ring) corners.emplace_back(cx, cy);
            corners.push_back(corners.front());
        }
        body.base = 200;
        body.top = 200 + made.height;
        bodies.push_back(std::move(body));
    }
    const scene::BuildingRays rays(bodies);
    const double copying = [&] {
        std::vector<char> from(bodies.size() * 64);
        std::vector<char> to(from.size());
        return milliseconds([&] { std::memcpy(to.data(), from.data(), from.size()); });
    }();
    std::size_t found = 0;
    int step = 0;
    const double picking = milliseconds([&] {
        osg::Vec3d ray(0.02 * (++step % 21 - 10), 1, -0.3);
        ray.normalize();
        found += rays.enter({361000, 3266500, 1400}, ray, 20000, 1, [](std::size_t, double) { return true; })
                     ? 1
                     : 0;
    });
    say(fmt::format("buildings: a ray among {} ({} of {} hit)", bodies.size(), found, kRounds).c_str(),
        picking, "memcpy of 64 bytes a building", copying);
}

}  // namespace

int main(int count, char** arguments) {
    const bool small = count > 1 && std::strcmp(arguments[1], "--small") == 0;
    std::string reason;
    const auto context = surface::EglContext::create(reason);
    scene::ShaderLibrary shaders(std::filesystem::path(ATLAS_SHARE_DIR) / "shaders");
    const scene::LocalFrame frame{{361000, 3270000, 0}};
    labels(shaders, small ? 200 : 5000);
    points(frame, shaders, small ? 5000 : 1000000);
    buildings(small ? 500 : 100000);
    return 0;
}
