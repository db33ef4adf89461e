#include "layers/sites/site_clusters.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>

#include "layers/sites/money.h"

namespace atlas::layers {

using geodata::Point2;

namespace {

constexpr std::size_t kCell = 128;  // points of a cell that is joined within
constexpr std::int64_t kUnknown = std::numeric_limits<std::int64_t>::min();

// Median by median along the wider side (a k-d tree, of which only the leaves are kept).
void cut(std::span<const Point2> points, std::span<std::uint32_t> among,
         std::vector<std::span<std::uint32_t>>& cells) {
    if (among.size() <= kCell) {
        cells.push_back(among);
        return;
    }
    geodata::Extent box;
    for (const std::uint32_t i : among) box.expand(points[i].x, points[i].y);
    const bool wide = box.width() > box.height();
    const std::size_t middle = among.size() / 2;
    std::nth_element(among.begin(), among.begin() + static_cast<std::ptrdiff_t>(middle), among.end(),
                     [&](std::uint32_t a, std::uint32_t b) {
                         return wide ? points[a].x < points[b].x : points[a].y < points[b].y;
                     });
    cut(points, among.subspan(0, middle), cells);
    cut(points, among.subspan(middle), cells);
}

}  // namespace

struct ClusterTree::Group {
    double x, y;
    double size;
    std::uint32_t node;
};

namespace {

// Ward: how much the squares grow when two groups become one.
template <class Group>
double cost(const Group& a, const Group& b) {
    const double dx = a.x - b.x;
    const double dy = a.y - b.y;
    return (dx * dx + dy * dy) * a.size * b.size / (a.size + b.size);
}

struct Merge {
    std::uint32_t a, b;  // any member of either side
    double cost;
};

}  // namespace

ClusterTree::Group ClusterTree::joinAll(const std::vector<Group>& groups) {
    assert(!groups.empty());
    std::vector<Group> live = groups;
    for (std::size_t i = 0; i < live.size(); ++i) live[i].node = static_cast<std::uint32_t>(i);
    std::vector<Merge> merges;
    merges.reserve(groups.size());
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
    std::vector<std::uint32_t> parent(groups.size());  // union-find
    std::iota(parent.begin(), parent.end(), 0U);
    std::vector<Group> group = groups;
    const auto find = [&](std::uint32_t i) {
        while (parent[i] != i) i = parent[i] = parent[parent[i]];
        return i;
    };
    std::uint32_t root = 0;
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
        root = a;
    }
    return group[root];
}

ClusterTree::ClusterTree(std::span<const Point2> points) : points_(points.size()) {
    if (points.empty()) return;
    joins_.reserve(points.size() - 1);
    const auto single = [&](std::uint32_t i) { return Group{points[i].x, points[i].y, 1, i}; };
    std::vector<std::uint32_t> all(points.size());
    std::iota(all.begin(), all.end(), 0U);
    std::vector<std::span<std::uint32_t>> cells;
    if (points.size() <= kMost)
        cells.emplace_back(all);
    else
        cut(points, all, cells);
    std::vector<Group> groups;
    for (const std::span<std::uint32_t> cell : cells) {
        std::vector<Group> members;
        members.reserve(cell.size());
        for (const std::uint32_t i : cell) members.push_back(single(i));
        groups.push_back(joinAll(members));
    }
    joinAll(groups);
    makeOrder();
}

void ClusterTree::makeOrder() {
    members_.resize(joins_.size());
    for (std::size_t i = 0; i < joins_.size(); ++i)
        for (const std::uint32_t side : {joins_[i].left, joins_[i].right})
            members_[i].count += leaf(side) ? 1 : members_[side - points_].count;
    order_.resize(points_);
    place_.resize(points_);
    // From the root down: each join gives its sides their places.
    const auto put = [&](std::uint32_t node, std::uint32_t first) {
        if (!leaf(node)) {
            members_[node - points_].first = first;
            return members_[node - points_].count;
        }
        order_[first] = node;
        place_[node] = first;
        return 1U;
    };
    put(static_cast<std::uint32_t>(nodes() - 1), 0);
    for (std::size_t i = joins_.size(); i-- > 0;)
        put(joins_[i].right, members_[i].first + put(joins_[i].left, members_[i].first));
}

ClusterSums::ClusterSums(const ClusterTree& tree, std::span<const Point2> points,
                         std::span<const double> investment, std::span<const std::uint32_t> bitOf)
    : tree_(tree),
      origin_(points.empty() ? Point2{} : points[0]),
      at_(points.size()),
      yuan_(points.size()),
      bitOf_(points.size()),
      passing_((points.size() + 63) / 64, 0),
      blocks_(passing_.size()),
      before_(passing_.size() + 1) {
    assert(points.size() == tree.points() && investment.size() == points.size() &&
           bitOf.size() == points.size());
    for (std::size_t i = 0; i < at_.size(); ++i) {
        const std::uint32_t point = tree.order()[i];
        const double yi = investment[point];
        at_[i] = {points[point].x - origin_.x, points[point].y - origin_.y};
        yuan_[i] = std::isnan(yi) ? kUnknown : std::llround(std::clamp(yi, -kMostYi, kMostYi) * 1e8);
        bitOf_[i] = bitOf[point];
    }
}

void ClusterSums::add(Block& to, const Block& other, bool in) {
    const auto count = [in](std::uint32_t a, std::uint32_t b) { return in ? a + b : a - b; };
    to.yuan += in ? other.yuan : -other.yuan;
    to.x += in ? other.x : -other.x;
    to.y += in ? other.y : -other.y;
    to.sites = count(to.sites, other.sites);
    to.disclosed = count(to.disclosed, other.disclosed);
}

void ClusterSums::addPoints(Block& to, std::size_t word, std::uint64_t bits) const {
    to.sites += static_cast<std::uint32_t>(std::popcount(bits));
    for (; bits != 0; bits &= bits - 1) {
        const std::size_t at = word * 64 + static_cast<std::size_t>(std::countr_zero(bits));
        to.x += at_[at].x;
        to.y += at_[at].y;
        if (yuan_[at] == kUnknown) continue;
        to.yuan += yuan_[at];
        ++to.disclosed;
    }
}

bool ClusterSums::setPassing(std::span<const std::uint64_t> bits) {
    bool changed = false;
    for (std::size_t word = 0; word < passing_.size(); ++word) {
        std::uint64_t now = 0;
        const std::size_t first = word * 64;
        const std::size_t count = std::min<std::size_t>(64, bitOf_.size() - first);
        for (std::size_t i = 0; i < count; ++i) {
            const std::uint32_t bit = bitOf_[first + i];
            now |= ((bits[bit / 64] >> (bit % 64)) & 1U) << i;
        }
        if (now == passing_[word]) continue;
        changed = true;
        passing_[word] = now;
        blocks_[word] = {};
        addPoints(blocks_[word], word, now);
    }
    for (std::size_t word = 0; changed && word < passing_.size(); ++word) {
        before_[word + 1] = before_[word];
        add(before_[word + 1], blocks_[word], true);
    }
    return changed;
}

namespace {

// The words of a run of bits: work(word, mask) for those it holds in part, whole(first, end) for the rest.
template <class Part, class Whole>
void eachWord(ClusterTree::Members run, const Part& part, const Whole& whole) {
    const std::size_t first = run.first / 64;
    const std::size_t end = run.first + std::size_t{run.count};
    const std::size_t last = (end - 1) / 64;
    const std::uint64_t head = ~std::uint64_t{0} << (run.first % 64);
    const std::uint64_t tail = ~std::uint64_t{0} >> (63 - (end - 1) % 64);
    if (first == last) {
        part(first, head & tail);
        return;
    }
    part(first, head);
    part(last, tail);
    whole(first + 1, last);
}

}  // namespace

std::size_t ClusterSums::sites(std::size_t node) const {
    std::size_t count = 0;
    eachWord(
        tree_.members(node),
        [&](std::size_t word, std::uint64_t mask) {
            count += static_cast<std::size_t>(std::popcount(passing_[word] & mask));
        },
        [&](std::size_t first, std::size_t end) {
            if (first < end) count += before_[end].sites - before_[first].sites;
        });
    return count;
}

ClusterSum ClusterSums::sum(std::size_t node) const {
    Block all;
    eachWord(
        tree_.members(node),
        [&](std::size_t word, std::uint64_t mask) { addPoints(all, word, passing_[word] & mask); },
        [&](std::size_t first, std::size_t end) {
            if (first >= end) return;
            add(all, before_[end], true);
            add(all, before_[first], false);
        });
    const double n = std::max(1.0, static_cast<double>(all.sites));
    return {all.sites, all.disclosed, static_cast<double>(all.yuan) / 1e8, origin_.x + all.x / n,
            origin_.y + all.y / n};
}

geodata::Extent ClusterSums::box(std::size_t node) const {
    geodata::Extent box;
    const auto put = [&](std::size_t word, std::uint64_t bits) {
        for (; bits != 0; bits &= bits - 1) {
            const Point2& from = at_[word * 64 + static_cast<std::size_t>(std::countr_zero(bits))];
            box.expand(origin_.x + from.x, origin_.y + from.y);
        }
    };
    eachWord(
        tree_.members(node), [&](std::size_t word, std::uint64_t mask) { put(word, passing_[word] & mask); },
        [&](std::size_t first, std::size_t end) {
            for (; first < end; ++first) put(first, passing_[first]);
        });
    return box;
}

}  // namespace atlas::layers
