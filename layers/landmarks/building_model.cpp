#include "layers/landmarks/building_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace atlas::layers {

namespace {

constexpr double kStorey = 3.3;    // metres, what the source takes where it counts levels
constexpr double kGroundStep = 5;  // metres along the outline between looks at the ground
constexpr double kTallest = 1000;  // metres: what is taller is a slip of the pen

}  // namespace

BuildingModel::BuildingModel(const LayerEntry& entry, const geodata::FeatureTable& table,
                             const std::function<double(double, double)>& ground)
    : entry_(entry), table_(table), roles_(roleColumns(entry, table)) {
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const auto type = table.geometry.types[row];
        if (type != geodata::GeometryType::Polygon && type != geodata::GeometryType::MultiPolygon) continue;
        if (text("kind", row).starts_with("area")) continue;
        Building building;
        building.row = row;
        building.lowest = std::numeric_limits<double>::infinity();
        building.highest = -building.lowest;
        for (std::uint32_t r = table.geometry.ringBegin(row); r < table.geometry.ringEnd(row); ++r) {
            const auto points = table.geometry.ring(r).points;
            for (std::size_t i = 0; i + 1 < points.size(); ++i) {
                const double dx = points[i + 1].x - points[i].x;
                const double dy = points[i + 1].y - points[i].y;
                const int steps = std::max(1, static_cast<int>(std::hypot(dx, dy) / kGroundStep));
                for (int k = 0; k < steps; ++k) {
                    const double f = static_cast<double>(k) / steps;
                    const double height = ground(points[i].x + dx * f, points[i].y + dy * f);
                    building.lowest = std::min(building.lowest, height);
                    building.highest = std::max(building.highest, height);
                }
            }
        }
        if (!std::isfinite(building.lowest)) continue;
        const double height =
            table.number(roles_.find("height"), row).value_or(std::numeric_limits<double>::quiet_NaN());
        building.height = height > 0 && height < kTallest ? height : std::numeric_limits<double>::quiet_NaN();
        building.minHeight =
            std::clamp(table.number(roles_.find("min_height"), row).value_or(0), 0.0, kTallest);
        const auto levels = table.number(roles_.find("levels"), row);
        building.storey = levels && *levels >= 1 && building.height > 0
                              ? std::clamp(building.height / *levels, 2.4, 6.0)
                              : kStorey;
        buildings_.push_back(building);
    }
}

std::string BuildingModel::text(std::string_view role, std::size_t row) const {
    const geodata::Column* column = roles_.find(role);
    return column != nullptr ? table_.display(column, row) : std::string();
}

std::string BuildingModel::id(std::size_t row) const {
    std::string id = text("id", row);
    return id.empty() ? std::to_string(table_.fids[row]) : id;
}

std::string BuildingModel::name(std::size_t row, std::string_view language) const {
    const Localized name{text("name", row), text("name_en", row)};
    return name.in(language);
}

Card BuildingModel::card(const Building& building, const Catalog& catalog,
                         const ui::Translations& texts) const {
    const auto tr = [&](const char* id) { return texts.tr(id); };
    const std::size_t row = building.row;
    const auto words = [&](std::string_view vocabulary, std::string_view role) {
        std::string value = text(role, row);
        const Term* term = catalog.term(vocabulary, value);
        return term != nullptr ? term->label.in(texts.code()) : value;
    };
    Card card;
    card.title = name(row, texts.code());
    if (card.title.empty()) card.title = tr("Building without a name");
    card.subtitle = name(row, texts.code() == "en" ? "zh" : "en");
    if (card.subtitle == card.title) card.subtitle.clear();
    card.color = {0.86F, 0.83F, 0.78F};
    card.hollow = !building.extruded();
    const std::string kind = words("building", "kind");
    card.kind = kind.empty() || kind == "yes" ? std::string(tr("Building")) : kind;
    if (building.extruded()) {
        card.headline = fmt::format("{:.1f} m", building.height);
        card.headlineNote = words("height_basis", "height_basis");
    } else {
        card.headline = tr("height not known");
        card.headlineNote = tr("Drawn as a flat slab: its height is not in the data.");
    }
    if (const std::string levels = text("levels", row); !levels.empty())
        card.lines.push_back({tr("Storeys"), levels, {}});
    card.lines.push_back(
        {tr("Ground under it"),
         fmt::format(fmt::runtime(tr("{:.0f} to {:.0f} m")), building.lowest, building.highest),
         tr("from the terrain")});
    card.lines.push_back({tr("Entrance levels differ by"),
                          fmt::format("{:.0f} m", building.highest - building.lowest),
                          tr("highest minus lowest ground along the outline")});
    if (building.extruded())
        card.lines.push_back({tr("Roof at"), fmt::format("{:.0f} m", building.lowest + building.height),
                              tr("counted from the lowest ground")});
    if (const std::string address = text("address", row); !address.empty())
        card.lines.push_back({tr("Address"), address, {}});
    const std::string error = text("coord_error", row);
    card.lines.push_back({tr("Position"),
                          error.empty() ? std::string(tr("error not stated by the source"))
                                        : fmt::format(fmt::runtime(tr("within about {} m")), error),
                          {}});
    std::string source = tr("Source");
    if (const std::string date = text("source_date", row); !date.empty()) source += " · " + date;
    card.sources = {{source, text("source", row)}, {tr("Position from"), text("coord_source", row)}};
    card.licence = entry_.licence;
    return card;
}

}  // namespace atlas::layers
