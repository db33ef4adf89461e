#include "scene/lines.h"

#include <algorithm>
#include <cmath>
#include <osg/BlendFunc>
#include <osg/Depth>
#include <osg/Geometry>

namespace atlas::scene {

Polyline drape(const std::vector<osg::Vec2d>& line, const std::function<double(double, double)>& surface,
               double step) {
    Polyline draped;
    const auto push = [&](double x, double y) { draped.emplace_back(x, y, surface(x, y)); };
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
        const osg::Vec2d way = line[i + 1] - line[i];
        const int pieces = std::max(1, static_cast<int>(std::ceil(way.length() / step)));
        for (int k = 0; k < pieces; ++k) {
            const double f = static_cast<double>(k) / pieces;
            push(line[i].x() + way.x() * f, line[i].y() + way.y() * f);
        }
    }
    if (!line.empty()) push(line.back().x(), line.back().y());
    return draped;
}

Polyline drape(const std::vector<osg::Vec3d>& line, const terrain::HeightField& ground, double step,
               double fallback) {
    std::vector<osg::Vec2d> flat;
    flat.reserve(line.size());
    for (const osg::Vec3d& p : line) flat.emplace_back(p.x(), p.y());
    return drape(
        flat, [&](double x, double y) { return ground.heightOr(x, y, fallback); }, step);
}

osg::ref_ptr<osg::Node> makeLines(const std::vector<Polyline>& lines, const LineStyle& style,
                                  const LocalFrame& frame, ShaderLibrary& shaders) {
    osg::ref_ptr<osg::Vec4Array> here = new osg::Vec4Array;    // local x, y, true height, side -1 / 1
    osg::ref_ptr<osg::Vec4Array> before = new osg::Vec4Array;  // previous vertex, metres along
    osg::ref_ptr<osg::Vec3Array> after = new osg::Vec3Array;   // next vertex
    osg::ref_ptr<osg::DrawElementsUInt> triangles = new osg::DrawElementsUInt(GL_TRIANGLES);
    osg::BoundingBox box;
    for (const Polyline& line : lines) {
        if (line.size() < 2) continue;
        const auto local = [&](std::size_t i) {
            return osg::Vec3(
                osg::Vec3d(line[i].x() - frame.origin.x(), line[i].y() - frame.origin.y(), line[i].z()));
        };
        const bool closed = (line.front() - line.back()).length() < 0.01;
        const auto first = static_cast<unsigned>(here->size());
        double along = 0;
        for (std::size_t i = 0; i < line.size(); ++i) {
            if (i > 0) along += (line[i] - line[i - 1]).length();
            const std::size_t previous = i > 0 ? i - 1 : (closed ? line.size() - 2 : 0);
            const std::size_t next = i + 1 < line.size() ? i + 1 : (closed ? 1 : i);
            for (const float side : {-1.0F, 1.0F}) {
                here->push_back(osg::Vec4(local(i), side));
                before->push_back(osg::Vec4(local(previous), static_cast<float>(along)));
                after->push_back(local(next));
            }
            box.expandBy(local(i));
        }
        for (unsigned i = 0; i + 1 < line.size(); ++i) {
            const unsigned a = first + i * 2;
            for (const unsigned v : {a, a + 1, a + 3, a, a + 3, a + 2}) triangles->push_back(v);
        }
    }
    osg::ref_ptr<osg::Geometry> geometry = new osg::Geometry;
    geometry->setName("lines");
    geometry->setUseDisplayList(false);
    geometry->setUseVertexBufferObjects(true);
    geometry->setVertexArray(here);
    geometry->setTexCoordArray(0, before, osg::Array::BIND_PER_VERTEX);
    geometry->setTexCoordArray(1, after, osg::Array::BIND_PER_VERTEX);
    geometry->addPrimitiveSet(triangles);
    box.zMin() -= 1e4F;  // exaggeration and width are the shader's; the flat extent is what culls
    box.zMax() += 1e4F;
    geometry->setInitialBound(box);
    osg::StateSet& state = *geometry->getOrCreateStateSet();
    state.setAttributeAndModes(shaders.program("line"));
    setLineStyle(*geometry, style);
    state.addUniform(new osg::Uniform("u_opacity", 1.0F));
    state.setAttributeAndModes(new osg::BlendFunc(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA));
    state.setAttributeAndModes(new osg::Depth(osg::Depth::LEQUAL, 0, 1, false));
    state.setRenderBinDetails(10, "RenderBin");
    return geometry;
}

void setLineStyle(osg::Node& lines, const LineStyle& style) {
    osg::StateSet& state = *lines.getOrCreateStateSet();
    state.getOrCreateUniform("u_core", osg::Uniform::FLOAT_VEC4)->set(style.core);
    state.getOrCreateUniform("u_casing", osg::Uniform::FLOAT_VEC4)->set(style.casing);
    state.getOrCreateUniform("u_line", osg::Uniform::FLOAT_VEC3)
        ->set(osg::Vec3f(style.width, style.casingShare, style.dash));
}

}  // namespace atlas::scene
