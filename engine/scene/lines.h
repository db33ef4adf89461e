#pragma once
// Lines on the ground, as wide on the screen at any distance, with a casing.

#include <functional>
#include <osg/Node>
#include <osg/Vec2d>
#include <osg/Vec3d>
#include <osg/Vec4f>
#include <vector>

#include "scene/line_levels.h"
#include "scene/pose.h"
#include "scene/shader_library.h"
#include "terrain/height_field.h"

namespace atlas::scene {

struct LineStyle {
    osg::Vec4f core{1, 1, 1, 1};  ///< display colour and opacity
    osg::Vec4f casing{0, 0, 0, 0.5F};
    float width = 2;            ///< points, casing included
    float casingShare = 0.35F;  ///< of the width, both sides together
    float dash = 0;             ///< metres of a dash and of a gap; 0 = solid
};

/// Puts a line on the ground: vertices every `step` metres at most, each at the ground's height (`fallback`
/// where there is none).
Polyline drape(const std::vector<osg::Vec3d>& line, const terrain::HeightField& ground, double step,
               double fallback);

/// The same on any surface, given as its height at map x, y.
Polyline drape(const std::vector<osg::Vec2d>& line, const std::function<double(double x, double y)>& surface,
               double step);

/// All lines as one drawable. They lie exactly at their height; the shader moves only their depth towards the
/// eye, so that the ground they lie on does not cut them. Drawing thread.
osg::ref_ptr<osg::Node> makeLines(const std::vector<Polyline>& lines, const LineStyle& style,
                                  const LocalFrame& frame, ShaderLibrary& shaders);

/// Another style for lines that makeLines() made. Drawing thread.
void setLineStyle(osg::Node& lines, const LineStyle& style);

}  // namespace atlas::scene
