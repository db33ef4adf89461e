#include "layers/catalog.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "layers/toml_reader.h"

namespace atlas::layers {
namespace {

namespace fs = std::filesystem;
using geodata::Severity;
using testing::HasSubstr;

class CatalogTest : public testing::Test {
  protected:
    CatalogTest() : folder_(fs::temp_directory_path() / ("atlas-catalog-" + std::to_string(::getpid()))) {
        fs::create_directories(folder_);
    }
    ~CatalogTest() override { fs::remove_all(folder_); }

    geodata::Loaded<Catalog> load(const std::string& text) {
        const auto path = folder_ / "map.toml";
        std::ofstream(path) << text;
        return loadCatalog(path.string());
    }

    fs::path folder_;
};

const std::string kMap = "[map]\ncrs = \"EPSG:4545\"\n";  // two lines

TEST_F(CatalogTest, ReadsTheBundledOne) {
    const auto loaded = loadCatalog(ATLAS_SHARE_DIR "/catalog.toml");
    ASSERT_TRUE(loaded) << loaded.report.text();
    EXPECT_TRUE(loaded.report.empty()) << loaded.report.text();
    const auto* sites = loaded->layer("sites");
    ASSERT_NE(sites, nullptr);
    EXPECT_EQ(sites->kind, "sites");
    EXPECT_EQ(sites->path, ATLAS_SHARE_DIR "/data/district.gpkg");
    EXPECT_EQ(sites->fields.at("name"), "name_zh");
    EXPECT_GT(sites->line, 1);
    EXPECT_EQ(loaded->terrain.at(0).coverage, ATLAS_SHARE_DIR "/data/district.gpkg|coverage");
    EXPECT_EQ(loaded->vocabularies.at("industry").size(), 9U);
    ASSERT_FALSE(loaded->views.empty());
    const auto& opening = loaded->views.front();
    EXPECT_EQ(loaded->view(opening.id), &opening);
    EXPECT_EQ(loaded->view(opening.name.zh), &opening);
    EXPECT_EQ(loaded->view("nowhere"), nullptr);
}

TEST_F(CatalogTest, TextsOfTheDataAreThoseOfItsOwnFolder) {
    const auto bundled = loadCatalog(ATLAS_SHARE_DIR "/catalog.toml");
    ASSERT_TRUE(bundled) << bundled.report.text();
    EXPECT_EQ(bundled->phrase("in construction", "zh"), "在建");
    EXPECT_EQ(bundled->phrase("in construction", "en"), "in construction");
    EXPECT_EQ(bundled->phrase("in constructio", "zh"), "in constructio") << "whole texts only";
    EXPECT_EQ(bundled->words("status", "under construction", "zh"), "在建") << "the vocabulary comes first";
    EXPECT_EQ(bundled->words("status", "in construction", "zh"), "在建") << "then the phrases";

    const auto silent = load(kMap);
    EXPECT_EQ(silent->phrase("in construction", "zh"), "in construction");
    const auto without = load(kMap + "phrases = \"district\"\n");
    ASSERT_TRUE(without);
    EXPECT_FALSE(without.report.hasErrors());
    EXPECT_THAT(without.report.text(), HasSubstr("locale/zh_CN/LC_MESSAGES/district.mo"));
    EXPECT_EQ(without->phrase("in construction", "zh"), "in construction");
    EXPECT_THAT(load(kMap + "phrases = 5\n").report.text(), HasSubstr("map.phrases"));
}

TEST_F(CatalogTest, ReadsAMinimalOne) {
    const auto loaded = load(kMap);
    ASSERT_TRUE(loaded) << loaded.report.text();
    EXPECT_TRUE(loaded.report.empty());
    EXPECT_TRUE(loaded->layers.empty());
}

TEST_F(CatalogTest, ReadsValues) {
    const auto loaded = load(kMap + R"(
time = 2026-06-21T18:30:00+08:00
[water]
level = 166
[[layer]]
id = "a"
kind = "sites"
path = "x.gpkg"
visible = false
opacity = 0.5
fields = { name = "n" }
[[vocabulary.industry]]
value = "A"
label = "both"
color = "#FF8000"
[[view]]
id = "v"
camera = [106.5, 29, 900, 283, 19.5]
time = "2026-06-21T18:30Z"
)");
    ASSERT_TRUE(loaded) << loaded.report.text();
    EXPECT_TRUE(loaded.report.empty()) << loaded.report.text();
    EXPECT_THAT(loaded->defaultTime, HasSubstr("2026-06-21T18:30:00"));
    EXPECT_EQ(loaded->waterLevel, 166);
    const auto& layer = loaded->layers.at(0);
    EXPECT_FALSE(layer.visible);
    EXPECT_EQ(layer.opacity, 0.5);
    EXPECT_EQ(layer.name.in("en"), "a") << "the id stands for a missing name";
    const auto* term = loaded->term("industry", "A");
    ASSERT_NE(term, nullptr);
    EXPECT_EQ(term->label.in("zh"), "both");
    EXPECT_FLOAT_EQ(term->color[0], 1);
    EXPECT_FLOAT_EQ(term->color[1], 128 / 255.0F);
    EXPECT_EQ(loaded->views.at(0).camera.pitch, 19.5);
}

struct Wrong {
    std::string text;
    Severity severity;
    std::string key;
    std::int64_t line;
    std::string message;
};

// After kMap, a layer's header is line 3.
const std::string kLayer = "[[layer]]\nid = \"a\"\nkind = \"sites\"\npath = \"x\"\n";

TEST_F(CatalogTest, NamesLineAndKey) {
    const std::vector<Wrong> cases{
        {kMap + "crs = 3\n", Severity::Error, "", 3, "TOML"},
        {"[map\n", Severity::Error, "", 1, "TOML"},
        {"# no map\n", Severity::Error, "map.crs", 1, "missing"},
        {"\n[map]\ntitle = \"x\"\n", Severity::Error, "map.crs", 2, "missing"},
        {"[map]\ncrs = 4545\n", Severity::Error, "map.crs", 2, "expected a string, found integer"},
        {"[map]\ncrs = \"EPSG:0\"\n", Severity::Error, "map.crs", 2, "not a CRS"},
        {"[map]\ncrs = \"EPSG:4326\"\n", Severity::Error, "map.crs", 2, "projected"},
        {"[map]\ncrs = \"GCJ02\"\n", Severity::Error, "map.crs", 2, "projected"},
        {kMap + "colour = 1\n", Severity::Warning, "map.colour", 3, "unknown key"},
        {kMap + "[watre]\nlevel = 1\n", Severity::Warning, "watre", 3, "unknown key"},
        {kMap + "[water]\nlevel = \"1\"\n", Severity::Error, "water.level", 4, "expected a number"},
        {kMap + "[water]\nlevel = nan\n", Severity::Error, "water.level", 4, "out of range"},
        {kMap + "time = \"today\"\n", Severity::Error, "map.time", 3, "offset"},
        {kMap + "[layer]\nid = \"a\"\n", Severity::Error, "layer", 3, "[[layer]]"},
        {kMap + "[[layer]]\nid = \"a\"\nkind = \"sites\"\n", Severity::Error, "layer.path", 3, "missing"},
        {kMap + kLayer + "opacity = 2\n", Severity::Error, "layer.opacity", 7, "out of range"},
        {kMap + kLayer + "visible = \"yes\"\n", Severity::Error, "layer.visible", 7, "true or false"},
        {kMap + kLayer + "fields = { name = 1 }\n", Severity::Error, "layer.fields.name", 7,
         "expected a string"},
        {kMap + kLayer + "name = { zh = \"a\", fr = \"b\" }\n", Severity::Warning, "layer.name.fr", 7, "zh"},
        {kMap + kLayer + kLayer, Severity::Error, "layer.id", 8, "twice"},
        {kMap + "[[layer]]\nid = \"a\"\nkind = \"moon\"\npath = \"x\"\n", Severity::Warning, "layer.kind", 5,
         "moon"},
        {kMap + "[[vocabulary.x]]\nvalue = \"a\"\ncolor = \"red\"\n", Severity::Warning, "vocabulary.x.color",
         5, "red"},
        {kMap + "[[vocabulary.x]]\nlabel = \"a\"\n", Severity::Error, "vocabulary.x.value", 3, "missing"},
        {kMap + "[[view]]\nid = \"a\"\ncamera = [1, 2, 3]\n", Severity::Error, "view.camera", 5,
         "five numbers"},
        {kMap + "[[view]]\nid = \"a\"\ncamera = [1, 2, 3, 4, nan]\n", Severity::Error, "view.camera", 5,
         "five numbers"},
        {kMap + "[[view]]\nid = \"a\"\ncamera = [1, 200, 3, 4, 5]\n", Severity::Error, "view.camera", 5,
         "latitude"},
        {kMap + "[[view]]\nid = \"a\"\n", Severity::Error, "view.camera", 3, "missing"}};
    for (const auto& wrong : cases) {
        const auto loaded = load(wrong.text);
        ASSERT_EQ(loaded.report.problems().size(), 1U) << wrong.text << loaded.report.text();
        const auto& problem = loaded.report.problems().front();
        EXPECT_EQ(problem.severity, wrong.severity) << wrong.text;
        EXPECT_EQ(problem.field, wrong.key) << wrong.text;
        EXPECT_EQ(problem.line, wrong.line) << wrong.text;
        EXPECT_THAT(problem.message, HasSubstr(wrong.message)) << wrong.text;
        EXPECT_THAT(problem.file, HasSubstr("map.toml"));
    }
}

TEST_F(CatalogTest, AWrongLayerCostsOnlyItself) {
    const auto loaded = load(kMap + "[[layer]]\nid = \"bad\"\n" + kLayer);
    ASSERT_TRUE(loaded);
    EXPECT_TRUE(loaded.report.hasErrors());
    ASSERT_EQ(loaded->layers.size(), 1U);
    EXPECT_EQ(loaded->layers[0].id, "a");
}

TEST_F(CatalogTest, WhatIsNoCatalogueIsAnError) {
    EXPECT_THAT(loadCatalog((folder_ / "none.toml").string()).report.text(), HasSubstr("no such file"));
    EXPECT_THAT(loadCatalog(folder_.string()).report.text(), HasSubstr("folder"));
    EXPECT_THAT(load("").report.text(), HasSubstr("map.crs"));
    EXPECT_THAT(load(std::string("\xFF\xFE\x00\x00", 4)).report.text(), HasSubstr("TOML"));
    EXPECT_TRUE(loadCatalog("").report.hasErrors());
}

TEST_F(CatalogTest, SourcesAreResolvedAgainstTheFolderUnlessTheyAreConnections) {
    EXPECT_EQ(resolveSource("data/x.gpkg", "/maps"), "/maps/data/x.gpkg");
    EXPECT_EQ(resolveSource("../x.gpkg", "/maps/a"), "/maps/x.gpkg");
    EXPECT_EQ(resolveSource("地图:甲.gpkg", "/maps"), "/maps/地图:甲.gpkg");
    EXPECT_EQ(resolveSource("", "/maps"), "");
    for (const char* kept :
         {"/data/x.tif", "/vsicurl/https://host/x.tif", "PG:dbname=a", "https://host/x.geojson",
          "WFS:https://host", "{\"type\":\"FeatureCollection\"}", "<VRTDataset/>"})
        EXPECT_EQ(resolveSource(kept, "/maps"), kept);
}

}  // namespace
}  // namespace atlas::layers
