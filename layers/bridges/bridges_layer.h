#pragma once
// Bridges over the rivers, at deck height.

#include "layers/bridges/bridge_model.h"
#include "layers/features/model_layer.h"
#include "scene/cast_shadows.h"
#include "scene/decks.h"
#include "scene/ribbons.h"

namespace atlas::layers {

/// Lines with roles besides FeatureModel's: deck_height (metres; empty: the deck is schematic, and said to
/// be), tower_height (a text with two heights), main_span (metres). A body with its piers, and a ribbon on it
/// that is wide enough to be read from anywhere.
class BridgesLayer : public ModelLayer {
  public:
    BridgesLayer(const LayerEntry& entry, const geodata::FeatureTable& table, const Catalog& catalog,
                 scene::Stage& stage);

    void setStyle(const Style& style) override;
    std::optional<Place> place(std::size_t row) const override;
    std::optional<Card> card(std::size_t row, const ui::Translations& texts) const override;
    std::vector<LegendEntry> legend(const ui::Translations& texts) const override;
    std::vector<scene::Label> labels(std::string_view language) const override;
    bool update(const scene::Projector& projector, double seconds, bool instant) override;
    std::optional<Hit> pick(const PickRay& pointer) const override;

  private:
    void appearanceChanged() override;
    std::vector<BridgeModel> makeModels(const scene::Stage& stage) const;
    std::vector<scene::Deck> makeDecks() const;
    std::vector<scene::Ribbon> makeRibbons() const;

    scene::Stage& stage_;
    std::vector<BridgeModel> bridges_;  ///< by row
    scene::CastShadows::Casters casters_;
    scene::Decks decks_;
    scene::Ribbons ribbons_;
    scene::BuildingStyle style_;
    scene::RibbonStyle roadStyle_;
    std::optional<std::size_t> shownHover_, shownSelection_;
};

}  // namespace atlas::layers
