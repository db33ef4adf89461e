#include "app/view/sheet/sheet_file.h"

#include <cairo-pdf.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <memory>

#include "app/failure.h"

namespace atlas::app {

namespace {

constexpr int kPaperRows = 256;          // of a strip above and below the map
constexpr double kPointsPerUnit = 0.75;  // a unit is 1/96 inch, a point 1/72

using Surface = std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)>;
using Cairo = std::unique_ptr<cairo_t, decltype(&cairo_destroy)>;

void require(cairo_status_t status) {
    if (status != CAIRO_STATUS_SUCCESS)
        throw WorkError("the picture cannot be written: {}", cairo_status_to_string(status));
}

Surface imageSurface(int width, int height) {
    Surface surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height), cairo_surface_destroy);
    require(cairo_surface_status(surface.get()));
    return surface;
}

// Cairo's pixels are 32 bit, blue first on the machines that we know.
void toImage(cairo_surface_t* surface, surface::Image& image) {
    cairo_surface_flush(surface);
    const unsigned char* data = cairo_image_surface_get_data(surface);
    const auto stride = static_cast<std::size_t>(cairo_image_surface_get_stride(surface));
    for (int y = 0; y < image.size.height; ++y) {
        std::uint8_t* to = &image.pixels[static_cast<std::size_t>(y) * image.size.width * 3];
        for (int x = 0; x < image.size.width; ++x) {
            std::uint32_t pixel = 0;
            std::memcpy(&pixel, data + static_cast<std::size_t>(y) * stride + static_cast<std::size_t>(x) * 4,
                        4);
            *to++ = static_cast<std::uint8_t>(pixel >> 16);
            *to++ = static_cast<std::uint8_t>(pixel >> 8);
            *to++ = static_cast<std::uint8_t>(pixel);
        }
    }
}

void drawOnto(cairo_surface_t* surface, const SheetPage& page, double top) {
    const Cairo cairo(cairo_create(surface), cairo_destroy);
    cairo_translate(cairo.get(), 0, -top);
    cairo_scale(cairo.get(), page.scale, page.scale);
    SheetPen pen(cairo.get());
    page.draw(pen);
    require(cairo_status(cairo.get()));
}

void copyInto(surface::Image& to, int x, int y, const surface::Image& from) {
    const int width = std::min(from.size.width, to.size.width - x);
    const int height = std::min(from.size.height, to.size.height - y);
    for (int row = 0; row < height; ++row)
        std::memcpy(&to.pixels[(static_cast<std::size_t>(y + row) * to.size.width + x) * 3],
                    &from.pixels[static_cast<std::size_t>(row) * from.size.width * 3],
                    static_cast<std::size_t>(width) * 3);
}

// All strips of a map as one of Cairo's images.
Surface mapSurface(surface::Size size, const MapStrips& map) {
    Surface surface = imageSurface(size.width, size.height);
    unsigned char* data = cairo_image_surface_get_data(surface.get());
    const auto stride = static_cast<std::size_t>(cairo_image_surface_get_stride(surface.get()));
    int top = 0;
    map([&](const surface::Image& strip) {
        for (int row = 0; row < strip.size.height && top < size.height; ++row, ++top) {
            const std::uint8_t* from = &strip.pixels[static_cast<std::size_t>(row) * strip.size.width * 3];
            unsigned char* to = data + static_cast<std::size_t>(top) * stride;
            for (int x = 0; x < size.width; ++x, from += 3, to += 4) {
                const std::uint32_t pixel = static_cast<std::uint32_t>(from[0]) << 16 |
                                            static_cast<std::uint32_t>(from[1]) << 8 | from[2];
                std::memcpy(to, &pixel, 4);
            }
        }
    });
    cairo_surface_mark_dirty(surface.get());
    return surface;
}

}  // namespace

SheetPixels pixelsOf(const SheetBox& box, double scale) {
    const auto at = [scale](double units) { return static_cast<int>(std::lround(units * scale)); };
    const int x = at(box.x);
    const int y = at(box.y);
    return {x, y, {std::max(1, at(box.right()) - x), std::max(1, at(box.bottom()) - y)}};
}

void writeSheetPng(PictureFile& out, const SheetPage& page, surface::Size size, const SheetPixels& place,
                   const MapStrips& map) {
    out.begin(size);
    int top = 0;
    const auto add = [&](int rows, const surface::Image* strip) {
        const Surface paper = imageSurface(size.width, rows);
        drawOnto(paper.get(), page, top);
        surface::Image image;
        image.size = {size.width, rows};
        image.pixels.resize(static_cast<std::size_t>(size.width) * static_cast<std::size_t>(rows) * 3);
        toImage(paper.get(), image);
        if (strip != nullptr) copyInto(image, place.x, 0, *strip);
        out.add(image);
        top += rows;
    };
    while (top < place.y) add(std::min(kPaperRows, place.y - top), nullptr);
    map([&](const surface::Image& strip) { add(strip.size.height, &strip); });
    while (top < size.height) add(std::min(kPaperRows, size.height - top), nullptr);
    out.commit();
}

void writeSheetPdf(const std::filesystem::path& file, const SheetPage& page, const std::string& title,
                   const std::vector<std::pair<SheetPixels, MapStrips>>& maps) {
    const Surface surface(
        cairo_pdf_surface_create(file.c_str(), page.width * kPointsPerUnit, page.height * kPointsPerUnit),
        cairo_surface_destroy);
    require(cairo_surface_status(surface.get()));
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_TITLE, title.c_str());
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATOR, "Yuzhong Atlas");
    const Cairo cairo(cairo_create(surface.get()), cairo_destroy);
    cairo_scale(cairo.get(), kPointsPerUnit, kPointsPerUnit);
    SheetPen pen(cairo.get());
    page.draw(pen);
    for (const auto& [place, map] : maps) {
        const Surface pixels = mapSurface(place.size, map);
        cairo_save(cairo.get());
        cairo_scale(cairo.get(), 1 / page.scale, 1 / page.scale);
        cairo_set_source_surface(cairo.get(), pixels.get(), place.x, place.y);
        cairo_rectangle(cairo.get(), place.x, place.y, place.size.width, place.size.height);
        cairo_fill(cairo.get());
        cairo_restore(cairo.get());
    }
    cairo_show_page(cairo.get());
    require(cairo_status(cairo.get()));
    cairo_surface_finish(surface.get());
    require(cairo_surface_status(surface.get()));
}

surface::Image drawSheetImage(const SheetPage& page, surface::Size size,
                              const std::vector<std::pair<SheetPixels, MapStrips>>& maps) {
    surface::Image image;
    image.size = size;
    image.pixels.resize(static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height) * 3);
    const Surface paper = imageSurface(size.width, size.height);
    drawOnto(paper.get(), page, 0);
    toImage(paper.get(), image);
    for (const auto& [place, map] : maps) {
        int top = place.y;
        map([&, x = place.x](const surface::Image& strip) {
            copyInto(image, x, top, strip);
            top += strip.size.height;
        });
    }
    return image;
}

}  // namespace atlas::app
