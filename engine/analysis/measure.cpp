#include "analysis/measure.h"

#include <geodesic.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace atlas::analysis {

namespace {

constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();
constexpr double kDegrees = 180 / std::numbers::pi;
constexpr double kRadius = 6378137.0;
constexpr double kFlattening = 1 / 298.257222101;  // CGCS2000, GRS 80

bool inside(const std::vector<geodata::Point2>& ring, double x, double y) {
    bool in = false;
    for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
        if ((ring[i].y > y) == (ring[j].y > y)) continue;
        if (x < ring[i].x + (y - ring[i].y) * (ring[j].x - ring[i].x) / (ring[j].y - ring[i].y)) in = !in;
    }
    return in;
}

double planeArea(const std::vector<geodata::Point2>& ring) {
    double twice = 0;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const auto& a = ring[i];
        const auto& b = ring[(i + 1) % ring.size()];
        twice += (a.x - ring[0].x) * (b.y - ring[0].y) - (b.x - ring[0].x) * (a.y - ring[0].y);
    }
    return std::abs(twice) / 2;
}

}  // namespace

double Segment::incline() const {
    return std::atan2(rise, plane) * kDegrees;
}

Geodesic geodesic(geodata::Point2 from, geodata::Point2 to, double radius, double flattening) {
    geod_geodesic ellipsoid;
    geod_init(&ellipsoid, radius, flattening);
    Geodesic result;
    double back = 0;
    geod_inverse(&ellipsoid, from.y, from.x, to.y, to.x, &result.length, &result.bearing, &back);
    if (result.bearing < 0) result.bearing += 360;
    return result;
}

std::vector<Segment> segmentsOf(const std::vector<geodata::Point2>& map,
                                const std::vector<geodata::Point2>& degrees, const HeightAt& ground,
                                double step) {
    std::vector<Segment> segments;
    for (std::size_t i = 0; i + 1 < map.size(); ++i) {
        const auto& a = map[i];
        const auto& b = map[i + 1];
        Segment s;
        s.plane = std::hypot(b.x - a.x, b.y - a.y);
        const Geodesic curve = geodesic(degrees[i], degrees[i + 1]);
        s.geodesic = curve.length;
        s.bearing = curve.bearing;
        const int pieces = std::clamp(static_cast<int>(std::ceil(s.plane / step)), 1, 100000);
        double last = ground(a.x, a.y);
        const double first = last;
        for (int k = 1; k <= pieces; ++k) {
            const double f = static_cast<double>(k) / pieces;
            const double here = ground(a.x + (b.x - a.x) * f, a.y + (b.y - a.y) * f);
            s.ground += std::hypot(s.geodesic / pieces, here - last);
            last = here;
        }
        s.rise = last - first;
        s.space = std::hypot(s.geodesic, s.rise);
        segments.push_back(s);
    }
    return segments;
}

Segment wholeOf(const std::vector<Segment>& segments, geodata::Point2 first, geodata::Point2 last) {
    Segment whole;
    for (const Segment& s : segments) {
        whole.plane += s.plane;
        whole.geodesic += s.geodesic;
        whole.ground += s.ground;
        whole.space += s.space;
        whole.rise += s.rise;
    }
    whole.bearing = geodesic(first, last).bearing;
    return whole;
}

AreaFigures areaOf(const std::vector<geodata::Point2>& map, const std::vector<geodata::Point2>& degrees,
                   const HeightAt& ground, int most) {
    AreaFigures figures;
    figures.plane = planeArea(map);
    geod_geodesic ellipsoid;
    geod_init(&ellipsoid, kRadius, kFlattening);
    geod_polygon polygon;
    geod_polygon_init(&polygon, 0);
    for (const auto& p : degrees) geod_polygon_addpoint(&ellipsoid, &polygon, p.y, p.x);
    double area = 0;
    geod_polygon_compute(&ellipsoid, &polygon, 0, 1, &area, &figures.perimeter);
    figures.ellipsoid = std::abs(area);
    geodata::Extent box;
    for (const auto& p : map) box.expand(p.x, p.y);
    const double step = std::max(0.1, std::max(box.width(), box.height()) / most);
    double secants = 0;
    double heights = 0;
    std::size_t count = 0;
    figures.lowest = std::numeric_limits<double>::infinity();
    figures.highest = -figures.lowest;
    for (double y = box.minY + step / 2; y < box.maxY; y += step) {
        for (double x = box.minX + step / 2; x < box.maxX; x += step) {
            if (!inside(map, x, y)) continue;
            const double here = ground(x, y);
            const double dx = (ground(x + step / 2, y) - ground(x - step / 2, y)) / step;
            const double dy = (ground(x, y + step / 2) - ground(x, y - step / 2)) / step;
            secants += std::sqrt(1 + dx * dx + dy * dy);
            heights += here;
            figures.lowest = std::min(figures.lowest, here);
            figures.highest = std::max(figures.highest, here);
            ++count;
        }
    }
    if (count == 0 || std::isnan(heights)) {
        figures.surface = figures.lowest = figures.highest = figures.mean = kNothing;
        return figures;
    }
    figures.surface = figures.plane * secants / static_cast<double>(count);
    figures.mean = heights / static_cast<double>(count);
    return figures;
}

Lie lieAt(geodata::Point2 place, const HeightAt& ground, double reach) {
    const double dx = (ground(place.x + reach, place.y) - ground(place.x - reach, place.y)) / (2 * reach);
    const double dy = (ground(place.x, place.y + reach) - ground(place.x, place.y - reach)) / (2 * reach);
    Lie lie;
    lie.slope = std::atan(std::hypot(dx, dy)) * kDegrees;
    lie.aspect = dx == 0 && dy == 0 ? kNothing : std::fmod(std::atan2(-dx, -dy) * kDegrees + 360, 360);
    return lie;
}

}  // namespace atlas::analysis
