// Buildings on a slope, against heights worked out by hand.

#include "layers/landmarks/building_model.h"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>

#include "geodata/crs.h"
#include "geodata/feature_source.h"

namespace atlas::layers {
namespace {

// Ground that rises 1 m in 4 towards the east, 200 m at x = 0.
double slope(double x, double /*y*/) {
    return 200 + x / 4;
}

geodata::FeatureTable tableOf(const std::string& json) {
    geodata::FeatureSourceOptions options;
    options.path = json;  // GDAL reads GeoJSON text as it reads a file
    const auto crs = geodata::Crs::parse("EPSG:4545");
    options.crs = "EPSG:4545";
    auto loaded = geodata::loadFeatures(options, *crs);
    EXPECT_TRUE(loaded) << loaded.report.text();
    return std::move(*loaded.value);
}

std::string feature(const std::string& properties, const std::string& ring) {
    return R"({"type":"Feature","properties":{)" + properties +
           R"(},"geometry":{"type":"Polygon","coordinates":[)" + ring + "]}}";
}

class BuildingTest : public testing::Test {
  protected:
    static constexpr const char* kSquare = "[[100,0],[140,0],[140,40],[100,40],[100,0]]";
    BuildingTest() {
        entry_.fields = {{"id", "id"},         {"name", "name"}, {"height", "height"},
                         {"levels", "levels"}, {"kind", "kind"}, {"min_height", "min_height"}};
        catalog_.crs = "EPSG:4545";
    }
    BuildingModel model(const std::string& features) {
        table_ = tableOf(
            R"({"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:4545"}},"features":[)" +
            features + "]}");
        return BuildingModel(entry_, table_, slope);
    }
    LayerEntry entry_;
    Catalog catalog_;
    geodata::FeatureTable table_;
};

TEST_F(BuildingTest, StandsOnTheLowestGroundUnderIt) {
    const auto m = model(feature(R"("id":"B1","height":99.0,"levels":30,"kind":"yes")", kSquare));
    ASSERT_EQ(m.buildings().size(), 1U);
    const Building& b = m.buildings().front();
    EXPECT_DOUBLE_EQ(b.lowest, 225);
    EXPECT_DOUBLE_EQ(b.highest, 235);
    EXPECT_DOUBLE_EQ(b.height, 99);
    EXPECT_DOUBLE_EQ(b.storey, 3.3);
    EXPECT_TRUE(b.extruded());
}

TEST_F(BuildingTest, AnUnknownHeightStaysUnknown) {
    const auto m = model(feature(R"("id":"B1","height":null,"levels":null,"kind":"yes")", kSquare));
    ASSERT_EQ(m.buildings().size(), 1U);
    EXPECT_TRUE(std::isnan(m.buildings().front().height));
    EXPECT_FALSE(m.buildings().front().extruded());
    const ui::Translations english({}, ui::Language::En);
    const Card card = m.card(m.buildings().front(), catalog_, english);
    EXPECT_EQ(card.headline, "height not known");
    EXPECT_TRUE(card.hollow);
}

TEST_F(BuildingTest, ImpossibleHeightsAreNotBelieved) {
    for (const char* height : {"-5", "0", "123456"}) {
        const std::string stated = std::string(R"("id":"B1","kind":"yes","height":)") + height;
        const auto alone = model(feature(stated, kSquare));
        ASSERT_EQ(alone.buildings().size(), 1U);
        EXPECT_FALSE(alone.buildings().front().extruded()) << height;
        const auto counted = model(feature(stated + R"(,"levels":3)", kSquare));
        EXPECT_EQ(counted.buildings().front().basis, HeightBasis::Levels) << height;
    }
}

TEST_F(BuildingTest, AreasAreNoBuildings) {
    const auto m = model(feature(R"("id":"A","height":20,"levels":1,"kind":"area: attraction")", kSquare) +
                         "," + feature(R"("id":"B","height":20,"levels":1,"kind":"office")", kSquare));
    ASSERT_EQ(m.buildings().size(), 1U);
    EXPECT_EQ(m.id(m.buildings().front().row), "B");
    ASSERT_EQ(m.areas().size(), 1U);
    const ui::Translations english({}, ui::Language::En);
    const Card card = m.areaCard(m.areas().front(), catalog_, english);
    EXPECT_TRUE(card.headline.empty()) << "an area has no height";
    EXPECT_EQ(card.kind, "area: attraction");
}

TEST_F(BuildingTest, TakesLevelsWhereNoHeightIsStatedAndSaysSo) {
    const auto m = model(feature(R"("id":"B1","height":null,"levels":"12","kind":"yes")", kSquare));
    ASSERT_EQ(m.buildings().size(), 1U);
    const Building& b = m.buildings().front();
    EXPECT_DOUBLE_EQ(b.height, 39.6);
    EXPECT_EQ(b.basis, HeightBasis::Levels);
    const ui::Translations english({}, ui::Language::En);
    EXPECT_EQ(m.card(b, catalog_, english).headlineNote, "not stated: storeys × 3.3 m");
}

TEST_F(BuildingTest, NumbersMayBeTextWithAUnit) {
    EXPECT_DOUBLE_EQ(metresOf("12"), 12);
    EXPECT_DOUBLE_EQ(metresOf("12.5 m"), 12.5);
    EXPECT_DOUBLE_EQ(metresOf("7m"), 7);
    for (const char* text : {"", "tall", "40'", "12;14", "nan", "1e999", "10 km"})
        EXPECT_TRUE(std::isnan(metresOf(text))) << text;
}

TEST_F(BuildingTest, APartMayBeginAboveTheGroundButNotAboveItsRoof) {
    const auto m = model(feature(R"("id":"A","height":50,"kind":"yes","min_height":20)", kSquare) + "," +
                         feature(R"("id":"B","height":50,"kind":"yes","min_height":60)", kSquare));
    ASSERT_EQ(m.buildings().size(), 2U);
    EXPECT_EQ(m.buildings()[0].minHeight, 20);
    EXPECT_EQ(m.buildings()[1].minHeight, 0);
}

// On a plane the slab is parallel to the ground, everywhere as thin.
TEST_F(BuildingTest, ASlabLeansWithTheGround) {
    const auto m = model(feature(R"("id":"B1","kind":"yes")", kSquare));
    ASSERT_EQ(m.buildings().size(), 1U);
    const Building& b = m.buildings().front();
    EXPECT_NEAR(b.slabEast, 0.25, 1e-9);
    EXPECT_NEAR(b.slabNorth, 0, 1e-9);
    const double first = m.table().geometry.ring(0).points.front().x;
    EXPECT_NEAR(b.slab - slope(first, 0), 1.5, 1e-9);
}

// The second building source, where it is at hand: every footprint has a place on the ground, those whose
// tags say a height or levels stand up, no other does.
TEST_F(BuildingTest, ReadsAWholeTown) {
    const std::string file = std::string(ATLAS_SOURCE_DIR) + "/../shared/data/yuzhong_osm_2026-04.gpkg";
    const std::string beside = std::string(ATLAS_SOURCE_DIR) + "/../../shared/data/yuzhong_osm_2026-04.gpkg";
    const std::string& path = std::filesystem::exists(file) ? file : beside;
    if (!std::filesystem::exists(path)) GTEST_SKIP() << "the OpenStreetMap extract is not here";
    geodata::FeatureSourceOptions options;
    options.path = path;
    options.layer = "buildings";
    auto loaded = geodata::loadFeatures(options, *geodata::Crs::parse("EPSG:4545"));
    ASSERT_TRUE(loaded) << loaded.report.text();
    ASSERT_EQ(loaded->rows(), 2041U);
    entry_.fields = {{"id", "osm_id"},
                     {"name", "name"},
                     {"height", "height"},
                     {"levels", "building:levels"},
                     {"min_height", "min_height"},
                     {"min_levels", "building:min_level"}};
    const BuildingModel m(entry_, *loaded.value, slope);
    EXPECT_EQ(m.buildings().size(), 2041U);
    std::size_t stated = 0;
    std::size_t counted = 0;
    for (const Building& b : m.buildings()) {
        if (b.basis == HeightBasis::Stated) ++stated;
        if (b.basis == HeightBasis::Levels) ++counted;
        EXPECT_EQ(b.extruded(), b.basis != HeightBasis::Unknown);
        EXPECT_LE(b.lowest, b.highest);
        EXPECT_LT(b.minHeight, b.extruded() ? b.height : 1);
    }
    // Counted with sqlite3 in the file: rows with a height, rows with levels and no height.
    EXPECT_EQ(stated, 32U);
    EXPECT_EQ(counted, 698U);
}

TEST_F(BuildingTest, TheCardSaysHowTheEntrancesDiffer) {
    const auto m = model(feature(R"("id":"B1","name":"塔","height":99.0,"levels":30,"kind":"yes")", kSquare));
    const ui::Translations english({}, ui::Language::En);
    const Card card = m.card(m.buildings().front(), catalog_, english);
    std::string all;
    for (const CardLine& line : card.lines) all += line.label + "=" + line.value + ";";
    EXPECT_NE(all.find("Entrance levels differ by=10 m"), std::string::npos) << all;
    EXPECT_NE(all.find("Roof at=324 m"), std::string::npos) << all;
}

}  // namespace
}  // namespace atlas::layers
