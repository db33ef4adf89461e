#pragma once
// Drawing on a sheet with Cairo: the same strokes and letters on pixels and in a PDF.

#include <cairo.h>

#include <array>
#include <string>
#include <vector>

namespace atlas::app {

/// Sizes of type on a sheet, in its units (1/96 inch in print, a pixel at scale 1).
struct SheetType {
    static constexpr double kTitle = 24, kBody = 13, kSmall = 11;
};

/// Over a cairo_t that outlives it; units are the sheet's, y goes down. One thread.
class SheetPen {
  public:
    using Color = std::array<double, 4>;
    explicit SheetPen(cairo_t* cairo);

    void font(double size, bool bold = false);
    double widthOf(const std::string& text) const;
    /// Lines that fit into a width with the present font.
    std::vector<std::string> lines(const std::string& text, double width) const;
    /// As much as fits and "…".
    std::string fitted(const std::string& text, double width) const;
    /// From the left end of the baseline.
    void text(double x, double baseline, const std::string& text, const Color& color);

    void line(double x0, double y0, double x1, double y1, double width, const Color& color);
    void fillBox(double x, double y, double width, double height, const Color& color);
    void strokeBox(double x, double y, double width, double height, double thick, const Color& color);
    void fillDisc(double x, double y, double radius, const Color& color);
    void strokeDisc(double x, double y, double radius, double thick, const Color& color);
    void fillShape(const std::vector<std::array<double, 2>>& corners, const Color& color);
    cairo_t* cairo() { return cairo_; }

  private:
    void use(const Color& color);
    cairo_t* cairo_;
};

}  // namespace atlas::app
