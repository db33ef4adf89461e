#pragma once
// Named areas: commercial districts.

#include "layers/features/model_layer.h"
#include "scene/areas.h"
#include "scene/ribbons.h"

namespace atlas::layers {

/// Polygons as a tint on the ground with a border of constant width, named at a calm spot inside. Rows with a
/// point only are a name. Figures of a related table stand on the card.
class DistrictsLayer : public ModelLayer {
  public:
    DistrictsLayer(const LayerEntry& entry, const LayerData& data, const Catalog& catalog,
                   scene::Stage& stage);

    void setStyle(const Style& style) override;
    std::optional<Place> place(std::size_t row) const override;
    std::optional<Card> card(std::size_t row, const ui::Translations& texts) const override;
    std::vector<LegendEntry> legend(const ui::Translations& texts) const override;
    std::string characters() const override;
    std::vector<scene::Label> labels(std::string_view language) const override;
    bool labelHidden(const scene::Label& label) const override;
    bool update(const scene::Projector& projector, double seconds, bool instant) override;
    std::optional<Hit> pick(const PickRay& pointer) const override;

  private:
    static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
    void appearanceChanged() override;
    bool shown(std::size_t row) const;
    osg::Vec3f colorOf(std::size_t row) const;
    static std::vector<scene::Area> areasOf(const FeatureModel& model, const scene::Stage& stage,
                                            std::vector<std::size_t>& areaOfRow);
    static std::vector<scene::Ribbon> bordersOf(const FeatureModel& model, const scene::Stage& stage);

    const scene::Stage& stage_;
    const Catalog& catalog_;
    const geodata::FeatureTable* figures_;
    std::vector<std::size_t> areaOfRow_;
    scene::Areas areas_;
    scene::Ribbons borders_;  ///< style: the term's number, one more for the rest
    double fill_ = 0.15;
    float wash_ = 0;  ///< share of white in the tint
};

}  // namespace atlas::layers
