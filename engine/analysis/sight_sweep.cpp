#include "analysis/sight_sweep.h"

#include <tbb/parallel_invoke.h>

#include <algorithm>
#include <atomic>
#include <bit>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <numbers>
#include <type_traits>
#include <utility>
#include <vector>

#include "analysis/simd.h"
#include "analysis/transpose.h"
#include "geodata/large_array.h"

namespace atlas::analysis {

using geodata::Raster;

namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kOpen = -1e30F;  // steepness of a line that nothing hides

// The four wedges of cells round the observer are all done alike: line after line away from it, `j` lines
// off; a cell is `i` cells to the side. What hides a cell is kept as the steepness, in metres a line, of the
// line from the eye that just clears all before it: where the sight line crosses the line before, that is
// interpolated between its two cells. So no error grows with distance, and no cell waits for one in its own
// line.
// A line's cells are counted from the one straight ahead, to the left below zero.
struct Line {
    const float* heights;
    const float* before;  ///< steepness in the line before
    float* steepness;
    float inverse;  ///< 1 / j
    float eye;      ///< altitude, plus what curvature takes on j lines
    float bend;     ///< metres that curvature takes on one cell to the side; on i cells i² times as much
    float target;   ///< metres above the ground
};

// What follows takes all by value and restrict: a store of a byte may otherwise change anything, and no loop
// is done eight cells at a time.
template <int side, bool wantsNeeded>
inline void lookAlong(const float* __restrict heights, const float* __restrict before,
                      float* __restrict steepness, std::uint8_t* __restrict seen, float* __restrict needed,
                      int first, int last, float inverse, float eye, float bend, float gain, float lines) {
    for (int i = first; i < last; ++i) {
        const auto cells = static_cast<float>(side * i);
        const float toSide = cells * inverse;
        const float inner = before[i - side];
        const float outer = before[i];
        const float hides = outer + toSide * (inner - outer);
        const float z = heights[i];
        const float steep = (z - eye - cells * cells * bend) * inverse;
        steepness[i] = steep > hides ? steep : hides;
        if constexpr (wantsNeeded) {
            const float lacks = (hides - steep) * lines;
            needed[i] = lacks > 0 ? lacks : 0 * lacks;  // NaN stays NaN
        } else {
            const std::uint8_t answer = steep + gain >= hides ? kVisible : kHidden;
            seen[i] = z == z ? answer : kNotLooked;
        }
    }
}

/// Cells -left .. right of a line.
ATLAS_SIMD void seeLine(const Line& line, int left, int right, std::uint8_t* seen) {
    const float gain = line.target * line.inverse;
    lookAlong<1, false>(line.heights, line.before, line.steepness, seen, nullptr, 0, right + 1, line.inverse,
                        line.eye, line.bend, gain, 0);
    lookAlong<-1, false>(line.heights, line.before, line.steepness, seen, nullptr, -left, 0, line.inverse,
                         line.eye, line.bend, gain, 0);
}
ATLAS_SIMD void needLine(const Line& line, int left, int right, float* needed, float lines) {
    const float gain = line.target * line.inverse;
    lookAlong<1, true>(line.heights, line.before, line.steepness, nullptr, needed, 0, right + 1, line.inverse,
                       line.eye, line.bend, gain, lines);
    lookAlong<-1, true>(line.heights, line.before, line.steepness, nullptr, needed, -left, 0, line.inverse,
                        line.eye, line.bend, gain, lines);
}

static_assert(kVisible == 255 && kNotLooked == 1 && kHidden == 0);  // what follows counts single bits
ATLAS_SIMD Tally tallyOf(const std::uint8_t* cells, int count) {
    constexpr std::uint64_t lowest = 0x0101010101010101U;
    std::size_t visible = 0;
    std::size_t odd = 0;  // seen, or not looked at
    int c = 0;
    for (; c + 8 <= count; c += 8) {
        std::uint64_t eight = 0;
        std::memcpy(&eight, cells + c, sizeof eight);
        visible += static_cast<std::size_t>(std::popcount(eight & (lowest << 7U)));
        odd += static_cast<std::size_t>(std::popcount(eight & lowest));
    }
    for (; c < count; ++c) {
        visible += cells[c] >> 7U;
        odd += cells[c] & 1U;
    }
    return {visible, static_cast<std::size_t>(count) - (odd - visible)};
}

/// How a wedge lies: to which side its lines go, and the octants on the side of smaller and larger indices.
struct Way {
    int step = 1;
    bool sideways = false;
    int octantBefore = 0, octantAfter = 0;
};
constexpr Way kNorth{-1, false, 7, 0};
constexpr Way kEast{1, true, 1, 2};
constexpr Way kSouth{1, false, 4, 3};
constexpr Way kWest{-1, true, 6, 5};

class Wedge {
  public:
    Wedge(const Sight& sight, const Way& way)
        : sight_(sight),
          along_(way.sideways ? sight.surface.cellX : sight.surface.cellY),
          across_(way.sideways ? sight.surface.cellY : sight.surface.cellX),
          openNeighbour_(way.sideways) {
        const Cell eye = sight.eye;
        const int before = way.sideways ? eye.row - sight.top : eye.column - sight.left;
        const int after = way.sideways ? sight.bottom - 1 - eye.row : sight.right - 1 - eye.column;
        if (way.sideways)
            lines_ = way.step < 0 ? eye.column - sight.left : sight.right - 1 - eye.column;
        else
            lines_ = way.step < 0 ? eye.row - sight.top : sight.bottom - 1 - eye.row;
        // No cell asks one that lies further off to its side: what is not wanted there need not be known.
        before_ = sight.octant(way.octantBefore) ? std::min(before, lines_) : 0;
        after_ = sight.octant(way.octantAfter) ? std::min(after, lines_) : 0;
        if (!sight.octant(way.octantBefore) && !sight.octant(way.octantAfter)) lines_ = 0;
        if (lines_ == 0) return;
        const auto size = static_cast<std::size_t>(before_) + static_cast<std::size_t>(after_) + 1;
        last_.assign(size + 2, 0);
        next_.assign(size + 2, 0);
        last_[static_cast<std::size_t>(before_) + 1] =
            sight.ownCellHides ? static_cast<float>(sight.ground - sight.altitude) : kOpen;
    }

    int lines() const { return lines_; }
    /// Cells of line j to either side in the wedge and in range; below 0: the line is out of range.
    int before(int j) const { return std::min({j, before_, reach(j)}); }
    int after(int j) const { return std::min({j, after_, reach(j)}); }

    /// One line after the other from j = 1. `heights`, `seen`, `needed` point at the cell straight ahead.
    void look(int j, const float* heights, std::uint8_t* seen, float* needed) {
        const double metres = j * along_;
        float* mine = next_.data() + before_ + 1;
        const Line line{heights,
                        last_.data() + before_ + 1,
                        mine,
                        static_cast<float>(1.0 / j),
                        static_cast<float>(sight_.altitude + sight_.bend * metres * metres),
                        static_cast<float>(sight_.bend * across_ * across_),
                        static_cast<float>(sight_.target)};
        if (needed != nullptr)
            needLine(line, before(j), after(j), needed, static_cast<float>(j));
        else
            seeLine(line, before(j), after(j), seen);
        if (j == 1 && openNeighbour_) {
            const float z = *heights;
            mine[0] = std::isnan(z) ? kOpen : z - line.eye;
            if (needed != nullptr)
                *needed = z - z;
            else
                *seen = std::isnan(z) ? kNotLooked : kVisible;
        }
        last_.swap(next_);
        if (needed != nullptr) return;
        // The diagonals are in two wedges: those that look up and down count them.
        const int most = openNeighbour_ ? j - 1 : j;
        const int left = std::min(before(j), most);
        tally_ += tallyOf(seen - left, left + std::min(after(j), most) + 1);
    }
    const Tally& tally() const { return tally_; }

  private:
    int reach(int j) const {
        if (sight_.range <= 0) return lines_;
        const double metres = j * along_;
        const double rest = sight_.range * sight_.range - metres * metres;
        return rest < 0 ? -1 : static_cast<int>(std::min(std::sqrt(rest) / across_ + 1e-9, 1e9));
    }

    const Sight& sight_;
    double along_, across_;
    bool openNeighbour_;  ///< it looks sideways
    Tally tally_;
    int lines_ = 0, before_ = 0, after_ = 0;
    std::vector<float> last_, next_;
};

Tally lookVertically(const Sight& sight, const Way& way, const SightResults& results, const Job& job) {
    Wedge wedge(sight, way);
    for (int j = 1; j <= wedge.lines() && wedge.after(j) >= 0; ++j) {
        if (j % 64 == 0 && job.cancelled()) break;
        const auto at = static_cast<std::size_t>(sight.eye.row + way.step * j) *
                            static_cast<std::size_t>(sight.surface.width) +
                        static_cast<std::size_t>(sight.eye.column);
        wedge.look(j, sight.surface.values.data() + at, results.seen != nullptr ? results.seen + at : nullptr,
                   results.needed != nullptr ? results.needed + at : nullptr);
    }
    return wedge.tally();
}

constexpr int kFew = 16;   // of them that are copied back together beside the diagonals
constexpr int kBand = 64;  // columns that are turned into lines together: two cache lines of heights

/// Columns lie far apart in memory: a band of them is copied into lines, looked at, and copied back.
template <class T>
class SidewaysBands {
  public:
    SidewaysBands(const Sight& sight, const Way& way, T* results)
        : sight_(sight),
          way_(way),
          wedge_(sight, way),
          results_(results),
          above_(std::min(sight.eye.row - sight.top, wedge_.lines())) {
        const auto length =
            static_cast<std::size_t>(above_ + 1 + std::min(sight.bottom - 1 - sight.eye.row, wedge_.lines()));
        // An odd number of cache lines: the lines of a band then do not take each other's place in the cache.
        length_ = (length + 31) / 32 * 32 + 16;
        heights_.resize(wedge_.lines() > 0 ? length_ * kBand : 0);
        found_.resize(heights_.size());
    }

    Tally look(const Job& job) {
        for (int j = 1; j <= wedge_.lines() && wedge_.after(j) >= 0; j += kBand) {
            if (job.cancelled()) break;
            int count = std::min(kBand, wedge_.lines() - j + 1);
            while (wedge_.after(j + count - 1) < 0) --count;
            lookAt(j, count);
        }
        return wedge_.tally();
    }

  private:
    /// Lines j0 .. j0 + count - 1, all in range.
    void lookAt(int j0, int count) {
        int before = 0;
        int after = 0;
        for (int k = 0; k < count; ++k) {
            before = std::max(before, wedge_.before(j0 + k));
            after = std::max(after, wedge_.after(j0 + k));
        }
        const auto width = static_cast<std::size_t>(sight_.surface.width);
        // The band's first column in the raster; its lines are kept in the raster's order.
        const int column = sight_.eye.column + (way_.step > 0 ? j0 : -(j0 + count - 1));
        const auto line = [&](int k) {
            return static_cast<std::size_t>(way_.step > 0 ? k : count - 1 - k) * length_ +
                   static_cast<std::size_t>(above_);
        };
        const auto cell = [&](int i) {
            return static_cast<std::size_t>(sight_.eye.row + i) * width + static_cast<std::size_t>(column);
        };
        const auto start = static_cast<std::size_t>(above_ - before);
        transposePart(sight_.surface.values.data() + cell(-before), width, heights_.data() + start, length_,
                      before + after + 1, count);
        for (int k = 0; k < count; ++k) {
            T* found = found_.data() + line(k);
            if constexpr (std::is_same_v<T, float>)
                wedge_.look(j0 + k, heights_.data() + line(k), nullptr, found);
            else
                wedge_.look(j0 + k, heights_.data() + line(k), found, nullptr);
        }
        // Rows that are in the wedge with all their cells go back in blocks. The diagonals are the other
        // wedges' too, with the same answer; those write them.
        int wholeBefore = std::min(before, j0 - 1);
        int wholeAfter = std::min(after, j0 - 1);
        for (int k = 0; k < count; ++k) {
            wholeBefore = std::min(wholeBefore, wedge_.before(j0 + k));
            wholeAfter = std::min(wholeAfter, wedge_.after(j0 + k));
        }
        transposePart(found_.data() + static_cast<std::size_t>(above_ - wholeBefore), length_,
                      results_ + cell(-wholeBefore), width, count, wholeBefore + wholeAfter + 1);
        // Beside the diagonals first what a few lines have in common, then cell by cell.
        for (int k = 0; k < count; k += kFew) {
            const int few = std::min(kFew, count - k);
            int fewBefore = std::min(before, j0 + k - 1);
            int fewAfter = std::min(after, j0 + k - 1);
            for (int n = k; n < k + few; ++n) {
                fewBefore = std::min(fewBefore, wedge_.before(j0 + n));
                fewAfter = std::min(fewAfter, wedge_.after(j0 + n));
            }
            fewBefore = std::max(fewBefore, wholeBefore);
            fewAfter = std::max(fewAfter, wholeAfter);
            const int first = way_.step > 0 ? k : count - k - few;  // column of the band
            const auto back = [&](int from, int rows) {             // rows from `from` on
                transposePart(found_.data() + static_cast<std::size_t>(first) * length_ +
                                  static_cast<std::size_t>(above_ + from),
                              length_, results_ + cell(from) + first, width, few, rows);
            };
            back(-fewBefore, fewBefore - wholeBefore);
            back(wholeAfter + 1, fewAfter - wholeAfter);
            for (int n = k; n < k + few; ++n) {
                const auto single = [&](int i) {
                    (results_ + cell(i))[way_.step > 0 ? n : count - 1 - n] = (found_.data() + line(n))[i];
                };
                const int ends = j0 + n - 1;
                for (int i = fewBefore + 1; i <= std::min(wedge_.before(j0 + n), ends); ++i) single(-i);
                for (int i = fewAfter + 1; i <= std::min(wedge_.after(j0 + n), ends); ++i) single(i);
            }
        }
    }

    const Sight& sight_;
    const Way& way_;
    Wedge wedge_;
    T* results_;
    int above_;
    std::size_t length_ = 0;
    geodata::LargeArray<float> heights_;
    geodata::LargeArray<T> found_;
};

Tally lookSideways(const Sight& sight, const Way& way, const SightResults& results, const Job& job) {
    if (results.needed != nullptr) return SidewaysBands<float>(sight, way, results.needed).look(job);
    return SidewaysBands<std::uint8_t>(sight, way, results.seen).look(job);
}

template <class T>
inline void takeOut(T* row, int first, int last, double cellX, double north, double fromEast,
                    double fromNorth, double toEast, double toNorth, bool narrow, T nothing) {
    for (int c = first; c < last; ++c) {
        const double east = c * cellX;
        const double slack = -1e-9 * (std::abs(east) + std::abs(north));
        const bool after = fromNorth * east - fromEast * north >= slack;  // clockwise from `from`
        const bool before = north * toEast - east * toNorth >= slack;
        const bool in = narrow ? after & before : after | before;
        row[c] = in ? row[c] : nothing;
    }
}
ATLAS_SIMD void takeOutBytes(std::uint8_t* row, int first, int last, double cellX, double north,
                             const double (&edges)[4], bool narrow) {
    takeOut(row, first, last, cellX, north, edges[0], edges[1], edges[2], edges[3], narrow, kNotLooked);
}
ATLAS_SIMD void takeOutFloats(float* row, int first, int last, double cellX, double north,
                              const double (&edges)[4], bool narrow) {
    takeOut(row, first, last, cellX, north, edges[0], edges[1], edges[2], edges[3], narrow, kNan);
}

template <class T, class TakeOut>
void keepSectorOf(const Sight& sight, int row, T* cells, const TakeOut& takeOut) {
    const auto [first, last] = sight.columns(row);
    const double from = sight.sector.from() * std::numbers::pi / 180;
    const double to = sight.sector.to() * std::numbers::pi / 180;
    const double edges[] = {std::sin(from), std::cos(from), std::sin(to), std::cos(to)};
    takeOut(cells + sight.eye.column, first - sight.eye.column, last - sight.eye.column, sight.surface.cellX,
            (sight.eye.row - row) * sight.surface.cellY, edges, sight.sector.narrow());
}

}  // namespace

Sector::Sector(double from, double to) {
    double width = to - from;
    width -= 360 * std::floor(width / 360);
    if (!std::isfinite(width) || width == 0) return;
    from_ = from - 360 * std::floor(from / 360);
    width_ = width;
}

bool Sector::touches(double a, double b) const {
    double start = a - from_;
    start -= 360 * std::floor(start / 360);
    return start <= width_ || start + (b - a) >= 360;
}

Sight::Sight(const Raster& raster, Cell cell, const ViewshedOptions& options)
    : surface(raster),
      eye(cell),
      ground(raster.at(cell.column, cell.row)),
      bend(options.earthDiameter > 0 ? options.curvature / options.earthDiameter : 0),
      target(options.target),
      range(options.range > 0 ? options.range : 0),
      ownCellHides(options.ownCellHides),
      sector(options.sectorFrom, options.sectorTo) {
    altitude = options.eyeAltitude.value_or(ground + options.eye);
    const auto reach = [&](double size) {
        return range > 0 ? static_cast<int>(std::min(std::ceil(range / size), 1e9)) : 1 << 30;
    };
    left = std::max(0, eye.column - reach(surface.cellX));
    right = std::min(surface.width, eye.column + std::min(reach(surface.cellX), surface.width) + 1);
    top = std::max(0, eye.row - reach(surface.cellY));
    bottom = std::min(surface.height, eye.row + std::min(reach(surface.cellY), surface.height) + 1);
}

bool Sight::octant(int index) const {
    if (sector.whole()) return true;
    // Octants end at the diagonals of cells, and at the axes.
    const double diagonal = std::atan2(surface.cellX, surface.cellY) * 180 / std::numbers::pi;
    const double ends[] = {0, diagonal, 90, 180 - diagonal, 180, 180 + diagonal, 270, 360 - diagonal, 360};
    constexpr double slack = 1e-6;
    return sector.touches(ends[index] - slack, ends[index + 1] + slack);
}

std::pair<int, int> Sight::columns(int row) const {
    if (sector.whole()) return {left, right};
    const bool above = row <= eye.row;
    const bool below = row >= eye.row;
    const bool west = (above && (octant(7) || octant(6))) || (below && (octant(4) || octant(5)));
    const bool east = (above && (octant(0) || octant(1))) || (below && (octant(3) || octant(2)));
    return {west ? left : eye.column, east ? right : eye.column + 1};
}

bool sweepSight(const Sight& sight, SightResults& results, const Job& job) {
    std::atomic<int> done = 0;
    Tally tallies[4];
    const auto after = [&](int wedge, const auto& look, const Way& way) {
        tallies[wedge] = look(sight, way, results, job);
        job.tell(++done / 4.0);
    };
    tbb::parallel_invoke([&] { after(0, lookVertically, kNorth); }, [&] { after(1, lookVertically, kSouth); },
                         [&] { after(2, lookSideways, kWest); }, [&] { after(3, lookSideways, kEast); });
    for (const Tally& more : tallies) results.tally += more;
    return !job.cancelled();
}

Tally tally(const std::uint8_t* cells, int count) {
    return tallyOf(cells, count);
}

void keepSector(const Sight& sight, int row, std::uint8_t* seen) {
    keepSectorOf(sight, row, seen, takeOutBytes);
}
void keepSector(const Sight& sight, int row, float* needed) {
    keepSectorOf(sight, row, needed, takeOutFloats);
}

}  // namespace atlas::analysis
