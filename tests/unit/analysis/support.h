#pragma once
// Rasters for the tests of analysis, and GDAL's own tools to hold the results against.

#include <cpl_string.h>
#include <gdal_priv.h>
#include <gdal_utils.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "../terrain/shapes.h"
#include "analysis/grid.h"
#include "fractal.h"
#include "geodata/feature_source.h"
#include "geodata/gdal_session.h"
#include "geodata/raster.h"

namespace atlas::analysis {

using geodata::Raster;
using terrain::plane;
using terrain::rasterOf;
using terrain::sphereCap;

/// The raster as a GDAL dataset in memory; NaN becomes -9999.
inline GDALDatasetUniquePtr datasetOf(const Raster& raster, GDALDataType type = GDT_Float32) {
    const geodata::GdalSession session;
    GDALDatasetUniquePtr dataset(GetGDALDriverManager()->GetDriverByName("MEM")->Create(
        "", raster.width, raster.height, 1, type, nullptr));
    double transform[] = {raster.originX, raster.cellX, 0, raster.originY, 0, -raster.cellY};
    dataset->SetGeoTransform(transform);
    if (!raster.crs.empty()) {
        OGRSpatialReference reference;
        reference.SetFromUserInput(raster.crs.c_str());
        dataset->SetSpatialRef(&reference);
    }
    std::vector<float> values = raster.values;
    bool holes = false;
    for (float& value : values)
        if (std::isnan(value)) value = -9999, holes = true;
    GDALRasterBand* band = dataset->GetRasterBand(1);
    if (holes) band->SetNoDataValue(-9999);
    EXPECT_EQ(band->RasterIO(GF_Write, 0, 0, raster.width, raster.height, values.data(), raster.width,
                             raster.height, GDT_Float32, 0, 0, nullptr),
              CE_None);
    return dataset;
}

inline std::vector<float> valuesOf(GDALDataset& dataset) {
    std::vector<float> values(static_cast<std::size_t>(dataset.GetRasterXSize()) * dataset.GetRasterYSize());
    EXPECT_EQ(dataset.GetRasterBand(1)->RasterIO(
                  GF_Read, 0, 0, dataset.GetRasterXSize(), dataset.GetRasterYSize(), values.data(),
                  dataset.GetRasterXSize(), dataset.GetRasterYSize(), GDT_Float32, 0, 0, nullptr),
              CE_None);
    return values;
}

/// gdaldem MODE with these words; -9999 where it has no value.
inline std::vector<float> gdaldem(const Raster& raster, const char* mode,
                                  const std::vector<std::string>& words = {}) {
    const auto source = datasetOf(raster);
    CPLStringList list;
    for (const char* word : {"-of", "MEM"}) list.AddString(word);
    for (const auto& word : words) list.AddString(word.c_str());
    GDALDEMProcessingOptions* options = GDALDEMProcessingOptionsNew(list.List(), nullptr);
    int wrong = 0;
    const GDALDatasetUniquePtr result(GDALDataset::FromHandle(
        GDALDEMProcessing("", GDALDataset::ToHandle(source.get()), mode, nullptr, options, &wrong)));
    GDALDEMProcessingOptionsFree(options);
    EXPECT_TRUE(result);
    return result ? valuesOf(*result) : std::vector<float>(raster.values.size(), kNan);
}

inline Raster bundledElevation() {
    const geodata::GdalSession session;
    geodata::RasterSourceOptions options;
    options.path = ATLAS_SHARE_DIR "/data/elevation.tif";
    auto raster = geodata::loadRaster(options, *geodata::Crs::parse("EPSG:4545"));
    EXPECT_TRUE(raster) << raster.report.text();
    return std::move(*raster.value);
}

/// Real radar heights that are no part of the product; nullopt where they are absent.
inline std::optional<Raster> radarElevation() {
    const std::string path = std::string(ATLAS_SOURCE_DIR) + "/../shared/data/srtm30_yuzhong_utm48n.tif";
    if (!std::filesystem::exists(path)) return std::nullopt;
    const geodata::GdalSession session;
    geodata::RasterSourceOptions options;
    options.path = path;
    auto raster = geodata::loadRaster(options, *geodata::Crs::parse("EPSG:32648"));
    EXPECT_TRUE(raster) << raster.report.text();
    return std::move(*raster.value);
}

/// A rectangle of no data, so that every kind of neighbourhood occurs.
inline void hole(Raster& raster, int column, int row, int width, int height) {
    for (int r = row; r < row + height; ++r)
        for (int c = column; c < column + width; ++c)
            raster.values[static_cast<std::size_t>(r) * raster.width + c] = kNan;
}

}  // namespace atlas::analysis
