#pragma once
// A right-triangulated irregular network of one tile: few triangles on a flat river, many on a cliff. Evans,
// Kirkpatrick, Townsend: "Right-Triangulated Irregular Networks", Algorithmica 30 (2001). Neighbouring tiles
// of other levels meet in skirts.

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <vector>

#include "terrain/tile_id.h"
#include "terrain/tile_source.h"

namespace atlas::terrain {

/// Which vertices split a triangle, and the heights they have: enough to find the drawn surface anywhere in a
/// tile.
class Triangulation {
  public:
    /// `heights` with the rim, metres. Splits until no left-out vertex is further than about `tolerance`
    /// metres from the surface (see worst()).
    Triangulation(std::vector<float> heights, double tolerance);
    /// Splits as little as keeps 99 % of the vertices within about `typical` metres of the surface (see
    /// typical()), and no left-out vertex further than about twice that.
    static Triangulation within(std::vector<float> heights, double typical);

    /// Height of the triangulated surface at a place in cells from the south-west corner, 0..kTileCells.
    double surface(double column, double row) const;
    /// Largest distance of a grid vertex from the surface, metres. Measured over all vertices, not bounded.
    double worst() const { return worst_; }
    /// The distance that 99 % of the vertices stay within, metres.
    double typical() const { return typical_; }

    struct Corner {
        std::uint16_t column, row;
    };
    /// Calls triangle(a, b, c) with Corners, counter-clockwise from above.
    template <class Receiver>
    void forEachTriangle(const Receiver& triangle) const {
        constexpr std::uint16_t n = kTileCells;
        walk({n, 0}, {0, n}, {0, 0}, triangle);
        walk({0, n}, {n, 0}, {n, n}, triangle);
    }
    float at(int column, int row) const {
        return heights_[static_cast<std::size_t>(row + 1) * kRimSide + column + 1];
    }
    /// kRimSide squared, rows from the south, metres.
    const std::vector<float>& heights() const { return heights_; }

  private:
    bool splits(int column, int row) const {
        return split_[static_cast<std::size_t>(row) * kTileSide + column] != 0;
    }
    /// Legs of one cell do not split: their hypotenuse has no vertex in its middle.
    static bool divisible(Corner a, Corner c) {
        return std::abs(a.column - c.column) + std::abs(a.row - c.row) > 1;
    }
    template <class Receiver>
    void walk(Corner a, Corner b, Corner c, const Receiver& triangle) const {
        const Corner m{static_cast<std::uint16_t>((a.column + b.column) / 2),
                       static_cast<std::uint16_t>((a.row + b.row) / 2)};
        if (divisible(a, c) && splits(m.column, m.row)) {
            walk(c, a, m, triangle);
            walk(b, c, m, triangle);
            return;
        }
        triangle(a, b, c);
    }
    explicit Triangulation(std::vector<float> heights);
    void split(const std::vector<float>& errors, double tolerance);
    void measure();

    std::vector<float> heights_;
    std::vector<std::uint8_t> split_;  ///< per vertex: it splits the triangles it is the middle of
    double worst_ = 0, typical_ = 0;
};

/// What is drawn of a tile. Positions are cells from the south-west corner, so that 16 bits hold them.
struct TileMesh {
    struct Vertex {
        std::uint16_t column, row;
        float height;  ///< metres; of a skirt's foot: the height of the vertex above it
        float coarse;  ///< the parent's surface there, metres: what the vertex morphs to with distance
        float drop;    ///< metres below `height`: 0 on the ground, more at the foot of a skirt
    };
    std::vector<Vertex> vertices;
    std::vector<std::uint16_t> triangles;  ///< three each, counter-clockwise from above; skirts last
    std::size_t groundTriangles = 0;       ///< without skirts
};

/// `parent` is the surface the tile replaces, nullptr for the root; `quadrant` as in TileId::child. Pure.
TileMesh makeTileMesh(const Triangulation& surface, const Triangulation* parent, unsigned quadrant,
                      double skirtDepth);

}  // namespace atlas::terrain
