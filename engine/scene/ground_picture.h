#pragma once
// Pictures of the ground, and textures of them.

#include <cstdint>
#include <osg/Image>
#include <osg/Texture2D>
#include <osg/ref_ptr>
#include <vector>

#include "geodata/geometry.h"

namespace atlas::scene {

/// A picture of the ground. rgba: row 0 northernmost, alpha not premultiplied.
struct GroundPicture {
    int width = 0, height = 0;
    geodata::Extent extent;  ///< map coordinates
    std::vector<std::uint8_t> rgba;
};

/// A texture for pictures: smaller ones are made of it, and its edges do not repeat. Holds one transparent
/// texel.
osg::ref_ptr<osg::Texture2D> pictureTexture();
/// Puts a picture into such a texture, with v upwards; nullptr: the transparent texel again.
void fillTexture(osg::Texture2D& texture, const GroundPicture* picture);

}  // namespace atlas::scene
