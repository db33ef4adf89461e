#pragma once
// What a picture is drawn into when there is no window: an own framebuffer object.

#include <memory>

#include "surface/image.h"

namespace atlas::surface {

/// RGBA8 + DEPTH24_STENCIL8 framebuffer of a size, multisampled when asked. Needs a current GL context, on
/// its thread, all its life.
class FrameTarget {
  public:
    /// nullptr when the driver refuses the size or the number of samples.
    static std::unique_ptr<FrameTarget> create(Size size, int samples);
    ~FrameTarget();
    FrameTarget(const FrameTarget&) = delete;
    FrameTarget& operator=(const FrameTarget&) = delete;

    unsigned framebuffer() const { return drawn_; }
    Size size() const { return size_; }
    /// Resolves the samples and copies the colours into `image` with their top left corner at (x, y); what
    /// lies outside the image is left out.
    void copyInto(Image& image, int x, int y) const;
    /// Depth of the pixels, 0 near to 1 far, rows from top to bottom. Single-sampled targets only.
    std::vector<float> depth() const;

    /// Waits until the driver has drawn everything.
    static void finish();
    /// Largest side the driver draws in one piece.
    static int maxSide();

  private:
    FrameTarget() = default;
    Size size_;
    unsigned drawn_ = 0;
    unsigned resolved_ = 0;
    unsigned buffers_[3] = {0, 0, 0};
};

}  // namespace atlas::surface
