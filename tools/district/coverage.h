#pragma once
// Polygons that tell measured ground from extrapolated ground.

#include <vector>

#include "district/features.h"
#include "district/grid.h"
#include "geodata/crs.h"

namespace atlas::district {

/// Cells within `reach` cells of a set cell, and the gaps and bays narrower than 2 `reach` between them: a
/// morphological closing that stays `rim` cells wider than the set.
Mask closedRegion(const Grid& grid, const Mask& mask, double reach, double rim);

/// `measured` and the rest of `valid`, as polygons in WGS 84. `toWgs84` goes from the grid's CRS. Edges are
/// simplified to half of 30 m, the spacing of the radar heights.
std::vector<CoveragePolygon> coveragePolygons(const Grid& grid, const Mask& valid, const Mask& measured,
                                              const geodata::Transform& toWgs84);

}  // namespace atlas::district
