// What the planner's tools compute without a stage.

#include <gmock/gmock.h>

#include <atomic>
#include <chrono>
#include <cmath>
#include <numbers>
#include <thread>

#include "app/building_plot.h"
#include "app/view/tools/background.h"
#include "app/view/tools/ground_overlay.h"
#include "app/view/tools/proposal_tool.h"

namespace atlas::app {
namespace {

TEST(ClassScale, AValueOnABreakBelongsToTheClassAbove) {
    const ClassScale scale{{8, 15}, slopeColors(3)};
    EXPECT_EQ(scale.classOf(7.99), 0U);
    EXPECT_EQ(scale.classOf(8), 1U);
    EXPECT_EQ(scale.classOf(15), 2U);
    EXPECT_EQ(scale.classOf(90), 2U);
}

TEST(ClassPicture, HasTheColoursOfItsClassesAndIsClearWithoutData) {
    geodata::Raster raster;
    raster.width = 2;
    raster.height = 2;
    raster.originX = 100;
    raster.originY = 200;
    raster.cellX = raster.cellY = 10;
    raster.values = {1, 1, std::nanf(""), std::nanf("")};
    const ClassScale scale{{0.5}, {{{1, 2, 3, 4}, {250, 200, 100, 255}}}};
    const auto picture = classPicture(raster, scale, 3);
    ASSERT_TRUE(picture);
    EXPECT_EQ(picture->width, 6);
    EXPECT_EQ(picture->extent.maxY, 200);
    EXPECT_EQ(picture->rgba[0], 250);
    EXPECT_EQ(picture->rgba[3], 255);
    EXPECT_EQ(picture->rgba[picture->rgba.size() - 1], 0);
    EXPECT_THAT(classShares(raster, scale), testing::ElementsAre(0, 1));
    std::atomic<bool> stop = true;
    analysis::Job cancelled;
    cancelled.cancel = &stop;
    EXPECT_FALSE(classPicture(raster, scale, 3, cancelled));
}

// A person drags: the question is another one in every frame, an answer takes many frames.
TEST(Following, ShowsCoarseAnswersWhileTheQuestionChangesAndTheWholeOneOfTheLast) {
    Following<int, std::pair<int, bool>> following;
    std::vector<std::pair<int, bool>> answers;
    std::atomic<int> begun = 0;
    const auto ask = [&](int question) {
        following.ask(question, false, [&] {
            return [question, &begun](bool coarse,
                                      const analysis::Job& job) -> std::optional<std::pair<int, bool>> {
                ++begun;
                for (int i = 0; i < (coarse ? 10 : 40) && !job.cancelled(); ++i)
                    std::this_thread::sleep_for(std::chrono::milliseconds(1));
                if (job.cancelled()) return std::nullopt;
                return std::pair(question, coarse);
            };
        });
        if (const auto answer = following.take(false)) answers.push_back(*answer);
    };
    constexpr int kLast = 200;
    for (int question = 1; question <= kLast; ++question) {
        ask(question);
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    EXPECT_GT(answers.size(), 2U) << "something new to see while it is dragged";
    EXPECT_LT(begun.load(), kLast / 4) << "no work is begun only to be given up";
    for (const auto& [question, coarse] : answers) EXPECT_TRUE(coarse) << question;
    while (following.busy()) ask(kLast);
    EXPECT_EQ(answers.back(), std::pair(kLast, false));
    EXPECT_TRUE(std::is_sorted(answers.begin(), answers.end(),
                               [](const auto& a, const auto& b) { return a.first < b.first; }));
    const auto before = answers.size();
    ask(kLast);
    EXPECT_EQ(answers.size(), before) << "the same question is not asked again";
    // A whole answer is given up for a newer question; forget() makes the same one new.
    following.forget();
    ask(kLast);
    EXPECT_TRUE(following.busy());
}

TEST(Following, WaitsForTheWholeAnswer) {
    Following<int, bool> following;
    const auto make = [] { return [](bool coarse, const analysis::Job&) { return std::optional(coarse); }; };
    following.ask(1, true, make);
    EXPECT_EQ(following.take(true), std::optional(false));
    following.ask(2, false, make);  // a coarse one is on its way
    EXPECT_EQ(following.take(true), std::optional(false));
    EXPECT_FALSE(following.busy());
}

// A square of 20 m on a plane that rises 1 in 2 to the east: cut and fill about its middle are equal prisms.
TEST(Proposal, CutAndFillOfAPlane) {
    Proposal proposal;
    proposal.storeys = 10;
    proposal.storey = 3;
    proposal.base = 5;
    const std::vector<geodata::Point2> map{{0, 0}, {20, 0}, {20, 20}, {0, 20}};
    const ProposalFigures f = figuresOf(proposal, map, [](double x, double) { return 100 + x / 2; });
    EXPECT_NEAR(f.area, 400, 1e-9);
    EXPECT_NEAR(f.lowest, 100, 1e-9);
    EXPECT_NEAR(f.highest, 110, 1e-9);
    EXPECT_NEAR(f.base, 105, 1e-9);
    EXPECT_NEAR(f.roof, 135, 1e-9);
    EXPECT_NEAR(f.cut, 500, 1);
    EXPECT_NEAR(f.fill, 500, 1);
    EXPECT_EQ(f.missing, 0);
    // Half of it without heights: said, and in no figure.
    const ProposalFigures half =
        figuresOf(proposal, map, [](double x, double) { return x < 10 ? 100 + x / 2 : std::nan(""); });
    EXPECT_NEAR(half.missing, 200, 1);
    EXPECT_NEAR(half.cut, 0, 1e-9);
    EXPECT_NEAR(half.fill, 500, 1);
    EXPECT_FALSE(std::isfinite(figuresOf(proposal, map, [](double, double) { return std::nan(""); }).roof));
}

TEST(Proposal, ARectangleLiesAlongItsBearing) {
    const auto ring = rectangleRound({1000, 2000}, 30, 10, 30);
    EXPECT_NEAR(ringArea(ring), 300, 1e-9);
    geodata::Point2 sum;
    double along = 0;
    for (const auto& p : ring) {
        sum = {sum.x + p.x / 4, sum.y + p.y / 4};
        along = std::max(along, (p.x - 1000) * std::sin(std::numbers::pi / 6) +
                                    (p.y - 2000) * std::cos(std::numbers::pi / 6));
    }
    EXPECT_NEAR(sum.x, 1000, 1e-9);
    EXPECT_NEAR(sum.y, 2000, 1e-9);
    EXPECT_NEAR(along, 5, 1e-9);
}

TEST(Proposal, TheRidgeIsTheHighestGroundRound) {
    const auto cone = [](double x, double y) { return 300 - std::hypot(x - 400, y); };
    EXPECT_NEAR(ridgeRound({0, 0}, cone), 300, 1e-9);
    EXPECT_NEAR(ridgeRound({-600, 0}, cone), 100, 1e-9);
    EXPECT_TRUE(std::isnan(ridgeRound({0, 0}, [](double, double) { return std::nan(""); })));
}

}  // namespace
}  // namespace atlas::app
