#include "geodata/block_cache.h"

#include <cmath>
#include <limits>

namespace atlas::geodata {

void halveCells(const float* fine, std::size_t fineStride, int columns, int rows, float* coarse,
                std::size_t coarseStride) {
    for (int row = 0; row < rows; ++row) {
        const float* a = fine + static_cast<std::size_t>(row) * 2 * fineStride;
        const float* b = a + fineStride;
        float* out = coarse + static_cast<std::size_t>(row) * coarseStride;
        float probe = 0;
        for (int column = 0; column < columns; ++column) {
            out[column] = (a[2 * column] + a[2 * column + 1] + b[2 * column] + b[2 * column + 1]) * 0.25F;
            probe += out[column];
        }
        if (!std::isnan(probe)) continue;  // no holes in this row
        for (int column = 0; column < columns; ++column) {
            float sum = 0;
            int count = 0;
            for (const float value : {a[2 * column], a[2 * column + 1], b[2 * column], b[2 * column + 1]}) {
                if (std::isnan(value)) continue;
                sum += value;
                ++count;
            }
            out[column] =
                count > 0 ? sum / static_cast<float>(count) : std::numeric_limits<float>::quiet_NaN();
        }
    }
}

void halveBlock(const float* fine, int quadrantX, int quadrantY, float* coarse) {
    constexpr int half = kBlockSide / 2;
    halveCells(fine, kBlockSide, half, half,
               coarse + static_cast<std::size_t>(quadrantY) * half * kBlockSide +
                   static_cast<std::size_t>(quadrantX) * half,
               kBlockSide);
}

SharedBlock BlockCache::find(const BlockId& id) {
    const std::lock_guard lock(mutex_);
    const auto found = known_.find(id);
    if (found == known_.end()) return nullptr;
    entries_.splice(entries_.begin(), entries_, found->second);
    return found->second->block;
}

void BlockCache::put(const BlockId& id, SharedBlock block) {
    const std::lock_guard lock(mutex_);
    if (known_.contains(id)) return;  // another thread was quicker
    bytes_ += block->size() * sizeof(float);
    entries_.push_front({id, std::move(block)});
    known_[id] = entries_.begin();
    shrink();
}

void BlockCache::shrink() {
    while (bytes_ > budget_ && !entries_.empty()) {
        bytes_ -= entries_.back().block->size() * sizeof(float);
        known_.erase(entries_.back().id);
        entries_.pop_back();
    }
}

void BlockCache::clear() {
    const std::lock_guard lock(mutex_);
    entries_.clear();
    known_.clear();
    bytes_ = 0;
}

std::size_t BlockCache::bytes() const {
    const std::lock_guard lock(mutex_);
    return bytes_;
}

std::size_t BlockCache::budget() const {
    const std::lock_guard lock(mutex_);
    return budget_;
}

void BlockCache::setBudget(std::size_t bytes) {
    const std::lock_guard lock(mutex_);
    budget_ = bytes;
    shrink();
}

}  // namespace atlas::geodata
