#pragma once
// Grids turned over, columns to rows, in blocks that fit the machine's vectors. Inside engine/analysis only.

#include <cstddef>
#include <cstdint>

namespace atlas::analysis {

/// to[c * toStride + r] = from[r * fromStride + c] for r < rows, c < columns. No overlap.
void transposePart(const float* from, std::size_t fromStride, float* to, std::size_t toStride, int rows,
                   int columns);
void transposePart(const std::uint8_t* from, std::size_t fromStride, std::uint8_t* to, std::size_t toStride,
                   int rows, int columns);

/// A whole grid of `width` x `height` to one of `height` x `width`; all cores.
void transpose(const float* from, float* to, int width, int height);
void transpose(const std::uint16_t* from, std::uint16_t* to, int width, int height);

}  // namespace atlas::analysis
