// From process start to a first complete picture of the bundled district, against two references of the same
// run: gdal_translate reading the elevation raster, and a bare program that makes an EGL context, clears and
// saves.
//   bench_start [--bare FILE.png]     (--bare: be that program)

#include <fmt/format.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <osg/GL>
#include <string>
#include <vector>

#include "surface/egl_context.h"
#include "surface/frame_target.h"
#include "surface/image.h"
#include "tests/bench/measured_process.h"

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

}  // namespace

int main(int count, char** words) {
    if (count == 3 && std::strcmp(words[1], "--bare") == 0) return bare(words[2]);
    const std::filesystem::path folder =
        std::filesystem::temp_directory_path() / fmt::format("bench-start-{}", ::getpid());
    std::filesystem::create_directories(folder);
    const std::string picture = folder / "picture.png";
    const std::string stats = folder / "copy.tif";
    const atlas::test::ProcessCost reading = atlas::test::medianProcess(
        {"gdal_translate", "-q", ATLAS_SHARE_DIR "/data/elevation.tif", stats}, kRuns);
    const atlas::test::ProcessCost clearing =
        atlas::test::medianProcess({words[0], "--bare", picture}, kRuns);
    const atlas::test::ProcessCost drawing =
        atlas::test::medianProcess({ATLAS_BIN_DIR "/yuzhong", "render", "--quiet", "--size", "1280x720",
                                    "--samples", "1", "--out", picture},
                                   kRuns);
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
