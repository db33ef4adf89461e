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

osg::ref_ptr<osg::Image> textureImage(const GroundPicture& picture) {
    osg::ref_ptr<osg::Image> image = new osg::Image;
    image->allocateImage(picture.width, picture.height, 1, GL_RGBA, GL_UNSIGNED_BYTE, 1);
    image->setInternalTextureFormat(GL_RGBA8);
    const std::size_t stride = static_cast<std::size_t>(picture.width) * 4;
    for (int row = 0; row < picture.height; ++row)
        std::memcpy(image->data(0, picture.height - 1 - row),
                    picture.rgba.data() + stride * static_cast<std::size_t>(row), stride);
    return image;
}

void fillTexture(osg::Texture2D& texture, osg::Image* image) {
    const osg::ref_ptr<osg::Image> shown =
        image != nullptr ? image : textureImage({1, 1, {}, {0, 0, 0, 0}}).release();
    texture.setTextureSize(shown->s(), shown->t());
    texture.setImage(shown);
}

}  // namespace atlas::scene
