#include "geodata/raster.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace atlas::geodata {

double Raster::sample(double x, double y) const {
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    if (width <= 0 || height <= 0) return nan;
    const double column = (x - originX) / cellX;
    const double row = (originY - y) / cellY;
    if (!(column >= 0 && column <= width && row >= 0 && row <= height)) return nan;  // NaN fails too

    // From cell corners to cell centres; the outer half cell takes its cell's own value.
    const double u = std::clamp(column - 0.5, 0.0, width - 1.0);
    const double v = std::clamp(row - 0.5, 0.0, height - 1.0);
    const int c = std::min(static_cast<int>(u), std::max(width - 2, 0));
    const int r = std::min(static_cast<int>(v), std::max(height - 2, 0));
    const double fu = u - c;
    const double fv = v - r;
    double sum = 0;
    // A neighbour of no weight must not count: NaN times 0 is NaN.
    const auto add = [&](int dc, int dr, double weight) {
        if (weight > 0) sum += weight * static_cast<double>(at(c + dc, r + dr));
    };
    add(0, 0, (1 - fu) * (1 - fv));
    add(1, 0, fu * (1 - fv));
    add(0, 1, (1 - fu) * fv);
    add(1, 1, fu * fv);
    return sum;
}

}  // namespace atlas::geodata
