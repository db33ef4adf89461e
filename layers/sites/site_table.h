#pragma once
// Project sites as columns with a meaning: what the filter, the panel, the markers and the exports read.

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "geodata/crs.h"
#include "geodata/feature_table.h"
#include "geodata/report.h"
#include "layers/catalog.h"
#include "layers/role_columns.h"
#include "layers/sites/site_places.h"
#include "layers/sites/text_haystack.h"

namespace atlas::layers {

/// A field with few distinct values. A row's code indexes `values`; the code none() is a row without a value.
/// The vocabulary's values come first, in its order and whether the data has them or not: a code below the
/// vocabulary's size is an index into it. Then the data's other values as they appear.
struct CodedField {
    std::vector<std::string> values;
    std::vector<const Term*> terms;    ///< as long as `values`; nullptr: not in the vocabulary
    std::vector<std::uint32_t> codes;  ///< one a row

    std::uint32_t none() const { return static_cast<std::uint32_t>(values.size()); }
    /// The value as people read it, "" for none().
    const std::string& label(std::uint32_t code, std::string_view language) const;
};

/// The names in a cell that may hold several, such as "A / B". Views into `cell`; no empty ones.
std::vector<std::string_view> splitNames(std::string_view cell);

/// Immutable: any number of threads may read. Refers to the layer entry, the table and the catalogue: all
/// three must outlive it and must not move. Columns are as long as the table: rows are the FeatureTable's
/// rows.
class SiteTable {
  public:
    static constexpr std::int32_t kNoYear = std::numeric_limits<std::int32_t>::min();

    /// Roles it knows: id name name_en what investment investment_counts year industry status category
    /// subdistrict; all others are kept for cards and exports. A role that the catalogue does not map, or
    /// whose field is missing, is simply absent.
    /// `tableOf`: the map's other layers, for SitePlaces; empty: none is asked.
    SiteTable(const LayerEntry& entry, const geodata::FeatureTable& table, const Catalog& catalog,
              const TableOfLayer& tableOf = {});

    std::size_t rows() const { return table_->rows(); }
    const geodata::FeatureTable& table() const { return *table_; }
    const LayerEntry& entry() const { return *entry_; }
    /// Cells that are no number where one was expected, values outside their vocabulary. (Missing fields: see
    /// roleColumns.)
    const geodata::Report& report() const { return report_; }

    const geodata::Column* role(std::string_view role) const { return roles_.find(role); }
    /// A cell in words, "" when null or the role is absent.
    std::string text(std::string_view role, std::size_t row) const;
    std::string id(std::size_t row) const { return text("id", row); }
    /// The name in "zh" or "en", the other one when empty, the id as a last resort.
    std::optional<double> number(std::string_view role, std::size_t row) const;  ///< of a field of numbers
    std::string name(std::size_t row, std::string_view language) const;

    /// Whole investment in 亿元 (10^8 yuan), NaN = not disclosed.
    std::span<const double> investments() const { return investments_; }
    std::optional<double> investment(std::size_t row) const;
    /// Whether a disclosed investment belongs in totals (0: the same money stands in another row, or is no
    /// cost of the project).
    bool counts(std::size_t row) const { return counts_[row] != 0; }
    std::span<const std::int32_t> years() const { return years_; }  ///< kNoYear = not known
    bool located(std::size_t row) const { return table_->geometry.types[row] != geodata::GeometryType::None; }

    /// A column that the filter's text is looked for in.
    struct SearchedText {
        TextHaystack texts;                    ///< distinct ones
        std::span<const std::uint32_t> codes;  ///< of the text a row has; empty: text i is row i's
        const geodata::Column* column = nullptr;
    };
    /// id, name, name_en and what, as far as there are such columns.
    std::span<const SearchedText> searched() const { return searched_; }

    const SitePlaces& places() const { return places_; }
    /// From WGS 84 degrees to the CRS of the places; without a value where there is no such way.
    geodata::Loaded<geodata::Transform> fromDegrees() const {
        return map_ && degrees_ ? geodata::Transform::create(*degrees_, *map_)
                                : geodata::Loaded<geodata::Transform>{};
    }

    const CodedField& industry() const { return industry_; }
    const CodedField& status() const { return status_; }
    const CodedField& category() const { return category_; }
    const CodedField& subdistrict() const { return subdistrict_; }  ///< whole cells; see splitNames
    /// Each subdistrict by itself, once, sorted by its UTF-8 bytes.
    std::vector<std::string> subdistrictNames() const;

  private:
    CodedField code(std::string_view role, const Catalog& catalog);
    std::vector<double> numbers(std::string_view role);
    void makeSearched();
    void warn(std::string_view role, std::int64_t feature, std::int64_t count, geodata::Sentence message);

    const LayerEntry* entry_;
    // Kept, since they remember the way between them: it is asked for each time the view moves.
    geodata::Loaded<geodata::Crs> degrees_, map_;
    const geodata::FeatureTable* table_;
    RoleColumns roles_;
    SitePlaces places_;
    geodata::Report report_;
    std::vector<double> investments_;
    std::vector<std::uint8_t> counts_;
    std::vector<std::int32_t> years_;
    CodedField industry_, status_, category_, subdistrict_;
    std::vector<SearchedText> searched_;
};

}  // namespace atlas::layers
