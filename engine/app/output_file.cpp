#include "app/output_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cctype>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <system_error>

#include "app/failure.h"

namespace atlas::app {

namespace fs = std::filesystem;

namespace {

std::string reason(int code) {
    return std::generic_category().message(code);
}

}  // namespace

OutputFile::OutputFile(fs::path target, std::string_view extension) : target_(std::move(target)) {
    std::error_code code;
    if (target_.empty()) throw WorkError("cannot write: the file's name is empty");
    const auto status = fs::status(target_, code);
    if (fs::is_directory(status))
        throw WorkError("cannot write {}: it is a folder; name a file", target_.string());
    if (fs::exists(status) && !fs::is_regular_file(status))
        throw WorkError("cannot write {}: it is not an ordinary file", target_.string());
    // A short name: the target's may be as long as the file system allows.
    static std::atomic<int> number = 0;
    temporary_ = target_.parent_path() /
                 fmt::format(".yuzhong-{}-{}{}", ::getpid(), ++number,
                             extension.empty() ? target_.extension().string() : std::string(extension));
    // Made at once so that a folder that cannot be written is known before the work is done.
    const int file = ::open(temporary_.c_str(), O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0666);
    if (file < 0)
        throw WorkError("cannot write {}: {}; choose a folder that exists and that you may write to",
                        target_.string(), reason(errno));
    ::close(file);
    fs::remove(temporary_, code);  // GDAL's drivers want to make their file themselves
}

OutputFile::~OutputFile() {
    std::error_code code;
    // SQLite keeps these beside a database that was not closed well.
    for (const char* suffix : {"", "-journal", "-wal", "-shm"})
        fs::remove(temporary_.string() + suffix, code);
}

void OutputFile::commit() {
    std::error_code code;
    if (fs::file_size(temporary_, code) == 0 || code)
        throw WorkError("cannot write {}: nothing was written; is the disk full?", target_.string());
    fs::rename(temporary_, target_, code);
    if (code) throw WorkError("cannot write {}: {}", target_.string(), code.message());
}

void OutputFile::write(std::string_view bytes) {
    std::ofstream out(temporary_, std::ios::binary);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    out.close();
    if (!out) throw WorkError("cannot write {}: {}", target_.string(), reason(errno));
}

std::string extensionOf(const std::string& path) {
    std::string extension = fs::path(path).extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    return extension;
}

std::string usualPath(const char* name) {
    std::error_code error;
    const auto folder = std::filesystem::current_path(error);
    const char* home = std::getenv("HOME");
    return ((error && home != nullptr ? std::filesystem::path(home) : folder) / name).string();
}

void writeStandardOutput(std::string_view bytes) {
    if (std::fwrite(bytes.data(), 1, bytes.size(), stdout) != bytes.size() || std::fflush(stdout) != 0)
        throw WorkError("cannot write to standard output: {}", reason(errno));
}

std::string csvCell(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char letter : text) {
        if (letter == '"') quoted += '"';
        quoted += letter;
    }
    return quoted + "\"";
}

}  // namespace atlas::app
