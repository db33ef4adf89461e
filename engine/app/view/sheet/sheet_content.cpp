#include "app/view/sheet/sheet_content.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <ctime>
#include <map>
#include <numbers>
#include <sstream>

#include "app/failure.h"
#include "layers/sites/site_filter_text.h"
#include "scene/light.h"

namespace atlas::app {

namespace {

constexpr double kStraightDown = 80;   // degrees of pitch from which the scale holds all over the picture
constexpr double kNorthStep = 1e-4;    // degrees
constexpr double kOtherWater = 0.005;  // metres

bool looksAlike(const layers::LegendEntry& a, const layers::LegendEntry& b) {
    return a.sign == b.sign && a.color == b.color && a.glyph == b.glyph &&
           a.sign != layers::LegendEntry::Sign::None;
}

SheetContent::Group groupOf(const layers::Layer& layer, const ui::Translations& texts) {
    SheetContent::Group group;
    group.name = layer.entry().name.in(texts.code());
    for (layers::LegendEntry& sign : layer.legend(texts)) {
        if (!sign.part.empty() && layer.hiddenParts().contains(sign.part)) continue;
        if (sign.radius > 0)
            group.discs.push_back(std::move(sign));
        else if (!group.signs.empty() && looksAlike(group.signs.back(), sign))
            group.signs.back().label += texts.tr(", ") + sign.label;  // a sign is shown once
        else
            group.signs.push_back(std::move(sign));
    }
    if (group.signs.size() == 1 && group.discs.empty()) {
        group.signs.front().label = group.name;
        group.name.clear();
    }
    return group;
}

std::vector<std::string> sourcesOf(const MapView& view, const ui::Translations& texts) {
    const layers::Catalog& catalog = view.district().catalog;
    std::vector<std::string> lines;
    // Layers that have their data from one hand stand in one paragraph, in the order of the map.
    std::vector<std::pair<std::string, std::string>> groups;
    const auto add = [&](const std::string& name, std::initializer_list<std::string> words) {
        std::string origin;
        for (const std::string& word : words)
            if (!word.empty()) origin += (origin.empty() ? "" : " · ") + catalog.phrase(word, texts.code());
        if (origin.empty()) return;
        for (auto& [known, names] : groups)
            if (known == origin) {
                names += texts.tr(", ") + name;
                return;
            }
        groups.emplace_back(origin, name);
    };
    for (const auto& terrain : catalog.terrain)
        add(terrain.name.in(texts.code()), {terrain.source, terrain.date, terrain.licence});
    for (const auto& layer : view.layers())
        if (layer->visible() && layer->onMap())
            add(layer->entry().name.in(texts.code()),
                {layer->entry().attribution, layer->entry().date, layer->entry().licence});
    lines.reserve(groups.size() + 1);
    for (const auto& [origin, names] : groups)
        lines.push_back(fmt::format(fmt::runtime(texts.tr("{}: {}")), names, origin));
    std::string frame = catalog.crs;
    if (!catalog.verticalDatum.empty())
        frame += " · " + fmt::format(fmt::runtime(texts.tr("heights: {}")),
                                     catalog.phrase(catalog.verticalDatum, texts.code()));
    lines.push_back(frame);
    return lines;
}

std::string subtitleOf(const MapView& view, const Session& session, const ui::Translations& texts) {
    const layers::Catalog& catalog = view.district().catalog;
    const double zone = scene::zoneOffset(catalog.timeZone);
    const auto seconds = static_cast<std::time_t>(session.time + zone);
    std::string line = fmt::format(fmt::runtime(texts.tr("light of {}")),
                                   fmt::format("{:%Y-%m-%d %H:%M}", fmt::gmtime(seconds)));
    if (std::abs(session.waterLevel - catalog.waterLevel) > kOtherWater)
        line += " · " + fmt::format(fmt::runtime(texts.tr("water level {:.1f} m")), session.waterLevel);
    if (session.exaggeration != 1)
        line += " · " + fmt::format(fmt::runtime(texts.tr("heights {:g} ×")), session.exaggeration);
    if (const std::string words = layers::formatSiteFilter(session.filter); !words.empty())
        line += " · " + fmt::format(fmt::runtime(texts.tr("sites: {}")), words);
    return line;
}

}  // namespace

SheetParts parseSheetParts(const std::string& text) {
    SheetParts parts;
    const std::map<std::string, bool SheetParts::*> names{
        {"title", &SheetParts::title}, {"legend", &SheetParts::legend},   {"scale", &SheetParts::scale},
        {"north", &SheetParts::north}, {"sources", &SheetParts::sources}, {"date", &SheetParts::date}};
    std::stringstream words(text);
    for (std::string word; std::getline(words, word, ',');) {
        if (word == "none")
            parts = {};
        else if (word == "all")
            parts = {true, true, true, true, true, true};
        else if (const auto found = names.find(word); found != names.end())
            parts.*found->second = true;
        else
            throw UsageError(
                "--layout: '{}' is none of title, legend, scale, north, sources, date, all, none", word);
    }
    return parts;
}

std::string sheetDate(const ui::Translations& texts) {
    std::time_t moment = std::time(nullptr);
    bool utc = false;
    if (const char* fixed = std::getenv("SOURCE_DATE_EPOCH"); fixed != nullptr && *fixed != '\0') {
        moment = static_cast<std::time_t>(std::strtoll(fixed, nullptr, 10));
        utc = true;
    }
    const std::tm day = utc ? fmt::gmtime(moment) : fmt::localtime(moment);
    return fmt::format(fmt::runtime(texts.tr("drawn {}")), fmt::format("{:%Y-%m-%d}", day));
}

SheetContent sheetContent(const MapView& view, const Session& session, const SheetParts& parts,
                          const std::string& title, const ui::Translations& texts) {
    SheetContent content;
    if (parts.title) {
        content.title = title.empty() ? view.district().catalog.title.in(texts.code()) : title;
        content.subtitle = subtitleOf(view, session, texts);
    }
    if (parts.legend)
        for (const auto& layer : view.layers()) {
            if (!layer->visible() || !layer->onMap()) continue;
            SheetContent::Group group = groupOf(*layer, texts);
            if (!group.signs.empty() || !group.discs.empty()) content.legend.push_back(std::move(group));
        }
    if (parts.sources) content.sources = sourcesOf(view, texts);
    if (parts.date) content.made = sheetDate(texts);
    return content;
}

void measureSheet(SheetContent& content, const MapView& view, const scene::Pose& pose,
                  const scene::Viewport& map, double unit, const SheetParts& parts,
                  const ui::Translations& texts) {
    const auto middle = view.hit(pose.eye, scene::rayThrough(pose, map, map.width / 2.0, map.height / 2.0));
    if (!middle) return;  // the sky has neither
    if (parts.scale) {
        content.metresPerUnit = scene::metresPerPixel(map, (*middle - pose.eye).length()) * unit;
        if (pose.pitch < kStraightDown) content.scaleNote = texts.tr("at the middle of the picture");
    }
    if (!parts.north) return;
    const scene::Projector projector = view.stage().projector(pose, map);
    const geodata::Point2 degrees = view.wgs84FromMap({middle->x(), middle->y()});
    const geodata::Point2 north = view.mapFromWgs84({degrees.x, degrees.y + kNorthStep});
    osg::Vec3d from;
    osg::Vec3d to;
    if (projector.project(*middle, from) && projector.project({north.x, north.y, middle->z()}, to))
        content.north = std::atan2(to.x() - from.x(), from.y() - to.y()) * 180 / std::numbers::pi;
}

}  // namespace atlas::app
