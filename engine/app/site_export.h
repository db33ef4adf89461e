#pragma once
// Chosen sites to a file that other programs read, through GDAL's drivers.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "layers/sites/site_table.h"

namespace atlas::app {

enum class ExportFormat { Csv, GeoJson, Gpkg, Xlsx };

/// By name ("csv", "geojson", "gpkg", "xlsx") or file extension; nullopt: none of them.
std::optional<ExportFormat> exportFormat(std::string_view name);
/// With the dot.
std::string_view extension(ExportFormat format);

/// The roles a site table has, in the order of columns of every listing: the well-known first, then the
/// catalogue's others.
std::vector<std::string> exportedRoles(const layers::SiteTable& sites);

struct ExportOptions {
    bool chosen = false;             ///< `roles` says which fields; otherwise all
    std::vector<std::string> roles;  ///< in this order
    bool bom = false;                ///< CSV begins with a byte order mark, so that Excel reads it as UTF-8
    /// Asked now and then with the rows written; false gives up. May be empty.
    std::function<bool(std::size_t done)> progress;
};

/// Writes `rows` in their order to `path` (a file that does not exist yet; GDAL's /vsimem/ too). Columns are
/// the roles, then lon and lat (WGS 84 degrees of the point that stands for the site, null when not located),
/// attribution and licence of the layer, so that no copy loses its source. GeoJSON has whole geometries in
/// WGS 84 (RFC 7946), GeoPackage in the map's CRS; CSV and XLSX have lon and lat alone. Throws WorkError. Any
/// thread.
void exportSites(const layers::SiteTable& sites, const std::vector<std::uint32_t>& rows, ExportFormat format,
                 const std::string& path, const ExportOptions& options = {});

}  // namespace atlas::app
