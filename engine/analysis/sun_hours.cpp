#include "analysis/sun_hours.h"

#include <fmt/format.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <cmath>
#include <cstdio>
#include <limits>
#include <mutex>
#include <numbers>

#include "analysis/simd.h"
#include "geodata/crs.h"
#include "terrain/sun.h"

namespace atlas::analysis {

using geodata::Point2;
using geodata::Raster;

namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kNothing = -1e9F;  // metres: the shadow's upper bound where nothing casts one
constexpr int kMostCounted = 255;  // moments a counter of a byte can hold

/// A sweep's step from one line to the next, away from the sun.
struct Sweep {
    int shift = 0;       ///< whole cells toward the sun in the line before
    float fraction = 0;  ///< and the rest
    float drop = 0;      ///< metres the shadow sinks
};

/// bound[c]: height of the shadow over the line before, ground included. Counts the lit cells.
ATLAS_SIMD void sweepLine(const float* heights, const float* before, float* bound, std::uint8_t* lit,
                          int width, const Sweep& sweep, float above) {
    const float* near = before + sweep.shift;
    for (int c = 0; c < width; ++c) {
        const float shadow = near[c] + sweep.fraction * (near[c + 1] - near[c]) - sweep.drop;
        const float z = heights[c];
        lit[c] = static_cast<std::uint8_t>(lit[c] + (z + above >= shadow ? 1 : 0));
        bound[c] = z > shadow ? z : shadow;
    }
}

/// Lines of cells that sweeps go over: rows, or columns laid out as rows.
struct Lines {
    const float* heights = nullptr;
    int width = 0, count = 0;
};

/// All moments of one way to sweep, over all lines, `first` line nearest to the sun.
void sweepAll(const Lines& lines, bool backward, const std::vector<Sweep>& sweeps, float above,
              std::uint8_t* lit, const Job& job) {
    // A margin of two on both sides: what comes in from beyond the raster.
    const auto stride = static_cast<std::size_t>(lines.width) + 4;
    std::vector<float> bounds(sweeps.size() * 2 * stride, kNothing);
    for (int k = 0; k < lines.count; ++k) {
        if (k % 64 == 0 && job.cancelled()) return;
        const auto line = static_cast<std::size_t>(backward ? lines.count - 1 - k : k);
        const float* heights = lines.heights + line * static_cast<std::size_t>(lines.width);
        for (std::size_t s = 0; s < sweeps.size(); ++s) {
            float* a = bounds.data() + s * 2 * stride + 2;
            float* b = a + stride;
            if (k % 2 == 1) std::swap(a, b);
            sweepLine(heights, a, b, lit + line * static_cast<std::size_t>(lines.width), lines.width,
                      sweeps[s], above);
        }
    }
}

template <class T>
void transpose(const T* from, T* to, int width, int height) {
    constexpr int tile = 32;
    forRows(
        height, {},
        [&](int begin, int end) {
            for (int c0 = 0; c0 < width; c0 += tile)
                for (int r = begin; r < end; ++r)
                    for (int c = c0; c < std::min(c0 + tile, width); ++c)
                        to[static_cast<std::size_t>(c) * height + r] =
                            from[static_cast<std::size_t>(r) * width + c];
        },
        tile);
}

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
        sweep.shift = static_cast<int>(std::floor(across));
        sweep.fraction = static_cast<float>(across - sweep.shift);
        sweep.drop = static_cast<float>(rise / std::abs(along));
        const int way = vertical ? (south > 0 ? 1 : 0) : (east > 0 ? 3 : 2);
        ways.sweeps[way].push_back(sweep);
    }
    return ways;
}

/// How many of the moments light each cell. false: cancelled.
bool countLit(const Raster& surface, const std::vector<SunMoment>& moments, double above,
              std::uint16_t* counts, const Job& job) {
    const Ways ways = waysOf(surface, moments);
    const std::size_t cells = surface.values.size();
    std::vector<float> turned;
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
    const std::size_t size = std::clamp<std::size_t>((moments.size() + cores - 1) / cores, 4, kMostCounted);
    for (int way = 0; way < 4; ++way)
        for (std::size_t i = 0; i < ways.sweeps[way].size(); i += size) {
            const auto begin = ways.sweeps[way].begin() + static_cast<std::ptrdiff_t>(i);
            const auto end = ways.sweeps[way].begin() +
                             static_cast<std::ptrdiff_t>(std::min(i + size, ways.sweeps[way].size()));
            batches.push_back({way, {begin, end}});
        }
    std::mutex adding;
    std::atomic<std::size_t> done = 0;
    tbb::parallel_for(std::size_t{0}, batches.size(), [&](std::size_t i) {
        const Batch& batch = batches[i];
        if (job.cancelled()) return;
        const bool columns = batch.way >= 2;
        const Lines lines{columns ? turned.data() : surface.values.data(),
                          columns ? surface.height : surface.width, columns ? surface.width : surface.height};
        std::vector<std::uint8_t> lit(cells, 0);
        // Row 0 is the north, column 0 the west.
        sweepAll(lines, batch.way == 1 || batch.way == 3, batch.sweeps, static_cast<float>(above), lit.data(),
                 job);
        if (columns) {
            std::vector<std::uint8_t> upright(cells);
            transpose(lit.data(), upright.data(), surface.height, surface.width);
            lit.swap(upright);
        }
        const std::lock_guard lock(adding);
        for (std::size_t c = 0; c < cells; ++c) counts[c] = static_cast<std::uint16_t>(counts[c] + lit[c]);
        job.tell(static_cast<double>(done += batch.sweeps.size()) / static_cast<double>(moments.size()));
    });
    return !job.cancelled();
}

geodata::Problem error(std::string message) {
    geodata::Problem problem;
    problem.message = std::move(message);
    return problem;
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

geodata::Loaded<SunDay> sunDay(const SunDayOptions& options, Point2 place, const std::string& crsText) {
    geodata::Loaded<SunDay> result;
    const auto refuse = [&](std::string message) {
        result.report.add(error(std::move(message)));
        return std::move(result);
    };
    int year = 0;
    int month = 0;
    int day = 0;
    int used = 0;
    const bool shaped = std::sscanf(options.date.c_str(), "%4d-%2d-%2d%n", &year, &month, &day, &used) == 3 &&
                        static_cast<std::size_t>(used) == options.date.size() && options.date.size() == 10;
    const auto midnight = shaped ? terrain::parseTime(options.date + "T00:00", options.zone) : std::nullopt;
    if (!midnight)
        return refuse(
            fmt::format("\"{}\" (zone {}) is no date; expected YYYY-MM-DD", options.date, options.zone));
    if (year < 1800 || year > 2200)
        return refuse(
            fmt::format("the sun's place is computed for the years 1800 to 2200, not for {}", year));
    if (!(options.step >= 1 && options.step <= 120))
        return refuse("the step must be between 1 and 120 minutes");
    if (!(options.from >= 0 && options.from < options.to && options.to <= 24))
        return refuse("the hours that count must be two ascending numbers between 0 and 24");
    const auto crs = geodata::Crs::parse(crsText);
    double longitude = 0;
    double latitude = 0;
    const auto turn = crs ? gridNorth(place, *crs, longitude, latitude) : std::nullopt;
    if (!turn) return refuse("the place has no longitude and latitude; the sun cannot be found without");

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
    result.value = std::move(sun);
    return result;
}

std::optional<Raster> sunHours(const Raster& surface, const SunDay& day, double above, const Job& job) {
    std::vector<std::uint16_t> counts(surface.values.size(), 0);
    if (!countLit(surface, day.moments, above, counts.data(), job)) return std::nullopt;
    Raster hours = shapeOf(surface);
    hours.values.resize(surface.values.size());
    const auto each = static_cast<float>(day.hoursEach);
    forRows(surface.height, {}, [&](int begin, int end) {
        const auto from = static_cast<std::size_t>(begin) * surface.width;
        const auto to = static_cast<std::size_t>(end) * surface.width;
        for (std::size_t i = from; i < to; ++i)
            hours.values[i] = std::isnan(surface.values[i]) ? kNan : static_cast<float>(counts[i]) * each;
    });
    return hours;
}

std::optional<CellSet> sunlit(const Raster& surface, const SunMoment& moment, double above, const Job& job) {
    CellSet cells(surface.width, surface.height);
    if (!(moment.altitude > 0)) return cells;
    std::vector<std::uint16_t> counts(surface.values.size(), 0);
    if (!countLit(surface, {moment}, above, counts.data(), job)) return std::nullopt;
    for (int r = 0; r < surface.height; ++r)
        for (int c = 0; c < surface.width; ++c)
            if (counts[static_cast<std::size_t>(r) * surface.width + c] != 0) cells.add(c, r);
    return cells;
}

}  // namespace atlas::analysis
