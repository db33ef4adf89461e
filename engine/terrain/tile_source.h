#pragma once
// Where tiles get their heights from.

#include <vector>

#include "terrain/ground_grid.h"
#include "terrain/height_field.h"
#include "terrain/tile_id.h"

namespace atlas::terrain {

/// Heights of a tile with a rim of one vertex round it, so that slopes at the edges are known: rows from
/// south to north, kRimSide a side, metres.
constexpr int kRimSide = kTileSide + 2;

/// Any number of threads may read at once.
class TileSource {
  public:
    virtual ~TileSource() = default;
    virtual const TileLayout& layout() const = 0;
    /// Fills heights (kRimSide * kRimSide). Blocks; never fails: what has no data is closed smoothly.
    virtual void read(const TileId& id, std::vector<float>& heights) const = 0;
    /// The distance in metres that 99 % of the source at its full resolution keep from the surface through a
    /// tile's vertices (bilinear in its cells). 0 at levels as fine as the source.
    virtual double residual(const TileId& id, const std::vector<float>& heights) const = 0;
    /// Side of the finest cell of any source within a tile, metres: nothing finer is to be had there.
    virtual double cellWithin(const TileId& id) const = 0;
};

/// Tiles out of a height field in memory, with the closing ground of the grid round it. Vertices fall on the
/// finest source's cell centres where the level has its resolution.
class FieldTileSource : public TileSource {
  public:
    /// Both outlive the source. `finest` metres: the smallest cell a tile may have.
    FieldTileSource(const HeightField& field, const GroundGrid& grid, double finest = 0.3);
    const TileLayout& layout() const override { return layout_; }
    void read(const TileId& id, std::vector<float>& heights) const override;
    double residual(const TileId& id, const std::vector<float>& heights) const override;
    double cellWithin(const TileId& id) const override;

  private:
    const HeightField& field_;
    const GroundGrid& grid_;
    TileLayout layout_;
    double cell_ = 10;  ///< of the finest source, metres
};

}  // namespace atlas::terrain
