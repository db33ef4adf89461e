#include "scene/pose.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>

namespace atlas::scene {
namespace {

void expectNear(const osg::Vec3d& a, const osg::Vec3d& b, double tolerance) {
    EXPECT_NEAR(a.x(), b.x(), tolerance);
    EXPECT_NEAR(a.y(), b.y(), tolerance);
    EXPECT_NEAR(a.z(), b.z(), tolerance);
}

Pose poseAt(double heading, double pitch) {
    Pose pose;
    pose.eye.set(455000, 3271000, 900);
    pose.heading = heading;
    pose.pitch = pitch;
    return pose;
}

const LocalFrame kFrame{{456000, 3270000, 0}};

TEST(Pose, HeadingIsClockwiseFromNorthAndPitchBelowTheHorizon) {
    expectNear(forward(poseAt(0, 0)), {0, 1, 0}, 1e-12);
    expectNear(forward(poseAt(90, 0)), {1, 0, 0}, 1e-12);
    expectNear(forward(poseAt(180, 0)), {0, -1, 0}, 1e-12);
    expectNear(forward(poseAt(270, 45)), {-std::sqrt(0.5), 0, -std::sqrt(0.5)}, 1e-12);
    expectNear(forward(poseAt(30, 90)), {0, 0, -1}, 1e-12);
    expectNear(up(poseAt(0, 90)), {0, 1, 0}, 1e-12);
    expectNear(right(poseAt(0, 30)), {1, 0, 0}, 1e-12);
}

TEST(Pose, AxesStandSquare) {
    for (double heading = -400; heading < 400; heading += 37) {
        for (double pitch = -89; pitch <= 90; pitch += 17.9) {
            const Pose pose = poseAt(heading, pitch);
            const osg::Vec3d f = forward(pose);
            const osg::Vec3d r = right(pose);
            const osg::Vec3d u = up(pose);
            EXPECT_NEAR(f.length(), 1, 1e-12);
            EXPECT_NEAR(u.length(), 1, 1e-12);
            EXPECT_NEAR(f * r, 0, 1e-12);
            EXPECT_NEAR(u * r, 0, 1e-12);
            EXPECT_GE(u.z(), -1e-9) << "never upside down";
            EXPECT_EQ(r.z(), 0) << "the horizon is level";
        }
    }
}

TEST(Projector, PutsWhatIsAheadInTheMiddle) {
    const Viewport viewport{1280, 720, 1};
    for (double heading = 0; heading < 360; heading += 45) {
        const Pose pose = poseAt(heading, 35);
        const Projector projector = makeProjector(pose, kFrame, viewport, 500);
        osg::Vec3d pixel;
        ASSERT_TRUE(projector.project(pose.eye + forward(pose) * 2500, pixel));
        EXPECT_NEAR(pixel.x(), 640, 1e-6);
        EXPECT_NEAR(pixel.y(), 360, 1e-6);
        EXPECT_NEAR(pixel.z(), 2500, 1e-6);
        EXPECT_FALSE(projector.project(pose.eye - forward(pose) * 10, pixel)) << "behind the eye";
        ASSERT_TRUE(projector.project(pose.eye + forward(pose) * 1000 + right(pose), pixel));
        EXPECT_NEAR(pixel.x() - 640, 1 / metresPerPixel(viewport, 1000), 1e-6);
        ASSERT_TRUE(projector.project(pose.eye + forward(pose) * 1000 + up(pose), pixel));
        EXPECT_NEAR(360 - pixel.y(), 1 / metresPerPixel(viewport, 1000), 1e-6);
    }
}

TEST(Projector, IsTheInverseOfTheRayThroughAPixel) {
    for (const Viewport viewport : {Viewport{1280, 720, 1}, Viewport{320, 240, 1}, Viewport{400, 1500, 2}}) {
        const Pose pose = poseAt(212, 18);
        const Projector projector = makeProjector(pose, kFrame, viewport, 300);
        for (int i = 0; i < 50; ++i) {
            const double x = std::fmod(i * 97.31, viewport.width);
            const double y = std::fmod(i * 53.77, viewport.height);
            const osg::Vec3d ray = rayThrough(pose, viewport, x, y);
            EXPECT_NEAR(ray.length(), 1, 1e-12);
            osg::Vec3d pixel;
            ASSERT_TRUE(projector.project(pose.eye + ray * 3000, pixel));
            EXPECT_NEAR(pixel.x(), x, 1e-6);
            EXPECT_NEAR(pixel.y(), y, 1e-6);
        }
    }
}

TEST(Projector, TheLensIsAsWideAsItSays) {
    const Viewport viewport{1280, 720, 1};
    const Pose pose = poseAt(0, 20);
    const osg::Vec3d top = rayThrough(pose, viewport, 640, 0);
    const osg::Vec3d bottom = rayThrough(pose, viewport, 640, 720);
    EXPECT_NEAR(std::acos(top * bottom) * 180 / std::numbers::pi, kVerticalFov, 1e-9);
}

// The near plane moves with the ground's distance; what is nearer than the ground can be must not be cut, and
// the depth must stay fine enough: at 10 km one step of 24 bits is less than a metre.
TEST(Projection, DepthStaysFineFarAway) {
    const osg::Matrixd projection = projectionMatrix({1280, 720, 1}, 1500);
    const auto depth = [&](double distance) {
        return (osg::Vec3d(0, 0, -distance) * projection).z() * 0.5 + 0.5;
    };
    EXPECT_GT((depth(10001) - depth(10000)) * (1 << 24), 1);
    EXPECT_LT(depth(80000), 1);
    EXPECT_GE(depth(400), 0) << "a quarter of the clearance, at most 400 m";
    EXPECT_GE((osg::Vec3d(0, 0, -0.5) * projectionMatrix({1280, 720, 1}, 0.5)).z(), -1);
}

TEST(LocalFrame, GoesThereAndBack) {
    const osg::Vec3d map(455123.456, 3271987.654, 321.5);
    expectNear(kFrame.toMap(kFrame.toLocal(map)), map, 1e-9);
    EXPECT_LT(kFrame.toLocal(map).length(), 3000) << "small enough for floats";
}

}  // namespace
}  // namespace atlas::scene
