#pragma once
// Rasters as pictures: what is to be looked at, not computed with.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "geodata/crs.h"
#include "geodata/geometry.h"
#include "geodata/raster.h"
#include "geodata/report.h"

namespace atlas::geodata {

/// A north-up picture in the CRS it was asked for. rgba[(row * width + column) * 4 + channel], row 0
/// northernmost, alpha not premultiplied, 0 where there is nothing. Immutable once loaded.
struct Imagery {
    std::string source;
    int width = 0, height = 0;
    double originX = 0, originY = 0;  ///< west and north edge
    double cellX = 1, cellY = 1;      ///< > 0, CRS units
    std::vector<std::uint8_t> rgba;

    Extent extent() const { return {originX, originY - cellY * height, originX + cellX * width, originY}; }
};

/// Exactly one of the two.
struct RasterContent {
    std::optional<Imagery>
        picture;                   ///< colours: RGB, RGBA, a palette, or a single band of bytes that is grey
    std::optional<Raster> values;  ///< numbers: a single band of anything else
};

/// Reads a raster whole, warped into `target`, with at most `maxCells` cells (reduced with a warning above
/// that). Errors and threads as loadRaster.
Loaded<RasterContent> loadRasterContent(const std::string& path, const std::string& declaredCrs,
                                        const Crs& target, std::size_t maxCells = std::size_t{1} << 24);

/// Whether GDAL opens it as a raster. Blocks; any thread; never throws.
bool isRaster(const std::string& path);

}  // namespace atlas::geodata
