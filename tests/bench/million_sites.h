#pragma once
// Made-up sites in any number: skewed as real ones are, 70 % without a disclosed investment. The same each
// run.

#include <fmt/format.h>

#include <cmath>
#include <random>

#include "layers/sites/site_table.h"

namespace atlas::bench {

struct MillionSites {
    explicit MillionSites(std::size_t rows) {
        std::mt19937_64 random(20261125);
        const auto uniform = [&] { return std::uniform_real_distribution<double>()(random); };
        // The n-th of so many is twice as frequent as the 2n-th.
        const auto skewed = [&](std::size_t n) {
            return static_cast<std::size_t>(std::pow(static_cast<double>(n) + 1, uniform()) - 1) % n;
        };
        for (int i = 0; i < 9; ++i) {
            layers::Term term;
            term.value = fmt::format("I{}", i);
            catalog.vocabularies["industry"].push_back(term);
        }
        stations.crs = table.crs = "EPSG:4545";
        stations.source = table.source = "memory";
        for (int i = 0; i < 28; ++i)
            addPoint(stations, 357000 + uniform() * 9000, 3266000 + uniform() * 6000);
        stations.index.emplace(stations.geometry);
        layers::LayerEntry stops;
        stops.id = "stations";
        catalog.layers.push_back(stops);

        geodata::TextValues names, industries, statuses, categories, subdistricts;
        std::vector<double> investment;
        std::vector<std::int64_t> years;
        geodata::NullMask unknown, none, noYear;
        for (int i = 0; i < 9; ++i) industries.values.push_back(fmt::format("I{}", i));
        for (int i = 0; i < 6; ++i) statuses.values.push_back(fmt::format("S{}", i));
        for (int i = 0; i < 4; ++i) categories.values.push_back(fmt::format("C{}", i));
        for (int i = 0; i < 12; ++i) subdistricts.values.push_back(fmt::format("街道{}", i));
        static const char* kParts[] = {"印制", "解放", "朝天", "洪崖", "鹅岭", "大坪", "上清",
                                       "较场", "化龙", "临江", "石油", "两路", "七星", "白象",
                                       "湖广", "山城", "龙门", "储奇", "通远", "南纪"};
        static const char* kKinds[] = {"二厂", "广场", "大厦", "步道", "码头",
                                       "花园", "桥头", "小楼", "公寓", "中心"};
        for (std::size_t row = 0; row < rows; ++row) {
            names.values.push_back(fmt::format("{}{}{}{}号", kParts[skewed(20)], kParts[skewed(20)],
                                               kKinds[skewed(10)], row % 9973));
            names.codes.push_back(static_cast<std::uint32_t>(row));
            industries.codes.push_back(static_cast<std::uint32_t>(skewed(9)));
            statuses.codes.push_back(static_cast<std::uint32_t>(skewed(6)));
            categories.codes.push_back(static_cast<std::uint32_t>(skewed(4)));
            subdistricts.codes.push_back(static_cast<std::uint32_t>(skewed(12)));
            investment.push_back(std::exp(std::normal_distribution<double>(0.7, 1.6)(random)));
            unknown.push(uniform() < 0.7);
            years.push_back(2026 - static_cast<std::int64_t>(skewed(20)));
            noYear.push(uniform() < 0.04);
            none.push(false);
            addPoint(table, 361500 + std::normal_distribution<double>(0, 1800)(random),
                     3269500 + std::normal_distribution<double>(0, 1100)(random));
        }
        const auto column = [&](const char* name, auto values, const geodata::NullMask& nulls) {
            geodata::Column made;
            made.name = name;
            made.values = std::move(values);
            made.nulls = nulls;
            table.columns.push_back(std::move(made));
        };
        column("name", std::move(names), none);
        column("industry", std::move(industries), none);
        column("status", std::move(statuses), none);
        column("category", std::move(categories), none);
        column("subdistrict", std::move(subdistricts), none);
        column("investment", std::move(investment), unknown);
        column("year", std::move(years), noYear);
        for (const auto& made : table.columns) entry.fields[made.name] = made.name;
        entry.id = "sites";
        entry.near = {{"metro", {}, "stations", {}}};
    }
    MillionSites(const MillionSites&) = delete;
    layers::TableOfLayer tableOf() const {
        return [this](std::string_view id) { return id == "stations" ? &stations : nullptr; };
    }

    layers::Catalog catalog;
    layers::LayerEntry entry;
    geodata::FeatureTable table, stations;

  private:
    static void addPoint(geodata::FeatureTable& to, double x, double y) {
        auto& g = to.geometry;
        to.fids.push_back(static_cast<std::int64_t>(to.fids.size()) + 1);
        g.types.push_back(geodata::GeometryType::Point);
        g.vertices.push_back({x, y});
        g.vertexOffsets.push_back(static_cast<std::uint32_t>(g.vertices.size()));
        g.ringOffsets.push_back(static_cast<std::uint32_t>(g.vertexOffsets.size() - 1));
        g.partOffsets.push_back(static_cast<std::uint32_t>(g.ringOffsets.size() - 1));
    }
};

}  // namespace atlas::bench
