#pragma once
// What a ray meets of many upright bodies.

#include <functional>
#include <memory>
#include <optional>
#include <osg/Vec3d>

#include "scene/footprint.h"

namespace atlas::scene {

struct Body;

/// R-tree over footprints (Boost.Geometry, bulk-loaded). Immutable. Refers to the bodies.
class BuildingRays {
  public:
    explicit BuildingRays(const std::vector<Body>& bodies);
    ~BuildingRays();
    BuildingRays(const BuildingRays&) = delete;
    BuildingRays& operator=(const BuildingRays&) = delete;

    struct Entry {
        std::size_t body;
        double distance;
    };
    /// The nearest body that a ray from `eye` (map x, y, scene height) along the unit vector `ray` enters
    /// within `reach` metres, of those that `there(body, distance)` says are. Heights are stretched by
    /// `exaggeration`.
    std::optional<Entry> enter(const osg::Vec3d& eye, const osg::Vec3d& ray, double reach,
                               double exaggeration,
                               const std::function<bool(std::size_t, double)>& there) const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace atlas::scene
