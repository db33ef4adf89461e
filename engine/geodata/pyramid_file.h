#pragma once
// A raster's coarser levels in a file of our own: what a raster without overviews lacks. Every part of the
// file is under a checksum, so that a damaged one is found out and never shown.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "geodata/block_cache.h"

namespace atlas::geodata {

/// What a pyramid was made from. A file that was changed has another key.
struct PyramidKey {
    std::string path;  ///< canonical
    int band = 1;
    std::uint64_t bytes = 0;       ///< size of the file
    std::int64_t modified = 0;     ///< nanoseconds since the epoch
    int width = 0, height = 0;     ///< cells of the full resolution
    double scale = 1, offset = 0;  ///< that are in the values
    bool operator==(const PyramidKey&) const = default;
};

/// Levels 1 (half the resolution) to the first that fits one block. Any number of threads may read.
class PyramidFile {
  public:
    /// nullptr: not there, of another source, or damaged. Blocks; never throws.
    static std::shared_ptr<const PyramidFile> open(const std::filesystem::path& file, const PyramidKey& key);
    ~PyramidFile();
    PyramidFile(const PyramidFile&) = delete;
    PyramidFile& operator=(const PyramidFile&) = delete;

    int levels() const { return static_cast<int>(shape_.size()); }  ///< without level 0
    /// kBlockCells values. false: the block is damaged or the file was cut off. Quantised to 1/65534 of the
    /// block's range of heights, at worst half of that off the mean.
    bool read(const BlockId& id, float* values) const;

    /// Where the blocks of a level begin, and how many there are.
    struct LevelShape {
        int width = 0, height = 0;  ///< cells
        int columns = 0, rows = 0;  ///< blocks
        std::size_t first = 0;      ///< index of its first block
    };
    /// Levels 1 and up of a raster. Pure.
    static std::vector<LevelShape> shapeOf(int width, int height);

  private:
    PyramidFile() = default;
    friend class PyramidWriter;
    struct Entry {
        float low, high;
        std::uint32_t checksum;
        std::uint32_t filled;  ///< 0: the whole block is without data and not stored
    };
    int file_ = -1;
    std::vector<LevelShape> shape_;
    std::vector<Entry> index_;
    std::uint64_t dataBegin_ = 0;
};

/// Reads a window of the full resolution: column, row, columns, rows; rows * columns values, NaN = no data.
/// Called from several threads at a time. false: it could not be read.
using WindowReader = std::function<bool(int, int, int, int, float*)>;

struct PyramidProgress {
    std::function<bool(double share)> report;  ///< from any thread; false cancels
    unsigned threads = 0;                      ///< 0: as many as the machine has cores
    bool rowByRow = false;  ///< the source is stored in rows: go along them instead of by squares
};

/// Writes the pyramid of a raster to `file`, from one pass over it. The file is not yet in its place: the
/// caller renames it. "" or the reason it failed ("cancelled"). Blocks; never throws.
std::string writePyramid(const std::filesystem::path& file, const PyramidKey& key, const WindowReader& read,
                         const PyramidProgress& progress);

}  // namespace atlas::geodata
