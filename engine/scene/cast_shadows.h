#pragma once
// The shadows that buildings cast, kept up to date on a worker thread and bound for every shader of the
// stage.

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

/// Drawing thread.
class CastShadows {
  public:
    /// Binds unit 12 and its uniforms in `state`. Shadows are made within `extent` (map coordinates), down to
    /// `floor` metres.
    CastShadows(const LocalFrame& frame, const geodata::Extent& extent, double floor, osg::StateSet& state);
    ~CastShadows();
    CastShadows(const CastShadows&) = delete;
    CastShadows& operator=(const CastShadows&) = delete;

    using Casters = std::shared_ptr<const std::vector<terrain::ShadowCaster>>;
    /// What `owner` casts from now on; null: nothing.
    void set(const void* owner, Casters casters);
    void setSun(const terrain::ShadowSun& sun);
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
    osg::ref_ptr<osg::Texture2D> texture_;
    osg::ref_ptr<osg::Uniform> frameUniform_, rangeUniform_, shadeUniform_;
    osg::StateSet& state_;
    std::map<const void*, Casters> casters_;
    terrain::ShadowSun sun_;
    bool enabled_ = true, due_ = false;
    std::future<terrain::ShadowCast> task_;
};

/// What bodies of known height cast: map coordinates, true metres. Pure.
CastShadows::Casters castersOf(const std::vector<Body>& bodies);

}  // namespace atlas::scene
