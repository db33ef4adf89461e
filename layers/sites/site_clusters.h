#pragma once
// Which pins stand together as one when the map is seen from afar.

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "geodata/geometry.h"

namespace atlas::layers {

/// A binary tree over points. Node i < points is the point i; the others join two earlier nodes each, the
/// last is the root. Immutable, pure.
class ClusterTree {
  public:
    struct Join {
        std::uint32_t left = 0, right = 0;  ///< nodes
        double apart = 0;                   ///< metres between the middles of its two sides
    };

    /// Ward's criterion by nearest-neighbour chains (Murtagh, "A Survey of Recent Advances in Hierarchical
    /// Clustering Algorithms", The Computer Journal 1983): n squared steps, memory of n. More than kMost
    /// points are not joined at all.
    static constexpr std::size_t kMost = 8000;
    explicit ClusterTree(std::span<const geodata::Point2> points);

    std::size_t points() const { return points_; }
    std::size_t nodes() const { return points_ + joins_.size(); }
    bool leaf(std::size_t node) const { return node < points_; }
    const Join& join(std::size_t node) const { return joins_[node - points_]; }

    /// From the root down: `open(node)` says whether a join is seen as its two sides. `shown` gets the nodes
    /// that are not opened, joins and points.
    void visit(const std::function<bool(std::size_t node)>& open,
               const std::function<void(std::size_t node)>& shown) const;

  private:
    std::size_t points_;
    std::vector<Join> joins_;
};

/// What a node stands for under a filter.
struct ClusterSum {
    std::size_t sites = 0;
    std::size_t disclosed = 0;  ///< of them with an investment in the sum
    double investment = 0;      ///< 亿元
    double x = 0, y = 0;        ///< mean place, map
    double west = 0, south = 0, east = 0, north = 0;
};

/// One a node; points that are not `present` count nothing. `investment`: NaN where it is not disclosed or
/// not to be added. All spans as long as the points.
std::vector<ClusterSum> sumClusters(const ClusterTree& tree, std::span<const geodata::Point2> points,
                                    std::span<const std::uint8_t> present,
                                    std::span<const double> investment);

}  // namespace atlas::layers
