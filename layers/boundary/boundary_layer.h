#pragma once
// The limit of the area that the map is about.

#include "layers/layer.h"

namespace atlas::layers {

/// A draped line along each ring; the ground outside steps back in colour.
class BoundaryLayer : public Layer {
  public:
    BoundaryLayer(const LayerEntry& entry, const geodata::FeatureTable& table, const Catalog& catalog,
                  scene::Stage& stage);

    void setStyle(const Style& style) override;
    std::vector<LegendEntry> legend(const ui::Translations& texts) const override;

  private:
    void appearanceChanged() override;
    osg::ref_ptr<osg::Node> node_;
    std::array<float, 3> color_{0.98F, 0.95F, 0.87F};
};

}  // namespace atlas::layers
