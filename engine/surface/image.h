#pragma once
// Pictures in memory and on disk.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace atlas::surface {

/// Pixels, width and height. Positive when valid.
struct Size {
    int width = 0;
    int height = 0;
    bool operator==(const Size&) const = default;
};

/// RGB, 8 bit, rows from top to bottom: pixels[(row * width + column) * 3].
struct Image {
    Size size;
    std::vector<std::uint8_t> pixels;
};

/// The bytes of a PNG file; empty when there is no memory for them.
std::string pngBytes(const Image& image);
/// The other way, colours only. nullopt for bytes that are no PNG, or one of more than 64 million pixels.
std::optional<Image> imageOfPng(const std::string& bytes);

/// Writes a PNG to a temporary file in the same folder, then renames it: no partial file is ever seen.
/// Returns "" or the reason why not.
std::string writePng(const Image& image, const std::filesystem::path& path);

}  // namespace atlas::surface
