#pragma once
// From what the catalogue says a field means (its role) to the column that holds it.

#include <map>
#include <string>
#include <string_view>

#include "geodata/feature_table.h"
#include "geodata/report.h"
#include "layers/catalog.h"

namespace atlas::layers {

/// The columns of one table by role. Points into the table; any thread.
struct RoleColumns {
    std::map<std::string, const geodata::Column*, std::less<>> columns;  ///< only roles that are there
    geodata::Report report;  ///< a warning for each role whose field the source does not have

    const geodata::Column* find(std::string_view role) const {
        const auto found = columns.find(role);
        return found == columns.end() ? nullptr : found->second;
    }
};

/// `table` must outlive the result.
RoleColumns roleColumns(const LayerEntry& entry, const geodata::FeatureTable& table);

/// A warning for each line of the entry's card whose field, or whose field of how it came about, the source
/// does not have.
geodata::Report missingCardFields(const LayerEntry& entry, const geodata::FeatureTable& table);

}  // namespace atlas::layers
