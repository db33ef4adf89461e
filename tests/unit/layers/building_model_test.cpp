// Buildings on a slope, against heights worked out by hand.

#include "layers/landmarks/building_model.h"

#include <gtest/gtest.h>

#include <cmath>

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
        const auto m =
            model(feature(std::string(R"("id":"B1","levels":3,"kind":"yes","height":)") + height, kSquare));
        ASSERT_EQ(m.buildings().size(), 1U);
        EXPECT_FALSE(m.buildings().front().extruded()) << height;
    }
}

TEST_F(BuildingTest, AreasAreNoBuildings) {
    const auto m = model(feature(R"("id":"A","height":20,"levels":1,"kind":"area: attraction")", kSquare) +
                         "," + feature(R"("id":"B","height":20,"levels":1,"kind":"office")", kSquare));
    ASSERT_EQ(m.buildings().size(), 1U);
    EXPECT_EQ(m.id(m.buildings().front().row), "B");
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
