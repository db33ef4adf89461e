#pragma once
// The limit of the area that the map is about.

#include "layers/layer.h"

namespace atlas::layers {

/// A draped line along each ring; the ground outside steps back in colour.
class BoundaryLayer : public Layer {
  public:
    BoundaryLayer(const LayerEntry& entry, const geodata::FeatureTable& table, scene::Stage& stage);

  private:
    void visibilityChanged() override;
    osg::ref_ptr<osg::Node> node_;
};

}  // namespace atlas::layers
