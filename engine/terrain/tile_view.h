#pragma once
// What a camera asks of the ground.

#include <algorithm>
#include <array>
#include <cmath>

#include "terrain/height_field.h"

namespace atlas::terrain {

/// What chooses tiles and the triangles in them. Scene heights: times the exaggeration.
struct TileView {
    Vec3 eye;  ///< map x, y, scene height
    std::array<std::array<double, 4>, 5>
        planes;            ///< a x + b y + c z + d >= 0 inside: left, right, bottom, top, near
    double pixels = 1000;  ///< pixels that a metre across the view covers at 1 m
    double exaggeration = 1;

    bool operator==(const TileView& other) const {
        return eye.x == other.eye.x && eye.y == other.eye.y && eye.z == other.eye.z &&
               planes == other.planes && pixels == other.pixels && exaggeration == other.exaggeration;
    }
};

/// Pixels of error, and pixels a cell is wide, at which a tile gives way to finer ones.
struct TileLimits {
    double error = 1;
    double texel = 2.5;
    /// Pixels that the cells of a tile may be off at full: the rest is its triangles'.
    double cells() const { return error * 0.6; }
    bool operator==(const TileLimits&) const = default;
};

/// An error of the surface is seen from above as if it were further away: the distance over the cosine of the
/// ray's fall, but at most this many distances (what stands on the ground has to meet it).
constexpr double kMostForeshortening = 1.6;

/// The smallest distance that an error of height appears at, of places `near` to `far` metres away along the
/// ground and `up` metres above or below the eye.
inline double seenDistance(double near, double far, double up) {
    // (along^2 + up^2) / along is least where along = up.
    const double along = std::max(std::clamp(up, near, far), 0.1);
    return std::min(along + up * up / along,
                    std::sqrt(std::max(near * near + up * up, 0.01)) * kMostForeshortening);
}

}  // namespace atlas::terrain
