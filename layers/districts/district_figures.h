#pragma once
// Reported figures of a feature, from a table of their own: one row a figure.

#include <string>
#include <vector>

#include "geodata/feature_table.h"
#include "layers/card.h"
#include "layers/catalog.h"

namespace atlas::layers {

/// The figures of the feature `id`, in the table's order, in words of the vocabularies "metric", "unit" and
/// "period". Fields of the table by role of the layer: figure_of, figure_metric, figure_value, figure_unit,
/// figure_period, figure_source. Rows without a number are left out.
std::vector<CardFigure> figuresOf(const LayerEntry& entry, const geodata::FeatureTable& figures,
                                  const Catalog& catalog, const std::string& id, std::string_view language);

}  // namespace atlas::layers
