#pragma once
// A way on the ground, measured: its course at true heights, how steep it is along and across, how long, how
// much it climbs. Map coordinates and true heights in metres. Pure.

#include <cstdint>
#include <functional>
#include <osg/Vec3d>
#include <vector>

namespace atlas::layers {

using Way = std::vector<osg::Vec3d>;
using GroundHeight = std::function<double(double x, double y)>;

/// Steeper than this a way for walkers is drawn as stairs: paved ramps end at about 1:6 (metres up a metre
/// along).
constexpr double kStairsSlope = 0.17;
/// Where the ground across a way falls steeper than this, it falls away (metres down a metre across).
constexpr double kDropSlope = 0.45;

/// The course (z ignored) with a vertex every `step` metres at most, on the ground.
Way layOnGround(const Way& course, const GroundHeight& ground, double step);

/// For each point of a way: metres that the ground rises a metre to the left, over `reach` metres to both
/// sides.
std::vector<double> tiltAlong(const Way& way, const GroundHeight& ground, double reach);

struct WayLook {
    enum class Kind : std::uint8_t { Plain, Stairs, Moving, Hidden };
    Kind kind = Kind::Plain;
    int drop = 0;  ///< the side on which the ground falls away: 1 left, -1 right, 0 neither
    bool operator==(const WayLook&) const = default;
};

/// What a way is known to be as a whole. Neither: its parts are told apart by their slope.
struct WayNature {
    bool walkers = false;  ///< for people on foot
    bool hidden = false;   ///< in a tunnel or below ground
    bool moving = false;   ///< lift or escalator
};

/// The look of each segment. Slopes are averaged over `span` metres along the way; a look that would last
/// less than `shortest` metres gives way to what is before it.
std::vector<WayLook> looksAlong(const Way& way, const std::vector<double>& tilt, const WayNature& nature,
                                double span = 30, double shortest = 12);

/// Length along the ground and on the flat, climb, descent, lowest and highest point. Metres. Climbs smaller
/// than `noise` between turning points are not counted (heights are rough).
struct WayMeasure {
    double flat = 0, along = 0, climb = 0, descent = 0, lowest = 0, highest = 0;
};
WayMeasure measureWay(const Way& way, double noise = 2);

/// Metres of the way (along the ground) that look like this.
double lengthOf(const Way& way, const std::vector<WayLook>& looks, WayLook::Kind kind);

}  // namespace atlas::layers
