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
    return castShadows({&casters}, sun, kWorld, floor);
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
    EXPECT_TRUE(castShadows({}, {180, 45, 1}, kWorld, 0).values.empty());
    const auto night = cast({block(990, 990, 20, 0, 100)}, {180, -5, 1});
    EXPECT_EQ(reach(night, 1000, 1000, 0, 0), 0);
    const auto nowhere = castShadows({}, {180, 45, 1}, {0, 0, 0, 0}, 0);
    EXPECT_TRUE(nowhere.values.empty());
    const std::vector<ShadowCaster> odd{{{{{1000, 1000}}}, 0, 50}, {{}, 0, 50}, block(990, 990, 0, 0, 50)};
    EXPECT_LE(reach(cast(odd, {180, 45, 1}), 900, 1000, 0, 0), 0)
        << "what encloses nothing shades nothing beside it";
}

TEST(ShadowCast, TheSkyIsTakenAtTheFootOfWalls) {
    const auto map = cast({block(980, 980, 40, 0, 60)}, {180, 45, 1});
    const auto crowd = [&](double x, double y) {
        const auto column = static_cast<std::size_t>((x - map.originX) / map.cell);
        const auto row = static_cast<std::size_t>((y - map.originY) / map.cell);
        return map.values[(row * static_cast<std::size_t>(map.columns) + column) * 2 + 1] / 65535.0;
    };
    EXPECT_GT(crowd(1000, 975), 0.25);
    EXPECT_GT(crowd(1000, 975), crowd(1000, 965));
    EXPECT_LT(crowd(1000, 945), 0.02);
}

}  // namespace
}  // namespace atlas::terrain
