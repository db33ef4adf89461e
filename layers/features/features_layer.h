#pragma once
// Any vector data: points, lines, areas and bodies, coloured by a field.

#include <memory>

#include "layers/features/classes.h"
#include "layers/features/model_layer.h"
#include "layers/landmarks/building_model.h"
#include "scene/areas.h"
#include "scene/buildings.h"
#include "scene/dots.h"
#include "scene/ribbons.h"

namespace atlas::layers {

/// Points are dots, lines ribbons, areas tints with a border, or bodies where a height or a number of storeys
/// is known. Roles that the catalogue does not name are guessed from well-known field names; the role `color`
/// is the field it starts with. Its legend is its classes, each of which can be switched. Geometry is made
/// once; another field rewrites a byte a feature. The card shows every field.
class FeaturesLayer : public ModelLayer {
  public:
    FeaturesLayer(const LayerEntry& entry, const geodata::FeatureTable& table, const Catalog& catalog,
                  scene::Stage& stage);
    ~FeaturesLayer() override;

    void setStyle(const Style& style) override;
    std::vector<std::string> colorFields() const override { return fields_; }
    std::string ownColorField() const override { return ownField_; }
    std::optional<std::size_t> find(std::string_view wanted) const override;
    std::optional<Place> place(std::size_t row) const override;
    std::optional<Card> card(std::size_t row, const ui::Translations& texts) const override;
    std::vector<LegendEntry> legend(const ui::Translations& texts) const override;
    std::vector<scene::Label> labels(std::string_view language) const override;
    bool labelHidden(const scene::Label& label) const override;
    bool update(const scene::Projector& projector, double seconds, bool instant) override;
    std::optional<Hit> pick(const PickRay& pointer) const override;
    bool hides(const osg::Vec3d& eye, const osg::Vec3d& point, std::optional<std::size_t> own) const override;

  private:
    static constexpr std::uint32_t kNone = 0xFFFFFFFF;
    void appearanceChanged() override;
    void makeDots(scene::Stage& stage);
    void makeAreasAndBodies(scene::Stage& stage);
    void makeRibbons(scene::Stage& stage);
    void applyClasses();
    void applyStyles();
    void mark(std::optional<std::size_t> row, bool selected, bool on);
    bool shown(std::size_t row) const;
    osg::Vec4f colorOf(std::size_t classIndex) const;

    scene::Stage& stage_;
    std::vector<std::string> fields_;
    std::string ownField_;
    Classes classes_;
    std::vector<bool> classHidden_;
    std::unique_ptr<BuildingModel> buildingModel_;
    std::unique_ptr<scene::Dots> dots_;
    std::unique_ptr<scene::Ribbons> ribbons_;
    std::unique_ptr<scene::Areas> areas_;
    std::unique_ptr<scene::Buildings> bodies_;
    std::vector<std::uint32_t> rowOfArea_, rowOfBody_, bodyOfRow_, areaOfRow_;
    const Style* style_ = nullptr;
    bool classesDue_ = true;
    HiddenParts appliedHidden_;
    std::string appliedField_;
    scene::CastShadows::Casters casters_;
    std::optional<std::size_t> shownHover_, shownSelection_;
};

}  // namespace atlas::layers
