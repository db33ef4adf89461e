#include "scene/feature_states.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstring>
#include <osg/Uniform>

namespace atlas::scene {

namespace {
constexpr int kWidth = 256;
constexpr unsigned kUnit = 5;
}  // namespace

FeatureStates::FeatureStates(osg::StateSet& state) : image_(new osg::Image), texture_(new osg::Texture2D) {
    texture_->setInternalFormat(GL_RGBA8);
    texture_->setFilter(osg::Texture::MIN_FILTER, osg::Texture::NEAREST);
    texture_->setFilter(osg::Texture::MAG_FILTER, osg::Texture::NEAREST);
    texture_->setResizeNonPowerOfTwoHint(false);
    state.setTextureAttribute(kUnit, texture_);
    state.addUniform(new osg::Uniform("u_state", static_cast<int>(kUnit)));
    resize(0);
}

void FeatureStates::resize(std::size_t features) {
    size_ = features;
    const int rows = static_cast<int>(features / kWidth) + 1;
    image_->allocateImage(kWidth, rows, 1, GL_RGBA, GL_UNSIGNED_BYTE, 1);
    std::memset(image_->data(), 0, image_->getTotalSizeInBytes());
    for (std::size_t i = 0; i < features; ++i) image_->data()[i * 4] = 255;
    texture_->setTextureSize(kWidth, rows);
    texture_->setImage(image_);
    dirty_ = true;
}

void FeatureStates::put(std::size_t feature, unsigned channel, float unit) {
    putByte(feature, channel, static_cast<unsigned char>(std::lround(std::clamp(unit, 0.0F, 1.0F) * 255)));
}

void FeatureStates::setStyle(std::size_t feature, std::uint8_t style) {
    putByte(feature, 3, static_cast<unsigned char>(style + 1));
}

void FeatureStates::putByte(std::size_t feature, unsigned channel, unsigned char value) {
    assert(feature < size_);
    unsigned char& byte = image_->data()[feature * 4 + channel];
    if (byte == value) return;
    byte = value;
    dirty_ = true;
}

bool FeatureStates::present(std::size_t feature) const {
    return image_->data()[feature * 4] > 127;
}

void FeatureStates::flush() {
    if (dirty_) image_->dirty();
    dirty_ = false;
}

}  // namespace atlas::scene
