#include "surface/frame_target.h"

#include <GL/gl.h>
#include <GL/glext.h>

#include <algorithm>

namespace atlas::surface {

std::unique_ptr<FrameTarget> FrameTarget::create(Size size, int samples) {
    std::unique_ptr<FrameTarget> target(new FrameTarget);
    target->size_ = size;
    GLint most = 0;
    glGetIntegerv(GL_MAX_SAMPLES, &most);
    samples = std::min(samples, static_cast<int>(most));
    const bool multi = samples > 1;
    while (glGetError() != GL_NO_ERROR) {
    }
    glGenRenderbuffers(multi ? 3 : 2, target->buffers_);
    const auto storage = [&](unsigned buffer, GLenum format, int count) {
        glBindRenderbuffer(GL_RENDERBUFFER, buffer);
        if (count > 1)
            glRenderbufferStorageMultisample(GL_RENDERBUFFER, count, format, size.width, size.height);
        else
            glRenderbufferStorage(GL_RENDERBUFFER, format, size.width, size.height);
    };
    storage(target->buffers_[0], GL_RGBA8, samples);
    storage(target->buffers_[1], GL_DEPTH24_STENCIL8, samples);
    glGenFramebuffers(1, &target->drawn_);
    glBindFramebuffer(GL_FRAMEBUFFER, target->drawn_);
    glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, target->buffers_[0]);
    glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_DEPTH_STENCIL_ATTACHMENT, GL_RENDERBUFFER,
                              target->buffers_[1]);
    bool complete = glCheckFramebufferStatus(GL_FRAMEBUFFER) == GL_FRAMEBUFFER_COMPLETE;
    if (multi) {
        storage(target->buffers_[2], GL_RGBA8, 1);
        glGenFramebuffers(1, &target->resolved_);
        glBindFramebuffer(GL_FRAMEBUFFER, target->resolved_);
        glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, target->buffers_[2]);
        complete = complete && glCheckFramebufferStatus(GL_FRAMEBUFFER) == GL_FRAMEBUFFER_COMPLETE;
        glBindFramebuffer(GL_FRAMEBUFFER, target->drawn_);
    }
    if (!complete || glGetError() != GL_NO_ERROR) return nullptr;
    return target;
}

FrameTarget::~FrameTarget() {
    glBindFramebuffer(GL_FRAMEBUFFER, 0);
    if (drawn_ != 0) glDeleteFramebuffers(1, &drawn_);
    if (resolved_ != 0) glDeleteFramebuffers(1, &resolved_);
    glDeleteRenderbuffers(3, buffers_);  // zeros are ignored
}

void FrameTarget::copyInto(Image& image, int x, int y) const {
    if (resolved_ != 0) {
        glBindFramebuffer(GL_READ_FRAMEBUFFER, drawn_);
        glBindFramebuffer(GL_DRAW_FRAMEBUFFER, resolved_);
        glBlitFramebuffer(0, 0, size_.width, size_.height, 0, 0, size_.width, size_.height,
                          GL_COLOR_BUFFER_BIT, GL_NEAREST);
    }
    glBindFramebuffer(GL_READ_FRAMEBUFFER, resolved_ != 0 ? resolved_ : drawn_);
    const int width = std::min(size_.width, image.size.width - x);
    const int height = std::min(size_.height, image.size.height - y);
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glPixelStorei(GL_PACK_ROW_LENGTH, image.size.width);
    std::uint8_t* const first = &image.pixels[(static_cast<std::size_t>(y) * image.size.width + x) * 3];
    glReadPixels(0, size_.height - height, width, height, GL_RGB, GL_UNSIGNED_BYTE, first);
    glPixelStorei(GL_PACK_ROW_LENGTH, 0);
    glBindFramebuffer(GL_FRAMEBUFFER, drawn_);
    // GL's rows come from the bottom.
    const std::size_t stride = static_cast<std::size_t>(image.size.width) * 3;
    for (int low = 0, high = height - 1; low < high; ++low, --high)
        std::swap_ranges(first + low * stride, first + low * stride + static_cast<std::size_t>(width) * 3,
                         first + high * stride);
}

std::vector<float> FrameTarget::depth() const {
    std::vector<float> upward(static_cast<std::size_t>(size_.width) * size_.height);
    glBindFramebuffer(GL_READ_FRAMEBUFFER, drawn_);
    glReadPixels(0, 0, size_.width, size_.height, GL_DEPTH_COMPONENT, GL_FLOAT, upward.data());
    std::vector<float> downward(upward.size());
    for (int row = 0; row < size_.height; ++row)
        std::copy_n(&upward[static_cast<std::size_t>(size_.height - 1 - row) * size_.width], size_.width,
                    &downward[static_cast<std::size_t>(row) * size_.width]);
    return downward;
}

void FrameTarget::finish() {
    glFinish();
}

int FrameTarget::maxSide() {
    GLint renderbuffer = 0;
    GLint viewport[2] = {0, 0};
    glGetIntegerv(GL_MAX_RENDERBUFFER_SIZE, &renderbuffer);
    glGetIntegerv(GL_MAX_VIEWPORT_DIMS, viewport);
    return std::min({renderbuffer, viewport[0], viewport[1]});
}

}  // namespace atlas::surface
