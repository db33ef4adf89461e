#pragma once
// Ways on the ground: streets, walkways.

#include <memory>

#include "layers/features/feature_model.h"
#include "layers/layer.h"
#include "scene/line_set.h"

namespace atlas::layers {

/// Lines on the true ground. The vocabulary's terms give colour, width and how far off a class is drawn; each
/// class is one drawable and can be switched. Roles besides FeatureModel's: passage (a text; `tunnel` is
/// hidden). symbol = "walkway": for walkers, so that steep parts are drawn as stairs, and the card has a
/// profile.
class LinesLayer : public Layer {
  public:
    LinesLayer(const LayerEntry& entry, const geodata::FeatureTable& table, const Catalog& catalog,
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
    bool labelHidden(const scene::Label& label) const override;
    bool update(const scene::Projector& projector, double seconds, bool instant) override;
    std::optional<Hit> pick(const PickRay& pointer) const override;
    /// The way on the ground: map x, y, true height; empty when the row has none.
    const std::vector<osg::Vec3d>& way(std::size_t row) const { return ways_[row]; }

  private:
    void appearanceChanged() override;
    bool partShown(std::size_t row) const;
    scene::LineSetStyle styleOf(std::size_t term) const;

    const scene::Stage& stage_;
    FeatureModel model_;
    bool walkers_;
    std::vector<std::vector<osg::Vec3d>> ways_;  ///< one a row
    std::vector<std::unique_ptr<scene::LineSet>>
        sets_;  ///< one a term, then one for rows without; may be null
    const Style* style_ = nullptr;
    std::optional<std::size_t> shownHover_, shownSelection_;
};

}  // namespace atlas::layers
