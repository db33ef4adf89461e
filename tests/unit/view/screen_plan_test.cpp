// Which monitor shows what, as they come and go.

#include "app/view/screen_plan.h"

#include <gtest/gtest.h>

namespace atlas::app {
namespace {

using surface::Screen;

const Screen kWall{"DP-1", 0, 0, 3840, 2160};
const Screen kDesk{"HDMI-1", 3840, 0, 1080, 1920};
const Screen kThird{"DP-2", 4920, 0, 1920, 1080};

TEST(ScreenPlan, NumbersAndNamesFindTheSame) {
    const ScreenPlan plan{kWall, kDesk};
    EXPECT_EQ(planScreens({kWall, kDesk}, {"1", "2"}), plan);
    EXPECT_EQ(planScreens({kWall, kDesk}, {"DP-1", "HDMI-1"}), plan);
    EXPECT_EQ(planScreens({kWall, kDesk}, {"2", "1"}), (ScreenPlan{kDesk, kWall}));
    const Screen odd{"2", 0, 0, 800, 600};
    EXPECT_EQ(planScreens({kWall, kDesk, odd}, {"1", "2"}).panels, odd) << "a name goes before a number";
}

TEST(ScreenPlan, WithoutWishesThereIsOneWindowOnTheMainScreen) {
    EXPECT_EQ(planScreens({kWall, kDesk}, {}), (ScreenPlan{kWall, {}}));
    EXPECT_EQ(planScreens({kWall, kDesk}, {"2", ""}), (ScreenPlan{kDesk, {}}));
}

TEST(ScreenPlan, TheMapMakesRoomForPanels) {
    EXPECT_EQ(planScreens({kWall, kDesk}, {"", "1"}), (ScreenPlan{kDesk, kWall}));
    EXPECT_EQ(planScreens({kWall, kDesk}, {"", "HDMI-1"}), (ScreenPlan{kWall, kDesk}));
}

TEST(ScreenPlan, WhatIsUnpluggedComesTogether) {
    const WantedScreens names{"DP-1", "HDMI-1"};
    EXPECT_EQ(planScreens({kWall}, names), (ScreenPlan{kWall, {}}));
    EXPECT_EQ(planScreens({kDesk}, names), (ScreenPlan{kDesk, {}})) << "the map goes where there is a screen";
    EXPECT_EQ(planScreens({kDesk, kThird}, names), (ScreenPlan{kThird, kDesk}));
    EXPECT_EQ(planScreens({}, names), ScreenPlan());
    EXPECT_EQ(planScreens({kDesk}, {"1", "2"}), (ScreenPlan{kDesk, {}}));
}

TEST(ScreenPlan, NonsenseIsNoScreen) {
    for (const char* nonsense : {"0", "3", "-1", "2x", " 2", "99999999999999999999", "hdmi-1"})
        EXPECT_EQ(planScreens({kWall, kDesk}, {"1", nonsense}), (ScreenPlan{kWall, {}})) << nonsense;
    EXPECT_EQ(planScreens({kWall, kDesk}, {"2", "2"}), (ScreenPlan{kDesk, {}})) << "both on one";
}

TEST(ScreenPlan, WhoHasToNameOneIsToldWhichThereAre) {
    EXPECT_EQ(screenList({kWall, kDesk}), "1 DP-1 (3840x2160), 2 HDMI-1 (1080x1920)");
    EXPECT_EQ(screenList({}), "");
}

}  // namespace
}  // namespace atlas::app
