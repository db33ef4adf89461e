#include "geodata/pyramid_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <limits>
#include <map>
#include <mutex>
#include <new>
#include <thread>

namespace atlas::geodata {
namespace {

constexpr std::array<char, 8> kMagic{'A', 'T', 'L', 'A', 'S', 'P', 'Y', '1'};
constexpr std::size_t kHeaderBytes = 8192;
constexpr std::size_t kStoredBytes = kBlockCells * sizeof(std::uint16_t);
constexpr std::uint16_t kNoData = 65535;
constexpr float kSteps = 65534;

std::uint32_t checksum(const void* bytes, std::size_t count) {
    return static_cast<std::uint32_t>(crc32_z(0, static_cast<const Bytef*>(bytes), count));
}

// The head of the file: what it belongs to, and the checksum of its index. Fixed size; the path is cut off
// where it would not fit, its length is not.
std::vector<char> headerOf(const PyramidKey& key, std::uint32_t indexChecksum) {
    std::vector<char> bytes(kHeaderBytes, 0);
    std::size_t at = 0;
    const auto put = [&](const void* from, std::size_t count) {
        std::memcpy(bytes.data() + at, from, count);
        at += count;
    };
    put(kMagic.data(), kMagic.size());
    const std::array<std::int64_t, 6> numbers{
        static_cast<std::int64_t>(key.bytes),      key.modified, key.band, key.width, key.height,
        static_cast<std::int64_t>(key.path.size())};
    put(numbers.data(), sizeof numbers);
    put(&key.scale, sizeof key.scale);
    put(&key.offset, sizeof key.offset);
    put(&indexChecksum, sizeof indexChecksum);
    put(key.path.data(), std::min(key.path.size(), kHeaderBytes - at - sizeof(std::uint32_t)));
    const std::uint32_t own = checksum(bytes.data(), kHeaderBytes - sizeof own);
    std::memcpy(bytes.data() + kHeaderBytes - sizeof own, &own, sizeof own);
    return bytes;
}

constexpr std::size_t kIndexChecksumAt = 8 + 6 * 8 + 2 * 8;

bool readAll(int file, void* to, std::size_t count, std::uint64_t at) {
    auto* bytes = static_cast<char*>(to);
    while (count > 0) {
        const ssize_t got = ::pread(file, bytes, count, static_cast<off_t>(at));
        if (got <= 0) {
            if (got < 0 && errno == EINTR) continue;
            return false;
        }
        bytes += got;
        at += static_cast<std::uint64_t>(got);
        count -= static_cast<std::size_t>(got);
    }
    return true;
}

}  // namespace

std::vector<PyramidFile::LevelShape> PyramidFile::shapeOf(int width, int height) {
    std::vector<LevelShape> levels;
    std::size_t first = 0;
    while (width > kBlockSide || height > kBlockSide) {
        width = (width + 1) / 2;
        height = (height + 1) / 2;
        LevelShape level{width, height, (width + kBlockSide - 1) / kBlockSide,
                         (height + kBlockSide - 1) / kBlockSide, first};
        first += static_cast<std::size_t>(level.columns) * static_cast<std::size_t>(level.rows);
        levels.push_back(level);
    }
    return levels;
}

std::shared_ptr<const PyramidFile> PyramidFile::open(const std::filesystem::path& file,
                                                     const PyramidKey& key) {
    std::shared_ptr<PyramidFile> pyramid(new PyramidFile);
    pyramid->file_ = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (pyramid->file_ < 0) return nullptr;
    pyramid->shape_ = shapeOf(key.width, key.height);
    if (pyramid->shape_.empty()) return nullptr;
    const LevelShape& last = pyramid->shape_.back();
    pyramid->index_.resize(last.first +
                           static_cast<std::size_t>(last.columns) * static_cast<std::size_t>(last.rows));
    const std::size_t indexBytes = pyramid->index_.size() * sizeof(Entry);
    pyramid->dataBegin_ = kHeaderBytes + indexBytes;
    struct stat info {};
    if (::fstat(pyramid->file_, &info) != 0 ||
        static_cast<std::uint64_t>(info.st_size) !=
            pyramid->dataBegin_ + pyramid->index_.size() * kStoredBytes)
        return nullptr;
    std::vector<char> header(kHeaderBytes);
    if (!readAll(pyramid->file_, header.data(), kHeaderBytes, 0) ||
        !readAll(pyramid->file_, pyramid->index_.data(), indexBytes, kHeaderBytes))
        return nullptr;
    std::uint32_t indexChecksum = 0;
    std::memcpy(&indexChecksum, header.data() + kIndexChecksumAt, sizeof indexChecksum);
    if (header != headerOf(key, indexChecksum)) return nullptr;
    if (checksum(pyramid->index_.data(), indexBytes) != indexChecksum) return nullptr;
    return pyramid;
}

PyramidFile::~PyramidFile() {
    if (file_ >= 0) ::close(file_);
}

bool PyramidFile::read(const BlockId& id, float* values) const {
    const LevelShape& level = shape_[static_cast<std::size_t>(id.level - 1)];
    const std::size_t at = level.first +
                           static_cast<std::size_t>(id.row) * static_cast<std::size_t>(level.columns) +
                           static_cast<std::size_t>(id.column);
    const Entry& entry = index_[at];
    constexpr float nan = std::numeric_limits<float>::quiet_NaN();
    if (entry.filled == 0) {
        std::fill(values, values + kBlockCells, nan);
        return true;
    }
    std::vector<std::uint16_t> stored(kBlockCells);
    if (!readAll(file_, stored.data(), kStoredBytes, dataBegin_ + at * kStoredBytes)) return false;
    if (checksum(stored.data(), kStoredBytes) != entry.checksum) return false;
    const float step = (entry.high - entry.low) / kSteps;
    for (std::size_t i = 0; i < kBlockCells; ++i)
        values[i] = stored[i] == kNoData ? nan : entry.low + static_cast<float>(stored[i]) * step;
    return true;
}

// One pass over the raster gives all coarser levels: a block goes into its parent's quadrant as soon as it is
// there; a parent with all its children is written and goes into its own parent.
class PyramidWriter {
  public:
    PyramidWriter(int file, const PyramidKey& key, const WindowReader& read, const PyramidProgress& progress)
        : file_(file), key_(key), read_(read), progress_(progress) {
        shape_ = PyramidFile::shapeOf(key.width, key.height);
        const auto& last = shape_.back();
        index_.resize(last.first + blocksOf(last));
        dataBegin_ = kHeaderBytes + index_.size() * sizeof(PyramidFile::Entry);
    }

    std::string run() {
        if (::ftruncate(file_, static_cast<off_t>(dataBegin_ + index_.size() * kStoredBytes)) != 0)
            return std::string("no room: ") + std::strerror(errno);
        orderTasks();
        const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
        const unsigned count = progress_.threads > 0 ? progress_.threads : cores;
        std::vector<std::thread> others;
        for (unsigned i = 1; i < count; ++i) others.emplace_back([this] { work(); });
        work();
        for (std::thread& other : others) other.join();
        if (!failure_.empty()) return failure_;
        const std::size_t indexBytes = index_.size() * sizeof(PyramidFile::Entry);
        write(index_.data(), indexBytes, kHeaderBytes);
        const std::vector<char> header = headerOf(key_, checksum(index_.data(), indexBytes));
        write(header.data(), header.size(), 0);
        return failure_;
    }

  private:
    using Values = std::vector<float>;
    struct Pending {
        Values values;
        int missing = 0;  ///< children
    };
    struct Task {
        int column = 0, row = 0;  ///< of a block of level 1; by rows the column does not count
        std::uint64_t order = 0;
    };
    static constexpr int kBandRows = 64;
    static constexpr int kWindow = 2 * kBlockSide;

    static std::size_t blocksOf(const PyramidFile::LevelShape& level) {
        return static_cast<std::size_t>(level.columns) * static_cast<std::size_t>(level.rows);
    }

    // By squares along the Z-order curve, so that parents fill up early and little is held.
    void orderTasks() {
        const auto& level = shape_.front();
        for (int row = 0; row < level.rows; ++row) {
            for (int column = 0; column < (progress_.rowByRow ? 1 : level.columns); ++column) {
                std::uint64_t order = static_cast<std::uint64_t>(row);
                if (!progress_.rowByRow) {
                    order = 0;
                    for (unsigned bit = 0; bit < 24; ++bit)
                        order |= ((static_cast<std::uint64_t>(column) >> bit & 1U) << (2 * bit)) |
                                 ((static_cast<std::uint64_t>(row) >> bit & 1U) << (2 * bit + 1));
                }
                tasks_.push_back({column, row, order});
            }
        }
        std::sort(tasks_.begin(), tasks_.end(),
                  [](const Task& a, const Task& b) { return a.order < b.order; });
    }

    void work() {
        try {
            for (std::size_t i = next_++; i < tasks_.size() && !stop_; i = next_++) {
                if (progress_.rowByRow)
                    readRow(tasks_[i].row);
                else
                    readSquare(tasks_[i].column, tasks_[i].row);
                const std::size_t done = ++done_;
                if (progress_.report &&
                    !progress_.report(static_cast<double>(done) / static_cast<double>(tasks_.size())))
                    fail("cancelled");
            }
        } catch (const std::bad_alloc&) {
            fail("there is not enough memory");
        }
    }

    void readSquare(int column, int row) {
        const int left = column * kWindow;
        const int top = row * kWindow;
        const int columns = std::min(kWindow, key_.width - left);
        const int rows = std::min(kWindow, key_.height - top);
        Values window(static_cast<std::size_t>(columns) * rows);
        if (!read_(left, top, columns, rows, window.data())) return fail("the source cannot be read");
        if (columns < kWindow || rows < kWindow) window = padded(window, columns, rows, kWindow, kWindow);
        Values block(kBlockCells);
        halveCells(window.data(), kWindow, kBlockSide, kBlockSide, block.data(), kBlockSide);
        deliver({1, column, row}, std::move(block));
    }

    void readRow(int row) {
        const auto& level = shape_.front();
        std::vector<Values> blocks(static_cast<std::size_t>(level.columns));
        for (Values& block : blocks) block.assign(kBlockCells, kNaN);
        const int paddedWidth = level.columns * kWindow;
        for (int band = 0; band < kWindow && !stop_; band += kBandRows) {
            const int top = row * kWindow + band;
            const int rows = std::min(kBandRows, key_.height - top);
            if (rows <= 0) break;
            Values window(static_cast<std::size_t>(key_.width) * rows);
            if (!read_(0, top, key_.width, rows, window.data())) return fail("the source cannot be read");
            if (paddedWidth > key_.width || rows < kBandRows)
                window = padded(window, key_.width, rows, paddedWidth, kBandRows);
            for (int column = 0; column < level.columns; ++column)
                halveCells(window.data() + static_cast<std::size_t>(column) * kWindow,
                           static_cast<std::size_t>(paddedWidth), kBlockSide, kBandRows / 2,
                           blocks[static_cast<std::size_t>(column)].data() +
                               static_cast<std::size_t>(band) / 2 * kBlockSide,
                           kBlockSide);
        }
        for (int column = 0; column < level.columns && !stop_; ++column)
            deliver({1, column, row}, std::move(blocks[static_cast<std::size_t>(column)]));
    }

    static Values padded(const Values& from, int columns, int rows, int toColumns, int toRows) {
        Values to(static_cast<std::size_t>(toColumns) * toRows, kNaN);
        for (int row = 0; row < rows; ++row)
            std::copy_n(from.begin() + static_cast<std::ptrdiff_t>(row) * columns, columns,
                        to.begin() + static_cast<std::ptrdiff_t>(row) * toColumns);
        return to;
    }

    void deliver(BlockId id, Values values) {
        for (;;) {
            store(id, values);
            if (static_cast<std::size_t>(id.level) >= shape_.size() || stop_) return;
            const BlockId up{id.level + 1, id.column / 2, id.row / 2};
            Pending* parent = nullptr;
            {
                const std::lock_guard lock(mutex_);
                parent = &pending_[{up.level, up.column, up.row}];
                if (parent->values.empty()) {
                    const auto& own = shape_[static_cast<std::size_t>(id.level - 1)];
                    parent->values.assign(kBlockCells, kNaN);
                    parent->missing =
                        std::min(2, own.columns - 2 * up.column) * std::min(2, own.rows - 2 * up.row);
                }
            }
            halveBlock(values.data(), id.column % 2, id.row % 2, parent->values.data());
            {
                const std::lock_guard lock(mutex_);
                if (--parent->missing > 0) return;
                values = std::move(parent->values);
                pending_.erase({up.level, up.column, up.row});
            }
            id = up;
        }
    }

    void store(const BlockId& id, const Values& values) {
        const auto& level = shape_[static_cast<std::size_t>(id.level - 1)];
        const std::size_t at = level.first +
                               static_cast<std::size_t>(id.row) * static_cast<std::size_t>(level.columns) +
                               static_cast<std::size_t>(id.column);
        PyramidFile::Entry entry{kNaN, kNaN, 0, 0};
        std::vector<std::uint16_t> stored(kBlockCells);
        if (quantise(values, stored, entry.low, entry.high)) {
            entry.filled = 1;
            entry.checksum = checksum(stored.data(), kStoredBytes);
            write(stored.data(), kStoredBytes, dataBegin_ + at * kStoredBytes);
        }
        index_[at] = entry;
    }

    // false: there is no data.
    static bool quantise(const Values& values, std::vector<std::uint16_t>& stored, float& low, float& high) {
        constexpr std::size_t lanes = 8;  // independent, so that they run side by side
        std::array<float, lanes> lows;
        std::array<float, lanes> highs;
        lows.fill(std::numeric_limits<float>::infinity());
        highs.fill(-std::numeric_limits<float>::infinity());
        float probe = 0;
        for (std::size_t i = 0; i < kBlockCells; i += lanes) {
            for (std::size_t k = 0; k < lanes; ++k) {
                const float v = values[i + k];
                lows[k] = v < lows[k] ? v : lows[k];
                highs[k] = v > highs[k] ? v : highs[k];
            }
        }
        low = *std::min_element(lows.begin(), lows.end());
        high = *std::max_element(highs.begin(), highs.end());
        if (!(low <= high)) return false;
        const float scale = high > low ? kSteps / (high - low) : 0;
        for (const float v : values) probe += v;
        if (!std::isnan(probe)) {
            for (std::size_t i = 0; i < kBlockCells; ++i)
                stored[i] = static_cast<std::uint16_t>(std::lround((values[i] - low) * scale));
        } else {
            for (std::size_t i = 0; i < kBlockCells; ++i)
                stored[i] = std::isnan(values[i])
                                ? kNoData
                                : static_cast<std::uint16_t>(std::lround((values[i] - low) * scale));
        }
        return true;
    }

    void write(const void* from, std::size_t count, std::uint64_t at) {
        const auto* bytes = static_cast<const char*>(from);
        while (count > 0 && !stop_) {
            const ssize_t put = ::pwrite(file_, bytes, count, static_cast<off_t>(at));
            if (put < 0 && errno == EINTR) continue;
            if (put <= 0) return fail(std::string("it cannot be written: ") + std::strerror(errno));
            bytes += put;
            at += static_cast<std::uint64_t>(put);
            count -= static_cast<std::size_t>(put);
        }
    }

    void fail(std::string reason) {
        const std::lock_guard lock(mutex_);
        if (failure_.empty()) failure_ = std::move(reason);
        stop_ = true;
    }

    static constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
    int file_;
    const PyramidKey& key_;
    const WindowReader& read_;
    const PyramidProgress& progress_;
    std::vector<PyramidFile::LevelShape> shape_;
    std::vector<PyramidFile::Entry> index_;
    std::uint64_t dataBegin_ = 0;
    std::vector<Task> tasks_;
    std::atomic<std::size_t> next_{0}, done_{0};
    std::atomic<bool> stop_{false};
    std::mutex mutex_;
    std::map<std::array<int, 3>, Pending> pending_;
    std::string failure_;
};

std::string writePyramid(const std::filesystem::path& file, const PyramidKey& key, const WindowReader& read,
                         const PyramidProgress& progress) {
    if (PyramidFile::shapeOf(key.width, key.height).empty()) return "the raster is too small to need one";
    const int handle = ::open(file.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (handle < 0) return std::string("it cannot be written: ") + std::strerror(errno);
    std::string reason;
    try {
        reason = PyramidWriter(handle, key, read, progress).run();
    } catch (const std::exception& error) {
        reason = error.what();
    }
    if (::close(handle) != 0 && reason.empty()) reason = std::strerror(errno);
    return reason;
}

}  // namespace atlas::geodata
