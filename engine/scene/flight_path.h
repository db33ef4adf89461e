#pragma once
// A flight between two cameras that the eye can follow: out, over and in again by the path of van Wijk and
// Nuij, "Smooth and efficient zooming and panning" (IEEE InfoVis 2003), lifted over ground in the way.

#include <functional>
#include <vector>

#include "scene/pose.h"

namespace atlas::scene {

/// Optimal path between two views of a plane: `u` runs from 0 to `way`, `w` (the width seen) from w0 to w1.
/// Any unit, the same for all. w0, w1 > 0.
class ZoomPath {
  public:
    static constexpr double kRho = 1.42;  ///< how much farther out long ways lead; the paper's mean of people

    ZoomPath(double way, double w0, double w1);
    double length() const { return length_; }  ///< of the path as it is felt, the paper's S
    double u(double s) const;                  ///< s in 0..length()
    double w(double s) const;

  private:
    double way_, w0_, w1_, length_ = 0;
    double r0_ = 0;         ///< of a path with a way
    bool straight_ = true;  ///< in or out only
};

struct FlightWorld {
    /// Height of what is to be flown over, in scene heights.
    std::function<double(double x, double y)> heightAt;
    /// Whether nothing stands between two near points of the air. May be empty.
    std::function<bool(const osg::Vec3d& a, const osg::Vec3d& b)> free;
    /// Where a ray from the eye meets the ground, metres along it; nothing looked at: infinity.
    std::function<double(const osg::Vec3d& eye, const osg::Vec3d& ray)> distanceTo;
};

struct FlightOptions {
    double seconds = 0;     ///< 0: as long as the way asks for
    double clearance = 25;  ///< metres over the ground away from both ends
    double pace = 0.55;    ///< lengths of the felt path a second, in the middle of a flight of its own length
    double turnRate = 14;  ///< degrees a second, on the average of a flight that only turns
    double shortest = 3.5;  ///< seconds
    double longest = 16;
    double calmest = 30;  ///< seconds that a flight may take where it would push in shorter ones
};

/// Position, heading and speed run on smoothly, and rest at both ends. Pure after construction; any thread.
class FlightPath {
  public:
    FlightPath(const Pose& from, const Pose& to, const FlightWorld& world, const FlightOptions& options = {});
    double seconds() const { return seconds_; }
    /// t in seconds, clamped to 0..seconds().
    Pose at(double t) const;

  private:
    Pose plain(double f, double lift) const;
    double liftAt(double share) const;  ///< of the time
    double secondsOfComfort(const FlightWorld& world) const;
    void raise(const std::vector<double>& need);
    void liftOver(const FlightWorld& world, double clearance);

    Pose from_, to_;
    osg::Vec3d target0_, target1_;
    double turn_ = 0;  ///< degrees, the shorter way round
    double tilt0_ = 0, tilt1_ = 0;
    ZoomPath path_;
    double seconds_ = 0;
    std::vector<double> lift_;  ///< metres, evenly in time
};

}  // namespace atlas::scene
