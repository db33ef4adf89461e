#include "scene/areas.h"

#include <cmath>
#include <osg/BlendFunc>
#include <osg/ColorMask>
#include <osg/CullFace>
#include <osg/Depth>
#include <osg/Geometry>
#include <osg/Stencil>
#include <osg/StencilTwoSided>

#include "scene/buildings.h"

namespace atlas::scene {

namespace {

constexpr int kAreaBin = 2;

double shoelace(const std::vector<osg::Vec2d>& ring) {
    double twice = 0;
    for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++)
        twice += ring[j].x() * ring[i].y() - ring[i].x() * ring[j].y();
    return twice / 2;
}

// A closed solid with outward faces.
class Solid {
  public:
    Solid(const Area& area, const LocalFrame& frame) : area_(area), frame_(frame) {
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
    osg::ref_ptr<osg::Geometry> geometry() const {
        osg::ref_ptr<osg::Geometry> geometry = new osg::Geometry;
        geometry->setUseDisplayList(false);
        geometry->setUseVertexBufferObjects(true);
        geometry->setVertexArray(vertices_);
        geometry->addPrimitiveSet(triangles_);
        geometry->setCullingActive(false);
        return geometry;
    }

  private:
    unsigned at(const osg::Vec2d& p, double z) {
        vertices_->push_back(osg::Vec3(osg::Vec3d(p.x() - frame_.origin.x(), p.y() - frame_.origin.y(), z)));
        return static_cast<unsigned>(vertices_->size() - 1);
    }
    void face(unsigned a, unsigned b, unsigned c) {
        for (const unsigned v : {a, b, c}) triangles_->push_back(v);
    }
    // Shells are walked counter-clockwise, holes clockwise.
    void walls(const std::vector<osg::Vec2d>& ring, bool shell) {
        const bool forward = (shoelace(ring) > 0) == shell;
        for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
            const osg::Vec2d& from = forward ? ring[j] : ring[i];
            const osg::Vec2d& to = forward ? ring[i] : ring[j];
            if (from == to) continue;
            const unsigned a = at(from, area_.low);
            const unsigned b = at(to, area_.low);
            const unsigned c = at(to, area_.high);
            const unsigned d = at(from, area_.high);
            face(a, b, c);
            face(a, c, d);
        }
    }
    const Area& area_;
    const LocalFrame& frame_;
    osg::ref_ptr<osg::Vec3Array> vertices_ = new osg::Vec3Array;
    osg::ref_ptr<osg::DrawElementsUInt> triangles_ = new osg::DrawElementsUInt(GL_TRIANGLES);
};

}  // namespace

Areas::Areas(const std::vector<Area>& areas, const LocalFrame& frame, ShaderLibrary& shaders)
    : root_(new osg::Group) {
    root_->setName("areas");
    osg::StateSet& common = *root_->getOrCreateStateSet();
    common.setAttributeAndModes(shaders.program("area"));
    common.setRenderBinDetails(kAreaBin, "TraversalOrderBin");
    common.setMode(GL_CULL_FACE, osg::StateAttribute::OFF);
    for (const Area& area : areas) {
        osg::ref_ptr<osg::Group> group = new osg::Group;
        group->getOrCreateStateSet()->addUniform(new osg::Uniform("u_fill", osg::Vec4f(1, 1, 1, 0)));
        const osg::ref_ptr<osg::Geometry> solid = Solid(area, frame).geometry();
        // Count: a pixel whose ground lies inside the solid ends with a count other than 0.
        osg::ref_ptr<osg::Group> count = new osg::Group;
        count->addChild(solid);
        osg::StateSet& counting = *count->getOrCreateStateSet();
        osg::ref_ptr<osg::StencilTwoSided> two = new osg::StencilTwoSided;
        two->setFunction(osg::StencilTwoSided::FRONT, osg::StencilTwoSided::ALWAYS, 0, ~0U);
        two->setFunction(osg::StencilTwoSided::BACK, osg::StencilTwoSided::ALWAYS, 0, ~0U);
        two->setOperation(osg::StencilTwoSided::FRONT, osg::StencilTwoSided::KEEP,
                          osg::StencilTwoSided::DECR_WRAP, osg::StencilTwoSided::KEEP);
        two->setOperation(osg::StencilTwoSided::BACK, osg::StencilTwoSided::KEEP,
                          osg::StencilTwoSided::INCR_WRAP, osg::StencilTwoSided::KEEP);
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
        groups_.push_back(group);
    }
}

void Areas::setFill(std::size_t area, const osg::Vec4f& fill) {
    groups_[area]->getStateSet()->getUniform("u_fill")->set(fill);
    groups_[area]->setNodeMask(fill.a() > 0 ? ~0U : 0U);
}

}  // namespace atlas::scene
