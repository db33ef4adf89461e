#include "app/view/session_store.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>

#include "app/failure.h"
#include "app/output_file.h"
#include "app/view/toml_tree.h"

namespace atlas::app {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kPrefix = "window-";
constexpr const char* kSaved = ".toml";
constexpr const char* kLock = ".lock";

void writeFile(const fs::path& file, const std::string& text) {
    std::error_code error;
    if (file.has_parent_path()) fs::create_directories(file.parent_path(), error);
    OutputFile out(file);
    out.write(text);
    out.commit();
}

// Whether the process that made a lock file is gone. Its lock is let go again.
bool abandoned(const fs::path& lockFile) {
    const int lock = ::open(lockFile.c_str(), O_RDWR | O_CLOEXEC);
    if (lock < 0) return errno == ENOENT;
    const bool free = ::flock(lock, LOCK_EX | LOCK_NB) == 0;
    ::close(lock);
    return free;
}

}  // namespace

fs::path stateFolder() {
    const char* state = std::getenv("XDG_STATE_HOME");
    const char* home = std::getenv("HOME");
    if (state != nullptr && *state != '\0') return fs::path(state) / "yuzhong";
    return fs::path(home != nullptr ? home : ".") / ".local/state/yuzhong";
}

Autosave::Autosave(fs::path folder, const Session& start) : folder_(std::move(folder)), seen_(start) {
    std::error_code error;
    fs::create_directories(folder_, error);
    // A number that a dead process left may come again: the next free name then.
    for (int i = 0; lock_ < 0 && i < 100; ++i) {
        const std::string name =
            fmt::format("{}{}{}", kPrefix, ::getpid(), i == 0 ? "" : fmt::format("-{}", i));
        if (fs::exists(folder_ / (name + kSaved), error)) continue;
        lockFile_ = folder_ / (name + kLock);
        file_ = folder_ / (name + kSaved);
        lock_ = ::open(lockFile_.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0666);
        if (lock_ < 0) break;
        if (::flock(lock_, LOCK_EX | LOCK_NB) == 0) continue;
        ::close(lock_);
        lock_ = -1;
    }
    if (lock_ < 0) {
        problem_ = fmt::format("{}: {}", folder_.string(), std::generic_category().message(errno));
        return;
    }
    worker_ = std::thread([this] { work(); });
}

Autosave::~Autosave() {
    if (lock_ < 0) return;
    {
        const std::lock_guard guard(mutex_);
        ending_ = true;
        pending_.reset();
    }
    wake_.notify_all();
    worker_.join();
    std::error_code error;
    if (!left_) {
        fs::remove(file_, error);
        fs::remove(lockFile_, error);
    }
    ::close(lock_);
}

void Autosave::watch(const Session& session, double now) {
    if (lock_ < 0 || now < due_ || (seen_ && *seen_ == session)) return;
    due_ = now + kPeriod;
    seen_ = session;
    {
        const std::lock_guard guard(mutex_);
        pending_ = session;
    }
    wake_.notify_all();
}

void Autosave::flush() {
    std::unique_lock guard(mutex_);
    done_.wait(guard, [this] { return !pending_ && !writing_; });
}

void Autosave::leaveBehind(const std::optional<Session>& last) {
    if (lock_ < 0) return;
    if (last) watch(*last, due_);
    flush();
    left_ = true;
}

std::string Autosave::takeProblem() {
    const std::lock_guard guard(mutex_);
    return std::exchange(problem_, std::string());
}

void Autosave::work() {
    bool complained = false;
    std::unique_lock guard(mutex_);
    for (;;) {
        wake_.wait(guard, [this] { return ending_ || pending_; });
        if (ending_) return;
        const Session session = std::move(*pending_);
        pending_.reset();
        writing_ = true;
        guard.unlock();
        std::string problem;
        try {
            writeFile(file_, toToml(session));
        } catch (const WorkError& error) {
            problem = error.what();
        }
        guard.lock();
        writing_ = false;
        if (!problem.empty() && !complained) problem_ = problem;
        complained = !problem.empty();
        done_.notify_all();
    }
}

std::vector<LostSession> Autosave::lost() const {
    std::vector<LostSession> found;
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder_, error)) {
        const std::string name = entry.path().filename().string();
        if (!name.starts_with(kPrefix)) continue;
        fs::path saved = entry.path();
        saved.replace_extension(kSaved);
        fs::path lock = entry.path();
        lock.replace_extension(kLock);
        if (lock == lockFile_ || !abandoned(lock)) continue;
        std::error_code failed;
        if (entry.path().extension() == kLock) {
            // A young one may be of a window that is just opening.
            const auto age = fs::file_time_type::clock::now() - entry.last_write_time(failed);
            if (!fs::exists(saved, failed) && age > std::chrono::minutes(1)) fs::remove(entry.path(), failed);
        } else if (entry.path().extension() == kSaved) {
            found.push_back({saved, fs::last_write_time(saved, failed)});
        }
    }
    std::sort(found.begin(), found.end(),
              [](const LostSession& a, const LostSession& b) { return a.written > b.written; });
    return found;
}

void Autosave::takeOver(const LostSession& lost, const Session& session) {
    if (lock_ < 0) return;
    seen_.reset();
    due_ = 0;
    watch(session, 0);
    flush();
    std::error_code error;
    if (!fs::exists(file_, error)) return;
    fs::path lock = lost.file;
    fs::remove(lost.file, error);
    fs::remove(lock.replace_extension(kLock), error);
}

void Autosave::discard(const LostSession& lost) const {
    std::error_code error;
    fs::rename(lost.file, folder_ / "discarded.toml", error);
    fs::path lock = lost.file;
    fs::remove(lock.replace_extension(kLock), error);
}

RecentSessions::RecentSessions(fs::path file) : file_(std::move(file)) {
    read();
}

void RecentSessions::read() {
    all_.clear();
    std::ifstream in(file_, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    TomlText told;
    const nlohmann::json tree = treeFromToml(text, told);
    if (!tree.is_object() || !tree.contains("sessions") || !tree["sessions"].is_array()) return;
    for (const auto& one : tree["sessions"])
        if (one.is_string() && all_.size() < kMost) all_.push_back(one.get<std::string>());
}

void RecentSessions::write() const {
    try {
        writeFile(file_, treeToToml({{"sessions", all_}}));
    } catch (const WorkError&) {
        return;  // only convenience is lost
    }
}

void RecentSessions::add(const fs::path& session) {
    read();
    std::error_code error;
    const std::string path = fs::absolute(session, error).lexically_normal().string();
    std::erase(all_, path);
    all_.insert(all_.begin(), path);
    if (all_.size() > kMost) all_.resize(kMost);
    write();
}

void RecentSessions::remove(const std::string& session) {
    read();
    std::erase(all_, session);
    write();
}

void SessionFile::save(const Session& session) {
    std::error_code error;
    fs::path target = file_;
    const bool json = target.extension() == ".json";  // of an early version: it stays as it is
    if ((!replaceable_ || json) && fs::exists(file_, error)) {
        target.replace_extension(".toml");
        for (int i = 2; fs::exists(target, error); ++i)
            target = file_.parent_path() / fmt::format("{}-{}.toml", file_.stem().string(), i);
    }
    writeFile(target, toToml(session));
    file_ = target;
    replaceable_ = true;
}

ReadSession readSessionFile(const fs::path& file, const Session& base, const layers::Catalog& catalog) {
    std::ifstream in(file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    ReadSession result;
    if (!in) {
        geodata::Problem problem;
        problem.file = file.string();
        problem.say(geodata::said("the session cannot be read"));
        result.report.add(problem);
        return result;
    }
    result = readSession(text, base, catalog);
    geodata::Report named;
    for (geodata::Problem problem : result.report.problems()) {
        problem.file = file.string();
        named.add(std::move(problem));
    }
    result.report = std::move(named);
    return result;
}

}  // namespace atlas::app
