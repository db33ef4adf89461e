#include "surface/picture_texture.h"

#include <GL/gl.h>
#include <GL/glext.h>

namespace atlas::surface {

PictureTexture::PictureTexture(const Image& image) {
    // OpenSceneGraph remembers what is bound: it finds it so again.
    GLint bound = 0;
    glGetIntegerv(GL_TEXTURE_BINDING_2D, &bound);
    glGenTextures(1, &texture_);
    glBindTexture(GL_TEXTURE_2D, texture_);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGB8, image.size.width, image.size.height, 0, GL_RGB, GL_UNSIGNED_BYTE,
                 image.pixels.data());
    glBindTexture(GL_TEXTURE_2D, static_cast<GLuint>(bound));
}

PictureTexture::~PictureTexture() {
    glDeleteTextures(1, &texture_);
}

}  // namespace atlas::surface
