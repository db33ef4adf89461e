#include "layers/districts/district_figures.h"

#include "layers/figures/figure_words.h"

namespace atlas::layers {

namespace {

// Only like is compared with like: one measure over the years, or parts of one year.
void setScales(std::vector<CardFigure>& figures, const std::vector<std::string>& units) {
    const auto alike = [&](std::size_t i, const auto& same) {
        for (std::size_t k = 0; k < figures.size(); ++k)
            if (k != i && units[k] == units[i] && same(figures[k], figures[i])) return true;
        return false;
    };
    const auto sameMeasure = [](const CardFigure& a, const CardFigure& b) { return a.label == b.label; };
    const auto samePeriod = [](const CardFigure& a, const CardFigure& b) {
        return !a.period.empty() && a.period == b.period;
    };
    for (std::size_t i = 0; i < figures.size(); ++i) {
        CardFigure& figure = figures[i];
        if (figure.change) continue;
        if (alike(i, sameMeasure))
            figure.scale = units[i] + '\n' + figure.label;
        else if (alike(i, samePeriod))
            figure.scale = units[i] + "\n\n" + figure.period;
    }
}

}  // namespace

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
    std::vector<std::string> units;  // of each
    for (std::size_t row = 0; of != nullptr && row < figures.rows(); ++row) {
        if (figures.display(of, row) != id) continue;
        const auto number = figures.number(value, row);
        if (!number) continue;
        CardFigure figure;
        figure.label = words("metric", figures.display(metric, row));
        figure.value = *number;
        const std::string in = figures.display(unit, row);
        figure.change = isChange(in);
        figure.shown = withUnit(figures.display(value, row), words("unit", in));
        figure.period = words("period", figures.display(period, row));
        units.push_back(in);
        figure.source = catalog.phrase(figures.display(source, row), language);
        result.push_back(std::move(figure));
    }
    setScales(result, units);
    return result;
}

}  // namespace atlas::layers
