// Clusters: against pairs found by hand, and that nothing is lost or counted twice.

#include "layers/sites/site_clusters.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <set>

namespace atlas::layers {
namespace {

using geodata::Point2;
constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

std::vector<std::size_t> shownAt(const ClusterTree& tree, double metres) {
    std::vector<std::size_t> shown;
    tree.visit([&](std::size_t node) { return tree.join(node).apart > metres; },
               [&](std::size_t node) { shown.push_back(node); });
    return shown;
}

std::vector<Point2> randomPoints(std::size_t count, unsigned seed) {
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> at(0, 5000);
    std::vector<Point2> points;
    for (std::size_t i = 0; i < count; ++i) points.push_back({361000 + at(random), 3271000 + at(random)});
    return points;
}

TEST(ClusterTree, NearOnesJoinFirst) {
    // Two pairs 10 m and 30 m wide, 1000 m apart, and one alone 5000 m away.
    const std::vector<Point2> points{{0, 0}, {10, 0}, {1000, 0}, {1030, 0}, {6000, 0}};
    const ClusterTree tree(points);
    ASSERT_EQ(tree.nodes(), 9U);
    EXPECT_EQ(shownAt(tree, 5).size(), 5U);
    EXPECT_EQ(shownAt(tree, 20).size(), 4U);
    EXPECT_EQ(shownAt(tree, 100).size(), 3U);
    EXPECT_EQ(shownAt(tree, 2000).size(), 2U);
    EXPECT_EQ(shownAt(tree, 1e6).size(), 1U);
    EXPECT_DOUBLE_EQ(tree.join(5).apart, 10);
    EXPECT_DOUBLE_EQ(tree.join(6).apart, 30);
    EXPECT_DOUBLE_EQ(tree.join(7).apart, 1010);
}

TEST(ClusterTree, EveryPointIsShownOnceAtEveryScale) {
    const std::vector<Point2> points = randomPoints(400, 3);
    const ClusterTree tree(points);
    ASSERT_EQ(tree.nodes(), 799U);
    std::size_t before = 0;
    for (const double metres : {1e6, 1000.0, 300.0, 100.0, 30.0, 0.0}) {
        std::multiset<std::size_t> leaves;
        const auto shown = shownAt(tree, metres);
        for (const std::size_t node : shown) {
            std::vector<std::size_t> stack{node};
            while (!stack.empty()) {
                const std::size_t at = stack.back();
                stack.pop_back();
                if (tree.leaf(at)) {
                    leaves.insert(at);
                    continue;
                }
                stack.push_back(tree.join(at).left);
                stack.push_back(tree.join(at).right);
            }
        }
        EXPECT_EQ(leaves.size(), points.size());
        EXPECT_EQ(std::set<std::size_t>(leaves.begin(), leaves.end()).size(), points.size());
        EXPECT_GE(shown.size(), before) << "nearer, nothing joins again";
        before = shown.size();
    }
    EXPECT_EQ(before, points.size());
}

TEST(ClusterTree, SumsAreThoseOfTheMembersThatPass) {
    const std::vector<Point2> points{{0, 0}, {10, 0}, {1000, 0}, {1030, 60}};
    const std::vector<std::uint8_t> present{1, 1, 0, 1};
    const std::vector<double> money{5, kUnknown, 100, 7.5};
    const ClusterTree tree(points);
    const auto sums = sumClusters(tree, points, present, money);
    const ClusterSum& all = sums.back();
    EXPECT_EQ(all.sites, 3U);
    EXPECT_EQ(all.disclosed, 2U);
    EXPECT_DOUBLE_EQ(all.investment, 12.5);
    EXPECT_DOUBLE_EQ(all.x, 1040.0 / 3);
    EXPECT_DOUBLE_EQ(all.y, 20);
    EXPECT_DOUBLE_EQ(all.east, 1030);
    EXPECT_DOUBLE_EQ(all.west, 0);
}

TEST(ClusterTree, FewAndManyAndOnTheSameSpot) {
    EXPECT_EQ(ClusterTree({}).nodes(), 0U);
    const std::vector<Point2> one{{1, 2}};
    EXPECT_EQ(shownAt(ClusterTree(one), 10).size(), 1U);
    const std::vector<Point2> same(50, Point2{7, 7});
    EXPECT_EQ(shownAt(ClusterTree(same), 1).size(), 1U);
    const std::vector<Point2> many = randomPoints(ClusterTree::kMost + 1, 9);
    EXPECT_EQ(shownAt(ClusterTree(many), 1e6).size(), many.size()) << "too many are shown one by one";
}

}  // namespace
}  // namespace atlas::layers
