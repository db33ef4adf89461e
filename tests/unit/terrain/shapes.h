#pragma once
// Analytic ground for tests.

#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>

#include "terrain/ground_grid.h"
#include "terrain/height_field.h"

namespace atlas::terrain {

using Surface = std::function<double(double x, double y)>;

/// Cells of `cell` metres from (west, south), heights taken at their centres.
inline geodata::Raster rasterOf(const Surface& surface, int width, int height, double cell = 10,
                                double west = 0, double south = 0) {
    geodata::Raster raster;
    raster.width = width;
    raster.height = height;
    raster.originX = west;
    raster.originY = south + height * cell;
    raster.cellX = raster.cellY = cell;
    for (int row = 0; row < height; ++row)
        for (int column = 0; column < width; ++column)
            raster.values.push_back(static_cast<float>(
                surface(west + (column + 0.5) * cell, raster.originY - (row + 0.5) * cell)));
    return raster;
}

inline HeightField fieldOf(geodata::Raster raster) {
    HeightSource source;
    source.id = "test";
    source.raster = std::move(raster);
    std::vector<HeightSource> sources;
    sources.push_back(std::move(source));
    return HeightField(std::move(sources));
}

/// Vertices every `step` metres from (0, 0), `across` by `up` tiles of `tile` cells.
inline GroundGrid gridOf(const Surface& surface, int across = 2, int up = 2, int tile = 32,
                         double step = 10) {
    GroundGrid grid;
    grid.tile = tile;
    grid.step = step;
    grid.columns = across * tile + 1;
    grid.rows = up * tile + 1;
    for (int row = 0; row < grid.rows; ++row)
        for (int column = 0; column < grid.columns; ++column)
            grid.heights.push_back(static_cast<float>(surface(column * step, row * step)));
    grid.outside.assign(grid.heights.size(), 0.0F);
    return grid;
}

inline Surface plane(double slopeX, double slopeY, double height) {
    return [=](double x, double y) { return slopeX * x + slopeY * y + height; };
}

/// The top of a sphere of `radius` round (x, y); flat at 0 where the sphere is below.
inline Surface sphereCap(double x0, double y0, double radius, double rise) {
    return [=](double x, double y) {
        const double square = radius * radius - (x - x0) * (x - x0) - (y - y0) * (y - y0);
        return square <= 0 ? 0.0 : std::max(0.0, std::sqrt(square) - (radius - rise));
    };
}

inline Surface stepAt(double edge, double low, double high) {
    return [=](double x, double) { return x < edge ? low : high; };
}

/// Rough ground that is the same on every machine.
inline Surface rough(double amplitude) {
    return [=](double x, double y) {
        auto bits =
            static_cast<std::uint32_t>(std::lround(x * 7) * 73856093L ^ std::lround(y * 7) * 19349663L);
        bits ^= bits >> 13;
        bits *= 0x5bd1e995U;
        bits ^= bits >> 15;
        return amplitude * (bits % 10007) / 10007.0 + 30 * std::sin(x / 90) * std::cos(y / 130);
    };
}

}  // namespace atlas::terrain
