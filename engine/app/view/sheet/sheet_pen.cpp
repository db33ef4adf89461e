#include "app/view/sheet/sheet_pen.h"

#include <memory>
#include <numbers>
#include <sstream>

#include "scene/glyph_atlas.h"
#include "ui/text.h"

namespace atlas::app {

namespace {

constexpr const char* kFont = "Noto Sans CJK SC";

std::string utf8(char32_t code) {
    std::string text;
    if (code < 0x80) {
        text += static_cast<char>(code);
    } else if (code < 0x800) {
        text += static_cast<char>(0xC0 | (code >> 6));
        text += static_cast<char>(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        text += static_cast<char>(0xE0 | (code >> 12));
        text += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
        text += static_cast<char>(0x80 | (code & 0x3F));
    } else {
        text += static_cast<char>(0xF0 | (code >> 18));
        text += static_cast<char>(0x80 | ((code >> 12) & 0x3F));
        text += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
        text += static_cast<char>(0x80 | (code & 0x3F));
    }
    return text;
}

}  // namespace

SheetPen::SheetPen(cairo_t* cairo) : cairo_(cairo) {
    // Letters as wide at every size: what fits on a small sheet fits on a large one.
    const std::unique_ptr<cairo_font_options_t, decltype(&cairo_font_options_destroy)> options(
        cairo_font_options_create(), cairo_font_options_destroy);
    cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options.get(), CAIRO_ANTIALIAS_GRAY);
    cairo_set_font_options(cairo_, options.get());
}

void SheetPen::use(const Color& color) {
    cairo_set_source_rgba(cairo_, color[0], color[1], color[2], color[3]);
}

void SheetPen::font(double size, bool bold) {
    cairo_select_font_face(cairo_, kFont, CAIRO_FONT_SLANT_NORMAL,
                           bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(cairo_, size);
}

double SheetPen::widthOf(const std::string& text) const {
    cairo_text_extents_t extents;
    cairo_text_extents(cairo_, text.c_str(), &extents);
    return extents.x_advance;
}

std::vector<std::string> SheetPen::lines(const std::string& text, double width) const {
    std::vector<std::string> result;
    std::stringstream all(ui::wrapped(text, static_cast<float>(width), [this](char32_t code) {
        return static_cast<float>(widthOf(utf8(code)));
    }));
    for (std::string line; std::getline(all, line);) result.push_back(line);
    return result;
}

std::string SheetPen::fitted(const std::string& text, double width) const {
    if (widthOf(text) <= width) return text;
    const double room = width - widthOf("…");
    std::string kept;
    double used = 0;
    for (const char32_t code : scene::codePoints(text)) {
        const std::string letter = utf8(code);
        used += widthOf(letter);
        if (used > room) break;
        kept += letter;
    }
    return kept + "…";
}

void SheetPen::text(double x, double baseline, const std::string& text, const Color& color) {
    use(color);
    cairo_move_to(cairo_, x, baseline);
    cairo_show_text(cairo_, text.c_str());
}

void SheetPen::line(double x0, double y0, double x1, double y1, double width, const Color& color) {
    use(color);
    cairo_set_line_width(cairo_, width);
    cairo_move_to(cairo_, x0, y0);
    cairo_line_to(cairo_, x1, y1);
    cairo_stroke(cairo_);
}

void SheetPen::fillBox(double x, double y, double width, double height, const Color& color) {
    use(color);
    cairo_rectangle(cairo_, x, y, width, height);
    cairo_fill(cairo_);
}

void SheetPen::strokeBox(double x, double y, double width, double height, double thick, const Color& color) {
    use(color);
    cairo_set_line_width(cairo_, thick);
    cairo_rectangle(cairo_, x, y, width, height);
    cairo_stroke(cairo_);
}

void SheetPen::fillDisc(double x, double y, double radius, const Color& color) {
    use(color);
    cairo_new_sub_path(cairo_);
    cairo_arc(cairo_, x, y, radius, 0, 2 * std::numbers::pi);
    cairo_fill(cairo_);
}

void SheetPen::strokeDisc(double x, double y, double radius, double thick, const Color& color) {
    use(color);
    cairo_set_line_width(cairo_, thick);
    cairo_new_sub_path(cairo_);
    cairo_arc(cairo_, x, y, radius, 0, 2 * std::numbers::pi);
    cairo_stroke(cairo_);
}

void SheetPen::fillShape(const std::vector<std::array<double, 2>>& corners, const Color& color) {
    use(color);
    for (const auto& corner : corners) cairo_line_to(cairo_, corner[0], corner[1]);
    cairo_close_path(cairo_);
    cairo_fill(cairo_);
}

}  // namespace atlas::app
