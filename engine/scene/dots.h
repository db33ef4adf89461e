#pragma once
// Points by the million: round dots on the ground in one draw call, as many as the picture has room for.

#include <cstdint>
#include <optional>
#include <osg/BoundingBox>
#include <osg/Geometry>
#include <osg/Vec3d>
#include <osg/Vec4f>
#include <vector>

#include "scene/building_lod.h"
#include "scene/chosen_elements.h"
#include "scene/feature_states.h"
#include "scene/pose.h"
#include "scene/shader_library.h"

namespace atlas::scene {

struct Dot {
    osg::Vec3d at;              ///< map x, y, true height
    std::uint32_t feature = 0;  ///< several dots may belong to one
};

/// Display colours. FeatureStates::setStyle() chooses one of `colors` for a feature; the first otherwise.
struct DotStyle {
    std::vector<osg::Vec4f> colors{{0.2F, 0.2F, 0.2F, 1}};  ///< at most kMostColors
    float size = 6;                                         ///< points across
    double nearest = 0, farthest = 1e9;                     ///< metres from the eye
    float opacity = 1;
    static constexpr std::size_t kMostColors = 32;
};

/// Dots lie in tiles of some hundred neighbours (k-d tree), shuffled within: where more would fall on a piece
/// of the screen than can be told apart, only the first of a tile are drawn, always the same ones, so that
/// nothing flickers and coming nearer only adds. Drawing thread.
class Dots {
  public:
    Dots(std::vector<Dot> dots, std::size_t features, const LocalFrame& frame, ShaderLibrary& shaders);
    osg::Node* node() { return geometry_; }
    FeatureStates& states() { return states_; }
    void setStyle(const DotStyle& style);
    /// Drawn whatever the room: the feature under the pointer and the chosen one.
    void setAlways(const std::vector<std::uint32_t>& features) { always_ = features; }
    std::size_t size() const { return dots_.size(); }
    std::size_t shown() const { return shown_; }  ///< dots that the last update() chose

    /// Chooses what is drawn. Before each frame.
    void update(const Projector& projector, double exaggeration);

    /// The nearest drawn dot of a present feature within `slack` points of a pixel.
    std::optional<NearFeature> pick(const Projector& projector, double exaggeration, double x, double y,
                                    double slack) const;

  private:
    struct Tile {
        std::uint32_t first = 0, count = 0, shown = 0;
        osg::BoundingBoxd box;
    };
    void split(std::uint32_t first, std::uint32_t end);

    std::vector<Dot> dots_;  ///< in the order of the buffer
    std::vector<Tile> tiles_;
    std::vector<std::uint32_t> dotOfFeature_;  ///< the first in the order
    std::vector<std::uint32_t> always_;
    DotStyle style_;
    std::size_t shown_ = 0;
    osg::ref_ptr<osg::Geometry> geometry_;
    osg::ref_ptr<ChosenElements> indices_;
    FeatureStates states_;
};

}  // namespace atlas::scene
