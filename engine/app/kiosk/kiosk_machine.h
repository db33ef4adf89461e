#pragma once
// What an exhibit does when: a tour draws people in, a touch lets them explore, nobody there lets it begin
// anew. Pure: it knows no window and is told the time.

#include <optional>

namespace atlas::app {

enum class KioskState {
    Attract,  ///< the tour plays; a touch begins a visit
    Explore,  ///< a visit
    Warning,  ///< is anybody there? a touch goes on with the visit
    Operator  ///< the menu behind the PIN is open
};

struct KioskTimes {
    double idle = 90;           ///< seconds of a visit without a touch before the question
    double warning = 15;        ///< seconds that the question stands
    double operatorIdle = 120;  ///< seconds without a touch after which the operator's menu closes
};

/// `now` is seconds of any clock that does not depend on the date. One that goes backwards or leaps (a
/// machine that slept) counts as no time, or as the end of the visit; never as a visit without end. One
/// thread.
class KioskMachine {
  public:
    KioskMachine(const KioskTimes& times, double now)
        : times_(times), now_(now), since_(now), touched_(now) {}

    /// Other times from now on; what was quiet so far counts.
    void setTimes(const KioskTimes& times) { times_ = times; }
    KioskState state() const { return state_; }
    /// A touch, a key, a button. True when that is all it means: it woke the map up or answered the question,
    /// and nobody else may see it.
    bool touched(double now);
    /// Something plays that the visitor chose to watch (a tour, a walk): looking on is no absence.
    void watching(double now);
    /// Moves on by itself. The state that it came to, when that changed.
    std::optional<KioskState> tick(double now);
    /// When somebody was last known to be there.
    double lastTouch() const { return touched_; }
    /// Seconds until the visit ends; of no meaning but while the question stands.
    double countdown() const;

    /// "Start over": ends the visit at once.
    void startOver(double now) { enter(KioskState::Attract, now); }
    void openOperator(double now) { enter(KioskState::Operator, now); }
    /// Back to the tour: what the operator did is no visitor's.
    void closeOperator(double now) { enter(KioskState::Attract, now); }

  private:
    void enter(KioskState state, double now);
    void pass(double now);
    double quiet() const { return now_ - since_; }

    KioskTimes times_;
    KioskState state_ = KioskState::Attract;
    double now_, since_;  ///< the latest time told; since when it is quiet
    double touched_;
};

}  // namespace atlas::app
