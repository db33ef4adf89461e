#pragma once
// Every touch, key and button of an exhibit passes here first: it tells the state machine, keeps back what a
// visitor may not do, and hands the rest to the window.

#include <functional>
#include <set>

#include "app/kiosk/kiosk_machine.h"
#include "surface/window.h"

namespace atlas::app {

/// Drawing thread. Everything given outlives it.
class InteractionMonitor : public surface::WindowEvents {
  public:
    static constexpr double kHold = 3;     ///< seconds in the lower left corner that open the operator's menu
    static constexpr double kCorner = 64;  ///< points of the corner's sides

    /// `clock`: seconds, the machine's.
    InteractionMonitor(surface::WindowEvents& window, KioskMachine& machine, std::function<double()> clock)
        : window_(window), machine_(machine), clock_(std::move(clock)) {}

    /// Framebuffer pixels, and of a point.
    void setSize(double width, double height, double scale) {
        width_ = width;
        height_ = height;
        scale_ = scale;
    }
    /// What takes a press before anybody else (the keyboard on the screen); true: taken.
    std::function<bool(double x, double y)> first;
    /// Whether text is being typed: keys that edit pass then, others never do.
    std::function<bool()> typing;
    std::function<void()> damage;  ///< a frame is due

    /// How long the corner is held, share of kHold, 0..1.
    double held() const;
    /// True once each time that it was held long enough.
    bool takeHold();
    /// How the last input came: fingers want no pointer on the screen.
    bool byTouch() const { return byTouch_; }
    long touches() const { return touches_; }  ///< of all kinds, so far

    void pointerMoved(double x, double y) override;
    void pointerLeft() override;
    void buttonChanged(int button, bool down, int modifiers, const surface::Moment& when) override;
    void wheelTurned(double steps) override;
    void keyChanged(int key, bool down, int modifiers) override;
    void textTyped(char32_t character) override;
    void filesDropped(const std::vector<std::string>&) override {}
    void damaged() override { window_.damaged(); }
    void touched(const surface::TouchChanged& touch) override;
    void pinchBegan(double x, double y) override;
    void pinched(const surface::Pinch& pinch) override;
    void pinchEnded() override;
    bool scrollsAt(double x, double y) const override { return window_.scrollsAt(x, y); }
    void scrolledAt(double x, double y, double dy) override { window_.scrolledAt(x, y, dy); }

  private:
    bool wakes();
    surface::WindowEvents& window_;
    KioskMachine& machine_;
    std::function<double()> clock_;
    double width_ = 0, height_ = 0, scale_ = 1;
    double x_ = 0, y_ = 0, movedX_ = 0, movedY_ = 0;
    std::set<int> kept_;  ///< buttons whose press was kept back: so is their release
    bool pinching_ = false, byTouch_ = false;
    bool finger_ = false;  ///< a pointer that moves is one until it has left
    double corner_ = -1;   ///< when the corner was pressed
    long touches_ = 0;
};

}  // namespace atlas::app
