#pragma once
// Rasters as pictures: what is to be looked at, not computed with.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "geodata/crs.h"
#include "geodata/geometry.h"
#include "geodata/paged_raster.h"
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

/// Pieces of a picture that is too fine to be held whole.
class PictureFile {
  public:
    virtual ~PictureFile() = default;
    virtual double cell()
        const = 0;  ///< of the file itself, brought to the CRS that was asked for; its units
    /// What lies in `extent`, with cells of `cell` (reduced from the file's own, with its overviews where it
    /// has some), transparent beyond the picture. nullopt: it cannot be read any more. Blocks; any thread,
    /// one call after the other; never throws.
    virtual std::optional<Imagery> read(const Extent& extent, double cell) const = 0;
};

/// Exactly one of picture and values.
struct RasterContent {
    std::optional<Imagery>
        picture;  ///< colours: RGB, RGBA, a palette, or a single band of bytes that is grey
    std::shared_ptr<const PictureFile> finer;  ///< where `picture` is coarser than its file; else nullptr
    std::optional<Raster> values;              ///< numbers: a single band of anything else
    std::shared_ptr<const PagedRaster> finerValues;  ///< where `values` are coarser than their file
};

/// Reads a raster whole, warped into `target`, with at most `maxCells` cells and four millions of them: above
/// that it is reduced, for its pieces can be had as fine as they are. Errors and threads as loadRaster.
Loaded<RasterContent> loadRasterContent(const std::string& path, const std::string& declaredCrs,
                                        const Crs& target, std::size_t maxCells = std::size_t{1} << 24);

/// Whether GDAL opens it as a raster. Blocks; any thread; never throws.
bool isRaster(const std::string& path);

}  // namespace atlas::geodata
