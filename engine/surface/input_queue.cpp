#include "surface/input_queue.h"

#include <GLFW/glfw3.h>

#include <set>

namespace atlas::surface {

namespace {

bool isModifier(int key) {
    return key >= GLFW_KEY_LEFT_SHIFT && key <= GLFW_KEY_RIGHT_SUPER;
}
// Shift only changes which letter comes, and the letter says that itself.
bool isCommandModifier(int key) {
    return isModifier(key) && key != GLFW_KEY_LEFT_SHIFT && key != GLFW_KEY_RIGHT_SHIFT;
}
// A key that only brings text: the text is an event of its own. The space bar also presses what has the
// focus.
bool isLetter(const KeyChanged& event) {
    const bool command = (event.modifiers & (GLFW_MOD_CONTROL | GLFW_MOD_ALT | GLFW_MOD_SUPER)) != 0;
    return event.key > GLFW_KEY_SPACE && event.key <= GLFW_KEY_WORLD_2 && !command;
}

// What one frame has seen so far, and whether it can take one more event.
class Frame {
  public:
    bool takes(const PointerMoved&) {
        if (pressed_ || wheeled_ || command_ || text_) return false;
        return moved_ = true;
    }
    bool takes(const PointerLeft&) { return takes(PointerMoved{}); }
    // What lies under the pointer must be known before it is pressed.
    bool takes(const ButtonChanged&) {
        if (moved_ || pressed_ || wheeled_ || command_ || text_) return false;
        return pressed_ = true;
    }
    // What two fingers do to the map does not depend on where anything else is.
    bool takes(const PinchBegan&) const { return !pressed_; }
    bool takes(const Pinch&) const { return !pressed_; }
    bool takes(const PinchEnded&) const { return !pressed_; }
    bool takes(const WheelTurned&) {
        if (moved_ || pressed_ || command_ || text_) return false;
        return wheeled_ = true;
    }
    bool takes(const KeyChanged& event) {
        if (pressed_) return false;
        if (isLetter(event)) return true;
        if (isModifier(event.key)) {
            if (command_ || (text_ && isCommandModifier(event.key))) return false;
            modifier_ = modifier_ || isCommandModifier(event.key);
        } else if (event.down) {
            if (command_ || text_) return false;  // Enter answers to what the text has brought up
            command_ = true;
        }
        return keys_.insert(event.key).second;
    }
    bool takes(const TextTyped&) {
        if (pressed_ || command_ || modifier_) return false;
        return text_ = true;
    }

  private:
    bool moved_ = false, pressed_ = false, wheeled_ = false;
    bool text_ = false;
    bool command_ = false;   ///< a key that does something went down
    bool modifier_ = false;  ///< Ctrl, Alt or Super changed
    std::set<int> keys_;     ///< that changed and count
};

}  // namespace

std::vector<InputEvent> InputQueue::takeFrame() {
    Frame frame;
    std::vector<InputEvent> taken;
    while (!events_.empty() &&
           std::visit([&](const auto& event) { return frame.takes(event); }, events_.front())) {
        taken.push_back(events_.front());
        events_.pop_front();
    }
    return taken;
}

}  // namespace atlas::surface
