#include "geodata/raster_warp.h"

#include <cpl_string.h>
#include <gdal_utils.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "geodata/gdal_open.h"
#include "geodata/vector_layer.h"

namespace atlas::geodata {

namespace {

struct WarpOptionsDeleter {
    void operator()(GDALWarpAppOptions* o) const { GDALWarpAppOptionsFree(o); }
};
struct TranslateOptionsDeleter {
    void operator()(GDALTranslateOptions* o) const { GDALTranslateOptionsFree(o); }
};

std::string number(double value) {
    return CPLSPrintf("%.17g", value);
}

CPLStringList listOf(std::vector<std::string> words) {
    words.insert(words.begin(), {"-of", "VRT"});
    CPLStringList list;
    for (const std::string& word : words) list.AddString(word.c_str());
    return list;
}

}  // namespace

bool plausible(GDALRasterBand& band, const std::string& path, std::size_t maxCells) {
    const double cells = static_cast<double>(band.GetXSize()) * band.GetYSize();
    VSIStatBufL info{};
    if (cells <= 16.0 * static_cast<double>(maxCells) || band.GetOverviewCount() > 0) return true;
    if (VSIStatL(path.c_str(), &info) != 0 || !VSI_ISREG(info.st_mode)) return true;
    constexpr double strongestCompression = 2000;
    return cells <= strongestCompression * static_cast<double>(info.st_size);
}

bool placed(GDALDataset& dataset, const std::string& path, Report& report) {
    double t[6];
    const bool straight = dataset.GetGeoTransform(t) == CE_None &&
                          std::all_of(t, t + 6, [](double v) { return std::isfinite(v); });
    if (straight || dataset.GetGCPCount() > 0) return true;
    report.add(makeError(
        path, said("the raster is not georeferenced: it has neither a geotransform nor control points")));
    return false;
}

void tellOfColors(GDALRasterBand& band, const std::string& path, Report& report) {
    const GDALColorInterp holds = band.GetColorInterpretation();
    if (holds == GCI_PaletteIndex || (holds >= GCI_RedBand && holds <= GCI_AlphaBand))
        report.add(makeWarning(path, said("its band {} holds colours of an image, which are taken as numbers",
                                          std::to_string(band.GetBand()))));
}

std::optional<Crs> rasterCrs(GDALDataset& dataset, const std::string& path, const std::string& declaredCrs,
                             const Crs& target, Report& report) {
    auto own =
        crsOf(dataset.GetSpatialRef() != nullptr ? dataset.GetSpatialRef() : dataset.GetGCPSpatialRef(), path,
              report);
    if (!declaredCrs.empty()) {
        auto declared = Crs::parse(declaredCrs);
        if (!declared) {
            report.add(
                makeError(path, said("declared CRS: {}", declared.report.problems().front().sentence)));
            return std::nullopt;
        }
        if (declared->kind() != CrsKind::Proj) {
            report.add(makeError(
                path, said("{} is not supported for rasters; convert it to WGS 84 first", declared->name())));
            return std::nullopt;
        }
        if (!own)
            report.add(makeWarning(
                path,
                said("the file names no coordinate system; the declared one is used, {}", declared->name())));
        return std::move(*declared);
    }
    if (own) return own;
    double t[6];
    const bool degrees = dataset.GetGeoTransform(t) == CE_None && t[0] >= -180 && t[3] <= 90 &&
                         t[0] + t[1] * dataset.GetRasterXSize() <= 180 &&
                         t[3] + t[5] * dataset.GetRasterYSize() >= -90;
    std::optional<Crs> taken = target;
    if (degrees) taken = *Crs::parse("EPSG:4326");
    report.add(makeWarning(
        path, said("the file names no coordinate system and none is declared; taken as {}", taken->name())));
    return taken;
}

GDALDatasetUniquePtr translated(GDALDataset& dataset, const std::vector<std::string>& words) {
    CPLStringList list = listOf(words);
    const std::unique_ptr<GDALTranslateOptions, TranslateOptionsDeleter> options(
        GDALTranslateOptionsNew(list.List(), nullptr));
    if (!options) return nullptr;
    return GDALDatasetUniquePtr(
        GDALDataset::FromHandle(GDALTranslate("", GDALDataset::ToHandle(&dataset), options.get(), nullptr)));
}

GDALDatasetUniquePtr warped(GDALDataset& source, const Crs& from, const Crs& to, double cell,
                            const std::vector<std::string>& words) {
    std::vector<std::string> all = words;
    all.insert(all.end(), {"-s_srs", from.wkt(), "-t_srs", to.wkt()});
    if (cell > 0) all.insert(all.end(), {"-tr", number(cell), number(cell)});
    CPLStringList list = listOf(std::move(all));
    const std::unique_ptr<GDALWarpAppOptions, WarpOptionsDeleter> options(
        GDALWarpAppOptionsNew(list.List(), nullptr));
    if (!options) return nullptr;
    GDALDatasetH sources[] = {GDALDataset::ToHandle(&source)};
    return GDALDatasetUniquePtr(
        GDALDataset::FromHandle(GDALWarp("", nullptr, 1, sources, options.get(), nullptr)));
}

}  // namespace atlas::geodata
