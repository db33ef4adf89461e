#include "analysis/slope.h"

#include "support.h"

namespace atlas::analysis {
namespace {

constexpr double kRadian = 180 / 3.14159265358979323846;

/// What gdaldem and we agree on: where there is no value, and the values to 1e-3 (a circle for aspects).
void expectEqual(const Raster& ours, const std::vector<float>& theirs, const char* what, bool edges,
                 double nothing = -9999, double circle = 0, double tolerance = 1e-3) {
    ASSERT_EQ(ours.values.size(), theirs.size());
    std::size_t different = 0;
    double worst = 0;
    for (std::size_t i = 0; i < theirs.size(); ++i) {
        // At the corners gdaldem -compute_edges halves the gradient along the edge.
        const auto column = static_cast<int>(i % static_cast<std::size_t>(ours.width));
        const auto row = static_cast<int>(i / static_cast<std::size_t>(ours.width));
        if (edges && (column == 0 || column == ours.width - 1) && (row == 0 || row == ours.height - 1))
            continue;
        const bool empty = theirs[i] == static_cast<float>(nothing);
        if (empty != std::isnan(ours.values[i])) {
            ++different;
            continue;
        }
        if (empty) continue;
        double error = std::abs(static_cast<double>(ours.values[i]) - theirs[i]);
        if (circle > 0) error = std::min(error, circle - error);
        worst = std::max(worst, error);
    }
    EXPECT_EQ(different, 0U) << what << ": cells that only one of both has";
    EXPECT_LE(worst, tolerance) << what;
}

void compareWithGdaldem(const Raster& raster, const char* what) {
    SCOPED_TRACE(what);
    for (const bool horn : {true, false}) {
        for (const bool edges : {false, true}) {
            SlopeOptions options;
            options.gradient = horn ? Gradient::Horn : Gradient::ZevenbergenThorne;
            options.edges = edges;
            std::vector<std::string> words;
            if (!horn) words.insert(words.end(), {"-alg", "ZevenbergenThorne"});
            if (edges) words.emplace_back("-compute_edges");
            expectEqual(*slope(raster, options), gdaldem(raster, "slope", words), "slope", edges);
            expectEqual(*aspect(raster, options), gdaldem(raster, "aspect", words), "aspect", edges, -9999,
                        360);
            options.percent = true;
            auto percent = words;
            percent.emplace_back("-p");
            expectEqual(*slope(raster, options), gdaldem(raster, "slope", percent), "percent", edges, -9999,
                        0, 2e-3);
            options.percent = false;
            HillshadeOptions shade;
            shade.slope = options;
            shade.slope.exaggeration = 2;
            shade.azimuth = 300;
            shade.altitude = 35;
            auto light = words;
            light.insert(light.end(), {"-z", "2", "-az", "300", "-alt", "35"});
            // gdaldem takes an approximate root and rounds to whole numbers; 0 is no data.
            expectEqual(*hillshade(raster, shade), gdaldem(raster, "hillshade", light), "hillshade", edges, 0,
                        0, 0.505);
        }
    }
}

TEST(Slope, EqualsGdaldemOnRoughGround) {
    Raster raster = fractal(257, 190);
    hole(raster, 60, 40, 9, 5);
    hole(raster, 0, 100, 3, 1);
    hole(raster, 200, 188, 1, 2);
    compareWithGdaldem(raster, "fractal");
}

TEST(Slope, EqualsGdaldemOnTheBundledElevation) {
    Raster raster = bundledElevation();
    raster = cropped(raster,
                     {raster.originX + 3000, raster.originY - 4000, raster.originX + 6000, raster.originY});
    ASSERT_GT(raster.width, 500);
    compareWithGdaldem(raster, "bundled");
}

TEST(Slope, EqualsGdaldemOnRadarHeights) {
    const auto raster = radarElevation();
    if (!raster) GTEST_SKIP() << "skipped: the radar raster is absent";
    compareWithGdaldem(*raster, "radar");
}

TEST(Slope, OfAPlaneIsExactEverywhere) {
    for (const auto& [sx, sy] : {std::pair{0.0, 0.0}, {0.3, 0.0}, {0.0, -0.7}, {0.5, 0.5}, {-1.5, 2.0}}) {
        Raster raster = rasterOf(plane(sx, sy, 50), 40, 30, 10);
        raster.cellX = raster.cellY = 10;
        SlopeOptions options;
        options.edges = true;
        for (const auto gradient : {Gradient::Horn, Gradient::ZevenbergenThorne}) {
            options.gradient = gradient;
            const double steep = std::atan(std::hypot(sx, sy)) * kRadian;
            double faces = std::atan2(-sx, -sy) * kRadian;
            if (faces < 0) faces += 360;
            const auto slopes = slope(raster, options);
            const auto aspects = aspect(raster, options);
            for (std::size_t i = 0; i < raster.values.size(); ++i) {
                ASSERT_NEAR(slopes->values[i], steep, 1e-3);
                if (sx == 0 && sy == 0)
                    ASSERT_TRUE(std::isnan(aspects->values[i])) << "the flat faces nowhere";
                else
                    ASSERT_NEAR(aspects->values[i], faces, 1e-2);
            }
        }
    }
}

TEST(Slope, OfAConeIsTheSameAllRoundAndFacesOutward) {
    constexpr double rise = 0.6;
    const Raster raster = rasterOf(
        [](double x, double y) { return 1000 - rise * std::hypot(x - 1000, y - 1000); }, 200, 200, 10);
    const auto slopes = slope(raster);
    const auto aspects = aspect(raster);
    for (int r = 1; r < 199; ++r)
        for (int c = 1; c < 199; ++c) {
            const auto p = centerOf(raster, {c, r});
            const double distance = std::hypot(p.x - 1000, p.y - 1000);
            if (distance < 200) continue;
            ASSERT_NEAR(slopes->at(c, r), std::atan(rise) * kRadian, 0.1);
            double outward = std::atan2(p.x - 1000, p.y - 1000) * kRadian;
            if (outward < 0) outward += 360;
            const double turned = std::abs(aspects->at(c, r) - outward);
            ASSERT_LT(std::min(turned, 360 - turned), 0.2);
        }
}

TEST(Slope, OfASaddleWithOblongCells) {
    // z = xy / 1000: gradient (y, x) / 1000, which both methods take exactly.
    Raster raster;
    raster.width = 90;
    raster.height = 50;
    raster.cellX = 4;
    raster.cellY = 10;
    raster.originY = 500;
    for (int r = 0; r < raster.height; ++r)
        for (int c = 0; c < raster.width; ++c) {
            const auto p = centerOf(raster, {c, r});
            raster.values.push_back(static_cast<float>(p.x * p.y / 1000));
        }
    for (const auto gradient : {Gradient::Horn, Gradient::ZevenbergenThorne}) {
        SlopeOptions options;
        options.gradient = gradient;
        const auto slopes = slope(raster, options);
        const auto aspects = aspect(raster, options);
        for (int r = 1; r + 1 < raster.height; ++r)
            for (int c = 1; c + 1 < raster.width; ++c) {
                const auto p = centerOf(raster, {c, r});
                ASSERT_NEAR(slopes->at(c, r), std::atan(std::hypot(p.x, p.y) / 1000) * kRadian, 2e-3);
                double faces = std::atan2(-p.y, -p.x) * kRadian;
                if (faces < 0) faces += 360;
                ASSERT_NEAR(aspects->at(c, r), faces, 0.05);
            }
    }
}

TEST(Hillshade, OfAPlaneIsLambertsCosine) {
    const Raster raster = rasterOf(plane(0.4, -0.2, 10), 10, 10, 5);
    HillshadeOptions options;
    options.azimuth = 120;
    options.altitude = 30;
    const double a = 120 / kRadian;
    const double h = 30 / kRadian;
    const double cosine =
        (std::sin(h) - std::cos(h) * (std::sin(a) * 0.4 + std::cos(a) * -0.2)) / std::sqrt(1 + 0.16 + 0.04);
    EXPECT_NEAR(hillshade(raster, options)->at(4, 4), 1 + 254 * std::max(0.0, cosine), 1e-2);
    options.azimuth = 80;
    options.altitude = 5;
    EXPECT_EQ(hillshade(raster, options)->at(4, 4), 1) << "turned away from the light";
}

TEST(Hillshade, AsTonesIsTheSameRounded) {
    Raster raster = fractal(130, 97);
    hole(raster, 40, 30, 9, 5);
    for (const bool edges : {false, true}) {
        HillshadeOptions options;
        options.slope.edges = edges;
        const auto shade = hillshade(raster, options);
        const auto tones = hillshadeTones(raster, options);
        ASSERT_EQ(tones->tones.size(), shade->values.size());
        for (std::size_t i = 0; i < shade->values.size(); ++i) {
            const float value = shade->values[i];
            ASSERT_EQ(tones->tones[i], std::isnan(value) ? 0 : static_cast<int>(value + 0.5F)) << i;
        }
    }
}

TEST(Slope, OfTooSmallRastersHasNoValueAndDoesNotFail) {
    for (const auto& [width, height] : {std::pair{1, 1}, {2, 1}, {1, 7}, {2, 2}, {3, 3}}) {
        const Raster raster = rasterOf(plane(1, 0, 0), width, height);
        SlopeOptions options;
        const auto values = slope(raster, options);
        ASSERT_EQ(values->values.size(), raster.values.size());
        for (int r = 0; r < height; ++r)
            for (int c = 0; c < width; ++c)
                EXPECT_EQ(std::isnan(values->at(c, r)), !(width == 3 && c == 1 && r == 1));
        options.edges = true;
        const auto edged = slope(raster, options);
        for (const float value : edged->values) EXPECT_NEAR(value, width >= 2 ? 45 : 0, 1e-3);
    }
    EXPECT_TRUE(slope(Raster{})->values.empty());
}

TEST(Slope, CanBeCancelled) {
    const std::atomic<bool> stop = true;
    Job job;
    job.cancel = &stop;
    EXPECT_FALSE(slope(fractal(64, 64), {}, job));
    std::atomic<bool> later = false;
    Job counting;
    counting.cancel = &later;
    counting.progress = [&](double done) { later = done > 0.1; };
    EXPECT_FALSE(hillshade(fractal(64, 2000), {}, counting));
}

}  // namespace
}  // namespace atlas::analysis
