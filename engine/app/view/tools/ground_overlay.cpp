#include "app/view/tools/ground_overlay.h"

#include <algorithm>
#include <cmath>

namespace atlas::app {

namespace {

constexpr int kMostSide = 4096;

using Color = std::array<std::uint8_t, 4>;

// Evenly spaced along a row of colours.
std::vector<Color> spread(const std::vector<Color>& row, std::size_t classes) {
    std::vector<Color> colors;
    for (std::size_t i = 0; i < classes; ++i) {
        const double at = classes < 2 ? 0
                                      : static_cast<double>(i) / static_cast<double>(classes - 1) *
                                            static_cast<double>(row.size() - 1);
        const auto low = std::min(static_cast<std::size_t>(at), row.size() - 2);
        const double part = at - static_cast<double>(low);
        Color mixed{};
        for (std::size_t k = 0; k < 4; ++k)
            mixed[k] =
                static_cast<std::uint8_t>(std::lround(row[low][k] * (1 - part) + row[low + 1][k] * part));
        colors.push_back(mixed);
    }
    return colors;
}

}  // namespace

std::size_t ClassScale::classOf(double value) const {
    return static_cast<std::size_t>(std::upper_bound(breaks.begin(), breaks.end(), value) - breaks.begin());
}

std::optional<scene::GroundPicture> classPicture(const geodata::Raster& values, const ClassScale& scale,
                                                 int zoom, const analysis::Job& job) {
    scene::GroundPicture picture;
    picture.extent = values.extent();
    const double most = static_cast<double>(std::max(values.width, values.height)) * zoom;
    const double factor = most > kMostSide ? zoom * kMostSide / most : zoom;
    picture.width = std::max(1, static_cast<int>(values.width * factor));
    picture.height = std::max(1, static_cast<int>(values.height * factor));
    const auto columns = static_cast<std::size_t>(picture.width);
    picture.rgba.assign(columns * static_cast<std::size_t>(picture.height) * 4, 0);
    const double stepX = picture.extent.width() / picture.width;
    const double stepY = picture.extent.height() / picture.height;
    const bool done = analysis::forRows(picture.height, job, [&](int first, int last) {
        for (int row = first; row < last; ++row) {
            const double y = picture.extent.maxY - (row + 0.5) * stepY;
            for (std::size_t column = 0; column < columns; ++column) {
                const double value =
                    values.sample(picture.extent.minX + (static_cast<double>(column) + 0.5) * stepX, y);
                if (std::isnan(value)) continue;
                const Color& color = scale.colors[scale.classOf(value)];
                std::copy(color.begin(), color.end(),
                          picture.rgba.begin() + static_cast<std::ptrdiff_t>(
                                                     (static_cast<std::size_t>(row) * columns + column) * 4));
            }
        }
    });
    if (!done) return std::nullopt;
    return picture;
}

std::vector<double> classShares(const geodata::Raster& values, const ClassScale& scale) {
    std::vector<double> shares(scale.colors.size(), 0);
    double all = 0;
    for (const float value : values.values) {
        if (std::isnan(value)) continue;
        shares[scale.classOf(value)] += 1;
        all += 1;
    }
    for (double& share : shares) share = all > 0 ? share / all : 0;
    return shares;
}

std::vector<Color> slopeColors(std::size_t classes) {
    return spread({{255, 245, 205, 255},
                   {250, 200, 110, 255},
                   {232, 130, 70, 255},
                   {178, 60, 58, 255},
                   {92, 26, 60, 255}},
                  classes);
}

std::vector<Color> depthColors(std::size_t classes) {
    return spread({{176, 220, 240, 235}, {90, 165, 220, 240}, {38, 104, 180, 245}, {16, 48, 118, 250}},
                  classes);
}

std::vector<Color> heightColors(std::size_t classes) {
    return spread({{84, 138, 116, 255},
                   {170, 190, 120, 255},
                   {228, 208, 140, 255},
                   {186, 140, 96, 255},
                   {240, 236, 230, 255}},
                  classes);
}

bool GroundOverlay::set(const scene::GroundPicture& picture, double opacity) {
    clear();
    place_ = stage_.drapes().add(picture);
    if (place_) stage_.drapes().setOpacity(*place_, opacity);
    return place_.has_value();
}

void GroundOverlay::setOpacity(double opacity) {
    if (place_) stage_.drapes().setOpacity(*place_, opacity);
}

void GroundOverlay::clear() {
    if (place_) stage_.drapes().remove(*place_);
    place_.reset();
}

}  // namespace atlas::app
