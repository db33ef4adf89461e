#pragma once
// Pins that stand together as one from afar, with how many and how much they are; they open as one comes
// near.

#include <string_view>
#include <vector>

#include "layers/layer.h"
#include "layers/sites/site_clusters.h"
#include "scene/pins.h"

namespace atlas::layers {

/// Part of the layer of sites. Which pins stand together depends on where the camera is and how steeply it
/// looks, not on where it looks: turning round changes nothing. Drawing thread.
class ClusterPins {
  public:
    /// `places` and `radius` (points) of the single pins.
    ClusterPins(std::vector<geodata::Point2> places, std::vector<float> radius, scene::Stage& stage);

    /// Which pins pass the filter, and their investment (NaN: not to be added). Makes the numbers anew.
    void setPresent(const std::vector<std::uint8_t>& present, const std::vector<double>& investment);
    void show(bool visible, float opacity);
    /// The clusters that hold this pin stay open, so that it stands by itself; nullopt: none.
    void setChosen(std::optional<std::size_t> pin);

    /// Decides for this camera; then gathered() is true. `instant` as Layer::update. True while it moves.
    bool update(const scene::Projector& projector, float step, bool instant);
    /// Whether a single pin stands in a cluster now.
    bool gathered(std::size_t pin) const { return gathered_[pin] != 0; }

    /// Names of all clusters there may be; Label::owner counts from `firstOwner`.
    std::vector<scene::Label> labels(std::string_view language, std::uint32_t firstOwner) const;
    bool labelHidden(std::size_t number) const { return !shown_[number] || seen_[number] == 0; }
    void obstacles(const scene::Projector& projector, std::uint32_t firstOwner,
                   std::vector<scene::ScreenBox>& boxes) const;
    /// Where the members of the cluster under the pointer are.
    std::optional<Place> under(const PickRay& pointer) const;

  private:
    const ClusterSum& sum(std::size_t number) const { return sums_[places_.size() + number]; }
    float radiusOf(std::size_t node) const;
    /// `afresh`: as if none had been shown before; otherwise what is open stays so a little longer.
    void choose(const scene::Projector& projector, bool afresh);

    const scene::Stage& stage_;
    std::vector<geodata::Point2> places_;
    std::vector<float> radius_;
    ClusterTree tree_;
    std::vector<ClusterSum> sums_;            ///< by node
    scene::PinLayer pins_;                    ///< one a join
    std::vector<std::uint8_t> open_;          ///< by join, as of the last choice
    std::vector<std::uint8_t> shown_, seen_;  ///< by join
    std::vector<std::uint8_t> gathered_;      ///< by pin
    std::optional<std::size_t> chosen_;       ///< pin
    std::vector<std::uint8_t> holds_;         ///< by node: the chosen pin
    osg::Vec3d chosenFor_;
    double chosenExaggeration_ = 0, chosenScale_ = 0;
    int chosenHeight_ = 0;  ///< of the viewport
    bool chosenAfresh_ = false;
    bool due_ = true;
};

}  // namespace atlas::layers
