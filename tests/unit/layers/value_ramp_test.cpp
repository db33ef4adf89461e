// Numbers of a raster as colours.

#include "layers/raster/value_ramp.h"

#include <gdal_priv.h>
#include <gtest/gtest.h>
#include <ogr_spatialref.h>

#include <cmath>
#include <limits>

#include "geodata/gdal_session.h"
#include "layers/raster/value_pieces.h"
#include "tests/unit/geodata/support.h"

namespace atlas::layers {
namespace {

geodata::Raster rasterOf(std::vector<float> values) {
    geodata::Raster raster;
    raster.width = static_cast<int>(values.size());
    raster.height = 1;
    raster.values = std::move(values);
    return raster;
}

TEST(ValueRamp, OutliersDoNotFlattenIt) {
    std::vector<float> values;
    for (int i = 0; i < 1000; ++i) values.push_back(static_cast<float>(i));
    values[500] = 1e9F;
    const ValueRamp ramp = rampOf(rasterOf(values));
    EXPECT_NEAR(ramp.low, 20, 2);
    EXPECT_NEAR(ramp.high, 981, 2);
    EXPECT_EQ(ramp.color(-5), ramp.color(ramp.low));
    EXPECT_EQ(ramp.color(1e9), ramp.color(ramp.high));
    // Lighter with every step, so that it can be read without colours.
    double before = -1;
    for (double value = ramp.low; value <= ramp.high; value += 50) {
        const auto color = ramp.color(value);
        const double light = 0.2126 * color[0] + 0.7152 * color[1] + 0.0722 * color[2];
        EXPECT_GT(light, before);
        before = light;
    }
}

TEST(ValueRamp, NothingAndOneValueAreNoTrouble) {
    constexpr float nan = std::numeric_limits<float>::quiet_NaN();
    const auto none = rasterOf({nan, nan});
    EXPECT_FALSE(rampOf(none).any);
    EXPECT_EQ(colored(none.values, rampOf(none)), std::vector<std::uint8_t>(8, 0));
    const auto one = rasterOf({7, nan, 7});
    const ValueRamp ramp = rampOf(one);
    EXPECT_TRUE(ramp.any);
    EXPECT_LT(ramp.low, ramp.high);
    const auto rgba = colored(one.values, ramp);
    EXPECT_EQ(rgba[3], 255);
    EXPECT_EQ(rgba[7], 0) << "no data is transparent";
}

TEST(ValueRamp, PiecesOfAFileLieNorthUp) {
    const geodata::GdalSession session;
    const geodata_test::TempDir dir;
    // Rises by 1 a metre to the north, from 0 at the southern edge; no data in its easternmost metres.
    constexpr int kSide = 600;
    constexpr double kWest = 500000, kSouth = 3270000;
    constexpr float kNothing = -1;
    const std::string path = dir / "north.tif";
    {
        GDALDriver* driver = GetGDALDriverManager()->GetDriverByName("GTiff");
        const GDALDatasetUniquePtr dataset(
            driver->Create(path.c_str(), kSide, kSide, 1, GDT_Float32, nullptr));
        double transform[6] = {kWest, 1, 0, kSouth + kSide, 0, -1};
        dataset->SetGeoTransform(transform);
        const OGRSpatialReference reference = geodata_test::srs(4545);
        dataset->SetSpatialRef(&reference);
        dataset->GetRasterBand(1)->SetNoDataValue(kNothing);
        for (int r = 0; r < kSide; ++r) {
            std::vector<float> row(kSide, static_cast<float>(kSide - r) - 0.5F);
            std::fill(row.end() - 100, row.end(), kNothing);
            ASSERT_EQ(dataset->GetRasterBand(1)->RasterIO(GF_Write, 0, r, kSide, 1, row.data(), kSide, 1,
                                                          GDT_Float32, 0, 0, nullptr),
                      CE_None);
        }
    }
    geodata::PagedRasterOptions options;
    options.path = path;
    const auto file = geodata::PagedRaster::open(options, *geodata::Crs::parse("EPSG:4545"));
    ASSERT_TRUE(file) << file.report.text();
    ValueRamp ramp;
    ramp.low = 0;
    ramp.high = kSide;
    ramp.any = true;
    // More rows than are read at a time, a hundred metres of them north of the file.
    const geodata::Extent extent{kWest + 300, kSouth + 100, kWest + 600, kSouth + 700};
    const geodata::Imagery piece = coloredPiece(**file, ramp, extent, 1);
    ASSERT_EQ(piece.width, 300);
    ASSERT_EQ(piece.height, 600);
    EXPECT_DOUBLE_EQ(piece.extent().maxY, extent.maxY);
    const auto texel = [&](int column, int row) {
        return piece.rgba.data() +
               (static_cast<std::size_t>(row) * 300 + static_cast<std::size_t>(column)) * 4;
    };
    EXPECT_EQ(texel(10, 50)[3], 0) << "north of the file";
    EXPECT_EQ(texel(250, 300)[3], 0) << "no data";
    for (const int row : {101, 250, 300, 599}) {
        const double height = 700 - row - 0.5;
        ASSERT_EQ(texel(10, row)[3], 255) << row;
        for (std::size_t c = 0; c < 3; ++c)
            EXPECT_NEAR(texel(10, row)[c], ramp.color(height)[c] * 255, 1) << row;
    }
}

}  // namespace
}  // namespace atlas::layers
