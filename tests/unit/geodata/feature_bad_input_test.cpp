// What people really have: files cut off, empty, missing, somewhere else. Each must end in a sentence that
// names the file.

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <chrono>
#include <random>

#include "geodata/feature_source.h"
#include "geodata/raster.h"
#include "support.h"

namespace {

using namespace atlas::geodata;
using geodata_test::crs;
using geodata_test::TempDir;
using testing::HasSubstr;

/// Loads and checks what holds for every input: no message outside the report, and a value or a reason.
Loaded<FeatureTable> loadBroken(const std::string& path) {
    FeatureSourceOptions options;
    options.path = path;
    testing::internal::CaptureStderr();
    testing::internal::CaptureStdout();
    auto table = loadFeatures(options, crs("EPSG:4545"));
    EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
    EXPECT_TRUE(table || table.report.hasErrors());
    for (const Problem& problem : table.report.problems()) EXPECT_EQ(problem.file, path);
    return table;
}

/// `rows` points with a name each, in any vector format.
std::string writePoints(const TempDir& dir, const std::string& driver, const std::string& name, int rows) {
    const std::string path = dir / name;
    const auto dataset = geodata_test::createDataset(driver, path);
    OGRSpatialReference wgs84 = geodata_test::srs(4326);
    OGRLayer& layer = *dataset->CreateLayer("points", &wgs84, wkbPoint, nullptr);
    geodata_test::addField(layer, "name", OFTString);
    for (int i = 0; i < rows; ++i) {
        const OGRFeatureUniquePtr feature(OGRFeature::CreateFeature(layer.GetLayerDefn()));
        feature->SetField("name", ("point number " + std::to_string(i)).c_str());
        const OGRPoint point(106 + i * 1e-4, 29);
        feature->SetGeometry(&point);
        if (layer.CreateFeature(feature.get()) != OGRERR_NONE) std::abort();
    }
    return path;
}

TEST(BadInput, MissingEmptyFolderAndOtherKinds) {
    const TempDir dir;
    auto table = loadBroken(dir / "missing.gpkg");
    EXPECT_FALSE(table);
    EXPECT_THAT(table.report.text(), HasSubstr("no such file"));

    for (const char* name : {"zero.gpkg", "zero.shp", "zero.geojson", "zero.csv", "zero"}) {
        geodata_test::writeFile(dir / name, "");
        table = loadBroken(dir / name);
        EXPECT_FALSE(table) << name;
        EXPECT_THAT(table.report.text(), HasSubstr("the file is empty (0 bytes)")) << name;
    }
    geodata_test::fs::create_directory(dir.path() / "folder");
    table = loadBroken(dir / "folder");
    EXPECT_FALSE(table);
    EXPECT_THAT(table.report.text(), HasSubstr("this is a folder"));

    geodata_test::writeFile(dir / "picture.gpkg", "\x89PNG\r\n\x1a\n not really");
    table = loadBroken(dir / "picture.gpkg");
    EXPECT_FALSE(table);
    EXPECT_THAT(table.report.text(), HasSubstr("GDAL cannot read this file"));
    EXPECT_FALSE(loadBroken(""));
    EXPECT_FALSE(loadBroken("/dev/null"));
    EXPECT_FALSE(loadBroken(std::string("nul\0byte", 8)));
    EXPECT_FALSE(loadBroken(std::string(10000, 'a')));
    EXPECT_FALSE(listLayers(dir / "missing.gpkg"));
}

TEST(BadInput, CutOffFilesGiveAReasonAndWhatLiesBeforeTheCut) {
    struct Format {
        const char* driver;
        const char* file;
        const char* cut;   ///< which file to cut
        bool rowsSurvive;  ///< the format has rows one by one, so those before the cut can be had
    };
    for (const Format& format :
         {Format{"GPKG", "a.gpkg", "a.gpkg", false}, Format{"ESRI Shapefile", "a.shp", "a.shp", true},
          Format{"ESRI Shapefile", "b.shp", "b.dbf", true},
          Format{"GeoJSON", "a.geojson", "a.geojson", false},
          Format{"GeoJSONSeq", "a.geojsonl", "a.geojsonl", true},
          Format{"FlatGeobuf", "a.fgb", "a.fgb", false}}) {
        for (const double share : {0.02, 0.3, 0.77, 0.98}) {
            SCOPED_TRACE(std::string(format.cut) + " cut to " + std::to_string(share));
            const TempDir dir;
            const std::string path = writePoints(dir, format.driver, format.file, 2000);
            {
                const auto whole = loadBroken(path);
                ASSERT_TRUE(whole) << whole.report.text();
                ASSERT_EQ(whole->rows(), 2000U);
                ASSERT_FALSE(whole.report.hasErrors()) << whole.report.text();
            }
            geodata_test::truncateFile(dir / format.cut, share);
            const auto table = loadBroken(path);
            EXPECT_TRUE(table.report.hasErrors());
            EXPECT_THAT(table.report.text(), HasSubstr(format.file));
            if (format.rowsSurvive && share > 0.1) {
                ASSERT_TRUE(table) << table.report.text();
                // Every geometry that is there is right, and there are about as many as the share says.
                std::size_t placed = 0;
                for (std::size_t row = 0; row < table->rows(); ++row)
                    placed += table->geometry.types[row] != GeometryType::None;
                EXPECT_GT(placed, 2000 * share * 0.8);
                EXPECT_EQ(placed, table->geometry.vertices.size());
            }
        }
    }
}

TEST(BadInput, MissingPrjIsNamed) {
    const TempDir dir;
    const std::string path = writePoints(dir, "ESRI Shapefile", "a.shp", 3);
    geodata_test::fs::remove(dir / "a.prj");
    auto table = loadBroken(path);
    ASSERT_TRUE(table);
    EXPECT_THAT(
        table.report.text(),
        HasSubstr("names no coordinate system and none is declared; the coordinates are taken as WGS 84"));
    FeatureSourceOptions options;
    options.path = path;
    options.crs = "EPSG:4490";
    table = loadFeatures(options, crs("EPSG:4545"));
    ASSERT_TRUE(table);
    EXPECT_THAT(table.report.text(),
                HasSubstr("no .prj); the declared one is used, China Geodetic Coordinate System 2000"));

    geodata_test::writeFile(dir / "a.prj", "GARBAGE[");
    table = loadBroken(path);
    ASSERT_TRUE(table) << table.report.text();
    EXPECT_EQ(table->rows(), 3U);
}

TEST(BadInput, MissingSidecars) {
    const TempDir dir;
    const std::string path = writePoints(dir, "ESRI Shapefile", "a.shp", 3);
    geodata_test::fs::remove(dir / "a.dbf");
    auto table = loadBroken(path);
    ASSERT_TRUE(table) << table.report.text();
    EXPECT_EQ(table->rows(), 3U);
    geodata_test::fs::remove(dir / "a.shx");
    table = loadBroken(path);
    if (!table) {
        EXPECT_THAT(table.report.text(), HasSubstr("shx"));
    }
}

TEST(BadInput, OverflowingDatesAndNumbersBecomeNull) {
    const TempDir dir;
    geodata_test::writeFile(dir / "a.geojson",
                            R"({"type":"FeatureCollection","features":[
      {"type":"Feature","properties":{"d":"2024-02-29","n":1e999,"l":[1,2],"o":{"k":"v"},"b":true},"geometry":null},
      {"type":"Feature","properties":{"d":"2023-02-28","n":2,"l":[3],"o":null,"b":false},"geometry":{"type":"Point","coordinates":[106,29]}},
      {"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[106]}}]})");
    const auto table = loadBroken(dir / "a.geojson");
    ASSERT_TRUE(table) << table.report.text();
    EXPECT_EQ(table->display(table->column("d"), 0), "2024-02-29");
    EXPECT_EQ(table->number(table->column("n"), 0), std::nullopt);
    EXPECT_EQ(table->integer(table->column("b"), 0), 1);
    EXPECT_EQ(table->text(table->column("o"), 0), R"({ "k": "v" })");
    EXPECT_EQ(table->geometry.types[1], GeometryType::Point);
    EXPECT_EQ(table->geometry.types[2], GeometryType::None);
    EXPECT_TRUE(table->columns[0].nulls.isNull(2));
}

/// A server on this machine that takes connections and never says a word.
class SilentServer {
  public:
    SilentServer() : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof(address);
        auto* generic = reinterpret_cast<sockaddr*>(&address);
        good_ = ::bind(socket_, generic, size) == 0 && ::listen(socket_, 16) == 0 &&
                ::getsockname(socket_, generic, &size) == 0;
        port_ = ntohs(address.sin_port);
    }
    ~SilentServer() { ::close(socket_); }
    SilentServer(const SilentServer&) = delete;
    SilentServer& operator=(const SilentServer&) = delete;
    bool good() const { return good_; }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/layer.geojson"; }

  private:
    int socket_;
    bool good_ = false;
    int port_ = 0;
};

TEST(BadInput, DeadAddressesFailFast) {
    const SilentServer server;
    if (!server.good()) GTEST_SKIP() << "no local sockets here";
    // The allowance is many times what is set in GdalSession, because this machine may be busy; without
    // time-outs the test would never end.
    for (const std::string& url :
         {server.url(), "/vsicurl/" + server.url(), std::string("http://127.0.0.1:9/a.gpkg")}) {
        const auto begin = std::chrono::steady_clock::now();
        const auto table = loadBroken(url);
        const double seconds =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        EXPECT_FALSE(table);
        EXPECT_THAT(table.report.text(), HasSubstr("nothing usable came from this address"));
        EXPECT_LT(seconds, 40) << url;
    }
}

TEST(BadInput, WrongRasterIsAReasonToo) {
    const TempDir dir;
    RasterSourceOptions options;
    for (const char* name : {"missing.tif", "zero.tif", "text.tif"}) {
        if (std::string(name) == "zero.tif") geodata_test::writeFile(dir / name, "");
        if (std::string(name) == "text.tif")
            geodata_test::writeFile(dir / name, "II*\0rubbish rubbish rubbish");
        options.path = dir / name;
        const auto raster = loadRaster(options, crs("EPSG:4545"));
        EXPECT_FALSE(raster) << name;
        EXPECT_THAT(raster.report.text(), HasSubstr(name));
    }
}

}  // namespace
