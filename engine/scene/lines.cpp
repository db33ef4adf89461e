#include "scene/lines.h"

#include <algorithm>
#include <cmath>
#include <osg/BlendFunc>
#include <osg/Depth>
#include <osg/Geometry>

#include "scene/line_set.h"

namespace atlas::scene {

Polyline drape(const std::vector<osg::Vec3d>& line, const terrain::HeightField& ground, double step,
               double fallback) {
    Polyline draped;
    const auto push = [&](double x, double y) { draped.emplace_back(x, y, ground.heightOr(x, y, fallback)); };
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
        const double length = std::hypot(line[i + 1].x() - line[i].x(), line[i + 1].y() - line[i].y());
        const int pieces = std::max(1, static_cast<int>(std::ceil(length / step)));
        for (int k = 0; k < pieces; ++k) {
            const double f = static_cast<double>(k) / pieces;
            push(line[i].x() + (line[i + 1].x() - line[i].x()) * f,
                 line[i].y() + (line[i + 1].y() - line[i].y()) * f);
        }
    }
    if (!line.empty()) push(line.back().x(), line.back().y());
    return draped;
}

namespace {

// A vertex twice, once a side; the shader moves them apart. Segments share vertices unless their looks
// differ.
class LineBatch {
  public:
    explicit LineBatch(const LocalFrame& frame) : frame_(frame) {}

    void add(const Polyline& line, std::uint32_t feature, const std::vector<FeatureLine::Look>& looks) {
        if (line.size() < 2) return;
        const bool closed = (line.front() - line.back()).length() < 0.01;
        const auto lookOf = [&](std::size_t segment) {
            return segment < looks.size() ? static_cast<unsigned>(looks[segment]) : 0U;
        };
        double along = 0;
        unsigned left = 0;  // of the segment that is begun
        for (std::size_t i = 0; i < line.size(); ++i) {
            if (i > 0) along += (line[i] - line[i - 1]).length();
            const std::size_t previous = i > 0 ? i - 1 : (closed ? line.size() - 2 : 0);
            const std::size_t next = i + 1 < line.size() ? i + 1 : (closed ? 1 : i);
            const auto put = [&](unsigned look) {
                const auto first = static_cast<unsigned>(here_->size());
                for (const float side : {-1.0F, 1.0F}) {
                    here_->push_back(osg::Vec4(local(line[i]), side));
                    before_->push_back(osg::Vec4(local(line[previous]), static_cast<float>(along)));
                    after_->push_back(osg::Vec4(local(line[next]), static_cast<float>(feature * 4 + look)));
                }
                return first;
            };
            if (i > 0) {
                const unsigned right = put(lookOf(i - 1));
                for (const unsigned v : {left, left + 1, right + 1, left, right + 1, right})
                    triangles_->push_back(v);
                left = right;
            }
            if (i == 0 || (i + 1 < line.size() && lookOf(i) != lookOf(i - 1))) left = put(lookOf(i));
            box_.expandBy(local(line[i]));
        }
    }

    osg::ref_ptr<osg::Node> node(const LineStyle& style, bool states, ShaderLibrary& shaders) {
        osg::ref_ptr<osg::Geometry> geometry = new osg::Geometry;
        geometry->setName("lines");
        geometry->setUseDisplayList(false);
        geometry->setUseVertexBufferObjects(true);
        geometry->setVertexArray(here_);
        geometry->setTexCoordArray(0, before_, osg::Array::BIND_PER_VERTEX);
        geometry->setTexCoordArray(1, after_, osg::Array::BIND_PER_VERTEX);
        geometry->addPrimitiveSet(triangles_);
        box_.zMin() -= 1e4F;  // exaggeration and width are the shader's; the flat extent is what culls
        box_.zMax() += 1e4F;
        geometry->setInitialBound(box_);
        osg::StateSet& state = *geometry->getOrCreateStateSet();
        state.setAttributeAndModes(shaders.program("line"));
        state.addUniform(new osg::Uniform("u_core", style.core));
        state.addUniform(new osg::Uniform("u_coreNight", style.core));
        state.addUniform(new osg::Uniform("u_casing", style.casing));
        state.addUniform(new osg::Uniform("u_line", osg::Vec3f(style.width, style.casingShare, style.dash)));
        state.addUniform(new osg::Uniform("u_farthest", 1e9F));
        state.addUniform(new osg::Uniform("u_opacity", 1.0F));
        state.addUniform(new osg::Uniform("u_hasStates", states));
        state.setAttributeAndModes(new osg::BlendFunc(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA));
        state.setAttributeAndModes(new osg::Depth(osg::Depth::LEQUAL, 0, 1, false));
        state.setRenderBinDetails(10, "RenderBin");
        return geometry;
    }

  private:
    osg::Vec3 local(const osg::Vec3d& p) const {
        return osg::Vec3(osg::Vec3d(p.x() - frame_.origin.x(), p.y() - frame_.origin.y(), p.z()));
    }
    const LocalFrame& frame_;
    osg::ref_ptr<osg::Vec4Array> here_ = new osg::Vec4Array;    // local x, y, true height, side -1 / 1
    osg::ref_ptr<osg::Vec4Array> before_ = new osg::Vec4Array;  // previous vertex, metres along
    osg::ref_ptr<osg::Vec4Array> after_ = new osg::Vec4Array;   // next vertex, feature * 4 + look
    osg::ref_ptr<osg::DrawElementsUInt> triangles_ = new osg::DrawElementsUInt(GL_TRIANGLES);
    osg::BoundingBox box_;
};

}  // namespace

osg::ref_ptr<osg::Node> makeLines(const std::vector<Polyline>& lines, const LineStyle& style,
                                  const LocalFrame& frame, ShaderLibrary& shaders) {
    LineBatch batch(frame);
    for (const Polyline& line : lines) batch.add(line, 0, {});
    return batch.node(style, false, shaders);
}

osg::ref_ptr<osg::Node> makeFeatureLines(const std::vector<FeatureLine>& lines, const LineStyle& style,
                                         const LocalFrame& frame, ShaderLibrary& shaders) {
    LineBatch batch(frame);
    for (const FeatureLine& line : lines) batch.add(line.points, line.feature, line.looks);
    return batch.node(style, true, shaders);
}

}  // namespace atlas::scene
