// A machine whose troubles a test makes, between the program and GLFW and the C library (LD_PRELOAD). In the
// folder $YUZHONG_FAKE: 'lost' holds the number of a process whose graphics driver gives its context up;
// 'clock' holds seconds by which the calendar's clock is wrong.

#include <dlfcn.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>

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

unsigned resetStatus() {
    constexpr unsigned kGuilty = 0x8253;  // GL_GUILTY_CONTEXT_RESET
    return numberIn("lost") == getpid() ? kGuilty : 0;
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
    return result;
}

time_t time(time_t* out) noexcept {
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    if (out != nullptr) *out = now.tv_sec;
    return now.tv_sec;
}

}  // extern "C"
