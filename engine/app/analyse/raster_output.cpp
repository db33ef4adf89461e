#include <fmt/format.h>
#include <gdal_priv.h>

#include <algorithm>
#include <cstring>
#include <limits>

#include "app/analyse/analysis_output.h"
#include "app/failure.h"
#include "geodata/gdal_session.h"

namespace atlas::app {

namespace {

constexpr int kRows = 256;  // written at a time: a row of tiles

[[noreturn]] void fail(const geodata::GdalMessages& messages) {
    throw WorkError("cannot write the raster: {}", messages.lastError().empty()
                                                       ? geodata::Sentence("GDAL gives no reason")
                                                       : geodata::Sentence(messages.lastError()));
}

}  // namespace

void writeGeoTiff(const std::string& path, const RasterOutput& output, const Provenance& provenance,
                  const analysis::Job& job) {
    const geodata::GdalMessages messages(path);
    GDALDriver* driver = GetGDALDriverManager()->GetDriverByName("GTiff");
    if (driver == nullptr)
        throw WorkError("GDAL on this machine lacks its GTiff driver; install libgdal again");
    const bool codes = output.codes != nullptr;
    CPLStringList options;
    for (const char* option : {"COMPRESS=DEFLATE", "TILED=YES", "BIGTIFF=IF_SAFER", "NUM_THREADS=ALL_CPUS"})
        options.AddString(option);
    if (!codes) options.AddString("PREDICTOR=3");
    const geodata::Raster& shape = output.shape;
    GDALDatasetUniquePtr dataset(driver->Create(path.c_str(), shape.width, shape.height, 1,
                                                codes ? GDT_Byte : GDT_Float32, options.List()));
    if (!dataset) fail(messages);
    OGRSpatialReference reference;
    reference.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    if (reference.SetFromUserInput(shape.crs.c_str()) != OGRERR_NONE) fail(messages);
    double transform[] = {shape.originX, shape.cellX, 0, shape.originY, 0, -shape.cellY};
    dataset->SetSpatialRef(&reference);
    dataset->SetGeoTransform(transform);
    dataset->SetMetadataItem("TIFFTAG_SOFTWARE", "yuzhong " ATLAS_VERSION);
    dataset->SetMetadataItem("TIFFTAG_IMAGEDESCRIPTION", output.title.c_str());
    for (const auto& [key, value] : provenance) dataset->SetMetadataItem(key.c_str(), value.c_str());
    GDALRasterBand* band = dataset->GetRasterBand(1);
    band->SetDescription(output.title.c_str());
    if (!output.unit.empty()) band->SetUnitType(output.unit.c_str());
    if (codes && output.noCode >= 0) band->SetNoDataValue(output.noCode);
    if (!codes) band->SetNoDataValue(std::numeric_limits<double>::quiet_NaN());
    // GDAL only reads what it writes, but has no const in its signature: it gets a copy.
    std::vector<std::uint8_t> strip;
    for (int row = 0; row < shape.height; row += kRows) {
        if (job.cancelled()) throw WorkError("cancelled; nothing was written");
        const int rows = std::min(kRows, shape.height - row);
        const std::size_t size = codes ? sizeof(std::uint8_t) : sizeof(float);
        const std::size_t begin = static_cast<std::size_t>(row) * static_cast<std::size_t>(shape.width);
        const std::size_t count = static_cast<std::size_t>(rows) * static_cast<std::size_t>(shape.width);
        strip.resize(count * size);
        const void* from = codes ? static_cast<const void*>(output.codes + begin)
                                 : static_cast<const void*>(output.values->data() + begin);
        std::memcpy(strip.data(), from, strip.size());
        if (band->RasterIO(GF_Write, 0, row, shape.width, rows, strip.data(), shape.width, rows,
                           codes ? GDT_Byte : GDT_Float32, 0, 0, nullptr) != CE_None)
            fail(messages);
        job.tell(static_cast<double>(row + rows) / shape.height);
    }
    dataset.reset();  // what is left is written now
    if (!messages.lastError().empty()) fail(messages);
}

}  // namespace atlas::app
