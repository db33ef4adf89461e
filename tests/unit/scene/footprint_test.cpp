// Footprints: outlines against what they enclose, and fewer corners against the tolerance.

#include "scene/footprint.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace atlas::scene {
namespace {

const osg::Vec2d kFar(361000, 3271000);  // map coordinates are large

std::vector<osg::Vec2d> ring(std::initializer_list<std::pair<double, double>> points) {
    std::vector<osg::Vec2d> ring;
    for (const auto& [x, y] : points) ring.push_back(kFar + osg::Vec2d(x, y));
    return ring;
}

// Shells count for, holes against: only when every loop is wound as promised does the sum give the area.
double enclosed(const Footprint& footprint) {
    double sum = 0;
    for (const auto& loop : footprint.outline) {
        std::vector<osg::Vec2d> points;
        for (const std::uint32_t i : loop) points.push_back(footprint.points[i]);
        sum += signedArea(points);
    }
    return sum;
}

double covered(const Footprint& footprint) {
    double sum = 0;
    for (std::size_t i = 0; i + 2 < footprint.triangles.size(); i += 3) {
        const double area = signedArea({footprint.points[footprint.triangles[i]],
                                        footprint.points[footprint.triangles[i + 1]],
                                        footprint.points[footprint.triangles[i + 2]]});
        EXPECT_GT(area, 0);
        sum += area;
    }
    return sum;
}

TEST(Footprint, OutlineAndTrianglesEncloseTheSame) {
    const auto shell = ring({{0, 0}, {60, 0}, {60, 40}, {0, 40}});
    const auto hole = ring({{10, 10}, {30, 10}, {30, 30}, {10, 30}});
    const auto island = ring({{15, 15}, {25, 15}, {25, 25}, {15, 25}});
    const auto away = ring({{100, 0}, {120, 0}, {120, 10}, {100, 10}});
    const struct {
        Rings rings;
        double area;
    } cases[] = {{{shell}, 2400},
                 {{shell, hole}, 2000},
                 {{hole, shell}, 2000},  // the source's order is not to be trusted
                 {{shell, hole, island}, 2100},
                 {{shell, away}, 2600},
                 {{ring({{0, 0}, {40, 0}, {40, 10}, {10, 10}, {10, 30}, {0, 30}})}, 600}};
    for (const auto& c : cases) {
        for (unsigned turned = 0; turned < 1U << c.rings.size(); ++turned) {
            Rings rings = c.rings;
            for (std::size_t i = 0; i < rings.size(); ++i)
                if ((turned >> i & 1U) != 0) std::reverse(rings[i].begin(), rings[i].end());
            const Footprint footprint = makeFootprint(rings);
            EXPECT_NEAR(enclosed(footprint), c.area, 0.01);
            EXPECT_NEAR(covered(footprint), c.area, 0.01);
        }
    }
}

TEST(Footprint, ACrossedRingIsResolved) {
    // A bow tie of two triangles of 50 square metres.
    const Footprint footprint = makeFootprint({ring({{0, 0}, {10, 10}, {10, 0}, {0, 10}})});
    EXPECT_NEAR(covered(footprint), 50, 0.01);
    EXPECT_NEAR(enclosed(footprint), 50, 0.01);
}

TEST(Footprint, RepeatedPointsDoNoHarm) {
    const Footprint footprint =
        makeFootprint({ring({{0, 0}, {0, 0}, {20, 0}, {20, 0}, {20, 20}, {0, 20}, {0, 0}, {0, 0}})});
    EXPECT_NEAR(covered(footprint), 400, 0.01);
    EXPECT_EQ(footprint.outline.front().size(), 4U);
    EXPECT_TRUE(makeFootprint({ring({{5, 5}, {5, 5}, {5, 5}, {5, 5}})}).triangles.empty());
}

TEST(Footprint, RandomStarsAreClosedAndWoundLeft) {
    std::mt19937 random(11);
    std::uniform_real_distribution<double> radius(4, 70);
    for (int round = 0; round < 300; ++round) {
        std::vector<osg::Vec2d> star;
        const int corners = 4 + round % 25;
        for (int i = 0; i < corners; ++i) {
            const double angle = 2 * M_PI * i / corners;
            star.push_back(kFar + osg::Vec2d(std::cos(angle), std::sin(angle)) * radius(random));
        }
        const double area = signedArea(star);
        if (round % 2 == 1) std::reverse(star.begin(), star.end());
        const Footprint footprint = makeFootprint({star});
        ASSERT_EQ(footprint.outline.size(), 1U) << corners;
        EXPECT_NEAR(enclosed(footprint), area, 0.02 + area * 1e-4);
    }
}

TEST(Footprint, SimplifyingMovesNothingFurtherThanTheTolerance) {
    std::mt19937 random(5);
    std::uniform_real_distribution<double> jitter(-1, 1);
    std::vector<osg::Vec2d> round;
    for (int i = 0; i < 80; ++i) {
        const double angle = 2 * M_PI * i / 80;
        round.push_back(
            kFar + osg::Vec2d(std::cos(angle) * 40 + jitter(random), std::sin(angle) * 25 + jitter(random)));
    }
    const Rings simple = simplifyRings({round}, 2.5);
    ASSERT_EQ(simple.size(), 1U);
    EXPECT_LT(simple.front().size(), round.size() / 3);
    for (const osg::Vec2d& p : round) {
        double nearest = 1e9;
        const auto& ring = simple.front();
        for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
            const osg::Vec2d d = ring[i] - ring[j];
            const double t = std::clamp(((p - ring[j]) * d) / d.length2(), 0.0, 1.0);
            nearest = std::min(nearest, (p - ring[j] - d * t).length());
        }
        EXPECT_LE(nearest, 2.5 + 1e-6);
    }
    EXPECT_TRUE(simplifyRings({ring({{0, 0}, {1, 0}, {1, 1}, {0, 1}})}, 2.5).empty())
        << "smaller than the tolerance";
}

}  // namespace
}  // namespace atlas::scene
