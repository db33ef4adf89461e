#include "terrain/ground_grid.h"

#include <gtest/gtest.h>

#include "tests/unit/terrain/shapes.h"

namespace atlas::terrain {
namespace {

TEST(GroundGrid, TakesTheFieldsHeightsAndClosesRoundThem) {
    const Surface surface = plane(0.05, 0.02, 200);
    const HeightField field = fieldOf(rasterOf(surface, 150, 120));
    const GroundGrid grid = makeGroundGrid(field);
    EXPECT_EQ((grid.columns - 1) % grid.tile, 0);
    EXPECT_EQ((grid.rows - 1) % grid.tile, 0);
    EXPECT_EQ(grid.heights.size(), static_cast<std::size_t>(grid.columns) * grid.rows);
    EXPECT_EQ(grid.step, 10);
    EXPECT_LE(grid.originX, -1800);
    EXPECT_GE(grid.extent().maxY, 1200 + 1800);
    std::size_t inside = 0;
    for (int row = 0; row < grid.rows; ++row) {
        for (int column = 0; column < grid.columns; ++column) {
            const double x = grid.originX + column * grid.step;
            const double y = grid.originY + row * grid.step;
            const double known = field.heightAt(x, y);
            const float outside = grid.outside[static_cast<std::size_t>(row) * grid.columns + column];
            if (!std::isnan(known)) {
                ASSERT_NEAR(grid.at(column, row), known, 1e-3);
                ASSERT_EQ(outside, 0);
                ++inside;
                continue;
            }
            const double dx = std::max({0.0, -x, x - 1500});
            const double dy = std::max({0.0, -y, y - 1200});
            ASSERT_NEAR(outside, std::hypot(dx, dy), grid.step * 1.5) << x << ' ' << y;
            ASSERT_GT(outside, 0);
            ASSERT_GE(grid.at(column, row), grid.baseHeight - 0.01);
            ASSERT_LE(grid.at(column, row), field.maxHeight() + 0.01);
        }
    }
    EXPECT_GE(inside, 149U * 119U);
    // Far from data: the base, so that no slab hangs in the air.
    EXPECT_NEAR(grid.at(0, 0), grid.baseHeight, 0.5);
    EXPECT_NEAR(grid.at(grid.columns - 1, grid.rows - 1), grid.baseHeight, 0.5);
}

TEST(GroundGrid, IsContinuousAtTheEdgeOfData) {
    const HeightField field = fieldOf(rasterOf(sphereCap(500, 500, 900, 150), 100, 100));
    const GroundGrid grid = makeGroundGrid(field);
    float steepest = 0;
    for (int row = 0; row < grid.rows; ++row)
        for (int column = 0; column + 1 < grid.columns; ++column)
            steepest = std::max(steepest, std::abs(grid.at(column + 1, row) - grid.at(column, row)));
    EXPECT_LT(steepest, 12) << "metres between neighbours 10 m apart; the cap itself has 7";
}

TEST(GroundGrid, GrowsItsStepToKeepItsSize) {
    GroundGridOptions options;
    options.maxVertices = 300;
    const GroundGrid grid = makeGroundGrid(fieldOf(rasterOf(plane(0, 0, 5), 800, 100)), options);
    EXPECT_GT(grid.step, 10);
    EXPECT_LE(grid.columns, 300 + grid.tile + 1);
}

TEST(GroundGrid, WithoutDataIsFlatAndSmall) {
    const GroundGrid grid = makeGroundGrid(HeightField({}));
    ASSERT_FALSE(grid.heights.empty());
    for (const float height : grid.heights) ASSERT_EQ(height, 0);
}

TEST(GroundGrid, SamplesBilinearlyAndHoldsItsEdge) {
    const GroundGrid grid = gridOf(plane(0.3, -0.7, 10), 1, 1, 16);
    EXPECT_NEAR(grid.sample(33.3, 71.9), plane(0.3, -0.7, 10)(33.3, 71.9), 1e-3);
    EXPECT_NEAR(grid.sample(-50, 80), grid.sample(0, 80), 1e-6);
    EXPECT_NEAR(grid.sample(80, 9999), grid.sample(80, 160), 1e-6);
}

TEST(ConnectedWater, DoesNotJumpARidge) {
    // Two basins at 100 m with a ridge of 120 m between them; the seed is in the western one.
    const GroundGrid grid =
        gridOf([](double x, double) { return x > 140 && x < 180 ? 120.0 : 100.0; }, 1, 1, 32);
    std::vector<std::uint8_t> seed(grid.heights.size(), 0);
    seed[static_cast<std::size_t>(grid.columns) * 5 + 3] = 1;
    const auto count = [&](double level) {
        std::size_t wet = 0;
        for (const std::uint8_t each : connectedWater(grid, seed, level)) wet += each != 0;
        return wet;
    };
    EXPECT_EQ(count(99), 0U) << "below the bed";
    EXPECT_EQ(count(110), 15U * 33U) << "columns 0 to 14";
    EXPECT_EQ(count(120), 33U * 33U) << "over the ridge";
    EXPECT_EQ(connectedWater(grid, std::vector<std::uint8_t>(seed.size(), 0), 200),
              std::vector<std::uint8_t>(seed.size(), 0));
}

}  // namespace
}  // namespace atlas::terrain
