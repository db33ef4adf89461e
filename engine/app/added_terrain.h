#pragma once
// Terrain that a person names on the command line: over the map's own where they meet, a ground of its own
// where they do not.

#include <string>
#include <vector>

#include "geodata/report.h"
#include "layers/catalog.h"

namespace atlas::app {

/// Metres: the water level of a map of which no water is known.
inline constexpr double kNoWater = -1000;

/// Puts rasters of heights before the catalogue's, the first named on top. Where none of them meets the
/// catalogue's terrain, they become the map: in a projected metric CRS of their own (or the UTM zone of their
/// middle), without the catalogue's layers, with one view of the whole. `value`: whether that is so. Errors:
/// what makes a file no terrain. Blocks; any thread; never throws.
geodata::Loaded<bool> addTerrain(const std::vector<std::string>& files, layers::Catalog& catalog);

}  // namespace atlas::app
