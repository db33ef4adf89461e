// The point that stands for a feature: where its label, its card and its flight go.

#include <algorithm>
#include <cmath>

#include "geodata/feature_table.h"

namespace atlas::geodata {
namespace {

/// The rings of one part: a line, or a polygon's shell and holes.
struct Part {
    const GeometryColumn& geometry;
    std::uint32_t begin;
    std::uint32_t end;
};

double length(std::span<const Point2> line) {
    double sum = 0;
    for (std::size_t i = 1; i < line.size(); ++i)
        sum += std::hypot(line[i].x - line[i - 1].x, line[i].y - line[i - 1].y);
    return sum;
}

Point2 halfWay(std::span<const Point2> line) {
    double left = length(line) / 2;
    for (std::size_t i = 1; i < line.size(); ++i) {
        const double step = std::hypot(line[i].x - line[i - 1].x, line[i].y - line[i - 1].y);
        if (step >= left && step > 0) {
            const double t = left / step;
            return {line[i - 1].x + t * (line[i].x - line[i - 1].x),
                    line[i - 1].y + t * (line[i].y - line[i - 1].y)};
        }
        left -= step;
    }
    return line.empty() ? Point2{} : line.front();
}

struct AreaAndCentroid {
    double area = 0;
    Point2 centroid;
};

/// Shell minus holes. Sums are taken from the first vertex: with eastings of hundreds of kilometres the
/// products would otherwise lose the centimetres.
AreaAndCentroid areaOf(const Part& part) {
    const Point2 origin = part.geometry.ring(part.begin).points[0];
    double area = 0;
    double momentX = 0;
    double momentY = 0;
    for (std::uint32_t r = part.begin; r < part.end; ++r) {
        const auto points = part.geometry.ring(r).points;
        double ringArea = 0;
        double ringX = 0;
        double ringY = 0;
        for (std::size_t i = 1; i < points.size(); ++i) {
            const double ax = points[i - 1].x - origin.x;
            const double ay = points[i - 1].y - origin.y;
            const double bx = points[i].x - origin.x;
            const double by = points[i].y - origin.y;
            const double cross = ax * by - bx * ay;
            ringArea += cross / 2;
            ringX += (ax + bx) * cross / 6;
            ringY += (ay + by) * cross / 6;
        }
        // Whichever way a ring turns, a shell adds and a hole takes away.
        const double sign = (ringArea < 0) == (r == part.begin) ? -1.0 : 1.0;
        area += sign * ringArea;
        momentX += sign * ringX;
        momentY += sign * ringY;
    }
    if (!(area > 0)) return {0, origin};
    return {area, {origin.x + momentX / area, origin.y + momentY / area}};
}

/// Where the horizontal line at y crosses the part's rings, ascending; between the 1st and 2nd it is inside,
/// and so on.
std::vector<double> crossings(const Part& part, double y) {
    std::vector<double> xs;
    for (std::uint32_t r = part.begin; r < part.end; ++r) {
        const auto points = part.geometry.ring(r).points;
        for (std::size_t i = 1; i < points.size(); ++i) {
            const Point2 a = points[i - 1];
            const Point2 b = points[i];
            if ((a.y > y) != (b.y > y)) xs.push_back(a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x));
        }
    }
    std::sort(xs.begin(), xs.end());
    return xs;
}

Point2 onSurface(const Part& part, Point2 centroid) {
    const std::vector<double> xs = crossings(part, centroid.y);
    Point2 best = centroid;
    double widest = 0;
    for (std::size_t i = 0; i + 1 < xs.size(); i += 2) {
        if (centroid.x > xs[i] && centroid.x < xs[i + 1]) return centroid;
        if (xs[i + 1] - xs[i] > widest) {
            widest = xs[i + 1] - xs[i];
            best.x = (xs[i] + xs[i + 1]) / 2;
        }
    }
    // Without any chord the polygon has no surface; a vertex is at least on it.
    return widest > 0 ? best : part.geometry.ring(part.begin).points[0];
}

}  // namespace

std::optional<Point2> FeatureTable::anchor(std::size_t row) const {
    if (row >= geometry.types.size() || geometry.types[row] == GeometryType::None) return std::nullopt;
    const std::uint32_t partBegin = geometry.partOffsets[row];
    const std::uint32_t partEnd = geometry.partOffsets[row + 1];
    const auto partOf = [this](std::uint32_t p) {
        return Part{geometry, geometry.ringOffsets[p], geometry.ringOffsets[p + std::size_t{1}]};
    };
    switch (geometry.types[row]) {
        case GeometryType::None:
            return std::nullopt;
        case GeometryType::Point:
        case GeometryType::MultiPoint:
            return geometry.ring(geometry.ringBegin(row)).points[0];
        case GeometryType::Line:
        case GeometryType::MultiLine: {
            std::span<const Point2> longest = geometry.ring(partOf(partBegin).begin).points;
            double most = -1;
            for (std::uint32_t p = partBegin; p < partEnd; ++p) {
                const auto line = geometry.ring(partOf(p).begin).points;
                if (const double l = length(line); l > most) {
                    most = l;
                    longest = line;
                }
            }
            return halfWay(longest);
        }
        case GeometryType::Polygon:
        case GeometryType::MultiPolygon: {
            std::uint32_t largest = partBegin;
            AreaAndCentroid best;
            for (std::uint32_t p = partBegin; p < partEnd; ++p) {
                const AreaAndCentroid one = areaOf(partOf(p));
                if (p == partBegin || one.area > best.area) {
                    best = one;
                    largest = p;
                }
            }
            return onSurface(partOf(largest), best.centroid);
        }
    }
    return std::nullopt;
}

}  // namespace atlas::geodata
