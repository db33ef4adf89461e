#pragma once
// Walking along a way at eye height. Knows no window system: it is told seconds, metres and degrees.

#include "scene/line_levels.h"
#include "scene/pose.h"

namespace atlas::scene {

/// One thread. Distances are metres along the way on the ground plan.
class PathWalk {
  public:
    static constexpr double kEyeHeight = 1.65;              ///< metres above the ground of the way
    static constexpr double kSlowest = 0.5, kFastest = 12;  ///< metres a second

    /// Begins at the first point. Fewer than two points that differ in plan: length() is 0 and it stands.
    explicit PathWalk(Polyline path);

    double length() const { return at_.empty() ? 0 : at_.back(); }
    double along() const { return along_; }
    double remaining() const { return length() - along_; }
    osg::Vec3d ground() const { return pointAt(along_); }  ///< map x, y, true height under the feet

    double speed() const { return speed_; }
    void setSpeed(double metresPerSecond);
    /// Held by the hand: -1 back .. 1 forward of the speed.
    void go(double forward) { held_ = forward; }
    /// Walks on by itself until stopped or at the end; from the end it begins anew.
    void setRunning(bool running);
    bool running() const { return running_; }
    /// A push by so many metres, which glides out.
    void push(double metres);
    void jumpTo(double along);
    /// Turns the head, degrees: right and up.
    void look(double right, double up);
    void lookAhead() { turned_ = tilted_ = 0; }

    /// True while it moves.
    bool update(double seconds);
    /// Eyes on the way, looking along it, a little down, more so downhill.
    Pose pose(double exaggeration) const;

  private:
    osg::Vec3d pointAt(double along) const;

    Polyline path_;
    std::vector<double> at_;  ///< distance of each point
    double along_ = 0, speed_ = 1.4, velocity_ = 0, pending_ = 0, held_ = 0;
    double turned_ = 0, tilted_ = 0;
    bool running_ = false;
};

}  // namespace atlas::scene
