#include "picture_diff.h"

#include <png.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace atlas::test {

namespace {

constexpr int kBlock = 16;

const std::uint8_t* at(const surface::Image& image, int x, int y) {
    return &image.pixels[(static_cast<std::size_t>(y) * image.size.width + x) * 3];
}

int channelDifference(const std::uint8_t* a, const std::uint8_t* b) {
    return std::max({std::abs(a[0] - b[0]), std::abs(a[1] - b[1]), std::abs(a[2] - b[2])});
}

// Whether `other` shows the pixel's colour there or beside it.
bool found(const surface::Image& image, const surface::Image& other, int x, int y, int slack) {
    const std::uint8_t* wanted = at(image, x, y);
    if (channelDifference(wanted, at(other, x, y)) <= slack) return true;
    for (int v = std::max(0, y - 1); v <= std::min(image.size.height - 1, y + 1); ++v)
        for (int u = std::max(0, x - 1); u <= std::min(image.size.width - 1, x + 1); ++u)
            if (channelDifference(wanted, at(other, u, v)) <= slack) return true;
    return false;
}

bool isBad(const surface::Image& a, const surface::Image& b, int x, int y, int slack) {
    return !found(a, b, x, y, slack) || !found(b, a, x, y, slack);
}

double blockDifference(const surface::Image& a, const surface::Image& b, int left, int top) {
    double sum[3] = {0, 0, 0};
    int count = 0;
    for (int y = top; y < std::min(top + kBlock, a.size.height); ++y)
        for (int x = left; x < std::min(left + kBlock, a.size.width); ++x, ++count)
            for (int channel = 0; channel < 3; ++channel)
                sum[channel] += at(a, x, y)[channel] - at(b, x, y)[channel];
    // A strip at the rim counts as the part of a block that it is: a moved edge weighs more in few pixels.
    const double whole = std::max(count, kBlock * kBlock);
    return std::max({std::abs(sum[0]), std::abs(sum[1]), std::abs(sum[2])}) / whole;
}

}  // namespace

bool Difference::within(const Tolerance& tolerance) const {
    return sameSize && static_cast<double>(bad) <= tolerance.badShare * static_cast<double>(pixels) &&
           block <= tolerance.block;
}

Difference compare(const surface::Image& expected, const surface::Image& actual, const Tolerance& tolerance) {
    Difference result;
    result.sameSize = expected.size == actual.size;
    if (!result.sameSize) return result;
    const auto [width, height] = expected.size;
    result.pixels = static_cast<std::size_t>(width) * height;
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const int difference = channelDifference(at(expected, x, y), at(actual, x, y));
            if (difference == 0) continue;
            ++result.different;
            result.largest = std::max(result.largest, difference);
            if (difference > tolerance.channel && isBad(expected, actual, x, y, tolerance.channel))
                ++result.bad;
        }
    }
    for (int top = 0; top < height; top += kBlock)
        for (int left = 0; left < width; left += kBlock)
            result.block = std::max(result.block, blockDifference(expected, actual, left, top));
    return result;
}

surface::Image drawDifference(const surface::Image& expected, const surface::Image& actual,
                              const Tolerance& tolerance) {
    surface::Image result;
    if (!(expected.size == actual.size)) return result;
    result.size = expected.size;
    result.pixels.resize(expected.pixels.size());
    for (int y = 0; y < result.size.height; ++y) {
        for (int x = 0; x < result.size.width; ++x) {
            const std::uint8_t* a = at(expected, x, y);
            const std::uint8_t* b = at(actual, x, y);
            std::uint8_t* out = &result.pixels[(static_cast<std::size_t>(y) * result.size.width + x) * 3];
            const bool bad = channelDifference(a, b) > tolerance.channel &&
                             isBad(expected, actual, x, y, tolerance.channel);
            for (int channel = 0; channel < 3; ++channel)
                out[channel] =
                    bad ? (channel == 1 ? 0 : 255)
                        : static_cast<std::uint8_t>(std::min(255, 4 * std::abs(a[channel] - b[channel])));
        }
    }
    return result;
}

std::optional<surface::Image> readPng(const std::filesystem::path& path, std::string& reason) {
    png_image header{};
    header.version = PNG_IMAGE_VERSION;
    if (png_image_begin_read_from_file(&header, path.c_str()) == 0) {
        reason = header.message;
        return std::nullopt;
    }
    header.format = PNG_FORMAT_RGB;
    surface::Image image;
    image.size = {static_cast<int>(header.width), static_cast<int>(header.height)};
    image.pixels.resize(PNG_IMAGE_SIZE(header));
    if (png_image_finish_read(&header, nullptr, image.pixels.data(), 0, nullptr) == 0) {
        reason = header.message;
        return std::nullopt;
    }
    return image;
}

std::string writeSmallPng(const surface::Image& image, const std::filesystem::path& path) {
    png_image header{};
    header.version = PNG_IMAGE_VERSION;
    header.width = static_cast<png_uint_32>(image.size.width);
    header.height = static_cast<png_uint_32>(image.size.height);
    header.format = PNG_FORMAT_RGB;
    return png_image_write_to_file(&header, path.c_str(), 0, image.pixels.data(), 0, nullptr) == 0
               ? header.message
               : std::string();
}

}  // namespace atlas::test
