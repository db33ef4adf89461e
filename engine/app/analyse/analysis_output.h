#pragma once
// Results of an analysis as files that other programs read, with what they were made from inside.

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "analysis/job.h"
#include "app/site_export.h"
#include "geodata/geometry.h"
#include "geodata/raster.h"

namespace atlas::app {

/// Parameters and sources: keys in English, for programs; in this order.
using Provenance = std::vector<std::pair<std::string, std::string>>;

/// One band. Either `values` (NaN = no data) or `codes`.
struct RasterOutput {
    const geodata::Raster& shape;
    const std::vector<float>* values = nullptr;
    const std::uint8_t* codes = nullptr;  ///< as many as the shape has cells
    int noCode = -1;                      ///< code of no data
    std::string title, unit;              ///< of the band
};

/// A GeoTIFF (deflate, tiled). Throws WorkError, when cancelled too.
void writeGeoTiff(const std::string& path, const RasterOutput& output, const Provenance& provenance,
                  const analysis::Job& job);

using FieldValue = std::variant<std::monostate, double, std::int64_t, std::string>;
struct OutputField {
    std::string name;
    geodata::FieldType type = geodata::FieldType::Real;
    int decimals = 2;  ///< of Real, in text formats
};

struct VectorOutput {
    enum class Shape { Point, Line, Polygon };
    std::string layer;
    std::string crs;  ///< of the places
    Shape shape = Shape::Point;
    std::vector<OutputField> fields;
    std::size_t rows = 0;
    /// Fills a row's values (as many as fields, empty before) and its places: one, those of a line,
    /// or a polygon's outer ring, which need not be closed.
    std::function<void(std::size_t row, std::vector<FieldValue>& values,
                       std::vector<geodata::Point2>& places)>
        row;
};

/// GeoJSON: whole geometries in WGS 84 (RFC 7946), provenance as the member "provenance". GeoPackage: in the
/// output's CRS, provenance as metadata. CSV: without geometry, provenance in the columns `source` and
/// `parameters` of each row, so that no copy loses it. Throws WorkError, when cancelled too.
void writeVector(const std::string& path, ExportFormat format, const VectorOutput& output,
                 const Provenance& provenance, const analysis::Job& job);

}  // namespace atlas::app
