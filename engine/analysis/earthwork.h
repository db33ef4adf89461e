#pragma once
// Ground in classes of height, and the earth to be moved to make it a plane.
//
// Volumes are sums over cells of the height difference at the cell's centre × its area: the ground is taken
// as level within a cell. CRS projected, metres. Pure; any thread.

#include <optional>
#include <vector>

#include "analysis/grid.h"

namespace atlas::analysis {

/// A plane: height at x, y = height + east × (x − at.x) + north × (y − at.y).
struct Plane {
    geodata::Point2 at;
    double height = 0;  ///< metres at `at`
    double east = 0;    ///< metres up a metre east
    double north = 0;
    double heightAt(double x, double y) const { return height + east * (x - at.x) + north * (y - at.y); }
};

struct Earthwork {
    double cut = 0, fill = 0;                  ///< m³ above the plane (to be taken away) and below it
    double cutArea = 0, fillArea = 0;          ///< m²; cells that lie in the plane are in neither
    double deepestCut = 0, highestFill = 0;    ///< metres
    std::size_t cells = 0;                     ///< counted
    std::size_t missing = 0;                   ///< cells asked for that have no data: not in the figures
    double net() const { return cut - fill; }  ///< m³, > 0: earth is left over
};

/// Of the cells that `where` names (the raster's shape; nullptr: all).
Earthwork cutAndFill(const geodata::Raster& ground, const Plane& plane, const CellSet* where = nullptr);

/// The plane of this inclination, through `at`, that needs as much fill as it gives cut. nullopt: no cell of
/// them has data.
std::optional<Plane> balancedPlane(const geodata::Raster& ground, Plane plane,
                                   const CellSet* where = nullptr);

/// m² of the cells in each class: below breaks[0], breaks[0] up to but not breaks[1], …, from the last on.
/// `breaks` ascending. Of heights, or of any other values. NaN is in none.
std::vector<double> classAreas(const geodata::Raster& values, const std::vector<double>& breaks);

/// The class of each cell, 0 for below breaks[0]; NaN without data.
geodata::Raster classified(const geodata::Raster& values, const std::vector<double>& breaks);

}  // namespace atlas::analysis
