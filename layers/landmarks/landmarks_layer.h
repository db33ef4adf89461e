#pragma once
// Buildings on the slope.

#include "layers/landmarks/building_model.h"
#include "layers/layer.h"
#include "scene/buildings.h"

namespace atlas::layers {

/// Extruded footprints; those without a known height are flat slabs. The tallest are named.
class LandmarksLayer : public Layer {
  public:
    LandmarksLayer(const LayerEntry& entry, const geodata::FeatureTable& table, const Catalog& catalog,
                   scene::Stage& stage);

    void setStyle(const Style& style) override;
    std::size_t rows() const override { return model_.table().rows(); }
    std::string id(std::size_t row) const override { return bodyOfRow_[row] == kNone ? "" : model_.id(row); }
    std::string name(std::size_t row, std::string_view language) const override {
        return model_.name(row, language);
    }
    std::optional<Place> place(std::size_t row) const override;
    std::optional<Card> card(std::size_t row, const ui::Translations& texts) const override;
    std::vector<LegendEntry> legend(const ui::Translations& texts) const override;
    std::string characters() const override;
    std::vector<scene::Label> labels(std::string_view language) const override;
    bool update(const scene::Projector& projector, double seconds, bool instant) override;
    std::optional<Hit> pick(const PickRay& pointer) const override;

  private:
    static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
    void appearanceChanged() override;

    const scene::Stage& stage_;
    const Catalog& catalog_;
    BuildingModel model_;
    std::vector<std::size_t> bodyOfRow_;
    scene::Buildings buildings_;
    scene::BuildingStyle style_;
    std::optional<std::size_t> shownHover_, shownSelection_;
};

}  // namespace atlas::layers
