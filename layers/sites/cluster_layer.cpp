#include "layers/sites/cluster_layer.h"

#include <algorithm>
#include <cmath>

#include "layers/sites/site_card.h"

namespace atlas::layers {

namespace {

constexpr float kStem = 26;         // points, as single pins
constexpr double kGap = 5;          // points between two discs that stand apart
constexpr double kKeep = 0.08;      // share of that distance in which a cluster stays as it is
constexpr double kHeadHeight = 12;  // metres above the foot that must be in sight
const osg::Vec3f kColor(0.19F, 0.24F, 0.29F);

float discRadius(std::size_t sites) {
    return 11.5F + 2 * static_cast<float>(std::log2(static_cast<double>(std::max<std::size_t>(sites, 1))));
}

std::u32string digits(std::size_t number) {
    std::u32string text;
    for (const char c : std::to_string(number)) text.push_back(static_cast<char32_t>(c));
    return text;
}

}  // namespace

ClusterPins::ClusterPins(std::vector<geodata::Point2> places, std::vector<float> radius, scene::Stage& stage)
    : stage_(stage),
      places_(std::move(places)),
      radius_(std::move(radius)),
      tree_(places_),
      sums_(tree_.nodes()),
      pins_(stage.atlas(), stage.shaders(), stage.frame(), kStem),
      gathered_(places_.size(), 0),
      holds_(tree_.nodes(), 0) {
    const std::size_t joins = tree_.nodes() - places_.size();
    open_.assign(joins, 0);
    shown_.assign(joins, 0);
    seen_.assign(joins, 1);
    stage.content()->addChild(pins_.node());
}

float ClusterPins::radiusOf(std::size_t node) const {
    return tree_.leaf(node) ? radius_[node] : discRadius(sums_[node].sites);
}

void ClusterPins::setPresent(const std::vector<std::uint8_t>& present,
                             const std::vector<double>& investment) {
    sums_ = sumClusters(tree_, places_, present, investment);
    std::vector<scene::Pin> pins(open_.size());
    for (std::size_t i = 0; i < pins.size(); ++i) {
        const ClusterSum& of = sum(i);
        if (of.sites < 2) continue;
        pins[i].anchor.set(of.x, of.y, std::max(stage_.surfaceHeight(of.x, of.y), stage_.waterLevel()));
        pins[i].radius = discRadius(of.sites);
        pins[i].color = kColor;
        pins[i].ring = scene::PinRing::Solid;
        pins[i].word = digits(of.sites);
    }
    std::vector<scene::PinState> states;
    for (std::size_t i = 0; i < pins_.pins().size(); ++i) states.push_back(pins_.state(i));
    pins_.setPins(std::move(pins));
    for (std::size_t i = 0; i < open_.size(); ++i) {
        scene::PinState state;
        state.presence = i < states.size() ? states[i].presence : 0;
        pins_.setState(i, state);
    }
    due_ = true;
}

void ClusterPins::show(bool visible, float opacity) {
    pins_.node()->setNodeMask(visible ? ~0U : 0U);
    pins_.setOpacity(opacity);
}

void ClusterPins::setChosen(std::optional<std::size_t> pin) {
    if (chosen_ == pin) return;
    chosen_ = pin;
    std::fill(holds_.begin(), holds_.end(), std::uint8_t{0});
    if (pin) holds_[*pin] = 1;
    for (std::size_t node = places_.size(); node < tree_.nodes(); ++node)
        holds_[node] = holds_[tree_.join(node).left] | holds_[tree_.join(node).right];
    due_ = true;
}

void ClusterPins::choose(const scene::Projector& projector, bool afresh) {
    const double exaggeration = stage_.exaggeration();
    const double scale = projector.viewport.symbolScale();
    const int height = projector.viewport.height;
    const double moved = (projector.eye - chosenFor_).length();
    const bool near = afresh ? moved == 0 && chosenAfresh_ && height == chosenHeight_ : moved < 0.5;
    if (!due_ && near && exaggeration == chosenExaggeration_ && scale == chosenScale_) return;
    due_ = false;
    if (afresh) std::fill(open_.begin(), open_.end(), std::uint8_t{0});
    chosenAfresh_ = afresh;
    chosenHeight_ = height;
    chosenFor_ = projector.eye;
    chosenExaggeration_ = exaggeration;
    chosenScale_ = scale;
    std::fill(shown_.begin(), shown_.end(), std::uint8_t{0});
    std::fill(gathered_.begin(), gathered_.end(), std::uint8_t{1});
    const terrain::Vec3 from{projector.eye.x(), projector.eye.y(), projector.eye.z() / exaggeration};
    tree_.visit(
        [&](std::size_t node) {
            const ClusterSum& of = sums_[node];
            if (of.sites < 2) return true;
            const std::size_t number = node - places_.size();
            const osg::Vec3d& foot = pins_.pins()[number].anchor;
            const osg::Vec3d away = projector.eye - osg::Vec3d(foot.x(), foot.y(), foot.z() * exaggeration);
            const double distance = std::max(away.length(), 1.0);
            // What lies behind one another is nearer on the screen: half the directions shrink with the view.
            const double flat = 0.4 + 0.6 * std::clamp(away.z() / distance, 0.0, 1.0);
            const ClusterTree::Join& join = tree_.join(node);
            const double apart =
                join.apart * flat / scene::metresPerPixel(projector.viewport, distance) / scale;
            const double needed = static_cast<double>(radiusOf(join.left) + radiusOf(join.right)) + kGap;
            // The two sides as the filter leaves them may be one alone: then there is nothing to part.
            const bool two = sums_[join.left].sites > 0 && sums_[join.right].sites > 0;
            open_[number] =
                !two || holds_[node] != 0 || apart > needed * (open_[number] != 0 ? 1 - kKeep : 1 + kKeep)
                    ? 1
                    : 0;
            return open_[number] != 0;
        },
        [&](std::size_t node) {
            if (tree_.leaf(node)) {
                gathered_[node] = 0;
                return;
            }
            const std::size_t number = node - places_.size();
            shown_[number] = 1;
            const osg::Vec3d& foot = pins_.pins()[number].anchor;
            seen_[number] =
                stage_.ground().visible(from, {foot.x(), foot.y(), foot.z() + kHeadHeight}, kHeadHeight) ? 1
                                                                                                         : 0;
        });
}

bool ClusterPins::update(const scene::Projector& projector, float step, bool instant) {
    choose(projector, instant);
    bool moving = false;
    const auto approach = [&](float value, float target) {
        const float next = target > value ? std::min(target, value + step) : std::max(target, value - step);
        moving = moving || next != target;
        return instant ? target : next;
    };
    for (std::size_t i = 0; i < shown_.size(); ++i) {
        scene::PinState state = pins_.state(i);
        state.presence = approach(state.presence, shown_[i] != 0 ? 1.0F : 0.0F);
        state.seen = approach(state.seen, seen_[i] != 0 ? 1.0F : 0.0F);
        pins_.setState(i, state);
    }
    pins_.update(projector, stage_.exaggeration());
    return moving && !instant;
}

std::vector<scene::Label> ClusterPins::labels(std::string_view language, std::uint32_t firstOwner) const {
    std::vector<scene::Label> labels;
    for (std::size_t i = 0; i < shown_.size(); ++i) {
        if (sum(i).sites < 2 || sum(i).disclosed == 0) continue;
        scene::Label label;
        label.text = moneyText(sum(i).investment, language);
        label.anchor = pins_.pins()[i].anchor;
        label.owner = firstOwner + static_cast<std::uint32_t>(i);
        label.over = true;
        label.priority = 2 + std::log2(1 + sum(i).investment) * 0.5;
        label.size = 13;
        label.offset = kStem + 2 * discRadius(sum(i).sites) + 10;
        labels.push_back(std::move(label));
    }
    return labels;
}

void ClusterPins::obstacles(const scene::Projector& projector, std::uint32_t firstOwner,
                            std::vector<scene::ScreenBox>& boxes) const {
    const auto scale = static_cast<float>(projector.viewport.symbolScale());
    for (std::size_t i = 0; i < shown_.size(); ++i) {
        if (shown_[i] == 0 || seen_[i] == 0) continue;
        const scene::Pin& pin = pins_.pins()[i];
        osg::Vec3d foot;
        if (!projector.project({pin.anchor.x(), pin.anchor.y(), pin.anchor.z() * stage_.exaggeration()},
                               foot))
            continue;
        const auto x = static_cast<float>(foot.x());
        const float y = static_cast<float>(foot.y()) - (kStem + pin.radius) * scale;
        const float reach = pin.radius * scale * 0.8F;
        boxes.push_back(
            {x - reach, y - reach, x + reach, y + reach, firstOwner + static_cast<std::uint32_t>(i)});
    }
}

std::optional<Place> ClusterPins::under(const PickRay& at) const {
    const auto pin = pins_.pick(at.projector, stage_.exaggeration(), at.x, at.y, at.slack);
    if (!pin) return std::nullopt;
    const ClusterSum& of = sum(*pin);
    const double x = (of.west + of.east) / 2;
    const double y = (of.south + of.north) / 2;
    return Place{{x, y, std::max(stage_.surfaceHeight(x, y), stage_.waterLevel())},
                 std::hypot(of.east - of.west, of.north - of.south) / 2};
}

}  // namespace atlas::layers
