#pragma once
// Where rivers run and what colour they have, for every vertex of the ground grid: what water rises from.

#include <cstdint>
#include <osg/Vec2d>
#include <osg/Vec3f>
#include <vector>

#include "terrain/ground_grid.h"

namespace atlas::scene {

/// A river's surface as a polygon in map coordinates, with its hue (sRGB).
struct RiverArea {
    std::vector<std::vector<osg::Vec2d>> rings;  ///< even-odd
    std::array<float, 3> color;
};

/// Same layout as the grid's heights.
struct RiverMap {
    std::vector<std::uint8_t> seed;  ///< not 0 inside a river
    std::vector<std::uint8_t> hue;   ///< RGB a vertex, of the nearest river; grey where there is none
};

/// At most 255 rivers. Pure, any thread, uses all cores (oneTBB).
RiverMap makeRiverMap(const terrain::GroundGrid& grid, const std::vector<RiverArea>& rivers);

/// RGBA8 a vertex: the hue, and 255 where the rivers' water at `level` metres may show. Pure, any thread.
std::vector<std::uint8_t> waterMap(const terrain::GroundGrid& grid, const RiverMap& rivers, double level);

}  // namespace atlas::scene
