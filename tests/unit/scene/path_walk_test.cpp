// Walking a way: eye height, speed, ends, and where the eyes look.

#include "scene/path_walk.h"

#include <gtest/gtest.h>

#include <cmath>

namespace atlas::scene {
namespace {

// East 100 m on the level, then north 100 m up a slope of 1:5.
PathWalk corner() {
    Polyline path;
    for (int x = 0; x <= 100; x += 5) path.emplace_back(x, 0, 250);
    for (int y = 5; y <= 100; y += 5) path.emplace_back(100, y, 250 + y / 5.0);
    return PathWalk(path);
}

TEST(PathWalk, EyesAreAtTheHeightOfAPerson) {
    PathWalk walk = corner();
    EXPECT_DOUBLE_EQ(walk.length(), 200);
    for (const double exaggeration : {1.0, 2.5})
        for (double at = 0; at <= 200; at += 7.3) {
            walk.jumpTo(at);
            const double ground = at <= 100 ? 250 : 250 + (at - 100) / 5;
            EXPECT_NEAR(walk.ground().z(), ground, 1e-9);
            EXPECT_NEAR(walk.pose(exaggeration).eye.z(), ground * exaggeration + 1.65, 1e-9);
        }
}

TEST(PathWalk, WalksAtItsSpeedAndStopsAtTheEnd) {
    PathWalk walk = corner();
    walk.setSpeed(2);
    walk.go(1);
    for (int i = 0; i < 600; ++i) walk.update(1 / 60.0);
    EXPECT_NEAR(walk.along(), 20, 1) << "10 s at 2 m/s, less the start";
    walk.go(-1);
    for (int i = 0; i < 60 * 60; ++i) walk.update(1 / 60.0);
    EXPECT_EQ(walk.along(), 0);
    EXPECT_FALSE(walk.update(1)) << "it stands";
    walk.go(0);
    walk.setSpeed(1e9);
    EXPECT_EQ(walk.speed(), PathWalk::kFastest);
    walk.setRunning(true);
    int frames = 0;
    while (walk.running() && frames < 100000) {
        walk.update(1 / 60.0);
        ++frames;
    }
    EXPECT_EQ(walk.remaining(), 0);
    EXPECT_NEAR(frames / 60.0, 200 / PathWalk::kFastest, 1);
    while (walk.update(1 / 60.0)) ASSERT_LT(++frames, 100000);
    walk.setRunning(true);
    EXPECT_EQ(walk.along(), 0) << "from the end it begins anew";
}

TEST(PathWalk, TheSameWayAtAnyFrameRate) {
    PathWalk fast = corner();
    PathWalk slow = corner();
    for (PathWalk* walk : {&fast, &slow}) walk->go(1);
    for (int i = 0; i < 1200; ++i) fast.update(1 / 120.0);
    for (int i = 0; i < 150; ++i) slow.update(1 / 15.0);
    EXPECT_NEAR(fast.along(), slow.along(), 0.2);
}

TEST(PathWalk, APushGlidesOutAndIsNotMoreThanTheWay) {
    PathWalk walk = corner();
    walk.push(12);
    int frames = 0;
    while (walk.update(1 / 60.0)) ASSERT_LT(++frames, 1000);
    EXPECT_NEAR(walk.along(), 12, 1e-6);
    EXPECT_GT(frames, 10) << "no jump";
    for (int i = 0; i < 100; ++i) walk.push(1000);
    while (walk.update(1 / 60.0)) ASSERT_LT(++frames, 3000);
    EXPECT_NEAR(walk.remaining(), 0, 1e-6);
}

TEST(PathWalk, LooksAlongTheWayAndTurnsSmoothly) {
    PathWalk walk = corner();
    walk.jumpTo(40);
    EXPECT_NEAR(walk.pose(1).heading, 90, 1e-6);
    EXPECT_NEAR(walk.pose(1).pitch, 4, 1e-6);
    walk.jumpTo(150);
    EXPECT_NEAR(walk.pose(1).heading, 0, 1e-6);
    EXPECT_LT(walk.pose(1).pitch, 0) << "uphill the eyes rise";
    walk.jumpTo(200);
    EXPECT_NEAR(std::remainder(walk.pose(1).heading, 360), 0, 1e-6) << "also at the end";
    double before = 90;
    for (double at = 60; at <= 140; at += 0.1) {
        walk.jumpTo(at);
        const double heading = walk.pose(1).heading;
        EXPECT_LE(std::abs(std::remainder(heading - before, 360)), 3) << at;
        before = heading;
    }
    walk.look(-30, 10);
    EXPECT_NEAR(walk.pose(1).heading, 330, 0.5);
    walk.look(0, 500);
    EXPECT_GE(walk.pose(1).pitch, -80);
    walk.lookAhead();
    EXPECT_NEAR(std::remainder(walk.pose(1).heading, 360), 0, 1e-6);
}

TEST(PathWalk, PathsThatAreNone) {
    for (const Polyline& path : {Polyline{}, Polyline{{5, 6, 7}}, Polyline(4, osg::Vec3d(5, 6, 7))}) {
        PathWalk walk(path);
        EXPECT_EQ(walk.length(), 0);
        walk.setRunning(true);
        walk.push(10);
        walk.go(1);
        for (int i = 0; i < 10; ++i) walk.update(0.1);
        EXPECT_EQ(walk.along(), 0);
        EXPECT_TRUE(std::isfinite(walk.pose(1).heading) && std::isfinite(walk.pose(1).pitch));
    }
    // There and back again on the same line: it turns round without a direction that is none.
    PathWalk walk({{0, 0, 0}, {20, 0, 0}, {0, 0, 0}});
    for (double at = 0; at <= 40; at += 0.5) {
        walk.jumpTo(at);
        const double off = std::abs(std::remainder(walk.pose(1).heading - 90, 180));
        EXPECT_NEAR(off, 0, 1e-6) << at;
    }
}

}  // namespace
}  // namespace atlas::scene
