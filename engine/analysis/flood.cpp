#include "analysis/flood.h"

#include <tbb/parallel_reduce.h>

#include <bit>
#include <cmath>
#include <limits>
#include <numeric>

#include "analysis/simd.h"

namespace atlas::analysis {

using geodata::Point2;
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

/// A queue of cells by level that is exact although its drawers are coarse: within a drawer cells come in any
/// order, and a cell whose level is lowered later is simply taken again.
class Drawers {
  public:
    Drawers(double lowest, double highest)
        : lowest_(lowest), width_(std::max((highest - lowest) / kCount, 1e-6)), drawers_(kCount + 1) {}
    void put(std::uint32_t cell, float level) {
        const auto drawer = static_cast<std::size_t>((level - lowest_) / width_);
        drawers_[std::min(drawer, static_cast<std::size_t>(kCount))].push_back({cell, level});
    }
    struct Entry {
        std::uint32_t cell;
        float level;
    };
    /// false: empty. Levels never fall below the drawer being emptied.
    bool take(Entry& entry) {
        while (now_ < drawers_.size() && drawers_[now_].empty()) {
            std::vector<Entry>().swap(drawers_[now_]);
            ++now_;
        }
        if (now_ == drawers_.size()) return false;
        entry = drawers_[now_].back();
        drawers_[now_].pop_back();
        return true;
    }

  private:
    static constexpr int kCount = 16384;
    double lowest_, width_;
    std::vector<std::vector<Entry>> drawers_;
    std::size_t now_ = 0;
};

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

std::optional<Raster> spillLevels(const Raster& ground, const CellSet& rivers, double highest,
                                  const Job& job) {
    Raster spill = emptyLike(ground);
    const int width = ground.width;
    const int height = ground.height;
    float low = std::numeric_limits<float>::infinity();
    float high = -low;
    for (const float value : ground.values) {
        low = value < low ? value : low;
        high = value > high ? value : high;
    }
    if (!(low <= high)) return spill;
    const auto most = static_cast<float>(std::min(highest, static_cast<double>(high)));
    Drawers open(low, std::max(most, low));
    const auto index = [width](int c, int r) {
        return static_cast<std::uint32_t>(static_cast<std::size_t>(r) * width + c);
    };
    for (int r = 0; r < height; ++r)
        for (int c = 0; c < width; ++c) {
            if (c % 64 == 0 && rivers.row(r)[c / 64] == 0) {
                c += 63;
                continue;
            }
            const float value = ground.at(c, r);
            if (!rivers.has(c, r) || !(value <= most)) continue;
            spill.values[index(c, r)] = value;
            open.put(index(c, r), value);
        }
    std::size_t taken = 0;
    Drawers::Entry entry{};
    while (open.take(entry)) {
        if ((++taken & 0xFFFFU) == 0) {
            if (job.cancelled()) return std::nullopt;
            job.tell(std::min(1.0, static_cast<double>(taken) / static_cast<double>(spill.values.size())));
        }
        if (entry.level > spill.values[entry.cell]) continue;  // reached lower meanwhile
        const int column = static_cast<int>(entry.cell % static_cast<std::uint32_t>(width));
        const int row = static_cast<int>(entry.cell / static_cast<std::uint32_t>(width));
        for (int r = std::max(row - 1, 0); r <= std::min(row + 1, height - 1); ++r)
            for (int c = std::max(column - 1, 0); c <= std::min(column + 1, width - 1); ++c) {
                const auto i = index(c, r);
                const float level = std::max(ground.values[i], entry.level);
                if (!(ground.values[i] <= most)) continue;  // no data, too
                if (!(spill.values[i] <= level)) {
                    spill.values[i] = level;
                    open.put(i, level);
                }
            }
    }
    job.tell(1);
    return spill;
}

Raster waterDepth(const Raster& ground, const CellSet& water, double level) {
    Raster depth = emptyLike(ground);
    forRows(ground.height, {}, [&](int begin, int end) {
        for (int r = begin; r < end; ++r)
            for (int c = 0; c < ground.width; ++c)
                if (water.has(c, r))
                    depth.values[static_cast<std::size_t>(r) * ground.width + c] =
                        static_cast<float>(level - static_cast<double>(ground.at(c, r)));
    });
    return depth;
}

Raster waterDepth(const Raster& ground, const Raster& spill, double level) {
    Raster depth = emptyLike(ground);
    const auto limit = static_cast<float>(level);
    forRows(ground.height, {}, [&](int begin, int end) {
        const auto from = static_cast<std::size_t>(begin) * ground.width;
        const auto to = static_cast<std::size_t>(end) * ground.width;
        for (std::size_t i = from; i < to; ++i)
            depth.values[i] = spill.values[i] <= limit
                                  ? static_cast<float>(level - static_cast<double>(ground.values[i]))
                                  : kNan;
    });
    return depth;
}

FloodExtent floodExtent(const Raster& depth, const CellSet& rivers, const std::vector<double>& breaks) {
    FloodExtent extent;
    const double cell = depth.cellX * depth.cellY;
    extent.classAreas.assign(breaks.size() + 1, 0);
    for (int r = 0; r < depth.height; ++r)
        for (int c = 0; c < depth.width; ++c) {
            const double d = depth.at(c, r);
            if (std::isnan(d)) continue;
            extent.area += cell;
            if (rivers.has(c, r)) continue;
            extent.newArea += cell;
            extent.volume += d * cell;
            extent.deepest = std::max(extent.deepest, d);
            const auto above = std::upper_bound(breaks.begin(), breaks.end(), d);
            extent.classAreas[static_cast<std::size_t>(above - breaks.begin())] += cell;
        }
    return extent;
}

Reached whenReached(const Raster& spill, const Raster& ground, const geodata::FeatureTable& table,
                    std::size_t row) {
    Reached reached;
    bool any = false;
    bool dry = false;
    const auto visit = [&](Cell cell) {
        any = true;
        if (std::isnan(ground.at(cell.column, cell.row))) {
            reached.outside = true;
            return;
        }
        const double level = spill.at(cell.column, cell.row);
        if (std::isnan(level)) {
            dry = true;
            return;
        }
        if (!(level >= reached.first)) {
            reached.first = level;
            reached.firstAt = centerOf(spill, cell);
            reached.ground = ground.at(cell.column, cell.row);
        }
        if (!(level <= reached.whole)) reached.whole = level;
    };
    const auto visitPlace = [&](Point2 place) {
        if (const auto cell = cellAt(spill, place))
            visit(*cell);
        else
            reached.outside = true;
    };
    const auto& geometry = table.geometry;
    const auto type = geometry.types[row];
    if (type == geodata::GeometryType::None) {
        reached.outside = true;
        return reached;
    }
    const bool polygon =
        type == geodata::GeometryType::Polygon || type == geodata::GeometryType::MultiPolygon;
    const double step = std::min(spill.cellX, spill.cellY) / 2;
    for (auto ring = geometry.ringBegin(row); ring < geometry.ringEnd(row); ++ring) {
        const auto points = geometry.ring(ring).points;
        for (std::size_t i = 0; i < points.size(); ++i) {
            visitPlace(points[i]);
            if (i == 0 || type == geodata::GeometryType::Point || type == geodata::GeometryType::MultiPoint)
                continue;
            const double length = std::hypot(points[i].x - points[i - 1].x, points[i].y - points[i - 1].y);
            const auto pieces = static_cast<int>(std::min(std::ceil(length / step), 1e6));
            for (int k = 1; k < pieces; ++k) {
                const double t = static_cast<double>(k) / pieces;
                visitPlace({points[i - 1].x + (points[i].x - points[i - 1].x) * t,
                            points[i - 1].y + (points[i].y - points[i - 1].y) * t});
            }
        }
    }
    if (polygon) {
        const geodata::Extent box = geometry.extent(row);
        const Raster part = cropped(spill, {box.minX - spill.cellX, box.minY - spill.cellY,
                                            box.maxX + spill.cellX, box.maxY + spill.cellY});
        const CellSet inside = cellsInside(part, table, [row](std::size_t r) { return r == row; });
        for (int r = 0; r < part.height; ++r)
            for (int c = 0; c < part.width; ++c)
                if (inside.has(c, r)) visitPlace(centerOf(part, {c, r}));
    }
    if (dry || reached.outside || !any) reached.whole = std::numeric_limits<double>::quiet_NaN();
    return reached;
}

}  // namespace atlas::analysis
