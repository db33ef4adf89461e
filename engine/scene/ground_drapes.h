#pragma once
// Pictures laid over the ground: the ground's shader mixes them into its own colour and lights them like it.

#include <array>
#include <cstdint>
#include <optional>
#include <osg/StateSet>
#include <osg/Texture2D>
#include <vector>

#include "geodata/geometry.h"
#include "scene/pose.h"

namespace atlas::scene {

/// A picture of the ground. rgba: row 0 northernmost, alpha not premultiplied.
struct GroundPicture {
    int width = 0, height = 0;
    geodata::Extent extent;  ///< map coordinates
    std::vector<std::uint8_t> rgba;
};

/// Drawing thread. As many pictures at a time as texture units are set aside; later ones lie over earlier.
class GroundDrapes {
  public:
    static constexpr std::size_t kMost = 4;
    /// Binds units 8..11 and their uniforms in `state`.
    GroundDrapes(const LocalFrame& frame, osg::StateSet& state);
    /// A free place for a picture; nullopt when all are taken.
    std::optional<std::size_t> add(const GroundPicture& picture);
    void setOpacity(std::size_t place, double opacity);  ///< 0..1
    void remove(std::size_t place);

  private:
    void put();
    LocalFrame frame_;
    osg::StateSet& state_;
    std::array<osg::ref_ptr<osg::Texture2D>, kMost> textures_;
    std::array<bool, kMost> taken_{};
    std::array<osg::Vec4f, kMost> frames_;  ///< local west and south edge, 1 / width, 1 / height
    osg::Vec4f amounts_;
    osg::ref_ptr<osg::Uniform> frameUniform_, amountUniform_;
};

}  // namespace atlas::scene
