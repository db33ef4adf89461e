#include "geodata/imagery.h"

#include <cpl_string.h>
#include <gdal_priv.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <mutex>
#include <new>

#include "geodata/gdal_open.h"
#include "geodata/gdal_session.h"
#include "geodata/raster_warp.h"

namespace atlas::geodata {

namespace {

constexpr std::size_t kOverview = std::size_t{1} << 22;  // cells: finer pieces are read where they are seen
constexpr int kRows = 512;                               // a block's height of a virtual dataset that warps

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
    const GSpacing stride = static_cast<GSpacing>(picture.width) * 4;
    // All bands of some rows, then the next rows: what was warped for one band is still at hand for the
    // others.
    for (int row = 0; row < picture.height; row += kRows) {
        const int rows = std::min(kRows, picture.height - row);
        for (int channel = 0; channel < 4; ++channel) {
            GDALRasterBand* band = dataset.GetRasterBand(from[static_cast<std::size_t>(channel)]);
            if (band->RasterIO(GF_Read, 0, row, picture.width, rows,
                               picture.rgba.data() + row * stride + channel, picture.width, rows, GDT_Byte, 4,
                               stride, nullptr) != CE_None)
                return false;
        }
    }
    return true;
}

std::optional<Imagery> imageryOf(GDALDataset& grid, const std::string& path) {
    double t[6];
    Imagery picture;
    picture.source = path;
    grid.GetGeoTransform(t);
    picture.width = grid.GetRasterXSize();
    picture.height = grid.GetRasterYSize();
    picture.originX = t[0];
    picture.originY = t[3];
    picture.cellX = t[1];
    picture.cellY = -t[5];
    if (!(picture.cellX > 0) || !(picture.cellY > 0) || !readPixels(grid, picture)) return std::nullopt;
    return picture;
}

class OpenPicture : public PictureFile {
  public:
    OpenPicture(std::string path, GDALDatasetUniquePtr dataset, const Crs& from, const Crs& target)
        : path_(std::move(path)),
          dataset_(std::move(dataset)),
          bytes_(asBytes(*dataset_)),
          from_(from),
          target_(target) {
        if (bytes_ &&
            bytes_->GetRasterBand(bytes_->GetRasterCount())->GetColorInterpretation() != GCI_AlphaBand)
            words_.emplace_back("-dstalpha");
    }
    double cell() const override { return cell_; }
    std::optional<Imagery> read(const Extent& extent, double cell) const override {
        const std::lock_guard lock(mutex_);
        const GdalSession session;
        GdalMessages messages(path_);
        try {
            const GDALDatasetUniquePtr grid = piece(cell, &extent);
            return grid ? imageryOf(*grid, path_) : std::nullopt;
        } catch (const std::exception&) {
            return std::nullopt;
        }
    }
    /// A virtual dataset of it, of `extent` alone or whole; `cell` 0: as fine as it is. Null: GDAL refuses.
    GDALDatasetUniquePtr piece(double cell, const Extent* extent) const {
        if (!bytes_) return nullptr;
        std::vector<std::string> words = words_;
        if (extent != nullptr) {
            words.emplace_back("-te");
            for (const double edge : {extent->minX, extent->minY, extent->maxX, extent->maxY})
                words.emplace_back(CPLSPrintf("%.17g", edge));
        }
        return warped(*bytes_, from_, target_, cell, words);
    }
    void setCell(double cell) { cell_ = cell; }

  private:
    std::string path_;
    GDALDatasetUniquePtr dataset_, bytes_;  // bytes_ refers to dataset_
    Crs from_, target_;
    std::vector<std::string> words_{"-r", "bilinear"};
    double cell_ = 0;
    mutable std::mutex mutex_;
};

// Numbers of a file with more cells than are held: reduced, and the file itself for pieces of them.
std::shared_ptr<const PagedRaster> largeNumbers(const Crs& target, std::size_t most,
                                                RasterSourceOptions& options) {
    PagedRasterOptions paging;
    paging.path = options.path;
    paging.crs = options.crs;
    paging.pyramids = PyramidCache::standardFolder();
    auto file = PagedRaster::open(paging, target);
    if (!file) return nullptr;  // whoever reads it whole says why
    const Extent& extent = (*file)->extent();
    const double cells = extent.width() * extent.height() / static_cast<double>(most);
    options.minCell = std::max((*file)->cell(), std::sqrt(cells) * 1.01);
    return std::move(*file.value);
}

bool readPicture(GDALDatasetUniquePtr dataset, const std::string& path, const std::string& declared,
                 const Crs& target, std::size_t maxCells, GdalMessages& messages, RasterContent& content,
                 Report& report) {
    if (!placed(*dataset, path, report)) return false;
    if (!plausible(*dataset->GetRasterBand(1), path, maxCells)) {
        report.add(makeError(
            path, said("its header promises more cells than a file of this size can hold: it is damaged")));
        return false;
    }
    const std::optional<Crs> from = rasterCrs(*dataset, path, declared, target, report);
    if (!from) return false;
    const auto file = std::make_shared<OpenPicture>(path, std::move(dataset), *from, target);
    GDALDatasetUniquePtr grid = file->piece(0, nullptr);
    bool reduced = false;
    if (grid) {
        double t[6];
        grid->GetGeoTransform(t);
        file->setCell(t[1]);
        const double cells = static_cast<double>(grid->GetRasterXSize()) * grid->GetRasterYSize();
        const auto most = static_cast<double>(std::min(maxCells, kOverview));
        reduced = cells > most;
        if (reduced) grid = file->piece(t[1] * std::sqrt(cells / most) * 1.01, nullptr);
    }
    if (!grid) {
        report.add(makeError(path, said("it cannot be brought from {} to {}: {}", from->name(), target.name(),
                                        messages.lastError())));
        messages.take();
        return false;
    }
    content.picture = imageryOf(*grid, path);
    if (!content.picture) {
        report.add(makeError(path, said("its pixels could not be read: {}", messages.lastError())));
        messages.take();
        return false;
    }
    if (reduced) content.finer = file;
    report.append(messages.take());
    return true;
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
        GDALDatasetUniquePtr dataset = openDataset(path, GDAL_OF_RASTER, {}, messages, result.report);
        if (!dataset) return result;
        if (dataset->GetRasterCount() == 0) {
            result.report.add(makeError(path, said("it has no band")));
            return result;
        }
        RasterContent content;
        if (isPicture(*dataset)) {
            if (!readPicture(std::move(dataset), path, declaredCrs, target, maxCells, messages, content,
                             result.report))
                return result;
        } else {
            RasterSourceOptions options;
            options.path = path;
            options.crs = declaredCrs;
            options.maxCells = maxCells;
            const double cells = static_cast<double>(dataset->GetRasterXSize()) * dataset->GetRasterYSize();
            const std::size_t most = std::min(maxCells, kOverview);
            if (cells > static_cast<double>(most)) content.finerValues = largeNumbers(target, most, options);
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
