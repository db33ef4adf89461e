#pragma once
// Shadows of what stands on the ground, as a map of heights: at each place, up to which height it is in
// shadow. One map answers for the ground, for water, for walls and for roofs alike.

#include <array>
#include <cstdint>
#include <vector>

#include "geodata/geometry.h"

namespace atlas::terrain {

/// An upright solid. Map coordinates; even-odd rings, closed or not.
struct ShadowCaster {
    std::vector<std::vector<geodata::Point2>> rings;
    double base = 0;  ///< metres: ground at its foot
    double top = 0;   ///< metres
};

/// Rows from south to north; a value belongs to the middle of its cell.
struct ShadowCast {
    int columns = 0, rows = 0;
    double originX = 0, originY = 0;  ///< west and south edge
    double cell = 1;                  ///< metres
    double low = 0, high = 1;         ///< metres: what 1 and 65535 stand for
    /// Two numbers a cell. First: 0 where nothing casts a shadow, else the shadow's upper bound. Second: how
    /// much of the sky solids round the cell take away near the ground, 0..65535.
    std::vector<std::uint16_t> values;

    /// Metres; -infinity where nothing casts a shadow or outside.
    double boundAt(double x, double y) const;
};

struct ShadowSun {
    double azimuth = 0;   ///< degrees clockwise from north
    double altitude = 0;  ///< degrees; at or below 1: no shadow is cast
    double exaggeration = 1;
    bool operator==(const ShadowSun&) const = default;
};

/// Cells of at least `finest` metres and at most `longest` a side; covers the casters and, as far as `within`
/// reaches, their shadows down to `floor` metres. Every edge of a footprint sweeps a quad downstream whose
/// height falls with the sun's slope; of all quads over a cell the highest counts, which is exact for upright
/// solids seen from their edges. Pure, any thread; time grows with the area of the quads.
ShadowCast castShadows(const std::vector<const std::vector<ShadowCaster>*>& casters, const ShadowSun& sun,
                       const geodata::Extent& within, double floor, double finest = 2, int longest = 3072);

}  // namespace atlas::terrain
