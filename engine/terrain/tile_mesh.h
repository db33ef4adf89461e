#pragma once
// The triangles of a tile for one view: few on a flat river, many on a cliff, few far away, none out of view.
// Refinement by errors that are nested in space and on the screen, with a blend of every vertex into place:
// Lindstrom and Pascucci, "Terrain simplification simplified", IEEE TVCG 8 (2002). Neighbouring tiles meet in
// skirts.

#include <array>
#include <cstdint>
#include <vector>

#include "geodata/geometry.h"
#include "terrain/tile_data.h"
#include "terrain/tile_view.h"

namespace atlas::terrain {

struct TileMesh {
    struct Vertex {
        float x, y;    ///< metres east and north of the origin that was asked for
        float height;  ///< metres
    };
    std::vector<Vertex> vertices;
    std::vector<std::uint32_t> triangles;  ///< three each; of the ground counter-clockwise from above
};

/// Keeps what it needs between calls, so one thread at a time. Apart from that pure.
class TileMesher {
  public:
    /// The part of a tile that is in view, within limits.error pixels at 99 % of it where tile.error allows.
    /// A vertex is nowhere else just before it is left out, and the surface is the parent's just before the
    /// parent takes over: nothing jumps from view to view. Skirts hang from the edges that face the eye.
    void make(const TileData& tile, const TileView& view, const TileLimits& limits, geodata::Point2 origin,
              TileMesh& mesh);

  private:
    struct Corner {
        int column, row;
        double height;
    };
    void walk(const Corner& a, const Corner& b, const Corner& c, int level, bool inside);
    bool outOfView(const Corner& a, const Corner& b, const Corner& c, bool& inside) const;
    double refinement(int column, int row, int level) const;
    double ground(int column, int row) const;
    double seen(double x, double y, double reach) const;
    void emit(const Corner& a, const Corner& b, const Corner& c);
    void skirt(const Corner& a, const Corner& b);
    std::uint32_t slot(const Corner& corner);
    std::uint32_t foot(const Corner& corner);

    const TileData* tile_ = nullptr;
    TileMesh* mesh_ = nullptr;
    // All in cells from the tile's south-west corner, heights in metres.
    double cell_ = 1, eyeX_ = 0, eyeY_ = 0;
    double up_ = 0;                   ///< scene metres from the eye to the nearest height of the tile
    double perSeen_ = 0;              ///< metres of error allowed for a metre of seen distance
    double least2_ = 0;               ///< square of the tile's own error, metres
    double parentSeen_ = 0;           ///< metres of seen distance where the parent's error is small enough
    double parentAway_ = 0;           ///< metres of distance where the parent's cells are small enough
    double skirtError_ = 0;           ///< metres that hang in any case
    std::array<double, 32> reach_{};  ///< metres round a vertex that what depends on it lies within, by level
    struct Plane {
        double x, y, low, high;  ///< per cell; at the least and the greatest height that matter
    };
    std::array<Plane, 5> planes_{};
    std::array<bool, 4> facing_{};  ///< south, east, north, west edge
    float originX_ = 0, originY_ = 0, cellF_ = 1;
    std::vector<std::uint32_t> slots_;  ///< of each vertex of the tile, kNone between calls
    std::vector<std::uint32_t> feet_;   ///< of each vertex of the edge
    std::vector<std::uint32_t> used_, usedFeet_;
};

}  // namespace atlas::terrain
