#include "layers/places/places_layer.h"

#include <algorithm>

#include "layers/sign.h"

namespace atlas::layers {

namespace {

constexpr float kRadius = 7.5F;  // points
constexpr float kStem = 12;      // points
constexpr double kPlaceFade = 0.15;
constexpr double kHeadHeight = 8;    // metres above the foot that must be in sight
constexpr double kFadeShare = 0.85;  // of the farthest distance, from where symbols fade

}  // namespace

PlacesLayer::PlacesLayer(const LayerEntry& entry, const geodata::FeatureTable& table, const Catalog& catalog,
                         scene::Stage& stage)
    : ModelLayer(entry, table, catalog),
      stage_(stage),
      pins_(stage.atlas(), stage.shaders(), stage.frame(), kStem),
      pinOfRow_(table.rows(), kNoPin) {
    std::vector<scene::Pin> pins;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const auto at = table.anchor(row);
        if (!at) continue;
        const Term* term = model_.termOf(row);
        scene::Pin pin;
        pin.anchor.set(at->x, at->y, std::max(stage.surfaceHeight(at->x, at->y), stage.waterLevel()));
        pin.radius = term != nullptr && term->size > 0 ? static_cast<float>(term->size) : kRadius;
        pin.ring = scene::PinRing::None;
        pin.color.set(0.35F, 0.35F, 0.38F);
        if (term != nullptr) {
            pin.color.set(term->color[0], term->color[1], term->color[2]);
            pin.glyph = signOf(*term, "zh");
            if (entry.symbol == "underground" || term->below) pin.ring = scene::PinRing::Dashed;
        }
        pinOfRow_[row] = pins.size();
        rowOfPin_.push_back(row);
        pins.push_back(pin);
    }
    seen_.assign(pins.size(), 1);
    states_.resize(pins.size());
    for (std::size_t pin = 0; pin < pins.size(); ++pin) states_[pin].pin = static_cast<std::uint32_t>(pin);
    pins_.setPins(std::move(pins));
    stage.content()->addChild(pins_.node());
    appearanceChanged();
}

void PlacesLayer::appearanceChanged() {
    pins_.node()->setNodeMask(visible() ? ~0U : 0U);
    pins_.setOpacity(static_cast<float>(opacity()));
}

bool PlacesLayer::shown(std::size_t row) const {
    const Term* term = model_.termOf(row);
    return term == nullptr || !hiddenParts().contains(term->value);
}

std::optional<Place> PlacesLayer::place(std::size_t row) const {
    if (row >= pinOfRow_.size() || pinOfRow_[row] == kNoPin) return std::nullopt;
    return Place{pins_.pins()[pinOfRow_[row]].anchor, 0};
}

std::optional<Card> PlacesLayer::card(std::size_t row, const ui::Translations& texts) const {
    if (row >= rows()) return std::nullopt;
    return model_.card(row, texts);
}

void PlacesLayer::setLanguage(std::string_view language) {
    changeSigns(pins_, language, [this](std::size_t pin) { return model_.termOf(rowOfPin_[pin]); });
}

std::vector<LegendEntry> PlacesLayer::legend(const ui::Translations& texts) const {
    std::vector<LegendEntry> entries;
    for (const Term& term : model_.terms())
        entries.push_back({LegendEntry::Sign::Disc, term.color, term.label.in(texts.code()),
                           term.glyph.in(texts.code()), term.value});
    if (entries.empty())
        entries.push_back(
            {LegendEntry::Sign::Disc, {0.35F, 0.35F, 0.38F}, entry().name.in(texts.code()), {}, {}});
    return entries;
}

std::vector<scene::Label> PlacesLayer::labels(std::string_view language) const {
    std::vector<scene::Label> labels;
    for (std::size_t pin = 0; pin < rowOfPin_.size(); ++pin) {
        const std::size_t row = rowOfPin_[pin];
        scene::Label label;
        label.text = model_.name(row, language);
        if (label.text.empty()) continue;
        label.anchor = pins_.pins()[pin].anchor;
        label.owner = static_cast<std::uint32_t>(row);
        label.priority = entry().priority;
        label.over = true;
        label.size = 12;
        label.offset = kStem + 2 * pins_.pins()[pin].radius + 8;
        label.maxDistance = entry().namesFrom;
        labels.push_back(std::move(label));
    }
    return labels;
}

bool PlacesLayer::labelHidden(const scene::Label& label) const {
    const std::size_t row = label.owner;
    return !visible() || !shown(row) || (seen_[pinOfRow_[row]] == 0 && selected() != row);
}

bool PlacesLayer::update(const scene::Projector& projector, double seconds, bool instant) {
    if (!visible()) return false;
    const double exaggeration = stage_.exaggeration();
    if ((projector.eye - seenFrom_).length() > (instant ? 0 : 0.5) || exaggeration != seenExaggeration_) {
        seenFrom_ = projector.eye;
        seenExaggeration_ = exaggeration;
        const terrain::Vec3 from{seenFrom_.x(), seenFrom_.y(), seenFrom_.z() / exaggeration};
        for (std::size_t pin = 0; pin < seen_.size(); ++pin) {
            const osg::Vec3d& foot = pins_.pins()[pin].anchor;
            seen_[pin] =
                stage_.ground().visible(from, {foot.x(), foot.y(), foot.z() + kHeadHeight}, kHeadHeight) ? 1
                                                                                                         : 0;
        }
    }
    const auto step = static_cast<float>(instant ? 1.0 : std::min(1.0, seconds / kPlaceFade));
    bool moving = false;
    for (std::size_t pin = 0; pin < rowOfPin_.size(); ++pin) {
        const std::size_t row = rowOfPin_[pin];
        scene::DrawnPin& state = states_[pin];
        const osg::Vec3d& at = pins_.pins()[pin].anchor;
        const double away = (osg::Vec3d(at.x(), at.y(), at.z() * exaggeration) - projector.eye).length();
        const double far = entry().farthest;
        const double near = std::clamp((far - away) / std::max(far * (1 - kFadeShare), 1.0), 0.0, 1.0);
        const bool wanted = shown(row) && (near > 0 || selected() == row);
        const auto approach = [&](float value, float target) {
            const float next =
                target > value ? std::min(target, value + step) : std::max(target, value - step);
            moving = moving || next != target;
            return next;
        };
        state.presence =
            approach(state.presence, wanted ? (selected() == row ? 1.0F : static_cast<float>(near)) : 0.0F);
        state.seen = approach(state.seen, seen_[pin] != 0 || selected() == row ? 1.0F : 0.0F);
        state.hover = hovered() == row;
        state.selected = selected() == row;
    }
    pins_.draw(states_, projector, exaggeration);
    return moving;
}

void PlacesLayer::obstacles(const scene::Projector& projector, std::vector<scene::ScreenBox>& boxes) const {
    if (!visible()) return;
    const auto scale = static_cast<float>(projector.viewport.symbolScale());
    for (std::size_t pin = 0; pin < rowOfPin_.size(); ++pin) {
        const scene::Pin& symbol = pins_.pins()[pin];
        osg::Vec3d foot;
        if (states_[pin].presence < 0.5F || seen_[pin] == 0 ||
            !projector.project(
                {symbol.anchor.x(), symbol.anchor.y(), symbol.anchor.z() * stage_.exaggeration()}, foot))
            continue;
        const auto x = static_cast<float>(foot.x());
        const float y = static_cast<float>(foot.y()) - (kStem + symbol.radius) * scale;
        const float reach = symbol.radius * scale * 0.6F;
        boxes.push_back(
            {x - reach, y - reach, x + reach, y + reach, static_cast<std::uint32_t>(rowOfPin_[pin])});
    }
}

std::optional<Hit> PlacesLayer::pick(const PickRay& at) const {
    const auto pin = pins_.pick(at.projector, stage_.exaggeration(), at.x, at.y, at.slack);
    if (!pin) return std::nullopt;
    osg::Vec3d pixel;
    const osg::Vec3d& foot = pins_.pins()[*pin].anchor;
    at.projector.project({foot.x(), foot.y(), foot.z() * stage_.exaggeration()}, pixel);
    return Hit{rowOfPin_[*pin], pixel.z(), Hit::Rank::Symbol};
}

}  // namespace atlas::layers
