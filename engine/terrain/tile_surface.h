#pragma once
// The heights of one tile, and how far a triangulation is off that leaves a vertex out.

#include <cstdint>
#include <vector>

#include "terrain/tile_id.h"
#include "terrain/tile_source.h"

namespace atlas::terrain {

/// Immutable. The triangulations of a tile are the right-triangulated irregular networks of Evans,
/// Kirkpatrick, Townsend, "Right-Triangulated Irregular Networks", Algorithmica 30 (2001): halves of the
/// square, split at the middle of their hypotenuse again and again.
class TileSurface {
  public:
    /// `heights` with the rim (kRimSide squared, rows from the south), metres.
    explicit TileSurface(std::vector<float> heights);

    float at(int column, int row) const {
        return heights_[static_cast<std::size_t>(row + 1) * kRimSide + column + 1];
    }
    /// kRimSide squared, rows from the south, metres.
    const std::vector<float>& heights() const { return heights_; }
    /// Metres that the vertex lies off the middle of the hypotenuse it splits, or a vertex that needs it does
    /// if that is more: never less than theirs, so that what splits by it leaves no hanging vertex.
    float error(int column, int row) const {
        return static_cast<float>(errors_[static_cast<std::size_t>(row) * kTileSide + column]) * step_;
    }
    /// The surface through all vertices at a place in half cells, 0..2 kTileCells.
    float halfway(int column, int row) const;
    /// Which way the hypotenuse runs through the smallest triangles of a cell: from north-west to south-east.
    static bool falls(int column, int row) { return (column + row) % 2 != 0; }
    /// The distance in metres that 99 % of the places between the vertices keep from the surface through all
    /// of them, where the ground is bilinear in its cells.
    double bend() const;

  private:
    std::vector<float> heights_;
    std::vector<std::uint16_t> errors_;  ///< in steps, rounded up
    float step_ = 0;                     ///< metres
};

}  // namespace atlas::terrain
