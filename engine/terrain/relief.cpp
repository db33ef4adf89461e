#include "terrain/relief.h"

#include <tbb/parallel_for.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace atlas::terrain {

namespace {

std::uint8_t toByte(double unit) {
    return static_cast<std::uint8_t>(std::lround(std::clamp(unit, 0.0, 1.0) * 255));
}

// Share of the sky seen: mean over eight directions of cos²(horizon angle), the sky-view factor of a
// horizontal surface. Computed on every second vertex: openness is smooth, and this is the dearest part.
std::vector<float> skyView(const GroundGrid& grid, double exaggeration, int columns, int rows) {
    constexpr std::array<std::array<int, 2>, 8> kDirections{
        {{1, 0}, {1, 1}, {0, 1}, {-1, 1}, {-1, 0}, {-1, -1}, {0, -1}, {1, -1}}};
    constexpr std::array<int, 6> kReach{1, 2, 4, 8, 16, 32};
    std::vector<float> sky(static_cast<std::size_t>(columns) * rows);
    const float scale = static_cast<float>(exaggeration / grid.step);
    tbb::parallel_for(0, rows, [&](int row) {
        const int r = std::min(row * 2, grid.rows - 1);
        for (int column = 0; column < columns; ++column) {
            const int c = std::min(column * 2, grid.columns - 1);
            const float here = grid.at(c, r);
            float seen = 0;
            for (const auto& d : kDirections) {
                const float unit = d[0] != 0 && d[1] != 0 ? 1.41421356F : 1.0F;
                float steepest = 0;
                for (const int reach : kReach) {
                    const int cc = std::clamp(c + d[0] * reach, 0, grid.columns - 1);
                    const int rr = std::clamp(r + d[1] * reach, 0, grid.rows - 1);
                    steepest = std::max(
                        steepest, (grid.at(cc, rr) - here) * scale / (static_cast<float>(reach) * unit));
                }
                seen += 1 / (1 + steepest * steepest);
            }
            sky[static_cast<std::size_t>(row) * columns + column] = seen / 8;
        }
    });
    return sky;
}

}  // namespace

std::vector<std::uint8_t> makeRelief(const GroundGrid& grid, double exaggeration, double fade) {
    std::vector<std::uint8_t> relief(grid.heights.size() * 4);
    const int halfColumns = grid.columns / 2 + 1;
    const int halfRows = grid.rows / 2 + 1;
    const std::vector<float> sky = skyView(grid, exaggeration, halfColumns, halfRows);
    tbb::parallel_for(0, grid.rows, [&](int row) {
        const int south = std::max(row - 1, 0);
        const int north = std::min(row + 1, grid.rows - 1);
        for (int column = 0; column < grid.columns; ++column) {
            const int west = std::max(column - 1, 0);
            const int east = std::min(column + 1, grid.columns - 1);
            const double dx =
                (grid.at(east, row) - grid.at(west, row)) / ((east - west) * grid.step) * exaggeration;
            const double dy = (grid.at(column, north) - grid.at(column, south)) /
                              ((north - south) * grid.step) * exaggeration;
            const double norm = std::sqrt(dx * dx + dy * dy + 1);
            const std::size_t i = static_cast<std::size_t>(row) * grid.columns + column;
            const std::size_t a = static_cast<std::size_t>(row / 2) * halfColumns + column / 2;
            float open = sky[a];
            if (column % 2 != 0) open = (open + sky[a + 1]) / 2;
            if (row % 2 != 0) open = (open + sky[a + halfColumns]) / 2;
            relief[i * 4] = toByte(-dx / norm * 0.5 + 0.5);
            relief[i * 4 + 1] = toByte(-dy / norm * 0.5 + 0.5);
            relief[i * 4 + 2] = toByte(open);
            relief[i * 4 + 3] = toByte(grid.outside[i] / fade);
        }
    });
    return relief;
}

std::vector<std::uint8_t> makeSunShadow(const GroundGrid& grid, double exaggeration, double azimuth,
                                        double altitude) {
    std::vector<std::uint8_t> lit(grid.heights.size(), 255);
    if (altitude <= 0 || altitude >= 89.9) return lit;
    const double radians = azimuth * std::numbers::pi / 180;
    const double sx = std::sin(radians);  // toward the sun
    const double sy = std::cos(radians);
    const bool alongX = std::abs(sx) > std::abs(sy);
    // Walk from the sunny side, one line (row or column) at a time, along the axis the sun is closest to.
    const int lines = alongX ? grid.columns : grid.rows;
    const int across = alongX ? grid.rows : grid.columns;
    const double major = alongX ? sx : sy;
    const double minor = alongX ? sy : sx;
    const double slip = minor / std::abs(major);  // vertices sideways per line, toward the sun
    const double fall =
        std::tan(altitude * std::numbers::pi / 180) * grid.step * std::sqrt(1 + slip * slip) / exaggeration;
    const double penumbra = 1.5 + fall * 0.3;  // metres of height over which the edge softens
    std::vector<double> shade(across);
    std::vector<double> next(across);
    for (int k = 0; k < lines; ++k) {
        const int line = major > 0 ? lines - 1 - k : k;
        for (int i = 0; i < across; ++i) {
            const double at = std::clamp(i + slip, 0.0, across - 1.0);
            const int low = std::min(static_cast<int>(at), across - 1);
            const int high = std::min(low + 1, across - 1);
            const double u = at - low;
            const double bound = k == 0 ? -1e9 : shade[low] * (1 - u) + shade[high] * u - fall;
            const std::size_t v = alongX ? static_cast<std::size_t>(i) * grid.columns + line
                                         : static_cast<std::size_t>(line) * grid.columns + i;
            const double ground = grid.heights[v];
            lit[v] = toByte(1 - (bound - ground) / penumbra);
            next[i] = std::max(ground, bound);
        }
        shade.swap(next);
    }
    return lit;
}

}  // namespace atlas::terrain
