#include "scene/mask.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace atlas::scene {
namespace {

terrain::GroundGrid gridOf(int columns, int rows, double step) {
    terrain::GroundGrid grid;
    grid.columns = columns;
    grid.rows = rows;
    grid.step = step;
    grid.originX = 1000;
    grid.originY = 2000;
    grid.heights.assign(static_cast<std::size_t>(columns) * rows, 0.0F);
    return grid;
}

std::vector<osg::Vec2d> square(double west, double south, double side) {
    return {{west, south}, {west + side, south}, {west + side, south + side}, {west, south + side}};
}

TEST(FillRings, FillsByTheEvenOddRule) {
    const auto grid = gridOf(41, 31, 10);
    std::vector<std::uint8_t> mask(grid.heights.size(), 0);
    fillRings(grid, {square(1055, 2055, 200), square(1105, 2105, 50)}, 9, mask);
    for (int row = 0; row < 31; ++row) {
        for (int column = 0; column < 41; ++column) {
            const double x = 1000 + column * 10;
            const double y = 2000 + row * 10;
            const bool outer = x > 1055 && x < 1255 && y > 2055 && y < 2255;
            const bool hole = x > 1105 && x < 1155 && y > 2105 && y < 2155;
            ASSERT_EQ(mask[static_cast<std::size_t>(row) * 41 + column], outer && !hole ? 9 : 0)
                << x << ' ' << y;
        }
    }
}

TEST(FillRings, LeavesTheRestAndBearsRingsBeyondTheGrid) {
    const auto grid = gridOf(11, 11, 10);
    std::vector<std::uint8_t> mask(grid.heights.size(), 3);
    fillRings(grid, {}, 9, mask);
    EXPECT_EQ(std::count(mask.begin(), mask.end(), 3), 121);
    fillRings(grid, {square(-1e6, -1e6, 3e6)}, 9, mask);
    EXPECT_EQ(std::count(mask.begin(), mask.end(), 9), 121);
    fillRings(grid, {square(5000, 5000, 10), {}}, 7, mask);
    EXPECT_EQ(std::count(mask.begin(), mask.end(), 9), 121);
}

TEST(Blur, KeepsWhatIsEvenAndSoftensAnEdge) {
    const auto grid = gridOf(41, 21, 10);
    std::vector<std::uint8_t> even(grid.heights.size(), 77);
    blur(grid, 1, 4, 3, even);
    EXPECT_EQ(std::count(even.begin(), even.end(), 77), static_cast<std::ptrdiff_t>(even.size()));

    std::vector<std::uint8_t> edge(grid.heights.size(), 0);
    for (std::size_t i = 0; i < edge.size(); ++i) edge[i] = i % 41 >= 20 ? 200 : 0;
    blur(grid, 1, 3, 2, edge);
    for (std::size_t i = 1; i < edge.size(); ++i) {
        if (i % 41 == 0) continue;
        ASSERT_GE(edge[i], edge[i - 1]) << "no overshoot";
        ASSERT_LE(edge[i] - edge[i - 1], 50);
    }
    EXPECT_EQ(edge[0], 0);
    EXPECT_EQ(edge[40], 200);
}

TEST(Dilate, GrowsByItsRadius) {
    const auto grid = gridOf(21, 21, 10);
    std::vector<std::uint8_t> mask(grid.heights.size(), 0);
    mask[10 * 21 + 10] = 255;
    dilate(grid, 3, mask);
    for (int row = 0; row < 21; ++row)
        for (int column = 0; column < 21; ++column)
            ASSERT_EQ(mask[static_cast<std::size_t>(row) * 21 + column],
                      std::abs(row - 10) <= 3 && std::abs(column - 10) <= 3 ? 255 : 0);
}

}  // namespace
}  // namespace atlas::scene
