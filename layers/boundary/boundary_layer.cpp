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
    scene::LineStyle style;
    style.core = {0.98F, 0.95F, 0.87F, 0.95F};
    style.casing = {0.20F, 0.17F, 0.13F, 0.55F};
    style.width = 3.2F;
    style.casingShare = 0.45F;
    style.dash = 60;
    node_ = scene::makeLines(lines, style, stage.frame(), stage.shaders());
    stage.content()->addChild(node_);
    stage.setFocus(focus);
    appearanceChanged();
}

void BoundaryLayer::appearanceChanged() {
    node_->setNodeMask(visible() ? ~0U : 0U);
    node_->getOrCreateStateSet()->getUniform("u_opacity")->set(static_cast<float>(opacity()));
}

std::vector<LegendEntry> BoundaryLayer::legend(const ui::Translations& texts) const {
    return {{LegendEntry::Sign::Line, {0.98F, 0.95F, 0.87F}, entry().name.in(texts.code()), {}, {}}};
}

}  // namespace atlas::layers
