#pragma once
// Sheets as files: PNG strip by strip, or PDF with its text as text.

#include <filesystem>
#include <functional>

#include "app/view/picture_session.h"
#include "app/view/sheet/sheet_layout.h"

namespace atlas::app {

/// Draws a map and hands over its strips from the top down.
using MapStrips = std::function<void(const std::function<void(const surface::Image& strip)>& sink)>;

/// How a sheet's units become pixels or paper.
struct SheetPage {
    std::function<void(SheetPen&)> draw;  ///< all but maps; may be called many times
    double width = 0, height = 0;         ///< units
    double scale = 1;                     ///< pixels a unit
};

/// Pixels that a box of the sheet takes.
struct SheetPixels {
    int x = 0, y = 0;
    surface::Size size;
};
SheetPixels pixelsOf(const SheetBox& box, double scale);

/// Holds the pixels of a strip, not of the sheet. Throws WorkError and what `map` throws.
void writeSheetPng(PictureFile& out, const SheetPage& page, surface::Size size, const SheetPixels& place,
                   const MapStrips& map);

/// A page of PDF, a unit 1/96 inch. The fonts are in it as far as they are used. Holds the map's pixels (a
/// PDF viewer would show seams between strips). `title` for its properties. Throws as above.
void writeSheetPdf(const std::filesystem::path& file, const SheetPage& page, const std::string& title,
                   const std::vector<std::pair<SheetPixels, MapStrips>>& maps);

/// A sheet with several maps as one image in memory.
surface::Image drawSheetImage(const SheetPage& page, surface::Size size,
                              const std::vector<std::pair<SheetPixels, MapStrips>>& maps);

}  // namespace atlas::app
