#include "geodata/offset_crs.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace {

using namespace atlas::geodata;

/// Largest coordinate difference of a round trip over a grid inside China.
template <class There, class Back>
double worstRoundTrip(There there, Back back) {
    double worst = 0;
    for (double lon = 73.0; lon <= 135.5; lon += 0.237) {
        for (double lat = 3.5; lat <= 53.6; lat += 0.211) {
            const Point2 p = back(there(Point2{lon, lat}));
            // std::max would pass over NaN.
            const double off = std::max(std::abs(p.x - lon), std::abs(p.y - lat));
            if (!(off <= worst)) worst = off;
        }
    }
    return worst;
}

TEST(OffsetCrs, Gcj02RoundTripIsExact) {
    EXPECT_LT(worstRoundTrip(gcj02FromWgs84, wgs84FromGcj02), 1e-10);
    EXPECT_LT(worstRoundTrip(wgs84FromGcj02, gcj02FromWgs84), 1e-10);
}

TEST(OffsetCrs, Bd09RoundTripIsExact) {
    EXPECT_LT(worstRoundTrip(bd09FromGcj02, gcj02FromBd09), 1e-10);
    EXPECT_LT(worstRoundTrip(gcj02FromBd09, bd09FromGcj02), 1e-10);
}

TEST(OffsetCrs, OffsetsAreOfTheKnownSize) {
    // Published: GCJ-02 is 50 m to 900 m off; BD-09 about as far from GCJ-02 again.
    for (double lon = 75; lon < 135; lon += 1.3) {
        for (double lat = 18; lat < 53; lat += 1.3) {
            const Point2 g = gcj02FromWgs84({lon, lat});
            const double metres = 111320 * std::hypot((g.x - lon) * std::cos(lat * M_PI / 180), g.y - lat);
            EXPECT_GT(metres, 20) << lon << " " << lat;
            EXPECT_LT(metres, 1200) << lon << " " << lat;
        }
    }
}

TEST(OffsetCrs, TheEdgeOfTheAreaIsWhereWebMapsHaveIt) {
    EXPECT_NE(gcj02FromWgs84({72.005, 30}).x, 72.005);
    EXPECT_EQ(gcj02FromWgs84({72.003, 30}).x, 72.003);
    EXPECT_NE(gcj02FromWgs84({137.834, 30}).x, 137.834);
    EXPECT_EQ(gcj02FromWgs84({137.835, 30}).x, 137.835);
    EXPECT_NE(gcj02FromWgs84({100, 0.83}).y, 0.83);
    EXPECT_EQ(gcj02FromWgs84({100, 0.829}).y, 0.829);
    EXPECT_NE(gcj02FromWgs84({100, 55.827}).y, 55.827);
    EXPECT_EQ(gcj02FromWgs84({100, 55.828}).y, 55.828);
}

TEST(OffsetCrs, NonsenseEndsAndIsNotANumber) {
    EXPECT_TRUE(std::isnan(gcj02FromBd09({NAN, 30}).x));
    EXPECT_TRUE(std::isnan(wgs84FromGcj02({NAN, 30}).x));
    EXPECT_FALSE(std::isfinite(bd09FromGcj02({INFINITY, 30}).x));
}

}  // namespace
