#include "layers/bridges/bridges_layer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "layers/style_colors.h"

namespace atlas::layers {

namespace {

constexpr double kWidth = 22;  // metres: one carriageway stands for the bridge
constexpr double kThickness = 3.2;
constexpr double kPierSide = 6;
constexpr double kTowerSide = 7;
constexpr int kRoadBin = 8;

}  // namespace

std::vector<BridgeModel> BridgesLayer::makeModels(const scene::Stage& stage) const {
    const DeckGround ground{[&](double x, double y) { return stage.surfaceHeight(x, y); },
                            [&](double x, double y) {
                                const auto sample = stage.ground().sampleAt(x, y);
                                return sample && !sample->extrapolated;
                            },
                            stage.waterLevel()};
    std::vector<BridgeModel> bridges(model_.rows());
    const geodata::GeometryColumn& geometry = model_.table().geometry;
    const double unknown = std::numeric_limits<double>::quiet_NaN();
    for (std::size_t row = 0; row < model_.rows(); ++row) {
        if (geometry.types[row] == geodata::GeometryType::None) continue;
        std::vector<osg::Vec3d> line;
        line.reserve(geometry.ring(geometry.ringBegin(row)).points.size());
        for (const geodata::Point2& p : geometry.ring(geometry.ringBegin(row)).points)
            line.emplace_back(p.x, p.y, 0);
        bridges[row] = bridgeModel(line, ground, model_.number("deck_height", row).value_or(unknown),
                                   model_.number("main_span", row).value_or(unknown),
                                   towerHeights(model_.text("tower_height", row)));
    }
    return bridges;
}

std::vector<scene::Deck> BridgesLayer::makeDecks() const {
    std::vector<scene::Deck> decks;
    for (const BridgeModel& bridge : bridges_) {
        scene::Deck& deck = decks.emplace_back();
        deck.line = bridge.deck.points;
        deck.pieces = deckPieces(bridge);
        deck.width = kWidth;
        deck.thickness = kThickness;
        for (const BridgePillar& p : bridge.pillars)
            deck.pillars.push_back({p.along, p.bottom, p.top, p.tower ? kTowerSide : kPierSide});
    }
    return decks;
}

std::vector<scene::Ribbon> BridgesLayer::makeRibbons() const {
    std::vector<scene::Ribbon> ribbons;
    for (std::size_t row = 0; row < bridges_.size(); ++row) {
        for (std::vector<osg::Vec3d>& piece : deckPieces(bridges_[row])) {
            scene::Ribbon ribbon;
            ribbon.points = std::move(piece);
            ribbon.feature = static_cast<std::uint32_t>(row);
            ribbons.push_back(std::move(ribbon));
        }
    }
    return ribbons;
}

BridgesLayer::BridgesLayer(const LayerEntry& entry, const geodata::FeatureTable& table,
                           const Catalog& catalog, scene::Stage& stage)
    : ModelLayer(entry, table, catalog),
      stage_(stage),
      bridges_(makeModels(stage)),
      casters_(scene::castersOf(makeDecks())),
      decks_(makeDecks(), stage.frame(), stage.shaders()),
      ribbons_(makeRibbons(), table.rows(), kRoadBin, stage.frame(), stage.shaders()) {
    stage.addStanding(decks_.node());
    stage.content()->addChild(ribbons_.node());
    setStyle({});
}

void BridgesLayer::setStyle(const Style& style) {
    style_.glow = 0;
    style_.schematic = rgb(style.color("deck", {0.80F, 0.77F, 0.72F, 1}));
    roadStyle_.core = rgba(style.color("road", {0.93F, 0.91F, 0.86F, 1}));
    roadStyle_.casing = rgba(style.color("rim", {0.30F, 0.28F, 0.25F, 0.8F}));
    roadStyle_.casingWidth = static_cast<float>(style.number("rim_width", 0.8, 0, 10));
    roadStyle_.width = static_cast<float>(style.number("width", 3.2, 0.5, 20));
    roadStyle_.metres = static_cast<float>(kWidth);
    roadStyle_.nightCore = rgba(style.color("night.road", {0.95F, 0.72F, 0.42F, 1}));
    roadStyle_.glow = static_cast<float>(style.number("night.glow", 4, 0, 40));
    roadStyle_.glowStrength = static_cast<float>(style.number("night.glow_strength", 0.4, 0, 1));
    roadStyle_.farthest = entry().farthest;
    appearanceChanged();
}

void BridgesLayer::appearanceChanged() {
    for (osg::Node* node : {decks_.node(), ribbons_.node()}) node->setNodeMask(visible() ? ~0U : 0U);
    stage_.shadows().set(this, visible() ? casters_ : nullptr);
    style_.opacity = static_cast<float>(opacity());
    decks_.setStyle(style_);
    ribbons_.setStyles({roadStyle_}, opacity(), entry().nearest, entry().farthest);
    const auto mark = [&](std::optional<std::size_t>& shown, std::optional<std::size_t> row, auto set) {
        if (shown == row) return;
        if (shown) set(*shown, false);
        if (row && *row < rows()) set(*row, true);
        shown = row;
    };
    mark(shownHover_, hovered(), [&](std::size_t row, bool on) {
        decks_.states().setHover(row, on);
        ribbons_.states().setHover(row, on);
    });
    mark(shownSelection_, selected(), [&](std::size_t row, bool on) {
        decks_.states().setSelected(row, on);
        ribbons_.states().setSelected(row, on);
    });
}

bool BridgesLayer::update(const scene::Projector& projector, double /*seconds*/, bool /*instant*/) {
    if (!visible()) return false;
    decks_.states().flush();
    ribbons_.update(projector, stage_.exaggeration());
    return false;
}

std::optional<Place> BridgesLayer::place(std::size_t row) const {
    if (row >= rows() || bridges_[row].deck.points.empty()) return std::nullopt;
    const auto& line = bridges_[row].deck.points;
    return Place{line[line.size() / 2], (line.front() - line.back()).length() / 2};
}

std::optional<Card> BridgesLayer::card(std::size_t row, const ui::Translations& texts) const {
    if (row >= rows()) return std::nullopt;
    Card card = model_.card(row, texts);
    const BridgeModel& bridge = bridges_[row];
    card.color = {style_.schematic.x(), style_.schematic.y(), style_.schematic.z()};
    if (bridge.deck.points.empty()) return card;
    std::vector<CardLine> lines;
    if (bridge.deck.schematic) {
        const bool level = bridge.deck.beginMeasured != bridge.deck.endMeasured;
        lines.push_back({texts.tr("Deck height"), texts.tr("not disclosed"),
                         level ? texts.tr("schematic: drawn level from the bank whose ground is known")
                               : texts.tr("schematic: drawn between the ground at its two ends")});
    } else {
        lines.push_back(
            {texts.tr("Deck height"), fmt::format("{:.1f} m", bridge.deck.points.front().z()), {}});
    }
    if (bridge.crossing > 0)
        lines.push_back({texts.tr("Over water"), fmt::format("{:.0f} m", bridge.crossing),
                         texts.tr("measured along the deck at the ordinary level")});
    if (bridge.beginOpen || bridge.endOpen)
        lines.push_back(
            {texts.tr("Data end"), texts.tr("over the water"),
             texts.tr("the bridge goes on where the dashes end; its other bank is not in the data")});
    if (!bridge.pillars.empty())
        lines.push_back({texts.tr("Piers and towers"), texts.tr("their places are schematic"), {}});
    card.lines.insert(card.lines.begin(), lines.begin(), lines.end());
    return card;
}

std::vector<LegendEntry> BridgesLayer::legend(const ui::Translations& texts) const {
    return {{LegendEntry::Sign::Line,
             {style_.schematic.x(), style_.schematic.y(), style_.schematic.z()},
             texts.tr("Bridge; where the deck's height is not known it is drawn from bank to bank"),
             {},
             {}}};
}

std::vector<scene::Label> BridgesLayer::labels(std::string_view language) const {
    std::vector<scene::Label> labels;
    for (std::size_t row = 0; row < rows(); ++row) {
        const auto at = place(row);
        scene::Label label;
        label.text = model_.name(row, language);
        if (!at || label.text.empty()) continue;
        label.anchor = at->middle;
        label.owner = static_cast<std::uint32_t>(row);
        label.priority = entry().priority;
        label.size = 12;
        label.offset = 12;
        label.maxDistance = entry().namesFrom;
        labels.push_back(std::move(label));
    }
    return labels;
}

std::optional<Hit> BridgesLayer::pick(const PickRay& at) const {
    const auto near = ribbons_.pick(at.projector, stage_.exaggeration(), at.x, at.y, at.slack);
    if (!near || near->distance > at.ground + kWidth) return std::nullopt;
    return Hit{near->feature, near->distance, Hit::Rank::Body};
}

}  // namespace atlas::layers
