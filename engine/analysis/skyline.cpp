#include "analysis/skyline.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace atlas::analysis {

using geodata::Point2;
using geodata::Raster;

namespace {

constexpr double kDegree = std::numbers::pi / 180;
constexpr double kLowest = -90;
constexpr int kFewestSights = 9;   // across a box that is far away
constexpr int kMostSights = 2001;  // and across one close by

/// An eye on a surface.
class Eye {
  public:
    Eye(const Raster& surface, Point2 place, const SkylineOptions& options)
        : surface_(surface),
          place_(place),
          altitude_(options.eyeAltitude.value_or(surface.sample(place.x, place.y) + options.eye)),
          bend_(options.earthDiameter > 0 ? options.curvature / options.earthDiameter : 0),
          step_(std::min(surface.cellX, surface.cellY) / 2) {
        const auto box = surface.extent();
        const double corner = std::hypot(std::max(place.x - box.minX, box.maxX - place.x),
                                         std::max(place.y - box.minY, box.maxY - place.y));
        reach_ = options.range > 0 ? std::min(options.range, corner) : corner;
    }

    double reach() const { return reach_; }
    double angleOf(double height, double distance) const {
        return std::atan2(height - bend_ * distance * distance - altitude_, distance) / kDegree;
    }
    /// The steepest sight between two distances; NaN without data.
    SkylinePoint steepest(double azimuth, double from, double to) const {
        const double east = std::sin(azimuth * kDegree);
        const double north = std::cos(azimuth * kDegree);
        // Tangents: the angle is wanted of one of them only.
        double best = -std::numeric_limits<double>::infinity();
        SkylinePoint point{azimuth, std::nan(""), 0};
        for (double d = std::max(from, step_); d <= to; d += step_) {
            const double z = surface_.sample(place_.x + east * d, place_.y + north * d);
            const double tangent = (z - bend_ * d * d - altitude_) / d;
            if (!(tangent > best)) continue;
            best = tangent;
            point.distance = d;
        }
        if (std::isfinite(best)) point.angle = std::atan(best) / kDegree;
        return point;
    }

  private:
    const Raster& surface_;
    Point2 place_;
    double altitude_, bend_, step_;
    double reach_ = 0;
};

/// Where a line from `place` enters and leaves a ring; nullopt: it passes by.
struct Span {
    double from, to;
};
std::optional<Span> across(const std::vector<Point2>& ring, Point2 place, double azimuth) {
    const double east = std::sin(azimuth * kDegree);
    const double north = std::cos(azimuth * kDegree);
    Span span{std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
    for (std::size_t i = 0, before = ring.size() - 1; i < ring.size(); before = i++) {
        const Point2 a{ring[before].x - place.x, ring[before].y - place.y};
        const Point2 b{ring[i].x - place.x, ring[i].y - place.y};
        // Distances to the line's right of both ends; along it where the edge crosses.
        const double rightA = a.x * north - a.y * east;
        const double rightB = b.x * north - b.y * east;
        if ((rightA < 0) == (rightB < 0)) continue;
        const double t = rightA / (rightA - rightB);
        const double along = (a.x + (b.x - a.x) * t) * east + (a.y + (b.y - a.y) * t) * north;
        if (along <= 0) continue;
        span.from = std::min(span.from, along);
        span.to = std::max(span.to, along);
    }
    if (!(span.from < span.to)) return std::nullopt;
    return span;
}

bool isInside(const std::vector<Point2>& ring, Point2 place) {
    bool inside = false;
    for (std::size_t i = 0, before = ring.size() - 1; i < ring.size(); before = i++) {
        const Point2& a = ring[before];
        const Point2& b = ring[i];
        if ((a.y > place.y) != (b.y > place.y) && place.x < a.x + (b.x - a.x) * (place.y - a.y) / (b.y - a.y))
            inside = !inside;
    }
    return inside;
}

}  // namespace

double BoxSight::above() const {
    return distance * (std::tan(top * kDegree) - std::tan(std::max(before, behind) * kDegree));
}

std::optional<std::vector<SkylinePoint>> skyline(const Raster& surface, Point2 place,
                                                 const SkylineOptions& options, const Job& job) {
    if (!canStandAt(surface, place) || !(options.from < options.to) || !(options.step > 0))
        return std::nullopt;
    const Eye eye(surface, place, options);
    const auto count = static_cast<int>(std::ceil((options.to - options.from) / options.step)) + 1;
    std::vector<SkylinePoint> points(static_cast<std::size_t>(count));
    const bool done = forRows(
        count, job,
        [&](int first, int last) {
            for (int i = first; i < last; ++i)
                points[static_cast<std::size_t>(i)] =
                    eye.steepest(std::min(options.from + i * options.step, options.to), 0, eye.reach());
        },
        16);
    if (!done) return std::nullopt;
    return points;
}

std::optional<std::vector<BoxSight>> sightsOf(const Raster& surface, Point2 place, const Box& box,
                                              const SkylineOptions& options, const Job& job) {
    if (!canStandAt(surface, place)) return std::nullopt;
    std::vector<BoxSight> sights;
    if (box.footprint.size() < 3 || isInside(box.footprint, place)) return sights;
    // The box's width, from the azimuth of one corner: it never fills half the horizon from outside its hull,
    // and where it does (a court seen from within its wings) a half has to do.
    const auto azimuthOf = [&](Point2 p) { return std::atan2(p.x - place.x, p.y - place.y) / kDegree; };
    const double middle = azimuthOf(box.footprint.front());
    double from = 0;
    double to = 0;
    for (const Point2& p : box.footprint) {
        const double turn = std::remainder(azimuthOf(p) - middle, 360);
        from = std::min(from, turn);
        to = std::max(to, turn);
    }
    if (!(to > from)) return sights;
    const Eye eye(surface, place, options);
    const int count =
        std::clamp(static_cast<int>(std::ceil((to - from) / options.step)) + 1, kFewestSights, kMostSights);
    std::vector<std::optional<BoxSight>> found(static_cast<std::size_t>(count));
    const bool done = forRows(
        count, job,
        [&](int first, int last) {
            for (int i = first; i < last; ++i) {
                // In the middle of equal parts: no line only touches a corner.
                const double azimuth = middle + from + (to - from) * (i + 0.5) / count;
                const auto span = across(box.footprint, place, azimuth);
                if (!span) continue;
                BoxSight sight;
                sight.azimuth = azimuth;
                sight.distance = span->from;
                sight.top = std::max(eye.angleOf(box.top, span->from), eye.angleOf(box.top, span->to));
                const auto ground = [&](double near, double far) {
                    const double angle = eye.steepest(azimuth, near, far).angle;
                    return std::isnan(angle) ? kLowest : angle;
                };
                sight.before = ground(0, span->from);
                sight.behind = ground(span->to, eye.reach());
                found[static_cast<std::size_t>(i)] = sight;
            }
        },
        16);
    if (!done) return std::nullopt;
    sights.reserve(found.size());
    for (const auto& sight : found)
        if (sight) sights.push_back(*sight);
    return sights;
}

}  // namespace atlas::analysis
