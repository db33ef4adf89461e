#pragma once
// Bridges over the rivers, at deck height.

#include "layers/features/feature_model.h"
#include "layers/layer.h"
#include "scene/decks.h"

namespace atlas::layers {

/// Lines with roles besides FeatureModel's: deck_height (metres; empty: the deck is schematic, and said to
/// be).
class BridgesLayer : public Layer {
  public:
    BridgesLayer(const LayerEntry& entry, const geodata::FeatureTable& table, const Catalog& catalog,
                 scene::Stage& stage);

    void setStyle(const Style& style) override;
    std::size_t rows() const override { return model_.rows(); }
    std::string id(std::size_t row) const override { return model_.id(row); }
    std::string name(std::size_t row, std::string_view language) const override {
        return model_.name(row, language);
    }
    std::optional<Place> place(std::size_t row) const override;
    std::optional<Card> card(std::size_t row, const ui::Translations& texts) const override;
    std::vector<LegendEntry> legend(const ui::Translations& texts) const override;
    std::string characters() const override { return model_.characters(); }
    std::vector<scene::Label> labels(std::string_view language) const override;
    bool update(const scene::Projector& projector, double seconds, bool instant) override;
    std::optional<Hit> pick(const PickRay& pointer) const override;

  private:
    void appearanceChanged() override;
    std::vector<scene::Deck> makeDecks(const scene::Stage& stage) const;

    const scene::Stage& stage_;
    FeatureModel model_;
    std::vector<scene::Deck> deckOfRow_;
    scene::Decks decks_;
    scene::BuildingStyle style_;
    std::optional<std::size_t> shownHover_, shownSelection_;
};

}  // namespace atlas::layers
