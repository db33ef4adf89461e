#include "scene/mask.h"

#include <tbb/parallel_for.h>

#include <algorithm>
#include <cmath>

namespace atlas::scene {

namespace {

// Runs `line(start, stride, count)` over every row, then over every column.
template <class Line>
void overRowsAndColumns(const terrain::GroundGrid& grid, const Line& line) {
    tbb::parallel_for(0, grid.rows, [&](int row) {
        line(static_cast<std::size_t>(row) * grid.columns, std::size_t{1}, grid.columns);
    });
    tbb::parallel_for(0, grid.columns, [&](int column) {
        line(static_cast<std::size_t>(column), static_cast<std::size_t>(grid.columns), grid.rows);
    });
}

}  // namespace

void fillRings(const terrain::GroundGrid& grid, const std::vector<std::vector<osg::Vec2d>>& rings,
               std::uint8_t value, std::vector<std::uint8_t>& mask) {
    mask.resize(grid.heights.size());
    tbb::parallel_for(0, grid.rows, [&](int row) {
        const double y = grid.originY + row * grid.step;
        std::vector<double> crossings;
        for (const auto& ring : rings) {
            for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
                const osg::Vec2d& a = ring[i];
                const osg::Vec2d& b = ring[j];
                if ((a.y() > y) != (b.y() > y))
                    crossings.push_back(a.x() + (y - a.y()) / (b.y() - a.y()) * (b.x() - a.x()));
            }
        }
        std::sort(crossings.begin(), crossings.end());
        for (std::size_t k = 0; k + 1 < crossings.size(); k += 2) {
            const double from = std::ceil((crossings[k] - grid.originX) / grid.step);
            const double to = std::floor((crossings[k + 1] - grid.originX) / grid.step);
            for (int c = static_cast<int>(std::max(0.0, from)); c <= std::min(to, grid.columns - 1.0); ++c)
                mask[static_cast<std::size_t>(row) * grid.columns + c] = value;
        }
    });
}

void blur(const terrain::GroundGrid& grid, int channels, int radius, int passes,
          std::vector<std::uint8_t>& bytes) {
    const float inside = 1.0F / static_cast<float>(2 * radius + 1);
    for (int pass = 0; pass < passes; ++pass) {
        overRowsAndColumns(grid, [&](std::size_t start, std::size_t stride, int count) {
            std::vector<std::uint32_t> sums(static_cast<std::size_t>(count) + 1);
            for (int channel = 0; channel < channels; ++channel) {
                const auto at = [&](int i) -> std::uint8_t& {
                    return bytes[(start + i * stride) * channels + channel];
                };
                for (int i = 0; i < count; ++i) sums[i + 1] = sums[i] + at(i);
                for (int i = 0; i < count; ++i) {
                    const int low = std::max(0, i - radius);
                    const int high = std::min(count - 1, i + radius);
                    const int n = high - low + 1;
                    const float share = n == 2 * radius + 1 ? inside : 1.0F / static_cast<float>(n);
                    const float up = static_cast<float>(sums[high + 1] - sums[low]) * share + 0.5F;
                    at(i) = static_cast<std::uint8_t>(up);
                }
            }
        });
    }
}

void dilate(const terrain::GroundGrid& grid, int radius, std::vector<std::uint8_t>& mask) {
    overRowsAndColumns(grid, [&](std::size_t start, std::size_t stride, int count) {
        std::vector<std::uint8_t> source(count);
        for (int i = 0; i < count; ++i) source[i] = mask[start + i * stride];
        int last = -1 - radius;  // index of the last set vertex seen
        for (int i = 0; i < count; ++i) {
            if (source[i]) last = i;
            if (i - last <= radius) mask[start + i * stride] = 255;
        }
        last = count + radius;
        for (int i = count - 1; i >= 0; --i) {
            if (source[i]) last = i;
            if (last - i <= radius) mask[start + i * stride] = 255;
        }
    });
}

}  // namespace atlas::scene
