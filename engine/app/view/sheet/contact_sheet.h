#pragma once
// All views of a map side by side on one sheet.

#include <functional>
#include <string>
#include <vector>

#include "app/view/picture.h"
#include "app/view/sheet/sheet_file.h"
#include "app/view/sheet/sheet_picture.h"

namespace atlas::app {

struct ContactView {
    std::string name;
    Session session;  ///< what it shows, camera included
};

/// The catalogue's views as they look when they are flown to in `session`, then the session's own bookmarks.
std::vector<ContactView> contactViews(const layers::Catalog& catalog, const Session& session,
                                      const ui::Translations& texts);

/// A contact sheet, drawn when it is written. Drawing thread; everything given outlives it.
class ContactSheet {
  public:
    /// `title` "" = the map's. Of a page that is too small for so many views each keeps at least a few
    /// pixels.
    ContactSheet(MapView& view, surface::FrameRenderer& renderer, std::vector<ContactView> views,
                 const std::string& title, const SheetSize& size, const ui::Translations& texts);
    void setSamples(int samples) { samples_ = samples; }
    /// Told how much is done, 0..1; what it throws ends the work.
    void setProgress(std::function<void(double)> progress) { progress_ = std::move(progress); }
    /// Makes tools show what a session holds.
    void setRefresh(std::function<void(const Session&)> refresh) { refresh_ = std::move(refresh); }

    void writePng(PictureFile& out) const;
    void writePdf(const std::filesystem::path& file) const;

  private:
    void layOut();
    void draw(SheetPen& pen) const;
    std::vector<std::pair<SheetPixels, MapStrips>> maps() const;

    MapView& view_;
    surface::FrameRenderer& renderer_;
    std::vector<ContactView> views_;
    std::string title_, made_;
    SheetSize size_;
    int samples_ = 4;
    std::function<void(double)> progress_;
    std::function<void(const Session&)> refresh_;
    std::vector<SheetBox> cells_;  ///< a map each; its name stands below
};

}  // namespace atlas::app
