#include "analysis/sun_hours.h"

#include "support.h"
#include "terrain/sun.h"

namespace atlas::analysis {
namespace {

constexpr double kArc = 3.14159265358979323846 / 180;

double heightAt(const Raster& raster, double column, double row) {
    return raster.sample(raster.originX + (column + 0.5) * raster.cellX,
                         raster.originY - (row + 0.5) * raster.cellY);
}

/// A ray toward the sun, a tenth of a cell a step over bilinear ground.
bool plainLit(const Raster& raster, int column, int row, const SunMoment& sun) {
    const double dx = std::sin(sun.azimuth * kArc) / raster.cellX;
    const double dy = -std::cos(sun.azimuth * kArc) / raster.cellY;
    const double rise = std::tan(sun.altitude * kArc);
    const double step = std::min(raster.cellX, raster.cellY) / 10;
    for (double d = step; d < 1e5; d += step) {
        const double c = column + dx * d;
        const double r = row + dy * d;
        if (c < 0 || r < 0 || c > raster.width - 1 || r > raster.height - 1) return true;
        if (heightAt(raster, c, r) > raster.at(column, row) + rise * d + 1e-3) return false;
    }
    return true;
}

// A plane is lit all over or not at all: by its normal alone.
TEST(Sunlit, OfAPlaneIsAllOrNothing) {
    for (const double azimuth : {0.0, 17.0, 45.0, 80.0, 135.0, 181.0, 250.0, 300.0, 359.0})
        for (const double altitude : {5.0, 20.0, 60.0})
            for (const auto& [sx, sy] : {std::pair{0.0, 0.0}, {0.3, 0.1}, {-0.2, 0.5}}) {
                const Raster raster = rasterOf(plane(sx, sy, 200), 60, 50, 10);
                const double toward = sx * std::sin(azimuth * kArc) + sy * std::cos(azimuth * kArc);
                if (std::abs(toward - std::tan(altitude * kArc)) < 1e-3) continue;
                const bool lit = toward < std::tan(altitude * kArc);
                const auto cells = sunlit(raster, {0, azimuth, altitude});
                // At the edge nothing toward the sun is known.
                for (int r = 2; r < 48; ++r)
                    for (int c = 2; c < 58; ++c)
                        ASSERT_EQ(cells->has(c, r), lit) << azimuth << " " << altitude;
            }
}

TEST(Sunlit, AWallsShadowIsAsLongAsTheTangentSays) {
    // A wall of 50 m along x = 300; sun in the west or the east, the shadow falls to the other side.
    const Raster raster =
        rasterOf([](double x, double) { return x > 300 && x < 310 ? 50.0 : 0.0; }, 80, 20, 10);
    for (const double altitude : {10.0, 25.0, 40.0})
        for (const double azimuth : {270.0, 90.0}) {
            const auto cells = sunlit(raster, {0, azimuth, altitude});
            const double length = 50 / std::tan(altitude * kArc);
            int dark = 0;
            for (int c = 0; c < 80; ++c) dark += !cells->has(c, 10);
            EXPECT_NEAR(dark * 10, std::min(length, azimuth == 270 ? 490.0 : 300.0), 10)
                << altitude << " " << azimuth;
            EXPECT_TRUE(cells->has(azimuth == 270 ? 29 : 31, 10));
            EXPECT_FALSE(cells->has(azimuth == 270 ? 31 : 29, 10));
        }
}

TEST(Sunlit, AgreesWithRaysOnRoughAndSmoothGround) {
    Raster raster = fractal(200, 170, 10, 5, 160);
    raster.cellX = 8;
    int different = 0;
    int all = 0;
    for (const SunMoment sun :
         {SunMoment{0, 120, 12}, {0, 160, 30}, {0, 200, 35}, {0, 262, 8}, {0, 10, 20}, {0, 310, 15}}) {
        const auto cells = sunlit(raster, sun);
        for (int r = 0; r < raster.height; r += 3)
            for (int c = 0; c < raster.width; c += 3) {
                different += cells->has(c, r) != plainLit(raster, c, r, sun);
                ++all;
            }
    }
    std::cout << "cells whose light differs from a ray's: " << 100.0 * different / all << " %\n";
    EXPECT_LT(different, 0.03 * all);
}

/// The height of the shadow carried from line to line, a moment at a time, as sun_hours.h describes it.
std::vector<int> plainCounts(const Raster& raster, const std::vector<SunMoment>& moments, double above) {
    std::vector<int> counts(raster.values.size(), 0);
    for (const SunMoment& sun : moments) {
        const double east = std::sin(sun.azimuth * kArc) / raster.cellX;
        const double south = -std::cos(sun.azimuth * kArc) / raster.cellY;
        const bool rows = std::abs(south) >= std::abs(east);
        const double along = rows ? south : east;
        const double across = (rows ? east : south) / std::abs(along);
        const double drop = std::tan(sun.altitude * kArc) / std::abs(along);
        const int lines = rows ? raster.height : raster.width;
        const int width = rows ? raster.width : raster.height;
        const int aside = across < 0 ? -1 : 0;
        std::vector<double> shadow(static_cast<std::size_t>(width) + 2, -1e5);
        for (int k = 0; k < lines; ++k) {
            const int line = along > 0 ? lines - 1 - k : k;
            std::vector<double> next(shadow.size(), -1e5);
            for (int c = 0; c < width; ++c) {
                const double t = across - aside;
                const auto at = static_cast<std::size_t>(c + 1 + aside);
                const double here = shadow[at] * (1 - t) + shadow[at + 1] * t - drop;
                const int column = rows ? c : line;
                const int row = rows ? line : c;
                const double z = raster.at(column, row);
                next[static_cast<std::size_t>(c) + 1] = z > here ? z : here;
                counts[static_cast<std::size_t>(row) * raster.width + column] += z + above >= here ? 1 : 0;
            }
            shadow = std::move(next);
        }
    }
    return counts;
}

// Wider and higher than the tiles that are gone over together, and no multiple of them; every way to sweep.
TEST(SunHours, AreThoseOfAPlainSweep) {
    for (const auto& [width, height] :
         {std::pair{531, 307}, {1, 700}, {700, 1}, {256, 8}, {257, 9}, {3, 3}}) {
        Raster raster = fractal(width, height, 10, 3, 260);
        raster.cellY = 12;
        if (width > 100 && height > 100) hole(raster, 250, 100, 12, 5);
        SunDay day;
        for (double azimuth = 3; azimuth < 360; azimuth += 13)
            day.moments.push_back({0, azimuth, 4 + std::fmod(azimuth * 7, 40)});
        for (const double above : {0.0, 2.5}) {
            const auto hours = sunHours(raster, day, above);
            const auto counts = plainCounts(raster, day.moments, above);
            std::size_t different = 0;
            std::size_t all = 0;
            for (std::size_t i = 0; i < counts.size(); ++i) {
                if (std::isnan(raster.values[i])) {
                    ASSERT_TRUE(std::isnan(hours->values[i]));
                    continue;
                }
                const double away = std::abs(hours->values[i] / day.hoursEach - counts[i]);
                ASSERT_LT(away, 2.5) << width << " x " << height << " cell " << i;
                different += away > 0.5;
                ++all;
            }
            // Where the ray grazes the ground, single and double precision may differ.
            EXPECT_LT(static_cast<double>(different), 0.002 * static_cast<double>(all) + 1)
                << width << " x " << height << ", " << above;
        }
    }
}

TEST(SunHours, AddUpTheMoments) {
    Raster raster = fractal(90, 70, 10, 9, 200);
    hole(raster, 10, 10, 3, 3);
    SunDayOptions options;
    options.date = "2026-12-22";
    options.zone = "+08:00";
    const auto day = sunDay(options, {500000, 3271000}, "EPSG:4545");
    ASSERT_TRUE(day) << day.report.text();
    EXPECT_NEAR(static_cast<double>(day->moments.size()) * day->hoursEach, 10.2, 0.3)
        << "a winter day at 29.5 degrees north";
    const auto hours = sunHours(raster, *day);
    std::vector<int> counts(raster.values.size(), 0);
    for (const SunMoment& moment : day->moments) {
        const auto lit = sunlit(raster, moment);
        for (int r = 0; r < raster.height; ++r)
            for (int c = 0; c < raster.width; ++c)
                counts[static_cast<std::size_t>(r) * raster.width + c] += lit->has(c, r);
    }
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (std::isnan(raster.values[i]))
            EXPECT_TRUE(std::isnan(hours->values[i]));
        else
            ASSERT_NEAR(hours->values[i], counts[i] * 0.25, 1e-4);
    }
    // More moments than a counter of a byte holds.
    options.step = 1;
    const auto fine = sunDay(options, {500000, 3271000}, "EPSG:4545");
    ASSERT_GT(fine->moments.size(), 510U);
    const Raster flat = rasterOf(plane(0, 0, 5), 8, 8);
    EXPECT_NEAR(sunHours(flat, *fine)->at(4, 4), static_cast<double>(fine->moments.size()) / 60, 1e-3);
}

TEST(SunDay, HasTheHoursOfTrueSolarTime) {
    SunDayOptions options;
    options.date = "2026-01-20";
    options.zone = "+08:00";
    options.from = 8;
    options.to = 16;
    const auto day = sunDay(options, {363000, 3271500}, "EPSG:4545");
    ASSERT_TRUE(day) << day.report.text();
    EXPECT_EQ(day->moments.size(), 32U);
    // 106.59 E is 13.41 degrees west of the zone's meridian: noon is 53.6 min late, and the equation of time
    // of January 20 is -11.0 min (U.S. Naval Observatory): 13:04:40.
    EXPECT_NEAR(day->solarNoon, *terrain::parseTime("2026-01-20T13:04:40+08:00"), 60);
    // Grid north lies west of true north here, west of the zone's central meridian 108 E.
    const auto& noon = day->moments[16];
    const auto truth = terrain::sunPosition(noon.time, 106.585, 29.56);
    EXPECT_NEAR(noon.azimuth - truth.azimuth, std::sin(29.56 * kArc) * (108 - 106.585), 0.02);
}

TEST(SunDay, SaysWhatIsWrong) {
    const auto message = [](SunDayOptions options, const char* crs = "EPSG:4545") {
        const auto day = sunDay(options, {363000, 3271500}, crs);
        EXPECT_FALSE(day);
        return day.report.text();
    };
    SunDayOptions good;
    good.date = "2026-06-21";
    auto with = [&](auto change) {
        SunDayOptions options = good;
        change(options);
        return options;
    };
    for (const char* date : {"", "2026", "2026-02-30", "21.06.2026", "2026-06-21x", "nan"})
        EXPECT_NE(message(with([&](auto& o) { o.date = date; })).find("is no date"), std::string::npos)
            << date;
    EXPECT_NE(message(with([](auto& o) { o.date = "9999-06-21"; })).find("1800 to 2200"), std::string::npos);
    EXPECT_NE(message(with([](auto& o) { o.step = 0; })).find("step"), std::string::npos);
    EXPECT_NE(message(with([](auto& o) { o.step = std::nan(""); })).find("step"), std::string::npos);
    EXPECT_NE(message(with([](auto& o) {
                  o.from = 16;
                  o.to = 8;
              })).find("hours"),
              std::string::npos);
    EXPECT_NE(message(good, "not a CRS").find("longitude"), std::string::npos);
}

// Reda and Andreas, "Solar Position Algorithm for Solar Radiation Applications", NREL/TP-560-34302 (2008),
// appendix A.5; Meeus, "Astronomical Algorithms", 2nd edition, example 25.b (from a pole the altitude is the
// declination).
TEST(SunPosition, IsWithinAHundredthOfADegreeOfPublishedValues) {
    const auto sun =
        terrain::sunPosition(*terrain::parseTime("2003-10-17T12:30:30-07:00"), -105.1786, 39.742476);
    EXPECT_NEAR(sun.altitude, 39.872046, 0.01);
    EXPECT_NEAR(sun.azimuth, 194.340241, 0.01);
    EXPECT_NEAR(terrain::sunPosition(*terrain::parseTime("1992-10-12T23:59:01Z"), 0, 90).altitude,
                -(7 + 47 / 60.0 + 1.74 / 3600), 0.01);
}

}  // namespace
}  // namespace atlas::analysis
