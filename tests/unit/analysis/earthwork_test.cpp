#include "analysis/earthwork.h"

#include "support.h"

namespace atlas::analysis {
namespace {

TEST(Earthwork, OfASlopeCutToALevelIsAPrismOnEachSide) {
    // 100 m x 200 m, rising 0.1 m a metre to the east, cut level at its middle: two triangular prisms.
    const Raster ground = rasterOf(plane(0.1, 0, 50), 100, 200, 1);
    const Earthwork work = cutAndFill(ground, {{50, 0}, 55, 0, 0});
    EXPECT_NEAR(work.cut, 0.5 * 50 * 5 * 200, 1);
    EXPECT_NEAR(work.fill, 0.5 * 50 * 5 * 200, 1);
    EXPECT_NEAR(work.net(), 0, 0.1);
    EXPECT_EQ(work.cutArea, 50 * 200);
    EXPECT_NEAR(work.deepestCut, 4.95, 1e-4);
    EXPECT_NEAR(work.highestFill, 4.95, 1e-4);
    EXPECT_EQ(work.cells, 20000U);
}

TEST(Earthwork, OfAConeAboveItsFootIsItsVolume) {
    const Raster ground = rasterOf(
        [](double x, double y) { return std::max(0.0, 80 - std::hypot(x - 100, y - 100)); }, 200, 200, 1);
    const Earthwork work = cutAndFill(ground, {});
    EXPECT_NEAR(work.cut, 3.14159265 * 80 * 80 * 80 / 3, 60);
    EXPECT_EQ(work.fill, 0);
}

TEST(Earthwork, ThePlaneItselfNeedsNone) {
    const Raster ground = rasterOf(plane(0.125, -0.25, 64), 50, 40, 2);
    const Earthwork work = cutAndFill(ground, {{0, 0}, 64, 0.125, -0.25});
    EXPECT_NEAR(work.cut + work.fill, 0, 0.1);
}

TEST(Earthwork, BalancedPlaneMovesNothingAway) {
    Raster ground = fractal(80, 60);
    hole(ground, 5, 5, 10, 10);
    CellSet where(80, 60);
    for (int r = 0; r < 40; ++r) where.addRun(2, 60, r);
    const auto balanced = balancedPlane(ground, {{400, 300}, 0, 0.02, -0.01}, &where);
    ASSERT_TRUE(balanced);
    const Earthwork work = cutAndFill(ground, *balanced, &where);
    EXPECT_GT(work.cut, 1000);
    EXPECT_NEAR(work.net() / work.cut, 0, 1e-9);
    EXPECT_EQ(work.missing, 100U);
    EXPECT_EQ(work.cells + work.missing, where.count());
    EXPECT_FALSE(balancedPlane(rasterOf(plane(NAN, 0, 0), 3, 3), {}));
}

TEST(Classes, AreasAreThoseBetweenTheContours) {
    const Raster ground = rasterOf(plane(1, 0, 0), 100, 10);  // 0..1000 m from west to east
    const auto areas = classAreas(ground, {200, 505});
    ASSERT_EQ(areas.size(), 3U);
    EXPECT_EQ(areas[0], 20 * 10 * 100);
    EXPECT_EQ(areas[1], 30 * 10 * 100) << "a height at a break belongs to the class above";
    EXPECT_EQ(areas[2], 50 * 10 * 100);
    Raster holed = ground;
    hole(holed, 0, 0, 1, 10);
    const Raster classes = classified(holed, {200, 505});
    EXPECT_TRUE(std::isnan(classes.at(0, 0)));
    EXPECT_EQ(classes.at(1, 0), 0);
    EXPECT_EQ(classes.at(50, 0), 2);
}

}  // namespace
}  // namespace atlas::analysis
