#include "analysis/sun_hours.h"

#include <tbb/enumerable_thread_specific.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <cstdio>
#include <limits>
#include <memory>
#include <numbers>

#include "analysis/transpose.h"
#include "geodata/crs.h"
#include "geodata/large_array.h"
#include "terrain/simd.h"
#include "terrain/sun.h"

namespace atlas::analysis {

using geodata::Point2;
using geodata::Raster;

namespace {

// Metres: how high the shadow stands where nothing casts one. No lower, or heights beside it lose their
// digits.
constexpr float kBelowAll = -1e5F;

/// A sweep's step from one line to the next, away from the sun.
struct Sweep {
    int drift = 0;       ///< 1: toward the sun is toward smaller cells, 0: toward larger ones
    float fraction = 0;  ///< of the cell at the larger end of the two between which the sun's ray comes in
    float drop = 0;      ///< metres the shadow sinks
};

/// How high the shadow stands over the cells of a line, ground included, for one sweep. It is renewed in its
/// place: where the ray comes in between the cells c - 1 and c, the line moves down by one in memory instead.
/// So either way each place reads itself and the next one.
struct Bound {
    float* at;
    float fraction, drop;
    int drift;
};

// Lines and cells that are gone over together, so that what all sweeps read and write there stays in the
// nearest cache. Each line of a tile lies one cell further down than the line before: then, from the first
// cells to the last, a tile needs nothing but what the tile before it and the lines before it have left in
// the bounds' memory.
constexpr int kTileLines = 8;
constexpr int kTileCells = 512;
struct Tile {
    int lines = 0;
    int first[kTileLines];  ///< cells of the tile that are in the raster
    int last[kTileLines];
    alignas(64) float heights[kTileLines * kTileCells];
    alignas(64) float raised[kTileLines * kTileCells];  ///< of eyes that are not on the ground itself
    alignas(64) std::int32_t counts[kTileLines * kTileCells];
};

// Counts the lit cells of a tile, for several sweeps at a time: heights and counts are read once for all of
// them. No two of the arrays share memory, and each place reads itself and the next before it is written.
template <int n>
inline void sweepLines(Tile& tile, const float* eyes, const Bound* bounds) {
    float* at[n];
    float right[n];
    float left[n];
    float drop[n];
    int down[n];
    for (int s = 0; s < n; ++s) {
        at[s] = bounds[s].at;
        down[s] = 1 + bounds[s].drift;
        right[s] = bounds[s].fraction;
        left[s] = 1 - bounds[s].fraction;
        drop[s] = bounds[s].drop;
    }
    for (int l = 0; l < tile.lines; ++l) {
        const float* heightsOfLine = tile.heights + l * kTileCells;
        const float* eyesOfLine = eyes + l * kTileCells;
        std::int32_t* counts = tile.counts + l * kTileCells;
        const int last = tile.last[l];
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC ivdep
#endif
        for (int c = tile.first[l]; c < last; ++c) {
            const float z = heightsOfLine[c];
            const float eye = eyesOfLine[c];
            std::int32_t lit = 0;
            for (int s = 0; s < n; ++s) {
                const float shadow = at[s][c] * left[s] + (at[s][c + 1] * right[s] - drop[s]);
                lit += eye >= shadow ? 1 : 0;
                at[s][c] = z > shadow ? z : shadow;
            }
            counts[c] += lit;
        }
        for (int s = 0; s < n; ++s) at[s] -= down[s];
    }
}
constexpr int kTogether = 4;
ATLAS_SIMD void sweepFour(Tile& tile, const float* eyes, const Bound* bounds) {
    sweepLines<4>(tile, eyes, bounds);
}
ATLAS_SIMD void sweepThree(Tile& tile, const float* eyes, const Bound* bounds) {
    sweepLines<3>(tile, eyes, bounds);
}
ATLAS_SIMD void sweepTwo(Tile& tile, const float* eyes, const Bound* bounds) {
    sweepLines<2>(tile, eyes, bounds);
}
ATLAS_SIMD void sweepOne(Tile& tile, const float* eyes, const Bound* bounds) {
    sweepLines<1>(tile, eyes, bounds);
}
ATLAS_SIMD void addCounts(const std::int32_t* __restrict counts, std::uint16_t* __restrict lit, int cells) {
    for (int c = 0; c < cells; ++c) lit[c] = static_cast<std::uint16_t>(lit[c] + counts[c]);
}

ATLAS_SIMD void hoursOfRow(const float* __restrict heights, const std::uint16_t* __restrict counts, int width,
                           float each, float* __restrict hours) {
    // z - z: 0, or NaN where there is no data.
    for (int c = 0; c < width; ++c)
        hours[c] = (counts != nullptr ? static_cast<float>(counts[c]) * each : 0) + (heights[c] - heights[c]);
}

/// Lines of cells that sweeps go over: rows, or columns laid out as rows.
struct Lines {
    const float* heights = nullptr;
    int width = 0, count = 0;
};

/// Moments of one way to sweep, over all lines, from the first or the last. Adds to `lit`.
class Sweeping {
  public:
    Sweeping(const Lines& lines, bool backward, const std::vector<Sweep>& sweeps, float above,
             std::uint16_t* lit)
        : lines_(lines), backward_(backward), above_(above), lit_(lit) {
        // Beyond both ends nothing casts a shadow; room to move down by a place a line. Sweeps lie an odd
        // number of cache lines apart, or they take each other's place in the cache.
        const auto width = static_cast<std::size_t>(lines.width);
        const std::size_t room = (width + static_cast<std::size_t>(lines.count) + 2 + 31) / 32 * 32 + 16;
        shadows_.assign(sweeps.size() * room, kBelowAll);
        bounds_.reserve(sweeps.size());
        for (std::size_t s = 0; s < sweeps.size(); ++s)
            bounds_.push_back({shadows_.data() + s * room + (sweeps[s].drift == 0 ? 0 : lines.count + 1),
                               sweeps[s].fraction, sweeps[s].drop, sweeps[s].drift});
    }

    void run(const Job& job) {
        const auto tile = std::make_unique<Tile>();
        for (int begin = 0; begin < lines_.count && !job.cancelled(); begin += kTileLines) {
            tile->lines = std::min(kTileLines, lines_.count - begin);
            // Tiles lean: the last one's lower lines still have to reach the end.
            for (int cell = 0; cell < lines_.width + tile->lines - 1; cell += kTileCells)
                sweep(*tile, begin, cell);
        }
    }

  private:
    std::size_t lineOf(int k) const {
        return static_cast<std::size_t>(backward_ ? lines_.count - 1 - k : k) *
               static_cast<std::size_t>(lines_.width);
    }
    void sweep(Tile& tile, int begin, int cell) {
        for (int l = 0; l < tile.lines; ++l) {
            const int first = tile.first[l] = std::max(0, l - cell);
            const int last = tile.last[l] = std::clamp(lines_.width - cell + l, first, kTileCells);
            if (first == last) continue;
            const float* heights = lines_.heights + lineOf(begin + l) + (cell - l + first);
            std::copy(heights, heights + (last - first), tile.heights + l * kTileCells + first);
            if (above_ == 0) continue;
            float* raised = tile.raised + l * kTileCells + first;
            for (int c = 0; c < last - first; ++c) raised[c] = heights[c] + above_;
        }
        std::fill(tile.counts, tile.counts + tile.lines * kTileCells, 0);
        const float* eyes = above_ != 0 ? tile.raised : tile.heights;
        Bound here[kTogether];
        for (std::size_t s = 0; s < bounds_.size(); s += kTogether) {
            const auto n = static_cast<int>(std::min<std::size_t>(kTogether, bounds_.size() - s));
            for (int i = 0; i < n; ++i) {
                here[i] = bounds_[s + static_cast<std::size_t>(i)];
                here[i].at += here[i].drift == 0 ? cell : cell - begin - 1;
            }
            constexpr std::array together{sweepOne, sweepTwo, sweepThree, sweepFour};
            together[static_cast<std::size_t>(n - 1)](tile, eyes, here);
        }
        for (int l = 0; l < tile.lines; ++l) {
            const int first = tile.first[l];
            if (first == tile.last[l]) continue;
            addCounts(tile.counts + l * kTileCells + first, lit_ + lineOf(begin + l) + (cell - l + first),
                      tile.last[l] - first);
        }
    }

    Lines lines_;
    bool backward_;
    float above_;
    std::uint16_t* lit_;
    std::vector<float> shadows_;
    std::vector<Bound> bounds_;  ///< of the first line
};

/// The moments sorted by the way they sweep: 0 sun in the north, 1 south, 2 west, 3 east.
struct Ways {
    std::vector<Sweep> sweeps[4];
};

Ways waysOf(const Raster& surface, const std::vector<SunMoment>& moments) {
    Ways ways;
    for (const SunMoment& moment : moments) {
        const double azimuth = moment.azimuth * std::numbers::pi / 180;
        const double rise = std::tan(moment.altitude * std::numbers::pi / 180);
        const double east = std::sin(azimuth) / surface.cellX;  // cells a metre
        const double south = -std::cos(azimuth) / surface.cellY;
        const bool vertical = std::abs(south) >= std::abs(east);
        const double along = vertical ? south : east;
        const double across =
            (vertical ? east : south) / std::abs(along);  // cells to the side, toward the sun
        Sweep sweep;
        sweep.drift = across < 0 ? 1 : 0;
        sweep.fraction = static_cast<float>(across + sweep.drift);
        sweep.drop = static_cast<float>(rise / std::abs(along));
        const int way = vertical ? (south > 0 ? 1 : 0) : (east > 0 ? 3 : 2);
        ways.sweeps[way].push_back(sweep);
    }
    return ways;
}

/// How many of the moments light each cell: rows as they are, and columns laid out as rows. Empty: none.
struct LitCounts {
    geodata::LargeArray<std::uint16_t> rows, columns;
};

void add(geodata::LargeArray<std::uint16_t>& sum, geodata::LargeArray<std::uint16_t>& more) {
    if (sum.empty()) {
        sum.swap(more);
        return;
    }
    for (std::size_t i = 0; i < more.size(); ++i) sum[i] = static_cast<std::uint16_t>(sum[i] + more[i]);
}

/// The sum of the moments that light each cell; empty: no moments. nullopt: cancelled.
std::optional<geodata::LargeArray<std::uint16_t>> countLit(const Raster& surface,
                                                           const std::vector<SunMoment>& moments,
                                                           double above, const Job& job) {
    const Ways ways = waysOf(surface, moments);
    const std::size_t cells = surface.values.size();
    geodata::LargeArray<float> turned;
    if (!ways.sweeps[2].empty() || !ways.sweeps[3].empty()) {
        turned.resize(cells);
        transpose(surface.values.data(), turned.data(), surface.width, surface.height);
    }
    struct Batch {
        int way;
        std::vector<Sweep> sweeps;
    };
    std::vector<Batch> batches;
    const auto cores = static_cast<std::size_t>(std::max(1, tbb::this_task_arena::max_concurrency()));
    const std::size_t size =
        std::max<std::size_t>((moments.size() + cores - 1) / cores, std::size_t{2} * kTogether);
    for (int way = 0; way < 4; ++way)
        for (std::size_t i = 0; i < ways.sweeps[way].size(); i += size) {
            const auto begin = ways.sweeps[way].begin() + static_cast<std::ptrdiff_t>(i);
            const auto end = ways.sweeps[way].begin() +
                             static_cast<std::ptrdiff_t>(std::min(i + size, ways.sweeps[way].size()));
            batches.push_back({way, {begin, end}});
        }
    tbb::enumerable_thread_specific<LitCounts> ofThreads;
    std::atomic<std::size_t> done = 0;
    tbb::parallel_for(std::size_t{0}, batches.size(), [&](std::size_t i) {
        const Batch& batch = batches[i];
        if (job.cancelled()) return;
        const bool columns = batch.way >= 2;
        const Lines lines{columns ? turned.data() : surface.values.data(),
                          columns ? surface.height : surface.width, columns ? surface.width : surface.height};
        auto& lit = columns ? ofThreads.local().columns : ofThreads.local().rows;
        if (lit.empty()) lit.assign(cells, 0);
        // Row 0 is the north, column 0 the west.
        Sweeping(lines, batch.way == 1 || batch.way == 3, batch.sweeps, static_cast<float>(above), lit.data())
            .run(job);
        job.tell(static_cast<double>(done += batch.sweeps.size()) / static_cast<double>(moments.size()));
    });
    if (job.cancelled()) return std::nullopt;
    LitCounts sum;
    for (LitCounts& counts : ofThreads) {
        add(sum.rows, counts.rows);
        add(sum.columns, counts.columns);
    }
    if (sum.columns.empty()) return std::move(sum.rows);
    geodata::LargeArray<std::uint16_t> upright(cells);
    transpose(sum.columns.data(), upright.data(), surface.height, surface.width);
    add(upright, sum.rows);
    return upright;
}

/// Degrees clockwise from true north to grid north at a place: what to take from an azimuth.
std::optional<double> gridNorth(Point2 place, const geodata::Crs& crs, double& longitude, double& latitude) {
    const auto degrees = geodata::Transform::create(crs, *geodata::Crs::parse("EPSG:4326"));
    if (!degrees) return std::nullopt;
    Point2 here = place;
    Point2 there{place.x, place.y + 100};
    if (!degrees->apply(here.x, here.y) || !degrees->apply(there.x, there.y)) return std::nullopt;
    longitude = here.x;
    latitude = here.y;
    const double east = (there.x - here.x) * std::cos(here.y * std::numbers::pi / 180);
    return std::atan2(east, there.y - here.y) * 180 / std::numbers::pi;
}

}  // namespace

Answer<SunDay> sunDay(const SunDayOptions& options, Point2 place, const std::string& crsText) {
    using Sun = Answer<SunDay>;
    int year = 0;
    int month = 0;
    int day = 0;
    int used = 0;
    const bool shaped = std::sscanf(options.date.c_str(), "%4d-%2d-%2d%n", &year, &month, &day, &used) == 3 &&
                        static_cast<std::size_t>(used) == options.date.size() && options.date.size() == 10;
    if (!shaped || !terrain::parseTime(options.date + "T00:00"))
        return Sun::refuse("\"{}\" is no date; expected YYYY-MM-DD", options.date);
    const auto midnight = terrain::parseTime(options.date + "T00:00", options.zone);
    if (!midnight) return Sun::refuse("\"{}\" is no time zone; expected +HH:MM", options.zone);
    if (year < 1800 || year > 2200)
        return Sun::refuse("the sun's place is computed for the years 1800 to 2200, not for {}", year);
    if (!(options.step >= 1 && options.step <= 120))
        return Sun::refuse("the step must be between 1 and 120 minutes");
    if (!(options.from >= 0 && options.from < options.to && options.to <= 24))
        return Sun::refuse("the hours that count must be two ascending numbers between 0 and 24");
    const auto crs = geodata::Crs::parse(crsText);
    double longitude = 0;
    double latitude = 0;
    const auto turn = crs ? gridNorth(place, *crs, longitude, latitude) : std::nullopt;
    if (!turn) return Sun::refuse("the place has no longitude and latitude; the sun cannot be found without");

    SunDay sun;
    sun.hoursEach = options.step / 60;
    // The sun's highest stand: the hour angle is 0 within minutes of it, and grows evenly.
    double low = *midnight;
    double high = low + 86400;
    double best = -100;
    for (double t = low; t < high; t += 600)
        if (const double a = terrain::sunPosition(t, longitude, latitude).altitude; a > best)
            best = a, sun.solarNoon = t;
    low = sun.solarNoon - 600;
    high = sun.solarNoon + 600;
    while (high - low > 0.5) {
        const double a = low + (high - low) / 3;
        const double b = high - (high - low) / 3;
        if (terrain::sunPosition(a, longitude, latitude).altitude <
            terrain::sunPosition(b, longitude, latitude).altitude)
            low = a;
        else
            high = b;
    }
    sun.solarNoon = (low + high) / 2;
    const double first = sun.solarNoon + (options.from - 12) * 3600;
    const double last = sun.solarNoon + (options.to - 12) * 3600;
    const double step = options.step * 60;
    for (double t = first + step / 2; t < last; t += step) {
        const auto position = terrain::sunPosition(t, longitude, latitude);
        if (position.altitude <= 0) continue;
        double azimuth = position.azimuth - *turn;
        azimuth -= 360 * std::floor(azimuth / 360);
        sun.moments.push_back({t, azimuth, position.altitude});
    }
    Sun result;
    result.value = std::move(sun);
    return result;
}

std::optional<Raster> sunHours(const Raster& surface, const SunDay& day, double above, const Job& job) {
    const auto counts = countLit(surface, day.moments, above, job);
    if (!counts) return std::nullopt;
    Raster hours = shapeOf(surface);
    geodata::reserveLarge(hours.values, surface.values.size());
    hours.values.resize(surface.values.size(), 0);
    const auto width = static_cast<std::size_t>(surface.width);
    forRows(surface.height, {}, [&](int begin, int end) {
        for (std::size_t at = width * begin; at < width * end; at += width)
            hoursOfRow(surface.values.data() + at, counts->empty() ? nullptr : counts->data() + at,
                       surface.width, static_cast<float>(day.hoursEach), hours.values.data() + at);
    });
    return hours;
}

std::optional<CellSet> sunlit(const Raster& surface, const SunMoment& moment, double above, const Job& job) {
    CellSet cells(surface.width, surface.height);
    if (!(moment.altitude > 0)) return cells;
    const auto counts = countLit(surface, {moment}, above, job);
    if (!counts) return std::nullopt;
    for (int r = 0; r < surface.height; ++r)
        for (int c = 0; c < surface.width; ++c)
            if ((*counts)[static_cast<std::size_t>(r) * surface.width + c] != 0) cells.add(c, r);
    return cells;
}

}  // namespace atlas::analysis
