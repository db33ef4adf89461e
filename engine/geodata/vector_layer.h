#pragma once
// A vector layer opened: the right sub-layer, the right encoding, the filter set, its CRS known.

#include <gdal_priv.h>

#include <optional>
#include <string>

#include "geodata/crs.h"
#include "geodata/feature_source.h"
#include "geodata/gdal_open.h"

namespace atlas::geodata {

struct VectorLayer {
    GDALDatasetUniquePtr dataset;
    OGRLayer* layer = nullptr;
    std::string name;
    /// How the texts that come out are coded: "UTF-8" = GDAL knows and converts; "" = nobody said; else an
    /// iconv name.
    std::string encoding;
};

/// nullopt, with an error in `report`, when there is nothing to read.
std::optional<VectorLayer> openVectorLayer(const FeatureSourceOptions& options, GdalMessages& messages,
                                           Report& report);

/// The layer's own CRS, if the file names one that PROJ understands; a warning if it names one that PROJ does
/// not. *swapAxes is set when the file stores northing before easting.
std::optional<Crs> layerCrs(OGRLayer& layer, const std::string& file, bool* swapAxes, Report& report);
std::optional<Crs> crsOf(const OGRSpatialReference* srs, const std::string& file, Report& report);

}  // namespace atlas::geodata
