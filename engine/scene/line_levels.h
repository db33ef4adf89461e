#pragma once
// Lines with levels of detail: how few of a line's points stay within a tolerance of it, which level a camera
// needs, and what of it the camera sees. Pure; any thread. True heights, metres.

#include <array>
#include <cstdint>
#include <osg/BoundingBox>
#include <osg/Vec3d>
#include <vector>

#include "scene/pose.h"

namespace atlas::scene {

/// Points in map coordinates with true heights, metres.
using Polyline = std::vector<osg::Vec3d>;

/// How far, in metres, a level's straight pieces may run beside the line.
inline constexpr std::array<double, 7> kLineTolerances{0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4};
/// Pixels that the same error may cover on the screen.
constexpr double kLineErrorPixels = 0.5;

/// The points that stay, ascending, `first` and `last` among them (Douglas and Peucker 1973 in three
/// dimensions): no point between is further than `tolerance` metres from the piece that passes it.
std::vector<std::uint32_t> simplifyLine(const Polyline& line, std::uint32_t first, std::uint32_t last,
                                        double tolerance);

/// The coarsest level whose error at `distance` metres from the eye stays within kLineErrorPixels.
/// `pixels`: how many of them a metre covers at a distance of one metre.
std::size_t lineLevel(double distance, double pixels, double exaggeration);

/// What a camera sees of boxes in map coordinates with true heights.
class BoxSight {
  public:
    BoxSight(const Projector& projector, double exaggeration);
    /// Metres from the eye to the nearest point of the box, infinity where it is surely out of the picture.
    double distance(const osg::BoundingBoxd& box) const;

  private:
    std::array<osg::Vec4d, 6> planes_;  ///< map coordinates, scene heights; inside is positive
    osg::Vec3d eye_;
    double exaggeration_;
};

}  // namespace atlas::scene
