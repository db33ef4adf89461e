#pragma once
// Reported figures of the district as a whole, by topic, and where sources disagree.

#include <string>
#include <string_view>
#include <vector>

#include "geodata/feature_table.h"
#include "layers/card.h"
#include "layers/catalog.h"

namespace atlas::layers {

/// Two sources that say different things. Words are of one language.
struct FigureConflict {
    std::string key, name;
    std::string first, firstSource;
    std::string second, secondSource;
    std::string advice;  ///< which of them is used here and why, may be empty
};

/// Figures of one kind and unit, to be compared with one another: parts of a whole or years of a series.
struct FigureChart {
    std::string id;  ///< the role `chart`, else the name of its figures
    std::vector<CardFigure> figures;
    std::vector<const FigureConflict*> conflicts;  ///< that concern one of them
};

struct FigureTopic {
    std::string value;  ///< as it stands in the data
    std::string label;
    std::array<float, 3> color{};  ///< sRGB
    std::vector<FigureChart> charts;
};

/// Immutable after making. Charts point into `conflicts`: it can be moved, not copied.
struct FigureBook {
    FigureBook() = default;
    FigureBook(FigureBook&&) = default;
    FigureBook& operator=(FigureBook&&) = default;
    std::vector<FigureTopic> topics;
    std::vector<FigureConflict> conflicts;
};

/// Roles of `table`: topic chart name name_en value unit period source note conflict; figures of one `chart`
/// (of one name where there is none) make one chart. Roles of `conflicts` (may be null): figure_key
/// figure_name figure_name_en figure_first figure_first_source figure_second figure_second_source
/// figure_advice. Topics stand in the order of the vocabulary "topic", unknown ones last; units and periods
/// in words of "unit" and "period", remarks by the catalogue's phrases. Rows without a number are left out.
/// `language`: "zh" or "en". Pure.
FigureBook figureBook(const LayerEntry& entry, const geodata::FeatureTable& table,
                      const geodata::FeatureTable* conflicts, const Catalog& catalog,
                      std::string_view language);

}  // namespace atlas::layers
