// The map in the window: drawn, or shown again where nothing of it has changed. Hands on panels then cost the
// panels alone.

#include <fmt/format.h>

#include <cstdio>

#include "app/view/window_loop_class.h"

namespace atlas::app {

// Whatever may change the picture without the map's view knowing.
bool WindowLoop::restless() const {
    return capture_ || copying_ || view_->hoversGathering() || tools_->drawing() || tools_->busy();
}

// True when the next frame shows the final state. `moving`: something moves or is being computed; `picture`:
// it is looked at, and nothing may be in motion.
bool WindowLoop::drawMap(const scene::Viewport& port, double seconds, bool moving, bool picture) {
    const surface::Size size{port.width, port.height};
    const auto drawPanels = [&] { interface_->draw(0, 0, size); };
    const bool still = !moving && !restless();
    const auto now = [&] { return Shown{rig_->pose(), port, view_->revision(), view_->hovered(), blocked_}; };
    if (still && !picture && now() == shown_ && kept_.show(size)) {
        drawPanels();
        return true;
    }
    const bool complete = view_->prepare(rig_->pose(), port, seconds, capture_ || picture, blocked_,
                                         options_.rehearsal != nullptr);
    if (copying_) copyPicture(port);
    renderer_->setOverlay([&] {
        if (still && complete)
            kept_.keep(size);
        else
            kept_.forget();
        drawPanels();
    });
    view_->draw(*renderer_, rig_->pose(), port,
                {0, 0, static_cast<float>(port.width), static_cast<float>(port.height)}, 0);
    shown_ = now();
    if (const std::string refused = renderer_->takeRefused(); !refused.empty()) {
        std::fprintf(stderr, "yuzhong: a shader is refused: %s\n", refused.c_str());
        notices_.complain(fmt::format(
            fmt::runtime(texts_.tr("the graphics driver refuses a shader, a part of the map is missing: {}")),
            refused.substr(0, refused.find('\n'))));
    }
    return complete;
}

}  // namespace atlas::app
