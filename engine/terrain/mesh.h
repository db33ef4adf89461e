#pragma once
// A right-triangulated irregular network of the ground: few triangles on a flat river, many on a cliff, no
// cracks. Evans, Kirkpatrick, Townsend: "Right-Triangulated Irregular Networks", Algorithmica 30 (2001).
// Errors are accumulated over the whole grid, not tile by tile, so that both sides of a tile's edge split at
// the same vertices.

#include <cstdint>
#include <vector>

#include "terrain/ground_grid.h"

namespace atlas::terrain {

/// Triangles of one square tile of the grid.
struct MeshTile {
    int column = 0;  ///< of the tile's south-west vertex in the grid
    int row = 0;
    std::vector<std::uint32_t> vertices;  ///< grid vertex numbers (row * columns + column)
    std::vector<std::uint16_t>
        triangles;  ///< three a triangle, into `vertices`, counter-clockwise from above
};

struct Mesh {
    std::vector<MeshTile> tiles;
    double maxError = 0;  ///< metres: no grid vertex lies further above or below the mesh than this
    std::size_t triangles = 0;
};

/// Per grid vertex the vertical error, metres, of leaving it (and whatever depends on it) out. Pure, any
/// thread.
std::vector<float> vertexErrors(const GroundGrid& grid);

/// The mesh whose vertical error stays within `maxError` metres. Pure, any thread.
Mesh triangulate(const GroundGrid& grid, const std::vector<float>& errors, double maxError);

/// The mesh with the smallest error that needs at most `budget` triangles, but no finer than `floor` metres.
Mesh triangulateWithin(const GroundGrid& grid, std::size_t budget, double floor);

}  // namespace atlas::terrain
