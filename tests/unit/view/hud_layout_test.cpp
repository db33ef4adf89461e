// Where the panels of the HUD stand: nothing beyond the picture, nothing over another.

#include "app/view/hud_layout.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <tuple>

namespace atlas::app {
namespace {

bool apart(const HudBox& a, const HudBox& b) {
    return a.right() <= b.left || b.right() <= a.left || a.bottom() <= b.top || b.bottom() <= a.top;
}

class Layout : public testing::TestWithParam<std::tuple<int, int, double>> {
  protected:
    scene::Viewport port() const {
        const auto [width, height, scale] = GetParam();
        return {width, height, scale};
    }
    void expectInside(const HudBox& box) const {
        EXPECT_GE(box.left, 0);
        EXPECT_GE(box.top, 0);
        EXPECT_GT(box.width, 0);
        EXPECT_GT(box.height, 0);
        EXPECT_LE(box.right(), static_cast<float>(port().width));
        EXPECT_LE(box.bottom(), static_cast<float>(port().height));
    }
};

TEST_P(Layout, APageIsFilledByPanelAndCard) {
    for (const bool exhibit : {false, true})
        for (const bool chosen : {false, true}) {
            const float bar = exhibit ? static_cast<float>(68 * port().scale) : 0;
            const HudLayout layout({port(), true, chosen, exhibit, 0, bar});
            EXPECT_TRUE(layout.wide());
            for (const HudBox& box : {layout.panel(), layout.card(), layout.compare()}) expectInside(box);
            EXPECT_TRUE(apart(layout.panel(), layout.card()));
            const double all = static_cast<double>(port().width) * (static_cast<double>(port().height) - bar);
            const auto area = [](const HudBox& box) { return static_cast<double>(box.width) * box.height; };
            EXPECT_GT(area(layout.panel()) + area(layout.card()), 0.75 * all);
            EXPECT_LE(std::max(layout.panel().bottom(), layout.card().bottom()),
                      static_cast<float>(port().height) - bar);
            EXPECT_LE(layout.search(true, chosen).right(), static_cast<float>(port().width));
        }
}

TEST_P(Layout, OverAMapACardLeavesRoomForPanelAndScale) {
    const HudLayout layout({port(), false, true, false, 0, 0});
    expectInside(layout.panel());
    expectInside(layout.card());
    EXPECT_LT(layout.card().bottom(), static_cast<float>(port().height - 40 * port().scale));
    if (layout.wide()) {
        EXPECT_TRUE(apart(layout.panel(), layout.card()));
        EXPECT_GT(layout.cardShare(true), layout.card().width);
        EXPECT_EQ(layout.cardTop(true), 0);
    } else {
        EXPECT_EQ(layout.cardTop(true), layout.card().bottom()) << "the compass stands below it";
    }
    EXPECT_EQ(layout.cardShare(false), 0);
}

INSTANTIATE_TEST_SUITE_P(Screens, Layout,
                         testing::Values(std::tuple{1080, 1920, 1.5}, std::tuple{3840, 2160, 2.0},
                                         std::tuple{1280, 720, 1.0}, std::tuple{560, 960, 1.0},
                                         std::tuple{1024, 768, 1.5}));

TEST(HudLayout, WhatIsChosenTakesTheLowerPartOfAnUprightPage) {
    const scene::Viewport upright{1080, 1920, 1.5};
    const HudLayout nothing({upright, true, false, true, 0, 100});
    const HudLayout chosen({upright, true, true, true, 0, 100});
    EXPECT_GT(chosen.card().height, 4 * nothing.card().height);
    EXPECT_GT(nothing.panel().height, chosen.panel().height);
    EXPECT_EQ(nothing.panel().top, chosen.panel().top);
}

}  // namespace
}  // namespace atlas::app
