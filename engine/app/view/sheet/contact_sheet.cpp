#include "app/view/sheet/contact_sheet.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/view/sheet/sheet_drawing.h"
#include "scene/light.h"

namespace atlas::app {

namespace {

constexpr double kRim = 32, kGapX = 20, kGapY = 12, kName = 26, kTitleRoom = 56;
constexpr double kAspect = 16.0 / 9.0;
constexpr double kFrame = 0.75;
constexpr double kLeastCell = 8;

}  // namespace

std::vector<ContactView> contactViews(const layers::Catalog& catalog, const Session& session,
                                      const ui::Translations& texts) {
    std::vector<ContactView> views;
    for (const layers::ViewEntry& entry : catalog.views) {
        ContactView view{entry.name.in(texts.code()), session};
        view.session.camera = entry.camera;
        view.session.selected = entry.select;
        if (!entry.time.empty())
            view.session.time = scene::parseTime(entry.time, catalog.timeZone).value_or(view.session.time);
        views.push_back(std::move(view));
    }
    for (const Bookmark& bookmark : session.bookmarks) {
        ContactView view{bookmark.name, session};
        view.session.camera = bookmark.camera;
        view.session.time = bookmark.time;
        views.push_back(std::move(view));
    }
    return views;
}

ContactSheet::ContactSheet(MapView& view, surface::FrameRenderer& renderer, std::vector<ContactView> views,
                           const std::string& title, const SheetSize& size, const ui::Translations& texts)
    : view_(view),
      renderer_(renderer),
      views_(std::move(views)),
      title_(title.empty() ? view.district().catalog.title.in(texts.code()) : title),
      made_(sheetDate(texts)),
      size_(size) {
    layOut();
}

// As many columns as give the largest cells.
void ContactSheet::layOut() {
    const double margin = std::min(kRim, 0.04 * std::min(size_.width(), size_.height()));
    const double width = size_.width() - 2 * margin;
    const double height = size_.height() - 2 * margin - kTitleRoom;
    const auto count = static_cast<int>(views_.size());
    int best = 1;
    double side = 0;
    for (int columns = 1; columns <= count; ++columns) {
        const int rows = (count + columns - 1) / columns;
        const double byWidth = (width - (columns - 1) * kGapX) / columns;
        const double byHeight = ((height - (rows - 1) * kGapY) / rows - kName) * kAspect;
        if (std::min(byWidth, byHeight) <= side) continue;
        side = std::min(byWidth, byHeight);
        best = columns;
    }
    side = std::max(side, kLeastCell);
    const double tall = side / kAspect;
    const double all = best * side + (best - 1) * kGapX;
    for (int i = 0; i < count; ++i) {
        const int row = i / best;
        cells_.push_back({margin + (width - all) / 2 + (i % best) * (side + kGapX),
                          margin + kTitleRoom + row * (tall + kName + kGapY), side, tall});
    }
}

void ContactSheet::draw(SheetPen& pen) const {
    pen.fillBox(0, 0, size_.width(), size_.height(), kPaper);
    const double left = cells_.empty() ? kRim : cells_.front().x;
    const double top = (cells_.empty() ? kRim + kTitleRoom : cells_.front().y) - kTitleRoom;
    pen.font(SheetType::kSmall);
    const double made = pen.widthOf(made_);
    pen.text(size_.width() - left - made, top + SheetType::kTitle * 0.95, made_, kSheetQuiet);
    pen.font(SheetType::kTitle, true);
    pen.text(left, top + SheetType::kTitle * 0.95,
             pen.fitted(title_, size_.width() - 2 * left - made - kGapX), kSheetInk);
    for (std::size_t i = 0; i < cells_.size(); ++i) {
        const SheetPixels place = pixelsOf(cells_[i], size_.unit);
        const double x = place.x / size_.unit;
        const double y = place.y / size_.unit;
        const double width = place.size.width / size_.unit;
        const double height = place.size.height / size_.unit;
        pen.strokeBox(x - kFrame / 2, y - kFrame / 2, width + kFrame, height + kFrame, kFrame, kSheetInk);
        pen.font(SheetType::kBody);
        const std::string number = fmt::format("{}", i + 1);
        pen.text(x, y + height + SheetType::kBody * 1.4, number, kSheetQuiet);
        const double shift = pen.widthOf(number) + SheetType::kBody * 0.6;
        pen.text(x + shift, y + height + SheetType::kBody * 1.4, pen.fitted(views_[i].name, width - shift),
                 kSheetInk);
    }
}

std::vector<std::pair<SheetPixels, MapStrips>> ContactSheet::maps() const {
    std::vector<std::pair<SheetPixels, MapStrips>> result;
    for (std::size_t i = 0; i < cells_.size(); ++i) {
        const SheetPixels place = pixelsOf(cells_[i], size_.unit);
        result.emplace_back(place, [this, i, size = place.size](const auto& sink) {
            const Session& session = views_[i].session;
            view_.apply(session);
            if (refresh_) refresh_(session);
            PictureOrder order{view_.poseOf(session.camera), {size.width, size.height, size_.unit}, samples_};
            view_.prepare(order.pose, order.viewport, 0, true, {});
            drawRows(view_, renderer_, order, sink);
            if (progress_) progress_(static_cast<double>(i + 1) / static_cast<double>(cells_.size()));
        });
    }
    return result;
}

void ContactSheet::writePng(PictureFile& out) const {
    out.write(
        drawSheetImage({[this](SheetPen& pen) { draw(pen); }, size_.width(), size_.height(), size_.unit},
                       size_.pixels, maps()));
}

void ContactSheet::writePdf(const std::filesystem::path& file) const {
    writeSheetPdf(file, {[this](SheetPen& pen) { draw(pen); }, size_.width(), size_.height(), size_.unit},
                  title_, maps());
}

}  // namespace atlas::app
