// Crowds of discs: pairs placed by hand, and that no two discs of a crowded picture overlap.

#include "layers/sites/disc_crowd.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace atlas::layers {
namespace {

constexpr double kPoints = 1000;

// `x`, `y`: points in the picture, looking north; y up.
SeenDisc discAt(double x, double y, double radius = 10, double away = 1000, std::size_t sites = 1) {
    const double length = std::hypot(x, y, kPoints);
    return {{x / length, kPoints / length, y / length}, away, radius, sites};
}

CrowdRules rules() {
    return {kPoints, [](std::size_t sites) { return 10.0 + static_cast<double>(sites) / 10; },
            [](std::size_t, std::size_t) { return false; }};
}

std::vector<std::uint32_t> crowds(const std::vector<SeenDisc>& discs, const CrowdRules& by = rules()) {
    return crowdsOf(discs, by);
}

using Numbers = std::vector<std::uint32_t>;

TEST(DiscCrowd, OverlappingDiscsAreOne) {
    EXPECT_EQ(crowds({}), Numbers{});
    EXPECT_EQ(crowds({discAt(0, 0), discAt(25, 0), discAt(100, 0)}), (Numbers{0, 1, 2}));
    EXPECT_EQ(crowds({discAt(0, 0), discAt(100, 0), discAt(12, 0)}), (Numbers{0, 1, 0}));
    EXPECT_EQ(crowds({discAt(0, 0), discAt(0, 12), discAt(0, 60)}), (Numbers{0, 0, 1}));
}

TEST(DiscCrowd, WhatIsGatheredMayReachTheNext) {
    CrowdRules wide = rules();
    wide.radius = [](std::size_t sites) { return sites > 1 ? 20.0 : 10.0; };
    EXPECT_EQ(crowds({discAt(0, 0), discAt(10, 0), discAt(30, 0)}), (Numbers{0, 0, 1}));
    EXPECT_EQ(crowds({discAt(0, 0), discAt(10, 0), discAt(30, 0)}, wide), (Numbers{0, 0, 0}));
}

TEST(DiscCrowd, FarBehindIsAnotherPlace) {
    EXPECT_EQ(crowds({discAt(0, 0, 10, 1000), discAt(2, 0, 10, 1900)}), (Numbers{0, 0}));
    EXPECT_EQ(crowds({discAt(0, 0, 10, 1000), discAt(2, 0, 10, 2200)}), (Numbers{0, 1}));
}

TEST(DiscCrowd, LargeHeadsStandHigher) {
    // Feet 24 points apart, one above the other: the head of the lower, larger one reaches the upper, or not.
    EXPECT_EQ(crowds({discAt(0, 0, 20, 1000, 5), discAt(0, 24, 8)}), (Numbers{0, 0}));
    EXPECT_EQ(crowds({discAt(0, 24, 20, 1000, 5), discAt(0, 0, 8)}), (Numbers{0, 1}));
}

TEST(DiscCrowd, ACrowdPartsLaterThanItForms) {
    CrowdRules before = rules();
    before.together = [](std::size_t, std::size_t) { return true; };
    EXPECT_EQ(crowds({discAt(0, 0), discAt(22, 0)}), (Numbers{0, 1}));
    EXPECT_EQ(crowds({discAt(0, 0), discAt(22, 0)}, before), (Numbers{0, 0}));
    EXPECT_EQ(crowds({discAt(0, 0), discAt(25, 0)}, before), (Numbers{0, 1}));
}

TEST(DiscCrowd, NoTwoOverlapWhateverTheCrowd) {
    std::mt19937 random(7);
    std::uniform_real_distribution<double> at(-300, 300);
    for (int round = 0; round < 20; ++round) {
        std::vector<SeenDisc> discs;
        for (int i = 0; i < 120; ++i) discs.push_back(discAt(at(random), at(random), 10));
        const Numbers crowd = crowds(discs);
        std::vector<std::array<double, 4>> middle(*std::max_element(crowd.begin(), crowd.end()) + 1);
        for (std::size_t i = 0; i < discs.size(); ++i) {
            for (std::size_t axis = 0; axis < 3; ++axis) middle[crowd[i]][axis] += discs[i].direction[axis];
            ++middle[crowd[i]][3];
        }
        EXPECT_GT(middle.size(), 20U);
        EXPECT_LT(middle.size(), 120U);
        for (std::size_t a = 0; a < middle.size(); ++a)
            for (std::size_t b = a + 1; b < middle.size(); ++b) {
                double squares = 0;
                for (std::size_t axis = 0; axis < 3; ++axis) {
                    const double apart = middle[a][axis] / middle[a][3] - middle[b][axis] / middle[b][3];
                    squares += apart * apart;
                }
                // The directions' mean is a little short of a unit, and heads rise with their size.
                EXPECT_GT(std::sqrt(squares) * kPoints, 19) << a << ' ' << b;
            }
    }
}

}  // namespace
}  // namespace atlas::layers
