#pragma once
// Plain shapes used between the rooms.

#include <algorithm>
#include <limits>

namespace atlas::geodata {

/// A point in the CRS that the context names (easting/x/longitude, northing/y/latitude).
struct Point2 {
    double x = 0;
    double y = 0;
    bool operator==(const Point2&) const = default;
};

/// Axis-aligned box in the CRS that the context names. Default-constructed it is empty.
struct Extent {
    double minX = std::numeric_limits<double>::infinity();
    double minY = std::numeric_limits<double>::infinity();
    double maxX = -std::numeric_limits<double>::infinity();
    double maxY = -std::numeric_limits<double>::infinity();

    bool empty() const { return !(minX <= maxX && minY <= maxY); }
    double width() const { return empty() ? 0 : maxX - minX; }
    double height() const { return empty() ? 0 : maxY - minY; }
    Point2 center() const { return {(minX + maxX) / 2, (minY + maxY) / 2}; }
    bool contains(double x, double y) const { return x >= minX && x <= maxX && y >= minY && y <= maxY; }
    void expand(double x, double y) {
        minX = std::min(minX, x);
        minY = std::min(minY, y);
        maxX = std::max(maxX, x);
        maxY = std::max(maxY, y);
    }
};

}  // namespace atlas::geodata
