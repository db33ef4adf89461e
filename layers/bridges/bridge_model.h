#pragma once
// A bridge as the data gives it: its deck, and where piers and towers may be drawn. Pure.

#include <string>
#include <string_view>
#include <vector>

#include "layers/lines/deck_line.h"

namespace atlas::layers {

/// A reported tower: metres, and the compass word beside it ("south"), "" without one.
struct TowerHeight {
    double metres = 0;
    std::string side;
};

/// The heights in a text such as "172.61 (south) and 162.49 (north)", in its order.
std::vector<TowerHeight> towerHeights(std::string_view text);

struct BridgePillar {
    double along = 0;            ///< metres from the deck's beginning
    double bottom = 0, top = 0;  ///< true heights, metres
    bool tower = false;          ///< rises over the deck by a reported height
};

struct BridgeModel {
    DeckLine deck;
    std::vector<BridgePillar> pillars;  ///< at the banks, where it crosses water; their places are schematic
    double crossing = 0;                ///< metres of the deck over water
    bool beginOpen = false,
         endOpen = false;  ///< the data stop over the water: the bridge goes on, nobody says where
};

/// The deck as it is drawn: whole, or ending in dashes that shrink where it is open.
std::vector<std::vector<osg::Vec3d>> deckPieces(const BridgeModel& bridge);

/// `mainSpan`: reported metres between the two main piers, NaN when not known: they then stand at the two
/// banks. Towers count from the ground or water under them, and go by their compass word to the bank that
/// lies that way, else in the order of the text.
BridgeModel bridgeModel(const std::vector<osg::Vec3d>& line, const DeckGround& ground, double reportedDeck,
                        double mainSpan, const std::vector<TowerHeight>& towers);

}  // namespace atlas::layers
