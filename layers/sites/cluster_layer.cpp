#include "layers/sites/cluster_layer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "layers/sites/disc_crowd.h"
#include "layers/sites/site_card.h"
#include "scene/line_levels.h"

namespace atlas::layers {

namespace {

constexpr double kGap = 5;            // points between two discs that stand apart
constexpr double kKeep = 0.08;        // share of that distance in which a cluster stays as it is
constexpr double kBeyond = 1.5;       // how much wider than the picture is looked: symbols reach into it
constexpr std::size_t kExact = 1000;  // numbers from here on are rounded
const osg::Vec3f kColor(0.19F, 0.24F, 0.29F);

double discRadius(std::size_t sites) {
    return 11.5 + 2 * std::log2(static_cast<double>(std::max<std::size_t>(sites, 1)));
}

// "999", "1.2k", "34k", "560k", "1.2M": rounded down, so that none says more than there is.
std::u32string digits(std::size_t number) {
    std::string text;
    const auto put = [&](std::size_t unit, const char* sign) {
        text = number < 10 * unit ? fmt::format("{}.{}{}", number / unit, number % unit * 10 / unit, sign)
                                  : fmt::format("{}{}", number / unit, sign);
    };
    if (number < kExact)
        text = std::to_string(number);
    else if (number < 1000 * kExact)
        put(1000, "k");
    else
        put(1000000, "M");
    return {text.begin(), text.end()};
}

}  // namespace

ClusterModel::ClusterModel(PinPoints given)
    : pins(std::move(given)),
      tree(pins.places),
      origin_(pins.places.empty() ? geodata::Point2{} : pins.places[0]),
      boxes_(tree.nodes() - tree.points()) {
    const auto [low, high] = std::minmax_element(pins.heights.begin(), pins.heights.end());
    if (low != pins.heights.end()) {
        low_ = *low;
        high_ = *high;
    }
    const auto boxOf = [&](std::uint32_t node) {
        if (!tree.leaf(node)) return boxes_[node - tree.points()];
        const auto x = static_cast<float>(pins.places[node].x - origin_.x);
        const auto y = static_cast<float>(pins.places[node].y - origin_.y);
        return Box{x, y, x, y};
    };
    for (std::size_t i = 0; i < boxes_.size(); ++i) {
        const ClusterTree::Join& join = tree.join(tree.points() + i);
        const Box a = boxOf(join.left);
        const Box b = boxOf(join.right);
        boxes_[i] = {std::min(a.west, b.west), std::min(a.south, b.south), std::max(a.east, b.east),
                     std::max(a.north, b.north)};
    }
}

osg::BoundingBoxd ClusterModel::box(std::size_t node) const {
    if (tree.leaf(node)) {
        const geodata::Point2& at = pins.places[node];
        return {at.x, at.y, pins.heights[node], at.x, at.y, pins.heights[node]};
    }
    const Box& box = boxes_[node - tree.points()];
    return {origin_.x + box.west, origin_.y + box.south, low_,
            origin_.x + box.east, origin_.y + box.north, high_};
}

ClusterPins::ClusterPins(ClusterModel model, scene::Stage& stage)
    : stage_(stage),
      model_(std::move(model)),
      sums_(model_.tree, model_.pins.places, model_.pins.investment, model_.pins.rows),
      pins_(stage.atlas(), stage.shaders(), stage.frame(), scene::PinLayer::kStem),
      open_(model_.tree.nodes() - model_.tree.points(), 0) {
    stage.content()->addChild(pins_.node());
}

double ClusterPins::radiusOf(std::size_t node) const {
    return model_.tree.leaf(node) ? static_cast<double>(model_.pins.radius[node])
                                  : discRadius(sums_.sites(node));
}

void ClusterPins::setPassing(std::span<const std::uint64_t> rows) {
    if (sums_.setPassing(rows)) due_ = true;
}

void ClusterPins::setGhosts(bool shown) {
    if (ghosts_ != shown) due_ = true;
    ghosts_ = shown;
}

void ClusterPins::show(bool visible, float opacity) {
    pins_.node()->setNodeMask(visible ? ~0U : 0U);
    pins_.setOpacity(opacity);
}

void ClusterPins::setChosen(std::optional<std::size_t> pin) {
    if (chosen_ != pin) due_ = true;
    chosen_ = pin;
}

double ClusterPins::heightAt(const ClusterSum& sum) const {
    return std::max(stage_.surfaceHeight(sum.x, sum.y), stage_.waterLevel());
}

ClusterTree::See ClusterPins::see(const scene::Projector& projector, std::size_t node,
                                  std::vector<Seen>& whole) {
    using See = ClusterTree::See;
    const ClusterTree& tree = model_.tree;
    const bool chosen = chosen_ && tree.holds(node, *chosen_);
    if (tree.leaf(node)) return chosen || ghosts_ || sums_.passes(node) ? See::Whole : See::Nothing;
    const std::size_t sites = sums_.sites(node);
    if (sites == 0 && !ghosts_ && !chosen) return See::Nothing;
    // One alone is looked for; ghosts of a small table stand where they are, of a large one apart only.
    if (sites < 2 && (sites == 1 || tree.points() <= ClusterTree::kMost)) return See::Open;
    const ClusterTree::Join& join = tree.join(node);
    Seen seen{{static_cast<std::uint32_t>(node)}, {}, 0};
    if (sites > 0) {
        seen.sum = sums_.sum(node);
    } else {
        const osg::Vec3d middle = model_.box(node).center();
        seen.sum.x = middle.x();
        seen.sum.y = middle.y();
    }
    seen.height = heightAt(seen.sum);
    const osg::Vec3d away =
        projector.eye - osg::Vec3d(seen.sum.x, seen.sum.y, seen.height * stage_.exaggeration());
    const double distance = std::max(away.length(), 1.0);
    // What lies behind one another is nearer on the screen: half the directions shrink with the view.
    const double flat = 0.4 + 0.6 * std::clamp(away.z() / distance, 0.0, 1.0);
    const double apart = join.apart * flat / scene::metresPerPixel(projector.viewport, distance) /
                         projector.viewport.symbolScale();
    const double needed = radiusOf(join.left) + radiusOf(join.right) + kGap;
    // The two sides as the filter leaves them may be one alone: then there is nothing to part.
    const bool two = sites == 0 || (sums_.sites(join.left) > 0 && sums_.sites(join.right) > 0);
    std::uint8_t& open = open_[node - tree.points()];
    open = !two || chosen || apart > needed * (open != 0 ? 1 - kKeep : 1 + kKeep) ? 1 : 0;
    if (open != 0) return See::Open;
    if (sites == 0) {  // one ghost for all
        single_.push_back(tree.order()[tree.members(node).first]);
        return See::Nothing;
    }
    whole.push_back(std::move(seen));
    return See::Whole;
}

void ClusterPins::choose(const scene::Projector& projector, bool afresh) {
    const double exaggeration = stage_.exaggeration();
    const double scale = projector.viewport.symbolScale();
    const int height = projector.viewport.height;
    const double away = (projector.eye - chosenEye_).length();
    const bool moved = away >= (afresh ? 1e-9 : PinSight::kMoved) || exaggeration != chosenExaggeration_;
    const bool same = projector.worldToClip == chosenFor_ && height == chosenHeight_ && scale == chosenScale_;
    if (!due_ && !moved && same && (!afresh || chosenAfresh_)) return;
    if (moved) fades_.moved();
    if (moved || due_) chosenEye_ = projector.eye;
    due_ = false;
    if (afresh) {
        std::fill(open_.begin(), open_.end(), std::uint8_t{0});
        crowdOf_.clear();
    }
    chosenAfresh_ = afresh;
    chosenHeight_ = height;
    chosenFor_ = projector.worldToClip;
    chosenExaggeration_ = exaggeration;
    chosenScale_ = scale;
    scene::Projector wider = projector;
    wider.worldToClip.postMult(osg::Matrixd::scale(1 / kBeyond, 1 / kBeyond, 1));
    const scene::BoxSight sight(wider, exaggeration);
    const std::vector<std::uint32_t> before = std::move(single_);
    single_.clear();
    std::vector<Seen> whole;
    model_.tree.visit(
        [&](std::size_t node) {
            return std::isinf(sight.distance(model_.box(node))) ? ClusterTree::See::Nothing
                                                                : see(projector, node, whole);
        },
        [&](std::uint32_t node) {
            if (model_.tree.leaf(node)) single_.push_back(node);
        });
    gather(projector, whole);
    std::sort(single_.begin(), single_.end());
    if (single_ != before) ++revision_;
    place(whole);
}

// The tree parts neighbours, but cousins may come to lie over one another: on the screen they are one.
void ClusterPins::gather(const scene::Projector& projector, std::vector<Seen>& whole) {
    const auto stays = [&](std::uint32_t pin) { return chosen_ == pin || !sums_.passes(pin); };
    const auto singles = std::partition(single_.begin(), single_.end(), stays);
    std::vector<Seen> all = std::move(whole);
    whole.clear();
    for (auto pin = singles; pin != single_.end(); ++pin)
        all.push_back({{*pin}, sums_.sum(*pin), model_.pins.heights[*pin]});
    single_.erase(singles, single_.end());
    std::vector<SeenDisc> discs;
    discs.reserve(all.size());
    for (const Seen& seen : all) {
        osg::Vec3d to =
            osg::Vec3d(seen.sum.x, seen.sum.y, seen.height * stage_.exaggeration()) - projector.eye;
        SeenDisc disc;
        disc.away = std::max(to.normalize(), 1.0);
        disc.direction = {to.x(), to.y(), to.z()};
        disc.radius = radiusOf(seen.nodes.front());
        disc.sites = seen.sum.sites;
        discs.push_back(disc);
    }
    CrowdRules rules;
    rules.pointsPerRadian =
        1 / (scene::metresPerPixel(projector.viewport, 1) * projector.viewport.symbolScale());
    rules.radius = discRadius;
    rules.together = [&](std::size_t a, std::size_t b) {
        const auto one = crowdOf_.find(all[a].nodes.front());
        const auto other = crowdOf_.find(all[b].nodes.front());
        return one != crowdOf_.end() && other != crowdOf_.end() && one->second == other->second;
    };
    const std::vector<std::uint32_t> crowd = crowdsOf(discs, rules);
    crowdOf_.clear();
    std::vector<Seen> crowds;
    crowds.reserve(all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        crowdOf_[all[i].nodes.front()] = crowd[i];
        if (crowd[i] == crowds.size()) crowds.emplace_back();
        Seen& to = crowds[crowd[i]];
        to.nodes.push_back(all[i].nodes.front());
        const ClusterSum& sum = all[i].sum;
        const double share = static_cast<double>(sum.sites) / static_cast<double>(to.sum.sites + sum.sites);
        to.sum.x += (sum.x - to.sum.x) * share;
        to.sum.y += (sum.y - to.sum.y) * share;
        to.sum.sites += sum.sites;
        to.sum.disclosed += sum.disclosed;
        to.sum.investment += sum.investment;
    }
    for (Seen& seen : crowds) {
        if (seen.sum.sites == 1) {
            single_.push_back(seen.nodes.front());
            continue;
        }
        std::sort(seen.nodes.begin(), seen.nodes.end());
        seen.height = heightAt(seen.sum);
        whole.push_back(std::move(seen));
    }
}

// Gives each cluster a slot, which keeps its record until it has faded.
void ClusterPins::place(const std::vector<Seen>& whole) {
    std::vector<scene::WantedPin> wanted;
    wanted.reserve(whole.size());
    for (const Seen& seen : whole) {
        const auto [known, fresh] = slotOf_.try_emplace(seen.nodes, 0);
        if (fresh) {
            if (free_.empty()) {
                free_.push_back(static_cast<std::uint32_t>(slots_.size()));
                slots_.emplace_back();
            }
            known->second = free_.back();
            free_.pop_back();
        }
        Slot& slot = slots_[known->second];
        wanted.push_back({known->second, 1});
        const ClusterSum& of = seen.sum;
        if (!slot.nodes.empty() && slot.sum == of) continue;
        slot = {seen.nodes, of};
        scene::Pin pin;
        pin.anchor.set(of.x, of.y, seen.height);
        pin.radius = static_cast<float>(discRadius(of.sites));
        pin.color = kColor;
        pins_.setPin(known->second, pin, digits(of.sites));
        ++revision_;
    }
    std::sort(wanted.begin(), wanted.end(), [](const auto& a, const auto& b) { return a.pin < b.pin; });
    fades_.want(wanted);
}

bool ClusterPins::update(const scene::Projector& projector, float step, bool instant) {
    choose(projector, instant);
    const double exaggeration = stage_.exaggeration();
    const terrain::Vec3 from{projector.eye.x(), projector.eye.y(), projector.eye.z() / exaggeration};
    bool moving = fades_.look(instant ? slots_.size() : PinSight::kQuestions, [&](std::uint32_t slot) {
        const osg::Vec3d& foot = pins_.pins()[slot].anchor;
        return stage_.ground().visible(from, {foot.x(), foot.y(), foot.z() + PinSight::kHead},
                                       PinSight::kHead);
    });
    moving |= fades_.step(step, [&](std::uint32_t slot) {
        if (lit_ == slot) lit_.reset();
        slotOf_.erase(slots_[slot].nodes);
        slots_[slot] = {};
        free_.push_back(slot);
    });
    std::vector<scene::DrawnPin> drawn;
    drawn.reserve(fades_.symbols().size());
    for (const auto& symbol : fades_.symbols())
        drawn.push_back({symbol.pin, symbol.presence, symbol.seen,
                         lit_ == symbol.pin || (hovered_ && holds(symbol.pin, *hovered_))});
    pins_.draw(drawn, projector, exaggeration);
    return moving && !instant;
}

bool ClusterPins::holds(std::uint32_t slot, std::size_t pin) const {
    const std::vector<std::uint32_t>& nodes = slots_[slot].nodes;
    return sums_.passes(pin) && std::any_of(nodes.begin(), nodes.end(),
                                            [&](std::uint32_t node) { return model_.tree.holds(node, pin); });
}

bool ClusterPins::hover(const PickRay* pointer) {
    lit_.reset();
    if (pointer == nullptr) return false;
    if (const auto slot =
            pins_.pick(pointer->projector, stage_.exaggeration(), pointer->x, pointer->y, pointer->slack))
        lit_ = static_cast<std::uint32_t>(*slot);
    return lit_.has_value();
}

bool ClusterPins::labelHidden(std::size_t slot) const {
    const auto* symbol = fades_.find(static_cast<std::uint32_t>(slot));
    return symbol == nullptr || symbol->wanted == 0 || !symbol->inSight;
}

std::vector<scene::Label> ClusterPins::labels(std::string_view language, std::uint32_t firstOwner) const {
    std::vector<scene::Label> labels;
    for (const auto& symbol : fades_.symbols()) {
        const ClusterSum& of = slots_[symbol.pin].sum;
        if (of.disclosed == 0) continue;
        scene::Label label;
        label.text = moneyText(of.investment, language);
        label.anchor = pins_.pins()[symbol.pin].anchor;
        label.owner = firstOwner + symbol.pin;
        label.over = true;
        label.priority = 2 + std::log2(1 + of.investment) * 0.5;
        label.size = 13;
        label.offset = scene::PinLayer::kStem + 2 * static_cast<float>(discRadius(of.sites)) + 10;
        labels.push_back(std::move(label));
    }
    return labels;
}

void ClusterPins::obstacles(const scene::Projector& projector, std::uint32_t firstOwner,
                            std::vector<scene::ScreenBox>& boxes) const {
    const auto scale = static_cast<float>(projector.viewport.symbolScale());
    for (const auto& symbol : fades_.symbols()) {
        if (symbol.wanted == 0 || !symbol.inSight) continue;
        const scene::Pin& pin = pins_.pins()[symbol.pin];
        osg::Vec3d foot;
        if (!projector.project({pin.anchor.x(), pin.anchor.y(), pin.anchor.z() * stage_.exaggeration()},
                               foot))
            continue;
        const auto x = static_cast<float>(foot.x());
        const float y = static_cast<float>(foot.y()) - (scene::PinLayer::kStem + pin.radius) * scale;
        const float reach = pin.radius * scale * 0.8F;
        boxes.push_back({x - reach, y - reach, x + reach, y + reach, firstOwner + symbol.pin});
    }
}

std::optional<Place> ClusterPins::under(const PickRay& at) const {
    const auto slot = pins_.pick(at.projector, stage_.exaggeration(), at.x, at.y, at.slack);
    if (!slot) return std::nullopt;
    geodata::Extent box;
    for (const std::uint32_t node : slots_[*slot].nodes) {
        const geodata::Extent part = sums_.box(node);
        if (part.empty()) continue;
        box.expand(part.minX, part.minY);
        box.expand(part.maxX, part.maxY);
    }
    if (box.empty()) return std::nullopt;
    const geodata::Point2 middle = box.center();
    return Place{
        {middle.x, middle.y, std::max(stage_.surfaceHeight(middle.x, middle.y), stage_.waterLevel())},
        std::hypot(box.width(), box.height()) / 2};
}

}  // namespace atlas::layers
