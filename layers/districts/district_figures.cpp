#include "layers/districts/district_figures.h"

#include "layers/figures/figure_words.h"

namespace atlas::layers {

std::vector<CardFigure> figuresOf(const LayerEntry& entry, const geodata::FeatureTable& figures,
                                  const Catalog& catalog, const std::string& id, std::string_view language) {
    const auto column = [&](const char* role) -> const geodata::Column* {
        const auto field = entry.fields.find(role);
        return field == entry.fields.end() ? nullptr : figures.column(field->second);
    };
    const auto* of = column("figure_of");
    const auto* metric = column("figure_metric");
    const auto* value = column("figure_value");
    const auto* unit = column("figure_unit");
    const auto* period = column("figure_period");
    const auto* source = column("figure_source");
    const auto words = [&](const char* vocabulary, const std::string& text) {
        return catalog.words(vocabulary, text, language);
    };
    std::vector<CardFigure> result;
    for (std::size_t row = 0; of != nullptr && row < figures.rows(); ++row) {
        if (figures.display(of, row) != id) continue;
        const auto number = figures.number(value, row);
        if (!number) continue;
        CardFigure figure;
        figure.label = words("metric", figures.display(metric, row));
        figure.value = *number;
        figure.unit = words("unit", figures.display(unit, row));
        figure.shown = withUnit(figures.display(value, row), figure.unit);
        figure.period = words("period", figures.display(period, row));
        figure.source = catalog.phrase(figures.display(source, row), language);
        result.push_back(std::move(figure));
    }
    return result;
}

}  // namespace atlas::layers
