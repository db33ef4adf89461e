#include "layers/lines/lines_layer.h"

#include <algorithm>
#include <cmath>

#include "layers/lines/deck_line.h"
#include "layers/lines/way_card.h"
#include "layers/style_colors.h"

namespace atlas::layers {

namespace {

constexpr double kLineStep = 5;         // metres between vertices: the ground's own cells
constexpr float kOwnWidth = 2;          // points, where the vocabulary says nothing
constexpr double kBeside = 12;          // metres to both sides over which the fall of the ground is judged
constexpr double kNameEvery = 350;      // metres between places where a name may stand
constexpr double kNameSeconds = 0.2;    // between two choices of those places
constexpr double kOverGround = 4;       // metres of a name's foot over the ground, for its sight line
constexpr double kBridgeClearance = 3;  // metres of a street's bridge over water
constexpr int kStreetBin = 8;           // under the limits of areas
constexpr int kWalkwayBin = 12;         // over them
constexpr std::size_t kNoCourse = static_cast<std::size_t>(-1);

}  // namespace

LinesLayer::LinesLayer(const LayerEntry& entry, const geodata::FeatureTable& table, const Catalog& catalog,
                       scene::Stage& stage)
    : ModelLayer(entry, table, catalog),
      stage_(stage),
      walkers_(entry.symbol == "walkway"),
      courses_(layOut(stage)),
      longestOfRow_(table.rows(), kNoCourse),
      ribbons_(ribbons(stage), table.rows(), walkers_ ? kWalkwayBin : kStreetBin, stage.frame(),
               stage.shaders()) {
    for (std::size_t i = 0; i < courses_.size(); ++i) {
        std::size_t& longest = longestOfRow_[courses_[i].row];
        if (longest == kNoCourse || courses_[i].way.size() > courses_[longest].way.size()) longest = i;
        // Names are one in both languages: the Chinese one tells ways apart.
        spots_.add(courses_[i].row, model_.name(courses_[i].row, "zh"), courses_[i].way, kNameEvery);
    }
    stage.content()->addChild(ribbons_.node());
    appearanceChanged();
}

bool LinesLayer::hidden(std::size_t row) const {
    const Term* term = model_.termOf(row);
    return (term != nullptr && term->below) ||
           model_.text("passage", row).find("tunnel") != std::string::npos;
}

bool LinesLayer::onBridge(std::size_t row) const {
    return model_.text("passage", row).find("bridge") != std::string::npos;
}

std::vector<LinesLayer::Course> LinesLayer::layOut(const scene::Stage& stage) const {
    const double water = stage.waterLevel();
    const GroundHeight surface = [&](double x, double y) { return stage.surfaceHeight(x, y); };
    const GroundHeight dry = [&](double x, double y) { return std::max(surface(x, y), water); };
    const DeckGround under{surface,
                           [&](double x, double y) {
                               const auto sample = stage.ground().sampleAt(x, y);
                               return sample && !sample->extrapolated;
                           },
                           water};
    std::vector<Course> courses;
    const geodata::GeometryColumn& geometry = model_.table().geometry;
    for (std::size_t row = 0; row < model_.rows(); ++row) {
        const Term* term = model_.termOf(row);
        const WayNature nature{walkers_, hidden(row), term != nullptr && term->moving};
        for (std::uint32_t r = geometry.ringBegin(row); r < geometry.ringEnd(row); ++r) {
            Way line;
            for (const geodata::Point2& p : geometry.ring(r).points) line.emplace_back(p.x, p.y, 0);
            if (line.size() < 2) continue;
            Course course;
            course.row = row;
            course.way = onBridge(row)
                             ? deckLine(line, under, std::nan(""), kBridgeClearance, kLineStep).points
                             : layOnGround(line, dry, kLineStep);
            course.looks = looksAlong(course.way, tiltAlong(course.way, surface, kBeside), nature);
            courses.push_back(std::move(course));
        }
    }
    return courses;
}

std::vector<scene::Ribbon> LinesLayer::ribbons(const scene::Stage& stage) const {
    std::vector<scene::Ribbon> ribbons;
    for (const Course& course : courses_) {
        scene::Ribbon ribbon;
        ribbon.points = course.way;
        ribbon.feature = static_cast<std::uint32_t>(course.row);
        ribbon.style = styleIndex(course.row);
        for (const WayLook& look : course.looks)
            ribbon.looks.push_back(
                {static_cast<scene::RibbonLook::Kind>(look.kind), static_cast<std::int8_t>(look.drop)});
        const Term* term = model_.termOf(course.row);
        if (!onBridge(course.row) && term != nullptr && term->groundWidth > 0) {
            // The ribbon leans with the ground under its own width.
            const auto tilt = tiltAlong(
                course.way,
                [&](double x, double y) { return std::max(stage.surfaceHeight(x, y), stage.waterLevel()); },
                std::max(term->groundWidth / 2, 1.0));
            ribbon.tilt.assign(tilt.begin(), tilt.end());
        }
        ribbons.push_back(std::move(ribbon));
    }
    return ribbons;
}

// The vocabulary names the most important class first: it is drawn last, over the others.
std::uint32_t LinesLayer::styleIndex(std::size_t row) const {
    return static_cast<std::uint32_t>(
        std::min(model_.terms().size() - model_.term(row), scene::kMaxRibbonStyles - 1));
}

scene::RibbonStyle LinesLayer::styleOf(std::size_t term) const {
    const Style none;
    const Style& style = style_ != nullptr ? *style_ : none;
    const Term* known = term < model_.terms().size() ? &model_.terms()[term] : nullptr;
    scene::RibbonStyle result;
    StyleColor core{1, 0.98F, 0.93F, 1};
    if (known != nullptr) core = {known->color[0], known->color[1], known->color[2], 1};
    const bool one = style.flag("one_color", false);
    const StyleColor own = style.color("core", core);
    result.core = rgba(one ? own : core);
    result.core.a() *= static_cast<float>(style.number("opacity", 0.9, 0, 1));
    result.casing = rgba(style.color("casing", {0.20F, 0.17F, 0.13F, 0.45F}));
    result.casingWidth = static_cast<float>(style.number("casing_width", 0.7, 0, 10));
    result.nightCore = rgba(style.color("night.core", {0.55F, 0.47F, 0.36F, 0.8F}));
    result.shade = static_cast<float>(style.number("shade", 0, 0, 1));
    result.glow = static_cast<float>(style.number("night.glow", 0, 0, 40));
    result.glowStrength = static_cast<float>(style.number("night.glow_strength", 0.5, 0, 1));
    result.width = static_cast<float>((known != nullptr && known->size > 0 ? known->size : kOwnWidth) *
                                      style.number("width", 1, 0.1, 10));
    result.metres = static_cast<float>(known != nullptr ? known->groundWidth : 0);
    result.farthest = std::min(entry().farthest, known != nullptr ? known->farthest : 1e9);
    return result;
}

void LinesLayer::setStyle(const Style& style) {
    style_ = &style;
    applyStyle();
}

void LinesLayer::applyStyle() {
    std::vector<scene::RibbonStyle> styles(scene::kMaxRibbonStyles);
    const std::size_t terms = model_.terms().size();
    for (std::size_t term = 0; term <= terms; ++term)
        styles[std::min(terms - term, scene::kMaxRibbonStyles - 1)] = styleOf(term);
    ribbons_.setStyles(std::move(styles), opacity(), entry().nearest, entry().farthest);
}

bool LinesLayer::partShown(std::size_t row) const {
    const Term* term = model_.termOf(row);
    return term == nullptr || !hiddenParts().contains(term->value);
}

void LinesLayer::appearanceChanged() {
    ribbons_.node()->setNodeMask(visible() ? ~0U : 0U);
    applyStyle();
    scene::FeatureStates& states = ribbons_.states();
    for (std::size_t row = 0; row < rows(); ++row) states.setPresence(row, partShown(row) ? 1 : 0);
    const auto mark = [&](std::optional<std::size_t>& shown, std::optional<std::size_t> row, auto set) {
        if (shown == row) return;
        if (shown) set(*shown, false);
        if (row && *row < rows()) set(*row, true);
        shown = row;
    };
    mark(shownHover_, hovered(), [&](std::size_t row, bool on) { states.setHover(row, on); });
    mark(shownSelection_, selected(), [&](std::size_t row, bool on) { states.setSelected(row, on); });
}

bool LinesLayer::update(const scene::Projector& projector, double seconds, bool instant) {
    if (!visible()) return false;
    const double e = stage_.exaggeration();
    ribbons_.update(projector, e);
    sinceNames_ += seconds;
    if (!instant && sinceNames_ < kNameSeconds) return false;
    sinceNames_ = 0;
    if (instant) spots_.forget();  // the picture is the same whatever was drawn before it
    const terrain::Vec3 eye{projector.eye.x(), projector.eye.y(), projector.eye.z() / e};
    spots_.choose(
        [&](const osg::Vec3d& at) {
            osg::Vec3d pixel;
            const bool ahead = projector.project({at.x(), at.y(), at.z() * e}, pixel);
            const bool inside = ahead && pixel.x() >= 0 && pixel.y() >= 0 &&
                                pixel.x() <= projector.viewport.width &&
                                pixel.y() <= projector.viewport.height;
            return inside && pixel.z() <= entry().namesFrom ? pixel.z() : -1.0;
        },
        [&](const osg::Vec3d& at) {
            return stage_.ground().visible(eye, {at.x(), at.y(), at.z() + kOverGround}, kOverGround);
        },
        [&](std::size_t row) { return partShown(row); });
    return false;
}

const LinesLayer::Course* LinesLayer::longest(std::size_t row) const {
    return row < rows() && longestOfRow_[row] != kNoCourse ? &courses_[longestOfRow_[row]] : nullptr;
}

std::optional<Place> LinesLayer::place(std::size_t row) const {
    const Course* course = longest(row);
    if (course == nullptr) return std::nullopt;
    const geodata::Extent box = model_.table().geometry.extent(row);
    return Place{course->way[course->way.size() / 2], std::hypot(box.width(), box.height()) / 2};
}

std::vector<osg::Vec3d> LinesLayer::path(std::size_t row) const {
    const Course* course = longest(row);
    return course != nullptr && walkers_ && !hidden(row) ? course->way : Way();
}

std::optional<Card> LinesLayer::card(std::size_t row, const ui::Translations& texts) const {
    if (row >= rows()) return std::nullopt;
    Card card = model_.card(row, texts);
    if (const Course* course = longest(row)) {
        if (walkers_)
            addWay(card, course->way, course->looks, hidden(row), texts);
        else
            addPassage(card, course->way, hidden(row), onBridge(row), texts);
    }
    return card;
}

std::vector<LegendEntry> LinesLayer::legend(const ui::Translations& texts) const {
    std::vector<LegendEntry> entries;
    std::vector<bool> used(model_.terms().size() + 1, false);
    for (const Course& course : courses_) used[model_.term(course.row)] = true;
    for (std::size_t term = 0; term < model_.terms().size(); ++term)
        if (used[term])
            entries.push_back({LegendEntry::Sign::Line,
                               model_.terms()[term].color,
                               model_.terms()[term].label.in(texts.code()),
                               {},
                               model_.terms()[term].value});
    if (entries.empty())
        entries.push_back(
            {LegendEntry::Sign::Line, {0.95F, 0.75F, 0.35F}, entry().name.in(texts.code()), {}, {}});
    const auto say = [&](const char* text) {
        entries.push_back({LegendEntry::Sign::None, {}, text, {}, {}});
    };
    if (walkers_) {
        say(texts.tr("cross ticks: steep part, read as stairs (from the slope of the line)"));
        say(texts.tr("teeth: the ground falls away on that side (from the terrain)"));
    } else {
        say(texts.tr("dashed: tunnel, drawn on the ground above it"));
    }
    return entries;
}

std::vector<scene::Label> LinesLayer::labels(std::string_view language) const {
    std::vector<scene::Label> labels;
    for (const NameSpots::Spot& spot : spots_.spots()) {
        scene::Label label;
        label.text = model_.name(spot.row, language);
        const Term* term = model_.termOf(spot.row);
        label.anchor = spot.at;
        label.owner = static_cast<std::uint32_t>(spot.row);
        label.priority = entry().priority + (term != nullptr ? std::min(term->size, 9.0) * 0.05 : 0);
        label.size = 12;
        label.offset = walkers_ ? 11 : 0;
        label.maxDistance = std::min(entry().namesFrom, term != nullptr ? term->farthest : 1e9);
        label.color = walkers_ ? osg::Vec3f(0.42F, 0.24F, 0.05F) : osg::Vec3f(0.24F, 0.23F, 0.22F);
        labels.push_back(std::move(label));
    }
    return labels;
}

bool LinesLayer::labelHidden(const scene::Label& label) const {
    return !visible() || !partShown(label.owner) || !spots_.chosen(label.owner, label.anchor);
}

std::optional<Hit> LinesLayer::pick(const PickRay& at) const {
    const auto near = ribbons_.pick(at.projector, stage_.exaggeration(), at.x, at.y, at.slack);
    // Behind a hill is behind: the line lies on the ground, so it may be a little further than the pixel's
    // own.
    if (!near || near->distance > at.ground * 1.05 + 10) return std::nullopt;
    return Hit{near->feature, near->distance, Hit::Rank::Line};
}

}  // namespace atlas::layers
