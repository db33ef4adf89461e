#include "analysis/sight_lines.h"

#include <algorithm>
#include <utility>

#include "analysis/simd.h"

namespace atlas::analysis {

namespace {

// Takes all by value and restrict: a store of a byte may otherwise change anything, and no loop is done
// eight cells at a time. `zeroth`: how far from the axis cell 0 lies.
template <int side, class T>
inline void lookAlong(const float* __restrict heights, const float* __restrict before,
                      float* __restrict steepness, T* __restrict found, int first, int last, float zeroth,
                      float inverse, float eye, float bend, float gain, float lines) {
    for (int c = first; c < last; ++c) {
        const float cells = zeroth + static_cast<float>(side * c);
        const float toSide = cells * inverse;
        const float inner = before[c - side];
        const float outer = before[c];
        const float hides = outer + toSide * (inner - outer);
        const float z = heights[c];
        const float steep = (z - eye - cells * cells * bend) * inverse;
        steepness[c] = steep > hides ? steep : hides;
        found[c] = answerOf<T>(z, steep, hides, gain, lines);
    }
}

template <int side, class T>
inline void lookOver(const Line* lines, int count, const Patch<T>& patch, float bend, Handed& handed) {
    const int nearEnd = side > 0 ? 0 : patch.size + 1;
    const int farEnd = side > 0 ? patch.size : 1;
    const auto zeroth = static_cast<float>(side > 0 ? patch.begin : patch.begin + patch.size - 1);
    for (int k = 0; k < count; ++k) {
        const Line& line = lines[k];
        const int cells = std::clamp(line.reach - patch.begin + 1, 0, patch.size);
        if (cells == 0) continue;
        const int first = side > 0 ? 0 : patch.size - cells;
        handed.before[nearEnd] = std::exchange(handed.edge[k], handed.before[farEnd]);
        lookAlong<side, T>(patch.heights + k * patch.heightsPitch, handed.before + 1, handed.after + 1,
                           patch.found + k * patch.foundPitch, first, first + cells, zeroth, line.inverse,
                           line.eye, bend, line.gain, line.number);
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
