#pragma once
// What mouse and keys did, handed out a frame at a time. Interfaces look at their input once a frame: of a
// click and a typed letter that both fell into one long frame, the letter would be lost, or go to the map.

#include <deque>
#include <variant>
#include <vector>

#include "surface/touch_gestures.h"

namespace atlas::surface {

struct PointerMoved {
    double x = 0, y = 0;  ///< framebuffer pixels from the top left
};
struct PointerLeft {};
/// When something happened: input is looked at once a frame, and frames may take long. Seconds on the
/// window's clock.
struct Moment {
    double earliest = 0, latest = 0;
};
struct ButtonChanged {
    int button = 0;  ///< GLFW's number
    bool down = false;
    int modifiers = 0;  ///< GLFW's bits
    Moment when;
};
struct WheelTurned {
    double steps = 0;  ///< notches, away from the hand positive
};
struct KeyChanged {
    int key = 0;  ///< GLFW's number
    bool down = false;
    int modifiers = 0;
};
struct TextTyped {
    char32_t character = 0;
};
/// Two fingers came down (x, y between them), moved, or one of them left.
struct PinchBegan {
    double x = 0, y = 0;
};
struct PinchEnded {};
using InputEvent = std::variant<PointerMoved, PointerLeft, ButtonChanged, WheelTurned, KeyChanged, TextTyped,
                                PinchBegan, Pinch, PinchEnded>;

/// First in, first out. Drawing thread only.
class InputQueue {
  public:
    void push(const InputEvent& event) { events_.push_back(event); }
    bool empty() const { return events_.empty(); }

    /// The next events, in their order, as far as one frame can tell them apart: no button, wheel or key
    /// whose meaning depends on what an earlier one of the same frame does first. Moves of the pointer and
    /// typed text pass together however many they are. Never empty while events wait.
    std::vector<InputEvent> takeFrame();

  private:
    std::deque<InputEvent> events_;
};

}  // namespace atlas::surface
