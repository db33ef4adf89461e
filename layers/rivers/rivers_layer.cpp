#include "layers/rivers/rivers_layer.h"

#include <algorithm>

#include "layers/role_columns.h"

namespace atlas::layers {

RiversLayer::RiversLayer(const LayerEntry& entry, const geodata::FeatureTable& table, const Catalog& catalog,
                         scene::Stage& stage)
    : Layer(entry), stage_(stage), catalog_(catalog) {
    const RoleColumns roles = roleColumns(entry, table);
    std::vector<scene::RiverArea> areas;
    struct Largest {
        std::string name;
        double area;
        std::size_t row;
    };
    std::vector<Largest> largest;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        if (table.geometry.types[row] == geodata::GeometryType::None) continue;
        const std::string name(table.text(roles.find("name"), row).value_or(""));
        const Term* term = catalog.term("river", name);
        areas.push_back(
            {ringsOf(table, row), term != nullptr ? term->color : std::array<float, 3>{0.42F, 0.55F, 0.56F}});
        const geodata::Extent box = table.geometry.extent(row);
        const double area = box.width() * box.height();
        const auto known =
            std::find_if(largest.begin(), largest.end(), [&](const Largest& l) { return l.name == name; });
        if (known == largest.end())
            largest.push_back({name, area, row});
        else if (area > known->area)
            *known = {name, area, row};
    }
    for (const Largest& l : largest) {
        const auto place = table.anchor(l.row);
        if (!place || l.name.empty()) continue;
        names_.push_back({{l.name, std::string(table.text(roles.find("name_en"), l.row).value_or(""))},
                          {place->x, place->y}});
    }
    stage.setRivers(areas);
}

void RiversLayer::setStyle(const Style& style) {
    const StyleColor tone = style.color("tone", {1, 1, 1, 1});
    const auto strength = [&](const char* key) { return static_cast<float>(style.number(key, 1, 0, 2)); };
    stage_.setWaterLook({tone[0] * tone[0], tone[1] * tone[1], tone[2] * tone[2]},
                        {strength("ripples"), strength("mirror"), strength("glint")});
}

std::vector<scene::Label> RiversLayer::labels(std::string_view language) const {
    std::vector<scene::Label> labels;
    for (const Name& name : names_) {
        scene::Label label;
        label.text = name.text.in(language);
        label.anchor.set(name.place.x(), name.place.y(), stage_.waterLevel());
        label.priority = 8;
        label.size = 18;
        label.wide = language != "en";
        label.color = {0.16F, 0.27F, 0.32F};
        labels.push_back(std::move(label));
    }
    return labels;
}

std::vector<LegendEntry> RiversLayer::legend(const ui::Translations& texts) const {
    std::vector<LegendEntry> entries;
    for (const Name& name : names_) {
        const Term* term = catalog_.term("river", name.text.zh);
        entries.push_back({LegendEntry::Sign::Square,
                           term != nullptr ? term->color : std::array<float, 3>{0.42F, 0.55F, 0.56F},
                           name.text.in(texts.code()),
                           {},
                           {}});
    }
    return entries;
}

}  // namespace atlas::layers
