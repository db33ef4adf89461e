#pragma once
// Source tables out as the layers of one GeoPackage, EPSG:4326.

#include <string>
#include <vector>

#include "district/table.h"
#include "geodata/report.h"

namespace atlas::district {

/// A polygon of the coverage layer. Rings are open, WGS 84 degrees; ring 0 is the shell, the others holes.
struct CoveragePolygon {
    std::string kind;  ///< "measured" or "extrapolated"
    std::vector<Points> rings;
};

/// Writes every table as a layer of its name, and `coverage`. The field names are the column names; an empty
/// cell is NULL; a row without a place has no geometry. The same sources give the same bytes. Errors: GDAL
/// cannot write. Never throws.
geodata::Report writeFeatures(const Sources& sources, const std::vector<CoveragePolygon>& coverage,
                              const std::string& path);

/// Features the layer of a table has: its rows, or for a table of rings the rings that are no holes.
std::size_t featureCount(const Table& table);

}  // namespace atlas::district
