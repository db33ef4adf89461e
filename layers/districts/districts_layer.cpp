#include "layers/districts/districts_layer.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "layers/districts/district_figures.h"
#include "scene/lines.h"

namespace atlas::layers {

namespace {

constexpr double kBorderStep = 5;   // metres between a border's vertices
constexpr int kBorderBin = 6;       // over the tints, under streets
constexpr float kBorder = 2.2F;     // points
constexpr double kHoverFill = 1.5;  // times the fill

bool isArea(const FeatureModel& model, std::size_t row) {
    const auto type = model.table().geometry.types[row];
    return type == geodata::GeometryType::Polygon || type == geodata::GeometryType::MultiPolygon;
}

}  // namespace

std::vector<scene::Area> DistrictsLayer::areasOf(const FeatureModel& model, const scene::Stage& stage,
                                                 std::vector<std::size_t>& areaOfRow) {
    std::vector<scene::Area> areas;
    areaOfRow.assign(model.rows(), kNone);
    for (std::size_t row = 0; row < model.rows(); ++row) {
        if (!isArea(model, row)) continue;
        areaOfRow[row] = areas.size();
        areas.push_back(scene::areaOver(ringsOf(model.table(), row), [&](double x, double y) {
            return std::max(stage.surfaceHeight(x, y), stage.waterLevel());
        }));
    }
    return areas;
}

std::vector<scene::Ribbon> DistrictsLayer::bordersOf(const FeatureModel& model, const scene::Stage& stage) {
    std::vector<scene::Ribbon> ribbons;
    for (std::size_t row = 0; row < model.rows(); ++row) {
        if (!isArea(model, row)) continue;
        for (const auto& ring : ringsOf(model.table(), row)) {
            scene::Ribbon ribbon;
            ribbon.feature = static_cast<std::uint32_t>(row);
            ribbon.style = static_cast<std::uint32_t>(std::min(model.term(row), scene::kMaxRibbonStyles - 1));
            ribbon.points = scene::drape(
                ring,
                [&](double x, double y) { return std::max(stage.surfaceHeight(x, y), stage.waterLevel()); },
                kBorderStep);
            ribbons.push_back(std::move(ribbon));
        }
    }
    return ribbons;
}

DistrictsLayer::DistrictsLayer(const LayerEntry& entry, const LayerData& data, const Catalog& catalog,
                               scene::Stage& stage)
    : ModelLayer(entry, data.table, catalog),
      stage_(stage),
      catalog_(catalog),
      figures_(data.related),
      areas_(areasOf(model_, stage, areaOfRow_), stage.frame(), stage.shaders()),
      borders_(bordersOf(model_, stage), data.table.rows(), kBorderBin, stage.frame(), stage.shaders()) {
    std::vector<std::uint32_t> own(areas_.size());
    std::iota(own.begin(), own.end(), 0U);
    areas_.setGroups(own, own.size());
    stage.content()->addChild(areas_.node());
    stage.content()->addChild(borders_.node());
    appearanceChanged();
}

osg::Vec3f DistrictsLayer::colorOf(std::size_t row) const {
    const Term* term = model_.termOf(row);
    return term != nullptr ? osg::Vec3f(term->color[0], term->color[1], term->color[2])
                           : osg::Vec3f(0.5F, 0.5F, 0.5F);
}

bool DistrictsLayer::shown(std::size_t row) const {
    const Term* term = model_.termOf(row);
    return visible() && (term == nullptr || !hiddenParts().contains(term->value));
}

void DistrictsLayer::setStyle(const Style& style) {
    fill_ = style.number("fill", 0.15, 0, 1);
    wash_ = static_cast<float>(style.number("wash", 0, 0, 1));
    appearanceChanged();
}

void DistrictsLayer::appearanceChanged() {
    for (std::size_t row = 0; row < model_.rows(); ++row) {
        if (areaOfRow_[row] == kNone) continue;
        double fill = shown(row) ? fill_ * opacity() : 0;
        if (selected() == row || hovered() == row) fill = std::min(fill * kHoverFill, 1.0);
        const osg::Vec3f wash = colorOf(row) * (1 - wash_) + osg::Vec3f(1, 1, 1) * wash_;
        areas_.setFill(areaOfRow_[row], osg::Vec4f(wash, static_cast<float>(fill)));
    }
    std::vector<scene::RibbonStyle> styles;
    for (std::size_t term = 0; term <= model_.terms().size() && term < scene::kMaxRibbonStyles; ++term) {
        const Term* known = term < model_.terms().size() ? &model_.terms()[term] : nullptr;
        scene::RibbonStyle& style = styles.emplace_back();
        const osg::Vec3f color = known != nullptr
                                     ? osg::Vec3f(known->color[0], known->color[1], known->color[2])
                                     : osg::Vec3f(0.5F, 0.5F, 0.5F);
        style.core = osg::Vec4f(color, 0.95F);
        style.nightCore = osg::Vec4f(color * 0.6F + osg::Vec3f(0.35F, 0.33F, 0.3F), 0.95F);
        style.casing = {1, 1, 1, 0.35F};
        style.width = kBorder;
        style.casingWidth = kBorder * 0.15F;
    }
    borders_.node()->setNodeMask(visible() ? ~0U : 0U);
    borders_.setStyles(std::move(styles), opacity(), entry().nearest, entry().farthest);
    for (std::size_t row = 0; row < model_.rows(); ++row) {
        borders_.states().setPresence(row, shown(row) ? 1.0F : 0.0F);
        borders_.states().setHover(row, hovered() == row);
        borders_.states().setSelected(row, selected() == row);
    }
}

bool DistrictsLayer::update(const scene::Projector& projector, double /*seconds*/, bool /*instant*/) {
    if (visible()) borders_.update(projector, stage_.exaggeration());
    return false;
}

std::optional<Place> DistrictsLayer::place(std::size_t row) const {
    const auto at = row < rows() ? model_.table().anchor(row) : std::nullopt;
    if (!at) return std::nullopt;
    const geodata::Extent box = model_.table().geometry.extent(row);
    return Place{{at->x, at->y, stage_.surfaceHeight(at->x, at->y)},
                 std::hypot(box.width(), box.height()) / 2};
}

std::optional<Card> DistrictsLayer::card(std::size_t row, const ui::Translations& texts) const {
    if (row >= rows()) return std::nullopt;
    Card card = model_.card(row, texts);
    if (figures_ != nullptr)
        card.figures = figuresOf(entry(), *figures_, catalog_, model_.id(row), texts.code());
    return card;
}

std::vector<LegendEntry> DistrictsLayer::legend(const ui::Translations& texts) const {
    std::vector<LegendEntry> entries;
    for (const Term& term : model_.terms())
        entries.push_back({LegendEntry::Sign::Fill, term.color, term.label.in(texts.code()), {}, term.value});
    return entries;
}

std::string DistrictsLayer::characters() const {
    std::string all = model_.characters();
    if (figures_ == nullptr) return all;
    for (const geodata::Column& column : figures_->columns)
        if (const auto* text = std::get_if<geodata::TextValues>(&column.values))
            for (const std::string& value : text->values) all += value;
    return all;
}

std::vector<scene::Label> DistrictsLayer::labels(std::string_view language) const {
    std::vector<scene::Label> labels;
    for (std::size_t row = 0; row < rows(); ++row) {
        const auto at = place(row);
        scene::Label label;
        label.text = model_.name(row, language);
        if (!at || label.text.empty()) continue;
        label.anchor = at->middle;
        label.owner = static_cast<std::uint32_t>(row);
        label.over = true;
        label.priority = entry().priority + (areaOfRow_[row] != kNone ? 1 : 0);
        label.size = areaOfRow_[row] != kNone ? 15 : 13;
        label.wide = language != "en" && areaOfRow_[row] != kNone;
        label.maxDistance = entry().namesFrom;
        label.color = colorOf(row) * 0.62F;
        labels.push_back(std::move(label));
    }
    return labels;
}

bool DistrictsLayer::labelHidden(const scene::Label& label) const {
    return !shown(label.owner);
}

std::optional<Hit> DistrictsLayer::pick(const PickRay& at) const {
    if (!std::isfinite(at.ground)) return std::nullopt;
    const osg::Vec3d point = at.projector.eye + at.ray * at.ground;
    // Of several areas at a place the smallest: the others can be reached beside it.
    std::optional<Hit> best;
    double bestSize = 0;
    for (const std::uint32_t row :
         model_.table().index ? model_.table().index->query({point.x(), point.y(), point.x(), point.y()})
                              : std::vector<std::uint32_t>{}) {
        if (areaOfRow_[row] == kNone || !shown(row)) continue;
        if (!model_.table().geometry.contains(row, {point.x(), point.y()})) continue;
        const geodata::Extent box = model_.table().geometry.extent(row);
        const double size = box.width() * box.height();
        if (best && size >= bestSize) continue;
        best = Hit{row, at.ground, Hit::Rank::Area};
        bestSize = size;
    }
    return best;
}

}  // namespace atlas::layers
