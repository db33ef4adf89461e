#include "terrain/ground_grid.h"

#include <tbb/parallel_for.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace atlas::terrain {

namespace {

constexpr std::uint16_t kFarthest = std::numeric_limits<std::uint16_t>::max();  // of GroundGrid::outside

std::size_t cellIndex(const GroundGrid& grid, int column, int row) {
    return static_cast<std::size_t>(row) * grid.columns + column;
}

// Two-pass distance with the height of the nearest data carried along (Danielsson's 8SSEDT idea, on offsets),
// so that beyond the data the ground starts from the height at the edge.
void carryNearest(GroundGrid& grid, const std::vector<std::uint8_t>& known) {
    struct Offset {
        std::int16_t dx, dy;
    };
    constexpr Offset kFar{16000, 16000};
    std::vector<Offset> nearest(grid.heights.size());
    for (std::size_t i = 0; i < nearest.size(); ++i) nearest[i] = known[i] ? Offset{0, 0} : kFar;
    const auto norm = [](Offset o) { return static_cast<int>(o.dx) * o.dx + static_cast<int>(o.dy) * o.dy; };
    const auto relax = [&](int column, int row, int dx, int dy) {
        const int c = column + dx;
        const int r = row + dy;
        if (c < 0 || r < 0 || c >= grid.columns || r >= grid.rows) return;
        const Offset other = nearest[cellIndex(grid, c, r)];
        if (other.dx == kFar.dx) return;
        const Offset candidate{static_cast<std::int16_t>(other.dx + dx),
                               static_cast<std::int16_t>(other.dy + dy)};
        Offset& mine = nearest[cellIndex(grid, column, row)];
        if (norm(candidate) < norm(mine)) mine = candidate;
    };
    for (int row = 0; row < grid.rows; ++row) {
        for (int column = 0; column < grid.columns; ++column) {
            relax(column, row, -1, 0);
            relax(column, row, 0, -1);
            relax(column, row, -1, -1);
            relax(column, row, 1, -1);
        }
        for (int column = grid.columns - 1; column >= 0; --column) relax(column, row, 1, 0);
    }
    for (int row = grid.rows - 1; row >= 0; --row) {
        for (int column = grid.columns - 1; column >= 0; --column) {
            relax(column, row, 1, 0);
            relax(column, row, 0, 1);
            relax(column, row, 1, 1);
            relax(column, row, -1, 1);
        }
        for (int column = 0; column < grid.columns; ++column) relax(column, row, -1, 0);
    }
    for (int row = 0; row < grid.rows; ++row) {
        for (int column = 0; column < grid.columns; ++column) {
            const std::size_t i = cellIndex(grid, column, row);
            const Offset o = nearest[i];
            if (known[i]) continue;
            if (o.dx == kFar.dx) {
                grid.outside[i] = kFarthest;
                grid.heights[i] = static_cast<float>(grid.baseHeight);
                continue;
            }
            grid.outside[i] = static_cast<std::uint16_t>(
                std::min<double>(std::ceil(std::sqrt(norm(o)) * grid.step), kFarthest));
            grid.heights[i] = grid.at(column + o.dx, row + o.dy);
        }
    }
}

// Blurs the closing ground (only there) by three box passes, so that the carried edge heights make no rays.
void smoothOutside(GroundGrid& grid, int radius) {
    std::vector<float> line;
    const auto blurLine = [&](std::size_t start, std::size_t stride, int count, std::vector<float>& sums) {
        sums.assign(count + 1, 0);
        for (int i = 0; i < count; ++i) sums[i + 1] = sums[i] + grid.heights[start + i * stride];
        for (int i = 0; i < count; ++i) {
            const std::size_t at = start + i * stride;
            if (grid.outside[at] == 0) continue;
            // A radius that grows with the distance from data keeps the seam continuous.
            const double grown = 1 + grid.outside[at] / grid.step / 2;
            const int reach = grown < radius ? static_cast<int>(grown) : radius;
            const int low = std::max(0, i - reach);
            const int high = std::min(count - 1, i + reach);
            grid.heights[at] = (sums[high + 1] - sums[low]) / static_cast<float>(high - low + 1);
        }
    };
    for (int pass = 0; pass < 3; ++pass) {
        tbb::parallel_for(0, grid.rows, [&](int row) {
            std::vector<float> sums;
            blurLine(cellIndex(grid, 0, row), 1, grid.columns, sums);
        });
        tbb::parallel_for(0, grid.columns, [&](int column) {
            std::vector<float> sums;
            blurLine(column, grid.columns, grid.rows, sums);
        });
    }
}

}  // namespace

double GroundGrid::sample(double x, double y) const {
    if (columns < 2 || rows < 2) return baseHeight;
    const double fx = std::clamp((x - originX) / step, 0.0, columns - 1.0);
    const double fy = std::clamp((y - originY) / step, 0.0, rows - 1.0);
    const int c = std::min(static_cast<int>(fx), columns - 2);
    const int r = std::min(static_cast<int>(fy), rows - 2);
    const double u = fx - c;
    const double v = fy - r;
    return (at(c, r) * (1 - u) + at(c + 1, r) * u) * (1 - v) +
           (at(c, r + 1) * (1 - u) + at(c + 1, r + 1) * u) * v;
}

GroundGrid makeGroundGrid(const HeightField& field, const GroundGridOptions& options) {
    GroundGrid grid;
    geodata::Extent box = field.extent();
    if (box.empty()) box = {-500, -500, 500, 500};
    double step = 10;
    for (const HeightSource& source : field.sources()) step = std::min(step, source.cell());
    const double wide = box.width() + 2 * options.margin;
    const double high = box.height() + 2 * options.margin;
    const int most =
        field.paged() ? std::min(options.maxVertices, options.maxPagedVertices) : options.maxVertices;
    grid.step = std::max(step, std::max(wide, high) / most);
    const auto cells = [&](double length) {
        return static_cast<int>(std::ceil(length / grid.step / grid.tile)) * grid.tile;
    };
    grid.columns = cells(wide) + 1;
    grid.rows = cells(high) + 1;
    const geodata::Point2 middle = box.center();
    grid.originX = middle.x - (grid.columns - 1) * grid.step / 2;
    grid.originY = middle.y - (grid.rows - 1) * grid.step / 2;
    grid.baseHeight = field.minHeight();
    grid.heights.assign(static_cast<std::size_t>(grid.columns) * grid.rows,
                        static_cast<float>(grid.baseHeight));
    grid.outside.assign(grid.heights.size(), 0);

    std::vector<std::uint8_t> known(grid.heights.size(), 0);
    constexpr int bandRows = 32;  // what a task asks for at once
    tbb::parallel_for(0, (grid.rows + bandRows - 1) / bandRows, [&](int band) {
        const int first = band * bandRows;
        const int rows = std::min(bandRows, grid.rows - first);
        std::vector<float> heights(static_cast<std::size_t>(grid.columns) * rows);
        field.heights({grid.originX, grid.originY + first * grid.step, grid.step, grid.columns, rows},
                      grid.step, heights.data());
        for (std::size_t i = 0; i < heights.size(); ++i) {
            if (std::isnan(heights[i])) continue;
            grid.heights[cellIndex(grid, 0, first) + i] = heights[i];
            known[cellIndex(grid, 0, first) + i] = 1;
        }
    });
    carryNearest(grid, known);
    smoothOutside(grid, 24);
    // Beyond the data the ground settles to the base, so that no slab hangs in the air.
    tbb::parallel_for(0, grid.rows, [&](int row) {
        for (int column = 0; column < grid.columns; ++column) {
            const std::size_t i = cellIndex(grid, column, row);
            if (known[i]) continue;
            const double d = grid.outside[i] / options.settle;
            const double keep = std::exp(-d * d * 1.5);
            grid.heights[i] =
                static_cast<float>(grid.baseHeight + (grid.heights[i] - grid.baseHeight) * keep);
        }
    });
    return grid;
}

std::vector<std::uint8_t> connectedWater(const GroundGrid& grid, const std::vector<std::uint8_t>& seed,
                                         double level) {
    std::vector<std::uint8_t> water(grid.heights.size(), 0);
    std::vector<std::uint32_t> open;
    const auto visit = [&](std::size_t i) {
        if (water[i] || grid.heights[i] > level) return;
        water[i] = 255;
        open.push_back(static_cast<std::uint32_t>(i));
    };
    for (std::size_t i = 0; i < seed.size() && i < water.size(); ++i)
        if (seed[i]) visit(i);
    while (!open.empty()) {
        const auto i = open.back();
        open.pop_back();
        const int column = static_cast<int>(i % grid.columns);
        const int row = static_cast<int>(i / grid.columns);
        for (int r = std::max(0, row - 1); r <= std::min(grid.rows - 1, row + 1); ++r)
            for (int c = std::max(0, column - 1); c <= std::min(grid.columns - 1, column + 1); ++c)
                visit(cellIndex(grid, c, r));
    }
    return water;
}

}  // namespace atlas::terrain
