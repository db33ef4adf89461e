#include <algorithm>
#include <boost/geometry.hpp>
#include <boost/geometry/geometries/box.hpp>
#include <boost/geometry/geometries/point.hpp>
#include <boost/geometry/index/rtree.hpp>
#include <cmath>
#include <iterator>
#include <utility>

#include "geodata/feature_table.h"

namespace atlas::geodata {
namespace {

namespace bg = boost::geometry;
namespace bgi = boost::geometry::index;

using BoostPoint = bg::model::point<double, 2, bg::cs::cartesian>;
using BoostBox = bg::model::box<BoostPoint>;
using Parameters = bgi::quadratic<16>;
using PointTree = bgi::rtree<std::pair<BoostPoint, std::uint32_t>, Parameters>;
using BoxTree = bgi::rtree<std::pair<BoostBox, std::uint32_t>, Parameters>;

BoostBox toBoost(const Extent& e) {
    return {{e.minX, e.minY}, {e.maxX, e.maxY}};
}

template <class Tree>
std::vector<std::uint32_t> queryTree(const Tree& tree, const BoostBox& box) {
    std::vector<std::uint32_t> rows;
    for (auto it = tree.qbegin(bgi::intersects(box)); it != tree.qend(); ++it) rows.push_back(it->second);
    std::sort(rows.begin(), rows.end());
    return rows;
}

using Ranked = std::vector<std::pair<double, std::uint32_t>>;

template <class Tree>
void addNearest(const Tree& tree, const BoostPoint& point, std::size_t k, Ranked& ranked) {
    const auto most = static_cast<unsigned>(std::min(k, tree.size()));
    if (most == 0) return;
    for (auto it = tree.qbegin(bgi::nearest(point, most)); it != tree.qend(); ++it) {
        ranked.emplace_back(bg::comparable_distance(point, it->first), it->second);
    }
}

}  // namespace

/// Two trees, because a point takes half the memory of a box and most layers are all points.
struct SpatialIndex::Impl {
    PointTree points;
    BoxTree boxes;
};

SpatialIndex::SpatialIndex(const GeometryColumn& geometry) : impl_(std::make_unique<Impl>()) {
    std::vector<PointTree::value_type> points;
    std::vector<BoxTree::value_type> boxes;
    for (std::uint32_t row = 0; row < geometry.types.size(); ++row) {
        if (geometry.types[row] == GeometryType::None) continue;
        if (geometry.types[row] == GeometryType::Point) {
            const Point2 p = geometry.vertices[geometry.vertexOffsets[geometry.ringBegin(row)]];
            points.emplace_back(BoostPoint(p.x, p.y), row);
        } else {
            boxes.emplace_back(toBoost(geometry.extent(row)), row);
        }
    }
    // The constructor from a range packs the tree: faster to build and to ask than one insertion after
    // another.
    if (!points.empty()) impl_->points = PointTree(points.begin(), points.end());
    points = {};
    if (!boxes.empty()) impl_->boxes = BoxTree(boxes.begin(), boxes.end());
}

SpatialIndex::SpatialIndex(SpatialIndex&&) noexcept = default;
SpatialIndex& SpatialIndex::operator=(SpatialIndex&&) noexcept = default;
SpatialIndex::~SpatialIndex() = default;

std::vector<std::uint32_t> SpatialIndex::query(const Extent& box) const {
    if (box.empty()) return {};  // NaN bounds make it empty too
    std::vector<std::uint32_t> rows = queryTree(impl_->points, toBoost(box));
    std::vector<std::uint32_t> others = queryTree(impl_->boxes, toBoost(box));
    if (rows.empty()) return others;
    if (others.empty()) return rows;
    std::vector<std::uint32_t> merged;
    merged.reserve(rows.size() + others.size());
    std::merge(rows.begin(), rows.end(), others.begin(), others.end(), std::back_inserter(merged));
    return merged;
}

std::vector<std::uint32_t> SpatialIndex::nearest(Point2 point, std::size_t k) const {
    if (k == 0 || !std::isfinite(point.x) || !std::isfinite(point.y)) return {};
    const BoostPoint p(point.x, point.y);
    Ranked ranked;
    addNearest(impl_->points, p, k, ranked);
    addNearest(impl_->boxes, p, k, ranked);
    // Of equal distances the lower row comes first, so that a click is repeatable.
    std::sort(ranked.begin(), ranked.end());
    ranked.resize(std::min(k, ranked.size()));
    std::vector<std::uint32_t> rows;
    rows.reserve(ranked.size());
    std::transform(ranked.begin(), ranked.end(), std::back_inserter(rows),
                   [](const auto& r) { return r.second; });
    return rows;
}

std::size_t SpatialIndex::bytes() const {
    // Packed nodes are full; inner nodes add about a sixteenth of a box for each value.
    const std::size_t inner = sizeof(BoostBox) + sizeof(void*);
    return impl_->points.size() * (sizeof(PointTree::value_type) + inner / 16) +
           impl_->boxes.size() * (sizeof(BoxTree::value_type) + inner / 16);
}

}  // namespace atlas::geodata
