// What the planner's tools compute without a stage.

#include <gmock/gmock.h>

#include <cmath>

#include "app/view/tools/ground_overlay.h"
#include "app/view/tools/proposal_tool.h"

namespace atlas::app {
namespace {

TEST(ClassScale, AValueOnABreakBelongsToTheClassAbove) {
    const ClassScale scale{{8, 15}, slopeColors(3)};
    EXPECT_EQ(scale.classOf(7.99), 0U);
    EXPECT_EQ(scale.classOf(8), 1U);
    EXPECT_EQ(scale.classOf(15), 2U);
    EXPECT_EQ(scale.classOf(90), 2U);
}

TEST(ClassPicture, HasTheColoursOfItsClassesAndIsClearWithoutData) {
    geodata::Raster raster;
    raster.width = 2;
    raster.height = 2;
    raster.originX = 100;
    raster.originY = 200;
    raster.cellX = raster.cellY = 10;
    raster.values = {1, 1, std::nanf(""), std::nanf("")};
    const ClassScale scale{{0.5}, {{{1, 2, 3, 4}, {250, 200, 100, 255}}}};
    const auto picture = classPicture(raster, scale, 3);
    ASSERT_TRUE(picture);
    EXPECT_EQ(picture->width, 6);
    EXPECT_EQ(picture->extent.maxY, 200);
    EXPECT_EQ(picture->rgba[0], 250);
    EXPECT_EQ(picture->rgba[3], 255);
    EXPECT_EQ(picture->rgba[picture->rgba.size() - 1], 0);
    EXPECT_THAT(classShares(raster, scale), testing::ElementsAre(0, 1));
    std::atomic<bool> stop = true;
    analysis::Job cancelled;
    cancelled.cancel = &stop;
    EXPECT_FALSE(classPicture(raster, scale, 3, cancelled));
}

// A square of 20 m on a plane that rises 1 in 2 to the east: cut and fill about its middle are equal prisms.
TEST(Proposal, CutAndFillOfAPlane) {
    Proposal proposal;
    proposal.storeys = 10;
    proposal.storey = 3;
    proposal.base = 5;
    const std::vector<geodata::Point2> map{{0, 0}, {20, 0}, {20, 20}, {0, 20}};
    const ProposalFigures f = figuresOf(proposal, map, [](double x, double) { return 100 + x / 2; });
    EXPECT_NEAR(f.area, 400, 1e-9);
    EXPECT_NEAR(f.lowest, 100, 1e-9);
    EXPECT_NEAR(f.highest, 110, 1e-9);
    EXPECT_NEAR(f.base, 105, 1e-9);
    EXPECT_NEAR(f.roof, 135, 1e-9);
    EXPECT_NEAR(f.cut, 500, 1);
    EXPECT_NEAR(f.fill, 500, 1);
}

}  // namespace
}  // namespace atlas::app
