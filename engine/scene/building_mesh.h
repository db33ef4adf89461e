#pragma once
// The corners of very many bodies in one buffer, ordered so that a frame draws a few runs of it.

#include <osg/Array>
#include <vector>

#include "scene/building_lod.h"
#include "scene/buildings.h"

namespace atlas::scene {

struct BuildingMesh {
    osg::ref_ptr<osg::Vec4Array> corners = new osg::Vec4Array;  ///< local x, y, true height, body
    /// Outward normal x, y times 32767 (0, 0: roof or floor), decimetres along the
    /// wall, decimetres above the base.
    osg::ref_ptr<osg::Vec4sArray> walls = new osg::Vec4sArray;
    std::vector<std::uint32_t> fine, coarse;  ///< indices of corners, three a triangle
    std::vector<BuildingTile> tiles;
    std::vector<float> size;  ///< one a body, metres
};

/// Pure; bodies whose rings enclose nothing give nothing.
BuildingMesh makeBuildingMesh(const std::vector<Body>& bodies, const LocalFrame& frame);

}  // namespace atlas::scene
