#pragma once
// Every touch, key and button of an exhibit passes here first, whichever of its windows it was meant for: it
// tells the state machine, keeps back what a visitor may not do, and hands the rest to the window.

#include <functional>
#include <set>

#include "app/kiosk/kiosk_machine.h"
#include "surface/window.h"

namespace atlas::app {

class InteractionGate;

/// Drawing thread. Everything given outlives it.
class InteractionMonitor {
  public:
    static constexpr double kHold = 3;     ///< seconds in the lower left corner that open the operator's menu
    static constexpr double kCorner = 64;  ///< points of the corner's sides

    /// `clock`: seconds, the machine's.
    InteractionMonitor(KioskMachine& machine, std::function<double()> clock)
        : machine_(machine), clock_(std::move(clock)) {}

    /// Whether text is being typed: keys that edit pass then, others never do.
    std::function<bool()> typing;
    std::function<void()> damage;  ///< a frame is due

    /// How long the corner of this window is held, share of kHold, 0..1.
    double held(const InteractionGate& gate) const { return holder_ == &gate ? held() : 0; }
    /// The window whose corner was held long enough, once each time; null: none.
    const InteractionGate* takeHold();
    /// How the last input came: fingers want no pointer on the screen.
    bool byTouch() const { return byTouch_; }
    long touches() const { return touches_; }  ///< of all kinds, so far

  private:
    friend class InteractionGate;
    double held() const;
    bool wakes();
    void holds(const InteractionGate& gate);
    void letsGo(const InteractionGate& gate);

    KioskMachine& machine_;
    std::function<double()> clock_;
    const InteractionGate* holder_ = nullptr;  ///< whose corner is pressed
    double since_ = 0;                         ///< when it was
    bool byTouch_ = false;
    long touches_ = 0;
};

/// Where a window's events pass the monitor. Drawing thread; monitor and window outlive it.
class InteractionGate : public surface::WindowEvents {
  public:
    InteractionGate(InteractionMonitor& monitor, surface::WindowEvents& window)
        : monitor_(monitor), window_(window) {}
    ~InteractionGate() override { monitor_.letsGo(*this); }
    InteractionGate(const InteractionGate&) = delete;
    InteractionGate& operator=(const InteractionGate&) = delete;

    /// Framebuffer pixels, and of a point.
    void setSize(double width, double height, double scale) {
        width_ = width;
        height_ = height;
        scale_ = scale;
    }
    /// What takes a press before anybody else (the keyboard on the screen); true: taken.
    std::function<bool(double x, double y)> first;

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
    bool inCorner(double x, double y) const;
    /// Somebody is there, which begins no visit.
    void stir();
    InteractionMonitor& monitor_;
    surface::WindowEvents& window_;
    double width_ = 0, height_ = 0, scale_ = 1;
    double x_ = 0, y_ = 0, movedX_ = 0, movedY_ = 0;
    std::set<int> kept_;  ///< buttons whose press was kept back: so is their release
    bool pinching_ = false;
    bool finger_ = false;  ///< a pointer that moves is one until it has left
};

}  // namespace atlas::app
