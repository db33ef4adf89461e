#include "layers/sites/slope_layer.h"

#include <algorithm>

namespace atlas::layers {

namespace {
constexpr int kSectionBin = 13;  // over walkways, under dots
}

void SlopeLine::clear() {
    if (ribbon_) stage_.content()->removeChild(ribbon_->node());
    ribbon_.reset();
    section_.reset();
}

void SlopeLine::show(const std::optional<osg::Vec3d>& place, std::optional<double> bearing) {
    if (place_ == place) return;
    place_ = place;
    clear();
    if (!place) return;
    section_ = slopeSection(
        place->x(), place->y(),
        [&](double x, double y) { return std::max(stage_.ground().heightAt(x, y), stage_.waterLevel()); },
        bearing);
    if (!section_) return;
    scene::Ribbon ribbon;
    for (const SlopeSection::Point& p : section_->points) ribbon.points.emplace_back(p.x, p.y, p.height);
    ribbon_ = std::make_unique<scene::Ribbons>(std::vector<scene::Ribbon>{ribbon}, 1, kSectionBin,
                                               stage_.frame(), stage_.shaders());
    scene::RibbonStyle style;
    style.core = {0.85F, 0.28F, 0.17F, 1};
    style.nightCore = {1.0F, 0.55F, 0.40F, 1};
    style.casing = {1, 0.97F, 0.92F, 0.9F};
    style.width = 4;
    style.casingWidth = 1;
    ribbon_->setStyles({style}, 1, 0, 1e9);
    stage_.content()->addChild(ribbon_->node());
}

std::vector<scene::Label> SlopeLine::labels(std::string_view language, std::uint32_t owner) const {
    std::vector<scene::Label> labels;
    if (!section_) return labels;
    for (const SlopeWord& word : slopeWords(*section_, language)) {
        scene::Label label;
        label.text = word.text;
        label.anchor.set(word.at.x, word.at.y, word.at.height);
        label.owner = owner;
        label.over = true;
        label.priority = 9;  // asked for by choosing the site
        label.size = 13;
        label.offset = -14;
        label.maxDistance = 4000;
        label.color = {0.50F, 0.13F, 0.07F};
        labels.push_back(std::move(label));
    }
    return labels;
}

void SlopeLine::update(const scene::Projector& projector) {
    if (ribbon_) ribbon_->update(projector, stage_.exaggeration());
}

}  // namespace atlas::layers
