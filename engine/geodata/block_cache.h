#pragma once
// Blocks of a raster that were read last, within a budget of bytes.

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace atlas::geodata {

/// Cells along the side of a block in memory, whatever the blocks of the file are.
constexpr int kBlockSide = 256;
constexpr std::size_t kBlockCells = static_cast<std::size_t>(kBlockSide) * kBlockSide;

/// Rows from north to south, NaN = no data; cells beyond the raster's edge are NaN. Immutable once shared.
using RasterBlock = std::vector<float>;
using SharedBlock = std::shared_ptr<const RasterBlock>;

/// Which block: level 0 is the full resolution.
struct BlockId {
    int level = 0;
    int column = 0, row = 0;  ///< in blocks
    bool operator==(const BlockId&) const = default;
};

/// Mean of two by two cells, of those that have data; NaN where none has. Makes columns * rows cells out of
/// four times as many; strides in cells. Pure.
void halveCells(const float* fine, std::size_t fineStride, int columns, int rows, float* coarse,
                std::size_t coarseStride);
/// The same for a whole block, into a quadrant (0 or 1 each way) of its parent.
void halveBlock(const float* fine, int quadrantX, int quadrantY, float* coarse);

/// Least recently used goes first. Any number of threads.
class BlockCache {
  public:
    explicit BlockCache(std::size_t budget) : budget_(budget) {}

    SharedBlock find(const BlockId& id);
    void put(const BlockId& id, SharedBlock block);
    /// Forgets all; blocks in use live on with their users.
    void clear();
    std::size_t bytes() const;  ///< never more than the budget
    std::size_t budget() const;
    void setBudget(std::size_t bytes);

  private:
    struct Entry {
        BlockId id;
        SharedBlock block;
    };
    struct Hash {
        std::size_t operator()(const BlockId& id) const {
            const auto packed = (static_cast<std::uint64_t>(id.level) << 56U) ^
                                (static_cast<std::uint64_t>(id.column) << 28U) ^
                                static_cast<std::uint64_t>(id.row);
            return std::hash<std::uint64_t>()(packed * 0x9E3779B97F4A7C15ULL);
        }
    };
    void shrink();

    mutable std::mutex mutex_;
    std::size_t budget_, bytes_ = 0;
    std::list<Entry> entries_;  ///< most recently used first
    std::unordered_map<BlockId, std::list<Entry>::iterator, Hash> known_;
};

}  // namespace atlas::geodata
