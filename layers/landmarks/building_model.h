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

/// Where a height comes from.
enum class HeightBasis { Unknown, Stated, Levels };

/// One building on its ground. Metres; NaN = not known.
struct Building {
    std::size_t row = 0;
    double height = 0;  ///< above the lowest ground under the footprint; NaN: not known
    HeightBasis basis = HeightBasis::Unknown;
    double lowest = 0;  ///< ground under the footprint
    double highest = 0;
    double storey = 3.3;   ///< metres a storey
    double minHeight = 0;  ///< of a part that begins above the ground
    /// What is drawn where the height is not known: a thin slab that leans with the ground. Height of its top
    /// at the outline's first point, metres it rises a metre to the east and to the north.
    double slab = 0, slabEast = 0, slabNorth = 0;
    bool extruded() const { return height > 0; }
};

/// Metres from a cell as people write them ("12", "12.5 m", "about 12" is none); NaN when it is no such
/// number.
double metresOf(const std::string& text);

/// Roles: id name name_en name_en_basis height height_basis levels min_height min_levels kind address source
/// source_date coord_error coord_source. Numbers may be text ("12 m"), as OpenStreetMap has them. A height
/// that is not stated but whose levels are is levels x 3.3 m, and the card says so. Immutable; refers to
/// entry and table.
class BuildingModel {
  public:
    /// `ground`: height of the ground at map x, y. Rows without an area are no buildings, nor are those of a
    /// kind that begins with `area`: these are outlines, areas().
    BuildingModel(const LayerEntry& entry, const geodata::FeatureTable& table,
                  const std::function<double(double x, double y)>& ground);

    const std::vector<Building>& buildings() const { return buildings_; }
    const std::vector<std::size_t>& areas() const { return areas_; }  ///< rows
    const geodata::FeatureTable& table() const { return table_; }
    std::string text(std::string_view role, std::size_t row) const;
    std::string id(std::size_t row) const;
    std::string name(std::size_t row, std::string_view language) const;
    Card card(const Building& building, const Catalog& catalog, const ui::Translations& texts) const;
    /// Of a row of areas().
    Card areaCard(std::size_t row, const Catalog& catalog, const ui::Translations& texts) const;

  private:
    std::optional<Building> building(std::size_t row,
                                     const std::function<double(double x, double y)>& ground) const;
    double metres(std::string_view role, std::size_t row) const;
    std::string words(const Catalog& catalog, std::string_view vocabulary, std::string_view role,
                      std::size_t row, const ui::Translations& texts) const;
    Card titled(std::size_t row, const ui::Translations& texts) const;
    void finish(Card& card, std::size_t row, const Catalog& catalog, const ui::Translations& texts) const;
    const LayerEntry& entry_;
    const geodata::FeatureTable& table_;
    RoleColumns roles_;
    std::vector<Building> buildings_;
    std::vector<std::size_t> areas_;
};

}  // namespace atlas::layers
