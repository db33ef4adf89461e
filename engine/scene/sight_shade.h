#pragma once
// Walls and roofs in the colours of seen and hidden: what a place sees of the buildings.

#include <osg/StateSet>
#include <osg/Texture2D>
#include <osg/Vec2d>

#include "geodata/raster.h"
#include "scene/pose.h"

namespace atlas::scene {

/// Drawing thread. One at a time on a stage: building.frag reads it on unit 14.
class SightShade {
  public:
    /// `state` of the stage's root; it outlives this.
    SightShade(const LocalFrame& frame, osg::StateSet& state);
    ~SightShade();
    SightShade(const SightShade&) = delete;
    SightShade& operator=(const SightShade&) = delete;

    /// `seenFrom`: for each cell, the altitude (metres) from which on something over it is seen; NaN: not
    /// looked at. Walls take the cell before them, a cell's width off. `eye`: map coordinates of the place;
    /// walls that face away from it are hidden.
    void set(const geodata::Raster& seenFrom, const osg::Vec2d& eye);
    void clear();

  private:
    LocalFrame frame_;
    osg::StateSet& state_;
    osg::ref_ptr<osg::Texture2D> texture_;
    osg::ref_ptr<osg::Uniform> frameUniform_, eyeUniform_;
};

}  // namespace atlas::scene
