#include "analysis/skyline.h"

#include "support.h"

namespace atlas::analysis {
namespace {

using geodata::Point2;

constexpr double kDegree = 57.29577951308232;

SkylineOptions flatEarth(double eye) {
    SkylineOptions options;
    options.curvature = 0;
    options.eye = eye;
    return options;
}

TEST(Skyline, OfAConeIsItsTangent) {
    // A cone of 200 m, 1000 m away, on a plain.
    const Raster raster = rasterOf(
        [](double x, double y) { return std::max(0.0, 200 - std::hypot(x - 1505, y - 1005)); }, 300, 200);
    const auto options = flatEarth(2);
    const auto line = skyline(raster, {505, 1005}, options);
    ASSERT_TRUE(line);
    ASSERT_EQ(line->size(), 1441U);
    const SkylinePoint& tip = *std::max_element(
        line->begin(), line->end(), [](const auto& a, const auto& b) { return a.angle < b.angle; });
    EXPECT_EQ(tip.azimuth, 90);
    EXPECT_NEAR(tip.angle, std::atan2(198, 1000) * kDegree, 1e-6);
    EXPECT_NEAR(tip.distance, 1000, 1e-6);
    for (const SkylinePoint& point : *line) {
        if (std::abs(point.azimuth - 90) < 12) continue;  // asin(200 / 1000) is the cone's half width
        // The plain ends at the raster's edge.
        EXPECT_LT(point.angle, 0) << point.azimuth;
        EXPECT_NEAR(std::tan(point.angle / kDegree) * point.distance, -2, 1e-6);
    }
}

TEST(Skyline, OfACurvedEarthDips) {
    const Raster raster = rasterOf(plane(0, 0, 0), 1500, 3, 50);
    SkylineOptions options;
    options.eye = 30;
    options.from = 89;
    options.to = 91;
    options.step = 1;
    const auto line = skyline(raster, {25, 75}, options);
    ASSERT_EQ(line->size(), 3U);
    const double bend = options.curvature / options.earthDiameter;
    EXPECT_NEAR((*line)[1].angle, -std::atan(2 * std::sqrt(30 * bend)) * kDegree, 1e-4);
    EXPECT_NEAR((*line)[1].distance, std::sqrt(30 / bend), 300);
}

TEST(Skyline, AgreesWithTheLineOfSight) {
    const Raster raster = fractal(160, 150);
    const Point2 eye = centerOf(raster, {70, 80});
    SkylineOptions options;
    options.eye = 20;
    options.from = 10;
    options.to = 370;
    options.step = 7;
    const auto line = skyline(raster, eye, options);
    for (const SkylinePoint& point : *line) {
        const double a = point.azimuth / kDegree;
        const auto at = [&](double d) { return Point2{eye.x + std::sin(a) * d, eye.y + std::cos(a) * d}; };
        SightOptions sight = options;
        sight.target = 0.5;
        const auto there = lineOfSight(raster, eye, at(point.distance - 1e-6), sight);
        ASSERT_TRUE(there);
        EXPECT_TRUE(there->visible) << "what meets the sky is seen: " << there->clearance;
    }
}

TEST(BoxSights, TellHowFarABoxRisesAboveTheRidge) {
    // Plain, box of 50 m at 400..420 m, ridge of 80 m from 1000 m.
    const Raster raster =
        rasterOf([](double x, double) { return x > 1000 && x < 1040 ? 80.0 : 0.0; }, 200, 101);
    const Point2 eye{105, 505};
    const Box box{{{500, 490}, {520, 490}, {520, 520}, {500, 520}}, 50};
    const auto options = flatEarth(2);
    const auto sights = sightsOf(raster, eye, box, options);
    ASSERT_TRUE(sights);
    ASSERT_GE(sights->size(), 9U);
    for (const BoxSight& sight : *sights) {
        const double cosine = std::sin(sight.azimuth / kDegree);
        EXPECT_NEAR(sight.distance * cosine, 395, 1e-6);
        EXPECT_NEAR(sight.top, std::atan2(48 * cosine, 395) * kDegree, 1e-9);
        EXPECT_NEAR(sight.behind, std::atan2(78 * cosine, 900) * kDegree, 0.05);
        EXPECT_TRUE(sight.seen());
        EXPECT_NEAR(sight.above(), 48 - 78 * 395.0 / 900, 0.3);
    }
    Box low = box;
    low.top = 20;
    const auto under = sightsOf(raster, eye, low, options);
    for (const BoxSight& sight : *under) EXPECT_LT(sight.above(), 0);
    // From behind the ridge the box is hidden.
    const auto behind = sightsOf(raster, {1305, 505}, box, options);
    for (const BoxSight& sight : *behind) EXPECT_FALSE(sight.seen());
}

TEST(BoxSights, HaveAClearAnswerForBadInput) {
    const Raster raster = rasterOf(plane(0, 0, 0), 50, 50);
    const Box box{{{100, 100}, {200, 100}, {200, 200}, {100, 200}}, 50};
    EXPECT_TRUE(sightsOf(raster, {150, 150}, box)->empty()) << "inside";
    EXPECT_TRUE(sightsOf(raster, {305, 305}, {{{100, 100}, {200, 100}}, 50})->empty()) << "a line";
    EXPECT_TRUE(sightsOf(raster, {305, 305}, {{{100, 100}, {100, 100}, {100, 100}}, 50})->empty())
        << "a point";
    EXPECT_FALSE(sightsOf(raster, {-5, 305}, box));
    EXPECT_FALSE(skyline(raster, {-5, 305}));
    EXPECT_FALSE(skyline(raster, {std::nan(""), 305}));
    SkylineOptions options;
    options.step = 0;
    EXPECT_FALSE(skyline(raster, {305, 305}, options));
    const std::atomic<bool> stop = true;
    Job job;
    job.cancel = &stop;
    EXPECT_FALSE(skyline(raster, {305, 305}, {}, job));
    const auto single = skyline(rasterOf(plane(0, 0, 1), 1, 1), {5, 5});
    ASSERT_TRUE(single);
    for (const SkylinePoint& point : *single) EXPECT_FALSE(point.angle > 0) << "nothing but the own cell";
}

}  // namespace
}  // namespace atlas::analysis
