// What a visitor's hands may do, and what they mean to an exhibit's states.

#include "app/view/kiosk/interaction_monitor.h"

#include <GLFW/glfw3.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace atlas::app {
namespace {

using surface::TouchChanged;

struct Seen : surface::WindowEvents {
    void pointerMoved(double, double) override { told += 'm'; }
    void buttonChanged(int, bool down, int modifiers, const surface::Moment&) override {
        told += down ? 'D' : 'U';
        if (modifiers != 0) told += '!';
    }
    void wheelTurned(double) override { told += 'w'; }
    void keyChanged(int, bool down, int) override { told += down ? 'K' : 'k'; }
    void textTyped(char32_t) override { told += 't'; }
    void filesDropped(const std::vector<std::string>&) override { told += "file"; }
    void pinchBegan(double, double) override { told += 'p'; }
    void pinched(const surface::Pinch&) override { told += 'P'; }
    void pinchEnded() override { told += 'q'; }
    std::string told;
    std::string take() { return std::exchange(told, {}); }
};

class Monitor : public testing::Test {
  protected:
    Monitor() {
        gate.setSize(1000, 800, 1);
        monitor.typing = [this] { return typing; };
    }
    void click(double x, double y) {
        gate.pointerMoved(x, y);
        gate.buttonChanged(GLFW_MOUSE_BUTTON_LEFT, true, 0, {});
        gate.buttonChanged(GLFW_MOUSE_BUTTON_LEFT, false, 0, {});
    }
    double now = 50;
    bool typing = false;
    Seen window;
    KioskMachine machine{{60, 10}, 50};
    InteractionMonitor monitor{machine, [this] { return now; }};
    InteractionGate gate{monitor, window};
};

TEST_F(Monitor, TheTouchThatWakesTheMapDoesNothingElse) {
    click(500, 400);
    EXPECT_EQ(window.take(), "m") << "neither the press nor its release";
    EXPECT_EQ(machine.state(), KioskState::Explore);
    click(500, 400);
    EXPECT_EQ(window.take(), "mDU");
}

TEST_F(Monitor, AMouseThatMovesAfterAFingerHasThePointerBack) {
    click(500, 400);
    const auto finger = [&](TouchChanged::Phase phase, double x) { gate.touched({0, phase, x, 400}); };
    finger(TouchChanged::Phase::Began, 500);
    gate.pointerMoved(500, 400);
    finger(TouchChanged::Phase::Moved, 600);
    gate.pointerMoved(600, 400);
    EXPECT_TRUE(monitor.byTouch()) << "that was the finger itself";
    finger(TouchChanged::Phase::Ended, 600);
    EXPECT_TRUE(monitor.byTouch());
    gate.pointerLeft();
    gate.pointerMoved(604, 400);
    EXPECT_TRUE(monitor.byTouch()) << "a table that is leaned on";
    gate.pointerMoved(640, 400);
    EXPECT_FALSE(monitor.byTouch());
}

TEST_F(Monitor, APinchWakesAsWellAndEndsAsItBegan) {
    gate.pinchBegan(1, 1);
    gate.pinched({});
    gate.pinchEnded();
    EXPECT_EQ(window.take(), "");
    gate.pinchBegan(1, 1);
    gate.pinched({});
    gate.pinchEnded();
    EXPECT_EQ(window.take(), "pPq");
}

TEST_F(Monitor, AMouseThatIsLeanedOnBeginsNoVisit) {
    for (int i = 0; i < 100; ++i) gate.pointerMoved(i * 7, 10);
    EXPECT_EQ(machine.state(), KioskState::Attract);
    click(1, 1);
    now += 50;
    gate.pointerMoved(900, 700);
    now += 50;
    machine.tick(now);
    EXPECT_EQ(machine.state(), KioskState::Explore) << "but tells of somebody who is there";
}

TEST_F(Monitor, OnlyHarmlessKeysPass) {
    click(1, 1);
    window.take();
    for (const int key : {GLFW_KEY_S, GLFW_KEY_TAB, GLFW_KEY_L, GLFW_KEY_1, GLFW_KEY_F1, GLFW_KEY_F11,
                          GLFW_KEY_F4, GLFW_KEY_ESCAPE, GLFW_KEY_HOME, GLFW_KEY_SLASH, GLFW_KEY_ENTER,
                          GLFW_KEY_Q, GLFW_KEY_LEFT_SUPER, GLFW_KEY_LEFT_ALT, GLFW_KEY_PRINT_SCREEN}) {
        gate.keyChanged(key, true, GLFW_MOD_CONTROL | GLFW_MOD_ALT);
        EXPECT_EQ(window.take(), "") << key;
    }
    gate.textTyped(U'x');
    gate.filesDropped({"/etc/passwd"});
    EXPECT_EQ(window.take(), "");
    gate.keyChanged(GLFW_KEY_LEFT, true, 0);
    gate.keyChanged(GLFW_KEY_LEFT, false, 0);
    EXPECT_EQ(window.take(), "Kk");
    typing = true;
    gate.keyChanged(GLFW_KEY_BACKSPACE, true, 0);
    gate.textTyped(U'x');
    EXPECT_EQ(window.take(), "Kt");
    gate.buttonChanged(GLFW_MOUSE_BUTTON_LEFT, true, GLFW_MOD_CONTROL, {});
    EXPECT_EQ(window.take(), "D") << "without what Ctrl would make of it";
}

TEST_F(Monitor, TheCornerHeldForThreeSecondsIsTheOperators) {
    click(500, 500);
    gate.pointerMoved(20, 790);
    gate.buttonChanged(GLFW_MOUSE_BUTTON_LEFT, true, 0, {});
    now += 2.9;
    EXPECT_NEAR(monitor.held(gate), 2.9 / 3, 1e-9);
    EXPECT_EQ(monitor.takeHold(), nullptr);
    now += 0.2;
    EXPECT_EQ(monitor.takeHold(), &gate);
    EXPECT_EQ(monitor.takeHold(), nullptr) << "once";
    gate.buttonChanged(GLFW_MOUSE_BUTTON_LEFT, false, 0, {});
    // A finger the same way; one that slips out of the corner does not.
    gate.touched({0, TouchChanged::Phase::Began, 20, 790});
    now += 3.1;
    EXPECT_EQ(monitor.takeHold(), &gate);
    gate.touched({1, TouchChanged::Phase::Began, 20, 790});
    gate.touched({1, TouchChanged::Phase::Moved, 200, 790});
    now += 4;
    EXPECT_EQ(monitor.takeHold(), nullptr);
    EXPECT_TRUE(monitor.byTouch());
}

TEST_F(Monitor, TheKeyboardOnTheScreenIsAskedFirst) {
    click(1, 1);
    window.take();
    gate.first = [](double, double y) { return y > 600; };
    click(500, 700);
    EXPECT_EQ(window.take(), "m");
    click(500, 300);
    EXPECT_EQ(window.take(), "mDU");
}

TEST_F(Monitor, ATouchAnswersTheQuestion) {
    click(1, 1);
    window.take();
    now += 65;
    machine.tick(now);
    ASSERT_EQ(machine.state(), KioskState::Warning);
    click(500, 400);
    EXPECT_EQ(window.take(), "m");
    EXPECT_EQ(machine.state(), KioskState::Explore);
}

TEST_F(Monitor, TwoWindowsAreOneExhibit) {
    Seen panels;
    auto other = std::make_unique<InteractionGate>(monitor, panels);
    other->setSize(400, 600, 1);
    other->pointerMoved(50, 50);
    other->buttonChanged(GLFW_MOUSE_BUTTON_LEFT, true, 0, {});
    other->buttonChanged(GLFW_MOUSE_BUTTON_LEFT, false, 0, {});
    EXPECT_EQ(panels.take(), "m") << "it wakes both";
    EXPECT_EQ(machine.state(), KioskState::Explore);
    click(500, 400);
    EXPECT_EQ(window.take(), "mDU");
    now += 65;
    machine.tick(now);
    ASSERT_EQ(machine.state(), KioskState::Warning);
    other->wheelTurned(1);
    EXPECT_EQ(machine.state(), KioskState::Explore) << "a touch of either answers";
    // Each has an operator's corner of its own size, and what is held there goes with the window.
    other->touched({0, TouchChanged::Phase::Began, 20, 590});
    gate.touched({1, TouchChanged::Phase::Began, 500, 300});
    gate.touched({1, TouchChanged::Phase::Ended, 500, 300});
    now += 1.5;
    EXPECT_NEAR(monitor.held(*other), 0.5, 1e-9);
    EXPECT_EQ(monitor.held(gate), 0);
    other.reset();
    now += 5;
    EXPECT_EQ(monitor.takeHold(), nullptr);
}

}  // namespace
}  // namespace atlas::app
