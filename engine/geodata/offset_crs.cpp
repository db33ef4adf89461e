#include "geodata/offset_crs.h"

#include <cmath>
#include <numbers>

namespace atlas::geodata {
namespace {

using std::numbers::pi;

// Krasovsky 1940, the ellipsoid the published deviation is stated on.
constexpr double kSemiMajor = 6378245.0;
constexpr double kEccentricitySquared = 0.00669342162296594323;

// The iterations contract by a factor of 1000 or more a step; a handful reaches kPrecision, the cap only
// guards the places where the published formulas have no inverse at all.
constexpr double kPrecision = 1e-11;
constexpr int kMaxSteps = 40;

bool insideOffsetArea(Point2 p) {
    return p.x >= 72.004 && p.x <= 137.8347 && p.y >= 0.8293 && p.y <= 55.8271;
}

/// The deviation's common high-frequency term, in metres.
double ripple(double x) {
    return (20.0 * std::sin(6.0 * x * pi) + 20.0 * std::sin(2.0 * x * pi)) * 2.0 / 3.0;
}

double eastMetres(double x, double y) {
    return 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * std::sqrt(std::abs(x)) + ripple(x) +
           (20.0 * std::sin(x * pi) + 40.0 * std::sin(x / 3.0 * pi)) * 2.0 / 3.0 +
           (150.0 * std::sin(x / 12.0 * pi) + 300.0 * std::sin(x / 30.0 * pi)) * 2.0 / 3.0;
}

double northMetres(double x, double y) {
    return -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * std::sqrt(std::abs(x)) + ripple(x) +
           (20.0 * std::sin(y * pi) + 40.0 * std::sin(y / 3.0 * pi)) * 2.0 / 3.0 +
           (160.0 * std::sin(y / 12.0 * pi) + 320.0 * std::sin(y * pi / 30.0)) * 2.0 / 3.0;
}

/// GCJ-02 without the test for the area, so that the inverse can step over its edge.
Point2 deviate(Point2 p) {
    const double x = p.x - 105.0;
    const double y = p.y - 35.0;
    const double latitude = p.y / 180.0 * pi;
    const double w2 = 1.0 - kEccentricitySquared * std::sin(latitude) * std::sin(latitude);
    const double w = std::sqrt(w2);
    const double meridianRadius = kSemiMajor * (1.0 - kEccentricitySquared) / (w2 * w);
    const double parallelRadius = kSemiMajor / w * std::cos(latitude);
    return {p.x + eastMetres(x, y) * 180.0 / (parallelRadius * pi),
            p.y + northMetres(x, y) * 180.0 / (meridianRadius * pi)};
}

template <class Forward>
Point2 invert(Point2 target, Point2 start, Forward forward) {
    Point2 p = start;
    for (int step = 0; step < kMaxSteps; ++step) {
        const Point2 image = forward(p);
        const double dx = target.x - image.x;
        const double dy = target.y - image.y;
        p.x += dx;
        p.y += dy;
        // Negated so that NaN leaves the loop too.
        if (!(std::abs(dx) > kPrecision || std::abs(dy) > kPrecision)) break;
    }
    return p;
}

}  // namespace

Point2 gcj02FromWgs84(Point2 lonLat) {
    return insideOffsetArea(lonLat) ? deviate(lonLat) : lonLat;
}

Point2 wgs84FromGcj02(Point2 lonLat) {
    return insideOffsetArea(lonLat) ? invert(lonLat, lonLat, deviate) : lonLat;
}

Point2 bd09FromGcj02(Point2 lonLat) {
    constexpr double frequency = pi * 3000.0 / 180.0;
    const double radius = std::hypot(lonLat.x, lonLat.y) + 0.00002 * std::sin(lonLat.y * frequency);
    const double angle = std::atan2(lonLat.y, lonLat.x) + 0.000003 * std::cos(lonLat.x * frequency);
    return {radius * std::cos(angle) + 0.0065, radius * std::sin(angle) + 0.006};
}

Point2 gcj02FromBd09(Point2 lonLat) {
    return invert(lonLat, {lonLat.x - 0.0065, lonLat.y - 0.006}, bd09FromGcj02);
}

}  // namespace atlas::geodata
