#pragma once
// The flat facets between scattered heights: linear interpolation in their Delaunay triangulation.

#include <vector>

#include "district/grid.h"
#include "district/spline.h"

namespace atlas::district {

/// Metres, one a cell; NaN outside the hull of the samples and in facets with an edge longer than `longest`
/// cells. GDAL's triangulation; one thread.
std::vector<float> facets(const Grid& grid, const std::vector<HeightSample>& samples, double longest);

}  // namespace atlas::district
