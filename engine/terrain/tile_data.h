#pragma once
// A tile of the ground as worker threads make it.

#include <memory>

#include "geodata/geometry.h"
#include "terrain/tile_id.h"
#include "terrain/tile_surface.h"

namespace atlas::terrain {

/// Immutable once shared.
struct TileData {
    TileId id;
    geodata::Extent extent;
    std::unique_ptr<const TileSurface> surface;
    /// The tile it replaces: what it has the shape of where the two change places. nullptr: the root.
    std::shared_ptr<const TileData> parent;
    /// The tile whose textures this one shares: the ancestor at the source's own resolution. nullptr: itself.
    std::shared_ptr<const TileData> textured;
    bool native = false;       ///< its cells are as fine as any source's there: textures need nothing finer
    double low = 0, high = 0;  ///< metres, over the tile
    double error = 0;  ///< metres: 99 % of the source lies within it of the surface through all vertices
    double texel = 0;  ///< metres: side of a cell where finer ones would show more; 0 where they would not
    std::size_t bytes = 0;             ///< held in memory, with what a graphics card holds of it
    std::shared_ptr<void> decoration;  ///< what TileOptions::decorate made of it; the drawing thread's

    double cell() const { return extent.width() / kTileCells; }  ///< metres
};

}  // namespace atlas::terrain
