#include "layers/lines/lines_layer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "layers/lines/line_looks.h"

namespace atlas::layers {

namespace {

constexpr double kStep = 5;     // metres between vertices: the ground's own cells
constexpr float kOwnWidth = 2;  // points, where the vocabulary says nothing
constexpr double kLift = 0.4;   // metres above the ground, against the last millimetres of rounding

std::vector<osg::Vec3d> onGround(const geodata::FeatureTable& table, std::size_t row,
                                 const scene::Stage& stage) {
    // The longest part stands for the feature; ways of the data are single lines.
    std::vector<osg::Vec3d> flat;
    for (std::uint32_t r = table.geometry.ringBegin(row); r < table.geometry.ringEnd(row); ++r) {
        const auto points = table.geometry.ring(r).points;
        if (points.size() < 2 || points.size() <= flat.size()) continue;
        flat.clear();
        flat.reserve(points.size());
        for (const geodata::Point2& p : points) flat.emplace_back(p.x, p.y, 0);
    }
    auto way = scene::drape(flat, stage.ground(), kStep, stage.grid().baseHeight);
    for (osg::Vec3d& p : way) p.z() = std::max(stage.surfaceHeight(p.x(), p.y()), stage.waterLevel()) + kLift;
    return way;
}

osg::Vec4f vec(const StyleColor& c) {
    return {c[0], c[1], c[2], c[3]};
}

}  // namespace

LinesLayer::LinesLayer(const LayerEntry& entry, const geodata::FeatureTable& table, const Catalog& catalog,
                       scene::Stage& stage)
    : Layer(entry),
      stage_(stage),
      model_(entry, table, catalog),
      walkers_(entry.symbol == "walkway"),
      ways_(table.rows()) {
    std::vector<std::vector<scene::FeatureLine>> lines(model_.terms().size() + 1);
    for (std::size_t row = 0; row < table.rows(); ++row) {
        if (table.geometry.types[row] == geodata::GeometryType::None) continue;
        ways_[row] = onGround(table, row, stage);
        if (ways_[row].size() < 2) continue;
        scene::FeatureLine line;
        line.points = ways_[row];
        line.feature = static_cast<std::uint32_t>(row);
        const bool tunnel = model_.text("passage", row).find("tunnel") != std::string::npos;
        for (const WayPart::Look look : lookOfSegments(ways_[row], walkers_, tunnel))
            line.looks.push_back(static_cast<scene::FeatureLine::Look>(look));
        lines[model_.term(row)].push_back(std::move(line));
    }
    for (std::size_t term = 0; term < lines.size(); ++term) {
        auto& set = sets_.emplace_back();
        if (lines[term].empty()) continue;
        set = std::make_unique<scene::LineSet>(std::move(lines[term]), table.rows(), styleOf(term),
                                               stage.frame(), stage.shaders());
        stage.content()->addChild(set->node());
    }
    appearanceChanged();
}

scene::LineSetStyle LinesLayer::styleOf(std::size_t term) const {
    const Style none;
    const Style& style = style_ != nullptr ? *style_ : none;
    const Term* known = term < model_.terms().size() ? &model_.terms()[term] : nullptr;
    scene::LineSetStyle result;
    StyleColor core{1, 0.98F, 0.93F, 0.9F};
    if (known != nullptr) core = {known->color[0], known->color[1], known->color[2], 1};
    result.line.core = vec(style.color("core", core));
    if (known != nullptr && !style.flag("one_color", false)) result.line.core = vec(core);
    result.line.core.a() *= static_cast<float>(style.number("opacity", 0.9, 0, 1));
    result.line.casing = vec(style.color("casing", {0.20F, 0.17F, 0.13F, 0.45F}));
    result.nightCore = vec(style.color("night.core", {0.55F, 0.47F, 0.36F, 0.8F}));
    result.line.width = static_cast<float>((known != nullptr && known->size > 0 ? known->size : kOwnWidth) *
                                           style.number("width", 1, 0.1, 10));
    result.line.casingShare = static_cast<float>(style.number("casing_share", 0.4, 0, 0.9));
    result.farthest = std::min(entry().farthest, known != nullptr ? known->farthest : 1e9);
    return result;
}

void LinesLayer::setStyle(const Style& style) {
    style_ = &style;
    appearanceChanged();
}

bool LinesLayer::partShown(std::size_t row) const {
    const Term* term = model_.termOf(row);
    return term == nullptr || !hiddenParts().contains(term->value);
}

void LinesLayer::appearanceChanged() {
    for (std::size_t term = 0; term < sets_.size(); ++term) {
        if (!sets_[term]) continue;
        const bool shown = visible() && (term >= model_.terms().size() ||
                                         !hiddenParts().contains(model_.terms()[term].value));
        sets_[term]->node()->setNodeMask(shown ? ~0U : 0U);
        sets_[term]->setStyle(styleOf(term), opacity());
    }
    const auto mark = [&](std::optional<std::size_t>& shown, std::optional<std::size_t> row, auto set) {
        if (shown == row) return;
        if (shown && sets_[model_.term(*shown)]) set(sets_[model_.term(*shown)]->states(), *shown, false);
        if (row && *row < rows() && sets_[model_.term(*row)])
            set(sets_[model_.term(*row)]->states(), *row, true);
        shown = row;
    };
    mark(shownHover_, hovered(),
         [](scene::FeatureStates& s, std::size_t row, bool on) { s.setHover(row, on); });
    mark(shownSelection_, selected(),
         [](scene::FeatureStates& s, std::size_t row, bool on) { s.setSelected(row, on); });
}

bool LinesLayer::update(const scene::Projector& /*projector*/, double /*seconds*/, bool /*instant*/) {
    for (const auto& set : sets_)
        if (set) set->states().flush();
    return false;
}

std::optional<Place> LinesLayer::place(std::size_t row) const {
    if (row >= ways_.size() || ways_[row].empty()) return std::nullopt;
    const geodata::Extent box = model_.table().geometry.extent(row);
    return Place{ways_[row][ways_[row].size() / 2], std::hypot(box.width(), box.height()) / 2};
}

std::optional<Card> LinesLayer::card(std::size_t row, const ui::Translations& texts) const {
    if (row >= rows()) return std::nullopt;
    Card card = model_.card(row, texts);
    if (!walkers_ || ways_[row].size() < 2) return card;
    const WayMeasure m = measureWay(ways_[row]);
    const auto metres = [](double value) { return fmt::format("{:.0f} m", value); };
    const char* from = texts.tr("measured on the map's terrain; cliffs are coarse in it");
    card.headline = metres(m.along);
    card.headlineNote = texts.tr("length along the drawn line, measured");
    card.lines.insert(card.lines.begin(),
                      {{texts.tr("Climb and descent"), metres(m.climb - 0) + " / " + metres(m.descent), from},
                       {texts.tr("Lowest and highest"), metres(m.lowest) + " / " + metres(m.highest), from}});
    double along = 0;
    for (std::size_t i = 0; i < ways_[row].size(); ++i) {
        const osg::Vec3d& p = ways_[row][i];
        if (i > 0) along += std::hypot(p.x() - ways_[row][i - 1].x(), p.y() - ways_[row][i - 1].y());
        card.profile.distance.push_back(along);
        card.profile.height.push_back(p.z() - kLift);
    }
    card.profile.note = from;
    return card;
}

std::vector<LegendEntry> LinesLayer::legend(const ui::Translations& texts) const {
    std::vector<LegendEntry> entries;
    for (std::size_t term = 0; term < model_.terms().size(); ++term)
        if (sets_[term])
            entries.push_back({LegendEntry::Sign::Line,
                               model_.terms()[term].color,
                               model_.terms()[term].label.in(texts.code()),
                               {},
                               model_.terms()[term].value});
    if (entries.empty())
        entries.push_back(
            {LegendEntry::Sign::Line, {0.95F, 0.75F, 0.35F}, entry().name.in(texts.code()), {}, {}});
    if (walkers_)
        entries.push_back({LegendEntry::Sign::None,
                           {},
                           texts.tr("cross ticks: steep part, drawn as stairs (from the slope of the line)"),
                           {},
                           {}});
    return entries;
}

std::vector<scene::Label> LinesLayer::labels(std::string_view language) const {
    std::vector<scene::Label> labels;
    for (std::size_t row = 0; row < rows(); ++row) {
        scene::Label label;
        label.text = model_.name(row, language);
        if (label.text.empty() || ways_[row].size() < 2) continue;
        const Term* term = model_.termOf(row);
        label.anchor = ways_[row][ways_[row].size() / 2];
        label.owner = static_cast<std::uint32_t>(row);
        label.priority = entry().priority + (term != nullptr ? std::min(term->size, 9.0) * 0.05 : 0);
        label.size = 12;
        label.offset = 2;
        label.maxDistance = std::min(entry().namesFrom, term != nullptr ? term->farthest : 1e9);
        label.color = walkers_ ? osg::Vec3f(0.42F, 0.24F, 0.05F) : osg::Vec3f(0.24F, 0.23F, 0.22F);
        labels.push_back(std::move(label));
    }
    return labels;
}

bool LinesLayer::labelHidden(const scene::Label& label) const {
    return !visible() || !partShown(label.owner);
}

std::optional<Hit> LinesLayer::pick(const PickRay& at) const {
    std::optional<Hit> best;
    for (std::size_t term = 0; term < sets_.size(); ++term) {
        if (!sets_[term] ||
            (term < model_.terms().size() && hiddenParts().contains(model_.terms()[term].value)))
            continue;
        const auto near = sets_[term]->pick(at.projector, stage_.exaggeration(), at.x, at.y, at.slack);
        // Behind a hill is behind: the line lies on the ground, so it may be a little further than the
        // pixel's own.
        if (!near || near->distance > at.ground * 1.05 + 10) continue;
        if (!best || near->distance < best->distance)
            best = Hit{near->feature, near->distance, Hit::Rank::Line};
    }
    return best;
}

}  // namespace atlas::layers
