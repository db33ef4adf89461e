#pragma once
// Ways as ribbons: a fixed width on the screen from afar, a width in metres on the ground from near, with a
// casing, levels of detail and a look for each piece. One buffer and two draw calls for all of them: casings
// first, so that ways open into each other where they meet.

#include <cstdint>
#include <optional>
#include <osg/Geometry>
#include <osg/Group>
#include <osg/Vec4f>
#include <vector>

#include "scene/feature_states.h"
#include "scene/line_levels.h"
#include "scene/pose.h"
#include "scene/shader_library.h"

namespace atlas::scene {

/// How a piece of a way reads. Stairs get cross ticks, Moving (lift, escalator) bars, when near; Hidden
/// (tunnel, passage) is dashed and faint. `drop`: a steep slope falls away on this side: 1 left, -1 right, 0
/// none; it gets teeth.
struct RibbonLook {
    enum class Kind : std::uint8_t { Plain, Stairs, Moving, Hidden };
    Kind kind = Kind::Plain;
    std::int8_t drop = 0;
    bool operator==(const RibbonLook&) const = default;
};

struct Ribbon {
    Polyline points;          ///< two at least
    std::vector<float> tilt;  ///< one a point: metres that the ground rises a metre to the left; empty: level
    std::vector<RibbonLook> looks;  ///< one a segment; empty: all plain
    std::uint32_t feature = 0;      ///< several ribbons may belong to one
    std::uint32_t style = 0;        ///< index into the styles; higher ones are drawn over lower ones
};

/// Display colours (sRGB) with opacity; points are pixels at scale 1.
struct RibbonStyle {
    osg::Vec4f core{1, 1, 1, 1}, nightCore{1, 0.80F, 0.45F, 1}, casing{0, 0, 0, 0.5F};
    float width = 2;           ///< points, casing included: the least on the screen
    float casingWidth = 0.8F;  ///< points, each side
    float metres = 0;          ///< width on the ground, which wins where it is more; 0 = none
    float glow = 0;            ///< points that light reaches beyond the rim by night
    float glowStrength = 0;    ///< 0..1
    float shade = 0;           ///< how far it lies in the shadows on the ground, 0 not to 1
    double farthest = 1e9;     ///< metres from the eye; the last fifth fades
};

constexpr std::size_t kMaxRibbonStyles = 16;

/// Drawing thread. Ribbons lie exactly at their height; the shader moves only their depth towards the eye, so
/// that the ground they lie on does not cut them.
class Ribbons {
  public:
    /// At most kMaxRibbonStyles styles are ever used; `bin` and the next are taken in the order of drawing.
    Ribbons(std::vector<Ribbon> ribbons, std::size_t features, int bin, const LocalFrame& frame,
            ShaderLibrary& shaders);
    osg::Node* node() { return root_; }
    FeatureStates& states() { return states_; }
    /// states().setStyle() gives a feature another of the styles: its colours and width, not its place in the
    /// order of drawing. All styles of features that change must reach as far and be as wide in metres.
    /// `nearest`, `farthest`: metres from the eye between which the layer is drawn, with soft ends.
    void setStyles(std::vector<RibbonStyle> styles, double opacity, double nearest, double farthest);
    /// Chooses levels and leaves out what the camera does not see. Before each frame.
    void update(const Projector& projector, double exaggeration);
    /// Triangles that the last update() chose, both passes together.
    std::size_t triangles() const { return static_cast<std::size_t>(indices_->size()) / 3 * 2; }

    /// The nearest present feature whose ribbon passes within `slack` points of a pixel.
    std::optional<NearFeature> pick(const Projector& projector, double exaggeration, double x, double y,
                                    double slack) const;

  private:
    // A run of one ribbon with one look: what is chosen and left out as a whole.
    struct Chunk {
        std::uint32_t ribbon, first, last;  ///< points
        osg::BoundingBoxd box;
        std::array<std::uint32_t, kLineTolerances.size() + 1> begin;  ///< into allIndices_, by level
    };
    class Builder;
    double reach(const Chunk& chunk) const;

    std::vector<Ribbon> ribbons_;
    std::vector<RibbonStyle> styles_;
    double nearest_ = 0, farthest_ = 1e9;
    std::vector<Chunk> chunks_;  ///< in the order of drawing
    std::vector<std::uint32_t> allIndices_;
    std::vector<std::uint8_t> chosen_;  ///< level of each chunk, kLineTolerances.size() = left out
    osg::ref_ptr<osg::Group> root_;
    osg::ref_ptr<osg::DrawElementsUInt> indices_;
    FeatureStates states_;
};

}  // namespace atlas::scene
