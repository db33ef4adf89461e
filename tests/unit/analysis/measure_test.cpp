// Measures against closed forms and PROJ's published geodesic example.

#include "analysis/measure.h"

#include <gmock/gmock.h>

#include <cmath>

#include "geodata/crs.h"

namespace atlas::analysis {
namespace {

double flat(double, double) {
    return 200;
}

// Karney (2013), table 2: the inverse problem on WGS 84.
TEST(Geodesic, IsThatOfThePublishedExample) {
    const Geodesic g = geodesic({0, 40}, {137.84490004377, 41.79331020506}, 6378137, 1 / 298.257223563);
    EXPECT_NEAR(g.length, 10000000, 1e-3);
    EXPECT_NEAR(g.bearing, 30, 1e-8);
}

TEST(Measure, PlaneAndEllipsoidDifferByTheProjectionsScale) {
    const auto from = geodata::Crs::parse("EPSG:4545");
    const auto to = geodata::Crs::parse("EPSG:4490");
    const auto transform = geodata::Transform::create(*from, *to);
    const std::vector<geodata::Point2> map{{361800, 3271000}, {362800, 3271000}};
    std::vector<geodata::Point2> degrees = map;
    for (auto& p : degrees) transform->apply(p.x, p.y);
    const auto segments = segmentsOf(map, degrees, flat);
    ASSERT_EQ(segments.size(), 1U);
    EXPECT_NEAR(segments[0].plane, 1000, 1e-9);
    // Gauss-Kruger's scale: 1 + d² / 2R² at d metres from the central meridian.
    const double d = 500000 - 362300;
    EXPECT_NEAR(segments[0].plane / segments[0].geodesic, 1 + d * d / (2 * 6.362e6 * 6.362e6), 2e-6);
    EXPECT_NEAR(segments[0].ground, segments[0].geodesic, 1e-6);
    EXPECT_EQ(segments[0].rise, 0);
}

TEST(Measure, AlongAPlaneTheGroundIsTheHypotenuse) {
    const std::vector<geodata::Point2> map{{0, 0}, {300, 0}};
    const std::vector<geodata::Point2> degrees{{106.5, 0}, {106.5 + 300 / 111319.49079, 0}};
    const auto s = segmentsOf(map, degrees, [](double x, double) { return x * 0.75; })[0];
    EXPECT_NEAR(s.geodesic, 300, 1e-3);
    EXPECT_NEAR(s.ground, 375, 2e-3);
    EXPECT_NEAR(s.space, 375, 2e-3);
    EXPECT_NEAR(s.rise, 225, 1e-9);
    EXPECT_NEAR(s.incline(), 36.8698976, 1e-6);
    EXPECT_NEAR(s.bearing, 90, 1e-6);
}

TEST(Measure, SurfaceOfAPlaneIsItsAreaOverTheCosine) {
    const std::vector<geodata::Point2> map{{0, 0}, {100, 0}, {100, 50}, {0, 50}};
    std::vector<geodata::Point2> degrees;
    for (const auto& p : map) degrees.push_back({106.5 + p.x / 111319.49079, p.y / 110574.2758});
    const AreaFigures f = areaOf(map, degrees, [](double x, double y) { return 2 * x + y; });
    EXPECT_NEAR(f.plane, 5000, 1e-9);
    EXPECT_NEAR(f.ellipsoid, 5000, 0.01);
    EXPECT_NEAR(f.perimeter, 300, 1e-3);
    EXPECT_NEAR(f.surface, 5000 * std::sqrt(6.0), 1e-6);
    EXPECT_NEAR(f.mean, 125, 1e-6);
}

TEST(Measure, WithoutDataThereIsNoHeight) {
    const auto none = [](double, double) { return std::nan(""); };
    const std::vector<geodata::Point2> ring{{0, 0}, {10, 0}, {10, 10}};
    EXPECT_TRUE(std::isnan(areaOf(ring, {{106, 29}, {106.1, 29}, {106.1, 29.1}}, none).surface));
    EXPECT_TRUE(std::isnan(segmentsOf(ring, {{106, 29}, {106.1, 29}, {106.1, 29.1}}, none)[0].ground));
    EXPECT_TRUE(std::isnan(lieAt({0, 0}, none, 5).slope));
}

TEST(Measure, TheLieOfAPlane) {
    const Lie east = lieAt(
        {0, 0}, [](double x, double) { return 100 - x; }, 5);
    EXPECT_NEAR(east.slope, 45, 1e-9);
    EXPECT_NEAR(east.aspect, 90, 1e-9);
    const Lie north = lieAt(
        {0, 0}, [](double, double y) { return 100 - y; }, 5);
    EXPECT_NEAR(north.aspect, 0, 1e-9);
    EXPECT_TRUE(std::isnan(lieAt({0, 0}, flat, 5).aspect));
}

}  // namespace
}  // namespace atlas::analysis
