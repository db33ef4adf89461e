#include "surface/video_file.h"

#include <dlfcn.h>

namespace atlas::surface {

std::unique_ptr<VideoFile> VideoFile::create(const std::filesystem::path& path, Size size,
                                             int framesPerSecond, std::string& reason) {
    if (size.width % 2 != 0 || size.height % 2 != 0 || size.width < 16 || size.height < 16) {
        reason = "a video needs a width and a height that are even";
        return nullptr;
    }
    std::error_code code;
    const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", code);
    const std::string module = (program.parent_path() / ATLAS_VIDEO_MODULE).lexically_normal().string();
    // It stays: libraries behind it have threads and exit handlers of their own.
    void* const opened = dlopen(module.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    using Open = VideoFile* (*)(const std::string&, Size, int, std::string&);
    const auto open = opened != nullptr ? reinterpret_cast<Open>(dlsym(opened, "atlasOpenVideo")) : nullptr;
    if (open == nullptr) {
        const char* words = dlerror();
        reason = words != nullptr ? words : module;
        return nullptr;
    }
    return std::unique_ptr<VideoFile>(open(path.string(), size, framesPerSecond, reason));
}

}  // namespace atlas::surface
