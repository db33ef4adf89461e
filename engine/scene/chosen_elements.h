#pragma once
// An index buffer of which each frame draws some runs, all in one call.

#include <osg/PrimitiveSet>
#include <vector>

#include "scene/building_lod.h"

namespace atlas::scene {

/// Separate triangles or points. Drawing thread.
class ChosenElements : public osg::DrawElementsUInt {
  public:
    explicit ChosenElements(GLenum mode = GL_TRIANGLES) : osg::DrawElementsUInt(mode) {}
    void choose(const std::vector<IndexRange>& ranges);

    void draw(osg::State& state, bool useVertexBufferObjects) const override;
    void accept(osg::PrimitiveFunctor& functor) const override;
    void accept(osg::PrimitiveIndexFunctor& functor) const override;
    unsigned getNumPrimitives() const override { return getMode() == GL_POINTS ? total_ : total_ / 3; }

  private:
    std::vector<IndexRange> ranges_;
    std::vector<GLsizei> counts_;
    unsigned total_ = 0;
};

}  // namespace atlas::scene
