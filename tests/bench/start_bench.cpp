// From process start to a first complete picture of the bundled district, against two references of the same
// run: gdal_translate reading the elevation raster, and a bare program that makes an EGL context, clears and
// saves.
//   bench_start [--bare FILE.png]     (--bare: be that program)

#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <osg/GL>
#include <string>
#include <vector>

#include "surface/egl_context.h"
#include "surface/frame_target.h"
#include "surface/image.h"

namespace {

constexpr int kRuns = 7;
constexpr atlas::surface::Size kSize{1280, 720};

int bare(const char* file) {
    std::string reason;
    const auto context = atlas::surface::EglContext::create(reason);
    if (!context) return 1;
    const auto target = atlas::surface::FrameTarget::create(kSize, 1);
    if (!target) return 1;
    glClearColor(0.8F, 0.8F, 0.78F, 1);
    glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT);
    atlas::surface::Image image;
    image.size = kSize;
    image.pixels.resize(static_cast<std::size_t>(kSize.width) * kSize.height * 3);
    target->copyInto(image, 0, 0);
    return atlas::surface::writePng(image, file).empty() ? 0 : 1;
}

struct Run {
    double seconds = 0;
    double mebibytes = 0;  ///< peak resident set
};

// A whole process: time from fork to exit, and its own peak memory.
Run run(const std::vector<std::string>& command) {
    const auto start = std::chrono::steady_clock::now();
    const pid_t child = ::fork();
    if (child == 0) {
        std::vector<char*> arguments;
        std::vector<std::string> copies = command;
        for (std::string& word : copies) arguments.push_back(word.data());
        arguments.push_back(nullptr);
        if (std::freopen("/dev/null", "w", stdout) == nullptr) ::_exit(126);
        ::execvp(arguments.front(), arguments.data());
        ::_exit(127);
    }
    int status = 0;
    rusage usage{};
    ::wait4(child, &status, 0, &usage);
    if (status != 0) {
        fmt::print(stderr, "bench_start: {} failed\n", command.front());
        std::exit(1);
    }
    return {std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(),
            static_cast<double>(usage.ru_maxrss) / 1024};
}

Run median(const std::vector<std::string>& command) {
    std::vector<Run> runs;
    for (int i = 0; i < kRuns; ++i) runs.push_back(run(command));
    std::sort(runs.begin(), runs.end(), [](const Run& a, const Run& b) { return a.seconds < b.seconds; });
    return runs[kRuns / 2];
}

}  // namespace

int main(int count, char** words) {
    if (count == 3 && std::strcmp(words[1], "--bare") == 0) return bare(words[2]);
    const std::filesystem::path folder =
        std::filesystem::temp_directory_path() / fmt::format("bench-start-{}", ::getpid());
    std::filesystem::create_directories(folder);
    const std::string picture = folder / "picture.png";
    const std::string stats = folder / "copy.tif";
    const Run reading = median({"gdal_translate", "-q", ATLAS_SHARE_DIR "/data/elevation.tif", stats});
    const Run clearing = median({words[0], "--bare", picture});
    const Run drawing = median({ATLAS_BIN_DIR "/yuzhong", "render", "--quiet", "--size", "1280x720",
                                "--samples", "1", "--out", picture});
    std::filesystem::remove_all(folder);
    fmt::print("cold start to a first complete frame, 1280x720, median of {} processes\n", kRuns);
    fmt::print("  gdal_translate of the elevation raster {:8.3f} s\n", reading.seconds);
    fmt::print("  bare EGL context, clear, save          {:8.3f} s {:7.0f} MiB\n", clearing.seconds,
               clearing.mebibytes);
    fmt::print(
        "  yuzhong render                         {:8.3f} s {:7.0f} MiB   {:.1f} x reading, {:.1f} x bare\n",
        drawing.seconds, drawing.mebibytes, drawing.seconds / reading.seconds,
        drawing.seconds / clearing.seconds);
    return 0;
}
