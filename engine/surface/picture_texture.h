#pragma once
// A picture that a panel shows.

#include <cstdint>

#include "surface/image.h"

namespace atlas::surface {

/// A texture of the current GL context, on its thread, all its life.
class PictureTexture {
  public:
    explicit PictureTexture(const Image& image);
    ~PictureTexture();
    PictureTexture(const PictureTexture&) = delete;
    PictureTexture& operator=(const PictureTexture&) = delete;
    /// As ImGui's OpenGL backend wants it (ImTextureID).
    std::uintptr_t id() const { return texture_; }

  private:
    unsigned texture_ = 0;
};

}  // namespace atlas::surface
