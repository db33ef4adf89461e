// An exhibit's states on a clock of our own.

#include "app/kiosk/kiosk_machine.h"

#include <gtest/gtest.h>

#include <random>

namespace atlas::app {
namespace {

constexpr KioskTimes kTimes{60, 10, 30};

TEST(KioskMachine, AVisitFromTheFirstTouchToTheNextTour) {
    KioskMachine machine(kTimes, 100);
    EXPECT_EQ(machine.state(), KioskState::Attract);
    EXPECT_FALSE(machine.tick(1e6)) << "the tour plays as long as nobody comes";
    EXPECT_TRUE(machine.touched(1e6 + 1)) << "the first touch only wakes it";
    EXPECT_EQ(machine.state(), KioskState::Explore);
    EXPECT_FALSE(machine.touched(1e6 + 2)) << "later ones mean something";
    EXPECT_FALSE(machine.tick(1e6 + 61));
    EXPECT_EQ(machine.tick(1e6 + 62), KioskState::Warning);
    EXPECT_DOUBLE_EQ(machine.countdown(), 10);
    EXPECT_FALSE(machine.tick(1e6 + 67));
    EXPECT_DOUBLE_EQ(machine.countdown(), 5);
    EXPECT_EQ(machine.tick(1e6 + 72), KioskState::Attract);
    EXPECT_DOUBLE_EQ(machine.lastTouch(), 1e6 + 2);
}

TEST(KioskMachine, ATouchAnswersTheQuestionAndMeansNothingElse) {
    KioskMachine machine(kTimes, 0);
    machine.touched(0);
    machine.tick(65);
    ASSERT_EQ(machine.state(), KioskState::Warning);
    EXPECT_TRUE(machine.touched(66));
    EXPECT_EQ(machine.state(), KioskState::Explore);
    EXPECT_FALSE(machine.tick(66 + 59));
    EXPECT_EQ(machine.tick(66 + 60), KioskState::Warning) << "the whole time again";
}

TEST(KioskMachine, OtherTimesHoldForTheVisitUnderWay) {
    KioskMachine machine(kTimes, 0);
    machine.touched(0);
    EXPECT_FALSE(machine.tick(20));
    machine.setTimes({15, 10, 30});
    EXPECT_EQ(machine.tick(20), KioskState::Warning);
    EXPECT_DOUBLE_EQ(machine.countdown(), 5);
}

TEST(KioskMachine, WhoWatchesIsThere) {
    KioskMachine machine(kTimes, 0);
    machine.touched(0);
    for (int second = 1; second < 500; ++second) {
        machine.watching(second);
        EXPECT_FALSE(machine.tick(second));
    }
    EXPECT_FALSE(machine.tick(499 + 59));
    EXPECT_EQ(machine.tick(499 + 60), KioskState::Warning);
    machine.watching(499 + 61);
    EXPECT_EQ(machine.state(), KioskState::Warning) << "nothing but a touch answers";
}

TEST(KioskMachine, StartOverAndTheOperatorEndTheVisit) {
    KioskMachine machine(kTimes, 0);
    machine.touched(0);
    machine.startOver(5);
    EXPECT_EQ(machine.state(), KioskState::Attract);
    machine.touched(6);
    machine.openOperator(7);
    EXPECT_FALSE(machine.touched(20)) << "touches reach the menu";
    EXPECT_FALSE(machine.tick(49));
    EXPECT_EQ(machine.tick(50), KioskState::Attract) << "a menu that was left open closes";
    machine.openOperator(60);
    machine.closeOperator(61);
    EXPECT_EQ(machine.state(), KioskState::Attract);
}

TEST(KioskMachine, AClockThatLeapsNeitherHoldsNorEndsAVisitEarly) {
    KioskMachine back(kTimes, 1000);
    back.touched(1000);
    back.tick(1030);
    EXPECT_FALSE(back.tick(10)) << "back: the thirty quiet seconds stay thirty";
    EXPECT_FALSE(back.tick(39));
    EXPECT_EQ(back.tick(40), KioskState::Warning);

    KioskMachine slept(kTimes, 0);
    slept.touched(0);
    EXPECT_EQ(slept.tick(86400), KioskState::Attract) << "a machine that slept asks nobody";
}

// Whatever comes, a visit ends within idle and warning after the last touch, and never while there are
// touches.
TEST(KioskMachine, AnySequenceOfEventsEndsInTime) {
    std::mt19937 random(7);
    for (int round = 0; round < 300; ++round) {
        KioskMachine machine(kTimes, 0);
        double now = 0;
        double touched = 0;
        for (int i = 0; i < 200; ++i) {
            now += std::uniform_real_distribution(0.0, 4.0)(random);
            if (std::uniform_int_distribution(0, 9)(random) == 0) {
                machine.touched(now);
                touched = now;
            }
            machine.tick(now);
            if (machine.state() == KioskState::Explore) {
                EXPECT_LT(now - touched, 60);
            } else if (machine.state() == KioskState::Warning) {
                EXPECT_GE(now - touched, 60);
                EXPECT_LT(now - touched, 70);
            } else if (touched > 0) {
                EXPECT_GE(now - touched, 70);
            }
        }
    }
}

}  // namespace
}  // namespace atlas::app
