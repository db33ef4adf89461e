#pragma once
// Translucent areas on any ground: what lies inside an upright prism round the area is tinted, found with the
// stencil buffer (depth-fail counting: Everitt and Kilgard, "Practical and Robust Stenciled Shadow Volumes",
// NVIDIA 2002). Nothing is draped, so nothing can float above the ground or sink into it, whatever its mesh.

#include <cstdint>
#include <functional>
#include <osg/Geometry>
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

/// Encloses the surface inside the rings, whose height `surface` gives at map x, y, by at least 30 m.
Area areaOver(std::vector<std::vector<osg::Vec2d>> rings,
              const std::function<double(double x, double y)>& surface);

/// Drawing thread. Drawn after ground and water, before what stands on them. Areas of one fill are one group
/// and two draw calls, however many they are; where areas of a group overlap they are tinted once. Needs a
/// frame buffer with stencil, cleared to 0 with each frame.
class Areas {
  public:
    /// Nothing is drawn before setGroups().
    Areas(const std::vector<Area>& areas, const LocalFrame& frame, ShaderLibrary& shaders);
    osg::Node* node() { return root_; }
    std::size_t size() const { return begin_.size() - 1; }
    /// Which group each area belongs to, one an area; kNoGroup: not drawn. The vertices stay.
    void setGroups(const std::vector<std::uint32_t>& groupOf, std::size_t groups);
    static constexpr std::uint32_t kNoGroup = 0xFFFFFFFF;
    /// Display colour and opacity of a group; opacity 0 is not drawn.
    void setFill(std::size_t group, const osg::Vec4f& fill);

  private:
    void addGroup();
    osg::ref_ptr<osg::Group> root_;
    osg::ref_ptr<osg::Vec3Array> vertices_;
    std::vector<std::uint32_t> indices_;  ///< of all areas
    std::vector<std::size_t> begin_{0};   ///< of each area in indices_, and the end
    struct Fill {
        osg::ref_ptr<osg::Group> node;
        osg::ref_ptr<osg::DrawElementsUInt> triangles;
    };
    std::vector<Fill> groups_;
};

}  // namespace atlas::scene
