#pragma once
// The ground: heights of one or more rasters by priority, in the map's CRS. Answers are from the rasters,
// never from a mesh.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "geodata/feature_table.h"
#include "geodata/geometry.h"
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
    geodata::Raster raster;  ///< metres, map CRS
    std::optional<geodata::FeatureTable>
        coverage;  ///< polygons with a text field `kind`; `extrapolated` marks guessed ground
};

/// What the ground is at a place.
struct HeightSample {
    double height = 0;          ///< metres, the map's vertical datum
    std::size_t source = 0;     ///< index into sources()
    bool extrapolated = false;  ///< continued beyond the measured points: must not be presented as data
};

/// Immutable after construction: any number of threads may ask.
class HeightField {
  public:
    /// `sources` by priority: the first that has data at a place answers. May be empty: every answer is then
    /// "no data".
    explicit HeightField(std::vector<HeightSource> sources);

    const std::vector<HeightSource>& sources() const { return sources_; }
    /// Union of the sources' extents, map CRS.
    const geodata::Extent& extent() const { return extent_; }
    /// Lowest and highest value in any source, metres; 0, 0 without data.
    double minHeight() const { return minHeight_; }
    double maxHeight() const { return maxHeight_; }

    /// Bilinear height with its source. nullopt where no source has data.
    std::optional<HeightSample> sampleAt(double x, double y) const;
    /// Bilinear height in metres, NaN where there is none. The fast path.
    double heightAt(double x, double y) const;
    /// Height of the ground, or `fallback` where there is none (for cameras and anchors).
    double heightOr(double x, double y, double fallback) const;
    /// First point where the ray from `origin` along `direction` (any length) meets the ground, within
    /// `maxDistance` metres. Marches by half a cell near the ground and bisects to 1 cm. nullopt: it misses.
    std::optional<Vec3> intersect(const Vec3& origin, const Vec3& direction, double maxDistance) const;
    /// Whether the straight line between two points stays above the ground, `clearance` metres of slack at
    /// the far end.
    bool visible(const Vec3& from, const Vec3& to, double clearance) const;

  private:
    std::vector<HeightSource> sources_;
    geodata::Extent extent_;
    double minHeight_ = 0;
    double maxHeight_ = 0;
    double cell_ = 10;
};

}  // namespace atlas::terrain
