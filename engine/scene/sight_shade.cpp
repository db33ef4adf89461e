#include "scene/sight_shade.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <osg/Image>

namespace atlas::scene {

namespace {

constexpr unsigned kSightUnit = 14;
constexpr const char* kSightDefine = "ATLAS_SIGHT";  // shaders without it spare the work
constexpr float kNotLooked = 1e9F;                   // metres; as building.frag has it

}  // namespace

SightShade::SightShade(const LocalFrame& frame, osg::StateSet& state)
    : frame_(frame),
      state_(state),
      texture_(new osg::Texture2D),
      frameUniform_(new osg::Uniform("u_sightFrame", osg::Vec4f(0, 0, 0, 0))),
      eyeUniform_(new osg::Uniform("u_sightEye", osg::Vec3f(0, 0, 0))) {
    texture_->setInternalFormat(GL_R32F);
    texture_->setResizeNonPowerOfTwoHint(false);
    texture_->setWrap(osg::Texture::WRAP_S, osg::Texture::CLAMP_TO_BORDER);
    texture_->setWrap(osg::Texture::WRAP_T, osg::Texture::CLAMP_TO_BORDER);
    texture_->setBorderColor(osg::Vec4d(kNotLooked, 0, 0, 0));
    // A cell of a roof and one of the street beside it have no height between them.
    texture_->setFilter(osg::Texture::MIN_FILTER, osg::Texture::NEAREST);
    texture_->setFilter(osg::Texture::MAG_FILTER, osg::Texture::NEAREST);
    texture_->setUnRefImageDataAfterApply(true);
    state_.setTextureAttribute(kSightUnit, texture_);
    state_.addUniform(new osg::Uniform("u_sight", static_cast<int>(kSightUnit)));
    state_.addUniform(frameUniform_);
    state_.addUniform(eyeUniform_);
}

SightShade::~SightShade() {
    clear();
    state_.removeTextureAttribute(kSightUnit, texture_.get());
    for (const char* name : {"u_sight", "u_sightFrame", "u_sightEye"}) state_.removeUniform(name);
}

void SightShade::set(const geodata::Raster& seenFrom, const osg::Vec2d& eye) {
    if (seenFrom.width == 0 || seenFrom.height == 0) {
        clear();
        return;
    }
    const osg::ref_ptr<osg::Image> image = new osg::Image;
    image->allocateImage(seenFrom.width, seenFrom.height, 1, GL_RED, GL_FLOAT, 1);
    image->setInternalTextureFormat(GL_R32F);
    for (int row = 0; row < seenFrom.height; ++row) {
        const float* from = seenFrom.values.data() + static_cast<std::size_t>(row) * seenFrom.width;
        auto* to = reinterpret_cast<float*>(image->data(0, seenFrom.height - 1 - row));
        std::transform(from, from + seenFrom.width, to,
                       [](float altitude) { return std::isnan(altitude) ? kNotLooked : altitude; });
    }
    texture_->setTextureSize(seenFrom.width, seenFrom.height);
    texture_->setImage(image);
    const geodata::Extent extent = seenFrom.extent();
    frameUniform_->set(osg::Vec4f(static_cast<float>(extent.minX - frame_.origin.x()),
                                  static_cast<float>(extent.minY - frame_.origin.y()),
                                  static_cast<float>(1 / extent.width()),
                                  static_cast<float>(1 / extent.height())));
    eyeUniform_->set(osg::Vec3f(static_cast<float>(eye.x() - frame_.origin.x()),
                                static_cast<float>(eye.y() - frame_.origin.y()),
                                static_cast<float>(std::max(seenFrom.cellX, seenFrom.cellY))));
    state_.setDefine(kSightDefine);
}

void SightShade::clear() {
    state_.removeDefine(kSightDefine);
}

}  // namespace atlas::scene
