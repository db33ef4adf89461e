// Levels of detail of lines: what is left out stays within the tolerance, and no camera sees the error.

#include "scene/line_levels.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>

namespace atlas::scene {
namespace {

// A way that winds in three dimensions.
Polyline winding(int points) {
    Polyline line;
    for (int i = 0; i < points; ++i) {
        const double t = i * 0.05;
        line.emplace_back(500000 + 40 * t + 18 * std::sin(t), 3270000 + 25 * std::cos(1.7 * t),
                          230 + 12 * std::sin(0.6 * t) + 3 * std::sin(5 * t));
    }
    return line;
}

double awayFromSegment(const osg::Vec3d& p, const osg::Vec3d& a, const osg::Vec3d& b) {
    double nearest = 1e9;
    for (int k = 0; k <= 4000; ++k) nearest = std::min(nearest, (a + (b - a) * (k / 4000.0) - p).length());
    return nearest;
}

TEST(LineLevels, WhatIsLeftOutIsWithinTheTolerance) {
    const Polyline line = winding(400);
    std::size_t before = line.size() + 1;
    for (const double tolerance : kLineTolerances) {
        const auto kept = simplifyLine(line, 0, 399, tolerance);
        ASSERT_GE(kept.size(), 2U);
        EXPECT_EQ(kept.front(), 0U);
        EXPECT_EQ(kept.back(), 399U);
        EXPECT_LT(kept.size(), before) << tolerance;
        before = kept.size();
        for (std::size_t k = 0; k + 1 < kept.size(); ++k) {
            ASSERT_LT(kept[k], kept[k + 1]);
            for (std::uint32_t i = kept[k] + 1; i < kept[k + 1]; ++i)
                EXPECT_LE(awayFromSegment(line[i], line[kept[k]], line[kept[k + 1]]), tolerance + 0.02);
        }
    }
}

TEST(LineLevels, StraightAndShortLines) {
    const Polyline straight{{0, 0, 0}, {1, 0, 1}, {2, 0, 2}, {10, 0, 10}};
    EXPECT_EQ(simplifyLine(straight, 0, 3, 0.01), (std::vector<std::uint32_t>{0, 3}));
    EXPECT_EQ(simplifyLine(straight, 1, 2, 0.01), (std::vector<std::uint32_t>{1, 2}));
    const Polyline still(5, osg::Vec3d(3, 3, 3));
    EXPECT_EQ(simplifyLine(still, 0, 4, 0.1), (std::vector<std::uint32_t>{0, 4}));
}

TEST(LineLevels, TheErrorIsHalfAPixelAtMost) {
    const Viewport viewport{1280, 720, 1};
    const double pixels = 1 / metresPerPixel(viewport, 1);
    for (const double exaggeration : {0.5, 1.0, 3.0})
        for (double distance = 1; distance < 40000; distance *= 1.3) {
            const std::size_t level = lineLevel(distance, pixels, exaggeration);
            const double error = kLineTolerances[level] * std::max(exaggeration, 1.0) * pixels / distance;
            if (level > 0) {
                EXPECT_LE(error, kLineErrorPixels + 1e-9) << distance;
            }
            if (level + 1 < kLineTolerances.size()) {
                EXPECT_GT(kLineTolerances[level + 1] * std::max(exaggeration, 1.0) * pixels / distance,
                          kLineErrorPixels);
            }
        }
}

TEST(LineLevels, BoxesInAndOutOfThePicture) {
    const LocalFrame frame{{500000, 3270000, 0}};
    const Viewport viewport{800, 600, 1};
    Pose pose;
    pose.eye.set(500000, 3270000, 300);
    pose.heading = 0;
    pose.pitch = 0;
    const BoxSight sight(makeProjector(pose, frame, viewport, 100), 1);
    const auto box = [](double x, double y, double z, double half) {
        return osg::BoundingBoxd(x - half, y - half, z - half, x + half, y + half, z + half);
    };
    EXPECT_NEAR(sight.distance(box(500000, 3271000, 300, 10)), 990, 0.01);
    EXPECT_TRUE(std::isinf(sight.distance(box(500000, 3269000, 300, 10)))) << "behind";
    EXPECT_TRUE(std::isinf(sight.distance(box(502000, 3270500, 300, 10)))) << "far right";
    EXPECT_DOUBLE_EQ(sight.distance(box(500000, 3270000, 300, 50)), 0) << "the eye is in it";
    // A pixel that is in the picture belongs to no box that is left out.
    std::mt19937 random(7);
    std::uniform_real_distribution<double> place(-900, 900);
    const Projector projector = makeProjector(pose, frame, viewport, 100);
    for (int i = 0; i < 2000; ++i) {
        const osg::Vec3d p(500000 + place(random), 3270000 + place(random), 300 + place(random) / 3);
        osg::Vec3d pixel;
        if (!projector.project(p, pixel) || pixel.x() < 0 || pixel.y() < 0 || pixel.x() > 800 ||
            pixel.y() > 600 || (p - pose.eye).length() < 60)
            continue;
        EXPECT_FALSE(std::isinf(sight.distance(box(p.x(), p.y(), p.z(), 5))));
    }
    // Heights are stretched, boxes with them.
    const BoxSight stretched(makeProjector(pose, frame, viewport, 100), 3);
    EXPECT_NEAR(stretched.distance(box(500000, 3271000, 100, 10)), 990, 0.01);
    EXPECT_TRUE(std::isinf(stretched.distance(box(500000, 3270100, 300, 10))));
}

}  // namespace
}  // namespace atlas::scene
