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
/// What such a texture takes: the picture with v upwards. Any thread.
osg::ref_ptr<osg::Image> textureImage(const GroundPicture& picture);
/// Puts it into the texture; nullptr: the transparent texel again.
void fillTexture(osg::Texture2D& texture, osg::Image* image);

}  // namespace atlas::scene
