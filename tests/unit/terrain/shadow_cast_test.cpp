// Shadows of solids, against lengths and directions by hand.

#include "terrain/shadow_cast.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace atlas::terrain {
namespace {

const geodata::Extent kWorld{0, 0, 2000, 2000};

ShadowCaster block(double x, double y, double side, double base, double top) {
    return {{{{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}, {x, y}}}, base, top};
}

ShadowCast cast(const std::vector<ShadowCaster>& casters, const ShadowSun& sun, double floor = 0) {
    return castShadows({{&casters}}, sun, kWorld, floor);
}

// Metres that the shadow on flat ground at `height` reaches from the block's middle in a direction.
double reach(const ShadowCast& map, double x, double y, double azimuth, double height) {
    double last = 0;
    for (double d = 0; d < 1500; d += 0.5) {
        const double px = x + std::sin(azimuth * std::numbers::pi / 180) * d;
        const double py = y + std::cos(azimuth * std::numbers::pi / 180) * d;
        if (map.boundAt(px, py) > height) last = d;
    }
    return last;
}

TEST(ShadowCast, AsLongAsHeightOverTangent) {
    for (const double altitude : {15.0, 30.0, 60.0}) {
        for (const double azimuth : {0.0, 90.0, 180.0, 270.0}) {
            const auto map = cast({block(990, 990, 20, 100, 200)}, {azimuth, altitude, 1}, 100);
            const double wanted = 100 / std::tan(altitude * std::numbers::pi / 180) + 10;
            EXPECT_NEAR(reach(map, 1000, 1000, azimuth + 180, 100), wanted, 3 * map.cell)
                << altitude << azimuth;
            EXPECT_LE(reach(map, 1000, 1000, azimuth, 100), 10 + map.cell) << "none towards the sun";
            EXPECT_LE(reach(map, 1000, 1000, azimuth + 90, 100), 10 + map.cell) << "none to the side";
        }
    }
}

TEST(ShadowCast, HigherGroundIsReachedLess) {
    const auto map = cast({block(990, 990, 20, 100, 200)}, {180, 45, 1}, 100);
    EXPECT_NEAR(reach(map, 1000, 1000, 0, 100), 110, 3 * map.cell);
    EXPECT_NEAR(reach(map, 1000, 1000, 0, 150), 60, 3 * map.cell);
    EXPECT_LT(map.boundAt(1000, 1009), 200) << "a roof is not in its own shadow";
}

TEST(ShadowCast, ExaggerationMakesShadowsLonger) {
    const auto map = cast({block(990, 990, 20, 0, 50)}, {180, 45, 2});
    EXPECT_NEAR(reach(map, 1000, 1000, 0, 0), 110, 3 * map.cell);
}

TEST(ShadowCast, OfTwoTheHigherCounts) {
    const auto low = cast({block(990, 990, 20, 0, 50)}, {180, 45, 1});
    const auto both = cast({block(990, 990, 20, 0, 50), block(980, 900, 40, 0, 300)}, {180, 45, 1});
    EXPECT_NEAR(low.boundAt(1000, 1040), 20, 2 * low.cell);
    EXPECT_NEAR(both.boundAt(1000, 1040), 200, 2 * both.cell) << "300 high, and 100 away from its far side";
}

TEST(ShadowCast, CourtsAndSidesStayOpen) {
    // A ring of 60 m round a court of 40 m: the court's sunny side is lit at noon of a high sun.
    ShadowCaster ring = block(970, 970, 60, 0, 10);
    ring.rings.push_back({{980, 980}, {1020, 980}, {1020, 1020}, {980, 1020}});
    const auto map = cast({ring}, {180, 60, 1});
    EXPECT_GT(map.boundAt(1000, 983), 0);
    EXPECT_LE(map.boundAt(1000, 1000), 0);
}

TEST(ShadowCast, NightAndNothingCastNone) {
    EXPECT_TRUE(castShadows({}, {180, 45, 1}, kWorld, 0).bounds.empty());
    const auto night = cast({block(990, 990, 20, 0, 100)}, {180, -5, 1});
    EXPECT_EQ(reach(night, 1000, 1000, 0, 0), 0);
    const auto nowhere = castShadows({}, {180, 45, 1}, {0, 0, 0, 0}, 0);
    EXPECT_TRUE(nowhere.bounds.empty());
    const std::vector<ShadowCaster> odd{{{{{1000, 1000}}}, 0, 50}, {{}, 0, 50}, block(990, 990, 0, 0, 50)};
    EXPECT_LE(reach(cast(odd, {180, 45, 1}), 900, 1000, 0, 0), 0)
        << "what encloses nothing shades nothing beside it";
}

TEST(ShadowCast, TheSkyIsTakenAtTheFootOfWalls) {
    const auto map = cast({block(980, 980, 40, 0, 60)}, {180, 45, 1});
    const auto crowd = [&](double x, double y) {
        const auto column = static_cast<std::size_t>((x - map.originX) / map.cell);
        const auto row = static_cast<std::size_t>((y - map.originY) / map.cell);
        return map.shares[(row * static_cast<std::size_t>(map.columns) + column) * 2 + 1] / 255.0;
    };
    EXPECT_GT(crowd(1000, 975), 0.25);
    EXPECT_GT(crowd(1000, 975), crowd(1000, 965));
    EXPECT_LT(crowd(1000, 945), 0.02);
}

// Read as the shader reads it: bilinear between the middles of cells.
double shareAt(const ShadowCast& map, double x, double y) {
    const double column = (x - map.originX) / map.cell - 0.5;
    const double row = (y - map.originY) / map.cell - 0.5;
    const auto at = [&](double c, double r) {
        return map.shares[(static_cast<std::size_t>(r) * static_cast<std::size_t>(map.columns) +
                           static_cast<std::size_t>(c)) *
                          2] /
               255.0;
    };
    const double u = column - std::floor(column);
    const double v = row - std::floor(row);
    const double south =
        at(std::floor(column), std::floor(row)) * (1 - u) + at(std::floor(column) + 1, std::floor(row)) * u;
    const double north = at(std::floor(column), std::floor(row) + 1) * (1 - u) +
                         at(std::floor(column) + 1, std::floor(row) + 1) * u;
    return south * (1 - v) + north * v;
}

TEST(ShadowCast, AnEdgeRunsWhereItIsNotWhereCellsEnd) {
    // The western edge of a shadow that falls askew over the cells: a ray through the block's north-western
    // corner.
    const double azimuth = 200;
    const auto map = cast({block(990, 990, 40, 0, 300)}, {azimuth, 45, 1});
    const double s = std::sin((azimuth + 180) * std::numbers::pi / 180);
    const double c = std::cos((azimuth + 180) * std::numbers::pi / 180);
    double worst = 0;
    for (double along = 60; along < 200; along += 0.7) {
        const double x = 990 + s * along;
        const double y = 1030 + c * along;
        double edge = 1e9;
        for (double off = -6; off < 6; off += 0.02)
            if (shareAt(map, x - c * off, y + s * off) < 0.5) {
                edge = off;
                break;
            }
        worst = std::max(worst, std::abs(edge));
    }
    EXPECT_LT(worst, 0.3 * map.cell) << "cells of " << map.cell << " m";
}

TEST(ShadowCast, NothingIsSharedWhereAShadowRunsBelowTheGround) {
    const std::vector<ShadowCaster> casters{block(990, 990, 20, 100, 200)};
    ShadowScene scene{{&casters}, {}, [](double, double) { return 100.0; }};
    const auto map = castShadows(scene, {180, 45, 1}, kWorld, 0);
    EXPECT_NEAR(reach(map, 1000, 1000, 0, 100), 110, 3 * map.cell);
    EXPECT_EQ(shareAt(map, 1000, 1125), 0) << "the floor is at 0, the ground at 100";
}

TEST(ShadowCast, ADeckShadesTheGroundBesideItNotUnderItAll) {
    // 20 m wide, 50 m over level ground, the sun in the south at 45 degrees: the shadow lies 50 m north.
    const ShadowDeck deck{{{900, 1010, 60}, {1100, 1010, 60}}, {{900, 990, 60}, {1100, 990, 60}}};
    const std::vector<ShadowDeck> decks{deck};
    ShadowScene scene{{}, {&decks}, [](double, double) { return 10.0; }};
    const auto map = castShadows(scene, {180, 45, 1}, kWorld, 0);
    EXPECT_LT(map.boundAt(1000, 1000), 0) << "under the deck the sun shines";
    EXPECT_GT(map.boundAt(1000, 1050), 10);
    EXPECT_LT(map.boundAt(1000, 1050), 20) << "a layer on the ground, no wall";
    EXPECT_GT(map.boundAt(1000, 1042), 10);
    EXPECT_LT(map.boundAt(1000, 1037), 0);
    EXPECT_LT(map.boundAt(1000, 1063), 0);
    EXPECT_LT(map.boundAt(880, 1050), 0);
}

}  // namespace
}  // namespace atlas::terrain
