#include "app/profile_chart.h"

#include <cairo.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "app/failure.h"
#include "app/output_file.h"

namespace atlas::app {

namespace {

constexpr int kWidth = 1800, kHeight = 760;
constexpr double kLeft = 110, kRight = 50, kTop = 150, kBottom = 130;
constexpr double kNameGap = 26;  // pixels between names of crossings, which stand upright
constexpr const char* kFont = "Noto Sans CJK SC";

class Drawing {
  public:
    explicit Drawing(const ProfileChart& chart)
        : chart_(chart),
          surface_(cairo_image_surface_create(CAIRO_FORMAT_RGB24, kWidth, kHeight), cairo_surface_destroy),
          cairo_(cairo_create(surface_.get()), cairo_destroy) {
        const analysis::Profile& p = profile();
        const double room = std::max((p.highest - p.lowest) * 0.12, 1.0);
        low_ = p.lowest - room;
        high_ = p.highest + room;
    }

    void draw() {
        cairo_set_source_rgb(cairo_.get(), 1, 1, 1);
        cairo_paint(cairo_.get());
        rules();
        section();
        crossings();
        text(kLeft, 52, chart_.title, 30, true, 0.12);
        text(kLeft, 88, chart_.figures, 19, false, 0.3);
        text(kLeft, kHeight - 24, chart_.source, 16, false, 0.45);
    }

    void save(const std::string& file) const {
        const cairo_status_t status = cairo_surface_write_to_png(surface_.get(), file.c_str());
        if (status != CAIRO_STATUS_SUCCESS)
            throw WorkError("the picture cannot be written: {}", cairo_status_to_string(status));
    }

  private:
    const analysis::Profile& profile() const { return chart_.section.profile; }
    double x(double distance) const {
        return kLeft + distance / profile().length * (kWidth - kLeft - kRight);
    }
    double y(double height) const {
        return kHeight - kBottom - (height - low_) / (high_ - low_) * (kHeight - kTop - kBottom);
    }

    double widthOf(const std::string& words) const {
        cairo_text_extents_t extents;
        cairo_text_extents(cairo_.get(), words.c_str(), &extents);
        return extents.x_advance;
    }

    void font(double size, bool bold) const {
        cairo_select_font_face(cairo_.get(), kFont, CAIRO_FONT_SLANT_NORMAL,
                               bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
        cairo_set_font_size(cairo_.get(), size);
    }

    /// One line; made smaller where it is too long for the picture.
    void text(double left, double base, const std::string& words, double size, bool bold, double grey) const {
        font(size, bold);
        const double room = kWidth - left - kRight;
        if (const double wide = widthOf(words); wide > room) font(std::max(9.0, size * room / wide), bold);
        cairo_set_source_rgb(cairo_.get(), grey, grey, grey);
        cairo_move_to(cairo_.get(), left, base);
        cairo_show_text(cairo_.get(), words.c_str());
    }

    void rule(double x0, double y0, double x1, double y1) const {
        cairo_set_source_rgb(cairo_.get(), 0.86, 0.86, 0.85);
        cairo_set_line_width(cairo_.get(), 1);
        cairo_move_to(cairo_.get(), x0, y0);
        cairo_line_to(cairo_.get(), x1, y1);
        cairo_stroke(cairo_.get());
    }

    void rules() const {
        const double heights = roundStep(high_ - low_, 6);
        for (double h = std::ceil(low_ / heights) * heights; h <= high_; h += heights) {
            rule(kLeft, y(h), kWidth - kRight, y(h));
            const std::string label = fmt::format("{:g} m", h);
            font(17, false);
            text(kLeft - 12 - widthOf(label), y(h) + 6, label, 17, false, 0.35);
        }
        const double distances = roundStep(profile().length, 10);
        for (double d = 0; d <= profile().length; d += distances) {
            rule(x(d), kHeight - kBottom, x(d), kHeight - kBottom + 8);
            const std::string label = fmt::format("{:g} m", d);
            font(17, false);
            text(std::min(x(d) - widthOf(label) / 2, kWidth - kRight - widthOf(label)),
                 kHeight - kBottom + 30, label, 17, false, 0.35);
        }
    }

    void section() const {
        const auto& points = profile().points;
        for (std::size_t begin = 0; begin < points.size();) {
            if (std::isnan(points[begin].height)) {
                ++begin;
                continue;
            }
            std::size_t end = begin;
            while (end < points.size() && !std::isnan(points[end].height)) ++end;
            const auto trace = [&] {
                for (std::size_t i = begin; i < end; ++i)
                    cairo_line_to(cairo_.get(), x(points[i].distance), y(points[i].height));
            };
            cairo_new_path(cairo_.get());
            cairo_move_to(cairo_.get(), x(points[begin].distance), kHeight - kBottom);
            trace();
            cairo_line_to(cairo_.get(), x(points[end - 1].distance), kHeight - kBottom);
            cairo_close_path(cairo_.get());
            cairo_set_source_rgba(cairo_.get(), 0.86, 0.63, 0.25, 0.30);
            cairo_fill(cairo_.get());
            edge(begin, end);
            begin = end;
        }
    }

    /// The ground's line from one point to before another; dashed where it is extrapolated.
    void edge(std::size_t begin, std::size_t end) const {
        const auto& points = profile().points;
        cairo_set_source_rgb(cairo_.get(), 0.64, 0.41, 0.06);
        cairo_set_line_width(cairo_.get(), 2.6);
        for (std::size_t i = begin; i + 1 < end;) {
            const bool guessed = chart_.section.isExtrapolated(i);
            cairo_move_to(cairo_.get(), x(points[i].distance), y(points[i].height));
            for (; i + 1 < end && chart_.section.isExtrapolated(i) == guessed; ++i)
                cairo_line_to(cairo_.get(), x(points[i + 1].distance), y(points[i + 1].height));
            const double dash = 7;
            cairo_set_dash(cairo_.get(), &dash, guessed ? 1 : 0, 0);
            cairo_stroke(cairo_.get());
        }
        cairo_set_dash(cairo_.get(), nullptr, 0, 0);
    }

    /// Names stand upright inside the section; those too near to the last one have only their tick.
    void crossings() const {
        double last = -kNameGap;
        font(16, false);
        for (const NamedCrossing& crossing : chart_.section.crossings) {
            const std::string& name = crossing.name.in(chart_.language);
            const double at = x(crossing.distance);
            const double height = chart_.section.heightAt(crossing.distance);
            const double top = std::isnan(height) ? kTop : y(height);
            cairo_set_source_rgba(cairo_.get(), 0.15, 0.15, 0.15, 0.45);
            cairo_set_line_width(cairo_.get(), 1);
            cairo_move_to(cairo_.get(), at, kHeight - kBottom);
            cairo_line_to(cairo_.get(), at, top);
            cairo_stroke(cairo_.get());
            if (name.empty() || at - last < kNameGap || at + 6 > kWidth - kRight) continue;
            last = at;
            // Above the ground where there is room for it, else below.
            const bool above = top - kTop > widthOf(name) + 10;
            cairo_save(cairo_.get());
            cairo_set_source_rgb(cairo_.get(), 0.25, 0.25, 0.25);
            cairo_move_to(cairo_.get(), at + 6, above ? top - 8 : kHeight - kBottom - 8);
            cairo_rotate(cairo_.get(), -1.5707963267948966);
            cairo_show_text(cairo_.get(), name.c_str());
            cairo_restore(cairo_.get());
        }
    }

    const ProfileChart& chart_;
    double low_ = 0, high_ = 1;
    std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)> surface_;
    std::unique_ptr<cairo_t, decltype(&cairo_destroy)> cairo_;
};

}  // namespace

std::string profileFigures(const Section& section, const ui::Translations& texts) {
    const analysis::Profile& profile = section.profile;
    std::string line =
        fmt::format("{} {:.0f} m · {} {:.1f} m · {} {:.1f} m · {} {:.1f}–{:.1f} m · {} {:.1f}°",
                    texts.tr("Length on the flat"), profile.length, texts.tr("Climb"), profile.climb,
                    texts.tr("Descent"), profile.descent, texts.tr("Ground height"), profile.lowest,
                    profile.highest, texts.tr("Steepest"), profile.steepest);
    if (profile.missing > 0) line += fmt::format(" · {} {:.0f} m", texts.tr("Without data"), profile.missing);
    if (const double guessed = section.extrapolatedLength(); guessed > 0)
        line += fmt::format(" · {} {:.0f} m", texts.tr("Extrapolated, not measured (dashed)"), guessed);
    return line;
}

double roundStep(double span, int most) {
    const double least = span / most;
    const double ten = std::pow(10, std::floor(std::log10(least)));
    for (const double step : {1.0, 2.0, 5.0})
        if (step * ten >= least) return step * ten;
    return 10 * ten;
}

void writeProfileChart(const std::string& path, const ProfileChart& chart) {
    OutputFile file(path);
    Drawing drawing(chart);
    drawing.draw();
    drawing.save(file.temporary().string());
    file.commit();
}

}  // namespace atlas::app
