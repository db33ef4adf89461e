#pragma once
// Shadows of what stands on the ground, as a map of heights: at each place, up to which height it is in
// shadow. One map answers for the ground, for water, for walls and for roofs alike.

#include <cstdint>
#include <functional>
#include <vector>

#include "geodata/geometry.h"
#include "terrain/height_field.h"

namespace atlas::terrain {

/// An upright solid. Map coordinates; even-odd rings, closed or not.
struct ShadowCaster {
    std::vector<std::vector<geodata::Point2>> rings;
    double base = 0;  ///< metres: ground at its foot
    double top = 0;   ///< metres
};

/// A deck that hangs: the two edges of its upper side, section by section, in map coordinates and metres.
struct ShadowDeck {
    std::vector<Vec3> left, right;
};

/// What casts shadows, and on what. Whatever it points to outlives the call.
struct ShadowScene {
    std::vector<const std::vector<ShadowCaster>*> solids = {};
    std::vector<const std::vector<ShadowDeck>*> decks = {};
    /// Height of the ground, or of the water over it, at map coordinates. Any thread. Empty: shadows count
    /// down to the floor, and decks cast none.
    std::function<double(double x, double y)> ground = {};
};

/// Rows from south to north; a value belongs to the middle of its cell.
struct ShadowCast {
    int columns = 0, rows = 0;
    double originX = 0, originY = 0;  ///< west and south edge
    double cell = 1;                  ///< metres
    double low = 0, high = 1;         ///< metres: what 1 and 65535 stand for
    /// One a cell: 0 where nothing casts a shadow in it or beside it, else the shadow's upper bound.
    std::vector<std::uint16_t> bounds;
    /// Two a cell, 0..255. First: the part of it that shadows cover, of 4 x 4 places; read between the cells,
    /// a half is where the shadow's edge runs. Second: how much of the sky solids round the cell take away
    /// near the ground.
    std::vector<std::uint8_t> shares;

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
/// solids seen from their edges. A deck's shadow is a thin layer on the ground where the rays through its
/// edges land. Pure, any thread; time grows with the area of the quads.
ShadowCast castShadows(const ShadowScene& scene, const ShadowSun& sun, const geodata::Extent& within,
                       double floor, double finest = 2, int longest = 3072);

}  // namespace atlas::terrain
