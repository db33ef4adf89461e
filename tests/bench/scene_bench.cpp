// What the parts of a frame cost the processor: names, points, buildings. Each against a named reference of
// the same run: sorting as many numbers, copying as many bytes, or drawing as many triangles as the part may
// take. Where the map promises milliseconds on one core, the line ends with them.
//   bench_scene [--small]     (--small: a run that only shows that it works)

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <functional>
#include <osg/Geometry>
#include <random>
#include <vector>

#include "city.h"
#include "geodata/geometry.h"
#include "median_time.h"
#include "scene/building_lod.h"
#include "scene/building_rays.h"
#include "scene/buildings.h"
#include "scene/dots.h"
#include "scene/labels.h"
#include "surface/egl_context.h"
#include "surface/frame_renderer.h"
#include "surface/frame_target.h"

namespace {

using namespace atlas;

constexpr int kRounds = 31;
const geodata::Extent kBox{356000, 3268000, 366000, 3273000};

double sorting(std::size_t count) {
    std::mt19937 random(1);
    std::vector<double> numbers(count);
    for (double& number : numbers) number = static_cast<double>(random());
    return test::medianMilliseconds(kRounds, [&] {
        std::vector<double> copy = numbers;
        std::stable_sort(copy.begin(), copy.end());
    });
}

void say(const char* what, double time, const char* reference, double against, double bar = 0) {
    fmt::print(
        "{:<58} {:8.3f} ms   {:<34} {:8.3f} ms   ratio {:6.2f}{}\n", what, time, reference, against,
        time / against,
        bar > 0 ? fmt::format("   bar {} ms: {}", bar, time <= bar ? "kept" : "MISSED") : std::string());
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
    const double time = test::medianMilliseconds(kRounds, [&] {
        layer.layout(camera(++frame), 1, {},
                     {[](const scene::Label&, std::size_t) { return false; },
                      [](const scene::Label&, std::size_t) { return true; }},
                     0.016, false);
    });
    say(fmt::format("names: {} candidates, {} shown, camera moving", count, layer.shown()).c_str(), time,
        "std::stable_sort of as many doubles", sorting(count), 2);
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
    const double copying =
        test::medianMilliseconds(kRounds, [&] { std::memcpy(to.data(), from.data(), from.size()); });
    int step = 0;
    say(fmt::format("points: choosing among {}, camera moving", count).c_str(),
        test::medianMilliseconds(kRounds, [&] { layer.update(camera(++step), 1); }),
        "memcpy of their coordinates", copying);
    layer.update(camera(0), 1);
    const scene::Projector eye = camera(0);
    std::size_t found = 0;
    int at = 0;
    const double picking = test::medianMilliseconds(kRounds, [&] {
        ++at;
        found += layer.pick(eye, 1, 100 + at * 35, 360 + at % 7 * 20, 6) ? 1 : 0;
    });
    say(fmt::format("points: a pick among {} ({} shown, {} of {} hit)", count, layer.shown(), found, kRounds)
            .c_str(),
        picking, "memcpy of their coordinates", copying, 2);
}

// As many triangles as a frame may have, the size that buildings have on the screen, drawn by the same
// renderer.
osg::ref_ptr<osg::Group> plainTriangles(const scene::LocalFrame& frame, std::size_t count) {
    std::mt19937 random(5);
    std::uniform_real_distribution<double> x(kBox.minX, kBox.maxX);
    std::uniform_real_distribution<double> y(kBox.minY, kBox.maxY);
    osg::ref_ptr<osg::Vec3Array> corners = new osg::Vec3Array;
    for (std::size_t i = 0; i < count; ++i) {
        const osg::Vec3d at = frame.toLocal({x(random), y(random), 200});
        for (const osg::Vec3d& corner : {osg::Vec3d(0, 0, 0), osg::Vec3d(15, 0, 0), osg::Vec3d(0, 5, 30)})
            corners->push_back(osg::Vec3(at + corner));
    }
    osg::ref_ptr<osg::Geometry> geometry = new osg::Geometry;
    geometry->setUseDisplayList(false);
    geometry->setUseVertexBufferObjects(true);
    geometry->setVertexArray(corners);
    geometry->addPrimitiveSet(new osg::DrawArrays(GL_TRIANGLES, 0, static_cast<int>(corners->size())));
    osg::ref_ptr<osg::Group> root = new osg::Group;
    root->addChild(geometry);
    return root;
}

double drawing(osg::Group* root, const scene::LocalFrame& frame, std::size_t& triangles) {
    const scene::Viewport viewport{1280, 720, 1};
    const auto target = surface::FrameTarget::create({viewport.width, viewport.height}, 1);
    if (!target) return 0;
    surface::FrameRenderer renderer(root);
    scene::Pose pose;
    pose.eye.set(361000, 3266500, 1400);
    pose.heading = 5;
    pose.pitch = 25;
    osg::StateSet& state = *root->getOrCreateStateSet();
    state.addUniform(new osg::Uniform("u_exaggeration", 1.0F));
    state.addUniform(new osg::Uniform("u_eye", osg::Vec3f(frame.toLocal(pose.eye))));
    const auto draw = [&] {
        pose.eye.x() += 3;
        renderer.draw(scene::viewMatrix(pose, frame), scene::projectionMatrix(viewport, 300), target->size(),
                      target->framebuffer());
        surface::FrameTarget::finish();
    };
    draw();  // shaders are compiled, buffers filled
    const double time = test::medianMilliseconds(kRounds, draw);
    triangles = renderer.cost().triangles;
    return time;
}

std::vector<scene::Body> cityBodies(std::size_t count) {
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
    return bodies;
}

void buildings(const scene::LocalFrame& frame, scene::ShaderLibrary& shaders, std::size_t count) {
    const std::vector<scene::Body> bodies = cityBodies(count);
    {
        // The frame's budget of this renderer: 100,000 triangles.
        std::size_t triangles = 0;
        std::size_t plain = 0;
        scene::Buildings drawn(bodies, frame, shaders);
        osg::ref_ptr<osg::Group> root = new osg::Group;
        root->addChild(drawn.node());
        const double time = drawing(root, frame, triangles);
        const double reference = drawing(plainTriangles(frame, count).get(), frame, plain);
        say(fmt::format("buildings: drawing {} ({} triangles), camera moving", bodies.size(), triangles)
                .c_str(),
            time, fmt::format("drawing {} plain triangles", plain).c_str(), reference);
    }
    const scene::BuildingRays rays(bodies);
    const double copying = [&] {
        std::vector<char> from(bodies.size() * 64);
        std::vector<char> to(from.size());
        return test::medianMilliseconds(kRounds, [&] { std::memcpy(to.data(), from.data(), from.size()); });
    }();
    std::size_t found = 0;
    int step = 0;
    const double picking = test::medianMilliseconds(kRounds, [&] {
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
    buildings(frame, shaders, small ? 500 : 100000);
    return 0;
}
