#pragma once
// What castShadows() draws on: a height a cell up to which it is in shadow, with the part of the cell that
// the shadow covers, and how crowded with solids its surroundings are. Inside the terrain library only.

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <functional>
#include <vector>

#include "terrain/shadow_cast.h"

namespace atlas::terrain {

/// Cells of a canvas: rows from south to north.
struct ShadowCells {
    int columns = 0, rows = 0;
    double originX = 0, originY = 0;  ///< west and south edge
    double cell = 1;                  ///< metres

    std::size_t count() const { return static_cast<std::size_t>(columns) * rows; }
};

/// One thread.
class ShadowCanvas {
  public:
    /// `ground`: see ShadowScene::ground; may be empty.
    ShadowCanvas(const ShadowCells& cells, const std::function<double(double x, double y)>& ground);

    /// A plane over a triangle of map coordinates and metres: what lies below it is in shadow. A place where
    /// the plane runs below the ground is left as it is.
    void shade(const std::array<Vec3, 3>& triangle);
    /// A triangle of the ground (heights ignored) with what stands `above` metres over it.
    void shadeGround(const std::array<Vec3, 3>& triangle, double above);

    /// Metres, of a cell; -infinity where no shadow touches it.
    float bound(std::size_t i) const { return std::isfinite(bound_[i]) ? bound_[i] : rim_[i]; }
    /// 0..1, of a cell.
    float covered(std::size_t i) const { return static_cast<float>(std::popcount(mask_[i])) / 16.0F; }

  private:
    struct Run {
        int from, to;  ///< sixteenths of a cell's row, both in
    };
    float groundAt(int column, int row) const;
    template <class Height>
    void fill(const std::array<Vec3, 3>& triangle, const Height& height);

    ShadowCells cells_;
    std::vector<float> bound_;         ///< of what reaches the middle of a cell
    std::vector<float> rim_;           ///< of what touches it only
    std::vector<std::uint16_t> mask_;  ///< a bit for each of 4 x 4 places in the cell
    std::vector<float> ground_;        ///< every kLattice-th cell's; empty: not known
    int latticeColumns_ = 0;
};

/// How much of each cell's surroundings solids stand on. One thread.
class ShadowCrowd {
  public:
    explicit ShadowCrowd(const ShadowCells& cells) : cells_(cells), share_(cells.count(), 0) {}

    /// Scan lines through the middles of cells, even-odd.
    void fill(const ShadowCaster& caster);
    /// Two box blurs: a smooth fall over twice the radius, in cells. Uses all cores (oneTBB).
    void soften(int radius);
    float at(std::size_t i) const { return share_[i]; }

  private:
    void blurRows(int radius);
    void blurColumns(int radius);

    ShadowCells cells_;
    std::vector<float> share_;
};

}  // namespace atlas::terrain
