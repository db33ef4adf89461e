// Rasters as pictures: colours as they were, in the right place.

#include "geodata/imagery.h"

#include <gdal_priv.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "geodata/gdal_session.h"
#include "support.h"

namespace {

using namespace atlas::geodata;
using geodata_test::crs;
using geodata_test::TempDir;
using testing::HasSubstr;
using testing::Not;
using Rgba = std::array<std::uint8_t, 4>;

constexpr int kSide = 32;
constexpr double kWest = 361000;
constexpr double kNorth = 3273000;
constexpr double kCell = 10;

// Left half one colour, right half another; no data of its own.
std::string writePicture(const std::string& path, int bands, GDALDataType type, int epsg,
                         bool palette = false, bool placed = true) {
    const GdalSession session;
    GDALDriver* driver = GetGDALDriverManager()->GetDriverByName("GTiff");
    const GDALDatasetUniquePtr dataset(driver->Create(path.c_str(), kSide, kSide, bands, type, nullptr));
    double transform[6] = {kWest, kCell, 0, kNorth, 0, -kCell};
    if (placed) dataset->SetGeoTransform(transform);
    const OGRSpatialReference reference = geodata_test::srs(epsg);
    dataset->SetSpatialRef(&reference);
    if (palette) {
        GDALColorTable table;
        const GDALColorEntry red{200, 10, 20, 255};
        const GDALColorEntry blue{10, 20, 200, 255};
        table.SetColorEntry(1, &red);
        table.SetColorEntry(2, &blue);
        dataset->GetRasterBand(1)->SetColorTable(&table);
    }
    std::vector<double> row(kSide);
    for (int band = 1; band <= bands; ++band) {
        for (int r = 0; r < kSide; ++r) {
            for (int c = 0; c < kSide; ++c) {
                const bool left = c < kSide / 2;
                const std::array<double, 4> values{left ? 200.0 : 10.0, left ? 10.0 : 20.0,
                                                   left ? 20.0 : 200.0, left ? 255.0 : 0.0};
                row[static_cast<std::size_t>(c)] =
                    palette ? (left ? 1 : 2) : values[static_cast<std::size_t>(band - 1)];
            }
            EXPECT_EQ(dataset->GetRasterBand(band)->RasterIO(GF_Write, 0, r, kSide, 1, row.data(), kSide, 1,
                                                             GDT_Float64, 0, 0, nullptr),
                      CE_None);
        }
    }
    return path;
}

Rgba at(const Imagery& picture, double x, double y) {
    const auto column = static_cast<std::size_t>((x - picture.originX) / picture.cellX);
    const auto row = static_cast<std::size_t>((picture.originY - y) / picture.cellY);
    const std::size_t i = (row * static_cast<std::size_t>(picture.width) + column) * 4;
    return {picture.rgba[i], picture.rgba[i + 1], picture.rgba[i + 2], picture.rgba[i + 3]};
}

constexpr double kLeft = kWest + 5 * kCell;
constexpr double kRight = kWest + 27 * kCell;
constexpr double kMiddle = kNorth - 16.5 * kCell;

TEST(Imagery, ColoursAndPlacesStay) {
    const TempDir dir;
    const auto content =
        loadRasterContent(writePicture(dir / "a.tif", 3, GDT_Byte, 4545), "", crs("EPSG:4545"));
    ASSERT_TRUE(content) << content.report.text();
    ASSERT_TRUE(content->picture);
    EXPECT_FALSE(content->values);
    const Imagery& picture = *content->picture;
    EXPECT_NEAR(picture.extent().minX, kWest, 1e-6);
    EXPECT_NEAR(picture.extent().maxY, kNorth, 1e-6);
    EXPECT_EQ(at(picture, kLeft, kMiddle), (Rgba{200, 10, 20, 255}));
    EXPECT_EQ(at(picture, kRight, kMiddle), (Rgba{10, 20, 200, 255}));
}

TEST(Imagery, WarpedIntoAnotherSystem) {
    const TempDir dir;
    // Written in CGCS2000's zone of 114° east, asked for in UTM 48 north: the same ground, turned.
    const auto content =
        loadRasterContent(writePicture(dir / "a.tif", 3, GDT_Byte, 4547), "", crs("EPSG:32648"));
    ASSERT_TRUE(content) << content.report.text();
    const Imagery& picture = *content->picture;
    const auto there = Transform::create(crs("EPSG:4547"), crs("EPSG:32648"));
    ASSERT_TRUE(there);
    for (const auto& [x, wanted] :
         {std::pair{kLeft, Rgba{200, 10, 20, 255}}, {kRight, Rgba{10, 20, 200, 255}}}) {
        double px = x;
        double py = kMiddle;
        there->apply(px, py);
        EXPECT_EQ(at(picture, px, py), wanted);
    }
    EXPECT_EQ(picture.rgba[3], 0) << "the corners that the turned picture leaves are transparent";
}

TEST(Imagery, PalettesGreysAlphaAndNumbers) {
    const TempDir dir;
    const auto target = crs("EPSG:4545");
    const auto palette = loadRasterContent(writePicture(dir / "p.tif", 1, GDT_Byte, 4545, true), "", target);
    ASSERT_TRUE(palette) << palette.report.text();
    EXPECT_EQ(at(*palette->picture, kRight, kMiddle), (Rgba{10, 20, 200, 255}));
    const auto grey = loadRasterContent(writePicture(dir / "g.tif", 1, GDT_Byte, 4545), "", target);
    ASSERT_TRUE(grey) << grey.report.text();
    EXPECT_EQ(at(*grey->picture, kLeft, kMiddle), (Rgba{200, 200, 200, 255}));
    const auto alpha = loadRasterContent(writePicture(dir / "a.tif", 4, GDT_Byte, 4545), "", target);
    ASSERT_TRUE(alpha) << alpha.report.text();
    EXPECT_EQ(at(*alpha->picture, kLeft, kMiddle)[3], 255);
    EXPECT_EQ(at(*alpha->picture, kRight, kMiddle)[3], 0);
    const auto numbers = loadRasterContent(writePicture(dir / "n.tif", 1, GDT_Float32, 4545), "", target);
    ASSERT_TRUE(numbers) << numbers.report.text();
    ASSERT_TRUE(numbers->values);
    EXPECT_FLOAT_EQ(numbers->values->at(3, 3), 200);
}

TEST(Imagery, LargeOnesAreReduced) {
    const TempDir dir;
    const auto content =
        loadRasterContent(writePicture(dir / "a.tif", 3, GDT_Byte, 4545), "", crs("EPSG:4545"), 100);
    ASSERT_TRUE(content) << content.report.text();
    EXPECT_LE(content->picture->width * content->picture->height, 100);
    EXPECT_EQ(at(*content->picture, kLeft, kMiddle), (Rgba{200, 10, 20, 255}));
}

TEST(Imagery, ColoursTakenAsNumbersAreTold) {
    const TempDir dir;
    RasterSourceOptions options;
    options.path = writePicture(dir / "rgb.tif", 3, GDT_Byte, 4545);
    const auto colours = loadRaster(options, crs("EPSG:4545"));
    ASSERT_TRUE(colours) << colours.report.text();
    EXPECT_THAT(colours.report.text(), HasSubstr("holds colours"));
    options.path = writePicture(dir / "heights.tif", 1, GDT_Float32, 4545);
    EXPECT_THAT(loadRaster(options, crs("EPSG:4545")).report.text(), Not(HasSubstr("colours")));
}

TEST(Imagery, BadOnesSayWhy) {
    const TempDir dir;
    const auto target = crs("EPSG:4545");
    const auto loose =
        loadRasterContent(writePicture(dir / "l.tif", 3, GDT_Byte, 4545, false, false), "", target);
    EXPECT_FALSE(loose);
    EXPECT_THAT(loose.report.text(), HasSubstr("not georeferenced"));
    EXPECT_FALSE(loadRasterContent(dir / "missing.tif", "", target));
    EXPECT_FALSE(loadRasterContent(writePicture(dir / "w.tif", 3, GDT_Byte, 4545), "GCJ02", target));
    EXPECT_FALSE(isRaster(dir / "missing.tif"));
    EXPECT_TRUE(isRaster(dir / "w.tif"));
}

TEST(Imagery, PiecesOfALargePictureAreThoseOfTheFile) {
    const GdalSession session;
    const TempDir dir;
    // A cell's colour tells its column and row.
    constexpr int kWide = 700, kTall = 500;
    const std::string path = dir / "large.tif";
    {
        GDALDriver* driver = GetGDALDriverManager()->GetDriverByName("GTiff");
        const GDALDatasetUniquePtr dataset(driver->Create(path.c_str(), kWide, kTall, 3, GDT_Byte, nullptr));
        double transform[6] = {kWest, 2, 0, kNorth, 0, -2};
        dataset->SetGeoTransform(transform);
        const OGRSpatialReference reference = geodata_test::srs(4545);
        dataset->SetSpatialRef(&reference);
        std::vector<std::uint8_t> row(kWide * 3);
        for (int r = 0; r < kTall; ++r) {
            for (int c = 0; c < kWide; ++c) {
                row[static_cast<std::size_t>(c)] = static_cast<std::uint8_t>(c % 251);
                row[static_cast<std::size_t>(c + kWide)] = static_cast<std::uint8_t>(r % 241);
                row[static_cast<std::size_t>(c + 2 * kWide)] =
                    static_cast<std::uint8_t>((c / 251) * 50 + r / 241);
            }
            ASSERT_EQ(dataset->RasterIO(GF_Write, 0, r, kWide, 1, row.data(), kWide, 1, GDT_Byte, 3, nullptr,
                                        0, 0, kWide, nullptr),
                      CE_None);
        }
    }
    const auto whole = loadRasterContent(path, "", crs("EPSG:4545"));
    ASSERT_TRUE(whole && whole->picture);
    EXPECT_EQ(whole->finer, nullptr);  // all of it is there
    EXPECT_EQ(whole->picture->width, kWide);
    const auto content = loadRasterContent(path, "", crs("EPSG:4545"), 10000);
    ASSERT_TRUE(content && content->picture);
    EXPECT_TRUE(content.report.problems().empty()) << content.report.text();
    EXPECT_LE(content->picture->width * content->picture->height, 10000);
    ASSERT_NE(content->finer, nullptr);
    EXPECT_NEAR(content->finer->cell(), 2, 1e-9);
    const Extent extent{kWest + 2 * 300, kNorth - 2 * 420, kWest + 2 * 400, kNorth - 2 * 300};
    const auto piece = content->finer->read(extent, 2);
    ASSERT_TRUE(piece);
    ASSERT_EQ(piece->width, 100);
    ASSERT_EQ(piece->height, 120);
    for (int r = 0; r < piece->height; r += 7)
        for (int c = 0; c < piece->width; c += 7) {
            const std::size_t i = (static_cast<std::size_t>(r) * 100 + static_cast<std::size_t>(c)) * 4;
            const int column = 300 + c, line = 300 + r;
            EXPECT_EQ(piece->rgba[i], column % 251);
            EXPECT_EQ(piece->rgba[i + 1], line % 241);
            EXPECT_EQ(piece->rgba[i + 3], 255);
        }
    // Half beyond its west edge: there it is transparent.
    const auto edge = content->finer->read({kWest - 100, kNorth - 200, kWest + 100, kNorth - 100}, 2);
    ASSERT_TRUE(edge);
    EXPECT_EQ(edge->rgba[3], 0);
    EXPECT_EQ(edge->rgba[99 * 4 + 3], 255);
    // Wholly beyond it: nothing, and no crash.
    const auto beyond = content->finer->read({kWest - 9000, kNorth, kWest - 8000, kNorth + 1000}, 10);
    EXPECT_TRUE(!beyond ||
                std::all_of(beyond->rgba.begin(), beyond->rgba.end(), [](int v) { return v == 0; }));
}

TEST(Imagery, LargeNumbersStayInTheirFile) {
    const GdalSession session;
    const TempDir dir;
    constexpr int kWide = 300, kTall = 200;
    const auto value = [](double east, double south) {
        return 0.5 * east - 0.25 * south;
    };  // metres: a plane
    const std::string path = dir / "plane.tif";
    {
        GDALDriver* driver = GetGDALDriverManager()->GetDriverByName("GTiff");
        const GDALDatasetUniquePtr dataset(
            driver->Create(path.c_str(), kWide, kTall, 1, GDT_Float32, nullptr));
        double transform[6] = {kWest, 2, 0, kNorth, 0, -2};
        dataset->SetGeoTransform(transform);
        const OGRSpatialReference reference = geodata_test::srs(4545);
        dataset->SetSpatialRef(&reference);
        std::vector<float> row(kWide);
        for (int r = 0; r < kTall; ++r) {
            for (int c = 0; c < kWide; ++c)
                row[static_cast<std::size_t>(c)] = static_cast<float>(value(2 * c + 1, 2 * r + 1));
            ASSERT_EQ(dataset->GetRasterBand(1)->RasterIO(GF_Write, 0, r, kWide, 1, row.data(), kWide, 1,
                                                          GDT_Float32, 0, 0, nullptr),
                      CE_None);
        }
    }
    const auto whole = loadRasterContent(path, "", crs("EPSG:4545"));
    ASSERT_TRUE(whole && whole->values);
    EXPECT_EQ(whole->finerValues, nullptr);  // all of it is there
    const auto content = loadRasterContent(path, "", crs("EPSG:4545"), 2000);
    ASSERT_TRUE(content && content->values);
    EXPECT_TRUE(content.report.problems().empty()) << content.report.text();
    EXPECT_LE(content->values->values.size(), 2000U);
    ASSERT_NE(content->finerValues, nullptr);
    EXPECT_NEAR(content->finerValues->cell(), 2, 1e-9);
    for (const auto& [east, south] : {std::pair{101.0, 51.0}, {333.3, 222.2}, {580.0, 390.0}})
        EXPECT_NEAR(content->finerValues->heightAt(kWest + east, kNorth - south), value(east, south), 1e-3);
    // The reduced ones say the same within what half of their cell rises.
    const Raster& coarse = *content->values;
    EXPECT_NEAR(coarse.sample(kWest + 300, kNorth - 200), value(300, 200), 0.1 * coarse.cellX);
}

}  // namespace
