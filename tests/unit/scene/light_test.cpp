#include "scene/light.h"

#include <gtest/gtest.h>

#include <cmath>

namespace atlas::scene {
namespace {

TEST(ParseTime, ReadsIso8601) {
    EXPECT_EQ(parseTime("1970-01-01T00:00Z"), 0);
    EXPECT_EQ(parseTime("2026-06-21T18:30+08:00"), 1782037800);
    EXPECT_EQ(parseTime("2026-06-21T10:30Z"), 1782037800);
    EXPECT_EQ(parseTime("2000-02-29T23:59:59+05:30"), 951848999);
    EXPECT_EQ(parseTime("2003-10-17T12:30:30-07:00"), 1066419030);
}

TEST(ParseTime, TakesTheMapsZoneWhereTheTextHasNone) {
    EXPECT_EQ(parseTime("2026-06-21T18:30", "+08:00"), 1782037800);
    EXPECT_EQ(parseTime("2026-06-21T18:30:00", "+08:00"), 1782037800);
    EXPECT_EQ(parseTime("2026-06-21T10:30"), 1782037800);
    EXPECT_EQ(parseTime("2026-06-21T10:30Z", "+08:00"), 1782037800) << "the text's own zone wins";
}

class NoTime : public testing::TestWithParam<const char*> {};
TEST_P(NoTime, IsRefused) {
    EXPECT_FALSE(parseTime(GetParam())) << GetParam();
}
INSTANTIATE_TEST_SUITE_P(Texts, NoTime,
                         testing::Values("", "noon", "2026-06-21", "2026-06-21T", "2026-06-21T18",
                                         "2026-13-01T00:00Z", "2026-02-29T00:00Z", "2026-00-10T00:00Z",
                                         "2026-06-31T00:00Z", "2026-06-21T24:00Z", "2026-06-21T18:60Z",
                                         "2026-06-21T18:30:61Z", "2026-06-21T18:30+15:00",
                                         "2026-06-21T18:30+08:60", "2026-06-21T18:30+08",
                                         "2026-06-21T18:30Zulu", "2026-06-21T18:30 +08:00",
                                         "2026-06-21T18:30:Z", "2026-06-21T-1:30Z", "nan",
                                         "21/06/2026 18:30"));

constexpr double kTolerance = 0.02;  // degrees

// The worked example of Reda and Andreas, "Solar Position Algorithm for Solar Radiation Applications",
// NREL/TP-560-34302 (2008), appendix A.5: elevation without refraction 39.872046°, azimuth 194.340241°.
TEST(SunPosition, OfTheSolarPositionAlgorithmsExample) {
    const SunPosition sun = sunPosition(*parseTime("2003-10-17T12:30:30-07:00"), -105.1786, 39.742476);
    EXPECT_NEAR(sun.altitude, 39.872046, kTolerance);
    EXPECT_NEAR(sun.azimuth, 194.340241, kTolerance);
}

// Meeus, "Astronomical Algorithms", 2nd edition, example 25.b: apparent declination -7° 47' 01.74" at 1992
// October 13, 0h dynamical time (59 s later than universal time). From a pole the altitude is the
// declination.
TEST(SunPosition, OfMeeusExample) {
    const double time = *parseTime("1992-10-12T23:59:01Z");
    EXPECT_NEAR(sunPosition(time, 0, 90).altitude, -(7 + 47 / 60.0 + 1.74 / 3600), kTolerance);
    EXPECT_NEAR(sunPosition(time, 0, -90).altitude, 7 + 47 / 60.0 + 1.74 / 3600, kTolerance);
}

// Equinoxes and solstices of 2026 to the minute: U.S. Naval Observatory, "Earth's Seasons". At a solstice the
// declination is the obliquity of the ecliptic, 23.436° in 2026.
TEST(SunPosition, AtTheSeasonsOf2026) {
    EXPECT_NEAR(sunPosition(*parseTime("2026-03-20T14:46Z"), 0, 90).altitude, 0, kTolerance);
    EXPECT_NEAR(sunPosition(*parseTime("2026-06-21T08:25Z"), 0, 90).altitude, 23.436, kTolerance);
    EXPECT_NEAR(sunPosition(*parseTime("2026-09-23T00:05Z"), 0, 90).altitude, 0, kTolerance);
    EXPECT_NEAR(sunPosition(*parseTime("2026-12-21T20:50Z"), 0, 90).altitude, -23.436, kTolerance);
}

// The same table, and half an hour.
TEST(SeasonTime, IsThatOfTheAlmanac) {
    for (const auto& [degrees, said] : {std::pair{0.0, "2026-03-20T14:46Z"},
                                        {90.0, "2026-06-21T08:25Z"},
                                        {180.0, "2026-09-23T00:05Z"},
                                        {270.0, "2026-12-21T20:50Z"}})
        EXPECT_NEAR(seasonTime(2026, degrees), *parseTime(said), 1800) << said;
}

TEST(SunPosition, StandsInTheSouthAtItsHighestNorthOfTheTropic) {
    SunPosition highest;
    for (double time = *parseTime("2026-06-21T11:00+08:00"); time < *parseTime("2026-06-21T15:00+08:00");
         time += 5) {
        const SunPosition sun = sunPosition(time, 106.577, 29.56);
        if (sun.altitude > highest.altitude) highest = sun;
    }
    EXPECT_NEAR(highest.altitude, 90 - 29.56 + 23.436, kTolerance);
    EXPECT_NEAR(highest.azimuth, 180, 0.2);
    EXPECT_LT(sunPosition(*parseTime("2026-06-21T08:00+08:00"), 106.577, 29.56).azimuth, 90)
        << "east, a little north";
    EXPECT_GT(sunPosition(*parseTime("2026-06-21T18:30+08:00"), 106.577, 29.56).azimuth, 270)
        << "west, a little north";
}

TEST(LightFor, ChangesSmoothlyThroughTheDay) {
    const auto distance = [](const osg::Vec3f& a, const osg::Vec3f& b) { return (a - b).length(); };
    Light before = lightFor({240, -30});
    EXPECT_EQ(before.night, 1);
    for (double altitude = -30; altitude < 90; altitude += 0.1) {
        const Light now = lightFor({240, altitude});
        EXPECT_LT(distance(now.sun, before.sun), 0.08F) << altitude;
        EXPECT_LT(distance(now.sky, before.sky), 0.05F) << altitude;
        EXPECT_LT(distance(now.haze, before.haze), 0.08F) << altitude;
        EXPECT_LT(distance(now.paper, before.paper), 0.05F) << altitude;
        EXPECT_LE(now.night, before.night + 1e-6F) << altitude;
        EXPECT_NEAR(now.direction.length(), 1, 1e-4);
        EXPECT_GT(now.direction.z(), 0) << "light comes from above";
        for (int i = 0; i < 3; ++i) EXPECT_GE(now.sun[i], 0);
        before = now;
    }
    EXPECT_EQ(before.night, 0);
}

TEST(LightFor, ShadowsAreTheSuns) {
    const Light day = lightFor({235, 32});
    EXPECT_EQ(day.shadowAzimuth, 235);
    EXPECT_EQ(day.shadowAltitude, 32);
    EXPECT_NEAR(day.direction.x(), std::sin(235 * 3.14159265 / 180) * std::cos(32 * 3.14159265 / 180), 1e-5);
    EXPECT_LE(lightFor({235, -5}).shadowAltitude, 0);
}

}  // namespace
}  // namespace atlas::scene
