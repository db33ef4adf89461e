#pragma once
// Points with a symbol: scene places, stations, recorded levels.

#include "layers/features/model_layer.h"
#include "scene/pins.h"

namespace atlas::layers {

/// A disc on a short stem in the colour and with the glyph of its term; each term can be switched. Roles
/// besides FeatureModel's: none. Terms with size 0 get the layer's own radius.
class PlacesLayer : public ModelLayer {
  public:
    PlacesLayer(const LayerEntry& entry, const geodata::FeatureTable& table, const Catalog& catalog,
                scene::Stage& stage);

    std::optional<Place> place(std::size_t row) const override;
    std::optional<Card> card(std::size_t row, const ui::Translations& texts) const override;
    std::vector<LegendEntry> legend(const ui::Translations& texts) const override;
    void setLanguage(std::string_view language) override;
    std::vector<scene::Label> labels(std::string_view language) const override;
    bool labelHidden(const scene::Label& label) const override;
    bool update(const scene::Projector& projector, double seconds, bool instant) override;
    void obstacles(const scene::Projector& projector, std::vector<scene::ScreenBox>& boxes) const override;
    std::optional<Hit> pick(const PickRay& pointer) const override;

  private:
    static constexpr std::size_t kNoPin = static_cast<std::size_t>(-1);
    void appearanceChanged() override;
    bool shown(std::size_t row) const;

    const scene::Stage& stage_;
    scene::PinLayer pins_;
    std::vector<std::size_t> pinOfRow_, rowOfPin_;
    std::vector<scene::DrawnPin> states_;  ///< by pin
    std::vector<std::uint8_t> seen_;
    osg::Vec3d seenFrom_;
    double seenExaggeration_ = 0;
};

}  // namespace atlas::layers
