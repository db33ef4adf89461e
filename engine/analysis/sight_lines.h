#pragma once
// Lines of cells across the way an octant looks, each hidden by the one before it. Inside engine/analysis
// only.
//
// What hides a cell is kept as the steepness, in metres a line, of the line from the eye that just clears all
// before it: where the sight line crosses the line before, that is interpolated between its two cells. So no
// error grows with distance, and no cell waits for one in its own line.

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "analysis/viewshed.h"

namespace atlas::analysis {

constexpr float kOpen = -1e30F;  // steepness of a line that nothing hides

/// A line of cells across the way the octant looks. Its cells are counted from the axis.
struct Line {
    float inverse = 0;  ///< 1 / lines from the eye
    float eye = 0;      ///< altitude, plus what curvature takes on that many lines
    float gain = 0;     ///< what the height of the target adds to the steepness
    float number = 0;   ///< lines from the eye
    int reach = 0;      ///< its last cell in the octant and in range
};

/// A part of some lines that follow each other, in the raster's order; pitches lead away from the eye.
template <class T>
struct Patch {
    int begin = 0, size = 0;       ///< cells from the axis: begin .. begin + size - 1
    const float* cells = nullptr;  ///< how far from the axis each of them lies
    const float* heights = nullptr;
    std::ptrdiff_t heightsPitch = 0;
    T* found = nullptr;
    std::ptrdiff_t foundPitch = 0;
};

/// What the lines of a patch hand on. `before` and `after` hold a line's steepness, with one more place at
/// each end; `edge` of each line the steepness, in the line before it, of the cell next to the patch toward
/// the axis. That becomes the steepness of the patch's own last cell.
struct Handed {
    float* before;
    float* after;
    float* edge;
};

/// What is written of a cell: whether it is seen, or the metres above its ground from which a target is.
template <class T>
constexpr T answerOf(float z, float steep, float hides, float gain, float lines) {
    if constexpr (std::is_same_v<T, float>) {
        const float lacks = (hides - steep) * lines;
        return lacks > 0 ? lacks : 0 * lacks;  // NaN stays NaN
    } else {
        const std::uint8_t answer = steep + gain >= hides ? kVisible : kHidden;
        return z == z ? answer : kNotLooked;
    }
}

/// Looks at a patch, line after line. `side` 1: its cells lie after the axis in the raster's order, -1:
/// before. `bend`: metres that curvature takes on one cell to the side; on i cells i² times as much.
void look(int side, const Line* lines, int count, const Patch<std::uint8_t>& patch, float bend,
          Handed& handed);
void look(int side, const Line* lines, int count, const Patch<float>& patch, float bend, Handed& handed);

}  // namespace atlas::analysis
