#include "surface/image.h"

#include <png.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <memory>
#include <system_error>

namespace atlas::surface {

namespace {

struct Closer {
    void operator()(std::FILE* file) const { std::fclose(file); }
};

png_image headerOf(const Image& image) {
    png_image header{};
    header.version = PNG_IMAGE_VERSION;
    header.width = static_cast<png_uint_32>(image.size.width);
    header.height = static_cast<png_uint_32>(image.size.height);
    header.format = PNG_FORMAT_RGB;
    // The fast preset costs a few per cent of size and saves most of the encoder's time.
    header.flags = PNG_IMAGE_FLAG_FAST;
    return header;
}

std::string encode(const Image& image, std::FILE* file) {
    png_image header = headerOf(image);
    if (png_image_write_to_stdio(&header, file, 0, image.pixels.data(), 0, nullptr) == 0)
        return header.message;
    return {};
}

}  // namespace

std::string pngBytes(const Image& image) {
    png_image header = headerOf(image);
    png_alloc_size_t size = 0;
    if (png_image_write_get_memory_size(header, size, 0, image.pixels.data(), 0, nullptr) == 0) return {};
    std::string bytes(size, '\0');
    if (png_image_write_to_memory(&header, bytes.data(), &size, 0, image.pixels.data(), 0, nullptr) == 0)
        return {};
    bytes.resize(size);
    return bytes;
}

std::optional<Image> imageOfPng(const std::string& bytes) {
    constexpr std::size_t kMostPixels = 64'000'000;
    png_image header{};
    header.version = PNG_IMAGE_VERSION;
    if (png_image_begin_read_from_memory(&header, bytes.data(), bytes.size()) == 0) return std::nullopt;
    if (static_cast<std::size_t>(header.width) * header.height > kMostPixels) {
        png_image_free(&header);
        return std::nullopt;
    }
    header.format = PNG_FORMAT_RGB;
    Image image;
    image.size = {static_cast<int>(header.width), static_cast<int>(header.height)};
    image.pixels.resize(PNG_IMAGE_SIZE(header));
    const png_color paper{255, 255, 255};  // under what is transparent
    if (png_image_finish_read(&header, &paper, image.pixels.data(), 0, nullptr) == 0) return std::nullopt;
    return image;
}

std::string writePng(const Image& image, const std::filesystem::path& path) {
    std::filesystem::path temporary = path;
    temporary += ".part" + std::to_string(::getpid());
    std::string reason;
    {
        const std::unique_ptr<std::FILE, Closer> file(std::fopen(temporary.c_str(), "wb"));
        if (!file) return std::strerror(errno);
        reason = encode(image, file.get());
        if (reason.empty() && std::fflush(file.get()) != 0) reason = std::strerror(errno);
    }
    std::error_code error;
    if (reason.empty()) {
        std::filesystem::rename(temporary, path, error);
        if (error) reason = error.message();
    }
    if (!reason.empty()) std::filesystem::remove(temporary, error);
    return reason;
}

}  // namespace atlas::surface
