#include "app/view/panel_screen.h"

#include <GL/gl.h>
#include <imgui.h>

#include <algorithm>

namespace atlas::app {

std::unique_ptr<PanelScreen> PanelScreen::open(surface::Window& map, surface::WindowEvents& mapEvents,
                                               const Filter& filter, const surface::Screen& screen,
                                               const std::string& title, std::string& reason) {
    std::unique_ptr<PanelScreen> panels(new PanelScreen(map, mapEvents, screen));
    panels->window_ =
        surface::Window::createBeside(map, {screen.width, screen.height}, title, filter(*panels), reason);
    return panels->window_ ? std::move(panels) : nullptr;
}

void PanelScreen::attach(double scale, const std::string& characters) {
    interface_ = std::make_unique<ui::Interface>(window_->handle(), scale, characters);
    interface_->setDensity(map_.contentScale());
}

scene::Viewport PanelScreen::viewport() const {
    const surface::Size size = window_->framebuffer();
    return {std::max(size.width, 1), std::max(size.height, 1), interface_->scale()};
}

void PanelScreen::present() {
    const surface::Size size = window_->framebuffer();
    const ImVec4 paper = interface_->background();
    window_->makeCurrent();
    glViewport(0, 0, size.width, size.height);
    glClearColor(paper.x, paper.y, paper.z, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    interface_->draw(0, 0, size);
    window_->swap();
    map_.makeCurrent();
}

void PanelScreen::pointerMoved(double x, double y) {
    interface_->pointerMoved(x, y);
    damaged();
}

void PanelScreen::pointerLeft() {
    interface_->pointerLeft();
    damaged();
}

void PanelScreen::buttonChanged(int button, bool down, int, const surface::Moment&) {
    if (down && pressed) pressed();
    interface_->buttonChanged(button, down);
    damaged();
}

void PanelScreen::wheelTurned(double steps) {
    interface_->wheelTurned(steps);
    damaged();
}

void PanelScreen::scrolledAt(double x, double y, double dy) {
    interface_->scrollAt(x, y, dy);
    damaged();
}

}  // namespace atlas::app
