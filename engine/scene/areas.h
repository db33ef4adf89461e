#pragma once
// Translucent areas on any ground: what lies inside an upright prism round the area is tinted, found with the
// stencil buffer (depth-fail counting: Everitt and Kilgard, "Practical and Robust Stenciled Shadow Volumes",
// NVIDIA 2002). Nothing is draped, so nothing can float above the ground or sink into it, whatever its mesh.

#include <osg/Group>
#include <osg/Vec2d>
#include <osg/Vec4f>
#include <vector>

#include "scene/pose.h"
#include "scene/shader_library.h"

namespace atlas::scene {

struct Area {
    std::vector<std::vector<osg::Vec2d>> rings;  ///< even-odd, map coordinates
    double low = 0, high = 0;  ///< metres, true heights that enclose the ground inside the rings
};

/// Drawing thread. Drawn after ground and water, before what stands on them. Two draw calls an area: made for
/// tens of areas. Needs a frame buffer with stencil, cleared to 0 with each frame.
class Areas {
  public:
    Areas(const std::vector<Area>& areas, const LocalFrame& frame, ShaderLibrary& shaders);
    osg::Node* node() { return root_; }
    /// Display colour and opacity; opacity 0 is not drawn.
    void setFill(std::size_t area, const osg::Vec4f& fill);

  private:
    osg::ref_ptr<osg::Group> root_;
    std::vector<osg::ref_ptr<osg::Group>> groups_;
};

}  // namespace atlas::scene
