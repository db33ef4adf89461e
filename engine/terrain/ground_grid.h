#pragma once
// The regular grid that the drawn ground is made from: the height field resampled over its extent and a
// margin round it, with what lies beyond the data closed smoothly. What is beyond is marked and drawn as
// paper, never as data.

#include <cstdint>
#include <vector>

#include "geodata/geometry.h"
#include "terrain/height_field.h"

namespace atlas::terrain {

/// Vertices in rows from south to north: heights[row * columns + column], metres. Map CRS. Vertex (c, r) is
/// at (originX + c * step, originY + r * step).
struct GroundGrid {
    int columns = 0;
    int rows = 0;
    double originX = 0;     ///< west edge
    double originY = 0;     ///< south edge
    double step = 10;       ///< metres
    int tile = 128;         ///< cells a side of a mesh tile; columns - 1 and rows - 1 are multiples of it
    double baseHeight = 0;  ///< metres, what the ground settles to far from data
    std::vector<float> heights;
    /// Metres from the nearest data, rounded up; 0 where there is data, 65535 for that far and more.
    std::vector<std::uint16_t> outside;

    geodata::Extent extent() const {
        return {originX, originY, originX + (columns - 1) * step, originY + (rows - 1) * step};
    }
    float at(int column, int row) const { return heights[static_cast<std::size_t>(row) * columns + column]; }
    /// Bilinear in the grid, clamped to its edge. Metres.
    double sample(double x, double y) const;
};

struct GroundGridOptions {
    double margin = 1800;    ///< metres of closing ground round the data
    double settle = 700;     ///< metres over which heights beyond the data fall to the base
    int maxVertices = 1600;  ///< along the longer side; the step grows to keep it
    /// The same where a source is paged: tiles have its detail, the grid is for shade and water alone.
    int maxPagedVertices = 768;
};

/// Pure, any thread, uses all cores (oneTBB). An empty height field gives a flat grid of one tile.
GroundGrid makeGroundGrid(const HeightField& field, const GroundGridOptions& options = {});

/// Cells that water at `level` metres covers, connected (8 neighbours) to a vertex where `seed` is not 0: a
/// flood that cannot jump a ridge. Same layout as the heights; 255 = under water. Pure, any thread.
std::vector<std::uint8_t> connectedWater(const GroundGrid& grid, const std::vector<std::uint8_t>& seed,
                                         double level);

}  // namespace atlas::terrain
