#pragma once
// Many lines as one drawable, each a feature that can be filtered, pointed at and selected.

#include <cstdint>
#include <optional>

#include "scene/feature_states.h"
#include "scene/lines.h"

namespace atlas::scene {

struct FeatureLine {
    /// Stairs get cross ticks when near; Hidden (a tunnel, a passage) is dashed and faint.
    enum class Look : std::uint8_t { Plain, Stairs, Hidden };
    Polyline points;            ///< map x, y, true height; two at least
    std::uint32_t feature = 0;  ///< several lines may belong to one
    std::vector<Look> looks;    ///< one a segment; empty: all Plain
};

struct LineSetStyle {
    LineStyle line;
    osg::Vec4f nightCore{1, 0.80F, 0.45F, 1};  ///< display colour by night
    double farthest = 1e9;                     ///< metres from the eye; they fade over the last fifth
};

/// Drawing thread.
class LineSet {
  public:
    /// `features`: how many there are.
    LineSet(std::vector<FeatureLine> lines, std::size_t features, const LineSetStyle& style,
            const LocalFrame& frame, ShaderLibrary& shaders);
    osg::Node* node() { return node_; }
    FeatureStates& states() { return states_; }
    void setStyle(const LineSetStyle& style, double opacity);
    /// The nearest feature whose line passes within `slack` points of a pixel.
    struct Near {
        std::uint32_t feature;
        double distance;  ///< metres from the eye
    };
    std::optional<Near> pick(const Projector& projector, double exaggeration, double x, double y,
                             double slack) const;

  private:
    std::vector<FeatureLine> lines_;
    LineSetStyle style_;
    osg::ref_ptr<osg::Node> node_;
    FeatureStates states_;
};

}  // namespace atlas::scene
