#include "app/view/picture_job.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>

#include "app/failure.h"
#include "app/view/picture_session.h"
#include "app/view/session_store.h"

namespace atlas::app {

namespace fs = std::filesystem;

PictureJob::~PictureJob() {
    if (child_ > 0) {
        ::kill(child_, SIGTERM);
        ::waitpid(child_, nullptr, 0);
    }
    if (pipe_ >= 0) ::close(pipe_);
    std::error_code error;
    if (!session_.empty()) fs::remove(session_, error);
}

void PictureJob::start(const Session& session, const std::vector<std::string>& arguments) {
    std::error_code error;
    fs::create_directories(stateFolder(), error);
    session_ = stateFolder() / fmt::format("picture-{}.toml", ::getpid());
    writeText(session_.string(), toToml(session));
    std::vector<std::string> words{fs::read_symlink("/proc/self/exe", error).string(), "render", "--session",
                                   session_.string()};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> command;
    command.reserve(words.size() + 1);
    for (std::string& word : words) command.push_back(word.data());
    command.push_back(nullptr);
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        throw WorkError("no process can be started: {}", std::strerror(errno));
    percent_ = 0;
    cancelled_ = false;
    line_.clear();
    said_.clear();
    const pid_t parent = ::getpid();
    child_ = ::fork();
    if (child_ == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGTERM);
        if (::getppid() != parent) ::_exit(126);
        ::dup2(ends[1], STDERR_FILENO);
        const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
        ::dup2(nowhere, STDOUT_FILENO);
        ::execv(command[0], command.data());
        ::_exit(127);
    }
    ::close(ends[1]);
    pipe_ = ends[0];
    ::fcntl(pipe_, F_SETFL, O_NONBLOCK);
    if (child_ < 0) {
        ::close(pipe_);
        pipe_ = -1;
        throw WorkError("no process can be started: {}", std::strerror(errno));
    }
}

void PictureJob::cancel() const {
    if (child_ > 0) ::kill(child_, SIGTERM);
    cancelled_ = true;
}

void PictureJob::take() {
    std::array<char, 4096> buffer{};
    for (ssize_t got = 0; (got = ::read(pipe_, buffer.data(), buffer.size())) > 0;) {
        for (const char* at = buffer.data(); at < buffer.data() + got; ++at) {
            if (*at != '\n') {
                line_ += *at;
                continue;
            }
            int percent = 0;
            if (std::sscanf(line_.c_str(), "yuzhong: %d %%", &percent) == 1)
                percent_ = percent;
            else
                said_ += (said_.empty() ? "" : "\n") + line_;
            line_.clear();
        }
    }
}

std::optional<PictureJob::End> PictureJob::poll() {
    if (child_ <= 0) return std::nullopt;
    take();
    int status = 0;
    if (::waitpid(child_, &status, WNOHANG) != child_) return std::nullopt;
    take();
    child_ = -1;
    ::close(pipe_);
    pipe_ = -1;
    std::error_code error;
    fs::remove(session_, error);
    session_.clear();
    // 1 with a picture: not all of the session could be used.
    return End{WIFEXITED(status) && WEXITSTATUS(status) == 0, cancelled_, said_ + line_};
}

}  // namespace atlas::app
