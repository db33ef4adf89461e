#include "scene/areas.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <osg/BlendFunc>
#include <osg/ColorMask>
#include <osg/CullFace>
#include <osg/Depth>
#include <osg/Stencil>
#include <osg/StencilTwoSided>

#include "geodata/geometry.h"
#include "scene/buildings.h"

namespace atlas::scene {

namespace {

constexpr int kAreaBin = 2;
constexpr double kSample = 20;        // metres between looks at the ground inside
constexpr double kMostSamples = 200;  // a side
constexpr double kEnclose = 30;       // metres by which a solid reaches beyond the heights inside

double shoelace(const std::vector<osg::Vec2d>& ring) {
    double twice = 0;
    for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++)
        twice += ring[j].x() * ring[i].y() - ring[i].x() * ring[j].y();
    return twice / 2;
}

// Adds the outward faces of a closed solid.
class Solid {
  public:
    Solid(const Area& area, const LocalFrame& frame, osg::Vec3Array& vertices,
          std::vector<std::uint32_t>& triangles)
        : area_(area), frame_(frame), vertices_(vertices), triangles_(triangles) {
        const std::vector<osg::Vec2d> lid = triangulatePolygon(area.rings);
        double covered = 0;
        for (std::size_t i = 0; i + 2 < lid.size(); i += 3)
            covered += shoelace({lid[i], lid[i + 1], lid[i + 2]});
        double enclosed = 0;
        for (const auto& ring : area.rings)
            enclosed += (&ring == &area.rings.front() ? 1 : -1) * std::abs(shoelace(ring));
        // Rings that cross themselves or each other enclose something else than was triangulated: then each
        // triangle is a solid of its own, dearer, but closed; inner walls count up and down alike.
        const bool simple = std::abs(covered - enclosed) <= 1e-6 * std::abs(enclosed) + 1e-3;
        for (std::size_t i = 0; i + 2 < lid.size(); i += 3) {
            face(at(lid[i], area.high), at(lid[i + 1], area.high), at(lid[i + 2], area.high));
            face(at(lid[i], area.low), at(lid[i + 2], area.low), at(lid[i + 1], area.low));
            if (!simple) walls({lid[i], lid[i + 1], lid[i + 2]}, true);
        }
        if (simple)
            for (const auto& ring : area.rings) walls(ring, &ring == &area.rings.front());
    }

  private:
    std::uint32_t at(const osg::Vec2d& p, double z) {
        vertices_.push_back(osg::Vec3(osg::Vec3d(p.x() - frame_.origin.x(), p.y() - frame_.origin.y(), z)));
        return static_cast<std::uint32_t>(vertices_.size() - 1);
    }
    void face(std::uint32_t a, std::uint32_t b, std::uint32_t c) {
        for (const std::uint32_t v : {a, b, c}) triangles_.push_back(v);
    }
    // Shells are walked counter-clockwise, holes clockwise.
    void walls(const std::vector<osg::Vec2d>& ring, bool shell) {
        const bool forward = (shoelace(ring) > 0) == shell;
        for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
            const osg::Vec2d& from = forward ? ring[j] : ring[i];
            const osg::Vec2d& to = forward ? ring[i] : ring[j];
            if (from == to) continue;
            const std::uint32_t a = at(from, area_.low);
            const std::uint32_t b = at(to, area_.low);
            const std::uint32_t c = at(to, area_.high);
            const std::uint32_t d = at(from, area_.high);
            face(a, b, c);
            face(a, c, d);
        }
    }
    const Area& area_;
    const LocalFrame& frame_;
    osg::Vec3Array& vertices_;
    std::vector<std::uint32_t>& triangles_;
};

}  // namespace

Area areaOver(std::vector<std::vector<osg::Vec2d>> rings,
              const std::function<double(double x, double y)>& surface) {
    Area area;
    area.rings = std::move(rings);
    geodata::Extent box;
    area.low = std::numeric_limits<double>::infinity();
    area.high = -area.low;
    const auto look = [&](double x, double y) {
        const double height = surface(x, y);
        area.low = std::min(area.low, height);
        area.high = std::max(area.high, height);
    };
    for (const auto& ring : area.rings) {
        for (const osg::Vec2d& p : ring) {
            box.expand(p.x(), p.y());
            look(p.x(), p.y());
        }
    }
    // The lower the solid, the fewer pixels it covers; a very wide one is looked at less closely.
    const double step = std::max({kSample, box.width() / kMostSamples, box.height() / kMostSamples});
    for (double y = box.minY; y <= box.maxY; y += step)
        for (double x = box.minX; x <= box.maxX; x += step) look(x, y);
    if (!(area.low <= area.high)) area.low = area.high = 0;
    const double enclose = kEnclose * step / kSample;
    area.low -= enclose;
    area.high += enclose;
    return area;
}

Areas::Areas(const std::vector<Area>& areas, const LocalFrame& frame, ShaderLibrary& shaders)
    : root_(new osg::Group), vertices_(new osg::Vec3Array) {
    root_->setName("areas");
    osg::StateSet& common = *root_->getOrCreateStateSet();
    common.setAttributeAndModes(shaders.program("area"));
    common.setRenderBinDetails(kAreaBin, "TraversalOrderBin");
    common.setMode(GL_CULL_FACE, osg::StateAttribute::OFF);
    for (const Area& area : areas) {
        Solid(area, frame, *vertices_, indices_);
        begin_.push_back(indices_.size());
    }
}

void Areas::setGroups(const std::vector<std::uint32_t>& groupOf, std::size_t groups) {
    assert(groupOf.size() == size());
    while (groups_.size() < groups) addGroup();
    for (const Fill& group : groups_) group.triangles->clear();
    for (std::size_t i = 0; i < groupOf.size(); ++i) {
        if (groupOf[i] == kNoGroup) continue;
        osg::DrawElementsUInt& triangles = *groups_[groupOf[i]].triangles;
        triangles.insert(triangles.end(), indices_.begin() + static_cast<std::ptrdiff_t>(begin_[i]),
                         indices_.begin() + static_cast<std::ptrdiff_t>(begin_[i + 1]));
    }
    for (std::size_t i = 0; i < groups_.size(); ++i) {
        groups_[i].triangles->dirty();
        if (groups_[i].triangles->empty()) groups_[i].node->setNodeMask(0);
    }
}

void Areas::addGroup() {
    const osg::ref_ptr<osg::DrawElementsUInt> triangles = new osg::DrawElementsUInt(GL_TRIANGLES);
    osg::ref_ptr<osg::Geometry> solid = new osg::Geometry;
    solid->setUseDisplayList(false);
    solid->setUseVertexBufferObjects(true);
    solid->setDataVariance(osg::Object::DYNAMIC);
    solid->setVertexArray(vertices_);
    solid->addPrimitiveSet(triangles);
    solid->setCullingActive(false);
    osg::ref_ptr<osg::Group> group = new osg::Group;
    group->getOrCreateStateSet()->addUniform(new osg::Uniform("u_fill", osg::Vec4f(1, 1, 1, 0)));
    // Count: a pixel whose ground lies inside the solid ends with a count other than 0.
    osg::ref_ptr<osg::Group> count = new osg::Group;
    count->addChild(solid);
    osg::StateSet& counting = *count->getOrCreateStateSet();
    osg::ref_ptr<osg::StencilTwoSided> two = new osg::StencilTwoSided;
    two->setFunction(osg::StencilTwoSided::FRONT, osg::StencilTwoSided::ALWAYS, 0, ~0U);
    two->setFunction(osg::StencilTwoSided::BACK, osg::StencilTwoSided::ALWAYS, 0, ~0U);
    two->setOperation(osg::StencilTwoSided::FRONT, osg::StencilTwoSided::KEEP,
                      osg::StencilTwoSided::DECR_WRAP, osg::StencilTwoSided::KEEP);
    two->setOperation(osg::StencilTwoSided::BACK, osg::StencilTwoSided::KEEP, osg::StencilTwoSided::INCR_WRAP,
                      osg::StencilTwoSided::KEEP);
    counting.setAttributeAndModes(two);
    counting.setAttributeAndModes(new osg::ColorMask(false, false, false, false));
    counting.setAttributeAndModes(new osg::Depth(osg::Depth::LESS, 0, 1, false));
    // Tint: the solid's far side once more; each pixel that was counted is tinted once and counted back
    // to 0.
    osg::ref_ptr<osg::Group> tint = new osg::Group;
    tint->addChild(solid);
    osg::StateSet& tinting = *tint->getOrCreateStateSet();
    osg::ref_ptr<osg::Stencil> inside = new osg::Stencil;
    inside->setFunction(osg::Stencil::NOTEQUAL, 0, ~0U);
    inside->setOperation(osg::Stencil::ZERO, osg::Stencil::ZERO, osg::Stencil::ZERO);
    tinting.setAttributeAndModes(inside);
    tinting.setAttributeAndModes(new osg::Depth(osg::Depth::ALWAYS, 0, 1, false));
    tinting.setAttributeAndModes(new osg::CullFace(osg::CullFace::FRONT));
    tinting.setAttributeAndModes(new osg::BlendFunc(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA));
    tinting.setMode(GL_BLEND, osg::StateAttribute::ON);
    group->addChild(count);
    group->addChild(tint);
    group->setNodeMask(0);
    root_->addChild(group);
    groups_.push_back({group, triangles});
}

void Areas::setFill(std::size_t group, const osg::Vec4f& fill) {
    const Fill& held = groups_[group];
    held.node->getStateSet()->getUniform("u_fill")->set(fill);
    held.node->setNodeMask(fill.a() > 0 && !held.triangles->empty() ? ~0U : 0U);
}

}  // namespace atlas::scene
