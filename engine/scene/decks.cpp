#include "scene/decks.h"

#include <algorithm>
#include <cmath>

namespace atlas::scene {

namespace {

class DeckBatch {
  public:
    explicit DeckBatch(const LocalFrame& frame) : frame_(frame) {}

    void add(const Deck& deck, std::uint32_t feature) {
        const Polyline& line = deck.line;
        if (line.size() < 2) return;
        std::vector<osg::Vec3d> left;
        std::vector<osg::Vec3d> right;
        for (std::size_t i = 0; i < line.size(); ++i) {
            const osg::Vec3d& a = line[i > 0 ? i - 1 : 0];
            const osg::Vec3d& b = line[std::min(i + 1, line.size() - 1)];
            const double length = std::max(std::hypot(b.x() - a.x(), b.y() - a.y()), 1e-6);
            const osg::Vec3d across(-(b.y() - a.y()) / length, (b.x() - a.x()) / length, 0);
            left.push_back(line[i] + across * (deck.width / 2));
            right.push_back(line[i] - across * (deck.width / 2));
        }
        const osg::Vec3d down(0, 0, -deck.thickness);
        for (std::size_t i = 0; i + 1 < line.size(); ++i) {
            quad(right[i], right[i + 1], left[i + 1], left[i], feature);
            quad(right[i] + down, right[i + 1] + down, right[i + 1], right[i], feature);
            quad(left[i + 1] + down, left[i] + down, left[i], left[i + 1], feature);
            quad(left[i] + down, left[i + 1] + down, right[i + 1] + down, right[i] + down, feature);
        }
        for (const Deck::Pillar& pillar : deck.pillars) addPillar(deck, pillar, feature);
    }

    osg::ref_ptr<osg::Geometry> geometry() const {
        osg::ref_ptr<osg::Geometry> geometry = new osg::Geometry;
        geometry->setName("decks");
        geometry->setUseDisplayList(false);
        geometry->setUseVertexBufferObjects(true);
        geometry->setVertexArray(vertices_);
        geometry->setNormalArray(normals_, osg::Array::BIND_PER_VERTEX);
        geometry->addPrimitiveSet(triangles_);
        osg::BoundingBox box;
        for (const osg::Vec4& v : *vertices_) box.expandBy(osg::Vec3(v.x(), v.y(), v.z()));
        box.zMin() -= 1000;  // the shader stretches heights
        box.zMax() *= 6;
        geometry->setInitialBound(box);
        return geometry;
    }

  private:
    void addPillar(const Deck& deck, const Deck::Pillar& pillar, std::uint32_t feature) {
        double along = 0;
        for (std::size_t i = 0; i + 1 < deck.line.size(); ++i) {
            const osg::Vec3d d = deck.line[i + 1] - deck.line[i];
            const double length = std::hypot(d.x(), d.y());
            if (along + length < pillar.along && i + 2 < deck.line.size()) {
                along += length;
                continue;
            }
            const osg::Vec3d at = deck.line[i] + d * ((pillar.along - along) / std::max(length, 1e-6));
            const osg::Vec3d forward = osg::Vec3d(d.x(), d.y(), 0) / std::max(length, 1e-6);
            const osg::Vec3d side(-forward.y(), forward.x(), 0);
            const osg::Vec3d thick = forward * (pillar.side / 2);
            const auto column = [&](double middle, double width, double bottom, double top) {
                const osg::Vec3d foot(at.x() + side.x() * middle, at.y() + side.y() * middle, bottom);
                box(foot, top - bottom, thick, side * (width / 2), feature);
            };
            const double under = at.z() - deck.thickness;
            if (pillar.top <= at.z()) {
                column(0, deck.width * 0.6, pillar.bottom, std::max(under, pillar.bottom));
                return;
            }
            const double leg = (deck.width + pillar.side) / 2;
            for (const double sign : {-1.0, 1.0}) column(sign * leg, pillar.side, pillar.bottom, pillar.top);
            // Cross beams: under the deck and near the top.
            for (const double top : {under, pillar.top - (pillar.top - at.z()) * 0.12})
                column(0, deck.width, top - pillar.side * 0.8, top);
            return;
        }
    }
    // Half thicknesses along and across.
    void box(const osg::Vec3d& foot, double height, const osg::Vec3d& thick, const osg::Vec3d& wide,
             std::uint32_t feature) {
        const osg::Vec3d corners[] = {thick + wide, wide - thick, -thick - wide, thick - wide};
        const osg::Vec3d up(0, 0, height);
        for (int k = 0; k < 4; ++k) {
            const osg::Vec3d a = foot + corners[k];
            const osg::Vec3d b = foot + corners[(k + 1) % 4];
            quad(a, b, b + up, a + up, feature);
        }
        const osg::Vec3d top = foot + up;
        quad(top + corners[0], top + corners[1], top + corners[2], top + corners[3], feature);
    }
    void quad(const osg::Vec3d& a, const osg::Vec3d& b, const osg::Vec3d& c, const osg::Vec3d& d,
              std::uint32_t feature) {
        osg::Vec3d normal = (b - a) ^ (d - a);
        normal.normalize();
        const auto first = static_cast<unsigned>(vertices_->size());
        for (const osg::Vec3d* p : {&a, &b, &c, &d}) {
            vertices_->push_back(osg::Vec4(
                osg::Vec4d(p->x() - frame_.origin.x(), p->y() - frame_.origin.y(), p->z(), feature)));
            normals_->push_back(osg::Vec3(normal));
        }
        for (const unsigned k : {0U, 1U, 2U, 0U, 2U, 3U}) triangles_->push_back(first + k);
    }
    const LocalFrame& frame_;
    osg::ref_ptr<osg::Vec4Array> vertices_ = new osg::Vec4Array;
    osg::ref_ptr<osg::Vec3Array> normals_ = new osg::Vec3Array;
    osg::ref_ptr<osg::DrawElementsUInt> triangles_ = new osg::DrawElementsUInt(GL_TRIANGLES);
};

osg::ref_ptr<osg::Geometry> build(const std::vector<Deck>& decks, const LocalFrame& frame) {
    DeckBatch batch(frame);
    for (std::size_t i = 0; i < decks.size(); ++i) batch.add(decks[i], static_cast<std::uint32_t>(i));
    return batch.geometry();
}

}  // namespace

Decks::Decks(const std::vector<Deck>& decks, const LocalFrame& frame, ShaderLibrary& shaders)
    : geometry_(build(decks, frame)), states_(*geometry_->getOrCreateStateSet()) {
    states_.resize(decks.size());
    osg::StateSet& state = *geometry_->getOrCreateStateSet();
    state.setAttributeAndModes(shaders.program("deck"));
    state.setRenderBinDetails(3, "RenderBin");
    setStyle({});
}

}  // namespace atlas::scene
