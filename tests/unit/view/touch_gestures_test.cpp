// Fingers as a recorded stream, and what they come to.

#include "surface/touch_gestures.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>
#include <vector>

namespace atlas::surface {
namespace {

using Phase = TouchChanged::Phase;

struct Hand : GestureTarget {
    bool scrolls(double x, double) const override { return x < 200; }
    void scroll(double, double, double dy) override {
        if (told.empty() || told.back() != "scroll") told.emplace_back("scroll");
        scrolled += dy;
    }
    void press(double x, double y, bool orbit) override {
        told.push_back(fmt::format("{} {:g},{:g}", orbit ? "orbit" : "press", x, y));
    }
    void drag(double x, double y) override {
        if (told.empty() || told.back() != "drag") told.emplace_back("drag");
        lastX = x;
        lastY = y;
    }
    void release(bool orbit) override { told.emplace_back(orbit ? "orbit ends" : "release"); }
    void beginPinch(double, double) override { told.emplace_back("pinch"); }
    void pinch(const Pinch& pinch) override {
        ratio *= pinch.ratio;
        turn += pinch.turn;
        tilt += pinch.tilt;
        movedX += pinch.dx;
        movedY += pinch.dy;
    }
    void endPinch() override { told.emplace_back("pinch ends"); }
    void lifted() override { told.emplace_back("lifted"); }
    std::vector<std::string> told;
    double scrolled = 0, lastX = 0, lastY = 0, ratio = 1, turn = 0, tilt = 0, movedX = 0, movedY = 0;
};

class Touch : public testing::Test {
  protected:
    void down(int finger, double x, double y) { gestures.changed({finger, Phase::Began, x, y}, now); }
    void move(int finger, double x, double y) { gestures.changed({finger, Phase::Moved, x, y}, now += 0.01); }
    void up(int finger, double x, double y) { gestures.changed({finger, Phase::Ended, x, y}, now += 0.01); }
    using Told = std::vector<std::string>;
    Hand hand;
    TouchGestures gestures{hand};
    double now = 100;
};

TEST_F(Touch, AFingerThatRestedThroughALongFrameOrbits) {
    down(0, 500, 300);
    now += TouchGestures::kLongPress;
    move(0, 540, 310);
    up(0, 540, 310);
    EXPECT_EQ(hand.told, (Told{"orbit 500,300", "drag", "orbit ends", "lifted"}));
}

TEST_F(Touch, ATapPressesWhereItBegan) {
    down(0, 500, 300);
    EXPECT_EQ(hand.told, Told{}) << "not decided yet";
    move(0, 504, 297);
    up(0, 505, 296);
    EXPECT_EQ(hand.told, (Told{"press 500,300", "release", "lifted"}));
}

TEST_F(Touch, ADragPressesWhereItBeganAndFollows) {
    down(3, 500, 300);
    move(3, 520, 310);
    move(3, 560, 340);
    up(3, 570, 350);
    EXPECT_EQ(hand.told, (Told{"press 500,300", "drag", "release", "lifted"}));
    EXPECT_EQ(hand.lastX, 570);
}

TEST_F(Touch, UpAndDownOverAListScrollsAndSidewaysDoesNot) {
    down(0, 100, 300);
    move(0, 102, 280);
    move(0, 102, 250);
    up(0, 102, 240);
    EXPECT_EQ(hand.told, (Told{"scroll", "lifted"})) << "nothing in the list is pressed";
    EXPECT_EQ(hand.scrolled, -60);
    hand.told.clear();
    down(1, 100, 300);
    move(1, 130, 302);
    up(1, 140, 302);
    EXPECT_EQ(hand.told, (Told{"press 100,300", "drag", "release", "lifted"})) << "a slider";
}

TEST_F(Touch, AFingerThatRestsOrbits) {
    down(0, 500, 300);
    gestures.tick(now + 0.4);
    EXPECT_EQ(hand.told, Told{});
    ASSERT_TRUE(gestures.resting(now + 0.4));
    EXPECT_NEAR(gestures.resting(now + 0.4)->share, 0.8, 1e-6);
    gestures.tick(now += 0.51);
    move(0, 540, 300);
    up(0, 540, 300);
    EXPECT_EQ(hand.told, (Told{"orbit 500,300", "drag", "orbit ends", "lifted"}));
}

TEST_F(Touch, TwoFingersZoomTurnAndMoveAsTheyDid) {
    // A rigid motion with a growth of 1.7 and a turn of 25 degrees, in forty steps, answers itself.
    const double degrees = 25;
    down(0, 400, 300);
    down(1, 600, 320);
    double lastX = 0;
    double lastY = 0;
    for (int i = 1; i <= 40; ++i) {
        const double t = i / 40.0;
        const double a = degrees * t * std::numbers::pi / 180;
        const double grow = 1 + 0.7 * t;
        const auto place = [&](double dx, double dy) {
            return std::pair{500 + 30 * t + grow * (dx * std::cos(a) - dy * std::sin(a)),
                             310 - 50 * t + grow * (dx * std::sin(a) + dy * std::cos(a))};
        };
        const auto [ax, ay] = place(-100, -10);
        const auto [bx, by] = place(100, 10);
        move(0, ax, ay);
        move(1, bx, by);
        lastX = ax;
        lastY = ay;
    }
    up(0, lastX, lastY);
    EXPECT_EQ(hand.told, (Told{"pinch", "pinch ends"}));
    up(1, 0, 0);
    EXPECT_EQ(hand.told.back(), "lifted");
    // What passed before it was decided (kSlack) is not given back: within it.
    EXPECT_NEAR(hand.ratio, 1.7, 0.18);
    EXPECT_NEAR(hand.turn, degrees, 4);
    EXPECT_NEAR(hand.movedX, 30, 8);
    EXPECT_NEAR(hand.movedY, -50, 8);
    EXPECT_EQ(hand.tilt, 0);
}

TEST_F(Touch, TwoFingersSideBySideTilt) {
    down(0, 400, 300);
    down(1, 600, 300);
    for (int i = 1; i <= 20; ++i) {
        move(0, 400, 300 - 5 * i);
        move(1, 600, 300 - 5 * i);
    }
    EXPECT_EQ(hand.ratio, 1);
    EXPECT_EQ(hand.turn, 0);
    EXPECT_LT(hand.tilt, -80);
    EXPECT_GE(hand.tilt, -100);
}

TEST_F(Touch, ASecondFingerEndsADragAndTheLastOneMeansNothing) {
    down(0, 500, 300);
    move(0, 540, 300);
    down(1, 700, 300);
    EXPECT_EQ(hand.told, (Told{"press 500,300", "drag", "release", "pinch"}));
    up(1, 700, 300);
    move(0, 580, 400);
    up(0, 580, 400);
    EXPECT_EQ(hand.told, (Told{"press 500,300", "drag", "release", "pinch", "pinch ends", "lifted"}));
}

TEST_F(Touch, ACancelledTouchPressesNothing) {
    down(0, 500, 300);
    gestures.changed({0, Phase::Cancelled, 500, 300}, now);
    EXPECT_EQ(hand.told, (Told{"lifted"}));
    EXPECT_FALSE(gestures.active());
}

// Ten hands at once, in any order, with touches that never began and numbers that come again: presses and
// pinches are always ended, and nothing is left down.
TEST_F(Touch, WhatBeginsEndsWhateverTheFingersDo) {
    std::mt19937 random(11);
    const auto any = [&](int most) { return std::uniform_int_distribution(0, most)(random); };
    for (int i = 0; i < 20000; ++i) {
        const auto phase =
            std::array{Phase::Began, Phase::Moved, Phase::Moved, Phase::Ended, Phase::Cancelled}[any(4)];
        gestures.changed({any(6) - 1, phase, double(any(800)), double(any(600))}, now += any(30) / 100.0);
        gestures.tick(now);
    }
    for (int finger = 0; finger < 6; ++finger) gestures.changed({finger, Phase::Ended, 1, 1}, now);
    EXPECT_FALSE(gestures.active());
    int pressed = 0;
    int orbits = 0;
    int pinches = 0;
    for (const std::string& word : hand.told) {
        pressed += word.starts_with("press") ? 1 : word == "release" ? -1 : 0;
        orbits += word.starts_with("orbit ") && word != "orbit ends" ? 1 : word == "orbit ends" ? -1 : 0;
        pinches += word == "pinch" ? 1 : word == "pinch ends" ? -1 : 0;
        ASSERT_TRUE(pressed >= 0 && pressed <= 1 && orbits >= 0 && orbits <= 1 && pinches >= 0 &&
                    pinches <= 1)
            << word;
        ASSERT_LE(pressed + orbits + pinches, 1) << word;
    }
    EXPECT_EQ(pressed + orbits + pinches, 0);
    EXPECT_TRUE(std::isfinite(hand.ratio) || hand.ratio > 0);
}

}  // namespace
}  // namespace atlas::surface
