#include "geodata/paged_raster.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <new>

#include "geodata/between_cells.h"
#include "geodata/gdal_open.h"

namespace atlas::geodata {
namespace {

constexpr int kPictureSide = 1024;     // of the coarse picture, where overviews give it cheaply
constexpr int kLargestPicture = 2048;  // where the whole file must be gone through for it
constexpr int kOverviewSide = 512;     // of the picture in the target CRS
constexpr std::size_t kMostCells = std::size_t{1} << 23;  // of a window

int longest(const RasterFile::Size& size) {
    return std::max(size.width, size.height);
}

}  // namespace

PagedRaster::PagedRaster(PagedRasterOptions options, std::shared_ptr<const RasterFile> file,
                         const Crs& target)
    : options_(std::move(options)), file_(std::move(file)), target_(target), cache_(options_.cacheBytes) {
    if (!options_.pyramids.empty()) pyramids_.emplace(options_.pyramids);
}

Loaded<std::shared_ptr<PagedRaster>> PagedRaster::open(const PagedRasterOptions& options, const Crs& target) {
    Loaded<std::shared_ptr<PagedRaster>> result;
    try {
        auto file = RasterFile::open(options.path, options.band, options.crs, target);
        result.report = std::move(file.report);
        if (!file) return result;
        std::shared_ptr<PagedRaster> raster(new PagedRaster(options, std::move(*file.value), target));
        if (!raster->place(target, result.report)) return result;
        std::shared_ptr<const PyramidFile> pyramid;
        const bool coarse = longest(raster->file_->levels().back()) <= kLargestPicture;
        if (raster->pyramids_ && !coarse) pyramid = raster->pyramids_->find(raster->file_->key());
        raster->setLevels(std::move(pyramid));
        if (!raster->readPicture(result.report)) return result;
        raster->setLevels(raster->levels()->pyramid);  // the picture is one of them
        result.value = std::move(raster);
    } catch (const std::exception& error) {
        result.report.add(makeError(options.path, said("reading failed: {}", error.what())));
    }
    return result;
}

Loaded<RasterPlace> PagedRaster::placeOf(const PagedRasterOptions& options, const Crs& target) {
    Loaded<RasterPlace> result;
    try {
        auto file = RasterFile::open(options.path, options.band, options.crs, target);
        result.report = std::move(file.report);
        if (!file) return result;
        PagedRaster raster(options, std::move(*file.value), target);
        if (raster.place(target, result.report))
            result.value = RasterPlace{raster.width(), raster.height(), raster.extent(), raster.cell()};
    } catch (const std::exception& error) {
        result.report.add(makeError(options.path, said("reading failed: {}", error.what())));
    }
    return result;
}

bool PagedRaster::place(const Crs& target, Report& report) {
    const double* t = file_->transform();
    const double det = t[1] * t[5] - t[2] * t[4];
    inverse_[1] = t[5] / det;
    inverse_[2] = -t[2] / det;
    inverse_[4] = -t[4] / det;
    inverse_[5] = t[1] / det;
    inverse_[0] = -t[0] * inverse_[1] - t[3] * inverse_[2];
    inverse_[3] = -t[0] * inverse_[4] - t[3] * inverse_[5];
    sameCrs_ = file_->crs().sameAs(target);
    aligned_ = sameCrs_ && t[2] == 0 && t[4] == 0;

    std::optional<Transform> forward;
    if (!sameCrs_) {
        auto made = Transform::create(target, file_->crs());
        if (!made) {
            report.append(made.report);
            return false;
        }
        toFile_.emplace(std::move(*made.value));
        forward.emplace(toFile_->inverse());
    }
    const auto toTarget = [&](double column, double row) {
        Point2 p{t[0] + column * t[1] + row * t[2], t[3] + column * t[4] + row * t[5]};
        if (forward) forward->apply(p.x, p.y);
        return p;
    };
    constexpr int steps = 32;  // edges bend
    for (int i = 0; i <= steps; ++i) {
        for (int k = 0; k <= steps; ++k) {
            const Point2 p =
                toTarget(width() * static_cast<double>(k) / steps, height() * static_cast<double>(i) / steps);
            if (std::isfinite(p.x) && std::isfinite(p.y)) extent_.expand(p.x, p.y);
        }
    }
    const Point2 middle = toTarget(width() / 2.0, height() / 2.0);
    const Point2 east = toTarget(width() / 2.0 + 1, height() / 2.0);
    const Point2 south = toTarget(width() / 2.0, height() / 2.0 + 1);
    cell_ = std::min(std::hypot(east.x - middle.x, east.y - middle.y),
                     std::hypot(south.x - middle.x, south.y - middle.y));
    if (extent_.empty() || !std::isfinite(cell_) || cell_ <= 0) {
        report.add(makeError(path(), said("it does not lie where {} is defined", target.name())));
        return false;
    }
    return true;
}

bool PagedRaster::readPicture(Report& report) {
    const auto& sizes = file_->levels();
    const auto take = [&](int w, int h) {
        pictureWidth_ = w;
        pictureHeight_ = h;
        picture_.assign(static_cast<std::size_t>(w) * h, kNaN);
    };
    const auto now = levels();
    if (now->pyramid) {
        for (std::size_t i = 0; i < now->list.size(); ++i) {
            const Level& level = now->list[i];
            if (level.kind != Level::Kind::Pyramid || std::max(level.width, level.height) > kPictureSide)
                continue;
            take(level.width, level.height);
            bool good = true;
            RasterBlock values(kBlockCells);
            for (int row = 0; row * kBlockSide < level.height; ++row) {
                for (int column = 0; column * kBlockSide < level.width; ++column) {
                    if (!now->pyramid->read({level.index, column, row}, values.data())) good = false;
                    for (int r = 0; r < std::min(kBlockSide, level.height - row * kBlockSide); ++r)
                        std::copy_n(values.begin() + static_cast<std::ptrdiff_t>(r) * kBlockSide,
                                    std::min(kBlockSide, level.width - column * kBlockSide),
                                    picture_.begin() +
                                        (static_cast<std::ptrdiff_t>(row) * kBlockSide + r) * level.width +
                                        static_cast<std::ptrdiff_t>(column) * kBlockSide);
                }
            }
            if (good) return true;
            break;
        }
        pyramids_->discard(file_->key());
        setLevels(nullptr);
    }
    bool good = false;
    // The coarsest level that still is a picture.
    int best = static_cast<int>(sizes.size()) - 1;
    while (best > 0 && longest(sizes[static_cast<std::size_t>(best)]) < kPictureSide / 2) --best;
    const RasterFile::Size& size = sizes[static_cast<std::size_t>(best)];
    if (longest(size) <= kLargestPicture) {
        take(size.width, size.height);
        good = file_->read(best, 0, 0, size.width, size.height, picture_.data());
    } else {
        RasterFile::Size small = sizes.front();
        while (longest(small) > kLargestPicture) small = {(small.width + 1) / 2, (small.height + 1) / 2};
        take(small.width, small.height);
        good = file_->readReduced(small, picture_.data());
    }
    if (!good) report.add(makeError(path(), said("parts of it cannot be read: it is damaged or cut off")));
    const bool any = std::any_of(picture_.begin(), picture_.end(), [](float v) { return !std::isnan(v); });
    if (!any && good) report.add(makeWarning(path(), said("it holds no heights")));
    return any || good;
}

Raster PagedRaster::overview() const {
    Raster raster;
    const double step = std::max(std::max(extent_.width(), extent_.height()) / kOverviewSide, cell_);
    raster.source = path();
    raster.crs = target_.definition();
    raster.width = std::max(1, static_cast<int>(std::ceil(extent_.width() / step - kSnap)));
    raster.height = std::max(1, static_cast<int>(std::ceil(extent_.height() / step - kSnap)));
    raster.originX = extent_.minX;
    raster.originY = extent_.maxY;
    raster.cellX = raster.cellY = step;
    std::vector<float> rows(static_cast<std::size_t>(raster.width) * raster.height);
    sample({extent_.minX + step / 2, extent_.maxY - (raster.height - 0.5) * step, step, raster.width,
            raster.height},
           step, rows.data());
    raster.values.resize(rows.size());
    for (int row = 0; row < raster.height; ++row)  // from the north
        std::copy_n(rows.begin() + static_cast<std::ptrdiff_t>(raster.height - 1 - row) * raster.width,
                    raster.width, raster.values.begin() + static_cast<std::ptrdiff_t>(row) * raster.width);
    return raster;
}

void PagedRaster::setLevels(std::shared_ptr<const PyramidFile> pyramid) const {
    auto made = std::make_shared<Levels>();
    const auto& sizes = file_->levels();
    const auto factor = [&](const RasterFile::Size& size) {
        return std::pair{static_cast<double>(sizes.front().width) / size.width,
                         static_cast<double>(sizes.front().height) / size.height};
    };
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        const auto [fx, fy] = factor(sizes[i]);
        made->list.push_back(
            {Level::Kind::File, static_cast<int>(i), sizes[i].width, sizes[i].height, fx, fy});
    }
    if (pyramid) {
        const auto shape = PyramidFile::shapeOf(sizes.front().width, sizes.front().height);
        for (std::size_t k = 0; k < shape.size(); ++k) {
            if (shape[k].width >= made->list.back().width) continue;
            const double f = std::exp2(static_cast<double>(k + 1));
            made->list.push_back(
                {Level::Kind::Pyramid, static_cast<int>(k + 1), shape[k].width, shape[k].height, f, f});
        }
    } else if (pictureWidth_ > 0 && pictureWidth_ < made->list.back().width) {
        while ((made->list.back().width + 1) / 2 > pictureWidth_) {
            const Level& last = made->list.back();
            made->list.push_back({Level::Kind::Halved, 0, (last.width + 1) / 2, (last.height + 1) / 2,
                                  last.factorX * 2, last.factorY * 2});
        }
        const auto [fx, fy] = factor({pictureWidth_, pictureHeight_});
        made->list.push_back({Level::Kind::Picture, 0, pictureWidth_, pictureHeight_, fx, fy});
    }
    made->pyramid = std::move(pyramid);
    const std::lock_guard lock(mutex_);
    made->generation = levels_ ? levels_->generation + 1 : 0;
    levels_ = std::move(made);
}

std::shared_ptr<const PagedRaster::Levels> PagedRaster::levels() const {
    const std::lock_guard lock(mutex_);
    return levels_;
}

std::size_t PagedRaster::levelFor(const Levels& levels, double detail) const {
    std::size_t best = 0;
    for (std::size_t i = 1; i < levels.list.size(); ++i)
        if (cell_ * std::max(levels.list[i].factorX, levels.list[i].factorY) <= detail * 1.01) best = i;
    return best;
}

SharedBlock PagedRaster::block(const Levels& levels, std::size_t level, int column, int row) const {
    const BlockId id{levels.generation * 64 + static_cast<int>(level), column, row};
    if (SharedBlock known = cache_.find(id)) return known;
    auto values = std::make_shared<RasterBlock>(kBlockCells, kNaN);
    if (!readBlock(levels, level, column, row, *values))
        fillFromPicture(levels.list[level], column, row, *values);
    cache_.put(id, values);
    return values;
}

bool PagedRaster::readBlock(const Levels& levels, std::size_t index, int column, int row,
                            RasterBlock& values) const {
    const Level& level = levels.list[index];
    const int left = column * kBlockSide;
    const int top = row * kBlockSide;
    const int columns = std::min(kBlockSide, level.width - left);
    const int rows = std::min(kBlockSide, level.height - top);
    const auto spread = [&](const std::vector<float>& packed) {
        for (int r = 0; r < rows; ++r)
            std::copy_n(packed.begin() + static_cast<std::ptrdiff_t>(r) * columns, columns,
                        values.begin() + static_cast<std::ptrdiff_t>(r) * kBlockSide);
    };
    switch (level.kind) {
        case Level::Kind::Picture:
            fillFromPicture(level, column, row, values);
            return true;
        case Level::Kind::Halved: {
            const Level& finer = levels.list[index - 1];
            for (int y = 0; y < 2; ++y) {
                for (int x = 0; x < 2; ++x) {
                    if ((2 * column + x) * kBlockSide >= finer.width ||
                        (2 * row + y) * kBlockSide >= finer.height)
                        continue;
                    const SharedBlock part = block(levels, index - 1, 2 * column + x, 2 * row + y);
                    halveBlock(part->data(), x, y, values.data());
                }
            }
            return true;
        }
        case Level::Kind::Pyramid: {
            if (levels.pyramid->read({level.index, column, row}, values.data())) return true;
            // Damaged: away with it. What it would have told comes from the file itself.
            note("its pyramid in the cache is damaged and is made anew");
            pyramids_->discard(file_->key());
            if (this->levels()->pyramid == levels.pyramid) setLevels(nullptr);
            if (pictureWidth_ >= level.width) return false;
            const int factor = 1 << level.index;
            std::vector<float> packed(static_cast<std::size_t>(columns) * rows);
            if (!file_->readReduced(
                    left * factor, top * factor, std::min(columns * factor, width() - left * factor),
                    std::min(rows * factor, height() - top * factor), {columns, rows}, packed.data()))
                return false;
            spread(packed);
            return true;
        }
        case Level::Kind::File:
            break;
    }
    if (columns == kBlockSide && rows == kBlockSide) {
        if (file_->read(level.index, left, top, columns, rows, values.data())) return true;
    } else {
        std::vector<float> packed(static_cast<std::size_t>(columns) * rows);
        if (file_->read(level.index, left, top, columns, rows, packed.data())) {
            spread(packed);
            return true;
        }
    }
    std::fill(values.begin(), values.end(), kNaN);
    note("parts of it cannot be read any more (changed, cut off or gone): they are shown coarsely");
    return false;
}

void PagedRaster::fillFromPicture(const Level& level, int column, int row, RasterBlock& values) const {
    const double toX = static_cast<double>(pictureWidth_) / width() * level.factorX;
    const double toY = static_cast<double>(pictureHeight_) / height() * level.factorY;
    const int columns = std::min(kBlockSide, level.width - column * kBlockSide);
    const int rows = std::min(kBlockSide, level.height - row * kBlockSide);
    for (int r = 0; r < rows; ++r) {
        const Between v = between((row * kBlockSide + r + 0.5) * toY, 1, pictureHeight_);
        for (int c = 0; c < columns; ++c) {
            const Between u = between((column * kBlockSide + c + 0.5) * toX, 1, pictureWidth_);
            values[static_cast<std::size_t>(r) * kBlockSide + c] = static_cast<float>(bilinear(
                picture_.data() + static_cast<std::size_t>(v.cell) * pictureWidth_ + u.cell,
                pictureWidth_ > 1 ? 1 : 0, pictureHeight_ > 1 ? pictureWidth_ : 0, u.share, v.share));
        }
    }
}

PagedRaster::Window PagedRaster::window(const Levels& levels, std::size_t index, double west, double north,
                                        double east, double south) const {
    const Level& level = levels.list[index];
    Window result;
    result.column = between(west, level.factorX, level.width).cell;
    result.row = between(north, level.factorY, level.height).cell;
    result.columns =
        std::min(between(east, level.factorX, level.width).cell + 2, level.width) - result.column;
    result.rows = std::min(between(south, level.factorY, level.height).cell + 2, level.height) - result.row;
    const std::size_t cells = static_cast<std::size_t>(result.columns) * result.rows;
    if (cells > kMostCells && index + 1 < levels.list.size()) return result;  // too much: without values
    result.values.resize(cells);
    const int right = result.column + result.columns;
    const int bottom = result.row + result.rows;
    for (int blockRow = result.row / kBlockSide; blockRow * kBlockSide < bottom; ++blockRow) {
        for (int blockColumn = result.column / kBlockSide; blockColumn * kBlockSide < right; ++blockColumn) {
            const SharedBlock from = block(levels, index, blockColumn, blockRow);
            const int left = std::max(result.column, blockColumn * kBlockSide);
            const int count = std::min(right, (blockColumn + 1) * kBlockSide) - left;
            for (int row = std::max(result.row, blockRow * kBlockSide);
                 row < std::min(bottom, (blockRow + 1) * kBlockSide); ++row)
                std::copy_n(
                    from->begin() + static_cast<std::ptrdiff_t>(row - blockRow * kBlockSide) * kBlockSide +
                        (left - blockColumn * kBlockSide),
                    count,
                    result.values.begin() + static_cast<std::ptrdiff_t>(row - result.row) * result.columns +
                        (left - result.column));
        }
    }
    return result;
}

std::string PagedRaster::trouble() const {
    const std::lock_guard lock(mutex_);
    return trouble_;
}

void PagedRaster::note(std::string trouble) const {
    const std::lock_guard lock(mutex_);
    trouble_ = std::move(trouble);
}

bool PagedRaster::lacksPyramid() const {
    if (!pyramids_) return false;
    const auto now = levels();
    return std::any_of(now->list.begin(), now->list.end(),
                       [](const Level& level) { return level.kind == Level::Kind::Halved; });
}

std::string PagedRaster::buildPyramid(const PyramidProgress& progress) const {
    if (!pyramids_) return "there is no folder for it";
    PyramidProgress own = progress;
    own.rowByRow = file_->rowByRow();
    const auto read = [this](int column, int row, int columns, int rows, float* values) {
        return file_->read(0, column, row, columns, rows, values);
    };
    std::string reason = pyramids_->build(file_->key(), read, own);
    if (!reason.empty()) return reason;
    auto pyramid = pyramids_->find(file_->key());
    if (!pyramid) return "it is gone again";
    setLevels(std::move(pyramid));
    return {};
}

}  // namespace atlas::geodata
