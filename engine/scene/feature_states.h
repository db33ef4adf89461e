#pragma once
// What changes about features while a map is used, a texel each: filtering, pointing and selecting rewrite
// bytes, never geometry. Shaders read it as u_state (texel feature % 256, feature / 256): presence, hover,
// selected, style.

#include <cstdint>
#include <osg/Image>
#include <osg/StateSet>
#include <osg/Texture2D>

namespace atlas::scene {

/// A feature found under a pixel.
struct NearFeature {
    std::uint32_t feature = 0;
    double distance = 0;  ///< metres from the eye
};

/// Drawing thread.
class FeatureStates {
  public:
    /// Binds the texture and u_state in `state`.
    explicit FeatureStates(osg::StateSet& state);
    /// All present, nothing hovered or selected.
    void resize(std::size_t features);
    std::size_t size() const { return size_; }
    void setPresence(std::size_t feature, float presence) { put(feature, 0, presence); }  ///< 0 gone to 1
    void setHover(std::size_t feature, bool on) { put(feature, 1, on ? 1.0F : 0.0F); }
    void setSelected(std::size_t feature, bool on) { put(feature, 2, on ? 1.0F : 0.0F); }
    /// For nodes with styles by feature: which one instead of the one the geometry was made with.
    void setStyle(std::size_t feature, std::uint8_t style);  ///< 0..254
    bool present(std::size_t feature) const;
    /// Hands what changed since the last call to the graphics card. Before a frame.
    void flush();

  private:
    void put(std::size_t feature, unsigned channel, float unit);
    void putByte(std::size_t feature, unsigned channel, unsigned char value);
    osg::ref_ptr<osg::Image> image_;
    osg::ref_ptr<osg::Texture2D> texture_;
    std::size_t size_ = 0;
    bool dirty_ = false;
};

}  // namespace atlas::scene
