#pragma once
// Where a bridge's deck hangs when nobody says how high it is.

#include <functional>
#include <osg/Vec3d>
#include <vector>

namespace atlas::layers {

/// The deck over a line in map coordinates (z ignored): straight between the ground at its two ends, lifted
/// where the ground in between is higher; `clearance` metres over `water` at least where it crosses water. A
/// vertex every `step` metres. `deckHeight`: the reported level of the deck instead, NaN when not known.
/// Metres.
std::vector<osg::Vec3d> deckLine(const std::vector<osg::Vec3d>& line,
                                 const std::function<double(double x, double y)>& ground, double water,
                                 double deckHeight, double clearance = 12, double step = 20);

}  // namespace atlas::layers
