#include "geodata/raster.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <sstream>

#include "support.h"

namespace {

using namespace atlas::geodata;
using geodata_test::crs;
using geodata_test::TempDir;
using testing::HasSubstr;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

struct TifOptions {
    int width = 60;
    int height = 40;
    int bands = 1;
    GDALDataType type = GDT_Float32;
    int epsg = 4545;  ///< 0 = none
    double cell = 10;
    double west = 361000;
    double north = 3273000;
    bool placed = true;
    bool southUp = false;
};

double hill(double x, double y) {
    return 200 + 0.05 * (x - 361000) - 0.03 * (y - 3273000) + 20 * std::sin(x / 150) * std::cos(y / 130);
}

std::string writeTif(const std::string& path, const TifOptions& o = {}) {
    const GdalSession session;
    GDALDriver* driver = GetGDALDriverManager()->GetDriverByName("GTiff");
    const GDALDatasetUniquePtr dataset(
        driver->Create(path.c_str(), o.width, o.height, o.bands, o.type, nullptr));
    double transform[6] = {o.west, o.cell,
                           0,      o.southUp ? o.north - o.cell * o.height : o.north,
                           0,      o.southUp ? o.cell : -o.cell};
    if (o.placed) dataset->SetGeoTransform(transform);
    if (o.epsg != 0) {
        const OGRSpatialReference reference = geodata_test::srs(o.epsg);
        dataset->SetSpatialRef(&reference);
    }
    std::vector<double> row(static_cast<std::size_t>(o.width));
    for (int band = 1; band <= o.bands; ++band) {
        for (int r = 0; r < o.height; ++r) {
            for (int c = 0; c < o.width; ++c) {
                row[static_cast<std::size_t>(c)] =
                    hill(transform[0] + (c + 0.5) * o.cell, transform[3] + (r + 0.5) * transform[5]) +
                    1000 * (band - 1);
            }
            if (dataset->GetRasterBand(band)->RasterIO(GF_Write, 0, r, o.width, 1, row.data(), o.width, 1,
                                                       GDT_Float64, 0, 0, nullptr) != CE_None)
                std::abort();
        }
    }
    return path;
}

Loaded<Raster> loadGrid(const std::string& path, const std::string& target = "EPSG:4545",
                        RasterSourceOptions options = {}) {
    options.path = path;
    return loadRaster(options, crs(target));
}

TEST(Raster, SampleIsBilinearAndClampsHalfACell) {
    Raster r;
    r.width = 2;
    r.height = 2;
    r.originX = 0;
    r.originY = 20;
    r.cellX = 10;
    r.cellY = 10;
    r.values = {1, 2, 3, 4};
    EXPECT_EQ(r.sample(5, 15), 1);
    EXPECT_EQ(r.sample(15, 5), 4);
    EXPECT_DOUBLE_EQ(r.sample(10, 10), 2.5);
    EXPECT_DOUBLE_EQ(r.sample(10, 15), 1.5);
    EXPECT_EQ(r.sample(0, 20), 1);
    EXPECT_EQ(r.sample(20, 0), 4);
    for (const auto& [x, y] :
         {std::pair{-0.1, 10.0}, {20.1, 10.0}, {10.0, -0.1}, {10.0, 20.1}, {kNaN, 10.0}, {10.0, kNaN}})
        EXPECT_TRUE(std::isnan(r.sample(x, y)));
    r.values[3] = std::numeric_limits<float>::quiet_NaN();
    EXPECT_TRUE(std::isnan(r.sample(10, 10)));
    EXPECT_DOUBLE_EQ(r.sample(10, 15), 1.5);  // the hole has no weight here
    EXPECT_TRUE(std::isnan(Raster{}.sample(0, 0)));
    Raster one;
    one.width = one.height = 1;
    one.originY = 1;
    one.values = {7};
    EXPECT_EQ(one.sample(0.3, 0.9), 7);
}

TEST(Raster, SameCrsIsReadCellForCell) {
    const TempDir dir;
    RasterSourceOptions options;
    options.verticalOffset = -1.5;
    for (const bool southUp : {false, true}) {
        TifOptions tif;
        tif.southUp = southUp;
        const auto raster = loadGrid(writeTif(dir / "a.tif", tif), "EPSG:4545", options);
        ASSERT_TRUE(raster) << raster.report.text();
        EXPECT_TRUE(raster.report.empty()) << raster.report.text();
        ASSERT_EQ(raster->width, 60);
        ASSERT_EQ(raster->height, 40);
        EXPECT_EQ(raster->originX, 361000);
        EXPECT_EQ(raster->originY, 3273000);
        for (int r = 0; r < 40; ++r) {
            for (int c = 0; c < 60; ++c)
                EXPECT_NEAR(raster->at(c, r), hill(361005 + c * 10, 3272995 - r * 10) - 1.5,
                            southUp ? 2e-3 : 1e-4);
        }
    }
}

TEST(Raster, ScaleOffsetAndNodata) {
    const TempDir dir;
    TifOptions tif;
    tif.type = GDT_Int16;
    const std::string path = writeTif(dir / "a.tif", tif);
    {
        const GDALDatasetUniquePtr dataset(GDALDataset::Open(path.c_str(), GDAL_OF_RASTER | GDAL_OF_UPDATE));
        GDALRasterBand* band = dataset->GetRasterBand(1);
        band->SetScale(0.5);
        band->SetOffset(100);
        band->SetNoDataValue(-32768);
        std::int16_t hole = -32768;
        if (band->RasterIO(GF_Write, 7, 5, 1, 1, &hole, 1, 1, GDT_Int16, 0, 0, nullptr) != CE_None)
            std::abort();
    }
    for (const char* target : {"EPSG:4545", "EPSG:32648"}) {
        const auto raster = loadGrid(path, target);
        ASSERT_TRUE(raster) << raster.report.text();
        double x = 361000 + 20.5 * 10;
        double y = 3273000 - 20.5 * 10;
        const double expected = std::round(hill(x, y)) * 0.5 + 100;
        ASSERT_TRUE(Transform::create(crs("EPSG:4545"), crs(target))->apply(x, y));
        EXPECT_NEAR(raster->sample(x, y), expected, 0.6) << target;
        x = 361000 + 7.5 * 10;
        y = 3273000 - 5.5 * 10;
        ASSERT_TRUE(Transform::create(crs("EPSG:4545"), crs(target))->apply(x, y));
        EXPECT_TRUE(std::isnan(raster->sample(x, y))) << target;
        // A hole must not pull its neighbours down to -32768.
        for (const float v : raster->values) EXPECT_FALSE(v < 150);
    }
}

TEST(Raster, WarpsToWhereTheSurfaceReallyIs) {
    const TempDir dir;
    TifOptions tif;
    tif.width = 200;
    tif.height = 150;
    const std::string path = writeTif(dir / "a.tif", tif);
    for (const char* target : {"EPSG:32648", "EPSG:4326", "EPSG:3857"}) {
        SCOPED_TRACE(target);
        const auto raster = loadGrid(path, target);
        ASSERT_TRUE(raster) << raster.report.text();
        const auto there = Transform::create(crs("EPSG:4545"), crs(target));
        double worst = 0;
        int seen = 0;
        for (double e = 361100; e < 362900; e += 37) {
            for (double n = 3271600; n < 3272900; n += 41) {
                double x = e;
                double y = n;
                ASSERT_TRUE(there->apply(x, y));
                const double v = raster->sample(x, y);
                if (std::isnan(v)) continue;
                worst = std::max(worst, std::abs(v - hill(e, n)));
                ++seen;
            }
        }
        EXPECT_GT(seen, 1400);
        EXPECT_LT(worst, 0.35);  // metres, where a cell of 10 m falls by up to 2
    }
}

TEST(Raster, AgreesWithGdallocationinfo) {
    if (!geodata_test::onPath("gdallocationinfo")) GTEST_SKIP() << "gdallocationinfo is not on PATH";
    const TempDir dir;
    const auto path = writeTif(dir / "a.tif");
    const auto raster = loadGrid(path);
    ASSERT_TRUE(raster);
    for (const auto& [c, r] : {std::pair{0, 0}, {59, 39}, {17, 23}}) {
        const auto ran = geodata_test::run("gdallocationinfo -valonly '" + path + "' " + std::to_string(c) +
                                           " " + std::to_string(r));
        EXPECT_NEAR(std::stod(ran.out), raster->at(c, r), 1e-4);
    }
}

TEST(Raster, BandsAndWhatIsNoBand) {
    const TempDir dir;
    TifOptions tif;
    tif.bands = 3;
    const std::string path = writeTif(dir / "a.tif", tif);
    RasterSourceOptions options;
    options.band = 2;
    for (const char* target : {"EPSG:4545", "EPSG:32648"}) {
        const auto raster = loadGrid(path, target, options);
        ASSERT_TRUE(raster) << raster.report.text();
        EXPECT_NEAR(raster->sample(raster->extent().center().x, raster->extent().center().y),
                    1000 + hill(361300, 3272800), 1)
            << target;
    }
    for (const int band : {0, 4, -1}) {
        options.band = band;
        const auto raster = loadGrid(path, "EPSG:4545", options);
        EXPECT_FALSE(raster);
        EXPECT_THAT(raster.report.text(), HasSubstr("it has no band"));
    }
}

TEST(Raster, CoarserOnRequestAndWhenTooLarge) {
    const TempDir dir;
    TifOptions tif;
    tif.width = 400;
    tif.height = 300;
    const std::string path = writeTif(dir / "a.tif", tif);
    RasterSourceOptions options;
    options.minCell = 25;
    auto raster = loadGrid(path, "EPSG:4545", options);
    ASSERT_TRUE(raster) << raster.report.text();
    EXPECT_EQ(raster->cellX, 25);
    EXPECT_TRUE(raster.report.empty()) << raster.report.text();
    EXPECT_NEAR(raster->sample(362000, 3272000), hill(362000, 3272000), 2);

    options.minCell = 0;
    options.maxCells = 5000;
    for (const char* target : {"EPSG:4545", "EPSG:32648"}) {
        raster = loadGrid(path, target, options);
        ASSERT_TRUE(raster) << raster.report.text();
        EXPECT_LE(raster->values.size(), 5000U);
        EXPECT_GT(raster->values.size(), 3500U);
        EXPECT_THAT(raster.report.text(), HasSubstr("more than memory is set aside for"));
    }
}

TEST(Raster, CrsMissingDeclaredAndUnsupported) {
    const TempDir dir;
    TifOptions tif;
    tif.epsg = 0;
    const std::string path = writeTif(dir / "a.tif", tif);
    auto raster = loadGrid(path);
    ASSERT_TRUE(raster);
    EXPECT_THAT(raster.report.text(), HasSubstr("names no coordinate system and none is declared"));
    RasterSourceOptions options;
    options.crs = "EPSG:4545";
    raster = loadGrid(path, "EPSG:32648", options);
    ASSERT_TRUE(raster) << raster.report.text();
    EXPECT_THAT(raster.report.text(), HasSubstr("the declared one is used"));
    for (const char* offset : {"GCJ02", "BD09"}) {
        options.crs = offset;
        raster = loadGrid(path, "EPSG:4545", options);
        EXPECT_FALSE(raster);
        EXPECT_THAT(raster.report.text(), HasSubstr("is not supported for rasters"));
        EXPECT_FALSE(loadGrid(path, offset));
    }
    options.crs = "rubbish";
    EXPECT_FALSE(loadGrid(path, "EPSG:4545", options));
    tif.placed = false;
    raster = loadGrid(writeTif(dir / "b.tif", tif));
    EXPECT_FALSE(raster);
    EXPECT_THAT(raster.report.text(), HasSubstr("not georeferenced"));
}

TEST(Raster, CutOffKeepsTheRowsBefore) {
    const TempDir dir;
    TifOptions tif;
    tif.width = 500;
    tif.height = 400;
    const std::string path = writeTif(dir / "a.tif", tif);
    geodata_test::truncateFile(path, 0.6);
    for (const char* target : {"EPSG:4545", "EPSG:32648"}) {
        const auto raster = loadGrid(path, target);
        EXPECT_TRUE(raster.report.hasErrors()) << target;
        EXPECT_THAT(raster.report.text(), HasSubstr("a.tif"));
        if (std::string(target) != "EPSG:4545") continue;
        ASSERT_TRUE(raster);
        EXPECT_NEAR(raster->at(3, 3), hill(361035, 3272965), 1e-3);
        EXPECT_TRUE(std::isnan(raster->at(3, 399)));
    }
    geodata_test::truncateFile(path, 0.0001);
    EXPECT_FALSE(loadGrid(path));
}

TEST(Raster, AHeaderThatPromisesTheMoonIsNotBelieved) {
    const TempDir dir;
    const GdalSession session;
    const char* const sparse[] = {"SPARSE_OK=TRUE", "BIGTIFF=YES", "TILED=YES", nullptr};
    GDALDriver* driver = GetGDALDriverManager()->GetDriverByName("GTiff");
    {
        const GDALDatasetUniquePtr dataset(driver->Create((dir / "moon.tif").c_str(), 300000, 300000, 1,
                                                          GDT_Float32, const_cast<char**>(sparse)));
        double transform[6] = {361000, 1, 0, 3273000, 0, -1};
        dataset->SetGeoTransform(transform);
    }
    RasterSourceOptions options;
    options.maxCells = 1 << 20;
    const auto raster = loadGrid(dir / "moon.tif", "EPSG:4545", options);
    EXPECT_TRUE(raster || raster.report.hasErrors());
}

}  // namespace
