#include "scene/chosen_elements.h"

#include <osg/GLExtensions>
#include <osg/State>

namespace atlas::scene {

namespace {
using MultiDraw = void(GL_APIENTRY*)(GLenum, const GLsizei*, GLenum, const GLvoid* const*, GLsizei);
}

void ChosenElements::choose(const std::vector<IndexRange>& ranges) {
    ranges_ = ranges;
    counts_.clear();
    total_ = 0;
    for (const IndexRange& range : ranges_) {
        counts_.push_back(static_cast<GLsizei>(range.count));
        total_ += range.count;
    }
}

void ChosenElements::draw(osg::State& state, bool useVertexBufferObjects) const {
    if (ranges_.empty()) return;
    const char* start = reinterpret_cast<const char*>(getDataPointer());
    if (osg::GLBufferObject* buffer =
            useVertexBufferObjects ? getOrCreateGLBufferObject(state.getContextID()) : nullptr) {
        state.getCurrentVertexArrayState()->bindElementBufferObject(buffer);
        start = reinterpret_cast<const char*>(buffer->getOffset(getBufferIndex()));
    }
    std::vector<const GLvoid*> starts;
    starts.reserve(ranges_.size());
    for (const IndexRange& range : ranges_) starts.push_back(start + range.first * sizeof(GLuint));
    static const auto multi = reinterpret_cast<MultiDraw>(osg::getGLExtensionFuncPtr("glMultiDrawElements"));
    if (multi != nullptr)  // OpenGL 1.4: it is there
        multi(getMode(), counts_.data(), GL_UNSIGNED_INT, starts.data(), static_cast<GLsizei>(starts.size()));
}

void ChosenElements::accept(osg::PrimitiveFunctor& functor) const {
    const auto* start = static_cast<const GLuint*>(getDataPointer());
    for (const IndexRange& range : ranges_)
        functor.drawElements(getMode(), static_cast<GLsizei>(range.count), start + range.first);
}

void ChosenElements::accept(osg::PrimitiveIndexFunctor& functor) const {
    const auto* start = static_cast<const GLuint*>(getDataPointer());
    for (const IndexRange& range : ranges_)
        functor.drawElements(getMode(), static_cast<GLsizei>(range.count), start + range.first);
}

}  // namespace atlas::scene
