#include "geodata/raster_file.h"

#include <gdal_priv.h>
#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <filesystem>
#include <limits>
#include <new>
#include <optional>
#include <thread>

#include "geodata/gdal_open.h"
#include "geodata/paged_raster.h"
#include "geodata/raster_warp.h"
#include "geodata/vector_layer.h"

namespace atlas::geodata {
namespace {

constexpr std::size_t kPlausibleCells = std::size_t{1} << 24;
// As for rasters that are read whole: a fiftieth of a cell.
const std::vector<std::string> kStraighten{"-r",         "bilinear", "-ot",       "Float32", "-wt", "Float32",
                                           "-dstnodata", "nan",      "-novshift", "-et",     "0.02"};
constexpr int kSmallBlock = 1024;  // blocks up to this side are read once each and need no second cache

// Size and time of a file; false for what is none.
bool stampOf(const std::string& path, PyramidKey& key) {
    struct stat info {};
    if (::stat(path.c_str(), &info) != 0 || !S_ISREG(info.st_mode)) return false;
    key.bytes = static_cast<std::uint64_t>(info.st_size);
    key.modified = static_cast<std::int64_t>(info.st_mtim.tv_sec) * 1000000000 + info.st_mtim.tv_nsec;
    return true;
}

}  // namespace

std::optional<Crs> rasterMetricCrs(const std::string& path) {
    const GdalSession session;
    const GDALDatasetUniquePtr dataset(GDALDataset::Open(path.c_str(), GDAL_OF_RASTER | GDAL_OF_READONLY));
    const OGRSpatialReference* own = dataset ? dataset->GetSpatialRef() : nullptr;
    if (own == nullptr || own->IsProjected() == 0 || own->GetLinearUnits() != 1.0) return std::nullopt;
    Report report;
    auto crs = crsOf(own, path, report);
    // Mercator stretches lengths: no ground to measure on.
    const char* projection = own->GetAttrValue("PROJECTION");
    if (projection != nullptr && std::string(projection).find("Mercator_") != std::string::npos)
        return std::nullopt;
    return crs;
}

struct RasterFile::Handle {
    GDALDatasetUniquePtr source, straight;  ///< `straight` refers to `source`
    std::vector<GDALRasterBand*> bands;     ///< as levels()
};

RasterFile::RasterFile(std::string path, Crs crs) : path_(std::move(path)), crs_(std::move(crs)) {}

RasterFile::~RasterFile() = default;

std::unique_ptr<RasterFile::Handle> RasterFile::openHandle() const {
    auto handle = std::make_unique<Handle>();
    handle->source.reset(GDALDataset::Open(path_.c_str(), GDAL_OF_RASTER | GDAL_OF_READONLY));
    if (!handle->source) return nullptr;
    GDALDataset* dataset = handle->source.get();
    int number = bandNumber_;
    if (points_) {
        handle->straight =
            warped(*dataset, crs_, target_, 0, kStraighten);  // all bands: one of them is asked for
        dataset = handle->straight.get();
        if (dataset == nullptr) return nullptr;
    }
    if (number > dataset->GetRasterCount()) return nullptr;
    GDALRasterBand* band = dataset->GetRasterBand(number);
    handle->bands.push_back(band);
    // Overviews that are not smaller than the one before, or broken, are of no use.
    int width = band->GetXSize();
    for (int i = 0; i < band->GetOverviewCount(); ++i) {
        GDALRasterBand* overview = band->GetOverview(i);
        if (overview == nullptr || overview->GetXSize() >= width || overview->GetXSize() < 1) continue;
        width = overview->GetXSize();
        handle->bands.push_back(overview);
    }
    return handle;
}

Loaded<std::shared_ptr<const RasterFile>> RasterFile::open(const std::string& path, int band,
                                                           const std::string& declaredCrs,
                                                           const Crs& target) {
    Loaded<std::shared_ptr<const RasterFile>> result;
    Report& report = result.report;
    const GdalSession session;
    try {
        GdalMessages messages(path);
        const GDALDatasetUniquePtr dataset = openDataset(path, GDAL_OF_RASTER, {}, messages, report);
        if (!dataset) return result;
        if (band < 1 || band > dataset->GetRasterCount()) {
            report.add(makeError(path, said("it has no band {}; bands: {}", std::to_string(band),
                                            std::to_string(dataset->GetRasterCount()))));
            return result;
        }
        GDALRasterBand* values = dataset->GetRasterBand(band);
        if (GDALDataTypeIsComplex(values->GetRasterDataType()) != 0) {
            report.add(makeError(path, said("its values are complex numbers; expected heights")));
            return result;
        }
        if (!plausible(*values, path, kPlausibleCells)) {
            report.add(makeError(
                path,
                said("its header promises more cells than a file of this size can hold: it is damaged")));
            return result;
        }
        if (!placed(*dataset, path, report)) return result;
        tellOfColors(*values, path, report);
        const std::optional<Crs> from = rasterCrs(*dataset, path, declaredCrs, target, report);
        if (!from) return result;
        if (target.kind() != CrsKind::Proj) {
            report.add(makeError(path, said("a raster cannot be brought into {}", target.name())));
            return result;
        }
        std::shared_ptr<RasterFile> file(new RasterFile(path, *from));
        file->target_ = target;
        file->bandNumber_ = band;
        file->points_ = dataset->GetGeoTransform(file->transform_) != CE_None;
        std::unique_ptr<Handle> handle = file->openHandle();
        if (!handle) {
            report.add(makeError(path, said("it cannot be laid out on a grid: {}", messages.lastError())));
            return result;
        }
        GDALRasterBand* first = handle->bands.front();
        if (file->points_) {
            handle->straight->GetGeoTransform(file->transform_);
            file->crs_ = target;
        }
        for (GDALRasterBand* level : handle->bands)
            file->levels_.push_back({level->GetXSize(), level->GetYSize()});
        const double* t = file->transform_;
        if (t[1] * t[5] - t[2] * t[4] == 0) {
            report.add(makeError(path, said("its geotransform is degenerate: cells without an area")));
            return result;
        }
        PyramidKey& key = file->key_;
        std::error_code error;
        const auto canonical = std::filesystem::canonical(path, error);
        key.path = error ? path : canonical.string();
        key.band = band;
        key.width = first->GetXSize();
        key.height = first->GetYSize();
        key.scale = first->GetScale();
        key.offset = first->GetOffset();
        file->local_ = stampOf(path, key);
        int blockWidth = 0;
        int blockHeight = 0;
        first->GetBlockSize(&blockWidth, &blockHeight);
        file->rowByRow_ = blockWidth > kSmallBlock;
        const GDALDataType type = first->GetRasterDataType();
        file->wide_ = type == GDT_Float64 || type == GDT_Int32 || type == GDT_UInt32 || key.scale != 1 ||
                      key.offset != 0;
        int has = 0;
        file->noData_ = first->GetNoDataValue(&has);
        file->hasNoData_ = has != 0;
        file->masked_ = (first->GetMaskFlags() & (GMF_ALL_VALID | GMF_NODATA)) == 0;
        file->idle_.push_back(std::move(handle));
        report.append(messages.take());
        result.value = std::move(file);
    } catch (const std::exception& error) {
        report.add(makeError(path, said("reading failed: {}", error.what())));
    }
    return result;
}

bool RasterFile::unchanged() const {
    PyramidKey now;
    // A file that is gone is still there for who has it open.
    return !local_ || !stampOf(path_, now) || (now.bytes == key_.bytes && now.modified == key_.modified);
}

std::unique_ptr<RasterFile::Handle> RasterFile::borrow() const {
    {
        const std::lock_guard lock(mutex_);
        if (!idle_.empty()) {
            auto handle = std::move(idle_.back());
            idle_.pop_back();
            return handle;
        }
    }
    auto handle = openHandle();
    if (handle && handle->bands.size() == levels_.size() &&
        handle->bands.front()->GetXSize() == levels_.front().width &&
        handle->bands.front()->GetYSize() == levels_.front().height)
        return handle;
    // Gone, or another raster by now. What is open already can still be read; wait for it a moment.
    for (int tries = 0; tries < 200; ++tries) {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
        const std::lock_guard lock(mutex_);
        if (idle_.empty()) continue;
        handle = std::move(idle_.back());
        idle_.pop_back();
        return handle;
    }
    return nullptr;
}

void RasterFile::giveBack(std::unique_ptr<Handle> handle) const {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(handle));
}

bool RasterFile::readWindow(Handle& handle, int level, int column, int row, int columns, int rows, Size size,
                            float* values) const {
    constexpr float nan = std::numeric_limits<float>::quiet_NaN();
    GDALRasterBand* band = handle.bands[static_cast<std::size_t>(level)];
    const std::size_t count = static_cast<std::size_t>(size.width) * size.height;
    const auto io = [&](GDALRasterBand* from, void* to, GDALDataType type) {
        return from->RasterIO(GF_Read, column, row, columns, rows, to, size.width, size.height, type, 0, 0,
                              nullptr) == CE_None;
    };
    if (wide_) {
        std::vector<double> wide(count);
        if (!io(band, wide.data(), GDT_Float64)) return false;
        for (std::size_t i = 0; i < count; ++i)
            values[i] = hasNoData_ && wide[i] == noData_
                            ? nan
                            : static_cast<float>(wide[i] * key_.scale + key_.offset);
    } else {
        if (!io(band, values, GDT_Float32)) return false;
        const auto missing = static_cast<float>(noData_);
        if (hasNoData_)
            for (std::size_t i = 0; i < count; ++i)
                if (values[i] == missing) values[i] = nan;
    }
    float probe = 0;
    for (std::size_t i = 0; i < count; ++i) probe += values[i] * 0.0F;
    if (std::isnan(probe))
        for (std::size_t i = 0; i < count; ++i)
            if (!std::isfinite(values[i])) values[i] = nan;
    if (masked_) {
        std::vector<GByte> valid(count);
        if (!io(band->GetMaskBand(), valid.data(), GDT_Byte)) return false;
        for (std::size_t i = 0; i < count; ++i)
            if (valid[i] == 0) values[i] = nan;
    }
    return true;
}

bool RasterFile::read(int level, int column, int row, int columns, int rows, float* values) const {
    if (!unchanged()) return false;
    auto handle = borrow();
    if (!handle) return false;
    GDALRasterBand* band = handle->bands[static_cast<std::size_t>(level)];
    const bool good = readWindow(*handle, level, column, row, columns, rows, {columns, rows}, values);
    // Squares are kept by whoever asked: GDAL's own copy of them would only fill memory twice.
    if (!rowByRow_) band->FlushCache(false);
    giveBack(std::move(handle));
    return good;
}

bool RasterFile::readReduced(int column, int row, int columns, int rows, Size size, float* values) const {
    if (!unchanged()) return false;
    auto handle = borrow();
    if (!handle) return false;
    const bool good = readWindow(*handle, 0, column, row, columns, rows, size, values);
    if (!rowByRow_) handle->bands.front()->FlushCache(false);
    giveBack(std::move(handle));
    return good;
}

bool RasterFile::readReduced(Size size, float* values) const {
    if (!unchanged()) return false;
    const unsigned count = std::max(1U, std::thread::hardware_concurrency());
    std::atomic<bool> good{true};
    const auto part = [&](unsigned i) {
        const auto edge = [&](unsigned k, int length) {
            return static_cast<int>(static_cast<std::int64_t>(length) * k / count);
        };
        const int top = edge(i, size.height);
        const int bottom = edge(i + 1, size.height);
        const double perRow = static_cast<double>(levels_.front().height) / size.height;
        const int from = static_cast<int>(top * perRow);
        const int to = i + 1 == count ? levels_.front().height : static_cast<int>(bottom * perRow);
        if (bottom <= top || to <= from) return;
        auto handle = borrow();
        if (!handle ||
            !readWindow(*handle, 0, 0, from, levels_.front().width, to - from, {size.width, bottom - top},
                        values + static_cast<std::size_t>(top) * size.width))
            good = false;
        if (!handle) return;
        handle->bands.front()->FlushCache(false);
        giveBack(std::move(handle));
    };
    std::vector<std::thread> others;
    for (unsigned i = 1; i < count; ++i) others.emplace_back(part, i);
    part(0);
    for (std::thread& other : others) other.join();
    return good;
}

}  // namespace atlas::geodata
