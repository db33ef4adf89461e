#pragma once
// One way to draw a frame, for the window, the PNG and the sequence of frames.

#include <functional>
#include <memory>
#include <osg/Group>
#include <osg/Matrixd>
#include <string>

#include "surface/image.h"

namespace atlas::surface {

/// What a frame cost.
struct FrameCost {
    std::size_t triangles = 0;
    std::size_t drawCalls = 0;
    double milliseconds = 0;  ///< CPU time of cull and draw; without glFinish
};

/// Draws a scene graph with OpenSceneGraph into the framebuffer that it is told, in the current GL context,
/// on one thread.
class FrameRenderer {
  public:
    /// `overlay` draws after the scene in the same framebuffer (the interface); may be empty.
    explicit FrameRenderer(osg::Group* root);
    /// Gives back what the scene holds in the context, which must be current.
    ~FrameRenderer();
    FrameRenderer(const FrameRenderer&) = delete;
    FrameRenderer& operator=(const FrameRenderer&) = delete;

    void setOverlay(std::function<void()> overlay);
    /// RGB, 0..1, of what nothing covers. Unseen while there is a sky.
    void setBackground(float red, float green, float blue);
    /// `framebuffer` 0 is the window's own.
    void draw(const osg::Matrixd& view, const osg::Matrixd& projection, Size size, unsigned framebuffer);
    const FrameCost& cost() const { return cost_; }
    /// What the driver said of shaders that it refuses, since the last call: nothing that they draw is to be
    /// seen. Empty: all is well.
    std::string takeRefused();

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
    FrameCost cost_;
};

}  // namespace atlas::surface
