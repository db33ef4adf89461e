#include "district/elevation_file.h"

#include <cpl_string.h>
#include <gdal_priv.h>
#include <ogr_spatialref.h>

#include <array>
#include <cmath>
#include <memory>

namespace atlas::district {

geodata::Report writeElevation(const Ground& ground, const std::string& path) {
    constexpr float kNoData = -9999;
    geodata::Report report;
    const auto fail = [&](const char* message) {
        geodata::Problem p;
        p.file = path;
        p.message = message;
        report.add(std::move(p));
        return report;
    };
    GDALDriver* driver = GetGDALDriverManager()->GetDriverByName("GTiff");
    if (!driver) return fail("GDAL has no GeoTIFF driver");
    CPLStringList options;
    for (const char* option :
         {"TILED=YES", "BLOCKXSIZE=256", "BLOCKYSIZE=256", "COMPRESS=DEFLATE", "PREDICTOR=3", "ZLEVEL=9"})
        options.AddString(option);
    const Grid& grid = ground.grid;
    std::unique_ptr<GDALDataset> file(
        driver->Create(path.c_str(), grid.width, grid.height, 1, GDT_Float32, options.List()));
    if (!file) return fail("GDAL cannot create the raster");
    std::array<double, 6> place{grid.originX, grid.cell, 0, grid.originY, 0, -grid.cell};
    OGRSpatialReference crs;
    if (crs.SetFromUserInput(ground.crs.c_str()) != OGRERR_NONE)
        return fail("the CRS of the raster is not known to PROJ");
    crs.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    file->SetSpatialRef(&crs);
    file->SetGeoTransform(place.data());
    std::vector<float> values = ground.height;
    for (float& value : values)
        if (std::isnan(value)) value = kNoData;
    GDALRasterBand* band = file->GetRasterBand(1);
    band->SetNoDataValue(kNoData);
    band->SetUnitType("m");
    if (band->RasterIO(GF_Write, 0, 0, grid.width, grid.height, values.data(), grid.width, grid.height,
                       GDT_Float32, 0, 0, nullptr) != CE_None)
        return fail("GDAL cannot write the raster");
    file->FlushCache();
    return report;
}

}  // namespace atlas::district
