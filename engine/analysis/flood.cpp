#include "analysis/flood.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace atlas::analysis {

using geodata::Point2;
using geodata::Raster;

namespace {

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

}  // namespace

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

double lowestUnder(const Raster& ground, const CellSet& rivers) {
    double lowest = std::numeric_limits<double>::quiet_NaN();
    for (int r = 0; r < ground.height; ++r)
        for (int c = 0; c < ground.width; ++c)
            if (rivers.has(c, r) && !std::isnan(ground.at(c, r)) && !(ground.at(c, r) >= lowest))
                lowest = ground.at(c, r);
    return lowest;
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
