#pragma once
// Fingers made sense of: one moves the map or presses, two pinch, turn and tilt, one that rests orbits. Pure.

#include <array>
#include <optional>

namespace atlas::surface {

/// A finger on the screen; framebuffer pixels from the top left.
struct TouchChanged {
    enum class Phase { Began, Moved, Ended, Cancelled };
    int finger = 0;  ///< the same number from Began to Ended
    Phase phase = Phase::Began;
    double x = 0, y = 0;
};

/// What two fingers do to the map since the last time.
struct Pinch {
    double x = 0, y = 0;    ///< between the fingers now
    double dx = 0, dy = 0;  ///< pixels that the middle moved
    double ratio = 1;       ///< of the fingers' distance
    double turn = 0;        ///< degrees clockwise on the screen
    double tilt = 0;        ///< pixels that both moved down side by side; then nothing else changes
};

/// What the gestures come to. A press comes with the pointer at its place.
class GestureTarget {
  public:
    virtual ~GestureTarget() = default;
    /// Whether a list lies there that a finger would push up and down.
    virtual bool scrolls(double x, double y) const = 0;
    virtual void scroll(double x, double y, double dy) = 0;
    virtual void press(double x, double y, bool orbit) = 0;
    virtual void drag(double x, double y) = 0;
    virtual void release(bool orbit) = 0;
    virtual void beginPinch(double x, double y) = 0;
    virtual void pinch(const Pinch& pinch) = 0;
    virtual void endPinch() = 0;
    virtual void lifted() = 0;  ///< no finger is left: nothing is pointed at
};

/// One thread; the caller's clock, seconds.
class TouchGestures {
  public:
    static constexpr double kSlack = 10;       ///< points that a finger trembles
    static constexpr double kLongPress = 0.5;  ///< seconds that it rests before it orbits
    /// Beyond two fingers the others mean nothing.

    explicit TouchGestures(GestureTarget& target) : target_(target) {}
    void setScale(double pixelsPerPoint) { scale_ = pixelsPerPoint; }

    /// `now`: when it happened.
    void changed(const TouchChanged& touch, double now);
    /// Once a frame, for the finger that rests.
    void tick(double now);
    /// A finger is down.
    bool active() const { return count() > 0; }
    /// Where a finger rests that will orbit, and how near that is, 0..1; for a mark under it.
    struct Resting {
        double x, y, share;
    };
    std::optional<Resting> resting(double now) const;

  private:
    enum class Mode { None, Undecided, Pointer, Orbit, Scroll, PinchUndecided, Pinch, Tilt, Spent };
    struct Finger {
        int number = -1;
        double x = 0, y = 0, startX = 0, startY = 0;
    };
    int count() const;
    Finger* find(int number);
    void began(const TouchChanged& touch, double now);
    void moved();
    void lifted(double now);
    void movedOne();
    void movedTwo();
    void settleTwo();

    GestureTarget& target_;
    double scale_ = 1;
    std::array<Finger, 2> fingers_;
    Mode mode_ = Mode::None;
    double since_ = 0;
    double middleX_ = 0, middleY_ = 0, spread_ = 0, angle_ = 0;  ///< of two fingers, last time
};

}  // namespace atlas::surface
