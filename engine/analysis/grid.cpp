#include "analysis/grid.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "geodata/large_array.h"

namespace atlas::analysis {

using geodata::Extent;
using geodata::Point2;
using geodata::Raster;

namespace {

/// Rings to runs of cells: for each row the crossings of its middle with all edges, sorted, in pairs.
class ScanConverter {
  public:
    explicit ScanConverter(const Raster& raster)
        : raster_(raster), crossings_(static_cast<std::size_t>(raster.height)) {}

    template <class Points>
    void addRing(const Points& points) {
        const std::size_t n = points.size();
        for (std::size_t i = 0, j = n - 1; i < n; j = i++) addEdge(points[j], points[i]);
    }

    /// receive(first, last, row), columns both included.
    template <class Receiver>
    void forEachRun(const Receiver& receive) {
        for (int row = first_; row <= last_; ++row) {
            auto& xs = crossings_[static_cast<std::size_t>(row)];
            std::sort(xs.begin(), xs.end());
            for (std::size_t i = 0; i + 1 < xs.size(); i += 2) {
                // Columns whose centre lies between two crossings.
                const double from = std::ceil((xs[i] - raster_.originX) / raster_.cellX - 0.5);
                const double to = std::ceil((xs[i + 1] - raster_.originX) / raster_.cellX - 0.5) - 1;
                const double low = std::max(from, 0.0);
                const double high = std::min(to, raster_.width - 1.0);
                if (low <= high) receive(static_cast<int>(low), static_cast<int>(high), row);
            }
            xs.clear();
        }
        first_ = std::numeric_limits<int>::max();
        last_ = -1;
    }

  private:
    void addEdge(Point2 a, Point2 b) {
        if (!std::isfinite(a.x + a.y + b.x + b.y) || a.y == b.y) return;
        if (a.y < b.y) std::swap(a, b);
        // Rows whose middle y has b.y <= y < a.y.
        const double from = std::floor((raster_.originY - a.y) / raster_.cellY - 0.5) + 1;
        const double to = std::floor((raster_.originY - b.y) / raster_.cellY - 0.5);
        const double low = std::max(from, 0.0);
        const double high = std::min(to, raster_.height - 1.0);
        if (!(low <= high)) return;
        for (int row = static_cast<int>(low); row <= static_cast<int>(high); ++row) {
            const double y = raster_.originY - (row + 0.5) * raster_.cellY;
            crossings_[static_cast<std::size_t>(row)].push_back(a.x + (a.y - y) / (a.y - b.y) * (b.x - a.x));
        }
        first_ = std::min(first_, static_cast<int>(low));
        last_ = std::max(last_, static_cast<int>(high));
    }

    const Raster& raster_;
    std::vector<std::vector<double>> crossings_;
    int first_ = std::numeric_limits<int>::max(), last_ = -1;
};

}  // namespace

Raster shapeOf(const Raster& raster) {
    Raster result;
    result.source = raster.source;
    result.crs = raster.crs;
    result.width = raster.width;
    result.height = raster.height;
    result.originX = raster.originX;
    result.originY = raster.originY;
    result.cellX = raster.cellX;
    result.cellY = raster.cellY;
    return result;
}

Raster emptyLike(const Raster& shape) {
    Raster result = shapeOf(shape);
    geodata::reserveLarge(result.values, shape.values.size());
    result.values.assign(shape.values.size(), kNan);
    return result;
}

std::optional<Cell> cellAt(const Raster& raster, Point2 place) {
    const double column = (place.x - raster.originX) / raster.cellX;
    const double row = (raster.originY - place.y) / raster.cellY;
    if (!(column >= 0 && column < raster.width && row >= 0 && row < raster.height)) return std::nullopt;
    return Cell{static_cast<int>(column), static_cast<int>(row)};
}

Point2 centerOf(const Raster& raster, Cell cell) {
    return {raster.originX + (cell.column + 0.5) * raster.cellX,
            raster.originY - (cell.row + 0.5) * raster.cellY};
}

Raster cropped(const Raster& raster, const Extent& box) {
    const auto edge = [](double cells, int most) {
        return static_cast<int>(std::clamp(std::ceil(cells - 0.5), 0.0, static_cast<double>(most)));
    };
    Raster part;
    part.source = raster.source;
    part.crs = raster.crs;
    part.cellX = raster.cellX;
    part.cellY = raster.cellY;
    if (box.empty() || raster.width <= 0) return part;
    const int left = edge((box.minX - raster.originX) / raster.cellX, raster.width);
    const int right = edge((box.maxX - raster.originX) / raster.cellX, raster.width);
    const int top = edge((raster.originY - box.maxY) / raster.cellY, raster.height);
    const int bottom = edge((raster.originY - box.minY) / raster.cellY, raster.height);
    if (left >= right || top >= bottom) return part;
    part.width = right - left;
    part.height = bottom - top;
    part.originX = raster.originX + left * raster.cellX;
    part.originY = raster.originY - top * raster.cellY;
    geodata::reserveLarge(part.values, static_cast<std::size_t>(part.width) * part.height);
    for (int row = top; row < bottom; ++row) {
        const auto begin = raster.values.begin() + static_cast<std::ptrdiff_t>(row) * raster.width;
        part.values.insert(part.values.end(), begin + left, begin + right);
    }
    return part;
}

Raster coarsened(const Raster& raster, int stride) {
    if (stride <= 1) return raster;
    Raster result = shapeOf(raster);
    result.width = (raster.width + stride - 1) / stride;
    result.height = (raster.height + stride - 1) / stride;
    result.cellX = raster.cellX * stride;
    result.cellY = raster.cellY * stride;
    result.values.assign(static_cast<std::size_t>(result.width) * result.height, kNan);
    forRows(
        result.height, {},
        [&](int begin, int end) {
            for (int r = begin; r < end; ++r) {
                for (int c = 0; c < result.width; ++c) {
                    double sum = 0;
                    int count = 0;
                    for (int y = r * stride; y < std::min((r + 1) * stride, raster.height); ++y) {
                        for (int x = c * stride; x < std::min((c + 1) * stride, raster.width); ++x) {
                            const float value = raster.at(x, y);
                            if (std::isnan(value)) continue;
                            sum += value;
                            ++count;
                        }
                    }
                    if (count > 0)
                        result.values[static_cast<std::size_t>(r) * result.width + c] =
                            static_cast<float>(sum / count);
                }
            }
        },
        16);
    return result;
}

namespace {

// Ground that stays in its files, as fine as it is and as memory has room for.
Raster pagedGround(const terrain::HeightField& ground, const Extent& part) {
    Raster result;
    const double cell = std::max(ground.cell(), std::sqrt(part.width() * part.height() / kMostPagedCells));
    result.width = std::max(1, static_cast<int>(part.width() / cell));
    result.height = std::max(1, static_cast<int>(part.height() / cell));
    result.cellX = part.width() / result.width;
    result.cellY = result.cellX;
    result.height = std::max(1, static_cast<int>(std::lround(part.height() / result.cellY)));
    result.originX = part.minX;
    result.originY = part.maxY;
    geodata::reserveLarge(result.values, static_cast<std::size_t>(result.width) * result.height);
    result.values.resize(static_cast<std::size_t>(result.width) * result.height);
    forRows(
        result.height, {},
        [&](int begin, int end) {
            for (int r = begin; r < end; ++r) {
                const Point2 first = centerOf(result, {0, r});
                ground.heights({first.x, first.y, result.cellX, result.width, 1}, result.cellX,
                               result.values.data() + static_cast<std::size_t>(r) * result.width);
            }
        },
        16);
    return result;
}

}  // namespace

Raster groundRaster(const terrain::HeightField& ground, const Extent& box, const std::string& crs) {
    const auto& sources = ground.sources();
    if (sources.empty()) return {};
    Raster result;
    if (ground.paged()) {
        const Extent all = ground.extent();
        const Extent part{std::max(all.minX, box.minX), std::max(all.minY, box.minY),
                          std::min(all.maxX, box.maxX), std::min(all.maxY, box.maxY)};
        if (part.empty()) return {};
        result = pagedGround(ground, part);
        result.source = sources.front().raster.source;
    } else if (sources.size() == 1) {
        result = cropped(sources.front().raster, box);
    } else {
        const Raster* finest = &sources.front().raster;
        for (const auto& source : sources)
            if (source.raster.cellX < finest->cellX) finest = &source.raster;
        const Extent all = ground.extent();
        const Extent part{std::max(all.minX, box.minX), std::max(all.minY, box.minY),
                          std::min(all.maxX, box.maxX), std::min(all.maxY, box.maxY)};
        if (part.empty()) return {};
        // On the finest source's own grid, so that its cells are not blurred.
        result.cellX = finest->cellX;
        result.cellY = finest->cellY;
        const double left = std::floor((part.minX - finest->originX) / finest->cellX);
        const double top = std::floor((finest->originY - part.maxY) / finest->cellY);
        result.originX = finest->originX + left * finest->cellX;
        result.originY = finest->originY - top * finest->cellY;
        result.width = static_cast<int>(std::ceil((part.maxX - result.originX) / result.cellX));
        result.height = static_cast<int>(std::ceil((result.originY - part.minY) / result.cellY));
        geodata::reserveLarge(result.values, static_cast<std::size_t>(result.width) * result.height);
        result.values.resize(static_cast<std::size_t>(result.width) * result.height);
        forRows(result.height, {}, [&](int begin, int end) {
            for (int r = begin; r < end; ++r)
                for (int c = 0; c < result.width; ++c) {
                    const Point2 p = centerOf(result, {c, r});
                    result.values[static_cast<std::size_t>(r) * result.width + c] =
                        static_cast<float>(ground.heightAt(p.x, p.y));
                }
        });
        result.source = finest->source;
    }
    result.crs = crs;
    return result;
}

void CellSet::addRun(int first, int last, int row) {
    std::uint64_t* words = this->row(row);
    const int a = first / 64;
    const int b = last / 64;
    const std::uint64_t head = ~std::uint64_t{0} << (first % 64);
    const std::uint64_t tail = ~std::uint64_t{0} >> (63 - last % 64);
    if (a == b) {
        words[a] |= head & tail;
        return;
    }
    words[a] |= head;
    for (int i = a + 1; i < b; ++i) words[i] = ~std::uint64_t{0};
    words[b] |= tail;
}

std::size_t CellSet::count() const {
    std::size_t sum = 0;
    for (const std::uint64_t word : bits_) sum += static_cast<std::size_t>(std::popcount(word));
    return sum;
}

CellSet cellsInside(const Raster& raster, const geodata::FeatureTable& table,
                    const std::function<bool(std::size_t row)>& wanted) {
    CellSet cells(raster.width, raster.height);
    ScanConverter converter(raster);
    const auto& geometry = table.geometry;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        if (wanted && !wanted(row)) continue;
        if (geometry.types[row] != geodata::GeometryType::Polygon &&
            geometry.types[row] != geodata::GeometryType::MultiPolygon)
            continue;
        for (auto ring = geometry.ringBegin(row); ring < geometry.ringEnd(row); ++ring)
            converter.addRing(geometry.ring(ring).points);
        converter.forEachRun([&](int first, int last, int r) { cells.addRun(first, last, r); });
    }
    return cells;
}

CellSet cellsInside(const Raster& raster, const std::vector<std::vector<Point2>>& rings) {
    CellSet cells(raster.width, raster.height);
    ScanConverter converter(raster);
    for (const auto& ring : rings) converter.addRing(ring);
    converter.forEachRun([&](int first, int last, int r) { cells.addRun(first, last, r); });
    return cells;
}

std::size_t raise(Raster& heights, const std::vector<Footprint>& footprints) {
    std::size_t raised = 0;
    ScanConverter converter(heights);
    for (const Footprint& footprint : footprints) {
        for (const auto& ring : footprint.rings) converter.addRing(ring);
        const auto top = static_cast<float>(footprint.top);
        converter.forEachRun([&](int first, int last, int row) {
            float* values = heights.values.data() + static_cast<std::size_t>(row) * heights.width;
            for (int c = first; c <= last; ++c) {
                if (!(values[c] < top)) continue;
                values[c] = top;
                ++raised;
            }
        });
    }
    return raised;
}

}  // namespace atlas::analysis
