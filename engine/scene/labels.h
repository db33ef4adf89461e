#pragma once
// Names on the map: placed on the screen so that none covers another, hidden behind hills, drawn in one call.

#include <cstdint>
#include <functional>
#include <osg/Geometry>
#include <osg/Vec3d>
#include <string>
#include <vector>

#include "scene/box_grid.h"
#include "scene/glyph_atlas.h"
#include "scene/pose.h"
#include "scene/shader_library.h"

namespace atlas::scene {

/// One name. Several labels may belong to one feature.
struct Label {
    std::string text;          ///< UTF-8, one line
    osg::Vec3d anchor;         ///< map x, y and true height, metres
    double priority = 0;       ///< higher is placed first
    float size = 15;           ///< points
    float offset = 0;          ///< points above the anchor's pixel to the text's middle
    std::uint32_t owner = 0;   ///< what it belongs to, as the giver numbers it
    double maxDistance = 1e9;  ///< metres from the eye beyond which it is not shown
    bool wide = false;         ///< letters spaced out (rivers, areas)
    bool firm = false;         ///< of what a person chose: symbols and other names do not keep it away
    bool over = false;  ///< of a symbol or area drawn over everything: nothing that stands before it hides it
    osg::Vec3f color{0.10F, 0.10F, 0.11F};  ///< display colour by day; night turns dark ones light
};

/// Greedy placement by priority in screen space (a label that was shown keeps its place first, so that
/// nothing flickers), then one dynamic vertex buffer. Drawing thread.
class LabelLayer {
  public:
    LabelLayer(GlyphAtlas& atlas, ShaderLibrary& shaders);
    osg::Node* node() { return geometry_; }

    void setLabels(std::vector<Label> labels);
    /// Labels that follow those of setLabels(), for what comes and goes as the camera moves.
    void setMoving(std::vector<Label> labels);
    const std::vector<Label>& labels() const { return labels_; }

    /// What a layout asks of the map. Labels by their index.
    struct Questions {
        std::function<bool(const Label&, std::size_t)> hidden;  ///< left out now (filtered): cheap
        /// Whether the anchor can be seen from the eye: dear, so that it is asked of labels that would have a
        /// place only, of some of them a frame, and remembered; empty: all can.
        std::function<bool(const Label&, std::size_t)> seen;
    };
    /// Chooses and lays out what this view shows. `blocked` are boxes to keep clear of. `exaggeration` scales
    /// the anchors' heights. Names come and go within kFadeSeconds; `instant`: at once, and every question is
    /// asked. True while something still fades or waits to be asked.
    bool layout(const Projector& projector, double exaggeration, const std::vector<ScreenBox>& blocked,
                const Questions& ask, double seconds, bool instant);
    /// From nothing to full strength and back.
    static constexpr double kFadeSeconds = 0.18;
    /// Labels drawn by the last layout().
    std::size_t shown() const { return shownCount_; }
    /// Boxes of the last layout(), for tests and picking: label index and box.
    const std::vector<std::pair<std::size_t, ScreenBox>>& boxes() const { return boxes_; }

  private:
    struct Shape {
        float width = 0;
        std::vector<char32_t> codes;
    };
    void replace(std::size_t first, std::vector<Label> labels);
    void measure(double scale);
    void emit(const Label& label, const Shape& shape, float x, float y, double scale, float opacity);

    GlyphAtlas& atlas_;
    osg::ref_ptr<osg::Geometry> geometry_;
    osg::ref_ptr<osg::Vec4Array> corners_;  ///< pixel x, y from the top left; atlas u, v
    osg::ref_ptr<osg::Vec4Array> colors_;
    osg::ref_ptr<osg::DrawElementsUInt> indices_;
    std::vector<Label> labels_;
    std::vector<Shape> shapes_;
    /// What is remembered of a label from frame to frame.
    struct Memory {
        float opacity = 0;
        std::uint32_t asked = 0;  ///< frame of the last question about its sight; 0: never
        bool seen = false, shown = false;
    };
    std::vector<Memory> memory_;
    std::uint32_t frame_ = 0;
    BoxGrid taken_;
    std::vector<std::pair<std::size_t, ScreenBox>> boxes_;
    std::size_t fixed_ = 0;  ///< how many setLabels() gave
    double measuredScale_ = 0;
    std::size_t measured_ = 0;  ///< of the labels, from the first
    std::size_t shownCount_ = 0;
};

}  // namespace atlas::scene
