#include "layers/raster/raster_layer.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "layers/raster/value_pieces.h"

namespace atlas::layers {

namespace {

constexpr int kLegendSteps = 5;

std::string shortNumber(double value, double range) {
    const int digits = std::clamp(static_cast<int>(std::ceil(2 - std::log10(std::max(range, 1e-9)))), 0, 6);
    return fmt::format("{:.{}f}", value, digits);
}

scene::GroundPicture onGround(geodata::Imagery&& image) {
    return {image.width, image.height, image.extent(), std::move(image.rgba)};
}

}  // namespace

RasterLayer::RasterLayer(const LayerEntry& entry, const LayerData& data, const Catalog& /*catalog*/,
                         scene::Stage& stage)
    : Layer(entry),
      stage_(stage),
      values_(data.raster != nullptr && data.raster->values ? &*data.raster->values : nullptr) {
    if (data.raster == nullptr) return;
    file_ = data.raster->finerValues;
    scene::GroundPicture picture;
    std::shared_ptr<const scene::FinerPicture> finer;
    if (values_ != nullptr) {
        ramp_ = rampOf(*values_);
        picture = {values_->width, values_->height, values_->extent(), colored(values_->values, ramp_)};
        if (file_ != nullptr) {
            const auto read = [file = file_, ramp = ramp_](const geodata::Extent& extent, double cell) {
                return std::optional(onGround(coloredPiece(*file, ramp, extent, cell)));
            };
            finer = std::make_shared<const scene::FinerPicture>(
                scene::FinerPicture{read, file_->cell(), std::max(values_->cellX, values_->cellY)});
        }
    } else {
        const geodata::Imagery& image = *data.raster->picture;
        picture = {image.width, image.height, image.extent(), image.rgba};
        if (const auto& file = data.raster->finer) {
            const auto read = [file](const geodata::Extent& extent,
                                     double cell) -> std::optional<scene::GroundPicture> {
                auto piece = file->read(extent, cell);
                if (!piece) return std::nullopt;
                return onGround(std::move(*piece));
            };
            finer = std::make_shared<const scene::FinerPicture>(
                scene::FinerPicture{read, file->cell(), std::max(image.cellX, image.cellY)});
        }
    }
    place_ = stage.drapes().add(picture, finer);
    appearanceChanged();
}

RasterLayer::~RasterLayer() {
    if (place_) stage_.drapes().remove(*place_);
}

void RasterLayer::appearanceChanged() {
    if (place_) stage_.drapes().setOpacity(*place_, visible() ? opacity() : 0);
}

std::optional<std::size_t> RasterLayer::find(std::string_view id) const {
    std::size_t row = 0;
    const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), row);
    if (error != std::errc() || end != id.data() + id.size() || row >= rows()) return std::nullopt;
    return row;
}

std::string RasterLayer::name(std::size_t /*row*/, std::string_view language) const {
    return entry().name.in(language);
}

std::optional<Place> RasterLayer::place(std::size_t row) const {
    if (row >= rows()) return std::nullopt;
    const auto width = static_cast<std::size_t>(values_->width);
    const double x = values_->originX + (static_cast<double>(row % width) + 0.5) * values_->cellX;
    const std::size_t southward = row / width;
    const double y = values_->originY - (static_cast<double>(southward) + 0.5) * values_->cellY;
    return Place{{x, y, stage_.surfaceHeight(x, y)}, std::max(values_->cellX, values_->cellY)};
}

std::optional<Card> RasterLayer::card(std::size_t row, const ui::Translations& texts) const {
    if (row >= rows() || !std::isfinite(values_->values[row])) return std::nullopt;
    const double value = values_->values[row];
    Card card;
    card.title = entry().name.in(texts.code());
    card.color = ramp_.color(value);
    card.kind = texts.tr("value of this cell");
    card.headline = fmt::format("{:.7g}", value);
    card.lines.push_back(
        {texts.tr("Cell"), fmt::format("{:.4g} × {:.4g} m", values_->cellX, values_->cellY), {}});
    if (const auto at = place(row); file_ != nullptr && at)
        card.lines.push_back(
            {texts.tr("In its middle"),
             fmt::format("{:.7g}", file_->heightAt(at->middle.x(), at->middle.y())),
             fmt::format(fmt::runtime(texts.tr("by the file's own cells of {:.4g} m")), file_->cell())});
    card.lines.push_back({texts.tr("File"), values_->source, {}});
    card.licence = entry().licence;
    return card;
}

std::vector<LegendEntry> RasterLayer::legend(const ui::Translations& texts) const {
    std::vector<LegendEntry> entries;
    if (!place_)
        return {{LegendEntry::Sign::None,
                 {},
                 texts.tr("not drawn: four rasters lie on the ground already"),
                 {},
                 {}}};
    if (values_ == nullptr)
        return {{LegendEntry::Sign::None, {}, texts.tr("a picture in its own colours"), {}, {}}};
    if (!ramp_.any) return {{LegendEntry::Sign::None, {}, texts.tr("no value"), {}, {}}};
    const double range = ramp_.high - ramp_.low;
    for (int i = 0; i < kLegendSteps; ++i) {
        const double value = ramp_.low + range * i / (kLegendSteps - 1);
        const char* end = i == 0 ? "≤ " : i == kLegendSteps - 1 ? "≥ " : "";
        entries.push_back(
            {LegendEntry::Sign::Fill, ramp_.color(value), end + shortNumber(value, range), {}, {}});
    }
    return entries;
}

std::optional<Hit> RasterLayer::pick(const PickRay& at) const {
    if (values_ == nullptr || !place_ || !std::isfinite(at.ground)) return std::nullopt;
    const osg::Vec3d point = at.projector.eye + at.ray * at.ground;
    const double column = std::floor((point.x() - values_->originX) / values_->cellX);
    const double row = std::floor((values_->originY - point.y()) / values_->cellY);
    if (column < 0 || row < 0 || column >= values_->width || row >= values_->height) return std::nullopt;
    const std::size_t cell = static_cast<std::size_t>(row) * static_cast<std::size_t>(values_->width) +
                             static_cast<std::size_t>(column);
    if (!std::isfinite(values_->values[cell])) return std::nullopt;
    return Hit{cell, at.ground, Hit::Rank::Ground};
}

}  // namespace atlas::layers
