#pragma once
// Which pins stand together as one when the map is seen from afar, and what they are together under a filter.

#include <cstdint>
#include <span>
#include <vector>

#include "geodata/geometry.h"
#include "layers/sites/site_engine.h"

namespace atlas::layers {

/// A binary tree over points. Node i < points is the point i; the others join two earlier nodes each, the
/// last is the root. Immutable, pure. 1,000,000 points: some seconds, on a worker; 50 bytes each.
class ClusterTree {
  public:
    struct Join {
        std::uint32_t left = 0, right = 0;  ///< nodes
        double apart = 0;                   ///< metres between the middles of its two sides
    };
    /// A node's points are order()[first] to order()[first + count - 1].
    struct Members {
        std::uint32_t first = 0, count = 0;
    };

    /// Ward's criterion by nearest-neighbour chains (Murtagh, "A Survey of Recent Advances in Hierarchical
    /// Clustering Algorithms", The Computer Journal 1983): n squared steps, memory of n. More than kMost
    /// points are first cut into cells of neighbours (k-d tree, medians); the cells are joined within and
    /// then among one another by the same criterion.
    static constexpr std::size_t kMost = 8000;
    explicit ClusterTree(std::span<const geodata::Point2> points);

    std::size_t points() const { return points_; }
    std::size_t nodes() const { return points_ + joins_.size(); }
    bool leaf(std::size_t node) const { return node < points_; }
    const Join& join(std::size_t node) const { return joins_[node - points_]; }
    /// All points so that those of each node are neighbours.
    std::span<const std::uint32_t> order() const { return order_; }
    /// Where a point stands in order().
    std::uint32_t placeOf(std::size_t point) const { return place_[point]; }
    Members members(std::size_t node) const {
        return leaf(node) ? Members{place_[node], 1} : members_[node - points_];
    }
    bool holds(std::size_t node, std::size_t point) const {
        const Members of = members(node);
        return place_[point] - of.first < of.count;
    }

    /// What becomes of a node that is come upon.
    enum class See { Open, Whole, Nothing };
    /// From the root down: `see(node)` says whether a join is seen as its two sides, as one, or is left out
    /// with all it holds; it is asked of points too. `shown(node)` gets those that are seen whole.
    template <class Decide, class Show>
    void visit(const Decide& see, const Show& shown) const {
        std::vector<std::uint32_t> stack;
        if (nodes() > 0) stack.push_back(static_cast<std::uint32_t>(nodes() - 1));
        while (!stack.empty()) {
            const std::uint32_t node = stack.back();
            stack.pop_back();
            const See seen = see(node);
            if (seen == See::Open && !leaf(node)) {
                stack.push_back(join(node).right);
                stack.push_back(join(node).left);
            } else if (seen != See::Nothing) {
                shown(node);
            }
        }
    }

  private:
    struct Group;
    Group joinAll(const std::vector<Group>& groups);
    void makeOrder();
    std::size_t points_;
    std::vector<Join> joins_;
    std::vector<std::uint32_t> order_, place_;
    std::vector<Members> members_;  ///< by join
};

/// What a node stands for under a filter.
struct ClusterSum {
    std::size_t sites = 0;
    std::size_t disclosed = 0;  ///< of them with an investment in the sum
    double investment = 0;      ///< 亿元
    double x = 0, y = 0;        ///< mean place, map
    bool operator==(const ClusterSum&) const = default;
};

/// Counts and sums of any node under a filter, from a bit a point in the tree's order: an event writes these
/// bits and adds up the blocks of 64 of which one has changed; a node's sum is then had from the blocks
/// within. The tree outlives it. One thread.
class ClusterSums {
  public:
    /// `investment`: 亿元 by point, NaN where it is not disclosed or not to be added. `bitOf`: the bit of
    /// setPassing() that says whether a point passes. None passes at first.
    ClusterSums(const ClusterTree& tree, std::span<const geodata::Point2> points,
                std::span<const double> investment, std::span<const std::uint32_t> bitOf);

    /// False when nothing has changed.
    bool setPassing(std::span<const std::uint64_t> bits);
    bool passes(std::size_t point) const {
        const std::uint32_t at = tree_.placeOf(point);
        return (passing_[at / 64] >> (at % 64)) & 1U;
    }
    std::size_t sites(std::size_t node) const;
    ClusterSum sum(std::size_t node) const;
    /// Round the points of a node that pass; empty when none does.
    geodata::Extent box(std::size_t node) const;

  private:
    struct Block {
        SiteGroup::Yuan yuan = 0;
        double x = 0, y = 0;  ///< from `origin_`
        std::uint32_t sites = 0, disclosed = 0;
    };
    static void add(Block& to, const Block& other, bool in);
    void addPoints(Block& to, std::size_t word, std::uint64_t bits) const;

    const ClusterTree& tree_;
    geodata::Point2 origin_;
    // In the tree's order, so that an event reads memory from one end to the other.
    std::vector<geodata::Point2> at_;  ///< from `origin_`
    std::vector<std::int64_t> yuan_;   ///< kUnknown where nothing is to be added
    std::vector<std::uint32_t> bitOf_;
    std::vector<std::uint64_t> passing_;
    std::vector<Block> blocks_;  ///< one a word
    std::vector<Block> before_;  ///< all words before this one; one more than words
};

}  // namespace atlas::layers
