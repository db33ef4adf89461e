#include "layers/landmarks/landmarks_layer.h"

#include <algorithm>
#include <cmath>

namespace atlas::layers {

namespace {

constexpr double kSlab = 2.5;  // metres above the highest ground: what is drawn where no height is known
constexpr double kNamedHeight = 25;  // metres: lower ones are named only from near
constexpr double kNearName = 900;    // metres

std::vector<scene::Body> bodiesOf(const BuildingModel& model) {
    std::vector<scene::Body> bodies;
    bodies.reserve(model.buildings().size());
    for (const Building& building : model.buildings()) {
        scene::Body body;
        body.rings = ringsOf(model.table(), building.row);
        body.schematic = !building.extruded();
        body.base = building.lowest + building.minHeight;
        body.top = body.schematic ? building.highest + kSlab : building.lowest + building.height;
        body.storey = static_cast<float>(building.storey);
        bodies.push_back(std::move(body));
    }
    return bodies;
}

osg::Vec3f rgb(const StyleColor& color) {
    return {color[0], color[1], color[2]};
}

StyleColor styleColor(const osg::Vec3f& color) {
    return {color.x(), color.y(), color.z(), 1};
}

}  // namespace

LandmarksLayer::LandmarksLayer(const LayerEntry& entry, const geodata::FeatureTable& table,
                               const Catalog& catalog, scene::Stage& stage)
    : Layer(entry),
      stage_(stage),
      catalog_(catalog),
      model_(entry, table, [&](double x, double y) { return stage.surfaceHeight(x, y); }),
      bodyOfRow_(table.rows(), kNone),
      buildings_(bodiesOf(model_), stage.frame(), stage.shaders()) {
    for (std::size_t i = 0; i < model_.buildings().size(); ++i) bodyOfRow_[model_.buildings()[i].row] = i;
    stage.content()->addChild(buildings_.node());
    appearanceChanged();
}

void LandmarksLayer::setStyle(const Style& style) {
    const scene::BuildingStyle plain;
    style_.wall = rgb(style.color("wall", styleColor(plain.wall)));
    style_.roof = rgb(style.color("roof", styleColor(plain.roof)));
    style_.schematic = rgb(style.color("schematic", styleColor(plain.schematic)));
    style_.window = rgb(style.color("night.window", styleColor(plain.window)));
    style_.storeyLines = static_cast<float>(style.number("storey_lines", plain.storeyLines, 0, 1));
    style_.glow = static_cast<float>(style.number("night.glow", plain.glow, 0, 2));
    appearanceChanged();
}

void LandmarksLayer::appearanceChanged() {
    buildings_.node()->setNodeMask(visible() ? ~0U : 0U);
    style_.opacity = static_cast<float>(opacity());
    buildings_.setStyle(style_);
    const auto mark = [&](std::optional<std::size_t>& shown, std::optional<std::size_t> row, auto set) {
        if (shown == row) return;
        if (shown && bodyOfRow_[*shown] != kNone) set(bodyOfRow_[*shown], false);
        if (row && *row < bodyOfRow_.size() && bodyOfRow_[*row] != kNone) set(bodyOfRow_[*row], true);
        shown = row;
    };
    mark(shownHover_, hovered(), [&](std::size_t body, bool on) { buildings_.states().setHover(body, on); });
    mark(shownSelection_, selected(),
         [&](std::size_t body, bool on) { buildings_.states().setSelected(body, on); });
}

bool LandmarksLayer::update(const scene::Projector& /*projector*/, double /*seconds*/, bool /*instant*/) {
    buildings_.states().flush();
    return false;
}

std::optional<Place> LandmarksLayer::place(std::size_t row) const {
    const auto at =
        row < bodyOfRow_.size() && bodyOfRow_[row] != kNone ? model_.table().anchor(row) : std::nullopt;
    if (!at) return std::nullopt;
    const Building& building = model_.buildings()[bodyOfRow_[row]];
    const geodata::Extent box = model_.table().geometry.extent(row);
    const double height = building.extruded() ? building.height : 0;
    return Place{{at->x, at->y, building.lowest + height / 2},
                 std::max(std::hypot(box.width(), box.height()) / 2, height)};
}

std::optional<Card> LandmarksLayer::card(std::size_t row, const ui::Translations& texts) const {
    if (row >= bodyOfRow_.size() || bodyOfRow_[row] == kNone) return std::nullopt;
    return model_.card(model_.buildings()[bodyOfRow_[row]], catalog_, texts);
}

std::vector<LegendEntry> LandmarksLayer::legend(const ui::Translations& texts) const {
    const auto color = [](const osg::Vec3f& c) { return std::array{c.x(), c.y(), c.z()}; };
    return {{LegendEntry::Sign::Square, color(style_.wall), texts.tr("Building, height as reported"), {}, {}},
            {LegendEntry::Sign::Square,
             color(style_.schematic),
             texts.tr("Flat slab: height not known"),
             {},
             {}}};
}

std::string LandmarksLayer::characters() const {
    std::string all;
    for (const Building& building : model_.buildings()) all += model_.name(building.row, "zh");
    return all;
}

std::vector<scene::Label> LandmarksLayer::labels(std::string_view language) const {
    std::vector<scene::Label> labels;
    for (const Building& building : model_.buildings()) {
        scene::Label label;
        label.text = model_.name(building.row, language);
        const auto at = model_.table().anchor(building.row);
        if (label.text.empty() || !at) continue;
        const double height = building.extruded() ? building.height : 0;
        label.anchor.set(at->x, at->y, building.lowest + height);
        label.owner = static_cast<std::uint32_t>(building.row);
        // Sites and districts are named first; among buildings the taller.
        label.priority = -1 + std::min(height, 400.0) / 400;
        label.size = 12;
        label.offset = 9;
        label.maxDistance = height >= kNamedHeight ? kNearName + height * 14 : kNearName;
        labels.push_back(std::move(label));
    }
    return labels;
}

std::optional<Hit> LandmarksLayer::pick(const PickRay& at) const {
    const auto entry =
        buildings_.enter(at.projector.eye, at.ray, std::min(at.ground + 1, 60000.0), stage_.exaggeration());
    if (!entry) return std::nullopt;
    return Hit{model_.buildings()[entry->body].row, entry->distance, Hit::Rank::Body};
}

}  // namespace atlas::layers
