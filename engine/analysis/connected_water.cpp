// Water at one level: runs of low cells, united.

#include <bit>
#include <cmath>
#include <cstdint>

#include "analysis/flood.h"
#include "terrain/simd.h"

namespace atlas::analysis {

using geodata::Raster;

namespace {

/// 64 cells to 64 bits: at or below the level. No data compares false.
ATLAS_SIMD void lowCells(const float* heights, int width, float level, std::uint64_t* words) {
    int c = 0;
    for (int w = 0; c < width; ++w) {
        const int count = std::min(64, width - c);
        std::uint64_t bits = 0;
        if (count == 64) {
            // Bytes first: comparisons of eight floats at a time, then eight bytes to eight bits by
            // multiplication.
            alignas(64) unsigned char low[64];
            for (int i = 0; i < 64; ++i) low[i] = heights[c + i] <= level ? 1 : 0;
            for (int i = 0; i < 8; ++i) {
                std::uint64_t eight = 0;
                __builtin_memcpy(&eight, low + i * 8, 8);
                bits |= ((eight * 0x0102040810204080ULL) >> 56) << (i * 8);
            }
        } else {
            for (int i = 0; i < count; ++i) bits |= std::uint64_t{heights[c + i] <= level} << i;
        }
        words[w] = bits;
        c += count;
    }
}

struct Run {
    int first, last;  ///< columns, both included
    std::uint32_t parent;
};

/// Union-find over runs; the smaller index is the root, so that a parent never comes after its child.
class Runs {
  public:
    std::vector<Run> runs;
    std::vector<std::uint32_t> rowBegin;  ///< one more than rows

    std::uint32_t root(std::uint32_t i) {
        while (runs[i].parent != i) {
            runs[i].parent = runs[runs[i].parent].parent;
            i = runs[i].parent;
        }
        return i;
    }
    void unite(std::uint32_t a, std::uint32_t b) {
        a = root(a);
        b = root(b);
        if (a < b) runs[b].parent = a;
        if (b < a) runs[a].parent = b;
    }
    /// Runs of two neighbouring rows that touch over an edge or a corner.
    void uniteRows(std::uint32_t above, std::uint32_t aboveEnd, std::uint32_t below, std::uint32_t belowEnd) {
        while (above < aboveEnd && below < belowEnd) {
            if (runs[above].last + 1 >= runs[below].first && runs[below].last + 1 >= runs[above].first)
                unite(above, below);
            if (runs[above].last < runs[below].last)
                ++above;
            else
                ++below;
        }
    }
};

void appendRuns(const std::uint64_t* words, int count, std::vector<Run>& runs) {
    int first = -1;
    for (int w = 0; w < count; ++w) {
        const std::uint64_t word = words[w];
        if (word == 0) {
            if (first >= 0) runs.push_back({first, w * 64 - 1, 0});
            first = -1;
            continue;
        }
        if (word == ~std::uint64_t{0}) {
            if (first < 0) first = w * 64;
            continue;
        }
        int bit = 0;
        while (bit < 64) {
            if (first < 0) {
                const std::uint64_t rest = word >> bit;
                if (rest == 0) break;
                bit += std::countr_zero(rest);
                first = w * 64 + bit;
            }
            const std::uint64_t gaps = ~word >> bit;
            if (gaps == 0) break;
            bit += std::countr_zero(gaps);
            if (bit >= 64) break;
            runs.push_back({first, w * 64 + bit - 1, 0});
            first = -1;
        }
    }
    if (first >= 0) runs.push_back({first, count * 64 - 1, 0});
}

bool meets(const std::uint64_t* words, int first, int last) {
    for (int w = first / 64; w <= last / 64; ++w) {
        std::uint64_t word = words[w];
        if (w == first / 64) word &= ~std::uint64_t{0} << (first % 64);
        if (w == last / 64) word &= ~std::uint64_t{0} >> (63 - last % 64);
        if (word != 0) return true;
    }
    return false;
}

/// A strip of rows labelled on its own.
struct Strip {
    int begin = 0, end = 0;
    Runs local;
};

}  // namespace

std::optional<CellSet> connectedWater(const Raster& ground, const CellSet& rivers, double level,
                                      const Job& job) {
    CellSet water(ground.width, ground.height);
    if (ground.width == 0 || ground.height == 0) return water;
    const int words = water.wordsARow();
    const int wanted = std::clamp(ground.height / 64, 1, 64);
    std::vector<Strip> strips(static_cast<std::size_t>(wanted));
    for (int i = 0; i < wanted; ++i) {
        strips[i].begin = static_cast<int>(static_cast<std::int64_t>(ground.height) * i / wanted);
        strips[i].end = static_cast<int>(static_cast<std::int64_t>(ground.height) * (i + 1) / wanted);
    }
    // Each strip: bits, runs, labels of its own.
    const auto limit = static_cast<float>(level);
    const bool scanned = forRows(
        wanted, job.part(0, 0.6),
        [&](int first, int last) {
            for (int s = first; s < last; ++s) {
                Strip& strip = strips[s];
                Runs& local = strip.local;
                local.runs.reserve(1024);
                for (int r = strip.begin; r < strip.end; ++r) {
                    lowCells(ground.values.data() + static_cast<std::size_t>(r) * ground.width, ground.width,
                             limit, water.row(r));
                    const auto begin = static_cast<std::uint32_t>(local.runs.size());
                    local.rowBegin.push_back(begin);
                    appendRuns(water.row(r), words, local.runs);
                    const auto end = static_cast<std::uint32_t>(local.runs.size());
                    for (std::uint32_t i = begin; i < end; ++i) local.runs[i].parent = i;
                    if (r > strip.begin)
                        local.uniteRows(local.rowBegin[local.rowBegin.size() - 2], begin, begin, end);
                }
                local.rowBegin.push_back(static_cast<std::uint32_t>(local.runs.size()));
            }
        },
        1);
    if (!scanned) return std::nullopt;

    // Put together: indices shifted, then the seams.
    Runs all;
    std::vector<std::uint32_t> offsets;
    std::size_t total = 0;
    for (const Strip& strip : strips) {
        offsets.push_back(static_cast<std::uint32_t>(total));
        total += strip.local.runs.size();
    }
    all.runs.resize(total);
    forRows(
        wanted, {},
        [&](int first, int last) {
            for (int s = first; s < last; ++s) {
                Run* out = all.runs.data() + offsets[s];
                for (Run run : strips[s].local.runs) {
                    run.parent += offsets[s];
                    *out++ = run;
                }
            }
        },
        1);
    for (int s = 1; s < wanted; ++s) {
        const auto& above = strips[s - 1].local.rowBegin;
        const auto& below = strips[s].local.rowBegin;
        all.uniteRows(offsets[s - 1] + above[above.size() - 2], offsets[s - 1] + above.back(), offsets[s],
                      offsets[s] + below[1]);
    }
    // A parent never comes after its child: one pass forward flattens all.
    std::vector<std::uint8_t> wet(total, 0);
    for (std::uint32_t i = 0; i < total; ++i) all.runs[i].parent = all.runs[all.runs[i].parent].parent;
    for (int s = 0; s < wanted; ++s)
        for (int r = strips[s].begin; r < strips[s].end; ++r) {
            const auto& rows = strips[s].local.rowBegin;
            const auto i = static_cast<std::size_t>(r - strips[s].begin);
            for (std::uint32_t k = offsets[s] + rows[i]; k < offsets[s] + rows[i + 1]; ++k)
                if (wet[all.runs[k].parent] == 0 && meets(rivers.row(r), all.runs[k].first, all.runs[k].last))
                    wet[all.runs[k].parent] = 1;
        }
    const bool painted = forRows(
        wanted, job.part(0.6, 1),
        [&](int first, int last) {
            for (int s = first; s < last; ++s)
                for (int r = strips[s].begin; r < strips[s].end; ++r) {
                    const auto& rows = strips[s].local.rowBegin;
                    const auto i = static_cast<std::size_t>(r - strips[s].begin);
                    std::uint64_t* bits = water.row(r);
                    std::fill(bits, bits + words, std::uint64_t{0});
                    for (std::uint32_t k = offsets[s] + rows[i]; k < offsets[s] + rows[i + 1]; ++k)
                        if (wet[all.runs[k].parent] != 0)
                            water.addRun(all.runs[k].first, all.runs[k].last, r);
                }
        },
        1);
    if (!painted) return std::nullopt;
    return water;
}

}  // namespace atlas::analysis
