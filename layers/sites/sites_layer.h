#pragma once
// Project sites on the map: a pin each, coloured by industry, sized by investment, ringed by status.

#include <future>
#include <memory>
#include <vector>

#include "layers/layer.h"
#include "layers/sites/cluster_layer.h"
#include "layers/sites/site_engine.h"
#include "layers/sites/site_table.h"
#include "layers/sites/slope_layer.h"
#include "scene/pin_fades.h"
#include "scene/pins.h"

namespace atlas::layers {

/// Rows without a position have no pin but stay in the table. Filtering, pointing and selecting change state
/// only: a filter event writes a bit a pin and the numbers of the clusters in the picture, a frame looks at
/// what it shows. The clusters of large tables are made on a worker; until then there are no pins.
class SitesLayer : public Layer {
  public:
    SitesLayer(const LayerEntry& entry, const LayerData& data, const Catalog& catalog, scene::Stage& stage);

    const SiteTable& sites() const { return sites_; }
    const SiteEngine& engine() const { return engine_; }
    const SiteFilter& filter() const { return engine_.filter(); }
    void setFilter(const SiteFilter& filter);
    /// Counts the changes of what passes.
    std::uint64_t revision() const { return revision_; }
    /// How sites that do not pass are drawn.
    void setFilteredOut(FilteredOut look);
    /// Whether the clusters are made.
    bool ready() const { return clusters_ != nullptr; }
    /// Pins and clusters that the last update() drew, and what it handed to the graphics card for them.
    struct Cost {
        std::size_t symbols = 0, bytes = 0;
    };
    Cost cost() const { return cost_; }

    std::size_t rows() const override { return sites_.rows(); }
    std::string id(std::size_t row) const override { return sites_.id(row); }
    std::optional<std::size_t> find(std::string_view wanted) const override;
    std::string name(std::size_t row, std::string_view language) const override {
        return sites_.name(row, language);
    }
    std::optional<Place> place(std::size_t row) const override;
    std::optional<Card> card(std::size_t row, const ui::Translations& texts) const override;
    std::vector<LegendEntry> legend(const ui::Translations& texts) const override;
    std::string characters() const override;
    void setLanguage(std::string_view language) override;
    std::vector<scene::Label> labels(std::string_view language) const override;
    std::vector<scene::Label> movingLabels(std::string_view language) const override;
    std::uint64_t movingLabelsRevision() const override { return labelsRevision_; }
    bool labelHidden(const scene::Label& label) const override;
    bool update(const scene::Projector& projector, double seconds, bool instant) override;
    void obstacles(const scene::Projector& projector, std::vector<scene::ScreenBox>& boxes) const override;
    std::optional<Place> gathering(const PickRay& pointer) const override {
        return clusters_ ? clusters_->under(pointer) : std::nullopt;
    }
    bool hoverGathering(const PickRay* pointer) override { return clusters_ && clusters_->hover(pointer); }
    /// Whether the pointer is on the row's pin, or on the cluster that stands for it.
    bool pointedAt(std::size_t row) const;
    std::optional<Hit> pick(const PickRay& pointer) const override;

  private:
    static constexpr std::size_t kNoPin = static_cast<std::size_t>(-1);
    void appearanceChanged() override;
    void takeClusters(bool wait);
    void choosePins();
    void drawPins(const scene::Projector& projector);
    float presenceOf(std::size_t pin) const;
    std::optional<std::size_t> pinOf(std::optional<std::size_t> row) const;

    const scene::Stage& stage_;
    const Catalog& catalog_;
    SiteTable sites_;
    SiteEngine engine_;
    FilteredOut filteredOut_ = FilteredOut::Vanish;
    std::uint64_t revision_ = 0;
    scene::PinLayer pins_;
    scene::PinLayer top_;                  ///< the chosen pin once more, over clusters that stand before it
    std::optional<std::uint32_t> topPin_;  ///< which one it is
    scene::Stage& clusterStage_;
    std::future<ClusterModel> making_;
    std::unique_ptr<ClusterPins> clusters_;
    SlopeLine slope_;  ///< of the chosen site
    std::vector<std::size_t> pinOfRow_;
    std::vector<std::uint32_t> rowOfPin_;
    scene::PinFades fades_;  ///< of single pins
    bool pinsDue_ = true;    ///< which ones are shown is to be found anew
    std::uint64_t clustersRevision_ = 0, labelsRevision_ = 0;
    osg::Vec3d seenFrom_;
    double seenExaggeration_ = 0;
    Cost cost_;
};

/// Radius in points of a disc whose area is proportional to the investment (亿元), from the smallest disc
/// that can carry its glyph; NaN: the size of an undisclosed one, which says nothing.
float siteRadius(double investment);
/// The largest investment (亿元) that is drawn as the smallest disc.
double smallestDiscInvestment();

}  // namespace atlas::layers
