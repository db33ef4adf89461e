#pragma once
// Vector layers in: anything OGR opens, into a FeatureTable in the map's CRS.

#include <string>
#include <vector>

#include "geodata/crs.h"
#include "geodata/feature_table.h"
#include "geodata/report.h"

namespace atlas::geodata {

/// What a catalogue entry says about a vector source.
struct FeatureSourceOptions {
    std::string path;   ///< anything GDAL/OGR opens
    std::string layer;  ///< sub-layer name; empty: the only (or first, with a warning) layer
    std::string crs;  ///< declared CRS: "" = the file's own; GCJ02/BD09 or any definition override the file's
    std::string encoding;  ///< of text fields: "" = detect; else an iconv name such as "GB18030"
    std::string where;     ///< attribute filter in OGR SQL; "" = all
};

/// Reads a layer into memory and into `target` CRS.
/// - Text arrives as UTF-8: per .cpg, declared encoding, or detection (not valid UTF-8 -> GB18030) with a
/// warning.
/// - Curves are linearised, Z kept (metres), M dropped with a warning; geometry collections are split into
/// the parts of the
///   type that dominates, the rest dropped with a warning; invalid geometry (too few points, not finite,
///   self-crossing rings) is kept when it can be drawn and named in a warning, else the row has
///   GeometryType::None and is named.
/// - No CRS in the file and none declared: warning, coordinates taken as WGS 84 if they look like degrees
/// inside ±180/±90,
///   otherwise as `target`.
/// - Missing file, folder without data, truncated or 0-byte file, dead URL, unknown sub-layer, wrong `where`:
/// an error that names
///   file and reason, and no value. A file cut off in the middle gives the rows before the cut as a value
///   *and* an error.
/// Blocks; call from a worker thread. Never throws. GDAL's own messages end up in the report, not on stderr.
Loaded<FeatureTable> loadFeatures(const FeatureSourceOptions& options, const Crs& target);

struct LayerInfo {
    std::string name;
    std::string geometryType;  ///< OGR's name
    std::int64_t features = -1;
    std::string crs;  ///< name, "" if none
};
/// The vector layers of a file. Errors as loadFeatures.
Loaded<std::vector<LayerInfo>> listLayers(const std::string& path);

}  // namespace atlas::geodata
