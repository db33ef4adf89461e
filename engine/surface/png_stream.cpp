#include "surface/png_stream.h"

#include <png.h>

#include <cerrno>
#include <csetjmp>
#include <cstdio>
#include <cstring>

namespace atlas::surface {

namespace {

constexpr int kCompression = 3;  // higher levels cost several times as long for a few per cent

extern "C" void failed(png_structp png, png_const_charp message) {
    static_cast<std::string*>(png_get_error_ptr(png))->assign(message);
    png_longjmp(png, 1);
}
extern "C" void warned(png_structp /*png*/, png_const_charp /*message*/) {}

}  // namespace

// libpng leaves its functions by longjmp: between setjmp and the calls below no object with a destructor is
// made.
struct PngStream::Impl {
    std::FILE* file = nullptr;
    png_structp png = nullptr;
    png_infop info = nullptr;
    std::size_t stride = 0;
    std::string reason;

    ~Impl() {
        if (png != nullptr) png_destroy_write_struct(&png, &info);
        if (file != nullptr) std::fclose(file);
    }
    bool begin(Size size) {
        if (setjmp(png_jmpbuf(png)) != 0) return false;
        png_init_io(png, file);
        png_set_user_limits(png, static_cast<png_uint_32>(size.width), static_cast<png_uint_32>(size.height));
        png_set_IHDR(png, info, static_cast<png_uint_32>(size.width), static_cast<png_uint_32>(size.height),
                     8, PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                     PNG_FILTER_TYPE_DEFAULT);
        png_set_compression_level(png, kCompression);
        png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_SUB);
        png_write_info(png, info);
        return true;
    }
    bool write(const std::uint8_t* pixels, int rows) {
        if (setjmp(png_jmpbuf(png)) != 0) return false;
        for (int row = 0; row < rows; ++row) png_write_row(png, pixels + stride * static_cast<unsigned>(row));
        return true;
    }
    bool end() {
        if (setjmp(png_jmpbuf(png)) != 0) return false;
        png_write_end(png, nullptr);
        return true;
    }
};

PngStream::PngStream() : impl_(std::make_unique<Impl>()) {}
PngStream::~PngStream() = default;

std::unique_ptr<PngStream> PngStream::create(const std::filesystem::path& path, Size size,
                                             std::string& reason) {
    std::unique_ptr<PngStream> stream(new PngStream);
    Impl& impl = *stream->impl_;
    impl.file = std::fopen(path.c_str(), "wbe");
    if (impl.file == nullptr) {
        reason = std::strerror(errno);
        return nullptr;
    }
    impl.png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &impl.reason, failed, warned);
    if (impl.png != nullptr) impl.info = png_create_info_struct(impl.png);
    impl.stride = static_cast<std::size_t>(size.width) * 3;
    if (impl.info == nullptr || !impl.begin(size)) {
        reason = impl.reason.empty() ? "out of memory" : impl.reason;
        return nullptr;
    }
    return stream;
}

std::string PngStream::add(const std::uint8_t* pixels, int rows) {
    if (impl_->reason.empty()) impl_->write(pixels, rows);
    return impl_->reason;
}

std::string PngStream::finish() {
    if (impl_->reason.empty() && impl_->end() && std::fflush(impl_->file) != 0)
        impl_->reason = std::strerror(errno);
    return impl_->reason;
}

}  // namespace atlas::surface
