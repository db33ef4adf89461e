#pragma once
// terrain.toml: how the elevation raster is made.

#include <string>

#include "geodata/geometry.h"
#include "geodata/report.h"

namespace atlas::district {

struct TerrainSettings {
    std::string crs;     ///< of the raster; metres
    double cell = 0;     ///< metres
    double margin = 0;   ///< metres of ground outside the outermost heights
    double support = 0;  ///< metres to a measured height within which ground counts as measured

    double smoothing = 0;      ///< see SplineSettings
    double tensionLength = 0;  ///< metres
    double weightGround = 1, weightExtrapolated = 1, weightContour = 1;

    geodata::Point2 outlet;  ///< where the rivers leave, WGS 84 degrees
    std::string waterStage;  ///< stage of the river rings that are water in the raster
    double riverWindow = 0;  ///< metres along the river in which the lowest water height is its level
};

/// Errors, with line: not TOML, a missing key, a number out of range. Never throws.
geodata::Loaded<TerrainSettings> readTerrainSettings(const std::string& path);

}  // namespace atlas::district
