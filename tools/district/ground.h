#pragma once
// From the source tables to the district's ground: the elevation raster and what of it is measured.

#include <string>
#include <vector>

#include "district/features.h"
#include "district/grid.h"
#include "district/settings.h"
#include "district/table.h"

namespace atlas::district {

struct Ground {
    Grid grid;
    std::string crs;            ///< of the grid
    std::vector<float> height;  ///< metres, vertical datum of the spot heights; NaN = no data
    Mask water;                 ///< 1 = river at the raster's stage
    std::vector<CoveragePolygon> coverage;
    std::size_t measured = 0;      ///< spot heights used
    std::size_t extrapolated = 0;  ///< spot heights that are not measured
    std::size_t contour = 0;       ///< soft heights taken from shore lines
    double smallestMisfit = 0, meanMisfit = 0,
           largestMisfit = 0;  ///< metres, |surface - measured ground height|: min, mean, max
};

/// Reads spot_heights (lon, lat, height_m, kind) and rivers (rings by name, stage, role, level_huanghai_m,
/// basis). Errors: a table or column is missing, too few heights, PROJ cannot make the CRS. Seconds; one
/// thread; never throws.
geodata::Loaded<Ground> makeGround(const Sources& sources, const TerrainSettings& settings);

}  // namespace atlas::district
