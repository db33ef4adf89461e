#include "layers/boundary/boundary_layer.h"

#include <cmath>

#include "scene/lines.h"

namespace atlas::layers {

BoundaryLayer::BoundaryLayer(const LayerEntry& entry, const geodata::FeatureTable& table,
                             const Catalog& /*catalog*/, scene::Stage& stage)
    : Layer(entry) {
    std::vector<std::vector<osg::Vec2d>> focus;
    std::vector<scene::Polyline> lines;
    // Where the limit runs in a river it lies on the water, not on the bed.
    for (std::size_t row = 0; row < table.rows(); ++row) {
        for (const auto& ring : ringsOf(table, row)) {
            std::vector<osg::Vec3d> flat;
            flat.reserve(ring.size());
            for (const osg::Vec2d& p : ring) flat.emplace_back(p.x(), p.y(), 0);
            scene::Polyline line =
                scene::drape(flat, stage.ground(), stage.grid().step, stage.grid().baseHeight);
            for (osg::Vec3d& p : line)
                p.z() = std::max(stage.surfaceHeight(p.x(), p.y()), stage.waterLevel());
            lines.push_back(std::move(line));
            focus.push_back(ring);
        }
    }
    node_ = scene::makeLines(lines, {}, stage.frame(), stage.shaders());
    stage.content()->addChild(node_);
    stage.setFocus(focus);
    appearanceChanged();
}

void BoundaryLayer::setStyle(const Style& style) {
    const auto color = [&](const char* key, const StyleColor& fallback) {
        const StyleColor c = style.color(key, fallback);
        return osg::Vec4f(c[0], c[1], c[2], c[3]);
    };
    scene::LineStyle line;
    line.core = color("core", {0.98F, 0.95F, 0.87F, 0.95F});
    line.casing = color("casing", {0.20F, 0.17F, 0.13F, 0.55F});
    line.width = static_cast<float>(style.number("width", 3.2, 0.5, 40));
    line.casingShare = static_cast<float>(style.number("casing_share", 0.45, 0, 1));
    line.dash = static_cast<float>(style.number("dash", 60, 0, 100000));
    scene::setLineStyle(*node_, line);
    color_ = {line.core.x(), line.core.y(), line.core.z()};
}

void BoundaryLayer::appearanceChanged() {
    node_->setNodeMask(visible() ? ~0U : 0U);
    node_->getOrCreateStateSet()->getUniform("u_opacity")->set(static_cast<float>(opacity()));
}

std::vector<LegendEntry> BoundaryLayer::legend(const ui::Translations& texts) const {
    return {{LegendEntry::Sign::Line, color_, entry().name.in(texts.code()), {}, {}}};
}

}  // namespace atlas::layers
