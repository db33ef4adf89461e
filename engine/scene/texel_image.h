#pragma once
// Texels on their way to the card, with the coarser levels made here: a software driver would first compile a
// shader for each format.

#include <cstdint>
#include <osg/Image>
#include <vector>

namespace atlas::scene {

/// Appends to `texels` (level 0: height x width x channels bytes, rows without padding) all coarser levels
/// down to 1 x 1, each half as wide and high as the one before, rounded down, and the mean of two by two
/// texels there (a last odd row or column is left out). Returns the offset in bytes of level 1 and of each
/// one after it, as osg::Image::setMipmapLevels wants them. 1 or 4 channels. Pure.
std::vector<unsigned> appendMipmaps(std::vector<std::uint8_t>& texels, int width, int height, int channels);

/// Bytes as an image without a copy of them: they go when the image goes, and a texture that unreferences its
/// image after applying it lets it go once the bytes are on the card.
class TexelImage : public osg::Image {
  public:
    /// `texels` as appendMipmaps leaves them, `levels` what it returned (none: level 0 alone). 1 or 4
    /// channels.
    TexelImage(int width, int height, int channels, GLint internalFormat, std::vector<std::uint8_t> texels,
               const std::vector<unsigned>& levels)
        : texels_(std::move(texels)) {
        setImage(width, height, 1, internalFormat, channels == 4 ? GL_RGBA : GL_RED, GL_UNSIGNED_BYTE,
                 texels_.data(), osg::Image::NO_DELETE, 1);
        setMipmapLevels(levels);
    }

  private:
    std::vector<std::uint8_t> texels_;
};

}  // namespace atlas::scene
