#include "scene/building_rays.h"

#include <algorithm>
#include <boost/geometry.hpp>
#include <boost/geometry/geometries/point_xy.hpp>
#include <boost/geometry/index/rtree.hpp>
#include <boost/iterator/function_output_iterator.hpp>
#include <cmath>
#include <limits>

#include "scene/buildings.h"

namespace atlas::scene {

namespace {

namespace bg = boost::geometry;
using Point = bg::model::d2::point_xy<double>;
using Box = bg::model::box<Point>;
using Value = std::pair<Box, std::uint32_t>;

// A stretch of the ray, cut down to where a coordinate lies between two bounds.
struct Stretch {
    double low = 0, high = 0;
    void cut(double from, double slope, double least, double most) {
        if (std::abs(slope) < 1e-12) {
            if (from < least || from > most) high = -1;
            return;
        }
        const double a = (least - from) / slope;
        const double b = (most - from) / slope;
        low = std::max(low, std::min(a, b));
        high = std::min(high, std::max(a, b));
    }
    bool empty() const { return low > high; }
};

// Where within the stretch, which lies between the body's floor and roof, the ray is first inside the walls.
std::optional<double> firstInside(const Rings& rings, const osg::Vec3d& eye, const osg::Vec3d& ray,
                                  const Stretch& stretch) {
    if (inside(rings, eye.x() + ray.x() * stretch.low, eye.y() + ray.y() * stretch.low)) return stretch.low;
    std::optional<double> nearest;
    for (const auto& ring : rings) {
        for (std::size_t k = 0, j = ring.size() - 1; k < ring.size(); j = k++) {
            const osg::Vec2d d = ring[k] - ring[j];
            const double cross = ray.x() * d.y() - ray.y() * d.x();
            if (std::abs(cross) < 1e-12) continue;
            const osg::Vec2d to = ring[j] - osg::Vec2d(eye.x(), eye.y());
            const double t = (to.x() * d.y() - to.y() * d.x()) / cross;
            const double s = (to.x() * ray.y() - to.y() * ray.x()) / cross;
            if (s < 0 || s > 1 || t < stretch.low || t > stretch.high) continue;
            if (!nearest || t < *nearest) nearest = t;
        }
    }
    return nearest;
}

}  // namespace

struct BuildingRays::Impl {
    const std::vector<Body>* bodies = nullptr;
    bg::index::rtree<Value, bg::index::rstar<16>> tree;
    double base = std::numeric_limits<double>::infinity(), top = -base;
};

BuildingRays::BuildingRays(const std::vector<Body>& bodies) : impl_(std::make_unique<Impl>()) {
    impl_->bodies = &bodies;
    std::vector<Value> values;
    values.reserve(bodies.size());
    for (std::size_t i = 0; i < bodies.size(); ++i) {
        Box box;
        bg::assign_inverse(box);
        for (const auto& ring : bodies[i].rings)
            for (const osg::Vec2d& p : ring) bg::expand(box, Point(p.x(), p.y()));
        if (box.min_corner().x() > box.max_corner().x()) continue;
        values.emplace_back(box, static_cast<std::uint32_t>(i));
        impl_->base = std::min(impl_->base, bodies[i].base);
        impl_->top = std::max(impl_->top, bodies[i].highest());
    }
    impl_->tree = decltype(impl_->tree)(values);
}

BuildingRays::~BuildingRays() = default;

std::optional<BuildingRays::Entry> BuildingRays::enter(
    const osg::Vec3d& eye, const osg::Vec3d& ray, double reach, double exaggeration,
    const std::function<bool(std::size_t, double)>& there) const {
    std::optional<Entry> nearest;
    Stretch all{0, reach};
    all.cut(eye.z(), ray.z(), impl_->base * exaggeration, impl_->top * exaggeration);
    if (all.empty()) return nearest;
    const auto look = [&](const Value& value) {
        const Body& body = (*impl_->bodies)[value.second];
        Stretch stretch{all.low, nearest ? nearest->distance : all.high};
        stretch.cut(eye.x(), ray.x(), value.first.min_corner().x(), value.first.max_corner().x());
        stretch.cut(eye.y(), ray.y(), value.first.min_corner().y(), value.first.max_corner().y());
        stretch.cut(eye.z(), ray.z(), body.base * exaggeration, body.highest() * exaggeration);
        if (stretch.empty()) return;
        const auto distance = firstInside(body.rings, eye, ray, stretch);
        if (distance && there(value.second, *distance)) nearest = Entry{value.second, *distance};
    };
    const Point from(eye.x() + ray.x() * all.low, eye.y() + ray.y() * all.low);
    const Point to(eye.x() + ray.x() * all.high, eye.y() + ray.y() * all.high);
    const auto each = boost::make_function_output_iterator(look);
    // Boost wants a segment to have a length.
    if (bg::distance(from, to) < 1)
        impl_->tree.query(
            bg::index::intersects(Box(Point(std::min(from.x(), to.x()), std::min(from.y(), to.y())),
                                      Point(std::max(from.x(), to.x()), std::max(from.y(), to.y())))),
            each);
    else
        impl_->tree.query(bg::index::intersects(bg::model::segment<Point>(from, to)), each);
    return nearest;
}

}  // namespace atlas::scene
