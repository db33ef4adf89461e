#include "app/line_crossings.h"

#include <algorithm>

#include "layers/features/feature_model.h"

namespace atlas::app {

bool canBeCrossed(const layers::LayerEntry& entry) {
    return entry.kind != "raster" && entry.kind != "figures" && entry.kind != "levels";
}

void addCrossings(const std::vector<geodata::Point2>& line, const layers::LayerEntry& entry,
                  const geodata::FeatureTable& table, const layers::Catalog& catalog,
                  const std::string& except, std::vector<NamedCrossing>& found) {
    const auto crossings = analysis::crossingsOf(line, table);
    if (crossings.empty()) return;
    const layers::FeatureModel model(entry, table, catalog);
    for (const analysis::Crossing& crossing : crossings) {
        const layers::Localized name{model.name(crossing.row, "zh"), model.name(crossing.row, "en")};
        if (name.empty() || (!except.empty() && (name.zh == except || name.en == except))) continue;
        found.push_back({crossing.distance, crossing.place, crossing.outline, entry.id,
                         model.id(crossing.row), name, entry.name});
    }
}

void sortByDistance(std::vector<NamedCrossing>& crossings) {
    std::stable_sort(crossings.begin(), crossings.end(),
                     [](const NamedCrossing& a, const NamedCrossing& b) { return a.distance < b.distance; });
}

std::vector<std::string> crossedAtPoints(const analysis::Profile& profile,
                                         const std::vector<NamedCrossing>& crossings,
                                         std::string_view language) {
    std::vector<std::string> names(profile.points.size());
    std::size_t next = 0;
    for (std::size_t i = 0; i < names.size(); ++i)
        for (; next < crossings.size() &&
               (crossings[next].distance <= profile.points[i].distance || i + 1 == names.size());
             ++next)
            names[i] += (names[i].empty() ? "" : "; ") + crossings[next].name.in(language);
    return names;
}

}  // namespace atlas::app
