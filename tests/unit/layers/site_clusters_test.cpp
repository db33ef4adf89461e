// Clusters: against pairs found by hand, and that nothing is lost or counted twice.

#include "layers/sites/site_clusters.h"

#include <gtest/gtest.h>

#include <algorithm>
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
    using See = ClusterTree::See;
    tree.visit(
        [&](std::size_t node) {
            return !tree.leaf(node) && tree.join(node).apart > metres ? See::Open : See::Whole;
        },
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

// The members by walking down, the plain way.
std::vector<std::size_t> membersOf(const ClusterTree& tree, std::size_t node) {
    std::vector<std::size_t> stack{node};
    std::vector<std::size_t> members;
    while (!stack.empty()) {
        const std::size_t at = stack.back();
        stack.pop_back();
        if (tree.leaf(at)) {
            members.push_back(at);
            continue;
        }
        stack.push_back(tree.join(at).left);
        stack.push_back(tree.join(at).right);
    }
    return members;
}

TEST(ClusterTree, MembersOfANodeAreNeighboursInItsOrder) {
    for (const std::size_t count :
         {std::size_t{1}, std::size_t{2}, std::size_t{700}, ClusterTree::kMost + 300}) {
        const ClusterTree tree(randomPoints(count, 5));
        ASSERT_EQ(tree.nodes(), 2 * count - 1);
        for (std::size_t node = 0; node < tree.nodes(); node += node < count || count < 1000 ? 1 : 97) {
            const ClusterTree::Members run = tree.members(node);
            const auto order = tree.order().subspan(run.first, run.count);
            std::vector<std::size_t> expected = membersOf(tree, node);
            std::sort(expected.begin(), expected.end());
            std::vector<std::size_t> found(order.begin(), order.end());
            std::sort(found.begin(), found.end());
            ASSERT_EQ(found, expected);
            ASSERT_TRUE(tree.holds(node, expected.front()));
        }
    }
}

// Cells are joined as Ward would: where there are well parted heaps, they are the nodes below the root.
TEST(ClusterTree, ManyPointsInHeapsAreJoinedByHeap) {
    std::mt19937 random(11);
    std::normal_distribution<double> near(0, 20);
    std::vector<Point2> points;
    for (std::size_t i = 0; i < ClusterTree::kMost * 2; ++i)
        points.push_back({static_cast<double>(i % 4) * 4000.0 + near(random), near(random)});
    const ClusterTree tree(points);
    const auto heaps = shownAt(tree, 1500);
    ASSERT_EQ(heaps.size(), 4U);
    for (const std::size_t heap : heaps) EXPECT_EQ(tree.members(heap).count, points.size() / 4);
}

// Every node under changing filters, against adding up its members.
TEST(ClusterSums, AreThoseOfTheMembersThatPass) {
    std::mt19937 random(7);
    for (const std::size_t count :
         {std::size_t{1}, std::size_t{5}, std::size_t{64}, std::size_t{65}, std::size_t{1000}}) {
        const std::vector<Point2> points = randomPoints(count, 8);
        const ClusterTree tree(points);
        std::vector<double> money;
        std::vector<std::uint32_t> bitOf;
        for (std::size_t i = 0; i < count; ++i) {
            money.push_back(random() % 3 == 0 ? kUnknown : static_cast<double>(random() % 10000) / 100);
            bitOf.push_back(static_cast<std::uint32_t>(count - 1 - i) * 2);  // rows without a place between
        }
        ClusterSums sums(tree, points, money, bitOf);
        std::vector<std::uint64_t> bits(count * 2 / 64 + 1, 0);
        EXPECT_FALSE(sums.setPassing(bits));
        for (int round = 0; round < 6; ++round) {
            for (auto& word : bits)
                word = round == 0 ? ~std::uint64_t{0} : (std::uint64_t{random()} << 32U | random()) & word;
            sums.setPassing(bits);
            const auto passes = [&](std::size_t i) { return (bits[bitOf[i] / 64] >> (bitOf[i] % 64)) & 1U; };
            for (std::size_t node = 0; node < tree.nodes(); node += 1 + node / 40) {
                std::size_t sites = 0;
                std::size_t disclosed = 0;
                double sum = 0;
                double x = 0;
                double y = 0;
                geodata::Extent box;
                for (const std::size_t i : membersOf(tree, node)) {
                    if (!passes(i)) continue;
                    ++sites;
                    x += points[i].x;
                    y += points[i].y;
                    box.expand(points[i].x, points[i].y);
                    if (!std::isnan(money[i])) sum += money[i];
                    disclosed += std::isnan(money[i]) ? 0 : 1;
                }
                const ClusterSum found = sums.sum(node);
                ASSERT_EQ(found.sites, sites);
                ASSERT_EQ(sums.sites(node), sites);
                ASSERT_EQ(found.disclosed, disclosed);
                ASSERT_NEAR(found.investment, sum, 1e-7 * (1 + sum));
                if (sites == 0) {
                    ASSERT_TRUE(sums.box(node).empty());
                    continue;
                }
                ASSERT_NEAR(found.x, x / static_cast<double>(sites), 1e-5);
                ASSERT_NEAR(found.y, y / static_cast<double>(sites), 1e-5);
                ASSERT_NEAR(sums.box(node).minX, box.minX, 1e-6);
                ASSERT_NEAR(sums.box(node).maxY, box.maxY, 1e-6);
            }
            for (std::size_t i = 0; i < count; ++i) ASSERT_EQ(sums.passes(i), passes(i) != 0);
        }
    }
}

TEST(ClusterTree, FewAndManyAndOnTheSameSpot) {
    EXPECT_EQ(ClusterTree({}).nodes(), 0U);
    const std::vector<Point2> one{{1, 2}};
    EXPECT_EQ(shownAt(ClusterTree(one), 10).size(), 1U);
    const std::vector<Point2> same(50, Point2{7, 7});
    EXPECT_EQ(shownAt(ClusterTree(same), 1).size(), 1U);
    const std::vector<Point2> crowd(ClusterTree::kMost + 1, Point2{7, 7});
    EXPECT_EQ(shownAt(ClusterTree(crowd), 1).size(), 1U);
}

}  // namespace
}  // namespace atlas::layers
