#pragma once
// Where sites lie among the map's other things: in which commercial districts, how far from a station or a
// walkway.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "geodata/feature_table.h"
#include "geodata/report.h"
#include "layers/catalog.h"

namespace atlas::layers {

/// A layer's data by its id; nullptr where the map has no such layer or it could not be read.
using TableOfLayer = std::function<const geodata::FeatureTable*(std::string_view layer)>;

/// Which of several areas each row lies in: a row may lie in many, most rows share few combinations.
struct AreaField {
    struct Area {
        std::string id, name, nameEn;
        const std::string& label(std::string_view language) const {
            return (language == "en" && !nameEn.empty()) || name.empty() ? nameEn : name;
        }
        /// Whether a person's word means this area: its id or either name.
        bool is(std::string_view word) const { return word == id || word == name || word == nameEn; }
    };
    std::vector<Area> areas;
    std::vector<std::vector<std::uint32_t>> sets{{}};  ///< indices into `areas`, ascending; the first: none
    std::vector<std::uint32_t> codes;                  ///< one a row, index into `sets`
};

/// Distances of each row to the nearest feature of one kind.
struct NearField {
    const NearEntry* entry = nullptr;
    std::vector<float> metres;  ///< one a row; NaN: not located, or there is nothing to measure to
};

struct SitePlaces {
    std::vector<geodata::Point2> anchors;  ///< one a row, the table's CRS; NaN: not located
    AreaField districts;
    std::vector<NearField> near;  ///< as LayerEntry::near, same order
    geodata::Report report;       ///< layers that are asked for and missing
};

/// In the plane of the table's CRS (metres), from the point that stands for a row (FeatureTable::anchor):
/// inside by the even-odd rule, distances straight to points, lines or borders of areas (0 inside one). All
/// tables are in one CRS. Pure; any thread; about two microseconds a row and measure.
/// An empty `tableOf`: nothing is known of other layers. Roles of the other layers: id name name_en kind.
SitePlaces sitePlaces(const LayerEntry& entry, const geodata::FeatureTable& table, const Catalog& catalog,
                      const TableOfLayer& tableOf);

}  // namespace atlas::layers
