#include "scene/areas.h"

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

// A closed prism with outward faces: walls, lid and floor.
osg::ref_ptr<osg::Geometry> prism(const Area& area, const LocalFrame& frame) {
    osg::ref_ptr<osg::Vec3Array> vertices = new osg::Vec3Array;
    osg::ref_ptr<osg::DrawElementsUInt> triangles = new osg::DrawElementsUInt(GL_TRIANGLES);
    const auto put = [&](const osg::Vec2d& p, double z) {
        vertices->push_back(osg::Vec3(osg::Vec3d(p.x() - frame.origin.x(), p.y() - frame.origin.y(), z)));
        return static_cast<unsigned>(vertices->size() - 1);
    };
    // Lid and floor are made of the same triangles, the walls of the triangles' outer edges: the solid is
    // closed whatever the tessellator does with crossing rings.
    const std::vector<osg::Vec2d> lid = triangulatePolygon(area.rings);
    for (std::size_t i = 0; i + 2 < lid.size(); i += 3) {
        const unsigned a = put(lid[i], area.high);
        const unsigned b = put(lid[i + 1], area.high);
        const unsigned c = put(lid[i + 2], area.high);
        const unsigned d = put(lid[i], area.low);
        const unsigned e = put(lid[i + 1], area.low);
        const unsigned f = put(lid[i + 2], area.low);
        // Each triangle is a prism of its own: inner walls count up and down alike and cancel.
        for (const unsigned v : {a, b, c, d, f, e, a, d, e, a, e, b, b, e, f, b, f, c, c, f, d, c, d, a})
            triangles->push_back(v);
    }
    osg::ref_ptr<osg::Geometry> geometry = new osg::Geometry;
    geometry->setUseDisplayList(false);
    geometry->setUseVertexBufferObjects(true);
    geometry->setVertexArray(vertices);
    geometry->addPrimitiveSet(triangles);
    geometry->setCullingActive(false);
    return geometry;
}

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
        const osg::ref_ptr<osg::Geometry> solid = prism(area, frame);
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
