#include "geodata/imagery.h"

#include <cpl_string.h>
#include <gdal_priv.h>
#include <gdal_utils.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <new>

#include "geodata/gdal_open.h"
#include "geodata/gdal_session.h"
#include "geodata/vector_layer.h"

namespace atlas::geodata {

namespace {

struct WarpOptionsDeleter {
    void operator()(GDALWarpAppOptions* o) const { GDALWarpAppOptionsFree(o); }
};
struct TranslateOptionsDeleter {
    void operator()(GDALTranslateOptions* o) const { GDALTranslateOptionsFree(o); }
};

bool isPicture(GDALDataset& dataset) {
    GDALRasterBand* first = dataset.GetRasterBand(1);
    const bool bytes = first->GetRasterDataType() == GDT_Byte;
    return bytes || (dataset.GetRasterCount() >= 3 && first->GetColorInterpretation() == GCI_RedBand);
}

// Palette entries become colours, other depths bytes.
GDALDatasetUniquePtr asBytes(GDALDataset& dataset) {
    CPLStringList words;
    for (const char* word : {"-of", "VRT"}) words.AddString(word);
    GDALRasterBand* first = dataset.GetRasterBand(1);
    if (first->GetColorTable() != nullptr) {
        words.AddString("-expand");
        words.AddString("rgba");
    } else {
        const int bands = dataset.GetRasterCount();
        const int used = bands >= 3 ? std::min(bands, 4) : 1;
        for (int band = 1; band <= used; ++band) {
            words.AddString("-b");
            words.AddString(std::to_string(band).c_str());
        }
        if (first->GetRasterDataType() != GDT_Byte)
            for (const char* word : {"-ot", "Byte", "-scale"}) words.AddString(word);
    }
    const std::unique_ptr<GDALTranslateOptions, TranslateOptionsDeleter> options(
        GDALTranslateOptionsNew(words.List(), nullptr));
    if (!options) return nullptr;
    return GDALDatasetUniquePtr(
        GDALDataset::FromHandle(GDALTranslate("", GDALDataset::ToHandle(&dataset), options.get(), nullptr)));
}

// cell = 0: the source's own resolution.
GDALDatasetUniquePtr warped(GDALDataset& source, const std::string& from, const Crs& to, double cell,
                            bool hasAlpha) {
    CPLStringList words;
    for (const char* word : {"-of", "VRT", "-r", "bilinear"}) words.AddString(word);
    if (!hasAlpha) words.AddString("-dstalpha");
    words.AddString("-s_srs");
    words.AddString(from.c_str());
    words.AddString("-t_srs");
    const std::string wkt = to.wkt();
    words.AddString(wkt.c_str());
    if (cell > 0) {
        const std::string text = CPLSPrintf("%.17g", cell);
        words.AddString("-tr");
        words.AddString(text.c_str());
        words.AddString(text.c_str());
    }
    const std::unique_ptr<GDALWarpAppOptions, WarpOptionsDeleter> options(
        GDALWarpAppOptionsNew(words.List(), nullptr));
    if (!options) return nullptr;
    GDALDatasetH sources[] = {GDALDataset::ToHandle(&source)};
    return GDALDatasetUniquePtr(
        GDALDataset::FromHandle(GDALWarp("", nullptr, 1, sources, options.get(), nullptr)));
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
    double t[6];
    if (dataset.GetGeoTransform(t) != CE_None && dataset.GetGCPCount() == 0) {
        report.add(makeError(
            path, "the raster is not georeferenced: it has neither a geotransform nor control points"));
        return std::nullopt;
    }
    std::optional<Crs> from;
    if (!declared.empty()) {
        auto parsed = Crs::parse(declared);
        if (!parsed || parsed->kind() != CrsKind::Proj) {
            report.add(makeError(path, "the declared CRS cannot be used for a raster: " + declared));
            return std::nullopt;
        }
        from = std::move(*parsed);
    } else {
        from =
            crsOf(dataset.GetSpatialRef() != nullptr ? dataset.GetSpatialRef() : dataset.GetGCPSpatialRef(),
                  path, report);
        if (!from) {
            from = target;
            report.add(makeWarning(
                path, "the file names no coordinate system and none is declared; taken as " + target.name()));
        }
    }
    const GDALDatasetUniquePtr bytes = asBytes(dataset);
    const bool hasAlpha =
        bytes && bytes->GetRasterBand(bytes->GetRasterCount())->GetColorInterpretation() == GCI_AlphaBand;
    GDALDatasetUniquePtr grid = bytes ? warped(*bytes, from->wkt(), target, 0, hasAlpha) : nullptr;
    if (grid) {
        grid->GetGeoTransform(t);
        const double cells = static_cast<double>(grid->GetRasterXSize()) * grid->GetRasterYSize();
        if (cells > static_cast<double>(maxCells)) {
            const double cell = t[1] * std::sqrt(cells / static_cast<double>(maxCells)) * 1.01;
            report.add(makeWarning(path, CPLSPrintf("the picture has %d x %d cells, more than memory is set "
                                                    "aside for; shown with cells of %.6g",
                                                    grid->GetRasterXSize(), grid->GetRasterYSize(), cell)));
            grid = warped(*bytes, from->wkt(), target, cell, hasAlpha);
        }
    }
    if (!grid) {
        report.add(makeError(path, "it cannot be brought from " + from->name() + " to " + target.name() +
                                       ": " + messages.lastError()));
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
        report.add(makeError(path, "its pixels could not be read: " + messages.lastError()));
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
            result.report.add(makeError(path, "it has no band"));
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
        result.report.add(makeError(path, "there is not enough memory to hold it"));
    } catch (const std::exception& e) {
        result.report.add(makeError(path, std::string("reading failed: ") + e.what()));
    }
    return result;
}

}  // namespace atlas::geodata
