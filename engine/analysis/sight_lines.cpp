#include "analysis/sight_lines.h"

#include <algorithm>
#include <utility>

#include "terrain/simd.h"

namespace atlas::analysis {

namespace {

constexpr int kBlock = 64;  // cells that are looked at together: a cache line of bytes

/// What all cells of a line have in common.
struct Along {
    float inverse, eye, bend, gain, lines;
};

// Takes all by value and restrict: a store of a byte may otherwise change anything, and no loop is done
// eight cells at a time.
template <int side, class T>
inline void lookAt(const float* __restrict heights, const float* __restrict cells,
                   const float* __restrict before, float* __restrict steepness, T* __restrict found,
                   int first, int last, const Along line) {
    for (int c = first; c < last; ++c) {
        const float toSide = cells[c] * line.inverse;
        const float inner = before[c - side];
        const float outer = before[c];
        const float hides = outer + toSide * (inner - outer);
        const float z = heights[c];
        const float steep = (z - line.eye - cells[c] * cells[c] * line.bend) * line.inverse;
        steepness[c] = steep > hides ? steep : hides;
        found[c] = answerOf<T>(z, steep, hides, line.gain, line.lines);
    }
}

/// Asks memory for a block that is read, or written, soon.
template <class T>
inline void askForBlock(const T* block, bool written) {
#if defined(__GNUC__)
    for (std::size_t at = 0; at < kBlock; at += 64 / sizeof(T))
        if (written)
            __builtin_prefetch(block + at, 1, 2);
        else
            __builtin_prefetch(block + at, 0, 2);
#endif
}

// What fills no block at the end is looked at with the last whole block, some cells once more: cell by cell
// it would take as long as several blocks. Memory is asked for the next line meanwhile.
template <int side, class T>
inline void lookAlong(const float* heights, const float* cells, const float* before, float* steepness,
                      T* found, int first, int last, const float* nextHeights, const T* nextFound,
                      const Along line) {
    if (last - first < kBlock) {
        lookAt<side>(heights, cells, before, steepness, found, first, last, line);
        return;
    }
    for (int c = first; c + kBlock <= last; c += kBlock) {
        askForBlock(nextHeights + c, false);
        askForBlock(nextFound + c, true);
        lookAt<side>(heights, cells, before, steepness, found, c, c + kBlock, line);
    }
    if ((last - first) % kBlock != 0)
        lookAt<side>(heights, cells, before, steepness, found, last - kBlock, last, line);
}

template <int side, class T>
inline void lookOver(const Line* lines, int count, const Patch<T>& patch, float bend, Handed& handed) {
    const int nearEnd = side > 0 ? 0 : patch.size + 1;
    const int farEnd = side > 0 ? patch.size : 1;
    for (int k = 0; k < count; ++k) {
        const Line& line = lines[k];
        const int cells = std::clamp(line.reach - patch.begin + 1, 0, patch.size);
        if (cells == 0) continue;
        const int first = side > 0 ? 0 : patch.size - cells;
        const float* heights = patch.heights + k * patch.heightsPitch;
        T* found = patch.found + k * patch.foundPitch;
        const bool more = k + 1 < count;
        handed.before[nearEnd] = std::exchange(handed.edge[k], handed.before[farEnd]);
        lookAlong<side, T>(heights, patch.cells, handed.before + 1, handed.after + 1, found, first,
                           first + cells, more ? heights + patch.heightsPitch : heights,
                           more ? found + patch.foundPitch : found,
                           {line.inverse, line.eye, bend, line.gain, line.number});
        std::swap(handed.before, handed.after);
    }
}
ATLAS_SIMD void seeAfter(const Line* lines, int count, const Patch<std::uint8_t>& patch, float bend,
                         Handed& handed) {
    lookOver<1>(lines, count, patch, bend, handed);
}
ATLAS_SIMD void seeBefore(const Line* lines, int count, const Patch<std::uint8_t>& patch, float bend,
                          Handed& handed) {
    lookOver<-1>(lines, count, patch, bend, handed);
}
ATLAS_SIMD void needAfter(const Line* lines, int count, const Patch<float>& patch, float bend,
                          Handed& handed) {
    lookOver<1>(lines, count, patch, bend, handed);
}
ATLAS_SIMD void needBefore(const Line* lines, int count, const Patch<float>& patch, float bend,
                           Handed& handed) {
    lookOver<-1>(lines, count, patch, bend, handed);
}
}  // namespace

void look(int side, const Line* lines, int count, const Patch<std::uint8_t>& patch, float bend,
          Handed& handed) {
    (side > 0 ? seeAfter : seeBefore)(lines, count, patch, bend, handed);
}
void look(int side, const Line* lines, int count, const Patch<float>& patch, float bend, Handed& handed) {
    (side > 0 ? needAfter : needBefore)(lines, count, patch, bend, handed);
}

}  // namespace atlas::analysis
