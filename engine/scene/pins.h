#pragma once
// Symbols that stand on the ground: a disc on a slim stem. How each looks is written to a texture once; a
// frame names those it shows, far ones first, and draws them in one call, each an instance of one shape.

#include <cstdint>
#include <optional>
#include <osg/Geometry>
#include <osg/PrimitiveSet>
#include <osg/Texture2D>
#include <osg/Vec3d>
#include <span>
#include <string_view>
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
    char32_t glyph = 0;  ///< drawn in the disc, 0 = none
};

/// One symbol of a frame.
struct DrawnPin {
    std::uint32_t pin = 0;
    float presence = 1;  ///< 0 not drawn (filtered out) to 1
    float seen = 1;      ///< 0 hidden behind a hill to 1 in sight: drawn faint, not dropped
    bool hover = false;
    bool selected = false;
};

/// Drawing thread. At most kMostPins.
class PinLayer {
  public:
    static constexpr float kStem = 26;  ///< points from the ground to the disc's lower edge
    static constexpr std::size_t kMostPins = 16000000;

    PinLayer(GlyphAtlas& atlas, ShaderLibrary& shaders, const LocalFrame& frame, float stem = kStem);
    osg::Node* node() { return geometry_; }
    void setOpacity(float opacity);  ///< 0..1, of all
    void setOrder(int order);  ///< 0..9: pins of a higher order are drawn over those of a lower; 0 at first

    void setPins(std::vector<Pin> pins);
    /// Writes one anew; the one after the last is added. `word` is drawn instead of the glyph where not
    /// empty: a number.
    void setPin(std::size_t pin, const Pin& look, std::u32string_view word = {});
    const std::vector<Pin>& pins() const { return pins_; }

    /// What the next frame shows, in any order; each pin once. Cost: that of sorting them.
    void draw(std::span<const DrawnPin> shown, const Projector& projector, double exaggeration);
    /// The nearest of those drawn whose disc or stem is within `slack` points of the pixel.
    std::optional<std::size_t> pick(const Projector& projector, double exaggeration, double x, double y,
                                    double slack) const;
    std::size_t drawn() const { return drawn_.size(); }  ///< by the last draw()
    /// Bytes that the last draw() handed to the graphics card.
    std::size_t bytesWritten() const { return bytesWritten_; }

  private:
    void write(std::size_t pin, const Glyph& glyph);
    void makeRoom(std::size_t pins);

    GlyphAtlas& atlas_;
    LocalFrame frame_;
    float stem_;
    osg::ref_ptr<osg::Geometry> geometry_;
    osg::ref_ptr<osg::DrawElementsUShort> instances_;
    osg::ref_ptr<osg::Image> pinImage_, drawnImage_;
    osg::ref_ptr<osg::Texture2D> pinTexture_, drawnTexture_;
    std::vector<Pin> pins_;
    std::vector<DrawnPin> drawn_;  ///< far ones first
    std::vector<float> list_;      ///< of the last frame, as the shader reads it
    bool pinsChanged_ = false;
    std::size_t bytesWritten_ = 0;
};

}  // namespace atlas::scene
