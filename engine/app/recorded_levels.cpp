#include "app/recorded_levels.h"

#include <algorithm>
#include <array>

#include "layers/role_columns.h"

namespace atlas::app {

std::vector<RecordedLevel> recordedLevels(const District& district, std::optional<double>& offset) {
    std::vector<RecordedLevel> levels;
    const LoadedLayer* layer = district.layerOfKind("levels");
    if (layer == nullptr || !layer->table) return levels;
    const geodata::FeatureTable& table = *layer->table;
    const layers::RoleColumns roles = layers::roleColumns(*layer->entry, table);
    const auto text = [&](const char* role, std::size_t row) {
        const geodata::Column* column = roles.find(role);
        return column != nullptr ? table.display(column, row) : std::string();
    };
    const auto words = [&](const char* role, std::size_t row) {
        const std::string own = text(role, row);
        return layers::Localized{district.catalog.phrase(own, "zh"), own};
    };
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const auto level = table.number(roles.find("level"), row);
        if (text("kind", row) == "datum offset") offset = table.number(roles.find("reported"), row);
        if (!level) continue;
        levels.push_back({{text("name", row), text("name_en", row)},
                          *level,
                          text("reported", row),
                          words("datum", row),
                          words("when", row),
                          words("note", row),
                          text("kind", row),
                          text("source", row)});
    }
    std::sort(levels.begin(), levels.end(),
              [](const RecordedLevel& a, const RecordedLevel& b) { return a.level > b.level; });
    return levels;
}

bool countsAsReached(const layers::LayerEntry& entry) {
    constexpr std::array kinds{"sites", "lines", "places"};
    return std::find(kinds.begin(), kinds.end(), entry.kind) != kinds.end();
}

}  // namespace atlas::app
