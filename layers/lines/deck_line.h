#pragma once
// Where a bridge's deck hangs when nobody says how high it is.

#include <functional>
#include <osg/Vec3d>
#include <vector>

namespace atlas::layers {

/// What a deck hangs over. Map coordinates, metres.
struct DeckGround {
    std::function<double(double x, double y)> height;  ///< of what is drawn: never NaN
    std::function<bool(double x, double y)> measured;  ///< whether that height is data
    double water = 0;                                  ///< level of the water
};

struct DeckLine {
    std::vector<osg::Vec3d> points;  ///< a vertex every `step` metres and at each of the line's own
    bool schematic = true;           ///< the deck's level is not reported
    bool beginMeasured = false,
         endMeasured = false;  ///< whether the ground is known where it begins and ends
};

/// The deck over a line (z ignored). With `reported`, the level of the deck, it lies there. Otherwise it is a
/// string pulled tight between the ground at its two ends: straight, but for where the ground in between, or
/// the water and `clearance` metres of air over it, lifts it. An end whose ground is not measured takes the
/// other's height.
DeckLine deckLine(const std::vector<osg::Vec3d>& line, const DeckGround& ground, double reported,
                  double clearance = 12, double step = 20);

}  // namespace atlas::layers
