#pragma once
// Ground that is rough at every scale, for tests and measurements.

#include <algorithm>
#include <random>
#include <vector>

#include "geodata/large_array.h"
#include "geodata/raster.h"

namespace atlas::analysis {

using geodata::Raster;

/// By midpoint displacement, 2^n a side at most cut to size: rough at every scale, as real
/// ground is.
inline Raster fractal(int width, int height, double cell = 10, unsigned seed = 7, double relief = 400) {
    int side = 1;
    while (side + 1 < std::max(width, height)) side *= 2;
    const int n = side + 1;
    std::vector<float> z(static_cast<std::size_t>(n) * n, 0);
    std::mt19937 random(seed);
    const auto noise = [&random] { return static_cast<double>(random()) / 4294967295.0 - 0.5; };
    const auto at = [&](int c, int r) -> float& { return z[static_cast<std::size_t>(r) * n + c]; };
    for (int c : {0, side})
        for (int r : {0, side}) at(c, r) = static_cast<float>(noise() * relief);
    double amplitude = relief;
    for (int step = side; step > 1; step /= 2, amplitude *= 0.55) {
        const int half = step / 2;
        for (int r = half; r < n; r += step)
            for (int c = half; c < n; c += step)
                at(c, r) = static_cast<float>((at(c - half, r - half) + at(c + half, r - half) +
                                               at(c - half, r + half) + at(c + half, r + half)) /
                                                  4 +
                                              noise() * amplitude);
        for (int r = 0; r < n; r += half)
            for (int c = (r / half) % 2 == 0 ? half : 0; c < n; c += step) {
                double sum = 0;
                int count = 0;
                for (const auto& [dc, dr] : {std::pair{-half, 0}, {half, 0}, {0, -half}, {0, half}}) {
                    if (c + dc < 0 || c + dc >= n || r + dr < 0 || r + dr >= n) continue;
                    sum += at(c + dc, r + dr);
                    ++count;
                }
                at(c, r) = static_cast<float>(sum / count + noise() * amplitude);
            }
    }
    Raster raster;
    raster.width = width;
    raster.height = height;
    raster.originY = height * cell;
    raster.cellX = raster.cellY = cell;
    raster.crs = "EPSG:4545";
    geodata::reserveLarge(raster.values, static_cast<std::size_t>(width) * height);  // as the loader has it
    for (int r = 0; r < height; ++r)
        for (int c = 0; c < width; ++c) raster.values.push_back(at(c, r) + static_cast<float>(relief));
    return raster;
}

}  // namespace atlas::analysis
