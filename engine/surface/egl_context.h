#pragma once
// An OpenGL context without a window or an X server.

#include <memory>
#include <string>

namespace atlas::surface {

/// EGL context, current on the thread that made it. Mesa's surfaceless platform first, then the first EGL
/// device (NVIDIA), then the default display. 4.5 compatibility profile where the driver gives one. GL is
/// used from the making thread only.
class EglContext {
  public:
    /// nullptr when there is no EGL at all; `reason` then says what was tried.
    static std::unique_ptr<EglContext> create(std::string& reason);
    /// Loads the driver, a good part of what create() takes, ahead of it and beside other work. Any thread,
    /// but not while another one is in create().
    static void loadDriver();
    ~EglContext();
    EglContext(const EglContext&) = delete;
    EglContext& operator=(const EglContext&) = delete;

    const std::string& platform() const { return platform_; }  ///< "surfaceless", "device" or "default"

  private:
    EglContext() = default;
    bool tryDisplay(void* display, const char* platform);
    void* display_ = nullptr;
    void* context_ = nullptr;
    std::string platform_;
};

}  // namespace atlas::surface
