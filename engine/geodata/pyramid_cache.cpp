#include "geodata/pyramid_cache.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <thread>
#include <vector>

namespace atlas::geodata {

namespace fs = std::filesystem;

namespace {

constexpr const char* kExtension = ".pyramid";
constexpr auto kPoll = std::chrono::milliseconds(100);

// FNV-1a, 64 bit: names must be the same in every process; the key itself stands in the file.
std::string nameOf(const PyramidKey& key) {
    std::uint64_t hash = 0xCBF29CE484222325ULL;
    for (const char letter : key.path + "|" + std::to_string(key.band)) {
        hash ^= static_cast<unsigned char>(letter);
        hash *= 0x100000001B3ULL;
    }
    char text[17];
    std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(hash));
    return text;
}

/// A lock on a file that the kernel takes back when the process ends, however it ends.
class FileLock {
  public:
    explicit FileLock(const fs::path& path)
        : file_(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644)) {}
    ~FileLock() {
        if (file_ >= 0) ::close(file_);
    }
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;
    bool usable() const { return file_ >= 0; }
    bool take() const { return ::flock(file_, LOCK_EX | LOCK_NB) == 0; }

  private:
    int file_;
};

}  // namespace

PyramidCache::PyramidCache(fs::path folder, std::uint64_t limit)
    : folder_(std::move(folder)), limit_(limit) {}

fs::path PyramidCache::standardFolder() {
    const char* cache = std::getenv("XDG_CACHE_HOME");
    const char* home = std::getenv("HOME");
    if (cache != nullptr && *cache == '/') return fs::path(cache) / "yuzhong/pyramids";
    return fs::path(home != nullptr && *home != '\0' ? home : "/tmp") / ".cache/yuzhong/pyramids";
}

fs::path PyramidCache::fileOf(const PyramidKey& key) const {
    return folder_ / (nameOf(key) + kExtension);
}

std::shared_ptr<const PyramidFile> PyramidCache::find(const PyramidKey& key) const {
    const fs::path file = fileOf(key);
    auto pyramid = PyramidFile::open(file, key);
    if (pyramid) ::utimensat(AT_FDCWD, file.c_str(), nullptr, 0);  // used now
    return pyramid;
}

void PyramidCache::discard(const PyramidKey& key) const {
    std::error_code error;
    fs::remove(fileOf(key), error);
}

std::string PyramidCache::build(const PyramidKey& key, const WindowReader& read,
                                const PyramidProgress& progress) const {
    std::error_code error;
    fs::create_directories(folder_, error);
    if (error) return folder_.string() + ": " + error.message();
    const fs::path file = fileOf(key);
    const fs::path unfinished = file.string() + ".part";
    const FileLock lock(file.string() + ".lock");
    if (!lock.usable()) return folder_.string() + ": " + std::strerror(errno);
    // Whoever else builds the same spares us the work, if it comes to an end.
    while (!lock.take()) {
        if (progress.report && !progress.report(0)) return "cancelled";
        std::this_thread::sleep_for(kPoll);
    }
    if (PyramidFile::open(file, key)) return {};
    // What a killed process left is written over: it held the lock that is now ours.
    std::uint64_t bytes = 0;
    for (const auto& level : PyramidFile::shapeOf(key.width, key.height))
        bytes += static_cast<std::uint64_t>(level.columns) * static_cast<std::uint64_t>(level.rows) *
                 kBlockCells * sizeof(std::uint16_t);
    if (bytes > limit_) return "it would be larger than the cache may be";
    makeRoom(bytes, file);
    std::string reason = writePyramid(unfinished, key, read, progress);
    if (reason.empty()) {
        fs::rename(unfinished, file, error);
        if (error) reason = error.message();
    }
    if (!reason.empty()) fs::remove(unfinished, error);
    return reason;
}

void PyramidCache::makeRoom(std::uint64_t bytes, const fs::path& kept) const {
    struct Known {
        fs::path path;
        fs::file_time_type used;
        std::uint64_t bytes;
    };
    std::vector<Known> known;
    std::uint64_t total = bytes;
    std::error_code error;
    for (fs::directory_iterator it(folder_, error), end; !error && it != end; it.increment(error)) {
        std::error_code own;
        const fs::path& path = it->path();
        const auto size = fs::file_size(path, own);
        const auto used = fs::last_write_time(path, own);
        if (own || path == kept || path.extension() == ".lock") continue;
        if (path.extension() == ".part") {
            // Nobody's, if its lock is free; another process's work otherwise.
            const FileLock lock(path.parent_path() / (path.stem().string() + ".lock"));
            if (path.stem() == kept.filename() || !lock.usable() || !lock.take()) continue;
            fs::remove(path, own);
            continue;
        }
        known.push_back({path, used, size});
        total += size;
    }
    std::sort(known.begin(), known.end(), [](const Known& a, const Known& b) { return a.used < b.used; });
    for (const Known& old : known) {
        if (total <= limit_) break;
        fs::remove(old.path, error);
        total -= old.bytes;
    }
}

}  // namespace atlas::geodata
