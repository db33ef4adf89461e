#include "scene/ground_picture.h"

#include <cstring>

namespace atlas::scene {

osg::ref_ptr<osg::Texture2D> pictureTexture() {
    osg::ref_ptr<osg::Texture2D> texture = new osg::Texture2D;
    texture->setResizeNonPowerOfTwoHint(false);
    texture->setWrap(osg::Texture::WRAP_S, osg::Texture::CLAMP_TO_EDGE);
    texture->setWrap(osg::Texture::WRAP_T, osg::Texture::CLAMP_TO_EDGE);
    texture->setFilter(osg::Texture::MIN_FILTER, osg::Texture::LINEAR_MIPMAP_LINEAR);
    texture->setFilter(osg::Texture::MAG_FILTER, osg::Texture::LINEAR);
    texture->setUnRefImageDataAfterApply(true);
    fillTexture(*texture, nullptr);
    return texture;
}

void fillTexture(osg::Texture2D& texture, const GroundPicture* picture) {
    static constexpr std::uint8_t kTransparent[4] = {0, 0, 0, 0};
    const int width = picture != nullptr ? picture->width : 1;
    const int height = picture != nullptr ? picture->height : 1;
    const std::uint8_t* rgba = picture != nullptr ? picture->rgba.data() : kTransparent;
    const osg::ref_ptr<osg::Image> image = new osg::Image;
    image->allocateImage(width, height, 1, GL_RGBA, GL_UNSIGNED_BYTE, 1);
    image->setInternalTextureFormat(GL_RGBA8);
    const std::size_t stride = static_cast<std::size_t>(width) * 4;
    for (int row = 0; row < height; ++row)
        std::memcpy(image->data(0, height - 1 - row), rgba + stride * static_cast<std::size_t>(row), stride);
    texture.setTextureSize(width, height);
    texture.setImage(image);
}

}  // namespace atlas::scene
