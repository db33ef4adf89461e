#pragma once
// The ground: heights of one or more rasters by priority, in the map's CRS. Answers are from the rasters,
// never from a mesh.

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "geodata/feature_table.h"
#include "geodata/geometry.h"
#include "geodata/paged_raster.h"
#include "geodata/raster.h"

namespace atlas::terrain {

/// A point or direction in the map's CRS: metres east, north, up. Double: local origins are subtracted later.
struct Vec3 {
    double x = 0, y = 0, z = 0;
};

/// One raster of heights with what is known about it.
struct HeightSource {
    std::string id;
    std::string name;
    geodata::Raster raster;  ///< metres, map CRS; of a paged source its coarse overview
    std::optional<geodata::FeatureTable>
        coverage;  ///< polygons with a text field `kind`; `extrapolated` marks guessed ground
    std::shared_ptr<const geodata::PagedRaster>
        paged;  ///< a source that stays in its file; null: all is in `raster`

    /// Side of a cell at full resolution, metres.
    double cell() const { return paged ? paged->cell() : std::min(raster.cellX, raster.cellY); }
    geodata::Extent extent() const { return paged ? paged->extent() : raster.extent(); }
    int columns() const { return paged ? paged->width() : raster.width; }
    int rows() const { return paged ? paged->height() : raster.height; }
    /// Bilinear, metres; NaN where it has no data. `detail` metres: no finer cells are needed; 0 = the
    /// finest.
    double sample(double x, double y, double detail) const {
        return paged ? paged->heightAt(x, y, detail) : raster.sample(x, y);
    }
};

/// What the ground is at a place.
struct HeightSample {
    double height = 0;          ///< metres, the map's vertical datum
    std::size_t source = 0;     ///< index into sources()
    bool extrapolated = false;  ///< continued beyond the measured points: must not be presented as data
};

/// Immutable after construction: any number of threads may ask. A paged source reads from its file when it is
/// asked for what it does not hold: such a question blocks for as long as that takes.
///
/// Sources are joined without a seam: within a band along the edge of a source's extent, as wide as a cell of
/// the source below, its heights pass over linearly into those below.
class HeightField {
  public:
    /// `sources` by priority: the first that has data at a place answers. May be empty: every answer is then
    /// "no data".
    explicit HeightField(std::vector<HeightSource> sources);

    const std::vector<HeightSource>& sources() const { return sources_; }
    /// Union of the sources' extents, map CRS.
    const geodata::Extent& extent() const { return extent_; }
    /// Lowest and highest value in any source, metres; 0, 0 without data. Of paged sources as their overview
    /// has them.
    double minHeight() const { return minHeight_; }
    double maxHeight() const { return maxHeight_; }
    /// Side of the smallest cell of any source, metres.
    double cell() const { return cell_; }
    /// Whether any source stays in its file.
    bool paged() const { return paged_; }
    /// Bytes that paged sources hold in memory.
    std::size_t bytes() const;
    /// Lets go of what paged sources hold, for whoever has read all that is needed. Any thread.
    void forgetBlocks() const;

    /// Bilinear height with its source. nullopt where no source has data.
    std::optional<HeightSample> sampleAt(double x, double y) const;
    /// Bilinear height in metres, NaN where there is none. The fast path. `detail` metres: no finer cells are
    /// needed; 0 = the finest there are.
    double heightAt(double x, double y, double detail = 0) const;
    /// heightAt() of many places: along a profile, over a grid.
    void heights(const geodata::SampleGrid& grid, double detail, float* values) const;
    std::vector<double> heights(const std::vector<geodata::Point2>& places, double detail = 0) const;
    /// Height of the ground, or `fallback` where there is none (for cameras and anchors).
    double heightOr(double x, double y, double fallback) const;
    /// First point where the ray from `origin` along `direction` (any length) meets the ground, within
    /// `maxDistance` metres. Marches by half a cell near the ground and bisects to 1 cm; over paged sources
    /// steps and cells grow with the distance, within half a pixel of any picture. nullopt: it misses.
    std::optional<Vec3> intersect(const Vec3& origin, const Vec3& direction, double maxDistance) const;
    /// Whether the straight line between two points stays above the ground, `clearance` metres of slack at
    /// the far end.
    bool visible(const Vec3& from, const Vec3& to, double clearance) const;

  private:
    double blended(std::size_t first, double x, double y, double height, double detail) const;

    std::vector<HeightSource> sources_;
    std::vector<geodata::Extent> extents_;  ///< of each source
    std::vector<double> bands_;  ///< metres along each source's edge that pass over; 0: nothing below
    geodata::Extent extent_;
    double minHeight_ = 0;
    double maxHeight_ = 0;
    double slack_ = 0;  ///< metres that single cells of paged sources may lie beyond the two above
    double cell_ = 10;
    bool paged_ = false;
};

}  // namespace atlas::terrain
