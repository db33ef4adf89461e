// Bodies: triangulation against the shoelace formula, and what a ray meets.

#include "scene/buildings.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace atlas::scene {
namespace {

using Ring = std::vector<osg::Vec2d>;

double area(const Ring& ring) {
    double twice = 0;
    for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++)
        twice += ring[j].x() * ring[i].y() - ring[i].x() * ring[j].y();
    return std::abs(twice / 2);
}

double areaOfTriangles(const std::vector<osg::Vec2d>& points) {
    double sum = 0;
    for (std::size_t i = 0; i + 2 < points.size(); i += 3) {
        const osg::Vec2d a = points[i + 1] - points[i];
        const osg::Vec2d b = points[i + 2] - points[i];
        const double twice = a.x() * b.y() - a.y() * b.x();
        EXPECT_GT(twice, 0) << "counter-clockwise";
        sum += twice / 2;
    }
    return sum;
}

TEST(TriangulatePolygon, CoversWhatTheRingsEnclose) {
    const osg::Vec2d far(361000, 3271000);  // map coordinates are large: nothing may be lost in floats
    const auto at = [&](double x, double y) { return far + osg::Vec2d(x, y); };
    const Ring square{at(0, 0), at(40, 0), at(40, 30), at(0, 30), at(0, 0)};
    EXPECT_NEAR(areaOfTriangles(triangulatePolygon({square})), 1200, 0.01);
    const Ring turned(square.rbegin(), square.rend());
    EXPECT_NEAR(areaOfTriangles(triangulatePolygon({turned})), 1200, 0.01);
    const Ring corner{at(0, 0), at(60, 0), at(60, 20), at(20, 20), at(20, 50), at(0, 50)};
    EXPECT_NEAR(areaOfTriangles(triangulatePolygon({corner})), area(corner), 0.01);
    const Ring yard{at(10, 10), at(30, 10), at(30, 20), at(10, 20)};
    EXPECT_NEAR(areaOfTriangles(triangulatePolygon({square, yard})), 1000, 0.01);
}

TEST(TriangulatePolygon, RandomStarsKeepTheirArea) {
    std::mt19937 random(3);
    std::uniform_real_distribution<double> radius(5, 60);
    for (int round = 0; round < 200; ++round) {
        Ring star;
        const int corners = 3 + round % 17;
        for (int i = 0; i < corners; ++i) {
            const double angle = 2 * M_PI * i / corners;
            const double r = radius(random);
            star.emplace_back(360000 + r * std::cos(angle), 3270000 + r * std::sin(angle));
        }
        EXPECT_NEAR(areaOfTriangles(triangulatePolygon({star})), area(star), 0.02 + area(star) * 1e-4)
            << corners;
    }
}

TEST(TriangulatePolygon, NothingComesFromNothing) {
    EXPECT_TRUE(triangulatePolygon({}).empty());
    EXPECT_TRUE(triangulatePolygon({{{0, 0}, {1, 1}}}).empty());
    EXPECT_TRUE(triangulatePolygon({{{0, 0}, {5, 5}, {10, 10}, {0, 0}}}).empty()) << "a line has no area";
}

class RayTest : public testing::Test {
  protected:
    static Body box(double x, double y, double base, double top) {
        Body body;
        body.rings = {{{x, y}, {x + 20, y}, {x + 20, y + 20}, {x, y + 20}}};
        body.base = base;
        body.top = top;
        return body;
    }
    LocalFrame frame_;
    ShaderLibrary shaders_{ATLAS_SHARE_DIR "/shaders"};
    Buildings buildings_{{box(100, 0, 200, 260), box(200, 0, 200, 300)}, frame_, shaders_};
};

TEST_F(RayTest, MeetsTheNearestWall) {
    const auto hit = buildings_.enter({0, 10, 230}, {1, 0, 0}, 1000, 1);
    ASSERT_TRUE(hit);
    EXPECT_EQ(hit->body, 0U);
    EXPECT_NEAR(hit->distance, 100, 1e-6);
}

TEST_F(RayTest, PassesOverALowOneToATallOne) {
    const auto hit = buildings_.enter({0, 10, 280}, {1, 0, 0}, 1000, 1);
    ASSERT_TRUE(hit);
    EXPECT_EQ(hit->body, 1U);
    EXPECT_NEAR(hit->distance, 200, 1e-6);
}

TEST_F(RayTest, SeesRoofsFromAbove) {
    const auto hit = buildings_.enter({110, 10, 500}, {0, 0, -1}, 1000, 1);
    ASSERT_TRUE(hit);
    EXPECT_NEAR(hit->distance, 240, 1e-6);
    const auto stretched = buildings_.enter({110, 10, 1000}, {0, 0, -1}, 1000, 2);
    ASSERT_TRUE(stretched);
    EXPECT_NEAR(stretched->distance, 1000 - 520, 1e-6) << "exaggerated twice";
}

TEST_F(RayTest, WhatIsFilteredOutIsAir) {
    buildings_.states().setPresence(0, 0);
    const auto hit = buildings_.enter({0, 10, 230}, {1, 0, 0}, 1000, 1);
    ASSERT_TRUE(hit);
    EXPECT_EQ(hit->body, 1U);
    EXPECT_FALSE(buildings_.enter({0, 10, 230}, {1, 0, 0}, 150, 1)) << "the ground is nearer";
    EXPECT_FALSE(buildings_.enter({0, 50, 230}, {1, 0, 0}, 1000, 1));
}

}  // namespace
}  // namespace atlas::scene
