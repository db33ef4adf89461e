#pragma once
// Site tables made in memory.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "geodata/feature_table.h"
#include "layers/catalog.h"
#include "layers/sites/site_table.h"

namespace atlas::layers::test {

using Cells = std::vector<std::optional<std::string>>;

inline geodata::Column textColumn(const std::string& name, const Cells& cells) {
    geodata::Column column;
    column.name = name;
    geodata::TextValues text;
    std::map<std::string, std::uint32_t> codes;
    for (const auto& cell : cells) {
        column.nulls.push(!cell);
        std::uint32_t code = 0;
        if (cell) {
            code = codes.try_emplace(*cell, static_cast<std::uint32_t>(text.values.size())).first->second;
            if (code == text.values.size()) text.values.push_back(*cell);
        }
        text.codes.push_back(code);
    }
    column.values = std::move(text);
    return column;
}

template <class T>
geodata::Column numberColumn(const std::string& name, const std::vector<std::optional<T>>& cells) {
    geodata::Column column;
    column.name = name;
    std::vector<T> values;
    for (const auto& cell : cells) {
        column.nulls.push(!cell);
        values.push_back(cell.value_or(T{}));
    }
    column.values = std::move(values);
    return column;
}

/// A table of points; a row whose place is not set has no geometry.
inline geodata::FeatureTable pointTable(std::vector<geodata::Column> columns,
                                        const std::vector<bool>& located) {
    geodata::FeatureTable table;
    table.source = "memory";
    table.layer = "sites";
    table.crs = "EPSG:4545";
    table.columns = std::move(columns);
    auto& geometry = table.geometry;
    for (std::size_t row = 0; row < located.size(); ++row) {
        table.fids.push_back(static_cast<std::int64_t>(row) + 1);
        geometry.types.push_back(located[row] ? geodata::GeometryType::Point : geodata::GeometryType::None);
        if (located[row]) {
            geometry.vertices.push_back({static_cast<double>(row), 0});
            geometry.vertexOffsets.push_back(static_cast<std::uint32_t>(geometry.vertices.size()));
            geometry.ringOffsets.push_back(static_cast<std::uint32_t>(geometry.vertexOffsets.size() - 1));
        }
        geometry.partOffsets.push_back(static_cast<std::uint32_t>(geometry.ringOffsets.size() - 1));
    }
    return table;
}

inline Catalog vocabularyCatalog() {
    Catalog catalog;
    const auto term = [](const char* value, const char* zh, const char* en) {
        Term result;
        result.value = value;
        result.label = {zh, en};
        return result;
    };
    catalog.vocabularies["industry"] = {term("金融", "金融", "Finance"), term("文旅", "文旅", "Culture"),
                                        term("商贸", "商贸", "Commerce, retail")};
    catalog.vocabularies["status"] = {term("planned", "规划", "Planned"),
                                      term("under construction", "在建", "Under construction")};
    return catalog;
}

inline LayerEntry siteEntry() {
    LayerEntry entry;
    entry.id = "sites";
    entry.kind = "sites";
    for (const char* role : {"id", "name", "name_en", "what", "investment", "investment_counts", "year",
                             "industry", "status", "category", "subdistrict"})
        entry.fields[role] = std::string("f_") + role;
    return entry;
}

/// Six rows that show every case once.
struct SmallSites {
    Catalog catalog = vocabularyCatalog();
    LayerEntry entry = siteEntry();
    geodata::FeatureTable table = pointTable(
        {textColumn("f_id", {"P1", "P2", "P3", "P4", "P5", "P6"}),
         textColumn("f_name", {"印制二厂", "解放碑", "十八梯", std::nullopt, "洪崖洞", std::nullopt}),
         textColumn("f_name_en",
                    {"Print Works", "Monument", std::nullopt, "Raffles", "HONGYADONG", std::nullopt}),
         textColumn("f_what", {"a factory", "a square", "steps", "towers", "caves", std::nullopt}),
         numberColumn<double>("f_investment", {2.0, std::nullopt, 20.0, 240.0, 3.85, std::nullopt}),
         numberColumn<std::int64_t>("f_investment_counts", {1, 1, 0, std::nullopt, 1, 1}),
         numberColumn<std::int64_t>("f_year", {2024, 2023, std::nullopt, 2019, 2006, 2024}),
         textColumn("f_industry", {"文旅", "商贸", "文旅", "商贸", "渔业", std::nullopt}),
         textColumn("f_status",
                    {"under construction", "planned", "planned", std::nullopt, "planned", "planned"}),
         textColumn("f_category", {"城市更新", std::nullopt, "城市更新", "民生", " ", std::nullopt}),
         textColumn("f_subdistrict", {"甲街道", "乙街道 / 甲街道", "乙街道", std::nullopt, "丙街道", ""})},
        {true, true, true, true, true, false});
    SiteTable sites{entry, table, catalog};
};

}  // namespace atlas::layers::test
