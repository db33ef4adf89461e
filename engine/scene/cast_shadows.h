#pragma once
// The shadows that buildings and bridges cast, kept up to date on a worker thread and bound for every shader
// of the stage.

#include <functional>
#include <future>
#include <map>
#include <memory>
#include <osg/StateSet>
#include <osg/Texture2D>
#include <vector>

#include "scene/buildings.h"
#include "scene/light.h"
#include "scene/pose.h"
#include "terrain/shadow_cast.h"

namespace atlas::scene {

/// What one owner casts.
struct ShadowCasters {
    std::vector<terrain::ShadowCaster> solids;
    std::vector<terrain::ShadowDeck> decks;
};

/// Drawing thread.
class CastShadows {
  public:
    using Ground = std::function<double(double x, double y)>;
    /// Binds units 12 and 13 and their uniforms in `state`. Shadows are made within `extent` (map
    /// coordinates), down to `floor` metres, on `ground` (true metres, asked on a worker thread until this is
    /// gone).
    CastShadows(const LocalFrame& frame, const geodata::Extent& extent, double floor, Ground ground,
                osg::StateSet& state);
    ~CastShadows();
    CastShadows(const CastShadows&) = delete;
    CastShadows& operator=(const CastShadows&) = delete;

    using Casters = std::shared_ptr<const ShadowCasters>;
    /// What `owner` casts from now on; null: nothing.
    void set(const void* owner, Casters casters);
    void setSun(const terrain::ShadowSun& sun);
    /// Metres: what stands on water casts its shadow there.
    void setWater(double level);
    /// How dark a shadow is: what the sky alone leaves of level ground's light.
    void setLight(const Light& light);
    /// Off: neither shadows nor the darkening at the foot of buildings.
    void setEnabled(bool enabled);
    /// Starts what is due and takes over what is ready; with `wait` both. True when all is up to date.
    bool update(bool wait);

  private:
    void take(const terrain::ShadowCast& cast);

    LocalFrame frame_;
    geodata::Extent extent_;
    double floor_;
    Ground ground_;
    osg::ref_ptr<osg::Texture2D> bounds_, shares_;
    osg::ref_ptr<osg::Uniform> frameUniform_, rangeUniform_, shadeUniform_;
    osg::StateSet& state_;
    std::map<const void*, Casters> casters_;
    terrain::ShadowSun sun_;
    double water_ = -1e9;
    bool enabled_ = true, due_ = false;
    std::future<terrain::ShadowCast> task_;
};

/// What bodies of known height cast: map coordinates, true metres. Pure.
CastShadows::Casters castersOf(const std::vector<Body>& bodies);

}  // namespace atlas::scene
