#pragma once
// The drawn ground and the water on it.

#include <cstdint>
#include <osg/Group>
#include <osg/StateSet>
#include <osg/Texture2D>
#include <vector>

#include "scene/pose.h"
#include "scene/shader_library.h"
#include "terrain/ground_grid.h"

namespace atlas::scene {

constexpr int kGroundBin = 0;  ///< drawn before everything else

/// Textures that every node over the ground shares, set on the stage's root state. Units 1..3.
struct GroundMaps {
    osg::ref_ptr<osg::Texture2D> relief;
    osg::ref_ptr<osg::Texture2D> shadow;
    osg::ref_ptr<osg::Texture2D> water;
};

/// Makes the three textures (contents as makeRelief, makeSunShadow; water starts empty) and binds
/// them with u_gridFrame and u_gridPhase in `state`. Drawing thread, before the first frame.
GroundMaps makeGroundMaps(const terrain::GroundGrid& grid, const LocalFrame& frame, osg::StateSet& state);

/// Replaces a texture's content: `channels` bytes a vertex, 1 or 4, same layout as the grid. Drawing thread.
void setMap(osg::Texture2D& texture, const terrain::GroundGrid& grid, int channels,
            std::vector<std::uint8_t> bytes);

/// A wide ring of paper round the tiles, to the horizon. `height` metres. Drawing thread.
osg::ref_ptr<osg::Node> makePaperNode(const geodata::Extent& inside, double height, const LocalFrame& frame,
                                      ShaderLibrary& shaders);

/// One quad over the grid at the water's level (a uniform); the water map says where it shows.
osg::ref_ptr<osg::Node> makeWaterNode(const terrain::GroundGrid& grid, const LocalFrame& frame,
                                      ShaderLibrary& shaders);

/// The sky behind everything.
osg::ref_ptr<osg::Node> makeSkyNode(ShaderLibrary& shaders);

}  // namespace atlas::scene
