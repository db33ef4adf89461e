#include "layers/features/feature_model.h"

#include <fmt/format.h>

#include "layers/figures/figure_words.h"

namespace atlas::layers {

FeatureModel::FeatureModel(const LayerEntry& entry, const geodata::FeatureTable& table,
                           const Catalog& catalog)
    : entry_(entry), table_(table), catalog_(catalog), roles_(roleColumns(entry, table)) {
    if (const auto found = catalog.vocabularies.find(entry.vocabulary); found != catalog.vocabularies.end())
        terms_ = found->second;
    termOfRow_.assign(table.rows(), terms_.size());
    for (std::size_t row = 0; row < table.rows() && !terms_.empty(); ++row) {
        const std::string kind = text("kind", row);
        for (std::size_t i = 0; i < terms_.size(); ++i)
            if (terms_[i].value == kind) termOfRow_[row] = i;
    }
}

std::string FeatureModel::text(std::string_view role, std::size_t row) const {
    const geodata::Column* column = roles_.find(role);
    return column != nullptr ? table_.display(column, row) : std::string();
}

std::optional<double> FeatureModel::number(std::string_view role, std::size_t row) const {
    return table_.number(roles_.find(role), row);
}

std::string FeatureModel::id(std::size_t row) const {
    std::string id = text("id", row);
    return id.empty() ? std::to_string(table_.fids[row]) : id;
}

std::string FeatureModel::name(std::size_t row, std::string_view language) const {
    return Localized{text("name", row), text("name_en", row)}.in(language);
}

Card FeatureModel::card(std::size_t row, const ui::Translations& texts) const {
    const std::string_view language = texts.code();
    // What a person brought is shown as it is, though the map may have the same text.
    const bool own = entry_.added.empty();
    const auto words = [&](const std::string& value) {
        return own ? catalog_.phrase(value, language) : value;
    };
    const auto basis = [&](const std::string& value) { return catalog_.words("basis", value, language); };
    Card card;
    const Term* term = termOf(row);
    card.title = name(row, language);
    if (card.title.empty()) card.title = entry_.name.in(language);
    card.subtitle = name(row, language == "en" ? "zh" : "en");
    if (card.subtitle == card.title) card.subtitle.clear();
    card.kind = entry_.name.in(language);
    if (term != nullptr) {
        card.color = term->color;
        card.kind += " · " + term->label.in(language);
    }
    if (const std::string from = text("name_en_basis", row); language == "en" && !from.empty())
        card.lines.push_back({texts.tr("English name"), basis(from), {}});
    std::vector<CardSource> sources;
    for (const CardFieldEntry& field : entry_.card) {
        const geodata::Column* column = table_.column(field.field);
        if (column == nullptr) continue;
        std::string value = words(table_.display(column, row));
        if (value.empty()) continue;
        if (field.source) {
            sources.push_back({field.label.in(language), std::move(value)});
            continue;
        }
        if (!field.unit.empty()) value = withUnit(value, field.unit.in(language));
        card.lines.push_back(
            {field.label.in(language), std::move(value),
             field.basis.empty() ? std::string() : basis(table_.display(table_.column(field.basis), row))});
    }
    const bool located = table_.geometry.types[row] != geodata::GeometryType::None;
    const std::string error = text("coord_error", row);
    card.lines.push_back({texts.tr("Position"),
                          !located        ? std::string(texts.tr("not located: it has no place on the map"))
                          : error.empty() ? std::string(texts.tr("error not stated by the source"))
                                          : fmt::format(fmt::runtime(texts.tr("within about {} m")), error),
                          words(text("matched_to", row))});
    card.sources = std::move(sources);
    card.licence = words(entry_.licence);
    return card;
}

std::string FeatureModel::characters() const {
    std::string all;
    for (const geodata::Column& column : table_.columns)
        if (const auto* text = std::get_if<geodata::TextValues>(&column.values))
            for (const std::string& value : text->values) all += value;
    for (const CardFieldEntry& field : entry_.card) all += field.label.zh + field.unit.zh;
    return all;
}

}  // namespace atlas::layers
