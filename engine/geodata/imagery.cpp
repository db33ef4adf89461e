#include "geodata/imagery.h"

#include <cpl_string.h>
#include <gdal_priv.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <new>

#include "geodata/gdal_open.h"
#include "geodata/gdal_session.h"
#include "geodata/raster_warp.h"

namespace atlas::geodata {

namespace {

bool isPicture(GDALDataset& dataset) {
    GDALRasterBand* first = dataset.GetRasterBand(1);
    const bool bytes = first->GetRasterDataType() == GDT_Byte;
    return bytes || (dataset.GetRasterCount() >= 3 && first->GetColorInterpretation() == GCI_RedBand);
}

// Palette entries become colours, other depths bytes.
GDALDatasetUniquePtr asBytes(GDALDataset& dataset) {
    GDALRasterBand* first = dataset.GetRasterBand(1);
    if (first->GetColorTable() != nullptr) return translated(dataset, {"-expand", "rgba"});
    std::vector<std::string> words;
    const int bands = dataset.GetRasterCount();
    for (int band = 1; band <= (bands >= 3 ? std::min(bands, 4) : 1); ++band)
        words.insert(words.end(), {"-b", std::to_string(band)});
    if (first->GetRasterDataType() != GDT_Byte) words.insert(words.end(), {"-ot", "Byte", "-scale"});
    return translated(dataset, words);
}

// Bands 1 (grey) or 3, and the alpha that is always last.
bool readPixels(GDALDataset& dataset, Imagery& picture) {
    const int bands = dataset.GetRasterCount();
    const bool grey = bands < 4;
    const std::array<int, 4> from{1, grey ? 1 : 2, grey ? 1 : 3, bands};
    picture.rgba.resize(static_cast<std::size_t>(picture.width) * picture.height * 4);
    for (int channel = 0; channel < 4; ++channel) {
        if (dataset.GetRasterBand(from[static_cast<std::size_t>(channel)])
                ->RasterIO(GF_Read, 0, 0, picture.width, picture.height, picture.rgba.data() + channel,
                           picture.width, picture.height, GDT_Byte, 4,
                           static_cast<GSpacing>(picture.width) * 4, nullptr) != CE_None)
            return false;
    }
    return true;
}

std::optional<Imagery> readPicture(GDALDataset& dataset, const std::string& path, const std::string& declared,
                                   const Crs& target, std::size_t maxCells, GdalMessages& messages,
                                   Report& report) {
    if (!placed(dataset, path, report)) return std::nullopt;
    if (!plausible(*dataset.GetRasterBand(1), path, maxCells)) {
        report.add(makeError(
            path, said("its header promises more cells than a file of this size can hold: it is damaged")));
        return std::nullopt;
    }
    const std::optional<Crs> from = rasterCrs(dataset, path, declared, target, report);
    if (!from) return std::nullopt;
    const GDALDatasetUniquePtr bytes = asBytes(dataset);
    const bool hasAlpha =
        bytes && bytes->GetRasterBand(bytes->GetRasterCount())->GetColorInterpretation() == GCI_AlphaBand;
    std::vector<std::string> words{"-r", "bilinear"};
    if (!hasAlpha) words.emplace_back("-dstalpha");
    GDALDatasetUniquePtr grid = bytes ? warped(*bytes, *from, target, 0, words) : nullptr;
    double t[6];
    if (grid) {
        grid->GetGeoTransform(t);
        const double cells = static_cast<double>(grid->GetRasterXSize()) * grid->GetRasterYSize();
        if (cells > static_cast<double>(maxCells)) {
            const double cell = t[1] * std::sqrt(cells / static_cast<double>(maxCells)) * 1.01;
            report.add(makeWarning(
                path, said("the picture has {} x {} cells, more than memory is set aside for; shown with "
                           "cells of {}",
                           std::to_string(grid->GetRasterXSize()), std::to_string(grid->GetRasterYSize()),
                           CPLSPrintf("%.6g", cell))));
            grid = warped(*bytes, *from, target, cell, words);
        }
    }
    if (!grid) {
        report.add(makeError(path, said("it cannot be brought from {} to {}: {}", from->name(), target.name(),
                                        messages.lastError())));
        messages.take();
        return std::nullopt;
    }
    Imagery picture;
    picture.source = path;
    grid->GetGeoTransform(t);
    picture.width = grid->GetRasterXSize();
    picture.height = grid->GetRasterYSize();
    picture.originX = t[0];
    picture.originY = t[3];
    picture.cellX = t[1];
    picture.cellY = -t[5];
    if (!(picture.cellX > 0) || !(picture.cellY > 0) || !readPixels(*grid, picture)) {
        report.add(makeError(path, said("its pixels could not be read: {}", messages.lastError())));
        messages.take();
        return std::nullopt;
    }
    report.append(messages.take());
    return picture;
}

}  // namespace

bool isRaster(const std::string& path) {
    const GdalSession session;
    GdalMessages messages(path);
    Report ignored;
    try {
        const GDALDatasetUniquePtr dataset = openDataset(path, GDAL_OF_RASTER, {}, messages, ignored);
        return dataset != nullptr && dataset->GetRasterCount() > 0;
    } catch (const std::exception&) {
        return false;
    }
}

Loaded<RasterContent> loadRasterContent(const std::string& path, const std::string& declaredCrs,
                                        const Crs& target, std::size_t maxCells) {
    Loaded<RasterContent> result;
    try {
        const GdalSession session;
        GdalMessages messages(path);
        const GDALDatasetUniquePtr dataset = openDataset(path, GDAL_OF_RASTER, {}, messages, result.report);
        if (!dataset) return result;
        if (dataset->GetRasterCount() == 0) {
            result.report.add(makeError(path, said("it has no band")));
            return result;
        }
        RasterContent content;
        if (isPicture(*dataset)) {
            content.picture =
                readPicture(*dataset, path, declaredCrs, target, maxCells, messages, result.report);
            if (!content.picture) return result;
        } else {
            RasterSourceOptions options;
            options.path = path;
            options.crs = declaredCrs;
            options.maxCells = maxCells;
            auto values = loadRaster(options, target);
            result.report.append(values.report);
            if (!values) return result;
            content.values = std::move(*values.value);
        }
        result.value = std::move(content);
    } catch (const std::bad_alloc&) {
        result.report.add(makeError(path, said("there is not enough memory to hold it")));
    } catch (const std::exception& e) {
        result.report.add(makeError(path, said("reading failed: {}", e.what())));
    }
    return result;
}

}  // namespace atlas::geodata
