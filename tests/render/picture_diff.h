#pragma once
// Two pictures of the same scene, perhaps by two graphics drivers: are they the same to the eye?
//
// Drivers agree on what a pixel well inside a surface shows to a few levels of 255 (they round differently,
// and filter textures with 8 bits of weight), but not on which side of an edge a pixel falls: triangles are
// snapped to the driver's own sub-pixel grid. So here and there an edge lies one pixel further. Two measures
// forgive exactly that:
// - a pixel is bad when no pixel of the other picture within one pixel of it comes near its colour,
//   looked at from both sides (else a thin line that vanished would be forgiven by the ground beside it);
// - the mean colour of blocks of 16 x 16 pixels may hardly differ: edges that move cancel out in it, but a
//   tint, a lost symbol or name, or a shadow that is too dark do not.
// With one sample a pixel, llvmpipe and softpipe (two rasterizers of Mesa that share little code) differ at
// 40 % of the pixels of the opening view by rounding; of 144,000 at most 3 are bad, and no block is off by
// more than 1.2. A name in another language gives 1,026 bad pixels and 21, a lost boundary line 791 and 5,
// ten minutes of sun 4,041 and 41. The limits below lie between. They are no use for more samples a pixel:
// where those lie is the driver's choice, and on Mesa even mirrored between window and framebuffer.

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

#include "surface/image.h"

namespace atlas::test {

struct Tolerance {
    int channel = 16;          ///< levels of 255 by which one channel of a pixel may differ
    double badShare = 0.0002;  ///< of all pixels that may be bad
    double block = 3;          ///< levels by which the mean of a block may differ in one channel
};

struct Difference {
    bool sameSize = false;
    std::size_t pixels = 0;
    std::size_t different = 0;  ///< pixels that are not equal to the bit
    std::size_t bad = 0;        ///< pixels with nothing like them within one pixel
    int largest = 0;            ///< largest difference of a channel of two pixels at the same place
    double block = 0;           ///< largest difference of a block's mean
    bool within(const Tolerance& tolerance) const;
};

/// Pure. Pictures of different size have nothing compared.
Difference compare(const surface::Image& expected, const surface::Image& actual, const Tolerance& tolerance);

/// What differs, four times as strong on black; bad pixels pure magenta. Empty when the sizes differ.
surface::Image drawDifference(const surface::Image& expected, const surface::Image& actual,
                              const Tolerance& tolerance);

/// RGB of a PNG file; nullopt with a reason.
std::optional<surface::Image> readPng(const std::filesystem::path& path, std::string& reason);

/// As surface::writePng, but as small as libpng can: for pictures that are kept. "" or the reason.
std::string writeSmallPng(const surface::Image& image, const std::filesystem::path& path);

}  // namespace atlas::test
