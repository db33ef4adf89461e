#pragma once
// Numbers that stay in their file, as colours piece by piece.

#include "geodata/imagery.h"
#include "geodata/paged_raster.h"
#include "layers/raster/value_ramp.h"

namespace atlas::layers {

/// What lies in `extent`, map coordinates, a whole number of cells of `cell` metres wide and high,
/// transparent where there is no data. What cannot be read any more comes from the file's coarse picture:
/// PagedRaster::trouble(). Blocks; any thread.
geodata::Imagery coloredPiece(const geodata::PagedRaster& file, const ValueRamp& ramp,
                              const geodata::Extent& extent, double cell);

}  // namespace atlas::layers
