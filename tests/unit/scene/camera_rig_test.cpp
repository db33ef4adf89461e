// The camera in the hand: what is held stays under the cursor, the pivot stays where it is, and nothing
// brings the eye under the ground or out of reach. The world is a formula; where a point lies on the screen
// is asked of the projector, which the rig does not use.

#include "scene/camera_rig.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace atlas::scene {
namespace {

constexpr double kClearance = 1.999;  // metres over the ground that the eye keeps
const Viewport kViewport{1280, 720, 1};

// A ridge of 250 m on a rolling plain.
double height(double x, double y) {
    const double ridge = std::exp(-std::pow((y - 3271000 - 200 * std::sin(x / 700)) / 350, 2));
    return 180 + 250 * ridge + 15 * std::sin(x / 210) * std::cos(y / 160);
}

std::optional<osg::Vec3d> hit(const osg::Vec3d& eye, const osg::Vec3d& ray) {
    double from = 0;
    for (double to = 1; to < 40000; from = to, to += std::max(1.0, to * 0.004)) {
        const osg::Vec3d at = eye + ray * to;
        if (at.z() > height(at.x(), at.y())) continue;
        for (int i = 0; i < 60; ++i) {
            const double middle = (from + to) / 2;
            const osg::Vec3d between = eye + ray * middle;
            (between.z() > height(between.x(), between.y()) ? from : to) = middle;
        }
        return eye + ray * to;
    }
    return std::nullopt;
}

RigWorld world() {
    return {height, hit, {451000, 3268000, 459000, 3274000}};
}

Pose poseAt(double x, double y, double above, double heading, double pitch) {
    Pose pose;
    pose.eye.set(x, y, height(x, y) + above);
    pose.heading = heading;
    pose.pitch = pitch;
    return pose;
}

const std::vector<Pose>& poses() {
    static const std::vector<Pose> all{
        poseAt(455000, 3269000, 700, 10, 25), poseAt(453000, 3272500, 1500, 130, 45),
        poseAt(455500, 3270000, 60, 300, 8), poseAt(455000, 3271000, 4000, 0, 88),
        poseAt(456000, 3270500, 300, 190, 33)};
    return all;
}

CameraRig rigAt(const Pose& pose) {
    CameraRig rig(world(), pose);
    rig.setViewport(kViewport);
    return rig;
}

osg::Vec3d pixelOf(const Pose& pose, const osg::Vec3d& point) {
    const LocalFrame frame{{455000, 3271000, 0}};
    osg::Vec3d pixel(NAN, NAN, NAN);
    makeProjector(pose, frame, kViewport, 100).project(point, pixel);
    return pixel;
}

void expectAt(const CameraRig& rig, const osg::Vec3d& point, double x, double y, const std::string& when) {
    const osg::Vec3d pixel = pixelOf(rig.pose(), point);
    EXPECT_NEAR(pixel.x(), x, 0.05) << when;
    EXPECT_NEAR(pixel.y(), y, 0.05) << when;
}

void settle(CameraRig& rig) {
    for (int i = 0; i < 2000 && rig.update(1.0 / 60); ++i) continue;
    EXPECT_FALSE(rig.update(1.0 / 60)) << "it never comes to rest";
}

bool inReach(const Pose& pose) {
    const osg::Vec3d& eye = pose.eye;
    return std::isfinite(eye.x()) && std::isfinite(eye.y()) && std::isfinite(eye.z()) &&
           std::isfinite(pose.heading) && std::isfinite(pose.pitch) && eye.x() >= 455000 - 8001 &&
           eye.x() <= 455000 + 8001 && eye.y() >= 3271000 - 12001 && eye.y() <= 3271000 + 12001 &&
           eye.z() <= 40001 && pose.pitch >= -20 && pose.pitch <= 89.5 &&
           eye.z() >= height(eye.x(), eye.y()) + kClearance;
}

// What lay between the fingers when they came down lies there through every motion, part and turn.
TEST(CameraRig, APinchKeepsTheGroundBetweenTheFingers) {
    for (const Pose& pose : poses()) {
        if (pose.pitch < 20) continue;  // towards the horizon the ground runs away from the fingers
        CameraRig rig = rigAt(pose);
        double x = 640;
        double y = 420;
        const auto held = hit(pose.eye, rayThrough(pose, kViewport, x, y));
        ASSERT_TRUE(held);
        rig.beginPinch(x, y);
        for (int i = 0; i < 12; ++i) {
            x += 4;
            y -= 2;
            rig.pinch(x, y, 1.02, 0, 0);
            rig.update(1.0 / 60);
            expectAt(rig, *held, x, y, "apart, heading " + std::to_string(pose.heading));
        }
        const double distance = (rig.pose().eye - *held).length();
        for (int i = 0; i < 10; ++i) rig.pinch(x, y, 1, 3, 0);
        expectAt(rig, *held, x, y, "turned, heading " + std::to_string(pose.heading));
        EXPECT_NEAR((rig.pose().eye - *held).length(), distance, distance * 1e-6);
        EXPECT_NEAR(std::remainder(rig.pose().heading - pose.heading + 30, 360), 0, 1e-6)
            << "the map turns with the fingers";
        rig.release();
        settle(rig);
        EXPECT_TRUE(inReach(rig.pose()));
    }
    CameraRig rig = rigAt(poses()[0]);
    rig.pinch(600, 300, 2, 10, 0);
    EXPECT_EQ(rig.pose(), poses()[0]) << "without a beginning";
    rig.beginPinch(640, 420);
    for (int i = 0; i < 500; ++i) rig.pinch(640, 420, 1.3, 0, 0);
    EXPECT_TRUE(inReach(rig.pose()));
    for (int i = 0; i < 500; ++i) rig.pinch(640, 420, 0.7, 0, 5);
    EXPECT_TRUE(inReach(rig.pose()));
}

TEST(CameraRig, PanKeepsTheGroundUnderTheCursor) {
    for (const Pose& pose : poses()) {
        CameraRig rig = rigAt(pose);
        double x = 640;
        double y = 480;
        const auto held = hit(pose.eye, rayThrough(pose, kViewport, x, y));
        ASSERT_TRUE(held);
        rig.beginPan(x, y);
        for (const auto& [dx, dy] : {std::pair{7.0, 3.0}, {-9.0, 5.0}, {2.0, -8.0}}) {
            for (int i = 0; i < 12; ++i) {
                x += dx;
                y += dy;
                rig.drag(x, y);
                rig.update(1.0 / 60);
                expectAt(rig, *held, x, y, "heading " + std::to_string(pose.heading));
            }
        }
        EXPECT_EQ(rig.pose().heading, pose.heading);
        EXPECT_EQ(rig.pose().pitch, pose.pitch);
        EXPECT_NEAR(rig.pose().eye.z(), pose.eye.z(), 1e-9) << "a pan is level";
    }
}

TEST(CameraRig, OrbitKeepsThePivot) {
    for (const Pose& pose : poses()) {
        CameraRig rig = rigAt(pose);
        const double x = 500;
        const double y = 450;
        const auto pivot = hit(pose.eye, rayThrough(pose, kViewport, x, y));
        ASSERT_TRUE(pivot);
        const double distance = (pose.eye - *pivot).length();
        rig.beginOrbit(x, y);
        for (int i = 1; i <= 40; ++i) {
            rig.drag(x + i * 6, y - i * 1.5);
            rig.update(1.0 / 60);
            expectAt(rig, *pivot, x, y, "heading " + std::to_string(pose.heading));
            EXPECT_NEAR((rig.pose().eye - *pivot).length(), distance, 1e-3);
        }
        EXPECT_GT(std::abs(rig.pose().heading - pose.heading), 10) << "it turned at all";
    }
}

TEST(CameraRig, ZoomGoesTowardTheCursor) {
    for (const Pose& pose : poses()) {
        for (const double steps : {3.0, -2.0, 0.5}) {
            CameraRig rig = rigAt(pose);
            const double x = 820;
            const double y = 430;
            const auto target = hit(pose.eye, rayThrough(pose, kViewport, x, y));
            ASSERT_TRUE(target);
            rig.zoom(x, y, steps);
            settle(rig);
            expectAt(rig, *target, x, y, "heading " + std::to_string(pose.heading));
            const double share = (rig.pose().eye - *target).length() / (pose.eye - *target).length();
            EXPECT_NEAR(share, std::pow(0.82, steps), 0.01);
        }
    }
}

TEST(CameraRig, ZoomEndsNearAndFar) {
    CameraRig rig = rigAt(poses()[0]);
    for (int i = 0; i < 200; ++i) {
        rig.zoom(640, 400, 5);
        rig.update(0.1);
        ASSERT_TRUE(inReach(rig.pose()));
    }
    settle(rig);
    EXPECT_LT(rig.pose().eye.z() - height(rig.pose().eye.x(), rig.pose().eye.y()), 30);
    for (int i = 0; i < 200; ++i) {
        rig.zoom(640, 400, -5);
        rig.update(0.1);
        ASSERT_TRUE(inReach(rig.pose()));
    }
    settle(rig);
    EXPECT_GT(rig.pose().eye.z(), 3000) << "and back out again";
}

TEST(CameraRig, SpeedDoesNotDependOnTheFrameRate) {
    std::vector<osg::Vec3d> ends;
    for (const double seconds : {1.0 / 10, 1.0 / 60, 1.0 / 240}) {
        CameraRig rig = rigAt(poses()[0]);
        rig.zoom(640, 400, 4);
        for (double t = 0; t < 4; t += seconds) rig.update(seconds);
        for (double t = 0; t < 2; t += seconds) rig.steer(0.3, 1, 0, 0.2, 0, seconds);
        ends.push_back(rig.pose().eye);
    }
    EXPECT_LT((ends[0] - ends[1]).length(), 40);
    EXPECT_LT((ends[2] - ends[1]).length(), 10);
}

TEST(CameraRig, AThrownMapGlidesAndStops) {
    CameraRig rig = rigAt(poses()[0]);
    rig.beginPan(640, 400);
    for (int i = 1; i <= 10; ++i) {
        rig.drag(640 + i * 20, 400);
        rig.update(1.0 / 60);
    }
    const osg::Vec3d before = rig.pose().eye;
    rig.release();
    EXPECT_TRUE(rig.update(1.0 / 60));
    const osg::Vec3d soon = rig.pose().eye;
    EXPECT_GT((soon - before).length(), 1);
    settle(rig);
    EXPECT_GT((rig.pose().eye - soon).length(), 5);
    EXPECT_LT((rig.pose().eye - before).length(), 5000);

    // A hand that rests before it lets go leaves the map where it is.
    rig.beginPan(640, 400);
    for (int i = 1; i <= 10; ++i) {
        rig.drag(640 + i * 20, 400);
        rig.update(1.0 / 60);
    }
    for (int i = 0; i < 40; ++i) rig.update(1.0 / 60);
    const osg::Vec3d resting = rig.pose().eye;
    rig.release();
    settle(rig);
    EXPECT_LT((rig.pose().eye - resting).length(), 1);
}

TEST(CameraRig, FlightsArriveAndStayAboveTheGround) {
    const auto& all = poses();
    for (const Pose& from : all) {
        for (const Pose& to : all) {
            CameraRig rig = rigAt(from);
            rig.flyTo(to);
            for (int i = 0; i < 600 && rig.update(1.0 / 60); ++i) ASSERT_TRUE(inReach(rig.pose()));
            EXPECT_FALSE(rig.flying());
            EXPECT_LT((rig.pose().eye - to.eye).length(), 1e-6);
            EXPECT_NEAR(rig.pose().heading, to.heading, 1e-9);
            EXPECT_NEAR(rig.pose().pitch, to.pitch, 1e-9);
            rig.flyTo(from, true);
            EXPECT_EQ(rig.pose(), from) << "reduced motion jumps";
        }
    }
}

TEST(CameraRig, AFlightTurnsTheShortWay) {
    CameraRig rig = rigAt(poseAt(455000, 3269000, 700, 350, 25));
    rig.flyTo(poseAt(455000, 3269100, 700, 10, 25));
    double turned = 0;
    double last = 350;
    while (rig.update(1.0 / 60)) {
        double step = std::fmod(rig.pose().heading - last + 540, 360) - 180;
        turned += std::abs(step);
        last = rig.pose().heading;
    }
    EXPECT_NEAR(turned, 20, 0.5);
}

TEST(CameraRig, AHandEndsAFlight) {
    CameraRig rig = rigAt(poses()[0]);
    rig.flyTo(poses()[1]);
    rig.update(0.3);
    ASSERT_TRUE(rig.flying());
    rig.beginPan(640, 400);
    EXPECT_FALSE(rig.flying());
}

TEST(CameraRig, NorthUpKeepsTheMiddle) {
    for (const Pose& pose : poses()) {
        CameraRig rig = rigAt(pose);
        const auto middle = hit(pose.eye, rayThrough(pose, kViewport, 640, 360));
        if (!middle) continue;
        rig.northUp();
        settle(rig);
        EXPECT_NEAR(std::fmod(rig.pose().heading + 1e-9, 360), 0, 1e-6);
        if (inReach(pose)) expectAt(rig, *middle, 640, 360, "heading " + std::to_string(pose.heading));
    }
}

TEST(CameraRig, LooksAtAChosenPoint) {
    for (const Pose& pose : poses()) {
        CameraRig rig = rigAt(pose);
        const osg::Vec3d target(455400, 3270600, height(455400, 3270600));
        rig.flyToPoint(target, 900, 32);
        settle(rig);
        expectAt(rig, target, 640, 360, "heading " + std::to_string(pose.heading));
        EXPECT_NEAR((rig.pose().eye - target).length(), 900, 250);
    }
}

// Whatever hands, keys and a slow machine do in any order.
TEST(CameraRig, IsNeverLost) {
    for (unsigned seed = 1; seed <= 20; ++seed) {
        std::mt19937 random(seed);
        const auto between = [&](double low, double high) {
            return std::uniform_real_distribution<double>(low, high)(random);
        };
        CameraRig rig = rigAt(poses()[seed % poses().size()]);
        for (int i = 0; i < 1500; ++i) {
            const double x = between(-300, 1600);
            const double y = between(-300, 1000);
            switch (random() % 12) {
                case 0:
                    rig.beginPan(x, y);
                    break;
                case 1:
                    rig.beginOrbit(x, y);
                    break;
                case 2:
                case 3:
                case 4:
                    rig.drag(x, y);
                    break;
                case 5:
                    rig.release();
                    break;
                case 6:
                    rig.zoom(x, y, between(-30, 30));
                    break;
                case 7:
                    rig.flyNearer(x, y, random() % 2 == 0);
                    break;
                case 8:
                    rig.northUp(random() % 2 == 0);
                    break;
                case 9:
                    rig.steer(between(-1, 1), between(-1, 1), between(-1, 1), between(-1, 1), between(-1, 1),
                              between(0, 0.1));
                    break;
                case 10:
                    rig.flyTo(poses()[random() % poses().size()], random() % 3 == 0);
                    break;
                default:
                    rig.setViewport(
                        {1 + static_cast<int>(random() % 4000), 1 + static_cast<int>(random() % 2200), 1});
            }
            rig.update(between(0, 0.1));
            ASSERT_TRUE(inReach(rig.pose()))
                << "seed " << seed << " step " << i << ": " << rig.pose().eye.x() << ' ' << rig.pose().eye.y()
                << ' ' << rig.pose().eye.z() << ' ' << rig.pose().heading << ' ' << rig.pose().pitch;
        }
        // Home finds home.
        rig.release();
        rig.flyTo(poses()[0]);
        settle(rig);
        EXPECT_LT((rig.pose().eye - poses()[0].eye).length(), 1e-6);
    }
}

TEST(CameraRig, RisesWithTheGround) {
    double stretch = 1;
    RigWorld rising = world();
    rising.heightAt = [&](double x, double y) { return height(x, y) * stretch; };
    CameraRig rig(rising, poseAt(455000, 3271000, 50, 0, 20));
    EXPECT_FALSE(rig.update(1.0 / 60));
    stretch = 3;
    EXPECT_TRUE(rig.update(1.0 / 60)) << "a frame is due";
    EXPECT_GE(rig.pose().eye.z(), 3 * height(455000, 3271000) + kClearance);
    EXPECT_FALSE(rig.update(1.0 / 60));
}

TEST(CameraRig, StartsInReachWhereverItIsPut) {
    for (const osg::Vec3d& eye :
         {osg::Vec3d(0, 0, 0), osg::Vec3d(455000, 3271000, -500), osg::Vec3d(1e7, 1e7, 1e7)}) {
        Pose pose;
        pose.eye = eye;
        pose.pitch = 200;
        pose.heading = -1234;
        EXPECT_TRUE(inReach(rigAt(pose).pose()));
    }
}

}  // namespace
}  // namespace atlas::scene
