// What the stage says without drawing: heights, clearance, the matrices of a piece, draped lines. Needs no GL
// context.

#include "scene/stage.h"

#include <gtest/gtest.h>

#include <cmath>

#include "scene/lines.h"

namespace atlas::scene {
namespace {

// A hill of 150 m on a plain at 200 m, 2 km a side.
terrain::HeightField hill() {
    terrain::HeightSource source;
    source.id = "hill";
    geodata::Raster& raster = source.raster;
    raster.width = raster.height = 200;
    raster.originX = 455000;
    raster.originY = 3272000;
    raster.cellX = raster.cellY = 10;
    for (int row = 0; row < 200; ++row)
        for (int column = 0; column < 200; ++column) {
            const double square = std::pow((column - 100) / 40.0, 2) + std::pow((row - 100) / 40.0, 2);
            raster.values.push_back(static_cast<float>(200 + 150 * std::exp(-square)));
        }
    std::vector<terrain::HeightSource> sources;
    sources.push_back(std::move(source));
    return terrain::HeightField(std::move(sources));
}

class StageTest : public testing::Test {
  protected:
    terrain::HeightField ground_ = hill();
    Stage stage_{ground_, terrain::makeGroundGrid(ground_), ATLAS_SHARE_DIR "/shaders"};
};

TEST_F(StageTest, FindsItsShaders) {
    EXPECT_FALSE(stage_.shaders().report().hasErrors()) << stage_.shaders().report().text();
}

TEST_F(StageTest, HasHeightsEverywhere) {
    EXPECT_NEAR(stage_.surfaceHeight(456000, 3271000), 350, 1);
    EXPECT_NEAR(stage_.surfaceHeight(456000, 3271000), ground_.heightAt(456000, 3271000), 1e-9);
    EXPECT_NEAR(stage_.surfaceHeight(453600, 3271000), 200, 5)
        << "beyond the data the closing ground answers";
    EXPECT_TRUE(std::isfinite(stage_.surfaceHeight(0, 0)));
}

TEST_F(StageTest, ClearanceIsTheDistanceToTheNearGround) {
    Pose pose;
    pose.eye.set(456000, 3271000, 350 + 1000);
    EXPECT_LE(stage_.clearance(pose), 1001);
    EXPECT_GT(stage_.clearance(pose), 200);
    pose.eye.set(456000, 3271000, 350.2);
    EXPECT_GE(stage_.clearance(pose), 0.5);
    pose.eye.set(456000, 3271000, -900);
    EXPECT_GE(stage_.clearance(pose), 0.5) << "even under the ground";
}

// What a piece shows is what the whole picture shows there.
TEST_F(StageTest, PiecesMakeUpThePicture) {
    const Viewport viewport{1000, 600, 1};
    Pose pose;
    pose.eye.set(455900, 3269500, 800);
    pose.heading = 10;
    pose.pitch = 25;
    const Projector whole = stage_.projector(pose, viewport);
    for (const osg::Vec4f piece : {osg::Vec4f(0, 0, 1000, 600), osg::Vec4f(256, 128, 256, 256),
                                   osg::Vec4f(750, 0, 250, 100), osg::Vec4f(900, 500, 256, 256)}) {
        const Stage::Matrices m = stage_.matrices(pose, viewport, piece);
        for (const osg::Vec3d map : {osg::Vec3d(456000, 3271000, 350), osg::Vec3d(455200, 3271500, 210),
                                     osg::Vec3d(456500, 3270500, 205)}) {
            osg::Vec3d pixel;
            ASSERT_TRUE(whole.project(map, pixel));
            const osg::Vec3d clip = stage_.frame().toLocal(map) * (m.view * m.projection);
            EXPECT_NEAR((clip.x() * 0.5 + 0.5) * piece.z() + piece.x(), pixel.x(), 1e-4);
            EXPECT_NEAR((0.5 - clip.y() * 0.5) * piece.w() + piece.y(), pixel.y(), 1e-4);
        }
    }
}

TEST_F(StageTest, BoundsWhatItIsTold) {
    stage_.setExaggeration(1000);
    EXPECT_EQ(stage_.exaggeration(), kMaxExaggeration);
    stage_.setExaggeration(-3);
    EXPECT_EQ(stage_.exaggeration(), 0.1);
    stage_.setWaterLevel(210);
    EXPECT_EQ(stage_.waterLevel(), 210);
}

TEST_F(StageTest, LinesLieOnTheGround) {
    const std::vector<osg::Vec3d> line{{455300, 3271000, 0}, {456700, 3271000, 0}, {456700, 3271003, 0}};
    const Polyline draped = drape(line, ground_, 10, 0);
    ASSERT_EQ(draped.size(), 140U + 1 + 1);
    for (std::size_t i = 0; i < draped.size(); ++i) {
        EXPECT_NEAR(draped[i].z(), ground_.heightAt(draped[i].x(), draped[i].y()), 1e-9);
        if (i == 0) continue;
        EXPECT_LE((draped[i] - draped[i - 1]).length(), 20);
    }
    EXPECT_EQ(draped.back(), osg::Vec3d(456700, 3271003, draped.back().z()));
    EXPECT_TRUE(drape({}, ground_, 10, 0).empty());
    EXPECT_EQ(drape({{0, 0, 0}}, ground_, 10, 42).front().z(), 42) << "beyond the data: the fallback";
}

}  // namespace
}  // namespace atlas::scene
