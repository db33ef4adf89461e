#include "scene/decks.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace atlas::scene {

namespace {

struct Edges {
    std::vector<osg::Vec3d> left, right;
};

Edges edgesOf(const Polyline& line, double width) {
    Edges edges;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const osg::Vec3d& a = line[i > 0 ? i - 1 : 0];
        const osg::Vec3d& b = line[std::min(i + 1, line.size() - 1)];
        const double length = std::max(std::hypot(b.x() - a.x(), b.y() - a.y()), 1e-6);
        const osg::Vec3d across(-(b.y() - a.y()) / length, (b.x() - a.x()) / length, 0);
        edges.left.push_back(line[i] + across * (width / 2));
        edges.right.push_back(line[i] - across * (width / 2));
    }
    return edges;
}

// An upright box: half its sides along and across.
struct Column {
    osg::Vec3d foot;
    double height = 0;
    osg::Vec3d thick, wide;

    std::array<osg::Vec3d, 4> corners() const {
        return {foot + thick + wide, foot + wide - thick, foot - thick - wide, foot + thick - wide};
    }
};

std::vector<Column> columnsOf(const Deck& deck, const Deck::Pillar& pillar) {
    std::vector<Column> columns;
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
        const auto column = [&](double middle, double width, double bottom, double top) {
            columns.push_back({{at.x() + side.x() * middle, at.y() + side.y() * middle, bottom},
                               top - bottom,
                               forward * (pillar.side / 2),
                               side * (width / 2)});
        };
        const double under = at.z() - deck.thickness;
        if (pillar.top <= at.z()) {
            column(0, deck.width * 0.6, pillar.bottom, std::max(under, pillar.bottom));
            break;
        }
        const double leg = (deck.width + pillar.side) / 2;
        for (const double sign : {-1.0, 1.0}) column(sign * leg, pillar.side, pillar.bottom, pillar.top);
        // Cross beams: under the deck and near the top.
        for (const double top : {under, pillar.top - (pillar.top - at.z()) * 0.12})
            column(0, deck.width, top - pillar.side * 0.8, top);
        break;
    }
    return columns;
}

class DeckBatch {
  public:
    explicit DeckBatch(const LocalFrame& frame) : frame_(frame) {}

    void add(const Deck& deck, std::uint32_t feature) {
        if (deck.pieces.empty()) addPiece(deck, deck.line, feature);
        for (const Polyline& piece : deck.pieces) addPiece(deck, piece, feature);
        for (const Deck::Pillar& pillar : deck.pillars)
            for (const Column& column : columnsOf(deck, pillar)) addColumn(column, feature);
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
    void addPiece(const Deck& deck, const Polyline& line, std::uint32_t feature) {
        if (line.size() < 2) return;
        const auto [left, right] = edgesOf(line, deck.width);
        const osg::Vec3d down(0, 0, -deck.thickness);
        for (std::size_t i = 0; i + 1 < line.size(); ++i) {
            quad(right[i], right[i + 1], left[i + 1], left[i], feature);
            quad(right[i] + down, right[i + 1] + down, right[i + 1], right[i], feature);
            quad(left[i + 1] + down, left[i] + down, left[i], left[i + 1], feature);
            quad(left[i] + down, left[i + 1] + down, right[i + 1] + down, right[i] + down, feature);
        }
        for (const std::size_t end : {std::size_t{0}, line.size() - 1})
            quad(left[end] + down, right[end] + down, right[end], left[end], feature);
    }
    void addColumn(const Column& column, std::uint32_t feature) {
        const auto corners = column.corners();
        const osg::Vec3d up(0, 0, column.height);
        for (std::size_t k = 0; k < 4; ++k) {
            const osg::Vec3d& a = corners[k];
            const osg::Vec3d& b = corners[(k + 1) % 4];
            quad(a, b, b + up, a + up, feature);
        }
        quad(corners[0] + up, corners[1] + up, corners[2] + up, corners[3] + up, feature);
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

CastShadows::Casters castersOf(const std::vector<Deck>& decks) {
    auto casters = std::make_shared<ShadowCasters>();
    const auto flat = [](const std::vector<osg::Vec3d>& edge) {
        std::vector<terrain::Vec3> points;
        points.reserve(edge.size());
        for (const osg::Vec3d& p : edge) points.push_back({p.x(), p.y(), p.z()});
        return points;
    };
    for (const Deck& deck : decks) {
        const std::vector<Polyline> whole{deck.line};
        for (const Polyline& piece : deck.pieces.empty() ? whole : deck.pieces) {
            const Edges edges = edgesOf(piece, deck.width);
            casters->decks.push_back({flat(edges.left), flat(edges.right)});
        }
        for (const Deck::Pillar& pillar : deck.pillars)
            for (const Column& column : columnsOf(deck, pillar)) {
                if (column.foot.z() > pillar.bottom)
                    continue;  // a beam in the air is no solid down to the ground
                terrain::ShadowCaster caster;
                auto& ring = caster.rings.emplace_back();
                for (const osg::Vec3d& p : column.corners()) ring.push_back({p.x(), p.y()});
                caster.base = column.foot.z();
                caster.top = column.foot.z() + column.height;
                casters->solids.push_back(std::move(caster));
            }
    }
    return casters;
}

Decks::Decks(const std::vector<Deck>& decks, const LocalFrame& frame, ShaderLibrary& shaders)
    : geometry_(build(decks, frame)), states_(*geometry_->getOrCreateStateSet()) {
    states_.resize(decks.size());
    osg::StateSet& state = *geometry_->getOrCreateStateSet();
    state.setAttributeAndModes(shaders.program("deck"));
    state.setRenderBinDetails(3, "RenderBin");
    setStyle({});
}

}  // namespace atlas::scene
