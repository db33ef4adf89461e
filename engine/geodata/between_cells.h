#pragma once
// Values between the centres of cells, as every reader of rasters takes them.

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace atlas::geodata {

constexpr double kSnap = 1e-6;  ///< of a cell: rounding of coordinates

/// `sw`: the first of four neighbours, the others lie `right` and `down` values further. NaN where one with
/// weight is NaN.
inline double bilinear(const float* sw, std::ptrdiff_t right, std::ptrdiff_t down, double fu, double fv) {
    const double sum =
        (sw[0] * (1 - fu) + sw[right] * fu) * (1 - fv) + (sw[down] * (1 - fu) + sw[down + right] * fu) * fv;
    if (!std::isnan(sum)) return sum;
    double careful = 0;  // a neighbour of no weight must not count: NaN times 0 is NaN
    const auto add = [&](double value, double weight) {
        if (weight > 0) careful += weight * value;
    };
    add(static_cast<double>(sw[0]), (1 - fu) * (1 - fv));
    if (fu > 0) add(static_cast<double>(sw[right]), fu * (1 - fv));
    if (fv > 0) add(static_cast<double>(sw[down]), (1 - fu) * fv);
    if (fu > 0 && fv > 0) add(static_cast<double>(sw[down + right]), fu * fv);
    return careful;
}

/// Where a place lies between the cell centres of a level.
struct Between {
    int cell = 0;
    double share = 0;
};
inline Between between(double at, double factor, int length) {
    double u = std::clamp(at / factor - 0.5, 0.0, length - 1.0);
    const double whole = std::round(u);
    if (std::abs(u - whole) < kSnap) u = whole;
    const int cell = std::min(static_cast<int>(u), std::max(length - 2, 0));
    return {cell, u - cell};
}

}  // namespace atlas::geodata
