#pragma once
// What a line over the map crosses, by name. No GL; any thread.

#include <string>
#include <string_view>
#include <vector>

#include "analysis/profile.h"
#include "geodata/feature_table.h"
#include "geodata/geometry.h"
#include "layers/catalog.h"

namespace atlas::app {

struct NamedCrossing {
    double distance = 0;         ///< metres along the line
    geodata::Point2 place;       ///< map CRS
    bool outline = false;        ///< of an area: the line goes in or out here
    std::string layer, feature;  ///< ids
    layers::Localized name, layerName;
};

/// Whether a layer can hold lines and areas that are crossed.
bool canBeCrossed(const layers::LayerEntry& entry);

/// Adds the crossings with the named features of a layer, `table` in the line's CRS. `except`: a name, in
/// either language, that does not count: of the way that the line follows.
void addCrossings(const std::vector<geodata::Point2>& line, const layers::LayerEntry& entry,
                  const geodata::FeatureTable& table, const layers::Catalog& catalog,
                  const std::string& except, std::vector<NamedCrossing>& found);

/// Along the line; crossings at one place keep their order.
void sortByDistance(std::vector<NamedCrossing>& crossings);

/// For each point of a section what is crossed since the one before, names parted by "; ". `crossings` by
/// distance; `language`: "zh" or "en".
std::vector<std::string> crossedAtPoints(const analysis::Profile& profile,
                                         const std::vector<NamedCrossing>& crossings,
                                         std::string_view language);

}  // namespace atlas::app
