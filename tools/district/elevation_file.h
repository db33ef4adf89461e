#pragma once
// The elevation raster as a GeoTIFF.

#include <string>

#include "district/ground.h"
#include "geodata/report.h"

namespace atlas::district {

/// Float32, tiled, DEFLATE with the floating-point predictor, no-data -9999. The same ground gives the same
/// bytes. Errors: GDAL cannot write. Never throws.
geodata::Report writeElevation(const Ground& ground, const std::string& path);

}  // namespace atlas::district
