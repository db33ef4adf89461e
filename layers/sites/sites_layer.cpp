#include "layers/sites/sites_layer.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <unordered_set>

#include "layers/sign.h"
#include "layers/sites/site_card.h"

namespace atlas::layers {

namespace {

constexpr double kFadeSeconds = 0.15;
constexpr float kUndisclosedRadius = 9;
constexpr float kSmallest = 7.5F;        // can still carry its glyph
constexpr double kOfOne = 1.75;          // points: radius of the disc of 1 亿元
constexpr float kFaint = 0.30F;          // of a site that the filter leaves out
constexpr float kGhost = 0.16F;          // below 0.2 the shader draws a grey ring alone
constexpr int kReferences = 3;           // discs in the legend besides the smallest
constexpr double kChosenPriority = 100;  // before all other names

// The catalogue says how a status is drawn.
scene::PinRing ringFor(const Term* status) {
    if (status == nullptr) return scene::PinRing::None;
    if (status->glyph.zh == "dashed") return scene::PinRing::Dashed;
    if (status->glyph.zh == "double") return scene::PinRing::Double;
    return status->glyph.zh == "solid" ? scene::PinRing::Solid : scene::PinRing::None;
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
      top_(stage.atlas(), stage.shaders(), stage.frame()),
      clusterStage_(stage),
      slope_(stage) {
    const geodata::FeatureTable& table = data.table;
    pinOfRow_.assign(table.rows(), kNoPin);
    std::vector<scene::Pin> pins;
    PinPoints points;
    for (std::size_t row = 0; row < table.rows() && pins.size() < scene::PinLayer::kMostPins; ++row) {
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
            pin.glyph = signOf(*term, "zh");
        } else {
            pin.color.set(0.45F, 0.45F, 0.45F);
        }
        pin.ring = ringFor(termOf(sites_.status(), row));
        pinOfRow_[row] = pins.size();
        rowOfPin_.push_back(static_cast<std::uint32_t>(row));
        points.places.push_back({pin.anchor.x(), pin.anchor.y()});
        points.heights.push_back(pin.anchor.z());
        points.radius.push_back(pin.radius);
        points.investment.push_back(sites_.counts(row) ? investment
                                                       : std::numeric_limits<double>::quiet_NaN());
        points.rows.push_back(static_cast<std::uint32_t>(row));
        pins.push_back(pin);
    }
    pins_.setPins(std::move(pins));
    stage.content()->addChild(pins_.node());
    top_.setOrder(1);
    stage.content()->addChild(top_.node());
    const bool few = points.places.size() <= ClusterTree::kMost;
    making_ = std::async(few ? std::launch::deferred : std::launch::async,
                         [points = std::move(points)]() mutable { return ClusterModel(std::move(points)); });
    takeClusters(few);
    appearanceChanged();
}

void SitesLayer::takeClusters(bool wait) {
    if (clusters_ || (!wait && making_.wait_for(std::chrono::seconds(0)) != std::future_status::ready))
        return;
    clusters_ = std::make_unique<ClusterPins>(making_.get(), clusterStage_);
    clusters_->setPassing(engine_.passing());
    clusters_->setGhosts(filteredOut_ != FilteredOut::Vanish);
    appearanceChanged();
}

std::optional<std::size_t> SitesLayer::pinOf(std::optional<std::size_t> row) const {
    if (!row || *row >= pinOfRow_.size() || pinOfRow_[*row] == kNoPin) return std::nullopt;
    return pinOfRow_[*row];
}

void SitesLayer::appearanceChanged() {
    pins_.node()->setNodeMask(visible() ? ~0U : 0U);
    pins_.setOpacity(static_cast<float>(opacity()));
    top_.node()->setNodeMask(visible() ? ~0U : 0U);
    top_.setOpacity(static_cast<float>(opacity()));
    pinsDue_ = true;
    const auto chosen = visible() ? pinOf(selected()) : std::nullopt;
    if (clusters_) {
        clusters_->show(visible(), static_cast<float>(opacity()));
        clusters_->setChosen(chosen);
        clusters_->setHovered(pinOf(hovered()));
    }
    slope_.show(chosen ? std::optional(pins_.pins()[*chosen].anchor) : std::nullopt,
                chosen ? sites_.number("slope_bearing", *selected()) : std::nullopt);
}

void SitesLayer::setFilter(const SiteFilter& filter) {
    if (!engine_.set(filter)) return;
    ++revision_;
    pinsDue_ = true;
    if (clusters_) clusters_->setPassing(engine_.passing());
}

void SitesLayer::setFilteredOut(FilteredOut look) {
    if (filteredOut_ == look) return;
    filteredOut_ = look;
    pinsDue_ = true;
    if (clusters_) clusters_->setGhosts(look != FilteredOut::Vanish);
}

// Of a pin that stands by itself.
float SitesLayer::presenceOf(std::size_t pin) const {
    const std::size_t row = rowOfPin_[pin];
    if (engine_.passes(row) || selected() == row) return 1;
    return filteredOut_ == FilteredOut::Fade ? kFaint : filteredOut_ == FilteredOut::Ghost ? kGhost : 0;
}

std::optional<std::size_t> SitesLayer::find(std::string_view wanted) const {
    // Texts are held once each: the wanted one is looked for among them, then the row that has it.
    const geodata::Column* ids = sites_.role("id");
    const auto* texts = ids == nullptr ? nullptr : std::get_if<geodata::TextValues>(&ids->values);
    if (texts == nullptr || wanted.empty()) return Layer::find(wanted);
    const auto value = std::find(texts->values.begin(), texts->values.end(), wanted);
    if (value == texts->values.end()) return std::nullopt;
    const auto code = static_cast<std::uint32_t>(value - texts->values.begin());
    for (std::size_t row = 0; row < texts->codes.size(); ++row)
        if (texts->codes[row] == code && !ids->nulls.isNull(row)) return row;
    return std::nullopt;
}

std::optional<Place> SitesLayer::place(std::size_t row) const {
    const auto pin = pinOf(row);
    return pin ? std::optional(Place{pins_.pins()[*pin].anchor, 0}) : std::nullopt;
}

std::optional<Card> SitesLayer::card(std::size_t row, const ui::Translations& texts) const {
    if (row >= sites_.rows()) return std::nullopt;
    Card card = siteCard(sites_, catalog_, row, texts);
    if (selected() == row && slope_.section()) addSlope(card, *slope_.section(), texts);
    return card;
}

void SitesLayer::setLanguage(std::string_view language) {
    changeSigns(pins_, language,
                [this](std::size_t pin) { return termOf(sites_.industry(), rowOfPin_[pin]); });
    topPin_.reset();
}

std::vector<LegendEntry> SitesLayer::legend(const ui::Translations& texts) const {
    std::vector<LegendEntry> entries;
    if (const auto industries = catalog_.vocabularies.find("industry");
        industries != catalog_.vocabularies.end())
        for (const Term& term : industries->second)
            entries.push_back({LegendEntry::Sign::Disc,
                               term.color,
                               term.label.in(texts.code()),
                               term.glyph.in(texts.code()),
                               {}});
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
    // Each once: a million names have some thousand.
    std::string all;
    std::unordered_set<std::string_view> known;
    const auto take = [&](std::string_view text) {
        for (std::size_t at = 0; at < text.size();) {
            std::size_t next = at + 1;
            while (next < text.size() && (static_cast<unsigned char>(text[next]) & 0xC0U) == 0x80U) ++next;
            const std::string_view character = text.substr(at, next - at);
            if (known.insert(character).second) all += character;
            at = next;
        }
    };
    for (const geodata::Column& column : sites_.table().columns)
        if (const auto* text = std::get_if<geodata::TextValues>(&column.values))
            for (const std::string& value : text->values) take(value);
    return all;
}

std::vector<scene::Label> SitesLayer::labels(std::string_view language) const {
    if (!selected()) return {};
    return slope_.labels(language, static_cast<std::uint32_t>(*selected()));
}

std::vector<scene::Label> SitesLayer::movingLabels(std::string_view language) const {
    std::vector<scene::Label> labels;
    for (const auto& shown : fades_.symbols()) {
        const std::size_t row = rowOfPin_[shown.pin];
        if (shown.wanted == 0 || !engine_.passes(row)) continue;
        const scene::Pin& symbol = pins_.pins()[shown.pin];
        scene::Label label;
        label.text = sites_.name(row, language);
        label.anchor = symbol.anchor;
        label.owner = static_cast<std::uint32_t>(row);
        // Large investments are named first; among the undisclosed the nearer.
        label.priority =
            std::isnan(sites_.investments()[row]) ? 0 : 1 + std::log2(1 + sites_.investments()[row]) * 0.5;
        if (selected() == row) {
            label.firm = true;
            label.priority = kChosenPriority;
        }
        label.size = 13;
        label.over = true;
        label.offset = scene::PinLayer::kStem + 2 * symbol.radius + 10;
        labels.push_back(std::move(label));
    }
    if (clusters_)
        for (scene::Label& label : clusters_->labels(language, static_cast<std::uint32_t>(rows())))
            labels.push_back(std::move(label));
    return labels;
}

bool SitesLayer::labelHidden(const scene::Label& label) const {
    const std::size_t row = label.owner;
    if (!visible() || !clusters_) return true;
    if (row >= rows()) return clusters_->labelHidden(row - rows());
    const auto pin = pinOf(row);
    const auto* symbol = pin ? fades_.find(static_cast<std::uint32_t>(*pin)) : nullptr;
    if (symbol == nullptr || symbol->wanted == 0 || !engine_.passes(row)) return true;
    return !symbol->inSight && selected() != row && hovered() != row;
}

// Which single pins are shown: those that the clusters leave alone, and the chosen one.
void SitesLayer::choosePins() {
    if (!pinsDue_ && clustersRevision_ == clusters_->revision()) return;
    pinsDue_ = false;
    clustersRevision_ = clusters_->revision();
    ++labelsRevision_;
    std::vector<scene::WantedPin> wanted;
    wanted.reserve(clusters_->single().size() + 1);
    for (const std::uint32_t pin : clusters_->single()) wanted.push_back({pin, presenceOf(pin)});
    if (const auto chosen = pinOf(selected())) {
        const auto pin = static_cast<std::uint32_t>(*chosen);
        const auto at = std::lower_bound(wanted.begin(), wanted.end(), pin,
                                         [](const auto& a, std::uint32_t b) { return a.pin < b; });
        if (at == wanted.end() || at->pin != pin) wanted.insert(at, {pin, 1});
    }
    fades_.want(wanted);
}

bool SitesLayer::update(const scene::Projector& projector, double seconds, bool instant) {
    if (!visible()) return false;
    takeClusters(instant);
    if (!clusters_) return true;
    slope_.update(projector);
    const auto step = static_cast<float>(instant ? 1.0 : std::min(1.0, seconds / kFadeSeconds));
    bool moving = clusters_->update(projector, step, instant);
    choosePins();
    const double exaggeration = stage_.exaggeration();
    if ((projector.eye - seenFrom_).length() >= (instant ? 1e-9 : PinSight::kMoved) ||
        exaggeration != seenExaggeration_) {
        seenFrom_ = projector.eye;
        seenExaggeration_ = exaggeration;
        fades_.moved();
    }
    // Heights are stretched on the screen only; straight lines stay straight, so sight is judged in true
    // heights.
    const terrain::Vec3 from{seenFrom_.x(), seenFrom_.y(), seenFrom_.z() / exaggeration};
    moving |= fades_.look(instant ? rowOfPin_.size() : PinSight::kQuestions, [&](std::uint32_t pin) {
        const osg::Vec3d& foot = pins_.pins()[pin].anchor;
        return stage_.ground().visible(from, {foot.x(), foot.y(), foot.z() + PinSight::kHead},
                                       PinSight::kHead);
    });
    moving |= fades_.step(step);
    drawPins(projector);
    return moving && !instant;
}

void SitesLayer::drawPins(const scene::Projector& projector) {
    std::vector<scene::DrawnPin> drawn;
    drawn.reserve(fades_.symbols().size());
    for (const auto& symbol : fades_.symbols()) {
        const std::size_t row = rowOfPin_[symbol.pin];
        const bool selectedOne = selected() == row;
        drawn.push_back(
            {symbol.pin, symbol.presence, selectedOne ? 1.0F : symbol.seen, hovered() == row, selectedOne});
    }
    pins_.draw(drawn, projector, stage_.exaggeration());
    const auto chosen =
        std::find_if(drawn.begin(), drawn.end(), [](const auto& pin) { return pin.selected; });
    if (chosen == drawn.end()) {
        top_.draw({}, projector, stage_.exaggeration());
    } else {
        scene::DrawnPin again = *chosen;
        again.pin = 0;
        if (topPin_ != chosen->pin) top_.setPin(0, pins_.pins()[chosen->pin]);
        topPin_ = chosen->pin;
        top_.draw({&again, 1}, projector, stage_.exaggeration());
    }
    cost_ = {drawn.size() + clusters_->pins().drawn(),
             pins_.bytesWritten() + clusters_->pins().bytesWritten()};
}

void SitesLayer::obstacles(const scene::Projector& projector, std::vector<scene::ScreenBox>& boxes) const {
    if (!visible() || !clusters_) return;
    const auto scale = static_cast<float>(projector.viewport.symbolScale());
    for (const auto& shown : fades_.symbols()) {
        const std::size_t row = rowOfPin_[shown.pin];
        const scene::Pin& symbol = pins_.pins()[shown.pin];
        osg::Vec3d foot;
        if (shown.wanted == 0 || !shown.inSight || !engine_.passes(row) ||
            !projector.project(
                {symbol.anchor.x(), symbol.anchor.y(), symbol.anchor.z() * stage_.exaggeration()}, foot))
            continue;
        const auto x = static_cast<float>(foot.x());
        const float y = static_cast<float>(foot.y()) - (scene::PinLayer::kStem + symbol.radius) * scale;
        const float reach = symbol.radius * scale * 0.5F;  // a name may touch a disc, not cover its glyph
        boxes.push_back({x - reach, y - reach, x + reach, y + reach, static_cast<std::uint32_t>(row)});
    }
    clusters_->obstacles(projector, static_cast<std::uint32_t>(rows()), boxes);
}

bool SitesLayer::pointedAt(std::size_t row) const {
    if (hovered() == row) return true;
    const auto pin = clusters_ ? pinOf(row) : std::nullopt;
    return pin && clusters_->hovers(*pin);
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
