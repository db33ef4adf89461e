#pragma once
// Opening a dataset, and saying in words a person can act on why it did not open.

#include <gdal_priv.h>

#include <string>
#include <vector>

#include "geodata/gdal_session.h"
#include "geodata/report.h"

namespace atlas::geodata {

/// Null, with an error in `report`, when it cannot be opened. `gdalFlags`: GDAL_OF_VECTOR or GDAL_OF_RASTER.
/// `extraOptions`: open options of the driver, as KEY=VALUE. Messages GDAL had on the way go to the report,
/// too.
GDALDatasetUniquePtr openDataset(const std::string& path, unsigned gdalFlags,
                                 const std::vector<std::string>& extraOptions, GdalMessages& messages,
                                 Report& report);

Problem makeError(const std::string& file, Sentence message);
Problem makeWarning(const std::string& file, Sentence message);

}  // namespace atlas::geodata
