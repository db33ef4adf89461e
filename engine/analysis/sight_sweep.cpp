#include "analysis/sight_sweep.h"

#include <tbb/parallel_for.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstring>
#include <limits>
#include <numbers>
#include <utility>

#include "analysis/sight_octant.h"
#include "terrain/simd.h"

namespace atlas::analysis {

using geodata::Raster;

namespace {

/// Adds, lane by lane, cells that are seen, and those that are seen or not looked at.
ATLAS_SIMD void addLanes(const std::uint8_t* __restrict cells, int rounds, std::uint8_t* __restrict seen,
                         std::uint8_t* __restrict odd) {
    for (int n = 0; n < rounds; ++n, cells += Counter::kLanes)
        for (int l = 0; l < Counter::kLanes; ++l) {
            seen[l] = static_cast<std::uint8_t>(seen[l] + (cells[l] >> 7U));
            odd[l] = static_cast<std::uint8_t>(odd[l] + (cells[l] & 1U));
        }
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
    Tally tallies[8];
    tbb::parallel_for(0, 8, [&](int octant) {
        if (sight.octant(octant) && results.needed != nullptr)
            lookAtOctant(sight, octant, results.needed, job);
        else if (sight.octant(octant))
            tallies[octant] = lookAtOctant(sight, octant, results.seen, job);
        job.tell(++done / 8.0);
    });
    for (const Tally& more : tallies) results.tally += more;
    return !job.cancelled();
}

static_assert(kVisible == 255 && kNotLooked == 1 && kHidden == 0);  // single bits are counted
void Counter::add(const std::uint8_t* cells, int count) {
    count_ += static_cast<std::size_t>(count);
    while (count >= kLanes) {
        const int rounds = std::min(count / kLanes, kMostRounds - rounds_);
        addLanes(cells, rounds, seen_, odd_);
        rounds_ += rounds;
        cells += rounds * kLanes;
        count -= rounds * kLanes;
        if (rounds_ == kMostRounds) gather();
    }
    // What fills no row of lanes: eight cells in a word, whose bytes a multiplication adds up.
    constexpr std::uint64_t ones = 0x0101010101010101;
    for (; count > 0; cells += 8, count -= 8) {
        std::uint64_t word = 0;
        if (count >= 8)
            std::memcpy(&word, cells, 8);
        else
            std::memcpy(&word, cells, static_cast<std::size_t>(count));
        visible_ += ((word >> 7U) & ones) * ones >> 56U;
        odds_ += (word & ones) * ones >> 56U;
    }
}
void Counter::gather() {
    for (int l = 0; l < kLanes; ++l) {
        visible_ += std::exchange(seen_[l], std::uint8_t{0});
        odds_ += std::exchange(odd_[l], std::uint8_t{0});
    }
    rounds_ = 0;
}
Tally Counter::tally() {
    gather();
    return {visible_, count_ - (odds_ - visible_)};
}

void keepSector(const Sight& sight, int row, std::uint8_t* seen) {
    keepSectorOf(sight, row, seen, takeOutBytes);
}
void keepSector(const Sight& sight, int row, float* needed) {
    keepSectorOf(sight, row, needed, takeOutFloats);
}

}  // namespace atlas::analysis
