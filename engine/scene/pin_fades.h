#pragma once
// Symbols that come and go within a moment. Only those that are shown, or were a moment ago, are looked at in
// a frame, however many there may be.

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "scene/pins.h"

namespace atlas::scene {

struct WantedPin {
    std::uint32_t pin = 0;
    float presence = 1;
};

/// Drawing thread.
class PinFades {
  public:
    struct Symbol {
        std::uint32_t pin = 0;
        float presence = 0, wanted = 0;
        float seen = 1;       ///< follows inSight
        bool inSight = true;  ///< as of the last answer
        bool asked = false;   ///< ever
        bool due = true;      ///< to be asked (again)
    };

    /// What is shown from now on, ascending by pin, each once; all others fade to nothing.
    void want(std::span<const WantedPin> wanted);
    /// Every answer of look() is out of date: the eye has moved.
    void moved();
    /// Asks `sees(pin)` of those that are due, new ones first, of `most` a call. True while some remain.
    bool look(std::size_t most, const std::function<bool(std::uint32_t)>& sees);
    /// Lets all states come nearer to what is wanted by `step` (0..1); those gone are dropped and given to
    /// `gone`. True while something still moves.
    bool step(float step, const std::function<void(std::uint32_t)>& gone = {});

    /// Ascending by pin.
    std::span<const Symbol> symbols() const { return symbols_; }
    const Symbol* find(std::uint32_t pin) const;

  private:
    std::vector<Symbol> symbols_;
    std::size_t next_ = 0;  ///< whose turn it is to be asked again
};

}  // namespace atlas::scene
