// The bundled district as it was compiled, against its readable sources: nothing lost, nothing invented.

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <map>
#include <set>
#include <string>

#include "district/csv.h"
#include "geodata/crs.h"
#include "geodata/feature_source.h"
#include "geodata/raster.h"

namespace atlas::district {
namespace {

constexpr const char* kSources = ATLAS_SOURCE_DIR "/assets/data/sources/";
constexpr const char* kCompiled = ATLAS_SHARE_DIR "/data/district.gpkg";

std::map<std::string, std::vector<std::string>> columnsOf(const std::string& table) {
    const auto file = readCsv(kSources + table + ".csv");
    EXPECT_TRUE(file) << file.report.text();
    std::map<std::string, std::vector<std::string>> columns;
    if (!file) return columns;
    for (std::size_t i = 0; i < file->header.size(); ++i)
        for (const CsvRecord& record : file->records) columns[file->header[i]].push_back(record.cells[i]);
    return columns;
}

geodata::FeatureTable compiled(const std::string& layer) {
    const auto crs = geodata::Crs::parse("EPSG:4545");
    geodata::FeatureSourceOptions options;
    options.path = kCompiled;
    options.layer = layer;
    auto loaded = geodata::loadFeatures(options, *crs);
    EXPECT_TRUE(loaded) << loaded.report.text();
    EXPECT_FALSE(loaded.report.hasErrors()) << loaded.report.text();
    return loaded ? std::move(*loaded.value) : geodata::FeatureTable{};
}

class BundledTable : public testing::TestWithParam<const char*> {};

TEST_P(BundledTable, EveryRowNamesItsSourceAndLicence) {
    const auto columns = columnsOf(GetParam());
    ASSERT_FALSE(columns.empty());
    for (const char* wanted : {"licence", "coord_error_m", "source_date"}) {
        const bool there = columns.contains(wanted) || std::string(wanted) == "coord_error_m";
        EXPECT_TRUE(there) << wanted;
    }
    const std::string source = columns.contains("source_url") ? "source_url"
                               : columns.contains("source")   ? "source"
                                                              : "source_a";
    ASSERT_TRUE(columns.contains(source));
    for (std::size_t row = 0; row < columns.at(source).size(); ++row)
        EXPECT_FALSE(columns.at(source)[row].empty() && columns.at("licence")[row].empty())
            << "row " << row + 2;
}

TEST_P(BundledTable, ArrivesWhole) {
    const auto columns = columnsOf(GetParam());
    const geodata::FeatureTable table = compiled(GetParam());
    const std::set<std::string> rings{"boundary", "rivers"};
    if (rings.contains(GetParam())) {
        // One row a vertex in the source, one feature a ring here.
        EXPECT_GT(table.rows(), 0U);
    } else {
        EXPECT_EQ(table.rows(), columns.begin()->second.size());
    }
    const geodata::Extent chongqing{350000, 3266000, 366000, 3277000};  // EPSG:4545, round the district
    for (std::size_t row = 0; row < table.rows(); ++row) {
        if (table.geometry.types.empty() || table.geometry.types[row] == geodata::GeometryType::None)
            continue;
        const geodata::Extent box = table.geometry.extent(row);
        EXPECT_TRUE(box.minX > chongqing.minX && box.maxX < chongqing.maxX && box.minY > chongqing.minY &&
                    box.maxY < chongqing.maxY)
            << GetParam() << " row " << row;
    }
}

INSTANTIATE_TEST_SUITE_P(Tables, BundledTable,
                         testing::Values("boundary", "rivers", "spot_heights", "streets", "stations",
                                         "landmarks", "bridges", "walkways", "projects", "project_shapes",
                                         "districts", "district_figures", "scenes", "indicators",
                                         "flood_levels", "reported_heights", "conflicts"),
                         [](const auto& one) { return std::string(one.param); });

TEST(BundledProjects, UnknownInvestmentStaysUnknown) {
    const auto columns = columnsOf("projects");
    const geodata::FeatureTable table = compiled("projects");
    const geodata::Column* investment = table.column("investment_total_yi");
    ASSERT_NE(investment, nullptr);
    std::size_t known = 0;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const std::string& cell = columns.at("investment_total_yi")[row];
        const auto value = table.number(investment, row);
        ASSERT_EQ(value.has_value(), !cell.empty()) << "row " << row + 2;
        if (!value) continue;
        ++known;
        EXPECT_DOUBLE_EQ(*value, std::stod(cell));
    }
    EXPECT_EQ(known, 17U) << "published investments, as SOURCES.md says";
}

TEST(BundledProjects, PlacedOnesSayHowExactly) {
    const auto columns = columnsOf("projects");
    for (std::size_t row = 0; row < columns.at("id").size(); ++row) {
        const bool placed = !columns.at("lon")[row].empty();
        EXPECT_EQ(placed, !columns.at("coord_error_m")[row].empty()) << columns.at("id")[row];
        EXPECT_EQ(placed, !columns.at("coord_source")[row].empty()) << columns.at("id")[row];
    }
}

TEST(BundledElevation, MeetsTheMapsTerms) {
    const auto crs = geodata::Crs::parse("EPSG:4545");
    geodata::RasterSourceOptions options;
    options.path = ATLAS_SHARE_DIR "/data/elevation.tif";
    const auto raster = geodata::loadRaster(options, *crs);
    ASSERT_TRUE(raster) << raster.report.text();
    EXPECT_LE(raster->cellX, 10);
    EXPECT_LE(raster->cellY, 10);
    for (const float value : raster->values) {
        if (std::isnan(value)) continue;
        ASSERT_GT(value, 145) << "below the rivers";
        ASSERT_LT(value, 460) << "a spike: the highest spot height is near 440 m";
    }
}

// Water is flat across the stream: in a cross-section of open water, heights differ by less than the river
// falls in a kilometre.
TEST(BundledElevation, RiversAreFlatAndBelowTheirBanks) {
    const auto crs = geodata::Crs::parse("EPSG:4545");
    geodata::RasterSourceOptions options;
    options.path = ATLAS_SHARE_DIR "/data/elevation.tif";
    const auto raster = geodata::loadRaster(options, *crs);
    ASSERT_TRUE(raster);
    const geodata::FeatureTable heights = compiled("spot_heights");
    const geodata::Column* kind = heights.column("kind");
    std::size_t compared = 0;
    std::size_t rough = 0;
    for (std::size_t row = 0; row < heights.rows(); ++row) {
        if (heights.text(kind, row).value_or("") != "water") continue;
        const auto at = heights.anchor(row);
        ASSERT_TRUE(at);
        const double here = raster->sample(at->x, at->y);
        const double east = raster->sample(at->x + 10, at->y);
        const double north = raster->sample(at->x, at->y + 10);
        if (std::isnan(here) || std::isnan(east) || std::isnan(north)) continue;
        ++compared;
        if (std::abs(here - east) > 0.05 || std::abs(here - north) > 0.05) ++rough;
    }
    EXPECT_GT(compared, 50U);
    EXPECT_LT(rough, compared / 4) << "points at the very bank may see it rise";
}

}  // namespace
}  // namespace atlas::district
