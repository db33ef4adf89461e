#pragma once
// Where the camera is. Map CRS metres; scene height = height above the vertical datum times the vertical
// exaggeration.

#include <numbers>
#include <osg/Matrixd>
#include <osg/Vec3d>

namespace atlas::scene {

/// Degrees. Heading clockwise from north, pitch below the horizon (90 looks straight down). Position in map
/// x, y and scene height.
struct Pose {
    osg::Vec3d eye;
    double heading = 0;
    double pitch = 30;
    bool operator==(const Pose&) const = default;
};

/// The frame in which floats are precise: scene = map - origin.
struct LocalFrame {
    osg::Vec3d origin;
    osg::Vec3d toLocal(const osg::Vec3d& map) const { return map - origin; }
    osg::Vec3d toMap(const osg::Vec3d& local) const { return local + origin; }
};

/// A picture's size in pixels, and how many of them make a point of type (1 = 96 dpi).
struct Viewport {
    int width = 1280;
    int height = 720;
    double scale = 1;
    /// Pixels a point of what stands on the map: in a small picture pins and names shrink, to half at most.
    double symbolScale() const;
    bool operator==(const Viewport&) const = default;
};

constexpr double kVerticalFov = 42;                  ///< degrees: a calm, slightly long lens
constexpr double kDegrees = 180 / std::numbers::pi;  ///< in a radian

/// From 0 to 1 as `t` does, with neither speed nor acceleration at either end (Perlin, Improving Noise,
/// SIGGRAPH 2002).
constexpr double ease(double t) {
    return t * t * t * (t * (t * 6 - 15) + 10);
}

/// Unit vectors of a pose in map axes.
osg::Vec3d forward(const Pose& pose);
osg::Vec3d right(const Pose& pose);
osg::Vec3d up(const Pose& pose);

osg::Matrixd viewMatrix(const Pose& pose, const LocalFrame& frame);
/// `clearance`: metres from the eye to the nearest ground, from which the near plane follows.
osg::Matrixd projectionMatrix(const Viewport& viewport, double clearance);
/// Metres that one pixel covers at a distance from the eye.
double metresPerPixel(const Viewport& viewport, double distance);
/// Direction (map axes, unit) through pixel x, y (from the top left).
osg::Vec3d rayThrough(const Pose& pose, const Viewport& viewport, double x, double y);

/// What the overlay needs to place things on the screen: map point -> pixel from the top left.
struct Projector {
    osg::Matrixd worldToClip;  ///< of local points
    LocalFrame frame;
    Viewport viewport;
    osg::Vec3d eye;  ///< map

    /// Pixel (x, y) and distance (z) of a map point; false when behind the eye.
    bool project(const osg::Vec3d& map, osg::Vec3d& pixel) const;
};
Projector makeProjector(const Pose& pose, const LocalFrame& frame, const Viewport& viewport,
                        double clearance);

}  // namespace atlas::scene
