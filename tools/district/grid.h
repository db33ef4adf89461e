#pragma once
// The grid that the elevation raster is made on, and what is drawn on it.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "geodata/geometry.h"

namespace atlas::district {

/// A north-up grid of square cells; row 0 is the northernmost. A value belongs to the centre of its cell.
struct Grid {
    int width = 0;       ///< columns
    int height = 0;      ///< rows
    double originX = 0;  ///< west edge, map CRS metres
    double originY = 0;  ///< north edge, map CRS metres
    double cell = 1;     ///< metres

    std::size_t size() const { return static_cast<std::size_t>(width) * static_cast<std::size_t>(height); }
    std::size_t index(int column, int row) const { return static_cast<std::size_t>(row) * width + column; }
    bool contains(int column, int row) const {
        return column >= 0 && row >= 0 && column < width && row < height;
    }
    /// Fractional column and row of a point; whole numbers at cell centres.
    geodata::Point2 fromMap(geodata::Point2 p) const {
        return {(p.x - originX) / cell - 0.5, (originY - p.y) / cell - 0.5};
    }
    geodata::Point2 toMap(double column, double row) const {
        return {originX + (column + 0.5) * cell, originY - (row + 0.5) * cell};
    }
};

using Mask = std::vector<std::uint8_t>;  ///< one a cell, 0 or 1

/// Sets the cells whose centre lies inside the ring (even-odd; open ring, grid coordinates) to `value`.
void fillRing(const Grid& grid, const std::vector<geodata::Point2>& ring, std::uint8_t value, Mask& mask);

/// Distance in cells from each cell to the nearest set cell; a large number where none is set.
/// Felzenszwalb, Huttenlocher (2012), Distance transforms of sampled functions, Theory of Computing 8.
std::vector<float> distanceTo(const Grid& grid, const Mask& mask);

/// Rounds the corners of an open ring: Chaikin's corner cutting (1974), `passes` times. The ring stays within
/// its own hull.
std::vector<geodata::Point2> roundCorners(std::vector<geodata::Point2> ring, int passes);

/// Counter-clockwise convex hull (Andrew's monotone chain).
std::vector<geodata::Point2> convexHull(std::vector<geodata::Point2> points);

}  // namespace atlas::district
