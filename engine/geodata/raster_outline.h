#pragma once
// What can be told of a raster without reading its values.

#include "geodata/crs.h"
#include "geodata/geometry.h"
#include "geodata/raster.h"
#include "geodata/report.h"

namespace atlas::geodata {

/// Where a raster lies and how fine it is, in its own CRS. Nothing of its values.
struct RasterOutline {
    Crs crs;
    int width = 0;   ///< columns
    int height = 0;  ///< rows
    Point2 center;
    Extent extent;                ///< of its four corners
    double cellX = 0, cellY = 0;  ///< lengths of a cell's sides, CRS units
};

/// `options.path` and `options.crs` count. Errors: as loadRaster; a file that names no CRS while none is
/// declared; a place given by control points alone.
Loaded<RasterOutline> rasterOutline(const RasterSourceOptions& options);

}  // namespace atlas::geodata
