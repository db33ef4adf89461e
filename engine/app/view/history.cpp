#include "app/view/history.h"

namespace atlas::app {

namespace {

// What is no step, taken over from `from`.
Session withoutMoves(Session session, const Session& from) {
    session.camera = from.camera;
    session.added = from.added;
    session.terrain = from.terrain;
    if (!session.filter.view.empty() && !from.filter.view.empty()) session.filter.view = from.filter.view;
    return session;
}

}  // namespace

bool History::same(const Session& a, const Session& b) {
    return withoutMoves(a, b) == b;
}

void History::watch(const Session& session, bool held) {
    if (held || same(now_, session)) return;
    Session chosen = now_;
    chosen.selected = session.selected;
    const bool choice = same(chosen, session);
    if (!(choice && lastChose_ && !back_.empty())) {
        back_.push_back(now_);
        if (back_.size() > kMost) back_.pop_front();
    }
    lastChose_ = choice;
    forth_.clear();
    now_ = session;
}

void History::restore(const Session& to, Session& session) {
    session = withoutMoves(to, session);
    now_ = session;
    lastChose_ = false;
}

bool History::undo(Session& session) {
    watch(session, false);  // what is not yet a step becomes one, so that it is undone
    if (back_.empty()) return false;
    forth_.push_back(now_);
    const Session to = back_.back();
    back_.pop_back();
    restore(to, session);
    return true;
}

bool History::redo(Session& session) {
    watch(session, false);
    if (forth_.empty()) return false;
    back_.push_back(now_);
    const Session to = forth_.back();
    forth_.pop_back();
    restore(to, session);
    return true;
}

}  // namespace atlas::app
