#include "surface/screens.h"

#include <GLFW/glfw3.h>

namespace atlas::surface {

std::vector<Screen> screens() {
    std::vector<Screen> all;
    int count = 0;
    GLFWmonitor** monitors = glfwGetMonitors(&count);
    for (int i = 0; i < count; ++i) {
        const GLFWvidmode* mode = glfwGetVideoMode(monitors[i]);
        if (mode == nullptr) continue;
        Screen screen{glfwGetMonitorName(monitors[i]), 0, 0, mode->width, mode->height};
        glfwGetMonitorPos(monitors[i], &screen.x, &screen.y);
        all.push_back(std::move(screen));
    }
    return all;
}

}  // namespace atlas::surface
