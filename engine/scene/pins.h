#pragma once
// Symbols that stand on the ground: a disc on a slim stem, one draw call for all. What a filter or a pointer
// changes is a byte per feature in a texture that the shader reads; the geometry is made once.

#include <cstdint>
#include <optional>
#include <osg/Geometry>
#include <osg/Texture2D>
#include <osg/Vec3d>
#include <string>
#include <vector>

#include "scene/glyph_atlas.h"
#include "scene/pose.h"
#include "scene/shader_library.h"

namespace atlas::scene {

enum class PinRing : std::uint8_t { Solid, Dashed, Double, None };

/// How one feature looks.
struct Pin {
    osg::Vec3d anchor;    ///< map x, y, true height of the ground, metres
    float radius = 10;    ///< points; area carries the magnitude
    osg::Vec3f color;     ///< display colour
    bool hollow = false;  ///< magnitude not disclosed
    PinRing ring = PinRing::Solid;
    char32_t glyph = 0;   ///< drawn in the disc, 0 = none
    std::u32string word;  ///< drawn instead of the glyph where not empty: a number
};

/// What changes while the map is used.
struct PinState {
    float presence = 1;  ///< 0 not drawn (filtered out) to 1
    bool hover = false;
    bool selected = false;
    float seen = 1;  ///< 0 hidden behind a hill to 1 in sight: drawn faint, not dropped
};

/// Drawing thread.
class PinLayer {
  public:
    static constexpr float kStem = 26;  ///< points from the ground to the disc's lower edge

    PinLayer(GlyphAtlas& atlas, ShaderLibrary& shaders, const LocalFrame& frame, float stem = kStem);
    osg::Node* node() { return geometry_; }
    void setOpacity(float opacity);  ///< 0..1, of all

    void setPins(std::vector<Pin> pins);
    const std::vector<Pin>& pins() const { return pins_; }
    void setState(std::size_t pin, const PinState& state);
    const PinState& state(std::size_t pin) const { return states_[pin]; }

    /// Far ones first, so that near discs cover far ones; uploads changed states. Before each frame.
    void update(const Projector& projector, double exaggeration);
    /// The nearest present pin whose disc or stem is within `slack` points of the pixel.
    std::optional<std::size_t> pick(const Projector& projector, double exaggeration, double x, double y,
                                    double slack) const;

  private:
    GlyphAtlas& atlas_;
    LocalFrame frame_;
    float stem_;
    osg::ref_ptr<osg::Geometry> geometry_;
    osg::ref_ptr<osg::DrawElementsUInt> indices_;
    osg::ref_ptr<osg::Image> stateImage_;
    osg::ref_ptr<osg::Texture2D> stateTexture_;
    std::vector<Pin> pins_;
    std::vector<PinState> states_;
    bool dirty_ = true;
};

}  // namespace atlas::scene
