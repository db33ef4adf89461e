#include "terrain/relief.h"

#include <gtest/gtest.h>

#include <numbers>

#include "tests/unit/terrain/shapes.h"

namespace atlas::terrain {
namespace {

double unitOf(std::uint8_t byte) {
    return byte / 255.0 * 2 - 1;
}

std::size_t indexOf(const GroundGrid& grid, int column, int row) {
    return static_cast<std::size_t>(row) * grid.columns + column;
}

TEST(Relief, NormalsOfAPlane) {
    const GroundGrid grid = gridOf(plane(0.4, -0.3, 100), 1, 1, 32);
    for (const double factor : {1.0, 2.5}) {
        const auto relief = makeRelief(grid, factor, 900);
        const double norm = std::sqrt(0.16 * factor * factor + 0.09 * factor * factor + 1);
        for (std::size_t i = 0; i < grid.heights.size(); ++i) {
            ASSERT_NEAR(unitOf(relief[i * 4]), -0.4 * factor / norm, 1.0 / 255) << "the rim too";
            ASSERT_NEAR(unitOf(relief[i * 4 + 1]), 0.3 * factor / norm, 1.0 / 255);
            ASSERT_EQ(relief[i * 4 + 3], 0) << "data";
        }
    }
}

// Slope by Zevenbergen and Thorne (1987), as `gdaldem slope -alg ZevenbergenThorne` has it, and the sphere's
// own normal.
TEST(Relief, NormalsOfASphere) {
    const double radius = 900;
    const GroundGrid grid = gridOf(sphereCap(320, 320, radius, 300), 2, 2, 32);
    const auto relief = makeRelief(grid, 1, 900);
    for (int row = 8; row < 56; ++row) {
        for (int column = 8; column < 56; ++column) {
            const std::size_t i = indexOf(grid, column, row) * 4;
            const double dx = (grid.at(column + 1, row) - grid.at(column - 1, row)) / 20;
            const double dy = (grid.at(column, row + 1) - grid.at(column, row - 1)) / 20;
            const double norm = std::sqrt(dx * dx + dy * dy + 1);
            ASSERT_NEAR(unitOf(relief[i]), -dx / norm, 1.01 / 255);
            ASSERT_NEAR(unitOf(relief[i + 1]), -dy / norm, 1.01 / 255);
            ASSERT_NEAR(unitOf(relief[i]), (column * 10 - 320) / radius, 0.006) << "analytic";
            ASSERT_NEAR(unitOf(relief[i + 1]), (row * 10 - 320) / radius, 0.006) << "analytic";
        }
    }
}

TEST(Relief, AFlatIsOpenToTheSkyAndAPitIsNot) {
    const GroundGrid flat = gridOf(plane(0, 0, 7), 1, 1, 32);
    const auto open = makeRelief(flat, 1, 900);
    for (std::size_t i = 0; i < flat.heights.size(); ++i) ASSERT_EQ(open[i * 4 + 2], 255);

    const GroundGrid pit = gridOf(
        [](double x, double y) { return std::max(std::abs(x - 160), std::abs(y - 160)) < 25 ? 0.0 : 60.0; },
        1, 1, 32);
    const auto relief = makeRelief(pit, 1, 900);
    // At the bottom the rim, 60 m up and 30 m away (42 m at the corners), closes all but cos² of its angle.
    EXPECT_NEAR(relief[indexOf(pit, 16, 16) * 4 + 2] / 255.0, (1 / (1 + 4.0) + 1 / (1 + 2.0)) / 2, 0.14);
    EXPECT_GT(relief[indexOf(pit, 4, 4) * 4 + 2], 250);
}

TEST(Relief, TheFadeCountsFromTheData) {
    GroundGrid grid = gridOf(plane(0, 0, 7), 1, 1, 32);
    grid.outside[100] = 450;
    grid.outside[200] = 5000;
    const auto relief = makeRelief(grid, 1, 900);
    EXPECT_NEAR(relief[100 * 4 + 3], 127.5, 1);
    EXPECT_EQ(relief[200 * 4 + 3], 255);
}

// A wall 100 m high across the sun's way, from all four sides: the shadow ends 100 m / tan(altitude) behind
// it.
TEST(SunShadow, OfAWallIsAsLongAsGeometrySays) {
    for (const double altitude : {20.0, 45.0, 60.0}) {
        const double reach = 100 / std::tan(altitude * std::numbers::pi / 180);
        for (const int azimuth : {0, 90, 180, 270}) {
            const GroundGrid grid =
                gridOf([&](double x, double y) { return (azimuth % 180 == 0 ? y : x) == 640 ? 100.0 : 0.0; },
                       1, 1, 128);
            const auto lit = makeSunShadow(grid, 1, azimuth, altitude);
            for (int k = 0; k <= 128; ++k) {
                const int column = azimuth % 180 == 0 ? 64 : k;
                const int row = azimuth % 180 == 0 ? k : 64;
                const bool sunny = azimuth == 0 || azimuth == 90;  // the side of growing coordinates
                const double behind = (sunny ? 64 - k : k - 64) * 10.0;
                const auto light = lit[indexOf(grid, column, row)];
                if (behind <= 0 || behind > reach + 1) {
                    ASSERT_EQ(light, 255) << altitude << ' ' << azimuth << ' ' << behind;
                }
                if (behind > 0 && behind < reach * 0.9 - 10) {
                    ASSERT_EQ(light, 0) << altitude << ' ' << azimuth << ' ' << behind;
                }
            }
        }
    }
}

// Against straight rays, marched vertex by vertex with bilinear heights, from many directions.
TEST(SunShadow, AgreesWithRays) {
    const GroundGrid grid = gridOf(
        [](double x, double y) {
            return sphereCap(500, 700, 260, 150)(x, y) + sphereCap(850, 420, 200, 90)(x, y);
        },
        1, 1, 128);
    const double altitude = 25;
    const double rise = std::tan(altitude * std::numbers::pi / 180);
    for (int azimuth = 10; azimuth < 360; azimuth += 35) {
        const auto lit = makeSunShadow(grid, 1, azimuth, altitude);
        const double sx = std::sin(azimuth * std::numbers::pi / 180);
        const double sy = std::cos(azimuth * std::numbers::pi / 180);
        std::size_t wrong = 0;
        std::size_t dark = 0;
        for (int row = 0; row < grid.rows; ++row) {
            for (int column = 0; column < grid.columns; ++column) {
                double blocked = -1e9;
                for (double t = 5; t < 700; t += 5) {
                    const double x = column * 10 + sx * t;
                    const double y = row * 10 + sy * t;
                    if (x < 0 || y < 0 || x > 1280 || y > 1280) break;
                    blocked = std::max(blocked, grid.sample(x, y) - grid.at(column, row) - rise * t);
                }
                const auto light = lit[indexOf(grid, column, row)];
                dark += light < 128;
                // Rays that pass within 4 m of the ground are the penumbra's.
                if ((blocked > 4 && light > 128) || (blocked < -4 && light < 128)) ++wrong;
            }
        }
        EXPECT_GT(dark, 500U) << azimuth;
        EXPECT_LT(static_cast<double>(wrong), 0.002 * static_cast<double>(lit.size())) << azimuth;
    }
}

TEST(SunShadow, ThereIsNoneWithoutASunOrUnderTheZenith) {
    const GroundGrid grid = gridOf(rough(25), 1, 1, 32);
    for (const double altitude : {-10.0, 0.0, 89.95})
        EXPECT_EQ(makeSunShadow(grid, 1, 123, altitude), std::vector<std::uint8_t>(grid.heights.size(), 255));
}

TEST(SunShadow, GrowsWithTheExaggeration) {
    const GroundGrid grid = gridOf(sphereCap(320, 320, 300, 60), 2, 2, 32);
    const auto dark = [&](double factor) {
        const auto lit = makeSunShadow(grid, factor, 250, 20);
        return std::count_if(lit.begin(), lit.end(), [](std::uint8_t each) { return each < 128; });
    };
    EXPECT_LT(dark(1), dark(2));
    EXPECT_LT(dark(2), dark(5));
}

}  // namespace
}  // namespace atlas::terrain
