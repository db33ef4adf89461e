#pragma once
// Rasters in: anything GDAL opens, one band, as a grid of floats in the map's CRS.

#include <string>
#include <vector>

#include "geodata/crs.h"
#include "geodata/geometry.h"
#include "geodata/report.h"

namespace atlas::geodata {

/// A north-up grid of floats. values[row * width + column], row 0 northernmost; a value belongs to its cell's
/// centre. NaN = no data. Immutable once loaded: any number of threads may read.
struct Raster {
    std::string source;
    std::string crs;     ///< definition
    int width = 0;       ///< columns
    int height = 0;      ///< rows
    double originX = 0;  ///< west edge of column 0
    double originY = 0;  ///< north edge of row 0
    double cellX = 1;    ///< > 0, CRS units
    double cellY = 1;    ///< > 0, CRS units (rows go south)
    std::vector<float> values;

    Extent extent() const { return {originX, originY - cellY * height, originX + cellX * width, originY}; }
    float at(int column, int row) const { return values[static_cast<std::size_t>(row) * width + column]; }
    /// Bilinear between cell centres (edge cells clamp within half a cell). NaN outside the extent or where
    /// any of the four neighbours with weight is no data.
    double sample(double x, double y) const;
};

struct RasterSourceOptions {
    std::string path;  ///< anything GDAL opens
    int band = 1;
    std::string crs;  ///< declared CRS ("" = the file's own); GCJ02/BD09 are not supported for rasters: an
                      ///< error says so
    double verticalOffset = 0;  ///< metres added to every value, after the file's own scale and offset
    double minCell = 0;         ///< target CRS units; 0 = the source's own resolution
    std::size_t maxCells = std::size_t{1}
                           << 28;  ///< above this the raster is read at reduced resolution, with a warning
};

/// Reads a band into memory, warped (cubic) into `target` when its CRS differs; scale, offset and nodata
/// applied. Errors and threads as loadFeatures.
Loaded<Raster> loadRaster(const RasterSourceOptions& options, const Crs& target);

}  // namespace atlas::geodata
