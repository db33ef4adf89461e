#include "district/river.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <queue>

namespace atlas::district {
namespace {

using geodata::Point2;

constexpr double kBin = 50;  // metres of river that share a level before smoothing

/// Metres to the outlet along water, on every `stride`-th cell. Land may be crossed at six times its length,
/// so that water cut off by a gap between rings is reached too.
class WayToOutlet {
  public:
    WayToOutlet(const Grid& fine, const Mask& water, Point2 outlet) {
        stride_ = std::max(1, static_cast<int>(std::lround(20 / fine.cell)));
        grid_ = fine;
        grid_.width = (fine.width + stride_ - 1) / stride_;
        grid_.height = (fine.height + stride_ - 1) / stride_;
        const double step = fine.cell * stride_;
        metres_.assign(grid_.size(), std::numeric_limits<float>::infinity());
        const auto wet = [&](std::size_t i) {
            const int row = static_cast<int>(i) / grid_.width;
            const int column = static_cast<int>(i) % grid_.width;
            return water[fine.index(column * stride_, row * stride_)] != 0;
        };
        using Entry = std::pair<float, std::size_t>;
        std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
        const int column = std::clamp(static_cast<int>(std::lround(outlet.x / stride_)), 0, grid_.width - 1);
        const int row = std::clamp(static_cast<int>(std::lround(outlet.y / stride_)), 0, grid_.height - 1);
        metres_[grid_.index(column, row)] = 0;
        queue.emplace(0.0F, grid_.index(column, row));
        while (!queue.empty()) {
            const auto [way, from] = queue.top();
            queue.pop();
            if (way > metres_[from]) continue;
            const int r = static_cast<int>(from) / grid_.width;
            const int c = static_cast<int>(from) % grid_.width;
            for (int dr = -1; dr <= 1; ++dr)
                for (int dc = -1; dc <= 1; ++dc) {
                    if ((dr == 0 && dc == 0) || !grid_.contains(c + dc, r + dr)) continue;
                    const std::size_t to = grid_.index(c + dc, r + dr);
                    const double length = step * std::hypot(dr, dc) * (wet(to) ? 1 : 6);
                    const float next = way + static_cast<float>(length);
                    if (next >= metres_[to]) continue;
                    metres_[to] = next;
                    queue.emplace(next, to);
                }
        }
    }

    /// Bilinear; `p` in coordinates of the fine grid.
    double at(Point2 p) const {
        const double x = std::clamp(p.x / stride_, 0.0, grid_.width - 1.0);
        const double y = std::clamp(p.y / stride_, 0.0, grid_.height - 1.0);
        const int c = std::min(static_cast<int>(x), grid_.width - 2);
        const int r = std::min(static_cast<int>(y), grid_.height - 2);
        const double u = x - c;
        const double v = y - r;
        const auto get = [&](int dc, int dr) { return metres_[grid_.index(c + dc, r + dr)]; };
        return (1 - v) * ((1 - u) * get(0, 0) + u * get(1, 0)) + v * ((1 - u) * get(0, 1) + u * get(1, 1));
    }

  private:
    Grid grid_;
    int stride_ = 1;
    std::vector<float> metres_;
};

/// Least-squares non-decreasing sequence: pool adjacent violators.
void makeMonotone(std::vector<double>& values) {
    struct Pool {
        double sum;
        std::size_t count;
        double mean() const { return sum / static_cast<double>(count); }
    };
    std::vector<Pool> pools;
    for (const double value : values) {
        pools.push_back({value, 1});
        while (pools.size() > 1 && pools[pools.size() - 2].mean() > pools.back().mean()) {
            const Pool last = pools.back();
            pools.pop_back();
            pools.back().sum += last.sum;
            pools.back().count += last.count;
        }
    }
    values.clear();
    for (const Pool& pool : pools) values.insert(values.end(), pool.count, pool.mean());
}

/// Mean over ±reach entries; keeps a monotone sequence monotone.
void smooth(std::vector<double>& values, int reach) {
    const std::vector<double> source = values;
    const int count = static_cast<int>(values.size());
    for (int i = 0; i < count; ++i) {
        double sum = 0;
        for (int k = -reach; k <= reach; ++k) sum += source[std::clamp(i + k, 0, count - 1)];
        values[i] = sum / (2 * reach + 1);
    }
}

struct Reading {
    double way = 0;     // metres to the outlet
    double height = 0;  // metres
};

/// Level by the way to the outlet, one value a bin; empty without readings.
std::vector<double> profile(const std::vector<Reading>& readings, double window) {
    double longest = 0;
    for (const Reading& r : readings) longest = std::max(longest, r.way);
    std::vector<double> levels;
    for (std::size_t bin = 0; !readings.empty() && bin <= static_cast<std::size_t>(longest / kBin); ++bin) {
        const double way = (static_cast<double>(bin) + 0.5) * kBin;
        double nearest = std::numeric_limits<double>::infinity();
        for (const Reading& r : readings) nearest = std::min(nearest, std::abs(r.way - way));
        double lowest = std::numeric_limits<double>::infinity();
        for (const Reading& r : readings)
            if (std::abs(r.way - way) <= std::max(window, nearest)) lowest = std::min(lowest, r.height);
        levels.push_back(lowest);
    }
    makeMonotone(levels);
    smooth(levels, static_cast<int>(window / kBin));
    return levels;
}

double levelAt(const std::vector<double>& levels, double way) {
    const double at = std::clamp(way / kBin - 0.5, 0.0, static_cast<double>(levels.size() - 1));
    const auto low = static_cast<std::size_t>(at);
    const std::size_t high = std::min(low + 1, levels.size() - 1);
    return levels[low] + (at - static_cast<double>(low)) * (levels[high] - levels[low]);
}

}  // namespace

RiverSurface makeRivers(const Grid& grid, const std::vector<RiverRings>& rivers,
                        const std::vector<WaterHeight>& heights, const RiverSettings& settings) {
    RiverSurface surface;
    surface.water.assign(grid.size(), 0);
    surface.level.assign(grid.size(), std::numeric_limits<float>::quiet_NaN());
    Mask owner(grid.size(), 0);  // 1 + number of the river
    for (std::size_t i = 0; i < rivers.size(); ++i) {
        for (const auto& ring : rivers[i].shells)
            fillRing(grid, ring, static_cast<std::uint8_t>(i + 1), owner);
        for (const auto& ring : rivers[i].islands) fillRing(grid, ring, 0, owner);
    }
    for (std::size_t i = 0; i < owner.size(); ++i) surface.water[i] = owner[i] ? 1 : 0;

    const WayToOutlet way(grid, surface.water, settings.outlet);
    std::vector<std::vector<Reading>> readings(rivers.size());
    double lowest = std::numeric_limits<double>::infinity();
    for (const WaterHeight& water : heights) {
        const int column = static_cast<int>(std::lround(water.place.x));
        const int row = static_cast<int>(std::lround(water.place.y));
        if (!grid.contains(column, row) || owner[grid.index(column, row)] == 0) continue;
        readings[owner[grid.index(column, row)] - 1].push_back({way.at(water.place), water.height});
        lowest = std::min(lowest, water.height);
    }
    std::vector<std::vector<double>> profiles;
    profiles.reserve(rivers.size());
    for (const auto& river : readings) {
        profiles.push_back(profile(river, settings.window));
        if (profiles.back().empty()) profiles.back().push_back(std::isfinite(lowest) ? lowest : 0);
    }
    for (int row = 0; row < grid.height; ++row)
        for (int column = 0; column < grid.width; ++column) {
            const std::size_t i = grid.index(column, row);
            if (owner[i])
                surface.level[i] = static_cast<float>(levelAt(
                    profiles[owner[i] - 1], way.at({static_cast<double>(column), static_cast<double>(row)})));
        }
    return surface;
}

}  // namespace atlas::district
