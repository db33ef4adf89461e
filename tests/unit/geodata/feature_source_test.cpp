#include "geodata/feature_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "support.h"

namespace {

using namespace atlas::geodata;
using geodata_test::addFeature;
using geodata_test::addField;
using geodata_test::crs;
using geodata_test::TempDir;
using testing::HasSubstr;
using testing::Not;

Loaded<FeatureTable> load(const std::string& path, const std::string& target = "EPSG:4545",
                          const std::string& declared = "") {
    FeatureSourceOptions options;
    options.path = path;
    options.crs = declared;
    return loadFeatures(options, crs(target));
}

/// A GeoPackage with every attribute type and geometry of every kind, in geographic coordinates.
std::string writeZoo(const TempDir& dir) {
    const std::string path = dir / "zoo.gpkg";
    const auto dataset = geodata_test::createDataset("GPKG", path);
    const OGRSpatialReference wgs84 = geodata_test::srs(4326);
    OGRLayer& layer =
        *dataset->CreateLayer("zoo", const_cast<OGRSpatialReference*>(&wgs84), wkbUnknown, nullptr);
    addField(layer, "whole", OFTInteger);
    addField(layer, "big", OFTInteger64);
    addField(layer, "real", OFTReal);
    addField(layer, "words", OFTString);
    addField(layer, "day", OFTDate);
    addField(layer, "moment", OFTDateTime);
    const char* shapes[] = {"POINT (106.5 29.5)",
                            "LINESTRING (106.5 29.5,106.6 29.5,106.6 29.6)",
                            "POLYGON ((106.5 29.5,106.6 29.5,106.6 29.6,106.5 29.5),(106.55 29.51,106.58 "
                            "29.51,106.58 29.54,106.55 29.51))",
                            "MULTIPOINT ((106.5 29.5),(106.7 29.7))",
                            "MULTILINESTRING ((106.5 29.5,106.6 29.5),(106.7 29.5,106.7 29.6))",
                            "MULTIPOLYGON (((106.5 29.5,106.6 29.5,106.6 29.6,106.5 29.5)),((106.7 "
                            "29.5,106.8 29.5,106.8 29.6,106.7 29.5)))"};
    int i = 0;
    for (const char* wkt : shapes) {
        const OGRFeatureUniquePtr feature(OGRFeature::CreateFeature(layer.GetLayerDefn()));
        OGRGeometry* geometry = nullptr;
        OGRGeometryFactory::createFromWkt(wkt, nullptr, &geometry);
        feature->SetGeometryDirectly(geometry);
        if (i != 2) {  // row 2 is all null
            feature->SetField("whole", i - 3);
            feature->SetField("big", static_cast<GIntBig>(9'007'199'254'740'993) + i);
            feature->SetField("real", i / 3.0);
            feature->SetField("words", i % 2 == 0 ? "解放碑" : "");
            feature->SetField("day", 2026, 6, 21);
            feature->SetField("moment", 1969, 7, 20, 20, 17, 40.25F, 100);
        }
        if (layer.CreateFeature(feature.get()) != OGRERR_NONE) std::abort();
        ++i;
    }
    return path;
}

/// All coordinates of a GeoJSON geometry, in order.
void flatten(const nlohmann::json& coordinates, std::vector<Point2>& out) {
    if (coordinates[0].is_number()) {
        out.push_back({coordinates[0].get<double>(), coordinates[1].get<double>()});
    } else {
        for (const auto& part : coordinates) flatten(part, out);
    }
}

const char* geoJsonName(GeometryType type) {
    switch (type) {
        case GeometryType::Point:
            return "Point";
        case GeometryType::MultiPoint:
            return "MultiPoint";
        case GeometryType::Line:
            return "LineString";
        case GeometryType::MultiLine:
            return "MultiLineString";
        case GeometryType::Polygon:
            return "Polygon";
        case GeometryType::MultiPolygon:
            return "MultiPolygon";
        case GeometryType::None:
            break;
    }
    return "";
}

TEST(FeatureSource, SaysWhatOgr2ogrSays) {
    if (!geodata_test::onPath("ogr2ogr")) GTEST_SKIP() << "ogr2ogr is not on PATH";
    const TempDir dir;
    const std::string path = writeZoo(dir);
    const auto table = load(path);
    ASSERT_TRUE(table) << table.report.text();
    EXPECT_TRUE(table.report.empty()) << table.report.text();

    const auto ran = geodata_test::run(
        "ogr2ogr -f GeoJSON -lco COORDINATE_PRECISION=9 -t_srs EPSG:4545 /vsistdout/ '" + path + "'");
    ASSERT_EQ(ran.rc, 0);
    const auto features = nlohmann::json::parse(ran.out)["features"];
    ASSERT_EQ(features.size(), table->rows());
    for (std::size_t row = 0; row < table->rows(); ++row) {
        SCOPED_TRACE(row);
        const auto& geometry = features[row]["geometry"];
        EXPECT_EQ(geometry["type"], geoJsonName(table->geometry.types[row]));
        std::vector<Point2> expected;
        flatten(geometry["coordinates"], expected);
        std::vector<Point2> found;
        for (auto r = table->geometry.ringBegin(row); r < table->geometry.ringEnd(row); ++r) {
            const auto ring = table->geometry.ring(r).points;
            found.insert(found.end(), ring.begin(), ring.end());
        }
        ASSERT_EQ(found.size(), expected.size());
        for (std::size_t i = 0; i < found.size(); ++i) {
            EXPECT_NEAR(found[i].x, expected[i].x, 1e-6);
            EXPECT_NEAR(found[i].y, expected[i].y, 1e-6);
        }
        const auto& p = features[row]["properties"];
        const Column* whole = table->column("whole");
        EXPECT_EQ(p["whole"].is_null(), whole->nulls.isNull(row));
        if (p["whole"].is_null()) {
            EXPECT_EQ(table->text(table->column("words"), row), std::nullopt);
            EXPECT_EQ(table->display(table->column("moment"), row), "");
            continue;
        }
        EXPECT_EQ(p["whole"].get<std::int64_t>(), table->integer(whole, row));
        EXPECT_EQ(p["big"].get<std::int64_t>(), table->integer(table->column("big"), row));
        EXPECT_DOUBLE_EQ(p["real"].get<double>(), *table->number(table->column("real"), row));
        EXPECT_EQ(p["words"].get<std::string>(), *table->text(table->column("words"), row));
    }
    EXPECT_EQ(table->display(table->column("day"), 0), "2026-06-21");
    EXPECT_EQ(table->display(table->column("moment"), 0), "1969-07-20T20:17:40.25Z");
    const auto& offsets = table->geometry;
    EXPECT_EQ(offsets.partOffsets[3] - offsets.partOffsets[2], 1U);  // the polygon: one part, shell and hole
    EXPECT_EQ(offsets.ringEnd(2) - offsets.ringBegin(2), 2U);
    EXPECT_EQ(offsets.partOffsets[6] - offsets.partOffsets[5], 2U);  // the multipolygon
    EXPECT_EQ(std::get<TextValues>(table->column("words")->values).values.size(), 2U);
    EXPECT_TRUE(table->index.has_value());
    EXPECT_EQ(table->index->query(table->extent()).size(), table->rows());
    EXPECT_EQ(table->crs, "EPSG:4545");
    EXPECT_EQ(table->layer, "zoo");
}

TEST(FeatureSource, OddGeometriesAreNamedAndDrawable) {
    const TempDir dir;
    const std::string path = dir / "odd.gpkg";
    {
        const auto dataset = geodata_test::createDataset("GPKG", path);
        OGRSpatialReference cgcs = geodata_test::srs(4545);
        OGRLayer& layer = *dataset->CreateLayer("odd", &cgcs, wkbUnknown, nullptr);
        addFeature(layer, nullptr);                                                                       // 1
        addFeature(layer, "POINT EMPTY");                                                                 // 2
        addFeature(layer, "POLYGON EMPTY");                                                               // 3
        addFeature(layer, "POINT Z (1 2 3)");                                                             // 4
        addFeature(layer, "LINESTRING ZM (0 0 1 9,10 0 2 9)");                                            // 5
        addFeature(layer, "CIRCULARSTRING (0 0,1 1,2 0)");                                                // 6
        addFeature(layer, "CURVEPOLYGON (CIRCULARSTRING (0 0,2 2,4 0,2 -2,0 0))");                        // 7
        addFeature(layer, "GEOMETRYCOLLECTION (POINT (1 1),LINESTRING (0 0,1 1),LINESTRING (5 5,6 6))");  // 8
        addFeature(layer, "POLYGON ((0 0,2 2,2 0,0 2,0 0))");  // 9: crosses itself
        addFeature(layer, "LINESTRING (7 7)");                 // 10: one point
        addFeature(layer, "POLYGON ((0 0,1 1,0 0))");          // 11
        addFeature(layer, "TIN Z (((0 0 1,1 0 1,0 1 1,0 0 1)),((1 0 1,1 1 1,0 1 1,1 0 1)))");  // 12
        addFeature(layer, "POLYGON ((0 0,9 0,9 9,0 9),(1 1,2 2,1 1))");  // 13: not closed; bad hole
    }
    const auto table = load(path);
    ASSERT_TRUE(table) << table.report.text();
    EXPECT_FALSE(table.report.hasErrors()) << table.report.text();
    ASSERT_EQ(table->rows(), 13U);
    const GeometryColumn& g = table->geometry;
    using enum GeometryType;
    EXPECT_THAT(g.types, testing::ElementsAre(None, None, None, Point, Line, Line, Polygon, MultiLine,
                                              Polygon, None, None, MultiPolygon, Polygon));
    ASSERT_EQ(g.z.size(), g.vertices.size());
    EXPECT_EQ(g.ring(g.ringBegin(3)).z[0], 3.0F);
    EXPECT_EQ(g.ring(g.ringBegin(4)).z[1], 2.0F);
    EXPECT_GT(g.ring(g.ringBegin(5)).points.size(), 10U);  // an arc in chords
    for (const Point2& p : g.ring(g.ringBegin(5)).points) EXPECT_NEAR(std::hypot(p.x - 1, p.y), 1, 1e-9);
    EXPECT_EQ(g.ringEnd(12) - g.ringBegin(12), 1U);  // the bad hole is gone
    const auto shell = g.ring(g.ringBegin(12)).points;
    EXPECT_EQ(shell.size(), 5U);
    EXPECT_EQ(shell.front().x, shell.back().x);
    const std::string said = table.report.text();
    EXPECT_THAT(said, HasSubstr("layer odd: feature 5: measures (M)"));
    EXPECT_THAT(said, HasSubstr("feature 8: a collection mixes"));
    EXPECT_THAT(said, HasSubstr("feature 9: invalid polygon, drawn as it is: Self-intersection"));
    EXPECT_THAT(said, HasSubstr("feature 10: the geometry has too few points"));
    EXPECT_THAT(said, HasSubstr("feature 13: parts or holes have too few points"));
}

TEST(FeatureSource, NothingThatIsNotFiniteReachesTheVertices) {
    const TempDir dir;
    const std::string path = dir / "nan.gpkg";
    {
        const auto dataset = geodata_test::createDataset("GPKG", path);
        OGRLayer& layer = *dataset->CreateLayer("nan", nullptr, wkbUnknown, nullptr);
        addField(layer, "n", OFTReal);
        const auto add = [&layer](const OGRGeometry& geometry, double n) {
            const OGRFeatureUniquePtr feature(OGRFeature::CreateFeature(layer.GetLayerDefn()));
            feature->SetField("n", n);
            feature->SetGeometry(&geometry);
            if (layer.CreateFeature(feature.get()) != OGRERR_NONE) std::abort();
        };
        OGRLineString line;
        for (const double x : {106.5, HUGE_VAL, 106.7}) line.addPoint(x, 29.5);
        OGRLinearRing ring;
        for (const auto& [x, y] : std::vector<std::pair<double, double>>{
                 {std::nan(""), 0}, {106.5, 29.5}, {106.6, 29.5}, {106.6, 29.6}, {std::nan(""), 0}})
            ring.addPoint(x, y);
        OGRPolygon polygon;
        polygon.addRing(&ring);
        add(OGRPoint(HUGE_VAL, 3), 1);
        add(OGRPoint(106.5, 29.5), 2);
        add(line, 3);
        add(polygon, 4);
        add(OGRPoint(106.5, 99), HUGE_VAL);
        add(OGRPoint(1e300, 1e300), 5);
        add(OGRPoint(106.5, 29.5, std::nan("")), 6);
    }
    const auto table = load(path, "EPSG:4545", "EPSG:4326");
    ASSERT_TRUE(table) << table.report.text();
    ASSERT_EQ(table->rows(), 7U);
    for (const float z : table->geometry.z) EXPECT_TRUE(std::isfinite(z));
    for (const Point2& p : table->geometry.vertices) EXPECT_TRUE(std::isfinite(p.x) && std::isfinite(p.y));
    using enum GeometryType;
    EXPECT_THAT(table->geometry.types, testing::ElementsAre(None, Point, Line, Polygon, None, None, Point));
    EXPECT_EQ(table->geometry.ring(table->geometry.ringBegin(2)).points.size(), 2U);
    EXPECT_EQ(table->geometry.ring(table->geometry.ringBegin(3)).points.size(), 4U);
    EXPECT_THAT(table.report.text(), HasSubstr("not finite"));
    EXPECT_THAT(table.report.text(), HasSubstr("has no coordinates"));
    EXPECT_EQ(table->number(table->column("n"), 3), 4.0);
    EXPECT_EQ(table->number(table->column("n"), 4), std::nullopt);
    EXPECT_THAT(table.report.text(), HasSubstr("field n: feature 5: the value is not a finite number"));
}

TEST(FeatureSource, CsvTypesNullsAndPlaces) {
    const TempDir dir;
    const std::string path = dir / "sites.csv";
    geodata_test::writeFile(path,
                            "名称,经度,纬度,investment,when\n甲,106.5,29.5,1.5,2024-05-01\n乙,106.6,"
                            "29.6,,2024-05-02\n丙,,,2,\n");
    const auto table = load(path);
    ASSERT_TRUE(table) << table.report.text();
    EXPECT_EQ(table->geometry.types[1], GeometryType::Point);
    EXPECT_EQ(table->geometry.types[2], GeometryType::None);
    EXPECT_EQ(table->number(table->column("investment"), 0), 1.5);
    EXPECT_EQ(table->number(table->column("investment"), 1), std::nullopt);
    EXPECT_EQ(table->text(table->column("名称"), 1), "乙");
    EXPECT_EQ(table->display(table->column("when"), 0), "2024-05-01");
    EXPECT_EQ(table->display(table->column("when"), 2), "");
    EXPECT_THAT(table.report.text(), HasSubstr("names no coordinate system"));
    EXPECT_THAT(table.report.text(), HasSubstr("WGS 84"));
}

TEST(FeatureSource, CrsDeclaredMissingAndWrong) {
    const TempDir dir;
    const std::string path = dir / "noprj.csv";
    geodata_test::writeFile(path, "x,y\n361738.387680,3272200.338605\n");
    auto table = load(path);  // not degrees: taken as the map's own
    ASSERT_TRUE(table);
    EXPECT_NEAR(table->geometry.vertices[0].x, 361738.38768, 1e-9);
    EXPECT_THAT(table.report.text(), HasSubstr("taken as CGCS2000 / 3-degree"));

    table = load(path, "EPSG:4326", "EPSG:4545");
    ASSERT_TRUE(table);
    EXPECT_NEAR(table->geometry.vertices[0].x, 106.57336, 1e-9);
    EXPECT_THAT(table.report.text(), HasSubstr("the declared one is used"));

    geodata_test::writeFile(dir / "gcj.csv", "lon,lat\n106.57705028753267,29.55721660342675\n");
    table = load(dir / "gcj.csv", "EPSG:4545", "GCJ02");
    ASSERT_TRUE(table);
    EXPECT_NEAR(table->geometry.vertices[0].x, 361738.38768, 1e-3);
    EXPECT_NEAR(table->geometry.vertices[0].y, 3272200.338605, 1e-3);

    table = load(path, "EPSG:4545", "EPSG:banana");
    EXPECT_FALSE(table);
    EXPECT_THAT(table.report.text(), HasSubstr("noprj.csv: declared CRS: \"EPSG:banana\""));
}

TEST(FeatureSource, AuthorityAxisOrderIsUndone) {
    // GML writes EPSG:4326 as latitude, longitude: read the wrong way round, the point is in the Indian
    // Ocean.
    const TempDir dir;
    const std::string path = dir / "swap.gml";
    geodata_test::writeFile(path,
                            "<?xml version='1.0'?><ogr:FeatureCollection "
                            "xmlns:ogr='http://ogr.maptools.org/' xmlns:gml='http://www.opengis.net/gml'>"
                            "<gml:featureMember><ogr:p gml:id='p.0'><ogr:geometryProperty><gml:Point "
                            "srsName='urn:ogc:def:crs:EPSG::4326'>"
                            "<gml:pos>29.56010 "
                            "106.57336</gml:pos></gml:Point></ogr:geometryProperty></ogr:p></"
                            "gml:featureMember></ogr:FeatureCollection>");
    const auto table = load(path);
    ASSERT_TRUE(table) << table.report.text();
    ASSERT_EQ(table->geometry.vertices.size(), 1U);
    EXPECT_NEAR(table->geometry.vertices[0].x, 361738.38768, 1e-3);
}

TEST(FeatureSource, LayersAndFilters) {
    const TempDir dir;
    const std::string path = dir / "two.gpkg";
    {
        const auto dataset = geodata_test::createDataset("GPKG", path);
        OGRSpatialReference cgcs = geodata_test::srs(4545);
        for (const char* name : {"first", "second"}) {
            OGRLayer& layer = *dataset->CreateLayer(name, &cgcs, wkbPoint, nullptr);
            addField(layer, "n", OFTInteger);
            for (int i = 0; i < 5; ++i) {
                const OGRFeatureUniquePtr feature(OGRFeature::CreateFeature(layer.GetLayerDefn()));
                feature->SetField("n", i);
                const OGRPoint point(i, i);
                feature->SetGeometry(&point);
                if (layer.CreateFeature(feature.get()) != OGRERR_NONE) std::abort();
            }
        }
    }
    const auto list = listLayers(path);
    ASSERT_TRUE(list);
    ASSERT_EQ(list->size(), 2U);
    EXPECT_EQ((*list)[1].name, "second");
    EXPECT_EQ((*list)[1].geometryType, "Point");
    EXPECT_EQ((*list)[1].features, 5);
    EXPECT_EQ((*list)[1].crs, "CGCS2000 / 3-degree Gauss-Kruger CM 108E");

    FeatureSourceOptions options;
    options.path = path;
    auto table = loadFeatures(options, crs("EPSG:4545"));
    ASSERT_TRUE(table);
    EXPECT_EQ(table->layer, "first");
    EXPECT_THAT(table.report.text(), HasSubstr("it has 2 layers and none was chosen"));

    options.layer = "second";
    options.where = "n >= 3";
    table = loadFeatures(options, crs("EPSG:4545"));
    ASSERT_TRUE(table);
    EXPECT_TRUE(table.report.empty()) << table.report.text();
    EXPECT_EQ(table->rows(), 2U);
    EXPECT_THAT(table->fids, testing::ElementsAre(4, 5));

    options.where = "n > 1000";
    table = loadFeatures(options, crs("EPSG:4545"));
    ASSERT_TRUE(table) << table.report.text();
    EXPECT_EQ(table->rows(), 0U);
    EXPECT_FALSE(table->index.has_value());
    EXPECT_TRUE(table->extent().empty());

    for (const char* where : {"nothere = 1", "n === 3", "n > ", "'"}) {
        options.where = where;
        table = loadFeatures(options, crs("EPSG:4545"));
        EXPECT_FALSE(table) << where;
        EXPECT_THAT(table.report.text(), HasSubstr("error: ")) << where;
        EXPECT_THAT(table.report.text(), HasSubstr("two.gpkg")) << where;
        EXPECT_THAT(table.report.text(), HasSubstr(where)) << where;
    }
    options.where.clear();
    options.layer = "third";
    table = loadFeatures(options, crs("EPSG:4545"));
    EXPECT_FALSE(table);
    EXPECT_THAT(table.report.text(), HasSubstr("it has no layer \"third\"; there is: first, second"));
}

}  // namespace
