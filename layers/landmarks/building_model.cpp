#include "layers/landmarks/building_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace atlas::layers {

namespace {

constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();
constexpr double kStorey = 3.3;    // metres, what is taken where only levels are counted
constexpr double kGroundStep = 5;  // metres along the outline between looks at the ground
constexpr double kTallest = 1000;  // metres: what is taller is a slip of the pen
constexpr double kMostLevels = 300;
constexpr double kSlab = 1.5;    // metres of a slab above the highest ground under it
constexpr double kSteepest = 1;  // rise over run that a slab leans at most

struct GroundPoint {
    double x, y, z;
};

// The plane through the ground along the outline, by least squares about its middle.
struct Plane {
    double x = 0, y = 0, z = 0, east = 0, north = 0;
    double at(double px, double py) const { return z + east * (px - x) + north * (py - y); }
};

Plane planeThrough(const std::vector<GroundPoint>& points) {
    Plane plane;
    const auto n = static_cast<double>(points.size());
    for (const GroundPoint& p : points) {
        plane.x += p.x / n;
        plane.y += p.y / n;
        plane.z += p.z / n;
    }
    double xx = 0;
    double xy = 0;
    double yy = 0;
    double xz = 0;
    double yz = 0;
    for (const GroundPoint& p : points) {
        const double x = p.x - plane.x;
        const double y = p.y - plane.y;
        xx += x * x;
        xy += x * y;
        yy += y * y;
        xz += x * (p.z - plane.z);
        yz += y * (p.z - plane.z);
    }
    const double determinant = xx * yy - xy * xy;
    if (determinant <= 1e-9 * (xx + yy) * (xx + yy)) return plane;  // a line has no slope across it
    plane.east = (xz * yy - yz * xy) / determinant;
    plane.north = (yz * xx - xz * xy) / determinant;
    const double steep = std::hypot(plane.east, plane.north);
    if (steep > kSteepest) {
        plane.east *= kSteepest / steep;
        plane.north *= kSteepest / steep;
    }
    return plane;
}

}  // namespace

double metresOf(const std::string& text) {
    double value = kNothing;
    const char* end = text.data() + text.size();
    const auto [after, problem] = std::from_chars(text.data(), end, value);
    if (problem != std::errc{} || !std::isfinite(value)) return kNothing;
    const std::string_view unit(after, static_cast<std::size_t>(end - after));
    return unit.empty() || unit == "m" || unit == " m" ? value : kNothing;
}

BuildingModel::BuildingModel(const LayerEntry& entry, const geodata::FeatureTable& table,
                             const std::function<double(double, double)>& ground)
    : entry_(entry), table_(table), roles_(roleColumns(entry, table)) {
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const auto type = table.geometry.types[row];
        if (type != geodata::GeometryType::Polygon && type != geodata::GeometryType::MultiPolygon) continue;
        if (text("kind", row).starts_with("area"))
            areas_.push_back(row);
        else if (auto made = building(row, ground))
            buildings_.push_back(*made);
    }
}

double BuildingModel::metres(std::string_view role, std::size_t row) const {
    const geodata::Column* column = roles_.find(role);
    if (const auto text = table_.text(column, row)) return metresOf(std::string(*text));
    return table_.number(column, row).value_or(kNothing);
}

std::optional<Building> BuildingModel::building(std::size_t row,
                                                const std::function<double(double, double)>& ground) const {
    std::vector<GroundPoint> under;
    for (std::uint32_t r = table_.geometry.ringBegin(row); r < table_.geometry.ringEnd(row); ++r) {
        const auto points = table_.geometry.ring(r).points;
        for (std::size_t i = 0; i + 1 < points.size(); ++i) {
            const double dx = points[i + 1].x - points[i].x;
            const double dy = points[i + 1].y - points[i].y;
            const int steps = std::max(1, static_cast<int>(std::hypot(dx, dy) / kGroundStep));
            for (int k = 0; k < steps; ++k) {
                const double f = static_cast<double>(k) / steps;
                const double x = points[i].x + dx * f;
                const double y = points[i].y + dy * f;
                const double z = ground(x, y);
                if (std::isfinite(z)) under.push_back({x, y, z});
            }
        }
    }
    if (under.empty()) return std::nullopt;
    Building building;
    building.row = row;
    const auto [lowest, highest] = std::minmax_element(
        under.begin(), under.end(), [](const GroundPoint& a, const GroundPoint& b) { return a.z < b.z; });
    building.lowest = lowest->z;
    building.highest = highest->z;

    const double levels = metres("levels", row);
    const bool counted = levels >= 1 && levels <= kMostLevels;
    building.height = metres("height", row);
    if (building.height > 0 && building.height < kTallest) {
        building.basis = HeightBasis::Stated;
        building.storey = counted ? std::clamp(building.height / levels, 2.4, 6.0) : kStorey;
    } else if (counted) {
        building.height = levels * kStorey;
        building.basis = HeightBasis::Levels;
    } else {
        building.height = kNothing;
    }
    double from = metres("min_height", row);
    if (std::isnan(from)) from = metres("min_levels", row) * kStorey;
    // A part cannot begin above its own roof: then nothing is believed of where it begins.
    if (from > 0 && from < building.height) building.minHeight = from;

    if (!building.extruded()) {
        const Plane plane = planeThrough(under);
        double lift = 0;
        for (const GroundPoint& p : under) lift = std::max(lift, p.z - plane.at(p.x, p.y));
        building.slab = plane.at(under.front().x, under.front().y) + lift + kSlab;
        building.slabEast = plane.east;
        building.slabNorth = plane.north;
    }
    return building;
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

std::string BuildingModel::words(const Catalog& catalog, std::string_view vocabulary, std::string_view role,
                                 std::size_t row, const ui::Translations& texts) const {
    return catalog.words(vocabulary, text(role, row), texts.code());
}

Card BuildingModel::titled(std::size_t row, const ui::Translations& texts) const {
    Card card;
    card.title = name(row, texts.code());
    card.subtitle = name(row, texts.code() == "en" ? "zh" : "en");
    if (card.subtitle == card.title) card.subtitle.clear();
    card.color = {0.86F, 0.83F, 0.78F};
    return card;
}

void BuildingModel::finish(Card& card, std::size_t row, const Catalog& catalog,
                           const ui::Translations& texts) const {
    const auto tr = [&](const char* id) { return texts.tr(id); };
    const auto phrase = [&](const std::string& value) { return catalog.phrase(value, texts.code()); };
    if (const std::string address = phrase(text("address", row)); !address.empty())
        card.lines.push_back({tr("Address"), address, {}});
    if (const std::string from = words(catalog, "basis", "name_en_basis", row, texts);
        texts.code() == "en" && !from.empty())
        card.lines.push_back({tr("English name"), from, {}});
    const std::string error = text("coord_error", row);
    card.lines.push_back({tr("Position"),
                          error.empty() ? std::string(tr("error not stated by the source"))
                                        : fmt::format(fmt::runtime(tr("within about {} m")), error),
                          {}});
    std::string source = tr("Source");
    if (const std::string date = phrase(text("source_date", row)); !date.empty()) source += " · " + date;
    const std::string from = text("source", row);
    card.sources = {{source, phrase(from.empty() ? entry_.attribution : from)},
                    {tr("Position from"), phrase(text("coord_source", row))}};
    card.licence = phrase(entry_.licence);
}

Card BuildingModel::areaCard(std::size_t row, const Catalog& catalog, const ui::Translations& texts) const {
    Card card = titled(row, texts);
    card.kind = words(catalog, "building", "kind", row, texts);
    card.hollow = true;
    if (card.title.empty()) card.title = card.kind;
    card.headlineNote = texts.tr("An area, not a building: drawn as its outline.");
    finish(card, row, catalog, texts);
    return card;
}

Card BuildingModel::card(const Building& building, const Catalog& catalog,
                         const ui::Translations& texts) const {
    const auto tr = [&](const char* id) { return texts.tr(id); };
    const std::size_t row = building.row;
    Card card = titled(row, texts);
    if (card.title.empty()) card.title = tr("Building without a name");
    card.hollow = !building.extruded();
    const std::string kind = words(catalog, "building", "kind", row, texts);
    card.kind = kind.empty() || text("kind", row) == "yes" ? std::string(tr("Building")) : kind;
    if (building.extruded()) {
        card.headline = fmt::format("{:.1f} m", building.height);
        card.headlineNote = words(catalog, "height_basis", "height_basis", row, texts);
        if (card.headlineNote.empty())
            card.headlineNote = building.basis == HeightBasis::Levels ? tr("not stated: storeys × 3.3 m")
                                                                      : tr("height as the source states it");
    } else {
        card.headline = tr("height not known");
        card.headlineNote = tr("Drawn as a flat slab: its height is not in the data.");
    }
    if (const std::string levels = text("levels", row); !levels.empty())
        card.lines.push_back({tr("Storeys"), levels, {}});
    if (building.minHeight > 0)
        card.lines.push_back(
            {tr("Begins above the ground"), fmt::format("{:.1f} m", building.minHeight), {}});
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
    finish(card, row, catalog, texts);
    return card;
}

}  // namespace atlas::layers
