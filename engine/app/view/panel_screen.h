#pragma once
// The panels in a window of their own, on another monitor than the map: what hands do there, and how its
// frames come onto the screen.

#include <functional>
#include <memory>
#include <string>

#include "scene/pose.h"
#include "surface/screens.h"
#include "surface/window.h"
#include "ui/interface.h"

namespace atlas::app {

/// Drawing thread. Everything given outlives it.
class PanelScreen : public surface::WindowEvents {
  public:
    /// What this window's events pass before they come here; the window keeps what it gives back.
    using Filter = std::function<surface::WindowEvents&(surface::WindowEvents&)>;

    /// Not on the screen before placeOn() or cover() of window(), and its show(). `map`: the window with the
    /// map, whose context stays current; `mapEvents` takes keys, text and files, wherever they are meant for.
    /// nullptr with a reason.
    static std::unique_ptr<PanelScreen> open(surface::Window& map, surface::WindowEvents& mapEvents,
                                             const Filter& filter, const surface::Screen& screen,
                                             const std::string& title, std::string& reason);
    /// Once the window is there: its interface, for the same characters as the map's.
    void attach(double scale, const std::string& characters);

    /// Called when a hand comes down here; may be empty.
    std::function<void()> pressed;

    surface::Window& window() { return *window_; }
    ui::Interface& interface() { return *interface_; }
    const surface::Screen& screen() const { return screen_; }
    scene::Viewport viewport() const;
    /// Draws the interface's last frame and shows it.
    void present();

  private:
    PanelScreen(surface::Window& map, surface::WindowEvents& mapEvents, surface::Screen screen)
        : map_(map), mapEvents_(mapEvents), screen_(std::move(screen)) {}

    void pointerMoved(double x, double y) override;
    void pointerLeft() override;
    void buttonChanged(int button, bool down, int modifiers, const surface::Moment& when) override;
    void wheelTurned(double steps) override;
    void keyChanged(int key, bool down, int modifiers) override {
        mapEvents_.keyChanged(key, down, modifiers);
    }
    void textTyped(char32_t character) override { mapEvents_.textTyped(character); }
    void filesDropped(const std::vector<std::string>& paths) override { mapEvents_.filesDropped(paths); }
    void damaged() override { mapEvents_.damaged(); }
    void touched(const surface::TouchChanged&) override { mapEvents_.damaged(); }
    bool scrollsAt(double x, double y) const override { return interface_->scrollsAt(x, y); }
    void scrolledAt(double x, double y, double dy) override;

    surface::Window& map_;
    surface::WindowEvents& mapEvents_;
    surface::Screen screen_;
    std::unique_ptr<surface::Window> window_;
    std::unique_ptr<ui::Interface> interface_;
};

}  // namespace atlas::app
