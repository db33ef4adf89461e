#include "scene/texel_image.h"

#include <algorithm>
#include <cassert>

namespace atlas::scene {

namespace {

template <std::size_t Channels>
void halve(const std::uint8_t* from, int width, int height, std::uint8_t* to) {
    // A level one texel wide or high is averaged along the other direction alone.
    const std::size_t right = width > 1 ? Channels : 0;
    const std::size_t up = height > 1 ? static_cast<std::size_t>(width) * Channels : 0;
    const int columns = std::max(width / 2, 1);
    const int rows = std::max(height / 2, 1);
    for (int row = 0; row < rows; ++row) {
        const std::uint8_t* a = from + static_cast<std::size_t>(row) * 2 * up;
        for (int column = 0; column < columns; ++column, a += 2 * Channels)
            for (std::size_t k = 0; k < Channels; ++k)
                *to++ =
                    static_cast<std::uint8_t>((a[k] + a[k + right] + a[k + up] + a[k + right + up] + 2) / 4);
    }
}

}  // namespace

std::vector<unsigned> appendMipmaps(std::vector<std::uint8_t>& texels, int width, int height, int channels) {
    assert(channels == 1 || channels == 4);
    assert(texels.size() == static_cast<std::size_t>(width) * height * channels);
    std::vector<unsigned> offsets;
    std::size_t from = 0;
    while (width > 1 || height > 1) {
        const int columns = std::max(width / 2, 1);
        const int rows = std::max(height / 2, 1);
        const std::size_t to = texels.size();
        offsets.push_back(static_cast<unsigned>(to));
        texels.resize(to + static_cast<std::size_t>(columns) * rows * channels);
        if (channels == 4)
            halve<4>(texels.data() + from, width, height, texels.data() + to);
        else
            halve<1>(texels.data() + from, width, height, texels.data() + to);
        from = to;
        width = columns;
        height = rows;
    }
    return offsets;
}

}  // namespace atlas::scene
