#include "analysis/profile.h"

#include <cmath>

#include "support.h"

namespace atlas::analysis {
namespace {

HeightAt of(const Raster& raster) {
    return [&raster](double x, double y) { return raster.sample(x, y); };
}

TEST(Profile, AcrossAPlaneIsAStraightLine) {
    const auto profile =
        profileAlong({{100, 100}, {400, 500}}, [](double x, double y) { return 0.3 * x + 0.1 * y; }, {7, 0});
    ASSERT_TRUE(profile);
    EXPECT_DOUBLE_EQ(profile->length, 500);
    EXPECT_NEAR(profile->climb, 130, 1e-9);
    EXPECT_EQ(profile->descent, 0);
    EXPECT_NEAR(profile->groundLength, std::hypot(500, 130), 1e-9);
    EXPECT_NEAR(profile->steepest, std::atan(0.26) * 180 / 3.14159265358979, 1e-9);
    EXPECT_NEAR(profile->lowest, 40, 1e-9);
    EXPECT_NEAR(profile->highest, 170, 1e-9);
    for (std::size_t i = 1; i < profile->points.size(); ++i) {
        EXPECT_LE(profile->points[i].distance - profile->points[i - 1].distance, 7 + 1e-9);
        EXPECT_NEAR(profile->points[i].height, 40 + 0.26 * profile->points[i].distance, 1e-9);
    }
}

TEST(Profile, OverAConeClimbsAndDescends) {
    const auto cone = [](double x, double y) { return 300 - 0.5 * std::hypot(x, y); };
    const auto profile = profileAlong({{-200, 0}, {0, 0}, {0, 100}}, cone, {3, 0});
    ASSERT_TRUE(profile);
    EXPECT_NEAR(profile->climb, 100, 1e-9);
    EXPECT_NEAR(profile->descent, 50, 1e-9);
    EXPECT_NEAR(profile->highest, 300, 1e-9) << "the line's own vertices are sampled";
    EXPECT_NEAR(profile->groundLength, 300 * std::hypot(1, 0.5), 1e-6);
}

TEST(Profile, LeavesNoiseOut) {
    // 1 m of ripples on a rise of 50 m.
    const auto ripples = [](double x, double) { return x * 0.1 + (std::lround(x) % 2 == 0 ? 0 : 1.0); };
    const auto raw = profileAlong({{0, 0}, {500, 0}}, ripples, {1, 0});
    const auto calm = profileAlong({{0, 0}, {500, 0}}, ripples, {1, 2});
    EXPECT_GT(raw->climb, 200);
    EXPECT_NEAR(calm->climb, 50, 2);
    EXPECT_EQ(calm->descent, 0);
}

TEST(Profile, SaysWhatIsWrong) {
    const auto flat = [](double, double) { return 1.0; };
    const auto nothing = [](double, double) { return std::nan(""); };
    const auto message = [](const geodata::Loaded<Profile>& profile) {
        EXPECT_FALSE(profile);
        return profile.report.text();
    };
    EXPECT_NE(message(profileAlong({}, flat)).find("two different points"), std::string::npos);
    EXPECT_NE(message(profileAlong({{1, 1}}, flat)).find("two different points"), std::string::npos);
    EXPECT_NE(message(profileAlong({{1, 1}, {1, 1}}, flat)).find("two different points"), std::string::npos);
    EXPECT_NE(message(profileAlong({{1, 1}, {std::nan(""), 1}}, flat)).find("vertex 2"), std::string::npos);
    EXPECT_NE(message(profileAlong({{0, 0}, {9, 0}}, nothing)).find("outside the data"), std::string::npos);
    EXPECT_NE(message(profileAlong({{0, 0}, {9, 0}}, flat, {0, 0})).find("step"), std::string::npos);
    EXPECT_NE(message(profileAlong({{0, 0}, {9, 0}}, flat, {std::nan(""), 0})).find("step"),
              std::string::npos);
    EXPECT_NE(message(profileAlong({{0, 0}, {9e9, 0}}, flat, {1, 0})).find("ten million"), std::string::npos);
}

TEST(Profile, TellsHowMuchIsWithoutData) {
    Raster raster = rasterOf(plane(0.1, 0, 5), 20, 20);
    hole(raster, 8, 0, 4, 20);
    const auto profile = profileAlong({{15, 100}, {185, 100}}, of(raster), {1, 0});
    ASSERT_TRUE(profile);
    EXPECT_FALSE(profile.report.empty());
    EXPECT_NEAR(profile->missing, 50, 2) << "the hole and half a cell on both sides";
    EXPECT_NEAR(profile->climb, (170 - profile->missing) * 0.1, 0.01);
}

TEST(Crossings, WithLinesAndOutlines) {
    geodata::GdalSession session;
    const std::string file = "/vsimem/crossings.geojson";
    const std::string text =
        R"({"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:4545"}},"features":[
{"type":"Feature","properties":{"n":"a"},"geometry":{"type":"LineString","coordinates":[[50,-10],[50,10],[60,10]]}},
{"type":"Feature","properties":{"n":"b"},"geometry":{"type":"Polygon","coordinates":[[[20,-5],[30,-5],[30,5],[20,5],[20,-5]]]}},
{"type":"Feature","properties":{"n":"c"},"geometry":{"type":"LineString","coordinates":[[500,-10],[500,10]]}},
{"type":"Feature","properties":{"n":"d"},"geometry":{"type":"LineString","coordinates":[[70,0],[80,0]]}}]})";
    VSIFCloseL(VSIFileFromMemBuffer(file.c_str(), reinterpret_cast<GByte*>(const_cast<char*>(text.data())),
                                    text.size(), FALSE));
    const auto table =
        geodata::loadFeatures({file, "", "EPSG:4545", "", ""}, *geodata::Crs::parse("EPSG:4545"));
    ASSERT_TRUE(table) << table.report.text();
    const auto found = crossingsOf({{0, 0}, {40, 0}, {100, 0}}, *table.value);
    ASSERT_EQ(found.size(), 5U);
    EXPECT_NEAR(found[0].distance, 20, 1e-9);
    EXPECT_TRUE(found[0].outline);
    EXPECT_EQ(found[0].row, 1U);
    EXPECT_NEAR(found[1].distance, 30, 1e-9);
    EXPECT_NEAR(found[2].distance, 50, 1e-9);
    EXPECT_FALSE(found[2].outline);
    EXPECT_NEAR(found[3].distance, 70, 1e-9) << "along a line: both ends";
    EXPECT_NEAR(found[4].distance, 80, 1e-9);
    VSIUnlink(file.c_str());
}

}  // namespace
}  // namespace atlas::analysis
