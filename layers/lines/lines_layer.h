#pragma once
// Ways on the ground: streets, walkways.

#include <memory>

#include "layers/features/model_layer.h"
#include "layers/lines/name_spots.h"
#include "layers/lines/way_model.h"
#include "scene/ribbons.h"

namespace atlas::layers {

/// Ribbons on the true ground, all in two draw calls. The vocabulary's terms give colour, width and how far
/// off a class is drawn, and can be switched. Roles besides FeatureModel's: passage (a text: with `tunnel` in
/// it the way is hidden, with `bridge` it hangs between the ground at its ends). symbol = "walkway": for
/// walkers, so that steep parts are drawn as stairs, steep drops beside it with teeth, and the card has a
/// profile.
class LinesLayer : public ModelLayer {
  public:
    LinesLayer(const LayerEntry& entry, const geodata::FeatureTable& table, const Catalog& catalog,
               scene::Stage& stage);

    void setStyle(const Style& style) override;
    std::optional<Place> place(std::size_t row) const override;
    std::optional<Card> card(std::size_t row, const ui::Translations& texts) const override;
    std::vector<LegendEntry> legend(const ui::Translations& texts) const override;
    std::vector<scene::Label> labels(std::string_view language) const override;
    bool labelHidden(const scene::Label& label) const override;
    bool update(const scene::Projector& projector, double seconds, bool instant) override;
    std::optional<Hit> pick(const PickRay& pointer) const override;
    std::vector<osg::Vec3d> path(std::size_t row) const override;

  private:
    // One line of a row on the ground.
    struct Course {
        std::size_t row;
        Way way;
        std::vector<WayLook> looks;
    };
    void appearanceChanged() override;
    void applyStyle();
    std::vector<Course> layOut(const scene::Stage& stage) const;
    std::vector<scene::Ribbon> ribbons(const scene::Stage& stage) const;
    scene::RibbonStyle styleOf(std::size_t term) const;
    std::uint32_t styleIndex(std::size_t row) const;
    bool partShown(std::size_t row) const;
    bool hidden(std::size_t row) const;
    bool onBridge(std::size_t row) const;
    const Course* longest(std::size_t row) const;

    const scene::Stage& stage_;
    bool walkers_;
    std::vector<Course> courses_;            ///< by row
    std::vector<std::size_t> longestOfRow_;  ///< into courses_
    scene::Ribbons ribbons_;
    NameSpots spots_;
    double sinceNames_ = 1e9;
    const Style* style_ = nullptr;
    std::optional<std::size_t> shownHover_, shownSelection_;
};

}  // namespace atlas::layers
