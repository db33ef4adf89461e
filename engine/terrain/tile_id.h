#pragma once
// The quadtree of square ground tiles in the map's CRS.

#include <cstddef>
#include <cstdint>
#include <functional>

#include "geodata/geometry.h"

namespace atlas::terrain {

/// Cells along a tile's side; it has kTileCells + 1 vertices a side.
constexpr int kTileCells = 256;
constexpr int kTileSide = kTileCells + 1;
constexpr std::size_t kTileVertices = static_cast<std::size_t>(kTileSide) * kTileSide;

/// Level 0 is the root; x counts eastward, y northward from the root's south-west corner.
struct TileId {
    int level = 0;
    std::uint32_t x = 0, y = 0;

    TileId child(unsigned quadrant) const {
        return {level + 1, x * 2 + (quadrant & 1U), y * 2 + (quadrant >> 1U)};
    }
    TileId parent() const { return {level - 1, x / 2, y / 2}; }
    bool operator==(const TileId&) const = default;
};

struct TileIdHash {
    std::size_t operator()(const TileId& id) const {
        const auto packed =
            (static_cast<std::uint64_t>(id.level) << 58U) ^ (static_cast<std::uint64_t>(id.x) << 29U) ^ id.y;
        return std::hash<std::uint64_t>()(packed * 0x9E3779B97F4A7C15ULL);
    }
};

/// Where the tiles lie. Metres, map CRS.
struct TileLayout {
    double originX = 0;  ///< west edge of the root
    double originY = 0;  ///< south edge of the root
    double rootSize = 1;
    int native = 0;  ///< level whose cells are the source's: textures need nothing deeper
    int finest = 0;  ///< deepest level that is worth having: meshes follow the near ground more closely

    double size(int level) const { return rootSize / static_cast<double>(std::uint64_t{1} << level); }
    double cell(int level) const { return size(level) / kTileCells; }
    geodata::Extent extent(const TileId& id) const {
        const double side = size(id.level);
        const double west = originX + id.x * side;
        const double south = originY + id.y * side;
        return {west, south, west + side, south + side};
    }
};

}  // namespace atlas::terrain
