#include "app/view/sheet/sheet_picture.h"

#include <cmath>
#include <cstdio>
#include <memory>

#include "app/failure.h"
#include "app/view/sheet/sheet_drawing.h"

namespace atlas::app {

namespace {

constexpr double kMillimetres = 25.4, kUnits = 96;  // of an inch
constexpr long long kMostPagePixels = 1LL << 27;    // a page's map is held in memory
constexpr int kDpi = 300;
constexpr int kWidestSurface = 32767;  // Cairo's limit

}  // namespace

SheetSize paperSize(const SheetOptions& options) {
    double width = 0;
    double height = 0;
    int used = 0;
    const std::string paper = options.paper.empty() ? "A3" : options.paper;
    const int dpi = options.dpi > 0 ? options.dpi : kDpi;
    if (paper.size() == 2 && (paper[0] == 'A' || paper[0] == 'a') && paper[1] >= '0' && paper[1] <= '5') {
        // Whole millimetres, each the half of the next larger.
        int longer = 1189;
        int shorter = 841;
        for (char size = '0'; size < paper[1]; ++size) {
            const int half = longer / 2;
            longer = shorter;
            shorter = half;
        }
        width = options.portrait ? shorter : longer;
        height = options.portrait ? longer : shorter;
    } else if (std::sscanf(paper.c_str(), "%lfx%lf%n", &width, &height, &used) != 2 ||
               static_cast<std::size_t>(used) != paper.size() || !(width >= 50) || !(height >= 50) ||
               !(width <= 5000) || !(height <= 5000)) {
        throw UsageError("--paper: '{}' is neither A5 to A0 nor WIDTHxHEIGHT of 50 to 5000 millimetres",
                         paper);
    }
    SheetSize size;
    size.unit = dpi / kUnits;
    size.pixels = {static_cast<int>(std::lround(width / kMillimetres * dpi)),
                   static_cast<int>(std::lround(height / kMillimetres * dpi))};
    if (static_cast<long long>(size.pixels.width) * size.pixels.height > kMostPagePixels ||
        std::max(size.pixels.width, size.pixels.height) > kWidestSurface)
        throw UsageError("--dpi: {} on this paper are {}x{} pixels, more than {} in all; take less", dpi,
                         size.pixels.width, size.pixels.height, kMostPagePixels);
    return size;
}

SheetPicture::SheetPicture(const MapView& view, const Session& session, const SheetParts& parts,
                           const SheetOptions& options, const SheetSize& size, const ui::Translations& texts)
    : parts_(parts), size_(size), texts_(texts) {
    if (size.pixels.width > kWidestSurface)
        throw UsageError("--layout: a picture with a layout is at most {} pixels wide", kWidestSurface);
    content_ = sheetContent(view, session, parts, options.title, texts);
    const std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)> surface(
        cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1), cairo_surface_destroy);
    const std::unique_ptr<cairo_t, decltype(&cairo_destroy)> cairo(cairo_create(surface.get()),
                                                                   cairo_destroy);
    SheetPen pen(cairo.get());
    layout_ = layOutSheet(content_, parts, size.width(), size.height(), pen);
    place_ = pixelsOf(layout_.map, size.unit);
    // Where the map's pixels really begin and end: its frame follows them.
    layout_.map = {place_.x / size.unit, place_.y / size.unit, place_.size.width / size.unit,
                   place_.size.height / size.unit};
}

void SheetPicture::measure(const MapView& view, const scene::Pose& pose, const scene::Viewport& map) {
    measureSheet(content_, view, pose, map, size_.unit, parts_, texts_);
}

SheetPage SheetPicture::page() const {
    return {[this](SheetPen& pen) { drawSheet(content_, layout_, pen); }, size_.width(), size_.height(),
            size_.unit};
}

void SheetPicture::writePng(PictureFile& out, const MapStrips& map) const {
    writeSheetPng(out, page(), size_.pixels, place_, map);
}

void SheetPicture::writePdf(const std::filesystem::path& file, const MapStrips& map) const {
    writeSheetPdf(file, page(), content_.title, {{place_, map}});
}

}  // namespace atlas::app
