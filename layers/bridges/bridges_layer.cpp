#include "layers/bridges/bridges_layer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "layers/bridges/bridge_model.h"

namespace atlas::layers {

namespace {

constexpr double kWidth = 22;  // metres: one carriageway stands for the bridge

osg::Vec3f rgb(const StyleColor& color) {
    return {color[0], color[1], color[2]};
}

}  // namespace

std::vector<scene::Deck> BridgesLayer::makeDecks(const scene::Stage& stage) const {
    std::vector<scene::Deck> decks(model_.rows());
    const geodata::GeometryColumn& geometry = model_.table().geometry;
    for (std::size_t row = 0; row < model_.rows(); ++row) {
        if (geometry.types[row] == geodata::GeometryType::None) continue;
        std::vector<osg::Vec3d> line;
        line.reserve(geometry.ring(geometry.ringBegin(row)).points.size());
        for (const geodata::Point2& p : geometry.ring(geometry.ringBegin(row)).points)
            line.emplace_back(p.x, p.y, 0);
        decks[row].width = kWidth;
        decks[row].line = deckLine(
            line, [&](double x, double y) { return stage.surfaceHeight(x, y); }, stage.waterLevel(),
            model_.number("deck_height", row).value_or(std::numeric_limits<double>::quiet_NaN()));
    }
    return decks;
}

BridgesLayer::BridgesLayer(const LayerEntry& entry, const geodata::FeatureTable& table,
                           const Catalog& catalog, scene::Stage& stage)
    : Layer(entry),
      stage_(stage),
      model_(entry, table, catalog),
      deckOfRow_(makeDecks(stage)),
      decks_(deckOfRow_, stage.frame(), stage.shaders()) {
    style_.glow = 0;
    stage.content()->addChild(decks_.node());
    appearanceChanged();
}

void BridgesLayer::setStyle(const Style& style) {
    const StyleColor plain{0.80F, 0.77F, 0.72F, 1};
    style_.schematic = rgb(style.color("deck", plain));
    appearanceChanged();
}

void BridgesLayer::appearanceChanged() {
    decks_.node()->setNodeMask(visible() ? ~0U : 0U);
    style_.opacity = static_cast<float>(opacity());
    decks_.setStyle(style_);
    const auto mark = [&](std::optional<std::size_t>& shown, std::optional<std::size_t> row, auto set) {
        if (shown == row) return;
        if (shown) set(*shown, false);
        if (row && *row < rows()) set(*row, true);
        shown = row;
    };
    mark(shownHover_, hovered(), [&](std::size_t row, bool on) { decks_.states().setHover(row, on); });
    mark(shownSelection_, selected(),
         [&](std::size_t row, bool on) { decks_.states().setSelected(row, on); });
}

bool BridgesLayer::update(const scene::Projector& /*projector*/, double /*seconds*/, bool /*instant*/) {
    decks_.states().flush();
    return false;
}

std::optional<Place> BridgesLayer::place(std::size_t row) const {
    if (row >= rows() || deckOfRow_[row].line.empty()) return std::nullopt;
    const auto& line = deckOfRow_[row].line;
    return Place{line[line.size() / 2], (line.front() - line.back()).length() / 2};
}

std::optional<Card> BridgesLayer::card(std::size_t row, const ui::Translations& texts) const {
    if (row >= rows()) return std::nullopt;
    Card card = model_.card(row, texts);
    card.color = {style_.schematic.x(), style_.schematic.y(), style_.schematic.z()};
    if (!model_.number("deck_height", row))
        card.lines.insert(card.lines.begin(), {texts.tr("Deck height"), texts.tr("not disclosed"),
                                               texts.tr("drawn from bank to bank: schematic")});
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
        label.offset = 10;
        label.maxDistance = entry().namesFrom;
        labels.push_back(std::move(label));
    }
    return labels;
}

std::optional<Hit> BridgesLayer::pick(const PickRay& at) const {
    // The deck as a band of its width: distance of the ray's pixel to the projected line.
    std::optional<Hit> best;
    const double e = stage_.exaggeration();
    for (std::size_t row = 0; row < rows(); ++row) {
        osg::Vec3d before;
        bool known = false;
        for (const osg::Vec3d& p : deckOfRow_[row].line) {
            osg::Vec3d pixel;
            const bool seen = at.projector.project({p.x(), p.y(), p.z() * e}, pixel);
            if (seen && known) {
                const osg::Vec2d along(pixel.x() - before.x(), pixel.y() - before.y());
                const osg::Vec2d to(at.x - before.x(), at.y - before.y());
                const double t =
                    along.length2() > 0 ? std::clamp((to * along) / along.length2(), 0.0, 1.0) : 0;
                const double distance = before.z() + (pixel.z() - before.z()) * t;
                const double half =
                    deckOfRow_[row].width / 2 / scene::metresPerPixel(at.projector.viewport, distance);
                if ((to - along * t).length() <= half + at.slack &&
                    distance < at.ground + deckOfRow_[row].width && (!best || distance < best->distance))
                    best = Hit{row, distance, Hit::Rank::Body};
            }
            known = seen;
            before = pixel;
        }
    }
    return best;
}

}  // namespace atlas::layers
