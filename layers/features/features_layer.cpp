#include "layers/features/features_layer.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "scene/lines.h"

namespace atlas::layers {

namespace {

constexpr double kBodyNameClear = 3;         // metres: a name at a wall is not behind it
constexpr double kOutlineStep = 5;           // metres between vertices: the ground's own cells
constexpr double kMostVertices = 400000;     // of draped lines; longer nets get longer steps
constexpr int kLineBin = 10;                 // over streets, under walkways
constexpr std::size_t kMostNames = 20000;    // labels of a layer
constexpr std::size_t kMostDrawn = 4000000;  // features: what the texture of their states holds
constexpr double kNameFrom = 3000;           // metres

bool isArea(geodata::GeometryType type) {
    return type == geodata::GeometryType::Polygon || type == geodata::GeometryType::MultiPolygon;
}
bool isLine(geodata::GeometryType type) {
    return type == geodata::GeometryType::Line || type == geodata::GeometryType::MultiLine;
}
bool isPoint(geodata::GeometryType type) {
    return type == geodata::GeometryType::Point || type == geodata::GeometryType::MultiPoint;
}

// Points across: a few points are symbols, very many are texture.
double dotSize(std::size_t dots) {
    return dots <= 500 ? 11 : dots <= 20000 ? 8 : 6;
}

LayerEntry completed(const LayerEntry& entry, const geodata::FeatureTable& table) {
    LayerEntry own = entry;
    own.fields.merge(guessedRoles(table));
    if (own.card.empty()) {
        for (const geodata::Column& column : table.columns) {
            if (own.fields.contains("name") && own.fields.at("name") == column.name) continue;
            CardFieldEntry line;
            line.field = column.name;
            line.label = {column.name, column.name};
            own.card.push_back(std::move(line));
        }
    }
    return own;
}

double lengthOf(const geodata::GeometryColumn& geometry) {
    double length = 0;
    for (std::size_t row = 0; row < geometry.types.size(); ++row) {
        if (isPoint(geometry.types[row])) continue;
        for (std::uint32_t r = geometry.ringBegin(row); r < geometry.ringEnd(row); ++r) {
            const auto points = geometry.ring(r).points;
            for (std::size_t i = 1; i < points.size(); ++i)
                length += std::hypot(points[i].x - points[i - 1].x, points[i].y - points[i - 1].y);
        }
    }
    return length;
}

}  // namespace

FeaturesLayer::FeaturesLayer(const LayerEntry& entry, const geodata::FeatureTable& table,
                             const Catalog& catalog, scene::Stage& stage)
    : ModelLayer(entry, table, catalog, completed(entry, table)),
      stage_(stage),
      fields_(fieldsForColor(table)),
      bodyOfRow_(table.rows(), kNone),
      areaOfRow_(table.rows(), kNone) {
    const auto role = entry.fields.find("color");
    ownField_ = role != entry.fields.end() ? role->second : suggestedField(table);
    if (role != entry.fields.end() && std::find(fields_.begin(), fields_.end(), ownField_) == fields_.end() &&
        table.column(ownField_) != nullptr)
        fields_.push_back(ownField_);
    makeAreasAndBodies(stage);
    makeDots(stage);
    makeRibbons(stage);
    setColorField(ownField_);
    appearanceChanged();
}

FeaturesLayer::~FeaturesLayer() {
    stage_.shadows().set(this, nullptr);
    for (osg::Node* node : {dots_ ? dots_->node() : nullptr, ribbons_ ? ribbons_->node() : nullptr,
                            areas_ ? areas_->node() : nullptr, bodies_ ? bodies_->node() : nullptr})
        while (node != nullptr && node->getNumParents() > 0) node->getParent(0)->removeChild(node);
}

void FeaturesLayer::makeDots(scene::Stage& stage) {
    const geodata::GeometryColumn& geometry = model_.table().geometry;
    std::vector<scene::Dot> dots;
    for (std::size_t row = 0; row < std::min(rows(), kMostDrawn); ++row) {
        if (!isPoint(geometry.types[row])) continue;
        for (std::uint32_t r = geometry.ringBegin(row); r < geometry.ringEnd(row); ++r)
            for (const geodata::Point2& p : geometry.ring(r).points)
                dots.push_back({{p.x, p.y, std::max(stage.surfaceHeight(p.x, p.y), stage.waterLevel())},
                                static_cast<std::uint32_t>(row)});
    }
    if (dots.empty()) return;
    dots_ = std::make_unique<scene::Dots>(std::move(dots), std::min(rows(), kMostDrawn), stage.frame(),
                                          stage.shaders());
    stage.content()->addChild(dots_->node());
}

void FeaturesLayer::makeAreasAndBodies(scene::Stage& stage) {
    const geodata::FeatureTable& table = model_.table();
    const auto surface = [&](double x, double y) { return stage.surfaceHeight(x, y); };
    std::vector<scene::Body> bodies;
    const auto& fields = model_.entry().fields;
    if (fields.contains("height") || fields.contains("levels")) {
        buildingModel_ = std::make_unique<BuildingModel>(model_.entry(), table, surface);
        for (const Building& building : buildingModel_->buildings()) {
            if (!building.extruded()) continue;  // without a height it is an area on the ground
            scene::Body body;
            body.rings = ringsOf(table, building.row);
            body.base = building.lowest + building.minHeight;
            body.raised = building.minHeight > 0;
            body.top = building.lowest + building.height;
            body.storey = static_cast<float>(building.storey);
            bodyOfRow_[building.row] = static_cast<std::uint32_t>(bodies.size());
            rowOfBody_.push_back(static_cast<std::uint32_t>(building.row));
            bodies.push_back(std::move(body));
        }
    }
    if (!bodies.empty()) {
        bodies_ = std::make_unique<scene::Buildings>(std::move(bodies), stage.frame(), stage.shaders());
        casters_ = scene::castersOf(bodies_->bodies());
        stage.addStanding(bodies_->node());
    }
    std::vector<scene::Area> areas;
    for (std::size_t row = 0; row < rows(); ++row) {
        if (!isArea(table.geometry.types[row]) || bodyOfRow_[row] != kNone) continue;
        areaOfRow_[row] = static_cast<std::uint32_t>(areas.size());
        rowOfArea_.push_back(static_cast<std::uint32_t>(row));
        areas.push_back(scene::areaOver(ringsOf(table, row), [&](double x, double y) {
            return std::max(surface(x, y), stage.waterLevel());
        }));
    }
    if (areas.empty()) return;
    areas_ = std::make_unique<scene::Areas>(areas, stage.frame(), stage.shaders());
    stage.content()->addChild(areas_->node());
}

void FeaturesLayer::makeRibbons(scene::Stage& stage) {
    const geodata::FeatureTable& table = model_.table();
    const double step = std::max(kOutlineStep, lengthOf(table.geometry) / kMostVertices);
    std::vector<scene::Ribbon> ribbons;
    for (std::size_t row = 0; row < std::min(rows(), kMostDrawn); ++row) {
        if (!isLine(table.geometry.types[row]) && areaOfRow_[row] == kNone) continue;
        for (const auto& ring : ringsOf(table, row)) {
            scene::Ribbon ribbon;
            ribbon.feature = static_cast<std::uint32_t>(row);
            ribbon.points = scene::drape(
                ring,
                [&](double x, double y) { return std::max(stage.surfaceHeight(x, y), stage.waterLevel()); },
                step);
            if (ribbon.points.size() > 1) ribbons.push_back(std::move(ribbon));
        }
    }
    if (ribbons.empty()) return;
    ribbons_ = std::make_unique<scene::Ribbons>(std::move(ribbons), std::min(rows(), kMostDrawn), kLineBin,
                                                stage.frame(), stage.shaders());
    stage.content()->addChild(ribbons_->node());
}

osg::Vec4f FeaturesLayer::colorOf(std::size_t index) const {
    const auto& color = classes_.classes[index].color;
    const Style none;
    const Style& style = style_ != nullptr ? *style_ : none;
    StyleColor own{color[0], color[1], color[2], 1};
    if (classes_.kind == Classes::Kind::One) own = style.color("color", own);
    return {own[0], own[1], own[2], own[3]};
}

void FeaturesLayer::setStyle(const Style& style) {
    style_ = &style;
    applyStyles();
}

// A byte a feature and, for areas, which of them share a tint.
void FeaturesLayer::applyClasses() {
    if (classesDue_ || appliedField_ != colorField()) {
        classes_ = classify(model_.table(), colorField());
        classesDue_ = true;
    }
    classHidden_.clear();
    for (const FeatureClass& c : classes_.classes) classHidden_.push_back(hiddenParts().contains(c.key()));
    const std::size_t drawn = std::min(rows(), kMostDrawn);
    const auto apply = [&](scene::FeatureStates& states, std::size_t feature, std::size_t row) {
        states.setPresence(feature, classHidden_[classes_.ofRow[row]] ? 0.0F : 1.0F);
        states.setStyle(feature, classes_.ofRow[row]);
    };
    for (std::size_t row = 0; row < drawn; ++row) {
        if (dots_) apply(dots_->states(), row, row);
        if (ribbons_) apply(ribbons_->states(), row, row);
        if (bodyOfRow_[row] == kNone) continue;
        apply(bodies_->states(), bodyOfRow_[row], row);
        const osg::Vec4f color = colorOf(classes_.ofRow[row]);
        bodies_->setColor(bodyOfRow_[row], osg::Vec3f(color.x(), color.y(), color.z()));
    }
    if (areas_) {
        std::vector<std::uint32_t> groups;
        for (const std::uint32_t row : rowOfArea_) groups.push_back(classes_.ofRow[row]);
        areas_->setGroups(groups, classes_.classes.size());
    }
    appliedHidden_ = hiddenParts();
    appliedField_ = colorField();
    classesDue_ = false;
    applyStyles();
}

void FeaturesLayer::applyStyles() {
    const Style none;
    const Style& style = style_ != nullptr ? *style_ : none;
    const auto mask = [&](osg::Node* node) { node->setNodeMask(visible() ? ~0U : 0U); };
    const auto own = static_cast<float>(opacity());
    if (dots_) {
        scene::DotStyle dots;
        dots.colors.clear();
        for (std::size_t i = 0; i < classes_.classes.size(); ++i) dots.colors.push_back(colorOf(i));
        dots.size = static_cast<float>(style.number("size", dotSize(dots_->size()), 1, 60));
        dots.nearest = entry().nearest;
        dots.farthest = entry().farthest;
        dots.opacity = own;
        dots_->setStyle(dots);
        mask(dots_->node());
    }
    if (ribbons_) {
        std::vector<scene::RibbonStyle> ribbons;
        for (std::size_t i = 0; i < classes_.classes.size(); ++i) {
            scene::RibbonStyle& ribbon = ribbons.emplace_back();
            ribbon.core = colorOf(i);
            ribbon.nightCore = ribbon.core * 0.7F + osg::Vec4f(0.28F, 0.28F, 0.28F, 0.3F);
            ribbon.casing = {1, 1, 1, 0.45F};
            ribbon.width = static_cast<float>(style.number("width", areas_ ? 1.8 : 3, 0.2, 40));
            ribbon.casingWidth = static_cast<float>(style.number("casing_width", areas_ ? 0.3 : 0.6, 0, 10));
        }
        ribbons_->setStyles(std::move(ribbons), opacity(), entry().nearest, entry().farthest);
        mask(ribbons_->node());
    }
    if (areas_) {
        const auto fill = static_cast<float>(style.number("fill", 0.35, 0, 1));
        for (std::size_t i = 0; i < classes_.classes.size(); ++i) {
            osg::Vec4f color = colorOf(i);
            color.a() *= classHidden_[i] || !visible() ? 0 : fill * own;
            areas_->setFill(i, color);
        }
    }
    if (bodies_) {
        scene::BuildingStyle bodies;
        bodies.opacity = own;
        bodies.farthest = entry().farthest;
        bodies_->setStyle(bodies);
        stage_.shadows().set(this, visible() ? casters_ : nullptr);
        mask(bodies_->node());
    }
}

void FeaturesLayer::mark(std::optional<std::size_t> row, bool selected, bool on) {
    if (!row || *row >= std::min(rows(), kMostDrawn)) return;
    const auto set = [&](scene::FeatureStates& states, std::size_t feature) {
        if (selected)
            states.setSelected(feature, on);
        else
            states.setHover(feature, on);
    };
    if (dots_) set(dots_->states(), *row);
    if (ribbons_) set(ribbons_->states(), *row);
    if (bodyOfRow_[*row] != kNone) set(bodies_->states(), bodyOfRow_[*row]);
}

void FeaturesLayer::appearanceChanged() {
    if (classesDue_ || appliedHidden_ != hiddenParts() || appliedField_ != colorField())
        applyClasses();
    else
        applyStyles();
    const auto move = [&](std::optional<std::size_t>& from, std::optional<std::size_t> to, bool selection) {
        if (from == to) return;
        mark(from, selection, false);
        mark(to, selection, true);
        from = to;
    };
    move(shownHover_, hovered(), false);
    move(shownSelection_, selected(), true);
    if (!dots_) return;
    std::vector<std::uint32_t> always;
    for (const auto& row : {shownHover_, shownSelection_})
        if (row) always.push_back(static_cast<std::uint32_t>(*row));
    dots_->setAlways(always);
}

bool FeaturesLayer::update(const scene::Projector& projector, double /*seconds*/, bool /*instant*/) {
    if (!visible()) return false;
    if (dots_) dots_->update(projector, stage_.exaggeration());
    if (ribbons_) ribbons_->update(projector, stage_.exaggeration());
    if (bodies_) bodies_->states().flush();
    return false;
}

bool FeaturesLayer::shown(std::size_t row) const {
    return visible() && row < classes_.ofRow.size() && !classHidden_[classes_.ofRow[row]];
}

std::optional<std::size_t> FeaturesLayer::find(std::string_view wanted) const {
    if (model_.entry().fields.contains("id")) return Layer::find(wanted);
    std::int64_t fid = 0;
    const auto [end, error] = std::from_chars(wanted.data(), wanted.data() + wanted.size(), fid);
    if (error != std::errc() || end != wanted.data() + wanted.size()) return std::nullopt;
    const auto& fids = model_.table().fids;
    const auto found = std::find(fids.begin(), fids.end(), fid);
    if (found == fids.end()) return std::nullopt;
    return static_cast<std::size_t>(found - fids.begin());
}

std::optional<Place> FeaturesLayer::place(std::size_t row) const {
    const auto at = row < rows() ? model_.table().anchor(row) : std::nullopt;
    if (!at) return std::nullopt;
    const geodata::Extent box = model_.table().geometry.extent(row);
    double height = 0;
    if (bodyOfRow_[row] != kNone) {
        const scene::Body& body = bodies_->bodies()[bodyOfRow_[row]];
        height = body.top - body.base;
    }
    const double ground = std::max(stage_.surfaceHeight(at->x, at->y), stage_.waterLevel());
    return Place{{at->x, at->y, ground + height / 2},
                 std::max(std::hypot(box.width(), box.height()) / 2, height)};
}

std::optional<Card> FeaturesLayer::card(std::size_t row, const ui::Translations& texts) const {
    if (row >= rows()) return std::nullopt;
    Card card = model_.card(row, texts);
    card.color = classes_.classes[classes_.ofRow[row]].color;
    return card;
}

std::vector<LegendEntry> FeaturesLayer::legend(const ui::Translations& texts) const {
    using Sign = LegendEntry::Sign;
    const Sign sign = dots_ ? Sign::Disc : areas_ || bodies_ ? Sign::Fill : Sign::Line;
    std::vector<LegendEntry> entries;
    for (std::size_t i = 0; i < classes_.classes.size(); ++i) {
        const FeatureClass& c = classes_.classes[i];
        const osg::Vec4f color = colorOf(i);
        std::string label = c.label;
        if (c.meaning == FeatureClass::Meaning::Others) label = texts.tr("all others");
        if (c.meaning == FeatureClass::Meaning::NoValue) label = texts.tr("no value");
        if (classes_.kind == Classes::Kind::One) label = entry().name.in(texts.code());
        entries.push_back({sign,
                           {color.x(), color.y(), color.z()},
                           fmt::format("{}  ({})", label, c.features),
                           {},
                           classes_.kind == Classes::Kind::One ? std::string() : c.key()});
    }
    if (rows() > kMostDrawn)
        entries.push_back({Sign::None,
                           {},
                           fmt::format(fmt::runtime(texts.tr("the first {} features are drawn")), kMostDrawn),
                           {},
                           {}});
    return entries;
}

std::vector<scene::Label> FeaturesLayer::labels(std::string_view language) const {
    std::vector<scene::Label> labels;
    for (std::size_t row = 0; row < rows() && labels.size() < kMostNames; ++row) {
        scene::Label label;
        label.text = model_.name(row, language);
        if (label.text.empty()) continue;
        const auto where = place(row);
        if (!where) continue;
        label.anchor = where->middle;
        if (bodyOfRow_[row] != kNone) label.anchor.z() = bodies_->bodies()[bodyOfRow_[row]].top;
        label.owner = static_cast<std::uint32_t>(row);
        label.priority = entry().priority - 2;
        label.size = 12;
        label.offset = areaOfRow_[row] == kNone ? 11 : 0;
        label.maxDistance = std::min(entry().namesFrom, kNameFrom + where->radius * 12);
        labels.push_back(std::move(label));
    }
    return labels;
}

bool FeaturesLayer::labelHidden(const scene::Label& label) const {
    return !shown(label.owner);
}

std::optional<Hit> FeaturesLayer::pick(const PickRay& at) const {
    const double e = stage_.exaggeration();
    // Dots and lines lie on the ground, so they may be a little further than the pixel's own.
    const double behind = at.ground * 1.05 + 10;
    if (dots_)
        if (const auto near = dots_->pick(at.projector, e, at.x, at.y, at.slack);
            near && near->distance <= behind)
            return Hit{near->feature, near->distance, Hit::Rank::Symbol};
    if (ribbons_)
        if (const auto near = ribbons_->pick(at.projector, e, at.x, at.y, at.slack);
            near && near->distance <= behind && areaOfRow_[near->feature] == kNone)
            return Hit{near->feature, near->distance, Hit::Rank::Line};
    if (bodies_)
        if (const auto entry = bodies_->enter(at.projector.eye, at.ray, std::min(at.ground + 1, 60000.0), e))
            return Hit{rowOfBody_[entry->body], entry->distance, Hit::Rank::Body};
    if (!areas_ || !std::isfinite(at.ground)) return std::nullopt;
    const osg::Vec3d point = at.projector.eye + at.ray * at.ground;
    std::optional<Hit> best;
    double bestSize = 0;
    for (const std::uint32_t row :
         model_.table().index->query({point.x(), point.y(), point.x(), point.y()})) {
        if (areaOfRow_[row] == kNone || !shown(row) ||
            !model_.table().geometry.contains(row, {point.x(), point.y()}))
            continue;
        const geodata::Extent box = model_.table().geometry.extent(row);
        // Of several areas at a place the smallest: the others can be reached beside it.
        if (best && box.width() * box.height() >= bestSize) continue;
        best = Hit{row, at.ground, Hit::Rank::Area};
        bestSize = box.width() * box.height();
    }
    return best;
}

bool FeaturesLayer::hides(const osg::Vec3d& eye, const osg::Vec3d& point,
                          std::optional<std::size_t> own) const {
    if (!bodies_) return false;
    osg::Vec3d ray = point - eye;
    const double distance = ray.normalize();
    const auto entry = bodies_->enter(eye, ray, distance - kBodyNameClear, stage_.exaggeration());
    return entry && own != rowOfBody_[entry->body];
}

}  // namespace atlas::layers
