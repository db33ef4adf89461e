#pragma once
// Sessions as the window keeps them: saving, saving by itself, the question after a crash, what was used
// lately.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/view/notices.h"
#include "app/view/session_store.h"
#include "scene/labels.h"
#include "scene/pose.h"
#include "ui/interface.h"
#include "ui/translations.h"

namespace atlas::app {

/// Drawing thread. Everything given outlives it.
class WindowSessions {
  public:
    /// `file` is where save() writes, "" = session.toml in the state folder. `autosave`: false where nothing
    /// may be left on disk.
    WindowSessions(const std::string& file, bool replaceable, bool autosave, const Session& start,
                   const layers::Catalog& catalog, const ui::Translations& texts, Notices& notices);

    void save(const Session& session);
    /// To a file of this name in the state folder, or to a path; that is then where save() writes.
    void saveAs(const std::string& name, const Session& session);
    /// Reads a session; complains on the map and gives nothing when it cannot be used. Then save() writes
    /// there.
    std::optional<Session> open(const std::string& file, const Session& base);
    /// Once a turn of the loop; `refresh` brings the session up to date when it is looked at.
    void tick(Session& session, double now, const std::function<void()>& refresh);

    /// The window cannot go on: what was on the map is kept for the next one, which asks about it. `last`
    /// empty: what was kept so far.
    void leaveBehind(const std::optional<Session>& last);

    /// Whether the question after a crash is on the screen.
    bool asks() const { return !lost_.empty(); }
    /// The answer: the lost session, or nothing for a fresh start or when nothing of it can be used.
    std::optional<Session> answer(bool restore, const Session& base);
    /// The question, between Interface::begin and end. true: restore, false: start afresh.
    std::optional<bool> draw(const ui::Fonts& fonts, const scene::Viewport& viewport);
    const std::optional<scene::ScreenBox>& box() const { return box_; }

    const std::vector<std::string>& recent() const { return recent_.all(); }
    std::string current() const { return file_.path().string(); }
    /// What the last save() came to: a sentence, "" before the first.
    const std::string& said() const { return said_; }

  private:
    void tell(const geodata::Report& report);
    const layers::Catalog& catalog_;
    const ui::Translations& texts_;
    Notices& notices_;
    SessionFile file_;
    RecentSessions recent_;
    std::optional<Autosave> autosave_;
    std::vector<LostSession> lost_;
    std::optional<scene::ScreenBox> box_;
    std::string said_;
    double next_ = 0;
};

}  // namespace atlas::app
