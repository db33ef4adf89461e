#include "layers/figures/figure_table.h"

#include <algorithm>

#include "layers/figures/figure_words.h"

namespace atlas::layers {

namespace {

// The texts of one table, by role.
class Rows {
  public:
    Rows(const LayerEntry& entry, const geodata::FeatureTable& table, const Catalog& catalog,
         std::string_view language)
        : entry_(entry), table_(table), catalog_(catalog), language_(language) {}

    const geodata::Column* column(const std::string& role) const {
        const auto field = entry_.fields.find(role);
        return field == entry_.fields.end() ? nullptr : table_.column(field->second);
    }
    std::string text(const std::string& role, std::size_t row) const {
        const geodata::Column* of = column(role);
        return of == nullptr ? std::string() : table_.display(of, row);
    }
    std::optional<double> number(const std::string& role, std::size_t row) const {
        const geodata::Column* of = column(role);
        return of == nullptr ? std::nullopt : table_.number(of, row);
    }
    // A name: Chinese is the field, English has a field of its own.
    std::string name(const std::string& role, std::size_t row) const {
        return Localized{text(role, row), text(role + "_en", row)}.in(language_);
    }
    // A remark: as the source has it, Chinese is among the catalogue's phrases.
    std::string remark(const std::string& role, std::size_t row) const {
        return catalog_.phrase(text(role, row), language_);
    }
    std::size_t count() const { return table_.rows(); }

  private:
    const LayerEntry& entry_;
    const geodata::FeatureTable& table_;
    const Catalog& catalog_;
    std::string_view language_;
};

std::vector<FigureConflict> conflictsOf(const Rows& rows) {
    std::vector<FigureConflict> conflicts;
    for (std::size_t row = 0; row < rows.count(); ++row) {
        FigureConflict conflict;
        conflict.key = rows.text("figure_key", row);
        conflict.name = rows.name("figure_name", row);
        if (conflict.name.empty()) conflict.name = conflict.key;
        conflict.first = rows.remark("figure_first", row);
        conflict.firstSource = rows.remark("figure_first_source", row);
        conflict.second = rows.remark("figure_second", row);
        conflict.secondSource = rows.remark("figure_second_source", row);
        conflict.advice = rows.remark("figure_advice", row);
        conflicts.push_back(std::move(conflict));
    }
    return conflicts;
}

}  // namespace

FigureBook figureBook(const LayerEntry& entry, const geodata::FeatureTable& table,
                      const geodata::FeatureTable* conflicts, const Catalog& catalog,
                      std::string_view language) {
    FigureBook book;
    if (conflicts != nullptr) book.conflicts = conflictsOf(Rows(entry, *conflicts, catalog, language));
    const auto words = [&](const char* vocabulary, const std::string& value) {
        return catalog.words(vocabulary, value, language);
    };
    if (const auto known = catalog.vocabularies.find("topic"); known != catalog.vocabularies.end())
        for (const Term& term : known->second)
            book.topics.push_back({term.value, term.label.in(language), term.color, {}});
    std::vector<std::vector<std::string>> keys(book.topics.size());  // of the charts of each topic

    const Rows rows(entry, table, catalog, language);
    for (std::size_t row = 0; row < rows.count(); ++row) {
        const auto number = rows.number("value", row);
        if (!number) continue;
        CardFigure figure;
        figure.label = rows.name("name", row);
        figure.value = *number;
        figure.scale = words("unit", rows.text("unit", row));
        figure.change = isChange(rows.text("unit", row));
        figure.shown = withUnit(rows.text("value", row), figure.scale);
        figure.period = words("period", rows.text("period", row));
        figure.source = rows.remark("source", row);
        figure.note = rows.remark("note", row);

        const std::string topic = rows.text("topic", row);
        auto place = std::find_if(book.topics.begin(), book.topics.end(),
                                  [&](const FigureTopic& t) { return t.value == topic; });
        if (place == book.topics.end()) {
            book.topics.push_back({topic, topic, {0.6F, 0.6F, 0.6F}, {}});
            keys.emplace_back();
            place = std::prev(book.topics.end());
        }
        auto& known = keys[static_cast<std::size_t>(place - book.topics.begin())];
        std::string key = rows.text("chart", row);
        if (key.empty()) key = rows.text("name", row);
        const auto chart = std::find(known.begin(), known.end(), key) - known.begin();
        if (static_cast<std::size_t>(chart) == known.size()) {
            known.push_back(key);
            place->charts.emplace_back().id = key;
        }
        FigureChart& of = place->charts[static_cast<std::size_t>(chart)];
        of.figures.push_back(std::move(figure));
        const std::string conflict = rows.text("conflict", row);
        for (const FigureConflict& c : book.conflicts)
            if (!conflict.empty() && c.key == conflict &&
                std::find(of.conflicts.begin(), of.conflicts.end(), &c) == of.conflicts.end())
                of.conflicts.push_back(&c);
    }
    std::erase_if(book.topics, [](const FigureTopic& topic) { return topic.charts.empty(); });
    return book;
}

}  // namespace atlas::layers
