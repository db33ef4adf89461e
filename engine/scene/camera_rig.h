#pragma once
// A camera like a map's: the ground sticks to the cursor, orbiting keeps the point under it, zooming goes
// toward it. Never under the ground, never lost. Knows no window system: it is told pixels and seconds.

#include <functional>
#include <optional>
#include <osg/Vec3d>

#include "geodata/geometry.h"
#include "scene/pose.h"

namespace atlas::scene {

/// What the rig asks of the world. Scene heights (exaggerated).
struct RigWorld {
    std::function<double(double x, double y)> heightAt;
    std::function<std::optional<osg::Vec3d>(const osg::Vec3d& eye, const osg::Vec3d& direction)> hit;
    geodata::Extent bounds;  ///< map CRS; the eye stays within twice its size round its middle
};

/// One thread.
class CameraRig {
  public:
    CameraRig(RigWorld world, const Pose& start);

    const Pose& pose() const { return pose_; }
    void jumpTo(const Pose& pose);
    /// Exactly there, also nearer to the ground than a hand may bring it, until the next input of the hand.
    void place(const Pose& pose);
    /// Smooth flight, higher over long ways; any input of the hand ends it. `instant` (reduced motion) jumps.
    void flyTo(const Pose& pose, bool instant = false);
    /// A flight that ends looking at `target` from `distance` metres, heading kept, pitch as given.
    void flyToPoint(const osg::Vec3d& target, double distance, double pitch, bool instant = false);
    bool flying() const { return flight_.has_value(); }

    void setViewport(const Viewport& viewport) { viewport_ = viewport; }
    void beginPan(double x, double y);
    void beginOrbit(double x, double y);
    /// The pointer moved while a button that began something is down.
    void drag(double x, double y);
    /// Two fingers with (x, y) between them: the ground under it stays there while they move, part and turn.
    void beginPinch(double x, double y);
    /// `ratio` of their distance, degrees clockwise on the screen, degrees toward looking straight down.
    void pinch(double x, double y, double ratio, double turn, double tilt);
    void release();
    bool dragging() const { return grip_ != Grip::None; }
    /// Positive steps go nearer to what is under the pixel.
    void zoom(double x, double y, double steps);
    /// Double click: comes to a third of the distance.
    void flyNearer(double x, double y, bool instant = false);
    void northUp(bool instant = false);
    /// Held keys: -1..1 each; forward and sideways over the ground, up, turn and tilt.
    void steer(double sideways, double forward, double up, double turn, double tilt, double seconds);

    /// Moves what is in motion by `seconds`. True while anything moves.
    bool update(double seconds);

  private:
    enum class Grip { None, Pan, Orbit, Pinch };
    struct Flight {
        Pose from, to;
        double duration = 1, elapsed = 0, arc = 0;
    };
    std::optional<osg::Vec3d> groundUnder(double x, double y) const;
    osg::Vec3d pivotUnder(double x, double y) const;
    osg::Vec3d panBy(double x, double y);
    void orbit(double heading, double pitch);
    void keepInBounds();

    RigWorld world_;
    Pose pose_;
    bool placed_ = false;  ///< by place(): bounds do not hold it
    Viewport viewport_;
    Grip grip_ = Grip::None;
    double lastX_ = 0, lastY_ = 0;
    osg::Vec3d pivot_;
    osg::Vec3d velocity_;     ///< metres a second, after a pan is let go
    osg::Vec3d panned_;       ///< by drags since the last update
    double pendingZoom_ = 0;  ///< steps still to go
    osg::Vec3d zoomPivot_;
    std::optional<Flight> flight_;
};

}  // namespace atlas::scene
