#include "scene/ground_drapes.h"

#include <algorithm>
#include <cstring>
#include <osg/Image>

namespace atlas::scene {

namespace {

constexpr unsigned kFirstUnit = 8;
constexpr const char* kDrapesDefine = "ATLAS_DRAPES";

osg::ref_ptr<osg::Image> flipped(const GroundPicture& picture) {
    osg::ref_ptr<osg::Image> image = new osg::Image;
    image->allocateImage(picture.width, picture.height, 1, GL_RGBA, GL_UNSIGNED_BYTE, 1);
    image->setInternalTextureFormat(GL_RGBA8);
    const std::size_t stride = static_cast<std::size_t>(picture.width) * 4;
    for (int row = 0; row < picture.height; ++row)
        std::memcpy(image->data(0, picture.height - 1 - row),
                    &picture.rgba[stride * static_cast<std::size_t>(row)], stride);
    return image;
}

}  // namespace

GroundDrapes::GroundDrapes(const LocalFrame& frame, osg::StateSet& state)
    : frame_(frame),
      state_(state),
      frameUniform_(new osg::Uniform(osg::Uniform::FLOAT_VEC4, "u_drapeFrame", kMost)),
      amountUniform_(new osg::Uniform("u_drapeAmount", osg::Vec4f(0, 0, 0, 0))) {
    for (unsigned i = 0; i < kMost; ++i) {
        const osg::ref_ptr<osg::Texture2D> texture = new osg::Texture2D;
        texture->setResizeNonPowerOfTwoHint(false);
        texture->setWrap(osg::Texture::WRAP_S, osg::Texture::CLAMP_TO_EDGE);
        texture->setWrap(osg::Texture::WRAP_T, osg::Texture::CLAMP_TO_EDGE);
        texture->setFilter(osg::Texture::MIN_FILTER, osg::Texture::LINEAR_MIPMAP_LINEAR);
        texture->setFilter(osg::Texture::MAG_FILTER, osg::Texture::LINEAR);
        texture->setUnRefImageDataAfterApply(true);
        GroundPicture nothing{1, 1, {}, {0, 0, 0, 0}};
        texture->setImage(flipped(nothing));
        textures_[i] = texture;
        state.setTextureAttribute(kFirstUnit + i, texture);
        state.addUniform(
            new osg::Uniform(("u_drape" + std::to_string(i)).c_str(), static_cast<int>(kFirstUnit + i)));
    }
    state.addUniform(frameUniform_);
    state.addUniform(amountUniform_);
    put();
}

std::optional<std::size_t> GroundDrapes::add(const GroundPicture& picture) {
    const auto free = std::find(taken_.begin(), taken_.end(), false);
    if (free == taken_.end()) return std::nullopt;
    const auto place = static_cast<std::size_t>(free - taken_.begin());
    taken_[place] = true;
    textures_[place]->setTextureSize(picture.width, picture.height);
    textures_[place]->setImage(flipped(picture));
    frames_[place].set(static_cast<float>(picture.extent.minX - frame_.origin.x()),
                       static_cast<float>(picture.extent.minY - frame_.origin.y()),
                       static_cast<float>(1 / picture.extent.width()),
                       static_cast<float>(1 / picture.extent.height()));
    setOpacity(place, 1);
    return place;
}

void GroundDrapes::setOpacity(std::size_t place, double opacity) {
    amounts_[static_cast<int>(place)] = static_cast<float>(opacity);
    put();
}

void GroundDrapes::remove(std::size_t place) {
    taken_[place] = false;
    const GroundPicture nothing{1, 1, {}, {0, 0, 0, 0}};
    textures_[place]->setTextureSize(1, 1);
    textures_[place]->setImage(flipped(nothing));
    setOpacity(place, 0);
}

void GroundDrapes::put() {
    for (unsigned i = 0; i < kMost; ++i) frameUniform_->setElement(i, frames_[i]);
    amountUniform_->set(amounts_);
    // Shaders without a picture spare the work.
    if (amounts_.length2() > 0)
        state_.setDefine(kDrapesDefine);
    else
        state_.removeDefine(kDrapesDefine);
}

}  // namespace atlas::scene
