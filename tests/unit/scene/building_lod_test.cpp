// What is drawn of a hundred thousand buildings, and what a ray meets of them, against plain loops over all.

#include "scene/building_lod.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <random>

#include "city.h"
#include "scene/building_mesh.h"
#include "scene/buildings.h"

namespace atlas::scene {
namespace {

using Clock = std::chrono::steady_clock;

double milliseconds(Clock::time_point since) {
    return std::chrono::duration<double, std::milli>(Clock::now() - since).count();
}

std::vector<Body> cityBodies(std::size_t count) {
    std::vector<Body> bodies;
    for (const test::CityBuilding& building : test::makeCity(count, 355000, 3268000, 364000, 3274000, 7)) {
        Body body;
        for (const auto& ring : building.rings) {
            auto& points = body.rings.emplace_back();
            for (const auto& [x, y] : ring) points.emplace_back(x, y);
        }
        body.base = 200;
        body.top = 200 + building.height;
        bodies.push_back(std::move(body));
    }
    return bodies;
}

class City : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        bodies_ = cityBodies(100000);
        frame_.origin.set(360000, 3271000, 0);
        const auto start = Clock::now();
        mesh_ = makeBuildingMesh(bodies_, frame_);
        std::printf("100,000 buildings: mesh in %.0f ms, %zu triangles, %zu coarse, %zu corners, %zu tiles\n",
                    milliseconds(start), mesh_.fine.size() / 3, mesh_.coarse.size() / 3,
                    mesh_.corners->size(), mesh_.tiles.size());
    }
    static void TearDownTestSuite() {
        bodies_.clear();
        mesh_ = {};
    }
    static BuildingView view(const Pose& pose) {
        const Viewport viewport{1280, 720, 1};
        BuildingView view;
        view.clip = viewMatrix(pose, frame_) * projectionMatrix(viewport, 50);
        view.eye = frame_.toLocal(pose.eye);
        view.pixels = 1 / metresPerPixel(viewport, 1);
        return view;
    }
    static inline std::vector<Body> bodies_;
    static inline LocalFrame frame_;
    static inline BuildingMesh mesh_;
};

const Pose kPoses[] = {{{360000, 3271000, 600}, 40, 25},
                       {{356000, 3269000, 260}, 60, 4},
                       {{359500, 3264000, 1800}, 0, 20},
                       {{360000, 3271000, 9000}, 0, 88},
                       {{360010, 3271010, 215}, 200, 0}};

TEST_F(City, StaysWithinTheBudgetFromEverywhere) {
    for (const Pose& pose : kPoses) {
        const auto start = Clock::now();
        const BuildingChoice choice = chooseBuildings(mesh_.tiles, view(pose));
        std::printf("eye at %.0f m: %zu triangles in %zu runs, from %.1f pixels, chosen in %.2f ms\n",
                    pose.eye.z(), choice.triangles, choice.fine.size() + choice.coarse.size(),
                    choice.smallest, milliseconds(start));
        EXPECT_LE(choice.triangles, view(pose).budget);
        EXPECT_GT(choice.triangles, 500U);
        std::size_t drawn = 0;
        for (const auto* ranges : {&choice.fine, &choice.coarse})
            for (const IndexRange& range : *ranges) {
                drawn += range.count / 3;
                EXPECT_LE(range.first + range.count,
                          (ranges == &choice.fine ? mesh_.fine : mesh_.coarse).size());
            }
        EXPECT_EQ(drawn, choice.triangles);
    }
}

// Every body whose corner lies in the picture and that is large enough to be seen is among those drawn.
TEST_F(City, LeavesOutNothingThatIsSeen) {
    for (const Pose& pose : kPoses) {
        const BuildingView asked = view(pose);
        const BuildingChoice choice = chooseBuildings(mesh_.tiles, asked);
        std::vector<char> drawn(bodies_.size(), 0);
        const auto note = [&](const std::vector<IndexRange>& ranges,
                              const std::vector<std::uint32_t>& indices) {
            for (const IndexRange& range : ranges)
                for (std::uint32_t i = range.first; i < range.first + range.count; ++i)
                    drawn[static_cast<std::size_t>((*mesh_.corners)[indices[i]].w())] = 1;
        };
        note(choice.fine, mesh_.fine);
        note(choice.coarse, mesh_.coarse);
        std::size_t missed = 0;
        std::size_t seen = 0;
        for (std::size_t i = 0; i < bodies_.size(); ++i) {
            const osg::Vec2d& p = bodies_[i].rings.front().front();
            const osg::Vec3d local = frame_.toLocal({p.x(), p.y(), bodies_[i].top});
            const osg::Vec4d clip = osg::Vec4d(local, 1) * asked.clip;
            if (std::max(std::abs(clip.x()), std::abs(clip.y())) > clip.w() || clip.w() <= 0 ||
                clip.z() < -clip.w())
                continue;
            if (mesh_.size[i] * asked.pixels / (local - asked.eye).length() < choice.smallest * 1.02)
                continue;
            ++seen;
            if (drawn[i] == 0) ++missed;
        }
        EXPECT_EQ(missed, 0U) << "of " << seen << " from " << pose.eye.z();
        EXPECT_GT(seen, 20U);
    }
}

TEST_F(City, SimplifiedFootprintsAreForFarTilesOnly) {
    EXPECT_LE(mesh_.coarse.size(), mesh_.fine.size());
    const BuildingChoice near = chooseBuildings(mesh_.tiles, view(kPoses[4]));
    EXPECT_FALSE(near.fine.empty());
    BuildingView far = view(kPoses[3]);
    EXPECT_TRUE(chooseBuildings(mesh_.tiles, far).fine.empty());
    far.farthest = 10;
    EXPECT_EQ(chooseBuildings(mesh_.tiles, far).triangles, 0U) << "beyond the layer's range";
}

// Where a ray enters an upright body with one convex ring: Cyrus and Beck 1978.
std::optional<double> enterConvex(const Body& body, const osg::Vec3d& eye, const osg::Vec3d& ray) {
    double low = 0;
    double high = 1e9;
    const auto half = [&](double outside, double slope) {  // inside where outside + t * slope <= 0
        if (slope > 0)
            high = std::min(high, -outside / slope);
        else if (slope < 0)
            low = std::max(low, -outside / slope);
        else if (outside > 0)
            high = -1;
    };
    half(eye.z() - body.top, ray.z());
    half(body.base - eye.z(), -ray.z());
    const auto& ring = body.rings.front();
    for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
        const osg::Vec2d d = ring[i] - ring[j];
        const osg::Vec2d out(d.y(), -d.x());
        half((osg::Vec2d(eye.x(), eye.y()) - ring[j]) * out, osg::Vec2d(ray.x(), ray.y()) * out);
    }
    return low <= high ? std::optional(low) : std::nullopt;
}

TEST_F(City, RaysMeetWhatAPlainSearchMeets) {
    std::vector<Body> slabs;
    for (const Body& body : bodies_)
        if (body.rings.size() == 1 && body.rings.front().size() == 4) slabs.push_back(body);
    const BuildingRays rays(slabs);
    std::mt19937 random(9);
    std::uniform_real_distribution<double> unit(0, 1);
    double indexed = 0;
    double plain = 0;
    double worst = 0;
    int met = 0;
    for (int round = 0; round < 200; ++round) {
        const osg::Vec3d eye(355000 + unit(random) * 9000, 3268000 + unit(random) * 6000,
                             210 + unit(random) * 900);
        const double heading = unit(random) * 2 * M_PI;
        const double down = std::pow(unit(random), 3) * M_PI / 2;
        const osg::Vec3d ray(std::cos(heading) * std::cos(down), std::sin(heading) * std::cos(down),
                             -std::sin(down));
        auto start = Clock::now();
        const auto found = rays.enter(eye, ray, 60000, 1, [](std::size_t, double) { return true; });
        const double took = milliseconds(start);
        indexed += took;
        worst = std::max(worst, took);
        start = Clock::now();
        std::optional<BuildingRays::Entry> wanted;
        for (std::size_t i = 0; i < slabs.size(); ++i) {
            const auto t = enterConvex(slabs[i], eye, ray);
            if (t && *t < 60000 && (!wanted || *t < wanted->distance)) wanted = BuildingRays::Entry{i, *t};
        }
        plain += milliseconds(start);
        ASSERT_EQ(found.has_value(), wanted.has_value());
        if (!found) continue;
        ++met;
        EXPECT_EQ(found->body, wanted->body);
        EXPECT_NEAR(found->distance, wanted->distance, 1e-4);
    }
    std::printf("%zu bodies, 200 rays, %d met one: %.3f ms a ray (worst %.2f), %.2f by a plain search\n",
                slabs.size(), met, indexed / 200, worst, plain / 200);
    EXPECT_GT(met, 50);
    EXPECT_LT(indexed * 10, plain);
}

}  // namespace
}  // namespace atlas::scene
