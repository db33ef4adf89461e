#pragma once
// Pictures laid over the ground: the ground's shader mixes them into its own colour and lights them like it.

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <osg/StateSet>
#include <osg/Texture2D>

#include "scene/ground_picture.h"
#include "scene/picture_windows.h"
#include "scene/pose.h"

namespace atlas::scene {

/// Drawing thread. As many pictures at a time as texture units are set aside; later ones lie over earlier.
class GroundDrapes {
  public:
    static constexpr std::size_t kMost = 4;
    /// Binds units 8..11 and their uniforms in `state`, and those of the windows.
    GroundDrapes(const LocalFrame& frame, osg::StateSet& state);
    /// A free place for a picture; nullopt when all are taken. `finer`: what it is a small picture of.
    std::optional<std::size_t> add(const GroundPicture& picture,
                                   std::shared_ptr<const FinerPicture> finer = nullptr);
    void setOpacity(std::size_t place, double opacity);  ///< 0..1
    void remove(std::size_t place);
    bool any() const { return std::find(taken_.begin(), taken_.end(), true) != taken_.end(); }
    /// Sees to it that the uppermost picture in the middle of the view is drawn as finely as the view shows
    /// it. `wait`: until it is. True when nothing is under way.
    bool update(const GroundView& view, bool wait);

  private:
    void put();
    LocalFrame frame_;
    osg::StateSet& state_;
    std::array<osg::ref_ptr<osg::Texture2D>, kMost> textures_;
    std::array<bool, kMost> taken_{};
    std::array<std::shared_ptr<const FinerPicture>, kMost> finer_;
    std::array<geodata::Extent, kMost> extents_;
    std::array<osg::Vec4f, kMost> frames_;  ///< local west and south edge, 1 / width, 1 / height
    osg::Vec4f amounts_;
    osg::ref_ptr<osg::Uniform> frameUniform_, amountUniform_;
    PictureWindows windows_;
};

}  // namespace atlas::scene
