#pragma once
// Extruded footprints, up to hundreds of thousands: two draw calls, as many triangles as a budget allows.

#include <cstdint>
#include <memory>
#include <optional>
#include <osg/Group>
#include <osg/Vec3f>
#include <vector>

#include "scene/building_lod.h"
#include "scene/building_rays.h"
#include "scene/feature_states.h"
#include "scene/footprint.h"
#include "scene/pose.h"
#include "scene/shader_library.h"

namespace atlas::scene {

/// A footprint with straight walls. Map coordinates, true heights in metres.
struct Body {
    Rings rings;
    double base = 0;                  ///< where the walls begin
    double top = 0;                   ///< of the roof, at the first point of the first ring
    osg::Vec2d tilt;                  ///< metres that the roof rises a metre to the east and north
    float storey = 3.3F;              ///< metres a storey, for the lines that give scale
    bool schematic = false;           ///< its height is not known: pale and hatched
    bool raised = false;              ///< begins above the ground: has a floor
    std::optional<osg::Vec3f> color;  ///< sRGB of the walls; none: the style's

    double roofAt(const osg::Vec2d& p) const { return top + tilt * (p - rings.front().front()); }
    double highest() const;  ///< of the roof
};

struct BuildingStyle {
    osg::Vec3f wall{0.86F, 0.83F, 0.78F}, roof{0.93F, 0.91F, 0.87F},
        schematic{0.78F, 0.75F, 0.70F};     ///< sRGB
    osg::Vec3f window{1.0F, 0.78F, 0.45F};  ///< sRGB, by night
    float storeyLines = 0.16F;              ///< 0..1: how dark
    float glass = 0.9F;                     ///< 0 no windows by day .. 1: they mirror the sky
    float glow = 1.1F;                      ///< 0..1: how bright windows are by night
    osg::Vec3f crown{1.0F, 0.85F, 0.55F};   ///< sRGB, light along the tops of towers by night
    float crownGlow = 1.0F;                 ///< 0 none to 2
    float crownFrom = 80;                   ///< metres of a tower
    float opacity = 1;
    double smallest = 3;         ///< pixels of a 96 dpi screen: what looks smaller sinks into the ground
    std::size_t budget = 50000;  ///< triangles a frame
    double farthest = 1e9;       ///< metres from the eye
};

/// Sets the uniforms that building.frag and deck.frag read. Drawing thread.
void applyStyle(osg::StateSet& state, const BuildingStyle& style);

/// Drawing thread. Features are the bodies, by their place in the list.
class Buildings {
  public:
    Buildings(std::vector<Body> bodies, const LocalFrame& frame, ShaderLibrary& shaders);
    ~Buildings();
    Buildings(const Buildings&) = delete;
    Buildings& operator=(const Buildings&) = delete;

    osg::Node* node();
    FeatureStates& states() { return *states_; }
    void setStyle(const BuildingStyle& style);
    void setColor(std::size_t body, const std::optional<osg::Vec3f>& color);
    const std::vector<Body>& bodies() const { return bodies_; }

    using Entry = BuildingRays::Entry;
    /// The nearest body that a ray from `eye` (map x, y, scene height) along the unit vector `ray` enters
    /// within `reach` metres; bodies that are not present, or too small to be drawn in the last frame, are
    /// air.
    std::optional<Entry> enter(const osg::Vec3d& eye, const osg::Vec3d& ray, double reach,
                               double exaggeration) const;
    std::size_t triangles() const;  ///< of all bodies with all their corners, seen or not

  private:
    struct Drawn;
    std::vector<Body> bodies_;
    BuildingRays rays_;
    std::unique_ptr<Drawn> drawn_;
    std::unique_ptr<FeatureStates> states_;
};

}  // namespace atlas::scene
