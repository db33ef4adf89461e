// A machine whose troubles a test makes, between the program and GLFW and the C library (LD_PRELOAD). In the
// folder $YUZHONG_FAKE: 'lost' holds the number of a process whose graphics driver gives its context up,
// which takes the file away; 'broken' that of one whose driver does so again and again; 'clock' holds seconds
// by which the calendar's clock is wrong; 'later' those by which the steady one is ahead, for waits that
// nobody has the time for.

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <string>

namespace {

using Procedure = void (*)();

long numberIn(const char* name) {
    const char* folder = std::getenv("YUZHONG_FAKE");
    if (folder == nullptr) return 0;
    char path[4096];
    std::snprintf(path, sizeof path, "%s/%s", folder, name);
    std::FILE* file = std::fopen(path, "r");
    if (file == nullptr) return 0;
    long number = 0;
    const bool read = std::fscanf(file, "%ld", &number) == 1;
    std::fclose(file);
    return read ? number : 0;
}

// Asked often: the file stays open.
long secondsAhead() {
    static const int file = [] {
        const char* folder = std::getenv("YUZHONG_FAKE");
        return folder == nullptr ? -1 : open((std::string(folder) + "/later").c_str(), O_RDONLY | O_CLOEXEC);
    }();
    char digits[16] = {};
    return file >= 0 && pread(file, digits, sizeof digits - 1, 0) > 0 ? std::strtol(digits, nullptr, 10) : 0;
}

unsigned resetStatus() {
    constexpr unsigned kGuilty = 0x8253;  // GL_GUILTY_CONTEXT_RESET
    if (numberIn("broken") == getpid()) return kGuilty;
    if (numberIn("lost") != getpid()) return 0;
    unlink((std::string(std::getenv("YUZHONG_FAKE")) + "/lost").c_str());
    return kGuilty;
}

template <class Function>
Function next(const char* name) {
    return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

}  // namespace

extern "C" {

int glfwExtensionSupported(const char* name) {
    return std::strcmp(name, "GL_ARB_robustness") == 0
               ? 1
               : next<int (*)(const char*)>("glfwExtensionSupported")(name);
}

Procedure glfwGetProcAddress(const char* name) {
    return std::strcmp(name, "glGetGraphicsResetStatusARB") == 0
               ? reinterpret_cast<Procedure>(&resetStatus)
               : next<Procedure (*)(const char*)>("glfwGetProcAddress")(name);
}

int clock_gettime(clockid_t clock, timespec* time) noexcept {
    const auto result = static_cast<int>(syscall(SYS_clock_gettime, clock, time));
    if (clock == CLOCK_REALTIME) time->tv_sec += numberIn("clock");
    if (clock == CLOCK_MONOTONIC) time->tv_sec += secondsAhead();
    return result;
}

time_t time(time_t* out) noexcept {
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    if (out != nullptr) *out = now.tv_sec;
    return now.tv_sec;
}

}  // extern "C"
