#pragma once
// Figures of the district as a whole: a layer without a place on the map, shown in a panel.

#include "layers/figures/figure_table.h"
#include "layers/layer.h"

namespace atlas::layers {

class FiguresLayer : public Layer {
  public:
    FiguresLayer(const LayerEntry& entry, const LayerData& data, const Catalog& catalog, scene::Stage&)
        : Layer(entry), data_(data), catalog_(catalog) {}
    /// In words of "zh" or "en".
    FigureBook book(std::string_view language) const {
        return figureBook(entry(), data_.table, data_.related, catalog_, language);
    }
    bool onMap() const override { return false; }
    std::string characters() const override;

  private:
    LayerData data_;
    const Catalog& catalog_;
};

}  // namespace atlas::layers
