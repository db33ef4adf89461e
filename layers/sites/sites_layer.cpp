#include "layers/sites/sites_layer.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "layers/sites/site_card.h"

namespace atlas::layers {

namespace {

constexpr double kFadeSeconds = 0.15;
constexpr float kUndisclosedRadius = 9;
constexpr float kSmallest = 7.5F;   // can still carry its glyph
constexpr double kOfOne = 1.75;     // points: radius of the disc of 1 亿元
constexpr float kFaint = 0.30F;     // of a site that the filter leaves out
constexpr float kGhost = 0.16F;     // below 0.2 the shader draws a grey ring alone
constexpr int kReferences = 3;      // discs in the legend besides the smallest
constexpr double kHeadHeight = 12;  // metres above the foot that must be in sight

// The catalogue says how a status is drawn.
scene::PinRing ringFor(const Term* status) {
    if (status == nullptr) return scene::PinRing::None;
    if (status->glyph == "dashed") return scene::PinRing::Dashed;
    if (status->glyph == "double") return scene::PinRing::Double;
    return status->glyph == "solid" ? scene::PinRing::Solid : scene::PinRing::None;
}

const Term* termOf(const CodedField& field, std::size_t row) {
    const std::uint32_t code = field.codes[row];
    return code < field.terms.size() ? field.terms[code] : nullptr;
}

}  // namespace

float siteRadius(double investment) {
    if (std::isnan(investment)) return kUndisclosedRadius;
    return std::max(kSmallest, static_cast<float>(kOfOne * std::sqrt(std::max(investment, 0.0))));
}

double smallestDiscInvestment() {
    return kSmallest * kSmallest / (kOfOne * kOfOne);
}

SitesLayer::SitesLayer(const LayerEntry& entry, const LayerData& data, const Catalog& catalog,
                       scene::Stage& stage)
    : Layer(entry),
      stage_(stage),
      catalog_(catalog),
      sites_(entry, data.table, catalog, data.tableOf),
      engine_(sites_),
      pins_(stage.atlas(), stage.shaders(), stage.frame()),
      slope_(stage) {
    const geodata::FeatureTable& table = data.table;
    pinOfRow_.assign(table.rows(), kNoPin);
    std::vector<scene::Pin> pins;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const auto anchor = table.anchor(row);
        if (!anchor) continue;
        scene::Pin pin;
        pin.anchor.set(anchor->x, anchor->y, stage.surfaceHeight(anchor->x, anchor->y));
        pin.anchor.z() = std::max(pin.anchor.z(), stage.waterLevel());
        const double investment = sites_.investments()[row];
        pin.radius = siteRadius(investment);
        pin.hollow = std::isnan(investment);
        const Term* term = termOf(sites_.industry(), row);
        if (term != nullptr) {
            pin.color.set(term->color[0], term->color[1], term->color[2]);
            const auto glyph = scene::codePoints(term->glyph);
            if (!glyph.empty()) pin.glyph = glyph.front();
        } else {
            pin.color.set(0.45F, 0.45F, 0.45F);
        }
        pin.ring = ringFor(termOf(sites_.status(), row));
        pinOfRow_[row] = pins.size();
        rowOfPin_.push_back(row);
        pins.push_back(pin);
    }
    seen_.assign(pins.size(), 1);
    std::vector<geodata::Point2> places;
    std::vector<float> radius;
    places.reserve(pins.size());
    radius.reserve(pins.size());
    for (const scene::Pin& pin : pins) {
        places.push_back({pin.anchor.x(), pin.anchor.y()});
        radius.push_back(pin.radius);
    }
    pins_.setPins(std::move(pins));
    stage.content()->addChild(pins_.node());
    clusters_ = std::make_unique<ClusterPins>(std::move(places), std::move(radius), stage);
    showPassing();
    appearanceChanged();
}

void SitesLayer::appearanceChanged() {
    pins_.node()->setNodeMask(visible() ? ~0U : 0U);
    pins_.setOpacity(static_cast<float>(opacity()));
    clusters_->show(visible(), static_cast<float>(opacity()));
    const auto chosen = visible() && selected() ? place(*selected()) : std::nullopt;
    clusters_->setChosen(chosen ? std::optional(pinOfRow_[*selected()]) : std::nullopt);
    slope_.show(chosen ? std::optional(chosen->middle) : std::nullopt,
                chosen ? sites_.number("slope_bearing", *selected()) : std::nullopt);
}

void SitesLayer::setFilter(const SiteFilter& filter) {
    if (engine_.set(filter)) showPassing();
}

void SitesLayer::showPassing() {
    ++revision_;
    std::vector<std::uint8_t> present;
    std::vector<double> investment;
    present.reserve(rowOfPin_.size());
    investment.reserve(rowOfPin_.size());
    for (const std::size_t row : rowOfPin_) {
        present.push_back(engine_.passes(row) ? 1 : 0);
        investment.push_back(sites_.counts(row) ? sites_.investments()[row]
                                                : std::numeric_limits<double>::quiet_NaN());
    }
    clusters_->setPresent(present, investment);
}

float SitesLayer::presenceOf(std::size_t pin) const {
    const std::size_t row = rowOfPin_[pin];
    if (clusters_->gathered(pin) && selected() != row) return 0;
    if (engine_.passes(row) || selected() == row) return 1;
    return filteredOut_ == FilteredOut::Fade ? kFaint : filteredOut_ == FilteredOut::Ghost ? kGhost : 0;
}

std::optional<Place> SitesLayer::place(std::size_t row) const {
    if (row >= pinOfRow_.size() || pinOfRow_[row] == kNoPin) return std::nullopt;
    return Place{pins_.pins()[pinOfRow_[row]].anchor, 0};
}

std::optional<Card> SitesLayer::card(std::size_t row, const ui::Translations& texts) const {
    if (row >= sites_.rows()) return std::nullopt;
    Card card = siteCard(sites_, catalog_, row, texts);
    if (selected() == row && slope_.section()) addSlope(card, *slope_.section(), texts);
    return card;
}

std::vector<LegendEntry> SitesLayer::legend(const ui::Translations& texts) const {
    std::vector<LegendEntry> entries;
    if (const auto industries = catalog_.vocabularies.find("industry");
        industries != catalog_.vocabularies.end())
        for (const Term& term : industries->second)
            entries.push_back(
                {LegendEntry::Sign::Disc, term.color, term.label.in(texts.code()), term.glyph, {}});
    entries.push_back(
        {LegendEntry::Sign::Ring, {0.7F, 0.7F, 0.7F}, texts.tr("hollow: investment not disclosed"), {}, {}});
    // The scale of the discs: the smallest with all it stands for, then 1, 2 or 5 times a power of ten.
    double largest = 0;
    for (const double investment : sites_.investments())
        if (investment > largest) largest = investment;
    if (largest <= 0) return entries;
    const auto reference = [&](double investment, const char* before) {
        LegendEntry entry;
        entry.sign = LegendEntry::Sign::Disc;
        entry.label = before + moneyText(investment, texts.code());
        entry.radius = siteRadius(investment);
        entries.push_back(std::move(entry));
    };
    reference(std::floor(smallestDiscInvestment()), "≤ ");
    int shown = 0;
    for (double power = 1; power < 1e9 && shown < kReferences; power *= 10)
        for (const double step : {1.0, 2.0, 5.0}) {
            const double investment = step * power;
            if (investment < 2 * smallestDiscInvestment() || investment > largest || shown == kReferences)
                continue;
            reference(investment, "");
            ++shown;
        }
    return entries;
}

std::string SitesLayer::characters() const {
    std::string all;
    for (const geodata::Column& column : sites_.table().columns)
        if (const auto* text = std::get_if<geodata::TextValues>(&column.values))
            for (const std::string& value : text->values) all += value;
    return all;
}

std::vector<scene::Label> SitesLayer::labels(std::string_view language) const {
    std::vector<scene::Label> labels;
    for (std::size_t pin = 0; pin < rowOfPin_.size(); ++pin) {
        const std::size_t row = rowOfPin_[pin];
        const scene::Pin& symbol = pins_.pins()[pin];
        scene::Label label;
        label.text = sites_.name(row, language);
        label.anchor = symbol.anchor;
        label.owner = static_cast<std::uint32_t>(row);
        // Large investments are named first; among the undisclosed the nearer.
        label.priority =
            std::isnan(sites_.investments()[row]) ? 0 : 1 + std::log2(1 + sites_.investments()[row]) * 0.5;
        label.size = 13;
        label.over = true;
        label.offset = scene::PinLayer::kStem + 2 * symbol.radius + 10;
        labels.push_back(std::move(label));
    }
    if (selected())
        for (scene::Label& label : slope_.labels(language, static_cast<std::uint32_t>(*selected())))
            labels.push_back(std::move(label));
    for (scene::Label& label : clusters_->labels(language, static_cast<std::uint32_t>(rows())))
        labels.push_back(std::move(label));
    return labels;
}

bool SitesLayer::labelHidden(const scene::Label& label) const {
    const std::size_t row = label.owner;
    if (visible() && row >= rows()) return clusters_->labelHidden(row - rows());
    if (!visible() || row >= pinOfRow_.size() || pinOfRow_[row] == kNoPin) return true;
    if (clusters_->gathered(pinOfRow_[row]) && selected() != row) return true;
    return !engine_.passes(row) || (seen_[pinOfRow_[row]] == 0 && selected() != row && hovered() != row);
}

void SitesLayer::lookForOcclusion(const osg::Vec3d& eye, bool exact) {
    const double exaggeration = stage_.exaggeration();
    if ((eye - occlusionEye_).length() <= (exact ? 0 : 0.5) && exaggeration == occlusionExaggeration_) return;
    occlusionEye_ = eye;
    occlusionExaggeration_ = exaggeration;
    // Heights are stretched on the screen only; straight lines stay straight, so sight is judged in true
    // heights.
    const terrain::Vec3 from{eye.x(), eye.y(), eye.z() / exaggeration};
    for (std::size_t pin = 0; pin < rowOfPin_.size(); ++pin) {
        const osg::Vec3d& foot = pins_.pins()[pin].anchor;
        seen_[pin] =
            stage_.ground().visible(from, {foot.x(), foot.y(), foot.z() + kHeadHeight}, kHeadHeight) ? 1 : 0;
    }
}

bool SitesLayer::update(const scene::Projector& projector, double seconds, bool instant) {
    if (!visible()) return false;
    lookForOcclusion(projector.eye, instant);
    slope_.update(projector);
    const auto step = static_cast<float>(instant ? 1.0 : std::min(1.0, seconds / kFadeSeconds));
    bool moving = clusters_->update(projector, step, instant);
    const auto approach = [&](float value, float target) {
        const float next = target > value ? std::min(target, value + step) : std::max(target, value - step);
        moving = moving || next != target;
        return next;
    };
    for (std::size_t pin = 0; pin < rowOfPin_.size(); ++pin) {
        const std::size_t row = rowOfPin_[pin];
        scene::PinState state = pins_.state(pin);
        state.presence = approach(state.presence, presenceOf(pin));
        state.seen = approach(state.seen, seen_[pin] != 0 || selected() == row ? 1.0F : 0.0F);
        state.hover = hovered() == row;
        state.selected = selected() == row;
        pins_.setState(pin, state);
    }
    pins_.update(projector, stage_.exaggeration());
    return moving;
}

void SitesLayer::obstacles(const scene::Projector& projector, std::vector<scene::ScreenBox>& boxes) const {
    if (!visible()) return;
    const auto scale = static_cast<float>(projector.viewport.symbolScale());
    for (std::size_t pin = 0; pin < rowOfPin_.size(); ++pin) {
        const scene::Pin& symbol = pins_.pins()[pin];
        osg::Vec3d foot;
        if (!engine_.passes(rowOfPin_[pin]) || seen_[pin] == 0 || clusters_->gathered(pin) ||
            !projector.project(
                {symbol.anchor.x(), symbol.anchor.y(), symbol.anchor.z() * stage_.exaggeration()}, foot))
            continue;
        const auto x = static_cast<float>(foot.x());
        const float y = static_cast<float>(foot.y()) - (scene::PinLayer::kStem + symbol.radius) * scale;
        const float reach = symbol.radius * scale * 0.5F;  // a name may touch a disc, not cover its glyph
        boxes.push_back(
            {x - reach, y - reach, x + reach, y + reach, static_cast<std::uint32_t>(rowOfPin_[pin])});
    }
    clusters_->obstacles(projector, static_cast<std::uint32_t>(rows()), boxes);
}

std::optional<Hit> SitesLayer::pick(const PickRay& at) const {
    const auto pin = pins_.pick(at.projector, stage_.exaggeration(), at.x, at.y, at.slack);
    if (!pin || (!engine_.passes(rowOfPin_[*pin]) && selected() != rowOfPin_[*pin])) return std::nullopt;
    osg::Vec3d pixel;
    const osg::Vec3d& foot = pins_.pins()[*pin].anchor;
    at.projector.project({foot.x(), foot.y(), foot.z() * stage_.exaggeration()}, pixel);
    return Hit{rowOfPin_[*pin], pixel.z(), Hit::Rank::Symbol};
}

}  // namespace atlas::layers
