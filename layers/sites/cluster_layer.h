#pragma once
// Pins that stand together as one from afar, with how many and how much they are; they open as one comes
// near.

#include <map>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "layers/layer.h"
#include "layers/sites/site_clusters.h"
#include "scene/pin_fades.h"
#include "scene/pins.h"

namespace atlas::layers {

/// How pins and clusters of sites look for what hides them.
struct PinSight {
    static constexpr double kHead = 12;             ///< metres above the foot that must be in sight
    static constexpr double kMoved = 0.5;           ///< metres of the eye that ask for another look
    static constexpr std::size_t kQuestions = 256;  ///< a frame
};

/// Single pins by their number. All spans as long as there are pins.
struct PinPoints {
    std::vector<geodata::Point2> places;  ///< map
    std::vector<double> heights;          ///< true, metres
    std::vector<float> radius;            ///< points
    std::vector<double> investment;       ///< 亿元, NaN: not to be added
    std::vector<std::uint32_t> rows;      ///< bit of the filter
};

/// What clusters are made of, whatever the filter and the camera. Pure: made on any thread.
struct ClusterModel {
    explicit ClusterModel(PinPoints pins);
    /// Round the points of a node, true heights.
    osg::BoundingBoxd box(std::size_t node) const;

    PinPoints pins;
    ClusterTree tree;

  private:
    struct Box {
        float west, south, east, north;  ///< from `origin_`
    };
    geodata::Point2 origin_;
    double low_ = 0, high_ = 0;
    std::vector<Box> boxes_;  ///< by join
};

/// Part of the layer of sites. Which pins stand together depends on where the camera is and how steeply it
/// looks, not on where it looks; nodes out of the picture are not looked into. A frame costs as much as there
/// is to see of them, however many pins there are. Drawing thread.
class ClusterPins {
  public:
    ClusterPins(ClusterModel model, scene::Stage& stage);

    /// Which rows pass the filter, a bit each.
    void setPassing(std::span<const std::uint64_t> rows);
    /// Single pins that do not pass: shown as ghosts where they stand apart, or not at all.
    void setGhosts(bool shown);
    void show(bool visible, float opacity);
    /// The clusters that hold this pin stay open, so that it stands by itself; nullopt: none.
    void setChosen(std::optional<std::size_t> pin);
    /// The cluster that this pin is in now is lit; nullopt: none.
    void setHovered(std::optional<std::size_t> pin) { hovered_ = pin; }
    /// The cluster under the pointer is lit; nullptr: none. Whether there is one.
    bool hover(const PickRay* pointer);
    /// Whether the cluster that hover() lit stands for this pin.
    bool hovers(std::size_t pin) const { return lit_ && holds(*lit_, pin); }

    /// Decides for this camera, then moves by `step`. `instant` as Layer::update. True while it moves.
    bool update(const scene::Projector& projector, float step, bool instant);
    /// Pins that stand by themselves now and may be in the picture, ascending. Those that do not pass are
    /// among them with setGhosts() only.
    std::span<const std::uint32_t> single() const { return single_; }
    /// Counts the changes of what is shown.
    std::uint64_t revision() const { return revision_; }

    /// Names of the clusters that are shown; Label::owner counts from `firstOwner`.
    std::vector<scene::Label> labels(std::string_view language, std::uint32_t firstOwner) const;
    bool labelHidden(std::size_t slot) const;
    void obstacles(const scene::Projector& projector, std::uint32_t firstOwner,
                   std::vector<scene::ScreenBox>& boxes) const;
    /// Where the members of the cluster under the pointer are.
    std::optional<Place> under(const PickRay& pointer) const;
    const scene::PinLayer& pins() const { return pins_; }

  private:
    /// A cluster that is shown, or was a moment ago.
    struct Slot {
        std::vector<std::uint32_t> nodes;  ///< ascending; more than one where discs would overlap; none: free
        ClusterSum sum;
    };
    struct Seen {
        std::vector<std::uint32_t> nodes;
        ClusterSum sum;
        double height = 0;
    };
    double radiusOf(std::size_t node) const;
    /// `afresh`: as if none had been shown before; otherwise what is open or together stays so a little
    /// longer.
    void choose(const scene::Projector& projector, bool afresh);
    ClusterTree::See see(const scene::Projector& projector, std::size_t node, std::vector<Seen>& whole);
    void gather(const scene::Projector& projector, std::vector<Seen>& whole);
    void place(const std::vector<Seen>& whole);
    double heightAt(const ClusterSum& sum) const;
    bool holds(std::uint32_t slot, std::size_t pin) const;

    const scene::Stage& stage_;
    ClusterModel model_;
    ClusterSums sums_;
    scene::PinLayer pins_;  ///< one a slot
    std::vector<Slot> slots_;
    std::vector<std::uint32_t> free_;
    std::map<std::vector<std::uint32_t>, std::uint32_t> slotOf_;  ///< by nodes
    std::unordered_map<std::uint32_t, std::uint32_t> crowdOf_;    ///< by node, as of the last choice
    scene::PinFades fades_;
    std::vector<std::uint8_t> open_;  ///< by join, as of the last choice
    std::vector<std::uint32_t> single_;
    std::uint64_t revision_ = 0;
    bool ghosts_ = false;
    std::optional<std::size_t> chosen_, hovered_;  ///< pins
    std::optional<std::uint32_t> lit_;             ///< slot
    osg::Matrixd chosenFor_;
    osg::Vec3d chosenEye_;
    double chosenExaggeration_ = 0, chosenScale_ = 0;
    int chosenHeight_ = 0;  ///< of the viewport
    bool chosenAfresh_ = false;
    bool due_ = true;
};

}  // namespace atlas::layers
