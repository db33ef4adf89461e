#include "surface/kept_picture.h"

#include <GL/gl.h>
#include <GL/glext.h>

namespace atlas::surface {

namespace {

// Of other calls: not ours to answer.
void dropErrors() {
    while (glGetError() != GL_NO_ERROR) continue;
}

// Copies of framebuffers obey the scissor.
bool copied(unsigned from, unsigned to, Size size) {
    const GLboolean scissor = glIsEnabled(GL_SCISSOR_TEST);
    glDisable(GL_SCISSOR_TEST);
    dropErrors();
    glBindFramebuffer(GL_READ_FRAMEBUFFER, from);
    glBindFramebuffer(GL_DRAW_FRAMEBUFFER, to);
    glReadBuffer(from == 0 ? GL_BACK : GL_COLOR_ATTACHMENT0);
    glDrawBuffer(to == 0 ? GL_BACK : GL_COLOR_ATTACHMENT0);
    glBlitFramebuffer(0, 0, size.width, size.height, 0, 0, size.width, size.height, GL_COLOR_BUFFER_BIT,
                      GL_NEAREST);
    const bool good = glGetError() == GL_NO_ERROR;
    glBindFramebuffer(GL_FRAMEBUFFER, 0);
    if (scissor != 0) glEnable(GL_SCISSOR_TEST);
    return good;
}

}  // namespace

KeptPicture::~KeptPicture() {
    release();
}

void KeptPicture::release() {
    if (framebuffer_ != 0) glDeleteFramebuffers(1, &framebuffer_);
    if (colours_ != 0) glDeleteRenderbuffers(1, &colours_);
    framebuffer_ = colours_ = 0;
    kept_ = false;
}

bool KeptPicture::make(Size size) {
    if (framebuffer_ != 0 && size == size_) return true;
    release();
    size_ = size;
    dropErrors();
    glGenRenderbuffers(1, &colours_);
    glBindRenderbuffer(GL_RENDERBUFFER, colours_);
    glRenderbufferStorage(GL_RENDERBUFFER, GL_RGBA8, size.width, size.height);
    glGenFramebuffers(1, &framebuffer_);
    glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_);
    glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, colours_);
    const bool complete = glCheckFramebufferStatus(GL_FRAMEBUFFER) == GL_FRAMEBUFFER_COMPLETE;
    glBindFramebuffer(GL_FRAMEBUFFER, 0);
    return complete && glGetError() == GL_NO_ERROR;
}

void KeptPicture::keep(Size size) {
    kept_ = false;
    if (refused_) return;
    kept_ = make(size) && copied(0, framebuffer_, size);
    refused_ = !kept_;
}

bool KeptPicture::show(Size size) {
    if (!kept_ || !(size == size_)) return false;
    if (copied(framebuffer_, 0, size)) return true;
    kept_ = false;
    refused_ = true;
    return false;
}

}  // namespace atlas::surface
