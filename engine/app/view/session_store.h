#pragma once
// Where sessions lie on disk: what a person saves, what the program saves by itself against a crash, and what
// was used lately. Knows no window.

#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "app/view/session.h"

namespace atlas::app {

/// $XDG_STATE_HOME/yuzhong, by default ~/.local/state/yuzhong.
std::filesystem::path stateFolder();

/// A session that a window left behind when it ended badly.
struct LostSession {
    std::filesystem::path file;
    std::filesystem::file_time_type written;
};

/// Saves the session again and again while a window is open. A file a process, so that two windows do not
/// meet; a lock, which a process that dies lets go, tells whose files are left behind. One thread; the
/// writing is done on another.
class Autosave {
  public:
    static constexpr double kPeriod = 3;  ///< seconds between two writings at most

    /// Makes the folder. Where it cannot be written, takeProblem() says so and nothing is saved. Nothing is
    /// saved either before something differs from `start`.
    Autosave(std::filesystem::path folder, const Session& start);
    /// The window closed well: nothing stays behind, unless leaveBehind() said so.
    ~Autosave();
    Autosave(const Autosave&) = delete;
    Autosave& operator=(const Autosave&) = delete;

    /// As often as one likes; `now` in seconds of any clock. Copies the session where it has changed, no
    /// more.
    void watch(const Session& session, double now);
    /// Waits until what watch() took is on disk.
    void flush();
    /// The window is about to end badly: what was saved stays, and is found as lost by the next one. `last`
    /// is saved before that, where it differs from the start.
    void leaveBehind(const std::optional<Session>& last);
    /// Why nothing can be saved, once; "" = all is well.
    std::string takeProblem();

    /// Newest first. Files of windows that are open are not among them.
    std::vector<LostSession> lost() const;
    /// Saves a lost session as this window's own, and only then removes its file.
    void takeOver(const LostSession& lost, const Session& session);
    /// Sets a lost session aside as the one file "discarded.toml": who pressed the wrong button finds it.
    void discard(const LostSession& lost) const;

  private:
    void work();

    std::filesystem::path folder_, file_, lockFile_;
    int lock_ = -1;  ///< file descriptor
    std::optional<Session> seen_;
    double due_ = 0;
    std::mutex mutex_;
    std::condition_variable wake_, done_;
    std::optional<Session> pending_;
    bool writing_ = false, ending_ = false, left_ = false;
    std::string problem_;
    std::thread worker_;
};

/// Sessions that were opened or saved, newest first. A file of its own; several windows may write it, the
/// last one wins. One thread.
class RecentSessions {
  public:
    static constexpr std::size_t kMost = 8;

    explicit RecentSessions(std::filesystem::path file);
    const std::vector<std::string>& all() const { return all_; }
    /// Puts it first. A list that cannot be written is no reason to complain.
    void add(const std::filesystem::path& session);
    void remove(const std::string& session);

  private:
    void read();
    void write() const;
    std::filesystem::path file_;
    std::vector<std::string> all_;  ///< absolute
};

/// Where a session is saved to, and what may be overwritten there.
class SessionFile {
  public:
    /// `replaceable`: see ReadSession; true for a file that is not there yet.
    SessionFile(std::filesystem::path file, bool replaceable)
        : file_(std::move(file)), replaceable_(replaceable) {}
    const std::filesystem::path& path() const { return file_; }
    /// Atomic, makes the folder. What may not be overwritten stays; the session then goes beside it, and so
    /// do later ones. Throws WorkError.
    void save(const Session& session);

  private:
    std::filesystem::path file_;
    bool replaceable_;
};

/// Reads a session's file. Problems name it. No session when it cannot be read. Never throws.
ReadSession readSessionFile(const std::filesystem::path& file, const Session& base,
                            const layers::Catalog& catalog);

}  // namespace atlas::app
