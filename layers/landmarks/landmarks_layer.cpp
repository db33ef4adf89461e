#include "layers/landmarks/landmarks_layer.h"

#include <algorithm>
#include <cmath>

#include "layers/style_colors.h"
#include "scene/lines.h"

namespace atlas::layers {

namespace {

constexpr double kNameClear = 3;           // metres: a name at a wall is not behind it
constexpr double kNamedHeight = 25;        // metres: lower ones are named only from near
constexpr double kNearName = 900;          // metres
constexpr double kStep = 5;                // metres between an outline's vertices
constexpr double kOutlineFarthest = 4000;  // metres
constexpr int kOutlineBin = 6;             // as district borders
constexpr double kSlabFoot = 1;            // metres that a slab's walls reach below the lowest ground

std::vector<scene::Body> bodiesOf(const BuildingModel& model) {
    std::vector<scene::Body> bodies;
    bodies.reserve(model.buildings().size());
    for (const Building& building : model.buildings()) {
        scene::Body body;
        body.rings = ringsOf(model.table(), building.row);
        body.schematic = !building.extruded();
        body.base = building.lowest + building.minHeight;
        body.raised = building.minHeight > 0;
        if (body.schematic) {
            body.base -= kSlabFoot;
            body.top = building.slab;
            body.tilt.set(building.slabEast, building.slabNorth);
        } else {
            body.top = building.lowest + building.height;
        }
        body.storey = static_cast<float>(building.storey);
        bodies.push_back(std::move(body));
    }
    return bodies;
}

std::vector<scene::Ribbon> outlinesOf(const BuildingModel& model, const scene::Stage& stage) {
    std::vector<scene::Ribbon> ribbons;
    for (const std::size_t row : model.areas()) {
        for (const auto& ring : ringsOf(model.table(), row)) {
            scene::Ribbon ribbon;
            ribbon.feature = static_cast<std::uint32_t>(row);
            ribbon.points = scene::drape(
                ring,
                [&](double x, double y) { return std::max(stage.surfaceHeight(x, y), stage.waterLevel()); },
                kStep);
            if (ribbon.points.size() > 1) ribbons.push_back(std::move(ribbon));
        }
    }
    return ribbons;
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
      buildings_(bodiesOf(model_), stage.frame(), stage.shaders()),
      outlines_(outlinesOf(model_, stage), table.rows(), kOutlineBin, stage.frame(), stage.shaders()) {
    for (std::size_t i = 0; i < model_.buildings().size(); ++i) bodyOfRow_[model_.buildings()[i].row] = i;
    for (const std::size_t row : model_.areas()) bodyOfRow_[row] = kArea;
    outline_.width = 1.6F;
    outline_.farthest = kOutlineFarthest;
    style_.farthest = entry.farthest;
    casters_ = scene::castersOf(buildings_.bodies());
    stage.addStanding(buildings_.node());
    stage.content()->addChild(outlines_.node());
    appearanceChanged();
}

void LandmarksLayer::setStyle(const Style& style) {
    const scene::BuildingStyle plain;
    style_.wall = rgb(style.color("wall", styleColor(plain.wall)));
    style_.roof = rgb(style.color("roof", styleColor(plain.roof)));
    style_.schematic = rgb(style.color("schematic", styleColor(plain.schematic)));
    style_.window = rgb(style.color("night.window", styleColor(plain.window)));
    style_.storeyLines = static_cast<float>(style.number("storey_lines", plain.storeyLines, 0, 1));
    style_.glass = static_cast<float>(style.number("glass", plain.glass, 0, 1));
    style_.glow = static_cast<float>(style.number("night.glow", plain.glow, 0, 2));
    style_.crown = rgb(style.color("night.crown", styleColor(plain.crown)));
    style_.crownGlow = static_cast<float>(style.number("night.crown_glow", plain.crownGlow, 0, 2));
    style_.crownFrom = static_cast<float>(style.number("night.crown_from", plain.crownFrom, 0, 1000));
    style_.smallest = style.number("smallest", plain.smallest, 0.5, 100);
    style_.budget = static_cast<std::size_t>(
        style.number("triangles", static_cast<double>(plain.budget), 1000, 10000000));
    const auto vec = [](const StyleColor& c) { return osg::Vec4f(c[0], c[1], c[2], c[3]); };
    outline_.core = vec(style.color("outline", {0.48F, 0.40F, 0.33F, 0.75F}));
    outline_.nightCore = vec(style.color("night.outline", {0.62F, 0.52F, 0.40F, 0.6F}));
    outline_.casing = {1, 1, 1, 0.25F};
    appearanceChanged();
}

void LandmarksLayer::appearanceChanged() {
    buildings_.node()->setNodeMask(visible() ? ~0U : 0U);
    style_.opacity = static_cast<float>(opacity());
    stage_.shadows().set(this, visible() ? casters_ : nullptr);
    buildings_.setStyle(style_);
    outlines_.node()->setNodeMask(visible() && !model_.areas().empty() ? ~0U : 0U);
    outlines_.setStyles({outline_}, opacity(), entry().nearest, entry().farthest);
    const auto mark = [&](std::optional<std::size_t>& shown, std::optional<std::size_t> row, auto set) {
        if (shown == row) return;
        for (const auto& [which, on] : {std::pair{shown, false}, std::pair{row, true}}) {
            if (!which || !choosable(*which)) continue;
            if (isBody(*which))
                set(buildings_.states(), bodyOfRow_[*which], on);
            else
                set(outlines_.states(), *which, on);
        }
        shown = row;
    };
    mark(shownHover_, hovered(), [](scene::FeatureStates& s, std::size_t i, bool on) { s.setHover(i, on); });
    mark(shownSelection_, selected(),
         [](scene::FeatureStates& s, std::size_t i, bool on) { s.setSelected(i, on); });
}

bool LandmarksLayer::update(const scene::Projector& projector, double /*seconds*/, bool /*instant*/) {
    buildings_.states().flush();
    outlines_.states().flush();
    if (visible() && !model_.areas().empty()) outlines_.update(projector, stage_.exaggeration());
    return false;
}

std::optional<Place> LandmarksLayer::place(std::size_t row) const {
    const auto at = choosable(row) ? model_.table().anchor(row) : std::nullopt;
    if (!at) return std::nullopt;
    const geodata::Extent box = model_.table().geometry.extent(row);
    const double wide = std::hypot(box.width(), box.height()) / 2;
    if (!isBody(row)) return Place{{at->x, at->y, stage_.surfaceHeight(at->x, at->y)}, wide};
    const Building& building = model_.buildings()[bodyOfRow_[row]];
    const double height = building.extruded() ? building.height : 0;
    return Place{{at->x, at->y, building.lowest + height / 2}, std::max(wide, height)};
}

std::optional<Card> LandmarksLayer::card(std::size_t row, const ui::Translations& texts) const {
    if (!choosable(row)) return std::nullopt;
    return isBody(row) ? model_.card(model_.buildings()[bodyOfRow_[row]], catalog_, texts)
                       : model_.areaCard(row, catalog_, texts);
}

std::vector<LegendEntry> LandmarksLayer::legend(const ui::Translations& texts) const {
    const auto color = [](const osg::Vec3f& c) { return std::array{c.x(), c.y(), c.z()}; };
    return {
        {LegendEntry::Sign::Square, color(style_.wall), texts.tr("Building, height as reported"), {}, {}},
        {LegendEntry::Sign::Square, color(style_.schematic), texts.tr("Flat slab: height not known"), {}, {}},
        {LegendEntry::Sign::Line,
         {outline_.core.x(), outline_.core.y(), outline_.core.z()},
         texts.tr("Outline: an area, not a building"),
         {},
         {}}};
}

std::string LandmarksLayer::characters() const {
    std::string all;
    for (const Building& building : model_.buildings()) all += model_.name(building.row, "zh");
    for (const std::size_t row : model_.areas()) all += model_.name(row, "zh");
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
    for (const std::size_t row : model_.areas()) {
        scene::Label label;
        label.text = model_.name(row, language);
        const auto where = place(row);
        if (label.text.empty() || !where) continue;
        label.anchor = where->middle;
        label.owner = static_cast<std::uint32_t>(row);
        label.priority = -1;
        label.size = 12;
        label.maxDistance = kNearName;
        labels.push_back(std::move(label));
    }
    return labels;
}

std::optional<Hit> LandmarksLayer::pick(const PickRay& at) const {
    if (const auto entry = buildings_.enter(at.projector.eye, at.ray, std::min(at.ground + 1, 60000.0),
                                            stage_.exaggeration()))
        return Hit{model_.buildings()[entry->body].row, entry->distance, Hit::Rank::Body};
    const auto near = outlines_.pick(at.projector, stage_.exaggeration(), at.x, at.y, at.slack);
    // The outline lies on the ground, so it may be a little further than the pixel's own.
    if (!near || near->distance > at.ground * 1.05 + 10) return std::nullopt;
    return Hit{near->feature, near->distance, Hit::Rank::Area};
}

bool LandmarksLayer::hides(const osg::Vec3d& eye, const osg::Vec3d& point,
                           std::optional<std::size_t> own) const {
    osg::Vec3d ray = point - eye;
    const double distance = ray.normalize();
    const auto entry = buildings_.enter(eye, ray, distance - kNameClear, stage_.exaggeration());
    return entry && own != model_.buildings()[entry->body].row;
}

}  // namespace atlas::layers
