#include "app/kiosk/kiosk_machine.h"

#include <algorithm>

namespace atlas::app {

void KioskMachine::pass(double now) {
    // Back in time: what was quiet so far stays so, and time goes on from there.
    if (now < now_) since_ += now - now_;
    now_ = now;
}

void KioskMachine::enter(KioskState state, double now) {
    now_ = since_ = now;
    state_ = state;
}

bool KioskMachine::touched(double now) {
    const bool woke = state_ == KioskState::Attract || state_ == KioskState::Warning;
    enter(woke ? KioskState::Explore : state_, now);
    touched_ = now;
    return woke;
}

void KioskMachine::watching(double now) {
    pass(now);
    if (state_ == KioskState::Explore) since_ = touched_ = now;
}

std::optional<KioskState> KioskMachine::tick(double now) {
    pass(now);
    switch (state_) {
        case KioskState::Attract:
            return std::nullopt;
        case KioskState::Explore:
            if (quiet() < times_.idle) return std::nullopt;
            // A machine that slept asks nobody.
            if (quiet() >= times_.idle + times_.warning)
                enter(KioskState::Attract, now);
            else
                state_ = KioskState::Warning;
            return state_;
        case KioskState::Warning:
            if (quiet() < times_.idle + times_.warning) return std::nullopt;
            enter(KioskState::Attract, now);
            return state_;
        case KioskState::Operator:
            if (quiet() < times_.operatorIdle) return std::nullopt;
            enter(KioskState::Attract, now);
            return state_;
    }
    return std::nullopt;
}

double KioskMachine::countdown() const {
    return std::max(0.0, times_.idle + times_.warning - quiet());
}

}  // namespace atlas::app
