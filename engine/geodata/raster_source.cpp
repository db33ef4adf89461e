#include <gdal_priv.h>

#include <algorithm>
#include <cmath>
#include <exception>
#include <limits>
#include <new>
#include <optional>

#include "geodata/gdal_open.h"
#include "geodata/guarded.h"
#include "geodata/large_array.h"
#include "geodata/raster.h"
#include "geodata/raster_outline.h"
#include "geodata/raster_warp.h"

namespace atlas::geodata {
namespace {

/// A north-up grid that can be read row by row, in the target CRS, and how its numbers become metres.
struct Grid {
    GDALDatasetUniquePtr selected;  ///< the one band, when the source has several; must outlive `warped`
    GDALDatasetUniquePtr warped;    ///< null: the source is read as it is
    GDALRasterBand* band = nullptr;
    double scale = 1;
    double offset = 0;
    double transform[6] = {0, 1, 0, 0, 0, -1};
    int width = 0;
    int height = 0;
};

// A fiftieth of a cell is what the approximation of the projection may be off; GDAL's default is an eighth.
const std::vector<std::string> kHeights{"-r",         "cubic", "-ot",       "Float64", "-wt", "Float64",
                                        "-dstnodata", "nan",   "-novshift", "-et",     "0.02"};

bool northUp(const double* t) {
    return t[1] > 0 && t[5] < 0 && t[2] == 0 && t[4] == 0;
}

void measure(Grid& grid, GDALDataset& dataset) {
    grid.width = dataset.GetRasterXSize();
    grid.height = dataset.GetRasterYSize();
    dataset.GetGeoTransform(grid.transform);
}

/// Lays the source out as a north-up grid in the target CRS. false with an error in the report.
bool layOut(GDALDataset& dataset, const RasterSourceOptions& options, const Crs& from, const Crs& target,
            GdalMessages& messages, Grid& grid, Report& report) {
    if (!placed(dataset, options.path, report)) return false;
    double t[6];
    const bool straight = dataset.GetGeoTransform(t) == CE_None;  // else control points
    GDALRasterBand* band = dataset.GetRasterBand(options.band);
    grid.scale = band->GetScale();
    grid.offset = band->GetOffset();
    const bool sameCrs = straight && from.sameAs(target);
    const double cells = static_cast<double>(dataset.GetRasterXSize()) * dataset.GetRasterYSize();
    if (sameCrs && northUp(t) && cells <= static_cast<double>(options.maxCells) &&
        options.minCell <= std::min(t[1], -t[5])) {
        grid.band = band;
        measure(grid, dataset);
        return true;
    }

    GDALDataset* source = &dataset;
    if (dataset.GetRasterCount() > 1) {
        grid.selected = translated(dataset, {"-b", std::to_string(options.band)});
        source = grid.selected.get();
    }
    if (source != nullptr) grid.warped = warped(*source, from, target, 0, kHeights);
    double wanted = 0;
    if (grid.warped) {
        measure(grid, *grid.warped);
        const double cell = grid.transform[1];
        const double total = static_cast<double>(grid.width) * grid.height;
        if (options.minCell > cell) wanted = options.minCell;
        // A little more than the square root says: the warper rounds its size up.
        const double after = wanted > 0 ? total * (cell / wanted) * (cell / wanted) : total;
        if (after > static_cast<double>(options.maxCells)) {
            wanted = std::max(wanted, cell * std::sqrt(total / static_cast<double>(options.maxCells)) * 1.01);
            report.add(makeWarning(
                options.path,
                said("the raster has {} x {} cells, more than memory is set aside for; read with cells of {}",
                     std::to_string(grid.width), std::to_string(grid.height), CPLSPrintf("%.6g", wanted))));
        }
    }
    if (wanted > 0) {
        grid.warped = warped(*source, from, target, wanted, kHeights);
        if (grid.warped) measure(grid, *grid.warped);
    }
    if (!grid.warped || !northUp(grid.transform)) {
        report.add(makeError(options.path, said("it cannot be brought from {} to {}: {}", from.name(),
                                                target.name(), messages.lastError())));
        messages.take();
        return false;
    }
    grid.band = grid.warped->GetRasterBand(1);
    return true;
}

/// Reads row by row, so that what lies before or behind a damaged place is kept. Returns how many rows could
/// be read.
int readRows(Grid& grid, double verticalOffset, std::vector<float>& values) {
    constexpr float nan = std::numeric_limits<float>::quiet_NaN();
    const auto width = static_cast<std::size_t>(grid.width);
    reserveLarge(values, width * static_cast<std::size_t>(grid.height));
    values.assign(width * static_cast<std::size_t>(grid.height), nan);
    const bool masked = (grid.band->GetMaskFlags() & GMF_ALL_VALID) == 0;
    GDALRasterBand* mask = masked ? grid.band->GetMaskBand() : nullptr;

    int blockWidth = 0;
    int blockHeight = 0;
    grid.band->GetBlockSize(&blockWidth, &blockHeight);
    const int stripHeight = std::clamp(blockHeight, 1, 256);
    std::vector<double> strip(width * static_cast<std::size_t>(stripHeight));
    std::vector<GByte> valid(masked ? strip.size() : 0, 255);
    int good = 0;
    for (int row = 0; row < grid.height; row += stripHeight) {
        const int rows = std::min(stripHeight, grid.height - row);
        const std::size_t count = width * static_cast<std::size_t>(rows);
        if (grid.band->RasterIO(GF_Read, 0, row, grid.width, rows, strip.data(), grid.width, rows,
                                GDT_Float64, 0, 0, nullptr) != CE_None)
            continue;
        if (mask != nullptr && mask->RasterIO(GF_Read, 0, row, grid.width, rows, valid.data(), grid.width,
                                              rows, GDT_Byte, 0, 0, nullptr) != CE_None) {
            continue;
        }
        good += rows;
        float* out = values.data() + width * static_cast<std::size_t>(row);
        for (std::size_t i = 0; i < count; ++i) {
            if (masked && valid[i] == 0) continue;
            const auto value = static_cast<float>(strip[i] * grid.scale + grid.offset + verticalOffset);
            if (std::isfinite(value)) out[i] = value;
        }
    }
    return good;
}

void load(const RasterSourceOptions& options, const Crs& target, Loaded<Raster>& result) {
    Report& report = result.report;
    if (target.kind() != CrsKind::Proj) {
        report.add(makeError(options.path, said("a raster cannot be brought into {}", target.name())));
        return;
    }
    GdalMessages messages(options.path);
    const GDALDatasetUniquePtr dataset = openDataset(options.path, GDAL_OF_RASTER, {}, messages, report);
    if (!dataset) return;
    if (options.band < 1 || options.band > dataset->GetRasterCount()) {
        report.add(makeError(options.path, said("it has no band {}; bands: {}", std::to_string(options.band),
                                                std::to_string(dataset->GetRasterCount()))));
        return;
    }
    GDALRasterBand* band = dataset->GetRasterBand(options.band);
    if (GDALDataTypeIsComplex(band->GetRasterDataType()) != 0) {
        report.add(makeError(options.path, said("its values are complex numbers; expected heights")));
        return;
    }
    if (!plausible(*band, options.path, options.maxCells)) {
        report.add(makeError(options.path,
                             said("its header promises {} x {} cells, which a file of this size cannot "
                                  "hold: it is damaged",
                                  std::to_string(band->GetXSize()), std::to_string(band->GetYSize()))));
        return;
    }
    tellOfColors(*band, options.path, report);
    const std::optional<Crs> from = rasterCrs(*dataset, options.path, options.crs, target, report);
    Grid grid;
    if (!from || !layOut(*dataset, options, *from, target, messages, grid, report)) return;
    report.append(messages.take());

    Raster raster;
    raster.source = options.path;
    raster.crs = target.definition();
    raster.width = grid.width;
    raster.height = grid.height;
    raster.originX = grid.transform[0];
    raster.originY = grid.transform[3];
    raster.cellX = grid.transform[1];
    raster.cellY = -grid.transform[5];
    const int good = readRows(grid, options.verticalOffset, raster.values);
    report.append(messages.take());
    if (good == 0) {
        report.add(makeError(options.path, said("none of its rows could be read: it is damaged or cut off")));
        return;
    }
    if (good < grid.height) {
        report.add(
            makeError(options.path,
                      said("{} of {} rows could not be read and are without data: the file is damaged or cut "
                           "off",
                           std::to_string(grid.height - good), std::to_string(grid.height))));
    }
    result.value = std::move(raster);
}

void outline(const RasterSourceOptions& options, Loaded<RasterOutline>& result) {
    GdalMessages messages(options.path);
    const GDALDatasetUniquePtr dataset =
        openDataset(options.path, GDAL_OF_RASTER, {}, messages, result.report);
    if (!dataset || !placed(*dataset, options.path, result.report)) return;
    double t[6];
    if (dataset->GetGeoTransform(t) != CE_None) {
        result.report.add(
            makeError(options.path, said("it is placed by control points alone; warp it first (gdalwarp)")));
        return;
    }
    if (options.crs.empty() && dataset->GetSpatialRef() == nullptr) {
        result.report.add(makeError(options.path, said("the file names no coordinate system; declare one")));
        return;
    }
    auto crs = rasterCrs(*dataset, options.path, options.crs, *Crs::parse("EPSG:4326"), result.report);
    if (!crs) return;
    RasterOutline found;
    found.crs = std::move(*crs);
    found.width = dataset->GetRasterXSize();
    found.height = dataset->GetRasterYSize();
    const auto place = [&](double column, double row) {
        return Point2{t[0] + column * t[1] + row * t[2], t[3] + column * t[4] + row * t[5]};
    };
    found.center = place(found.width / 2.0, found.height / 2.0);
    for (const double column : {0.0, static_cast<double>(found.width)})
        for (const double row : {0.0, static_cast<double>(found.height)})
            found.extent.expand(place(column, row).x, place(column, row).y);
    found.cellX = std::hypot(t[1], t[4]);
    found.cellY = std::hypot(t[2], t[5]);
    result.value = std::move(found);
}

}  // namespace

Loaded<RasterOutline> rasterOutline(const RasterSourceOptions& options) {
    return guarded<RasterOutline>(options.path,
                                  [&](Loaded<RasterOutline>& result) { outline(options, result); });
}

Loaded<Raster> loadRaster(const RasterSourceOptions& options, const Crs& target) {
    return guarded<Raster>(options.path, [&](Loaded<Raster>& result) { load(options, target, result); });
}

}  // namespace atlas::geodata
