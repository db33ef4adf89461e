#pragma once
// Extruded footprints: batched by place, drawn while they are tall enough to be seen.

#include <cstdint>
#include <optional>
#include <osg/Group>
#include <osg/Vec2d>
#include <vector>

#include "scene/feature_states.h"
#include "scene/pose.h"
#include "scene/shader_library.h"

namespace atlas::scene {

/// A footprint with straight walls. Map coordinates, true heights in metres.
struct Body {
    std::vector<std::vector<osg::Vec2d>> rings;  ///< shell first, then holes; closed or not
    double base = 0;                             ///< where the walls begin: not above the ground anywhere
    double top = 0;
    float storey = 3.3F;     ///< metres a storey, for the lines that give scale
    bool schematic = false;  ///< its height is not known: drawn flat and pale
};

struct BuildingStyle {
    osg::Vec3f wall{0.86F, 0.83F, 0.78F}, roof{0.93F, 0.91F, 0.87F},
        schematic{0.78F, 0.75F, 0.70F};     ///< sRGB
    osg::Vec3f window{1.0F, 0.78F, 0.45F};  ///< sRGB, by night
    float storeyLines = 0.16F;              ///< 0..1: how dark
    float glow = 1.1F;                      ///< 0..1: how bright windows are by night
    float opacity = 1;
};

/// Sets the uniforms of the building program. Drawing thread.
void applyStyle(osg::StateSet& state, const BuildingStyle& style);

/// Drawing thread. Features are the bodies, by their place in the list.
class Buildings {
  public:
    Buildings(const std::vector<Body>& bodies, const LocalFrame& frame, ShaderLibrary& shaders);
    osg::Node* node() { return root_; }
    FeatureStates& states() { return states_; }
    void setStyle(const BuildingStyle& style) { applyStyle(*root_->getOrCreateStateSet(), style); }
    /// The nearest body that a ray from `eye` (map x, y, scene height) along the unit vector `ray` enters
    /// within `reach` metres; bodies that are not present are air. Distance in metres.
    struct Entry {
        std::size_t body;
        double distance;
    };
    std::optional<Entry> enter(const osg::Vec3d& eye, const osg::Vec3d& ray, double reach,
                               double exaggeration) const;
    std::size_t triangles() const { return triangles_; }  ///< of all bodies, seen or not

  private:
    std::vector<Body> bodies_;
    osg::ref_ptr<osg::Group> root_;
    FeatureStates states_;
    std::size_t triangles_ = 0;
};

/// Triangles of a polygon with holes (GLU's tessellator, winding odd), as points, three each,
/// counter-clockwise. Self-intersections are resolved by the odd rule; a ring without area gives none. Pure.
std::vector<osg::Vec2d> triangulatePolygon(const std::vector<std::vector<osg::Vec2d>>& rings);

}  // namespace atlas::scene
