#include "terrain/tile_surface.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace atlas::terrain {

namespace {

std::size_t index(int column, int row) {
    return static_cast<std::size_t>(row) * kTileSide + column;
}

// Finest first: a vertex takes the larger of its own error and of the four finer ones that depend on it.
std::vector<float> nestedErrors(const TileSurface& tile) {
    std::vector<float> errors(kTileVertices, 0.0F);
    const auto get = [&](int c, int r) {
        return c < 0 || r < 0 || c > kTileCells || r > kTileCells ? 0.0F : errors[index(c, r)];
    };
    for (int s = 1; s < kTileCells; s *= 2) {
        const int half = s / 2;
        // Middles of axis-parallel hypotenuses of length 2s: one coordinate an odd multiple of s, the other
        // even.
        for (int r = 0; r <= kTileCells; r += s) {
            const bool odd = (r / s) % 2 != 0;
            for (int c = odd ? 0 : s; c <= kTileCells; c += 2 * s) {
                const float flat = odd ? (tile.at(c, r - s) + tile.at(c, r + s)) / 2
                                       : (tile.at(c - s, r) + tile.at(c + s, r)) / 2;
                float error = std::abs(flat - tile.at(c, r));
                if (half > 0)
                    error = std::max({error, get(c - half, r - half), get(c + half, r - half),
                                      get(c - half, r + half), get(c + half, r + half)});
                errors[index(c, r)] = error;
            }
        }
        // Middles of diagonal hypotenuses: both coordinates odd multiples of s. In the whole tile it falls
        // from north-west to south-east; in a quarter it runs through the centre of the square it is a
        // quarter of.
        for (int r = s; r <= kTileCells; r += 2 * s) {
            for (int c = s; c <= kTileCells; c += 2 * s) {
                const bool falling = 2 * s == kTileCells || TileSurface::falls(c / s / 2, r / s / 2);
                const float flat = falling ? (tile.at(c - s, r + s) + tile.at(c + s, r - s)) / 2
                                           : (tile.at(c - s, r - s) + tile.at(c + s, r + s)) / 2;
                errors[index(c, r)] = std::max({std::abs(flat - tile.at(c, r)), get(c - s, r), get(c + s, r),
                                                get(c, r - s), get(c, r + s)});
            }
        }
    }
    return errors;
}

}  // namespace

TileSurface::TileSurface(std::vector<float> heights) : heights_(std::move(heights)) {
    assert(heights_.size() == static_cast<std::size_t>(kRimSide) * kRimSide);
    const std::vector<float> errors = nestedErrors(*this);
    constexpr float most = 65535;
    step_ = *std::max_element(errors.begin(), errors.end()) / most;
    errors_.resize(kTileVertices, 0);
    if (!(step_ > 0)) return;
    for (std::size_t i = 0; i < kTileVertices; ++i)
        errors_[i] = static_cast<std::uint16_t>(std::min(std::ceil(errors[i] / step_), most));
}

float TileSurface::halfway(int column, int row) const {
    const int c = column / 2;
    const int r = row / 2;
    const bool between = column % 2 != 0;
    const bool above = row % 2 != 0;
    if (!between) return above ? (at(c, r) + at(c, r + 1)) / 2 : at(c, r);
    if (!above) return (at(c, r) + at(c + 1, r)) / 2;
    return falls(c, r) ? (at(c, r + 1) + at(c + 1, r)) / 2 : (at(c, r) + at(c + 1, r + 1)) / 2;
}

double TileSurface::bend() const {
    constexpr int stride = 3;
    std::vector<float> off;
    off.reserve(static_cast<std::size_t>(kTileCells / stride + 1) * (kTileCells / stride + 1));
    for (int row = 0; row < kTileCells; row += stride)
        for (int column = 0; column < kTileCells; column += stride)
            off.push_back(std::abs(at(column, row) + at(column + 1, row + 1) - at(column + 1, row) -
                                   at(column, row + 1)) /
                          4);
    const auto nth = off.begin() + static_cast<std::ptrdiff_t>(off.size() * 99 / 100);
    std::nth_element(off.begin(), nth, off.end());
    return static_cast<double>(*nth);
}

}  // namespace atlas::terrain
