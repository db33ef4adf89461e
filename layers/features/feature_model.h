#pragma once
// What any layer of named features knows without drawing: ids, names, the term of each row, and its card as
// the catalogue lays it out.

#include <string>
#include <vector>

#include "geodata/feature_table.h"
#include "layers/card.h"
#include "layers/catalog.h"
#include "layers/role_columns.h"
#include "ui/translations.h"

namespace atlas::layers {

/// Roles: id name name_en name_en_basis kind height coord_error. Immutable; entry, table and catalogue
/// outlive it.
class FeatureModel {
  public:
    FeatureModel(const LayerEntry& entry, const geodata::FeatureTable& table, const Catalog& catalog);

    const geodata::FeatureTable& table() const { return table_; }
    const LayerEntry& entry() const { return entry_; }
    std::size_t rows() const { return table_.rows(); }
    /// A cell in words, "" when null or the role is absent.
    std::string text(std::string_view role, std::size_t row) const;
    std::optional<double> number(std::string_view role, std::size_t row) const;
    /// The role `id`; without one the source's feature number.
    std::string id(std::size_t row) const;
    /// The name in "zh" or "en", the other one when empty; "" for a feature without a name.
    std::string name(std::size_t row, std::string_view language) const;
    /// The vocabulary's terms, in its order; empty without one.
    const std::vector<Term>& terms() const { return terms_; }
    /// Index into terms() of a row's `kind`; terms().size() when it has none of them.
    std::size_t term(std::size_t row) const { return termOfRow_[row]; }
    const Term* termOf(std::size_t row) const {
        return termOfRow_[row] < terms_.size() ? &terms_[termOfRow_[row]] : nullptr;
    }
    /// Title, kind, the catalogue's card lines, position error, sources. Numbers are shown as the source
    /// wrote them.
    Card card(std::size_t row, const ui::Translations& texts) const;
    /// Every text of the data that a card may show.
    std::string characters() const;

  private:
    const LayerEntry& entry_;
    const geodata::FeatureTable& table_;
    const Catalog& catalog_;
    RoleColumns roles_;
    std::vector<Term> terms_;
    std::vector<std::size_t> termOfRow_;
};

}  // namespace atlas::layers
