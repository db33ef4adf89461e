#pragma once
// Buildings on the slope.

#include "layers/landmarks/building_model.h"
#include "layers/layer.h"
#include "scene/buildings.h"
#include "scene/ribbons.h"

namespace atlas::layers {

/// Extruded footprints; those without a known height are thin slabs, areas are outlines. The tallest are
/// named.
class LandmarksLayer : public Layer {
  public:
    LandmarksLayer(const LayerEntry& entry, const geodata::FeatureTable& table, const Catalog& catalog,
                   scene::Stage& stage);
    ~LandmarksLayer() override { stage_.shadows().set(this, nullptr); }

    void setStyle(const Style& style) override;
    std::size_t rows() const override { return model_.table().rows(); }
    std::string id(std::size_t row) const override { return choosable(row) ? model_.id(row) : ""; }
    std::string name(std::size_t row, std::string_view language) const override {
        return model_.name(row, language);
    }
    std::optional<Place> place(std::size_t row) const override;
    /// How a building stands on its ground; nullptr for a row that is none.
    const Building* building(std::size_t row) const {
        return isBody(row) ? &model_.buildings()[bodyOfRow_[row]] : nullptr;
    }
    std::optional<Card> card(std::size_t row, const ui::Translations& texts) const override;
    std::vector<LegendEntry> legend(const ui::Translations& texts) const override;
    std::string characters() const override;
    std::vector<scene::Label> labels(std::string_view language) const override;
    bool update(const scene::Projector& projector, double seconds, bool instant) override;
    std::optional<Hit> pick(const PickRay& pointer) const override;
    bool hides(const osg::Vec3d& eye, const osg::Vec3d& point, std::optional<std::size_t> own) const override;

  private:
    static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
    static constexpr std::size_t kArea = kNone - 1;
    bool choosable(std::size_t row) const { return row < bodyOfRow_.size() && bodyOfRow_[row] != kNone; }
    bool isBody(std::size_t row) const { return choosable(row) && bodyOfRow_[row] != kArea; }
    void appearanceChanged() override;

    scene::Stage& stage_;
    const Catalog& catalog_;
    BuildingModel model_;
    std::vector<std::size_t> bodyOfRow_;  ///< kArea: an outline, kNone: nothing
    scene::Buildings buildings_;
    scene::Ribbons outlines_;
    scene::BuildingStyle style_;
    scene::RibbonStyle outline_;
    scene::CastShadows::Casters casters_;
    std::optional<std::size_t> shownHover_, shownSelection_;
};

}  // namespace atlas::layers
