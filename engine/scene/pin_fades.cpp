#include "scene/pin_fades.h"

#include <algorithm>
#include <cassert>

namespace atlas::scene {

void PinFades::want(std::span<const WantedPin> wanted) {
    std::vector<Symbol> next;
    next.reserve(symbols_.size() + wanted.size());
    auto held = symbols_.begin();
    const auto keep = [&] {  // one that is not wanted any more: step() lets it go
        next.push_back(*held);
        next.back().wanted = 0;
        ++held;
    };
    for (const WantedPin& pin : wanted) {
        assert(next.empty() || next.back().pin < pin.pin || next.back().wanted == 0);
        while (held != symbols_.end() && held->pin < pin.pin) keep();
        if (held != symbols_.end() && held->pin == pin.pin) {
            next.push_back(*held);
            ++held;
        } else {
            next.push_back({.pin = pin.pin});
        }
        next.back().wanted = pin.presence;
    }
    while (held != symbols_.end()) keep();
    symbols_ = std::move(next);
}

void PinFades::moved() {
    for (Symbol& symbol : symbols_) symbol.due = true;
}

bool PinFades::look(std::size_t most, const std::function<bool(std::uint32_t)>& sees) {
    bool left = false;
    const std::size_t count = symbols_.size();
    for (const bool fresh : {true, false}) {
        // Where many wait, each has its turn.
        const std::size_t start = fresh ? 0 : next_;
        for (std::size_t k = 0; k < count; ++k) {
            const std::size_t i = (start + k) % count;
            Symbol& symbol = symbols_[i];
            if (!symbol.due || symbol.asked == fresh) continue;
            if (most == 0) {
                left = true;
                if (!fresh) next_ = i;
                break;
            }
            --most;
            symbol.inSight = sees(symbol.pin);
            if (fresh) symbol.seen = symbol.inSight ? 1.0F : 0.0F;
            symbol.asked = true;
            symbol.due = false;
        }
    }
    return left;
}

bool PinFades::step(float step, const std::function<void(std::uint32_t)>& gone) {
    bool moving = false;
    const auto approach = [&](float value, float target) {
        const float next = target > value ? std::min(target, value + step) : std::max(target, value - step);
        moving = moving || next != target;
        return next;
    };
    for (Symbol& symbol : symbols_) {
        symbol.presence = approach(symbol.presence, symbol.wanted);
        symbol.seen = approach(symbol.seen, symbol.inSight ? 1.0F : 0.0F);
        if (gone && symbol.presence == 0 && symbol.wanted == 0) gone(symbol.pin);
    }
    std::erase_if(symbols_, [](const Symbol& symbol) { return symbol.presence == 0 && symbol.wanted == 0; });
    return moving;
}

const PinFades::Symbol* PinFades::find(std::uint32_t pin) const {
    const auto at =
        std::lower_bound(symbols_.begin(), symbols_.end(), pin,
                         [](const Symbol& symbol, std::uint32_t wanted) { return symbol.pin < wanted; });
    return at != symbols_.end() && at->pin == pin ? &*at : nullptr;
}

}  // namespace atlas::scene
