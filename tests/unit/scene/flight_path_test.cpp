// Flights: the optimal path against its own differential equation and against other paths, and what a
// passenger feels.

#include "scene/flight_path.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

namespace atlas::scene {
namespace {

// Length of a path as van Wijk and Nuij feel it: ds^2 = (rho du / w)^2 + (dw / (rho w))^2, summed over small
// steps.
template <class U, class W>
double felt(const U& u, const W& w, double from, double to) {
    constexpr int steps = 20000;
    double sum = 0;
    for (int i = 0; i < steps; ++i) {
        const double a = from + (to - from) * i / steps;
        const double b = from + (to - from) * (i + 1) / steps;
        const double width = (w(a) + w(b)) / 2;
        sum += std::hypot(ZoomPath::kRho * (u(b) - u(a)) / width, (w(b) - w(a)) / (ZoomPath::kRho * width));
    }
    return sum;
}

TEST(ZoomPath, ComesFromHereToThereAtAnEvenPace) {
    std::mt19937 random(7);
    const auto between = [&](double low, double high) {
        return std::exp(std::uniform_real_distribution<double>(std::log(low), std::log(high))(random));
    };
    for (int round = 0; round < 200; ++round) {
        const double way = between(1, 20000);
        const double w0 = between(20, 9000);
        const double w1 = between(20, 9000);
        const ZoomPath path(way, w0, w1);
        const double s = path.length();
        EXPECT_NEAR(path.u(0), 0, 1e-6 * way);
        EXPECT_NEAR(path.u(s), way, 1e-6 * way + 1e-6 * w0) << way << " " << w0 << " " << w1;
        EXPECT_NEAR(path.w(0), w0, 1e-9 * w0);
        EXPECT_NEAR(path.w(s), w1, 1e-6 * w1);
        for (const double at : {0.1, 0.5, 0.9}) {
            const double h = s * 1e-5;
            const double du = (path.u(at * s + h) - path.u(at * s - h)) / (2 * h);
            const double dw = (path.w(at * s + h) - path.w(at * s - h)) / (2 * h);
            const double w = path.w(at * s);
            EXPECT_NEAR(std::hypot(ZoomPath::kRho * du / w, dw / (ZoomPath::kRho * w)), 1, 1e-3);
        }
    }
}

TEST(ZoomPath, IsShorterThanOtherPaths) {
    for (const auto& [way, w0, w1] : {std::array{5000.0, 300.0, 300.0}, std::array{800.0, 900.0, 200.0},
                                      std::array{12000.0, 150.0, 4000.0}}) {
        const ZoomPath path(way, w0, w1);
        const double own =
            felt([&](double s) { return path.u(s); }, [&](double s) { return path.w(s); }, 0, path.length());
        EXPECT_NEAR(own, path.length(), 1e-3 * path.length());
        for (const double rise : {0.0, 0.3, 1.0, 3.0}) {
            const auto u = [&, way = way](double t) { return way * t; };
            const auto w = [&, way = way, w0 = w0, w1 = w1](double t) {
                return w0 * std::pow(w1 / w0, t) + rise * way * 4 * t * (1 - t);
            };
            EXPECT_GT(felt(u, w, 0, 1), own * 0.9999) << way << " rise " << rise;
        }
    }
}

TEST(ZoomPath, StraightInAndOut) {
    const ZoomPath in(0, 1000, 100);
    EXPECT_NEAR(in.length(), std::log(10) / ZoomPath::kRho, 1e-12);
    EXPECT_NEAR(in.w(in.length()), 100, 1e-9);
    const ZoomPath none(0, 500, 500);
    EXPECT_EQ(none.length(), 0);
    EXPECT_EQ(none.w(0), 500);
}

// Hills of 300 m, steep ones among them.
double hills(double x, double y) {
    return 180 + 90 * std::sin(x / 310) * std::cos(y / 270) + 60 * std::sin(x / 97 + 1) * std::sin(y / 83);
}

FlightWorld hillWorld() {
    FlightWorld world;
    world.heightAt = hills;
    world.distanceTo = [](const osg::Vec3d& eye, const osg::Vec3d& ray) {
        for (double d = 5; d < 12000; d += 5) {
            const osg::Vec3d p = eye + ray * d;
            if (p.z() < hills(p.x(), p.y())) return d;
        }
        return std::numeric_limits<double>::infinity();
    };
    return world;
}

TEST(FlightPath, NeverMeetsTheGroundAndRestsAtBothEnds) {
    std::mt19937 random(11);
    const auto between = [&](double low, double high) {
        return std::uniform_real_distribution<double>(low, high)(random);
    };
    const auto anywhere = [&] {
        Pose pose;
        pose.eye.set(between(-4000, 4000), between(-4000, 4000), 0);
        pose.eye.z() = hills(pose.eye.x(), pose.eye.y()) + std::exp(between(std::log(2), std::log(2000)));
        pose.heading = between(-360, 360);
        pose.pitch = between(-5, 88);
        return pose;
    };
    for (int round = 0; round < 60; ++round) {
        const Pose from = anywhere();
        const Pose to = anywhere();
        const FlightPath flight(from, to, hillWorld());
        ASSERT_GE(flight.seconds(), 3.5);
        ASSERT_LE(flight.seconds(), 30.0);
        EXPECT_EQ(flight.at(0).eye, from.eye);
        EXPECT_EQ(flight.at(flight.seconds()).eye, to.eye);
        EXPECT_NEAR(std::remainder(flight.at(flight.seconds()).heading - to.heading, 360), 0, 1e-9);
        EXPECT_EQ(flight.at(flight.seconds()).pitch, to.pitch);
        EXPECT_EQ(flight.at(-1).eye, from.eye);
        EXPECT_EQ(flight.at(1e9).eye, to.eye);
        // Sixty frames a second: over the ground in each, and no jolt in place, heading or speed.
        const double step = 1.0 / 60;
        double longest = 0;
        double hardest = 0;
        double turn = 0;
        Pose before = flight.at(0);
        osg::Vec3d speed;
        for (double t = step; t <= flight.seconds(); t += step) {
            const Pose pose = flight.at(t);
            EXPECT_GT(pose.eye.z(), hills(pose.eye.x(), pose.eye.y()) + 0.5)
                << "round " << round << " at " << t;
            const osg::Vec3d now = (pose.eye - before.eye) / step;
            longest = std::max(longest, now.length());
            hardest = std::max(hardest, (now - speed).length());
            turn = std::max(turn, std::abs(pose.heading - before.heading) / step);
            speed = now;
            before = pose;
        }
        EXPECT_LT(hardest, 0.12 * longest) << "a frame changes the speed by little, round " << round;
        EXPECT_LT(speed.length(), 0.02 * longest) << "and it arrives at rest";
        EXPECT_LT(turn, 60) << "degrees a second";
    }
}

TEST(FlightPath, TakesTheShorterWayRound) {
    Pose from;
    from.eye.set(0, 0, 800);
    from.heading = 350;
    Pose to = from;
    to.eye.set(100, 0, 800);
    to.heading = 10;
    const FlightPath flight(from, to, hillWorld());
    EXPECT_NEAR(flight.at(flight.seconds()).heading, 370, 1e-9);
    EXPECT_NEAR(flight.at(flight.seconds() / 2).heading, 360, 1e-6);
}

TEST(FlightPath, GoesOverWhatStandsInTheWay) {
    FlightWorld world;
    world.heightAt = [](double, double) { return 0.0; };
    const auto inTower = [](const osg::Vec3d& p) {
        return std::abs(p.x() - 1000) < 40 && std::abs(p.y()) < 400 && p.z() < 420;
    };
    world.free = [&](const osg::Vec3d& a, const osg::Vec3d& b) {
        return !inTower(a) && !inTower((a + b) / 2);
    };
    Pose from;
    from.eye.set(0, 0, 60);
    from.heading = 90;
    from.pitch = 20;
    Pose to = from;
    to.eye.set(2000, 0, 60);
    const FlightPath flight(from, to, world);
    bool above = false;
    osg::Vec3d last = from.eye;
    osg::Vec3d speed;
    double hardest = 0;
    for (double t = 0.02; t <= flight.seconds(); t += 0.02) {
        const osg::Vec3d eye = flight.at(t).eye;
        const double push = ((eye - last) / 0.02 - speed).length() / 0.02;
        hardest = std::max(hardest, push / (30 + 3 * eye.z()));
        speed = (eye - last) / 0.02;
        last = eye;
        EXPECT_FALSE(inTower(eye)) << eye.x() << " " << eye.z();
        above = above || std::abs(eye.x() - 1000) < 40;
    }
    EXPECT_TRUE(above) << "it did pass there";
    EXPECT_LT(hardest, 1) << "and it climbs 360 m without a jolt";
}

TEST(FlightPath, TakesAsLongAsItIsTold) {
    FlightOptions options;
    options.seconds = 4;
    Pose to;
    to.eye.set(5000, 0, 900);
    Pose from;
    from.eye.set(0, 0, 900);
    EXPECT_EQ(FlightPath(from, to, hillWorld(), options).seconds(), 4);
}

}  // namespace
}  // namespace atlas::scene
