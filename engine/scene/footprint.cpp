#include "scene/footprint.h"

#include <algorithm>
#include <boost/geometry.hpp>
#include <boost/geometry/geometries/point_xy.hpp>
#include <cmath>
#include <map>
#include <osg/Geometry>
#include <osg/TriangleFunctor>
#include <osgUtil/Tessellator>

namespace atlas::scene {

namespace {

using Edge = std::pair<std::uint32_t, std::uint32_t>;

std::vector<osg::Vec2d> open(const std::vector<osg::Vec2d>& ring) {
    std::vector<osg::Vec2d> points;
    points.reserve(ring.size());
    for (const osg::Vec2d& p : ring)
        if (points.empty() || (p - points.back()).length2() > 1e-9) points.push_back(p);
    while (points.size() > 1 && (points.front() - points.back()).length2() < 1e-9) points.pop_back();
    return points;
}

bool convex(const std::vector<osg::Vec2d>& ring) {
    // Every corner turns left, and all of them together turn once round.
    double turned = 0;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const osg::Vec2d a = ring[(i + 1) % ring.size()] - ring[i];
        const osg::Vec2d b = ring[(i + 2) % ring.size()] - ring[(i + 1) % ring.size()];
        const double cross = a.x() * b.y() - a.y() * b.x();
        if (cross < 0) return false;
        turned += std::atan2(cross, a * b);
    }
    return turned < 7;  // 2 pi, not 4 pi
}

struct Collect {
    std::vector<osg::Vec3>* corners = nullptr;
    void operator()(const osg::Vec3& a, const osg::Vec3& b, const osg::Vec3& c, bool = false) const {
        const float area = (b.x() - a.x()) * (c.y() - a.y()) - (b.y() - a.y()) * (c.x() - a.x());
        corners->push_back(a);
        corners->push_back(area >= 0 ? b : c);
        corners->push_back(area >= 0 ? c : b);
    }
};

// Edges that belong to one triangle, chained into loops.
std::vector<std::vector<std::uint32_t>> outerEdges(const std::vector<std::uint32_t>& triangles) {
    std::map<Edge, int> count;
    for (std::size_t i = 0; i + 2 < triangles.size(); i += 3)
        for (std::size_t k = 0; k < 3; ++k) ++count[{triangles[i + k], triangles[i + (k + 1) % 3]}];
    std::multimap<std::uint32_t, std::uint32_t> next;
    for (const auto& [edge, times] : count) {
        const auto back = count.find({edge.second, edge.first});
        for (int left = times - (back == count.end() ? 0 : back->second); left > 0; --left)
            next.emplace(edge.first, edge.second);
    }
    std::vector<std::vector<std::uint32_t>> loops;
    while (!next.empty()) {
        std::vector<std::uint32_t>& loop = loops.emplace_back();
        const std::uint32_t start = next.begin()->first;
        for (std::uint32_t at = start;;) {
            const auto to = next.find(at);
            if (to == next.end()) break;
            loop.push_back(at);
            at = to->second;
            next.erase(to);
            if (at == start) break;
        }
    }
    return loops;
}

}  // namespace

double signedArea(const std::vector<osg::Vec2d>& ring) {
    if (ring.empty()) return 0;
    double twice = 0;
    const osg::Vec2d o = ring.front();  // map coordinates are large: differences first
    for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++)
        twice +=
            (ring[j].x() - o.x()) * (ring[i].y() - o.y()) - (ring[i].x() - o.x()) * (ring[j].y() - o.y());
    return twice / 2;
}

Footprint makeFootprint(const Rings& rings) {
    Footprint result;
    Rings loops;
    for (const auto& ring : rings) {
        auto loop = open(ring);
        if (loop.size() >= 3) loops.push_back(std::move(loop));
    }
    if (loops.empty()) return result;
    if (loops.size() == 1) {
        std::vector<osg::Vec2d>& shell = loops.front();
        const double area = signedArea(shell);
        if (area < 0) std::reverse(shell.begin(), shell.end());
        if (area != 0 && convex(shell)) {
            auto& outline = result.outline.emplace_back();
            for (std::uint32_t i = 0; i < shell.size(); ++i) {
                outline.push_back(i);
                if (i + 2 < shell.size()) result.triangles.insert(result.triangles.end(), {0U, i + 1, i + 2});
            }
            result.points = std::move(shell);
            return result;
        }
    }
    const osg::Vec2d origin = loops.front().front();  // floats in the tessellator: small numbers stay exact
    osg::ref_ptr<osg::Geometry> polygon = new osg::Geometry;
    osg::ref_ptr<osg::Vec3Array> vertices = new osg::Vec3Array;
    for (const auto& loop : loops) {
        const auto first = static_cast<int>(vertices->size());
        for (const osg::Vec2d& p : loop) vertices->push_back(osg::Vec3(osg::Vec3d(p - origin, 0)));
        polygon->addPrimitiveSet(new osg::DrawArrays(GL_LINE_LOOP, first, static_cast<int>(loop.size())));
    }
    polygon->setVertexArray(vertices);
    osg::ref_ptr<osgUtil::Tessellator> tessellator = new osgUtil::Tessellator;
    tessellator->setTessellationType(osgUtil::Tessellator::TESS_TYPE_GEOMETRY);
    tessellator->setWindingType(osgUtil::Tessellator::TESS_WINDING_ODD);
    tessellator->setBoundaryOnly(false);
    tessellator->setTessellationNormal(osg::Vec3(0, 0, 1));
    tessellator->retessellatePolygons(*polygon);
    std::vector<osg::Vec3> corners;
    osg::TriangleFunctor<Collect> collect;
    collect.corners = &corners;
    polygon->accept(collect);

    std::map<std::pair<float, float>, std::uint32_t> known;
    std::vector<std::uint32_t> all;  // slivers without area too: their edges close the outline
    for (const osg::Vec3& corner : corners) {
        const auto [at, fresh] =
            known.try_emplace({corner.x(), corner.y()}, static_cast<std::uint32_t>(known.size()));
        if (fresh) result.points.push_back(origin + osg::Vec2d(corner.x(), corner.y()));
        all.push_back(at->second);
    }
    result.outline = outerEdges(all);
    for (std::size_t i = 0; i + 2 < all.size(); i += 3) {
        const osg::Vec2d a = result.points[all[i + 1]] - result.points[all[i]];
        const osg::Vec2d b = result.points[all[i + 2]] - result.points[all[i]];
        if (a.x() * b.y() - a.y() * b.x() <= 0) continue;
        result.triangles.insert(result.triangles.end(), {all[i], all[i + 1], all[i + 2]});
    }
    if (result.triangles.empty()) return {};
    return result;
}

std::vector<osg::Vec2d> triangulatePolygon(const Rings& rings) {
    const Footprint footprint = makeFootprint(rings);
    std::vector<osg::Vec2d> points;
    points.reserve(footprint.triangles.size());
    for (const std::uint32_t i : footprint.triangles) points.push_back(footprint.points[i]);
    return points;
}

Rings simplifyRings(const Rings& rings, double tolerance) {
    namespace bg = boost::geometry;
    using Point = bg::model::d2::point_xy<double>;
    Rings simple;
    for (const auto& closed : rings) {
        const auto ring = open(closed);
        if (ring.size() < 3) continue;
        bg::model::ring<Point> in;
        bg::model::ring<Point> out;
        const osg::Vec2d o = ring.front();
        for (const osg::Vec2d& p : ring) in.emplace_back(p.x() - o.x(), p.y() - o.y());
        in.push_back(in.front());
        bg::simplify(in, out, tolerance);
        std::vector<osg::Vec2d> kept;
        for (const Point& p : out) kept.push_back(o + osg::Vec2d(p.x(), p.y()));
        if (kept.size() < 4) continue;
        kept.pop_back();
        if (std::abs(signedArea(kept)) > tolerance * tolerance) simple.push_back(std::move(kept));
    }
    return simple;
}

bool inside(const Rings& rings, double x, double y) {
    bool odd = false;
    for (const auto& ring : rings)
        for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++)
            if ((ring[i].y() > y) != (ring[j].y() > y) &&
                x < (ring[j].x() - ring[i].x()) * (y - ring[i].y()) / (ring[j].y() - ring[i].y()) +
                        ring[i].x())
                odd = !odd;
    return odd;
}

}  // namespace atlas::scene
