#include "scene/ground_drapes.h"

#include <algorithm>

namespace atlas::scene {

namespace {

constexpr unsigned kFirstUnit = 8;
constexpr const char* kDrapesDefine = "ATLAS_DRAPES";

}  // namespace

GroundDrapes::GroundDrapes(const LocalFrame& frame, osg::StateSet& state)
    : frame_(frame),
      state_(state),
      frameUniform_(new osg::Uniform(osg::Uniform::FLOAT_VEC4, "u_drapeFrame", kMost)),
      amountUniform_(new osg::Uniform("u_drapeAmount", osg::Vec4f(0, 0, 0, 0))),
      windows_(frame, state) {
    for (unsigned i = 0; i < kMost; ++i) {
        textures_[i] = pictureTexture();
        state.setTextureAttribute(kFirstUnit + i, textures_[i]);
        state.addUniform(
            new osg::Uniform(("u_drape" + std::to_string(i)).c_str(), static_cast<int>(kFirstUnit + i)));
    }
    state.addUniform(frameUniform_);
    state.addUniform(amountUniform_);
    put();
}

std::optional<std::size_t> GroundDrapes::add(const GroundPicture& picture,
                                             std::shared_ptr<const FinerPicture> finer) {
    const auto free = std::find(taken_.begin(), taken_.end(), false);
    if (free == taken_.end()) return std::nullopt;
    const auto place = static_cast<std::size_t>(free - taken_.begin());
    taken_[place] = true;
    finer_[place] = std::move(finer);
    extents_[place] = picture.extent;
    fillTexture(*textures_[place], textureImage(picture));
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
    finer_[place] = nullptr;
    fillTexture(*textures_[place], nullptr);
    setOpacity(place, 0);
}

bool GroundDrapes::update(const GroundView& view, bool wait) {
    const geodata::Point2 focus = PictureWindows::focus(view);
    std::shared_ptr<const FinerPicture> finer;
    std::size_t at = 0;
    for (std::size_t place = 0; place < kMost; ++place) {
        if (!finer_[place] || !(amounts_[static_cast<int>(place)] > 0)) continue;
        // Where none lies in the middle, the one that is there.
        const geodata::Extent& extent = extents_[place];
        const bool middle = focus.x >= extent.minX && focus.x <= extent.maxX && focus.y >= extent.minY &&
                            focus.y <= extent.maxY;
        if (finer && !middle) continue;
        finer = finer_[place];
        at = place;
    }
    windows_.follow(finer, at);
    return windows_.update(view, wait);
}

void GroundDrapes::put() {
    for (unsigned i = 0; i < kMost; ++i) frameUniform_->setElement(i, frames_[i]);
    amountUniform_->set(amounts_);
    // Shaders without a picture spare the work.
    int count = 0;
    for (int i = 0; i < static_cast<int>(kMost); ++i)
        if (amounts_[i] > 0) count = i + 1;
    if (count > 0)
        state_.setDefine(kDrapesDefine, std::to_string(count));
    else
        state_.removeDefine(kDrapesDefine);
}

}  // namespace atlas::scene
