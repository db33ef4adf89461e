#pragma once
// Buildings as the data gives them: footprint, height and where it is known from, and how they stand on the
// slope.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "geodata/feature_table.h"
#include "layers/card.h"
#include "layers/catalog.h"
#include "layers/role_columns.h"
#include "ui/translations.h"

namespace atlas::layers {

/// One building on its ground. Metres; NaN = not known.
struct Building {
    std::size_t row = 0;
    double height = 0;  ///< above the lowest ground under the footprint; NaN: not known
    double lowest = 0;  ///< ground under the footprint
    double highest = 0;
    double storey = 3.3;   ///< metres a storey
    double minHeight = 0;  ///< of a part that begins above the ground
    bool extruded() const { return height > 0; }
};

/// Roles: id name name_en height height_basis levels min_height kind address source source_date coord_error
/// coord_source. Immutable; refers to entry and table.
class BuildingModel {
  public:
    /// `ground`: height of the ground at map x, y. Rows without an area and rows of a kind that begins with
    /// `area` are no buildings.
    BuildingModel(const LayerEntry& entry, const geodata::FeatureTable& table,
                  const std::function<double(double x, double y)>& ground);

    const std::vector<Building>& buildings() const { return buildings_; }
    const geodata::FeatureTable& table() const { return table_; }
    std::string text(std::string_view role, std::size_t row) const;
    std::string id(std::size_t row) const;
    std::string name(std::size_t row, std::string_view language) const;
    Card card(const Building& building, const Catalog& catalog, const ui::Translations& texts) const;

  private:
    const LayerEntry& entry_;
    const geodata::FeatureTable& table_;
    RoleColumns roles_;
    std::vector<Building> buildings_;
};

}  // namespace atlas::layers
