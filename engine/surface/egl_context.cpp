#include "surface/egl_context.h"

#include <EGL/egl.h>
#include <EGL/eglext.h>

#include <array>
#include <cstring>

namespace atlas::surface {

namespace {

// EGL hands out extension functions as void (*)(); the registry says what they are.
template <class Function>
Function load(const char* name) {
    return reinterpret_cast<Function>(eglGetProcAddress(name));
}

bool supports(const char* extensions, const char* name) {
    return extensions != nullptr && std::strstr(extensions, name) != nullptr;
}

// EGL_NO_DISPLAY where there is no such platform.
EGLDisplay surfacelessDisplay() {
    const auto getDisplay = load<PFNEGLGETPLATFORMDISPLAYEXTPROC>("eglGetPlatformDisplayEXT");
    if (getDisplay == nullptr ||
        !supports(eglQueryString(EGL_NO_DISPLAY, EGL_EXTENSIONS), "EGL_MESA_platform_surfaceless"))
        return EGL_NO_DISPLAY;
    return getDisplay(EGL_PLATFORM_SURFACELESS_MESA, nullptr, nullptr);
}

}  // namespace

void EglContext::loadDriver() {
    const EGLDisplay display = surfacelessDisplay();
    if (display != EGL_NO_DISPLAY) eglInitialize(display, nullptr, nullptr);
}

bool EglContext::tryDisplay(void* display, const char* platform) {
    if (display == EGL_NO_DISPLAY) return false;
    EGLint major = 0;
    EGLint minor = 0;
    if (eglInitialize(display, &major, &minor) != EGL_TRUE) return false;
    const std::array<EGLint, 5> wanted{EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT, EGL_SURFACE_TYPE, EGL_DONT_CARE,
                                       EGL_NONE};
    EGLConfig config = nullptr;
    EGLint found = 0;
    if (eglBindAPI(EGL_OPENGL_API) == EGL_TRUE &&
        eglChooseConfig(display, wanted.data(), &config, 1, &found) == EGL_TRUE && found > 0) {
        // No version attributes: the driver's highest compatibility profile. Asking for 3.x gives a core
        // profile on some.
        EGLContext context = eglCreateContext(display, config, EGL_NO_CONTEXT, nullptr);
        if (context != EGL_NO_CONTEXT) {
            if (eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, context) == EGL_TRUE) {
                display_ = display;
                context_ = context;
                platform_ = platform;
                return true;
            }
            eglDestroyContext(display, context);
        }
    }
    eglTerminate(display);
    return false;
}

std::unique_ptr<EglContext> EglContext::create(std::string& reason) {
    std::unique_ptr<EglContext> context(new EglContext);
    const char* client = eglQueryString(EGL_NO_DISPLAY, EGL_EXTENSIONS);
    const auto getDisplay = load<PFNEGLGETPLATFORMDISPLAYEXTPROC>("eglGetPlatformDisplayEXT");
    if (context->tryDisplay(surfacelessDisplay(), "surfaceless")) return context;
    const auto queryDevices = load<PFNEGLQUERYDEVICESEXTPROC>("eglQueryDevicesEXT");
    if (getDisplay != nullptr && queryDevices != nullptr && supports(client, "EGL_EXT_platform_device")) {
        std::array<EGLDeviceEXT, 16> devices{};
        EGLint count = 0;
        if (queryDevices(devices.size(), devices.data(), &count) == EGL_TRUE) {
            for (EGLint i = 0; i < count; ++i)
                if (context->tryDisplay(getDisplay(EGL_PLATFORM_DEVICE_EXT, devices[i], nullptr), "device"))
                    return context;
        }
    }
    if (context->tryDisplay(eglGetDisplay(EGL_DEFAULT_DISPLAY), "default")) return context;
    reason =
        "no OpenGL context could be made through EGL (tried surfaceless, device and default); install "
        "libegl1 and "
        "libgl1-mesa-dri";
    return nullptr;
}

EglContext::~EglContext() {
    if (display_ == nullptr) return;
    eglMakeCurrent(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
    if (context_ != nullptr) eglDestroyContext(display_, context_);
    eglTerminate(display_);
}

}  // namespace atlas::surface
