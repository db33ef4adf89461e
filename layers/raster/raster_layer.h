#pragma once
// Any raster, laid over the ground.

#include "geodata/imagery.h"
#include "layers/layer.h"
#include "layers/raster/value_ramp.h"

namespace atlas::layers {

/// A picture keeps its colours; numbers get a ramp with a legend, and a click reads the number of a cell.
/// Rows are the cells of a raster of numbers.
class RasterLayer : public Layer {
  public:
    RasterLayer(const LayerEntry& entry, const LayerData& data, const Catalog& catalog, scene::Stage& stage);
    ~RasterLayer() override;

    std::size_t rows() const override { return values_ != nullptr ? values_->values.size() : 0; }
    std::string id(std::size_t row) const override { return std::to_string(row); }
    std::optional<std::size_t> find(std::string_view id) const override;
    std::string name(std::size_t row, std::string_view language) const override;
    std::optional<Place> place(std::size_t row) const override;
    std::optional<Card> card(std::size_t row, const ui::Translations& texts) const override;
    std::vector<LegendEntry> legend(const ui::Translations& texts) const override;
    std::optional<Hit> pick(const PickRay& pointer) const override;

  private:
    void appearanceChanged() override;

    scene::Stage& stage_;
    const geodata::Raster* values_;                     ///< nullptr: a picture
    std::shared_ptr<const geodata::PagedRaster> file_;  ///< where the values are coarser than in it
    ValueRamp ramp_;
    std::optional<std::size_t> place_;  ///< among the ground's drapes; none: there was no room
};

}  // namespace atlas::layers
