#pragma once
// Steps back and forth through what a person did.

#include <deque>
#include <vector>

#include "app/view/session.h"

namespace atlas::app {

/// Sessions before each step, the oldest forgotten beyond kMost. Camera moves, the ground that the filter's
/// "in view" follows, and which files were added are no steps and stay as they are; choosing one thing after
/// another is one step. Any one thread.
class History {
  public:
    static constexpr std::size_t kMost = 200;

    explicit History(const Session& start) : now_(start) {}
    /// Once a frame. `held`: a control is being pulled or typed in; the step ends with it.
    void watch(const Session& session, bool held);
    bool canUndo() const { return !back_.empty(); }
    bool canRedo() const { return !forth_.empty(); }
    /// Puts the session a step back or forth; false when there is none.
    bool undo(Session& session);
    bool redo(Session& session);
    std::size_t steps() const { return back_.size(); }

  private:
    static bool same(const Session& a, const Session& b);
    void restore(const Session& to, Session& session);

    Session now_;  ///< as of the last step
    std::deque<Session> back_;
    std::vector<Session> forth_;
    bool lastChose_ = false;  ///< the last step was a choice and nothing else
};

}  // namespace atlas::app
