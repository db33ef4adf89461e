#pragma once
// The rivers: where water rises from, what hue it has, and its name.

#include "layers/layer.h"

namespace atlas::layers {

/// Polygons with a role `name`; rows of one name are one river, in the colour of the catalogue's vocabulary
/// "river". The stage draws the water at its level. Role `stage` and the catalogue's choice of stage decide
/// which rows seed the water (the catalogue filters with `where`).
class RiversLayer : public Layer {
  public:
    RiversLayer(const LayerEntry& entry, const geodata::FeatureTable& table, const Catalog& catalog,
                scene::Stage& stage);
    std::vector<scene::Label> labels(std::string_view language) const override;
    void setStyle(const Style& style) override;
    std::vector<LegendEntry> legend(const ui::Translations& texts) const override;

  private:
    struct Name {
        Localized text;
        osg::Vec2d place;
    };
    scene::Stage& stage_;
    const Catalog& catalog_;
    std::vector<Name> names_;
};

}  // namespace atlas::layers
