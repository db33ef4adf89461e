#pragma once
// How the parts of a way read: walked on the level, climbed on stairs, hidden in a tunnel.

#include <osg/Vec3d>
#include <string_view>
#include <vector>

namespace atlas::layers {

/// Steeper than this a way is drawn as stairs: paved ramps for walkers end at about 1:6 (metres up a metre
/// along).
constexpr double kStairsSlope = 0.17;

struct WayPart {
    enum class Look { Plain, Stairs, Hidden };
};

/// The look of each segment of a way (points: map x, y, height in metres): Hidden throughout where `passage`
/// says tunnel, else Stairs where the way, averaged over `span` metres, is steeper than kStairsSlope and is
/// for walkers.
std::vector<WayPart::Look> lookOfSegments(const std::vector<osg::Vec3d>& way, bool walkers, bool tunnel,
                                          double span = 30);

/// Length along the ground and on the flat, climb, descent, lowest and highest point. Metres. Climbs smaller
/// than `noise` between turning points are not counted (heights are rough).
struct WayMeasure {
    double flat = 0, along = 0, climb = 0, descent = 0, lowest = 0, highest = 0;
};
WayMeasure measureWay(const std::vector<osg::Vec3d>& way, double noise = 3);

}  // namespace atlas::layers
