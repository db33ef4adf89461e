#include "layers/sites/site_clusters.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace atlas::layers {

namespace {

struct Group {
    double x, y;
    double size;
    std::uint32_t node;
};

// Ward: how much the squares grow when two groups become one.
double cost(const Group& a, const Group& b) {
    const double dx = a.x - b.x;
    const double dy = a.y - b.y;
    return (dx * dx + dy * dy) * a.size * b.size / (a.size + b.size);
}

struct Merge {
    std::uint32_t a, b;  // any point of either side
    double cost;
};

}  // namespace

ClusterTree::ClusterTree(std::span<const geodata::Point2> points) : points_(points.size()) {
    if (points.size() < 2 || points.size() > kMost) return;
    std::vector<Group> live;
    for (std::size_t i = 0; i < points.size(); ++i)
        live.push_back({points[i].x, points[i].y, 1, static_cast<std::uint32_t>(i)});
    std::vector<Merge> merges;
    std::vector<std::size_t> chain;  // places in `live`
    while (live.size() > 1) {
        if (chain.empty()) chain.push_back(0);
        const std::size_t top = chain.back();
        std::size_t nearest = live.size();
        double least = std::numeric_limits<double>::infinity();
        // The one before wins a tie, or the chain would never end.
        if (chain.size() > 1) {
            nearest = chain[chain.size() - 2];
            least = cost(live[top], live[nearest]);
        }
        for (std::size_t i = 0; i < live.size(); ++i) {
            if (i == top) continue;
            const double c = cost(live[top], live[i]);
            if (c < least) {
                least = c;
                nearest = i;
            }
        }
        if (chain.size() < 2 || nearest != chain[chain.size() - 2]) {
            chain.push_back(nearest);
            continue;
        }
        chain.resize(chain.size() - 2);
        Group& a = live[std::min(top, nearest)];
        const std::size_t gone = std::max(top, nearest);
        const Group& b = live[gone];
        merges.push_back({a.node, b.node, least});
        const double size = a.size + b.size;
        a = {(a.x * a.size + b.x * b.size) / size, (a.y * a.size + b.y * b.size) / size, size, a.node};
        live[gone] = live.back();
        const std::size_t last = live.size() - 1;
        live.pop_back();
        for (std::size_t& place : chain)
            if (place == last) place = gone;
    }
    // Chains find the merges out of order: sorted by cost they are a tree from the points up.
    std::stable_sort(merges.begin(), merges.end(),
                     [](const Merge& a, const Merge& b) { return a.cost < b.cost; });
    std::vector<std::uint32_t> parent(points.size());  // union-find over points
    std::iota(parent.begin(), parent.end(), 0U);
    std::vector<Group> group;
    for (std::size_t i = 0; i < points.size(); ++i)
        group.push_back({points[i].x, points[i].y, 1, static_cast<std::uint32_t>(i)});
    const auto find = [&](std::uint32_t i) {
        while (parent[i] != i) i = parent[i] = parent[parent[i]];
        return i;
    };
    for (const Merge& merge : merges) {
        const std::uint32_t a = find(merge.a);
        const std::uint32_t b = find(merge.b);
        Group& left = group[a];
        const Group& right = group[b];
        joins_.push_back({left.node, right.node, std::hypot(left.x - right.x, left.y - right.y)});
        const double size = left.size + right.size;
        left = {(left.x * left.size + right.x * right.size) / size,
                (left.y * left.size + right.y * right.size) / size, size,
                static_cast<std::uint32_t>(points_ + joins_.size() - 1)};
        parent[b] = a;
    }
}

void ClusterTree::visit(const std::function<bool(std::size_t)>& open,
                        const std::function<void(std::size_t)>& shown) const {
    if (joins_.empty()) {
        for (std::size_t i = 0; i < points_; ++i) shown(i);
        return;
    }
    std::vector<std::size_t> stack{nodes() - 1};
    while (!stack.empty()) {
        const std::size_t node = stack.back();
        stack.pop_back();
        if (leaf(node) || !open(node)) {
            shown(node);
            continue;
        }
        stack.push_back(join(node).right);
        stack.push_back(join(node).left);
    }
}

std::vector<ClusterSum> sumClusters(const ClusterTree& tree, std::span<const geodata::Point2> points,
                                    std::span<const std::uint8_t> present,
                                    std::span<const double> investment) {
    std::vector<ClusterSum> sums(tree.nodes());
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (present[i] == 0) continue;
        ClusterSum& sum = sums[i];
        sum = {1, 0, 0, points[i].x, points[i].y, points[i].x, points[i].y, points[i].x, points[i].y};
        if (std::isnan(investment[i])) continue;
        sum.disclosed = 1;
        sum.investment = investment[i];
    }
    for (std::size_t node = points.size(); node < tree.nodes(); ++node) {
        const ClusterSum& a = sums[tree.join(node).left];
        const ClusterSum& b = sums[tree.join(node).right];
        if (a.sites == 0 || b.sites == 0) {
            sums[node] = a.sites == 0 ? b : a;
            continue;
        }
        const auto na = static_cast<double>(a.sites);
        const auto nb = static_cast<double>(b.sites);
        sums[node] = {a.sites + b.sites,
                      a.disclosed + b.disclosed,
                      a.investment + b.investment,
                      (a.x * na + b.x * nb) / (na + nb),
                      (a.y * na + b.y * nb) / (na + nb),
                      std::min(a.west, b.west),
                      std::min(a.south, b.south),
                      std::max(a.east, b.east),
                      std::max(a.north, b.north)};
    }
    return sums;
}

}  // namespace atlas::layers
