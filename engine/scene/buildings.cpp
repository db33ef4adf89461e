#include "scene/buildings.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <osg/BlendFunc>
#include <osg/Geometry>
#include <osg/LOD>
#include <osg/TriangleFunctor>
#include <osgUtil/Tessellator>

namespace atlas::scene {

namespace {

constexpr int kBuildingBin = 3;
constexpr double kCell = 1000;  // metres: a batch's side
// Up to which height a batch's bodies are, and from how far such are still drawn: about 2.5 pixels of a
// 720-line picture.
struct SizeClass {
    double height, reach;
};
constexpr std::array<SizeClass, 3> kClasses{{{14, 4500}, {45, 14000}, {1e9, 1e9}}};
constexpr float kWall = 0, kRoof = 1, kSchematic = 2;

struct Collect {
    std::vector<osg::Vec2d>* points = nullptr;
    void operator()(const osg::Vec3& a, const osg::Vec3& b, const osg::Vec3& c, bool = false) const {
        const float area = (b.x() - a.x()) * (c.y() - a.y()) - (b.y() - a.y()) * (c.x() - a.x());
        if (area == 0) return;
        for (const osg::Vec3* p : {&a, area > 0 ? &b : &c, area > 0 ? &c : &b})
            points->emplace_back(p->x(), p->y());
    }
};

std::vector<osg::Vec2d> open(const std::vector<osg::Vec2d>& ring) {
    std::vector<osg::Vec2d> points = ring;
    while (points.size() > 1 && (points.front() - points.back()).length2() < 1e-9) points.pop_back();
    return points;
}

double signedArea(const std::vector<osg::Vec2d>& ring) {
    double twice = 0;
    for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++)
        twice += ring[j].x() * ring[i].y() - ring[i].x() * ring[j].y();
    return twice / 2;
}

bool convex(const std::vector<osg::Vec2d>& ring) {
    bool left = false;
    bool right = false;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const osg::Vec2d a = ring[(i + 1) % ring.size()] - ring[i];
        const osg::Vec2d b = ring[(i + 2) % ring.size()] - ring[(i + 1) % ring.size()];
        const double turn = a.x() * b.y() - a.y() * b.x();
        (turn < 0 ? right : left) = true;
    }
    return !(left && right);
}

// One batch: everything of a cell and a size class.
class Batch {
  public:
    explicit Batch(const LocalFrame& frame) : frame_(frame) {}

    void add(const Body& body, std::uint32_t feature) {
        const float flag = body.schematic ? kSchematic : kWall;
        for (const auto& closed : body.rings) {
            std::vector<osg::Vec2d> ring = open(closed);
            if (ring.size() < 3) continue;
            // Shells run counter-clockwise, holes clockwise, so that every wall's normal points out.
            const bool shell = &closed == &body.rings.front();
            if ((signedArea(ring) > 0) != shell) std::reverse(ring.begin(), ring.end());
            double along = 0;
            for (std::size_t i = 0; i < ring.size(); ++i) {
                const osg::Vec2d& a = ring[i];
                const osg::Vec2d& b = ring[(i + 1) % ring.size()];
                const osg::Vec2d d = b - a;
                const double length = d.length();
                if (length < 1e-6) continue;
                const osg::Vec3f normal(static_cast<float>(d.y() / length),
                                        static_cast<float>(-d.x() / length), 0);
                const auto first = static_cast<unsigned>(vertices_->size());
                put(a, body.base, normal, along, body, feature, flag);
                put(b, body.base, normal, along + length, body, feature, flag);
                put(b, body.top, normal, along + length, body, feature, flag);
                put(a, body.top, normal, along, body, feature, flag);
                for (const unsigned k : {0U, 1U, 2U, 0U, 2U, 3U}) triangles_->push_back(first + k);
                along += length;
            }
        }
        for (const osg::Vec2d& p : triangulatePolygon(body.rings)) {
            triangles_->push_back(static_cast<unsigned>(vertices_->size()));
            put(p, body.top, {0, 0, 1}, 0, body, feature, body.schematic ? kSchematic : kRoof);
        }
        box_.expandBy(osg::Vec3d(0, 0, 0));
    }
    std::size_t triangles() const { return triangles_->size() / 3; }

    osg::ref_ptr<osg::Geometry> geometry() const {
        osg::ref_ptr<osg::Geometry> geometry = new osg::Geometry;
        geometry->setUseDisplayList(false);
        geometry->setUseVertexBufferObjects(true);
        geometry->setVertexArray(vertices_);
        geometry->setNormalArray(normals_, osg::Array::BIND_PER_VERTEX);
        geometry->setTexCoordArray(0, places_, osg::Array::BIND_PER_VERTEX);
        geometry->addPrimitiveSet(triangles_);
        osg::BoundingBox box;
        for (const osg::Vec4& v : *vertices_) box.expandBy(osg::Vec3(v.x(), v.y(), v.z()));
        box.zMin() -= 1000;  // the shader stretches heights
        box.zMax() *= 6;
        geometry->setInitialBound(box);
        return geometry;
    }

  private:
    void put(const osg::Vec2d& at, double height, const osg::Vec3f& normal, double along, const Body& body,
             std::uint32_t feature, float flag) {
        vertices_->push_back(osg::Vec4(static_cast<float>(at.x() - frame_.origin.x()),
                                       static_cast<float>(at.y() - frame_.origin.y()),
                                       static_cast<float>(height), static_cast<float>(feature)));
        normals_->push_back(normal);
        places_->push_back(
            osg::Vec4(static_cast<float>(along), static_cast<float>(height - body.base), body.storey, flag));
    }
    const LocalFrame& frame_;
    osg::ref_ptr<osg::Vec4Array> vertices_ = new osg::Vec4Array;  // local x, y, height, feature
    osg::ref_ptr<osg::Vec3Array> normals_ = new osg::Vec3Array;
    osg::ref_ptr<osg::Vec4Array> places_ =
        new osg::Vec4Array;  // along the wall, above the base, storey, kind
    osg::ref_ptr<osg::DrawElementsUInt> triangles_ = new osg::DrawElementsUInt(GL_TRIANGLES);
    osg::BoundingBox box_;
};

bool inside(const std::vector<std::vector<osg::Vec2d>>& rings, double x, double y) {
    bool odd = false;
    for (const auto& ring : rings)
        for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++)
            if ((ring[i].y() > y) != (ring[j].y() > y) &&
                x < (ring[j].x() - ring[i].x()) * (y - ring[i].y()) / (ring[j].y() - ring[i].y()) +
                        ring[i].x())
                odd = !odd;
    return odd;
}

}  // namespace

std::vector<osg::Vec2d> triangulatePolygon(const std::vector<std::vector<osg::Vec2d>>& rings) {
    std::vector<osg::Vec2d> points;
    if (rings.empty()) return points;
    std::vector<osg::Vec2d> shell = open(rings.front());
    if (shell.size() < 3 || signedArea(shell) == 0) return points;
    const osg::Vec2d origin = shell.front();  // floats inside the tessellator: small numbers stay exact
    if (rings.size() == 1 && convex(shell)) {
        if (signedArea(shell) < 0) std::reverse(shell.begin(), shell.end());
        for (std::size_t i = 1; i + 1 < shell.size(); ++i)
            for (const osg::Vec2d& p : {shell[0], shell[i], shell[i + 1]}) points.push_back(p);
        return points;
    }
    osg::ref_ptr<osg::Geometry> polygon = new osg::Geometry;
    osg::ref_ptr<osg::Vec3Array> vertices = new osg::Vec3Array;
    for (const auto& ring : rings) {
        const auto loop = open(ring);
        if (loop.size() < 3) continue;
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
    osg::TriangleFunctor<Collect> collect;
    collect.points = &points;
    polygon->accept(collect);
    for (osg::Vec2d& p : points) p += origin;
    return points;
}

Buildings::Buildings(const std::vector<Body>& bodies, const LocalFrame& frame, ShaderLibrary& shaders)
    : bodies_(bodies), root_(new osg::Group), states_(*root_->getOrCreateStateSet()) {
    root_->setName("buildings");
    std::map<std::array<int, 3>, Batch> batches;
    for (std::size_t i = 0; i < bodies.size(); ++i) {
        const Body& body = bodies[i];
        if (body.rings.empty() || body.rings.front().size() < 3) continue;
        const double height = body.top - body.base;
        int size = 0;
        while (height > kClasses[static_cast<std::size_t>(size)].height) ++size;
        const osg::Vec2d& at = body.rings.front().front();
        const std::array<int, 3> key{static_cast<int>(std::floor(at.x() / kCell)),
                                     static_cast<int>(std::floor(at.y() / kCell)), size};
        batches.try_emplace(key, frame).first->second.add(body, static_cast<std::uint32_t>(i));
    }
    for (const auto& [key, batch] : batches) {
        osg::ref_ptr<osg::LOD> lod = new osg::LOD;
        lod->addChild(batch.geometry(), 0,
                      static_cast<float>(kClasses[static_cast<std::size_t>(key[2])].reach));
        root_->addChild(lod);
        triangles_ += batch.triangles();
    }
    states_.resize(bodies.size());
    osg::StateSet& state = *root_->getOrCreateStateSet();
    state.setAttributeAndModes(shaders.program("building"));
    state.setRenderBinDetails(kBuildingBin, "RenderBin");
    setStyle({});
}

void applyStyle(osg::StateSet& state, const BuildingStyle& style) {
    // Styles are written as the eye sees them; light is added up in linear numbers (the display's gamma is
    // 2).
    const auto linear = [](const osg::Vec3f& c) { return osg::componentMultiply(c, c); };
    state.getOrCreateUniform("u_wall", osg::Uniform::FLOAT_VEC3)->set(linear(style.wall));
    state.getOrCreateUniform("u_roof", osg::Uniform::FLOAT_VEC3)->set(linear(style.roof));
    state.getOrCreateUniform("u_schematic", osg::Uniform::FLOAT_VEC3)->set(linear(style.schematic));
    state.getOrCreateUniform("u_window", osg::Uniform::FLOAT_VEC3)->set(linear(style.window));
    state.getOrCreateUniform("u_facade", osg::Uniform::FLOAT_VEC3)
        ->set(osg::Vec3f(style.storeyLines, style.glow, style.opacity));
    if (style.opacity < 1) {
        state.setAttributeAndModes(new osg::BlendFunc(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA));
        state.setMode(GL_BLEND, osg::StateAttribute::ON);
    } else {
        state.setMode(GL_BLEND, osg::StateAttribute::OFF);
    }
}

std::optional<Buildings::Entry> Buildings::enter(const osg::Vec3d& eye, const osg::Vec3d& ray, double reach,
                                                 double exaggeration) const {
    std::optional<Entry> nearest;
    for (std::size_t i = 0; i < bodies_.size(); ++i) {
        const Body& body = bodies_[i];
        if (body.rings.empty() || !states_.present(i)) continue;
        double low = 0;
        double high = nearest ? nearest->distance : reach;
        const auto clip = [&](double from, double slope, double least, double most) {
            if (std::abs(slope) < 1e-12) {
                if (from < least || from > most) high = -1;
                return;
            }
            const double a = (least - from) / slope;
            const double b = (most - from) / slope;
            low = std::max(low, std::min(a, b));
            high = std::min(high, std::max(a, b));
        };
        double west = 1e30;
        double east = -1e30;
        double south = 1e30;
        double north = -1e30;
        for (const osg::Vec2d& p : body.rings.front()) {
            west = std::min(west, p.x());
            east = std::max(east, p.x());
            south = std::min(south, p.y());
            north = std::max(north, p.y());
        }
        clip(eye.x(), ray.x(), west, east);
        clip(eye.y(), ray.y(), south, north);
        clip(eye.z(), ray.z(), body.base * exaggeration, body.top * exaggeration);
        if (low > high) continue;
        // Within the box: where the ray starts inside the footprint, or crosses a wall.
        if (inside(body.rings, eye.x() + ray.x() * low, eye.y() + ray.y() * low)) {
            nearest = Entry{i, low};
            continue;
        }
        for (const auto& ring : body.rings) {
            for (std::size_t k = 0, j = ring.size() - 1; k < ring.size(); j = k++) {
                const osg::Vec2d d = ring[k] - ring[j];
                const double cross = ray.x() * d.y() - ray.y() * d.x();
                if (std::abs(cross) < 1e-12) continue;
                const osg::Vec2d to = ring[j] - osg::Vec2d(eye.x(), eye.y());
                const double t = (to.x() * d.y() - to.y() * d.x()) / cross;
                const double s = (to.x() * ray.y() - to.y() * ray.x()) / cross;
                if (s < 0 || s > 1 || t < low || t > high) continue;
                high = t;
                nearest = Entry{i, t};
            }
        }
    }
    return nearest;
}

}  // namespace atlas::scene
