#include "layers/lines/way_card.h"

#include <fmt/format.h>

#include <cmath>

namespace atlas::layers {

namespace {

std::string metres(double value) {
    return fmt::format("{:.0f} m", value);
}

}  // namespace

void addWay(Card& card, const Way& way, const std::vector<WayLook>& looks, bool hidden,
            const ui::Translations& texts) {
    const WayMeasure m = measureWay(way);
    const std::string terrain = texts.tr("measured on the map's terrain; cliffs are coarse in it");
    card.headline = metres(m.along);
    card.headlineNote = texts.tr("length along the drawn line, measured");
    std::vector<CardLine> lines{
        {texts.tr("Climb and descent"),
         fmt::format(fmt::runtime(texts.tr("{:.0f} m up, {:.0f} m down")), m.climb, m.descent), terrain},
        {texts.tr("Lowest and highest"), metres(m.lowest) + " / " + metres(m.highest), {}}};
    const double stairs = lengthOf(way, looks, WayLook::Kind::Stairs);
    if (stairs >= 1)
        lines.push_back({texts.tr("Steep parts"), metres(stairs),
                         fmt::format(fmt::runtime(texts.tr("steeper than {:.0f} %, drawn as stairs")),
                                     kStairsSlope * 100)});
    if (hidden)
        lines.push_back({texts.tr("Below ground"), texts.tr("drawn on the ground above it"),
                         texts.tr("its own height is not in the data")});
    card.lines.insert(card.lines.begin(), lines.begin(), lines.end());
    double along = 0;
    for (std::size_t i = 0; i < way.size(); ++i) {
        if (i > 0) along += std::hypot(way[i].x() - way[i - 1].x(), way[i].y() - way[i - 1].y());
        card.profile.distance.push_back(along);
        card.profile.height.push_back(way[i].z());
    }
    card.profile.note = terrain;
    if (!hidden) card.actions.push_back({kWalkAction, texts.tr("Walk it")});
}

void addPassage(Card& card, const Way& way, bool hidden, bool bridge, const ui::Translations& texts) {
    if (hidden)
        card.lines.push_back({texts.tr("Tunnel"), texts.tr("drawn on the ground above it"),
                              texts.tr("its own height is not in the data")});
    else if (bridge && !way.empty())
        card.lines.push_back({texts.tr("Deck"), metres(way.front().z()) + " / " + metres(way.back().z()),
                              texts.tr("drawn between the ground at its two ends: schematic")});
}

}  // namespace atlas::layers
