#pragma once
// What every reader of rasters needs: where a raster lies, and a virtual dataset of it in another CRS.

#include <gdal_priv.h>

#include <optional>
#include <string>
#include <vector>

#include "geodata/crs.h"
#include "geodata/report.h"

namespace atlas::geodata {

/// False for a band whose header promises more than a file of its size can hold: a header of a hundred bytes
/// can promise a thousand gigabytes, and reading those at any resolution takes for ever. `maxCells`: what the
/// caller would read.
bool plausible(GDALRasterBand& band, const std::string& path, std::size_t maxCells);

/// Whether it has a finite geotransform or control points; otherwise an error in `report`.
bool placed(GDALDataset& dataset, const std::string& path, Report& report);

/// A warning for a band of an image: its numbers are colours, and no heights.
void tellOfColors(GDALRasterBand& band, const std::string& path, Report& report);

/// The declared CRS, else the file's own; where there is neither, WGS 84 for what looks like degrees and
/// `target` for the rest, with a warning. nullopt, with an error, when the declared one cannot be used.
std::optional<Crs> rasterCrs(GDALDataset& dataset, const std::string& path, const std::string& declaredCrs,
                             const Crs& target, Report& report);

/// gdal_translate into a virtual dataset, which refers to `dataset`. Null when GDAL refuses.
GDALDatasetUniquePtr translated(GDALDataset& dataset, const std::vector<std::string>& words);

/// gdalwarp into a virtual dataset, which refers to `source` and warps while it is read. `cell`: of the
/// target, CRS units; 0 = the source's resolution. Null when GDAL refuses.
GDALDatasetUniquePtr warped(GDALDataset& source, const Crs& from, const Crs& to, double cell,
                            const std::vector<std::string>& words);

}  // namespace atlas::geodata
