#pragma once
// A map with a sheet round it, as 'yuzhong render' writes it.

#include <optional>
#include <string>

#include "app/view/picture.h"
#include "app/view/sheet/sheet_file.h"

namespace atlas::app {

/// What is asked for on the command line.
struct SheetOptions {
    std::string layout;  ///< see parseSheetParts; "" = none in a PNG, all in a PDF
    std::string title;   ///< "" = the map's
    std::string paper;   ///< of a PDF, "" = A3
    bool portrait = false;
    int dpi = 0;  ///< 0 = 300
};

/// A page, in pixels and in the sheet's units.
struct SheetSize {
    surface::Size pixels;
    double unit = 1;  ///< pixels
    double width() const { return pixels.width / unit; }
    double height() const { return pixels.height / unit; }
};

/// "A4" .. "A0" (landscape unless told), or "WIDTHxHEIGHT" in millimetres. Throws UsageError, also where the
/// page has more pixels than fit into memory well.
SheetSize paperSize(const SheetOptions& options);

/// One map on its sheet. Drawing thread; made before the map is prepared, since it says how large it is.
class SheetPicture {
  public:
    /// `size.pixels` may be 32,767 wide at most. Throws UsageError.
    SheetPicture(const MapView& view, const Session& session, const SheetParts& parts,
                 const SheetOptions& options, const SheetSize& size, const ui::Translations& texts);

    const SheetPixels& map() const { return place_; }
    bool crowded() const { return layout_.crowded; }
    /// Scale and north, before it is written.
    void measure(const MapView& view, const scene::Pose& pose, const scene::Viewport& map);
    void writePng(PictureFile& out, const MapStrips& map) const;
    void writePdf(const std::filesystem::path& file, const MapStrips& map) const;

  private:
    SheetPage page() const;
    SheetParts parts_;
    SheetSize size_;
    const ui::Translations& texts_;
    SheetContent content_;
    SheetLayout layout_;
    SheetPixels place_;
};

}  // namespace atlas::app
