// The slope of a place, on grounds whose answer is known in closed form.

#include "layers/sites/slope_section.h"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>
#include <numbers>

namespace atlas::layers {
namespace {

// A slope that falls to the south (y grows to the north): plateau at 300 above y = 200, bank at 200 below
// -200.
double ramp(double /*x*/, double y) {
    return 250 + std::clamp(y, -200.0, 200.0) / 4;
}

TEST(SlopeSection, APlaneBetweenPlateauAndBank) {
    const auto section = slopeSection(10, 0, ramp);
    ASSERT_TRUE(section);
    EXPECT_NEAR(section->difference(), 100, 1.5);
    EXPECT_NEAR(section->length(), 400, 6);
    EXPECT_NEAR(section->meanDegrees(), std::atan(0.25) * 180 / std::numbers::pi, 0.3);
    EXPECT_NEAR(section->points.front().y, 200, 6);
    EXPECT_NEAR(section->points.front().x, 10, 0.5) << "straight down the fall";
    EXPECT_TRUE(section->terraces.empty());
}

TEST(SlopeSection, TerracesHaveTheirHeightAndWidth) {
    // 1 in 2 from 300 at y = 100 down, level at 260 for 40 m, then 1 in 2 again.
    const auto ground = [](double, double y) {
        if (y > 100) return 300.0;
        if (y > 20) return 300 - (100 - y) / 2;
        if (y > -20) return 260.0;
        if (y > -100) return 260 - (-20 - y) / 2;
        return 220.0;
    };
    const auto section = slopeSection(0, 50, ground);
    ASSERT_TRUE(section);
    EXPECT_NEAR(section->difference(), 80, 1.5);
    ASSERT_EQ(section->terraces.size(), 1U);
    EXPECT_NEAR(section->terraces[0].height, 260, 1);
    EXPECT_NEAR(section->terraces[0].width, 40, 10);
    EXPECT_NEAR(section->terraces[0].middle.y, 0, 6);
    const auto words = slopeWords(*section, "en");
    ASSERT_EQ(words.size(), 3U);
    EXPECT_THAT(words[1].text, testing::HasSubstr("terrace 260 m"));
    EXPECT_THAT(slopeWords(*section, "zh").back().text, testing::HasSubstr("高差 80 m"));
}

TEST(SlopeSection, AnyDirection) {
    for (double angle = 0; angle < 6.28; angle += 0.7) {
        const double s = std::sin(angle);
        const double c = std::cos(angle);
        const auto section = slopeSection(
            0, 0, [&](double x, double y) { return 250 + std::clamp((x * s + y * c) * 0.3, -30.0, 30.0); });
        ASSERT_TRUE(section);
        EXPECT_NEAR(section->difference(), 60, 2) << angle;
        const auto& top = section->points.front();
        EXPECT_NEAR(std::atan2(top.x * c - top.y * s, top.x * s + top.y * c), 0, 0.02);
    }
}

TEST(SlopeSection, AKnownBearingIsFollowed) {
    // A ridge along x: it falls to both sides, and the one that is named counts.
    const auto ridge = [](double, double y) { return 300 - std::min(std::abs(y), 200.0) * 0.4; };
    for (const double bearing : {0.0, 180.0}) {
        const auto section = slopeSection(0, 0, ridge, bearing);
        ASSERT_TRUE(section) << "though a plane through the ridge is level";
        EXPECT_NEAR(section->difference(), 80, 2);
        EXPECT_NEAR(section->points.back().y, bearing < 90 ? 200 : -200, 6);
    }
}

TEST(SlopeSection, LevelShallowAndUnknownGroundHaveNone) {
    EXPECT_FALSE(slopeSection(0, 0, [](double, double) { return 250.0; }));
    EXPECT_FALSE(slopeSection(0, 0, [](double, double y) { return 250 + std::clamp(y, -10.0, 10.0) * 0.2; }));
    EXPECT_FALSE(slopeSection(0, 0, [](double, double) { return std::numeric_limits<double>::quiet_NaN(); }));
    EXPECT_FALSE(slopeSection(
        0, 0, [](double, double y) { return y < -50 ? std::numeric_limits<double>::quiet_NaN() : 250 + y; }));
}

}  // namespace
}  // namespace atlas::layers
