#include "scene/ribbons.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <osg/BlendFunc>
#include <osg/Depth>

namespace atlas::scene {

namespace {

constexpr double kChunkLength = 500;  // metres: the piece that is culled and given a level as one
constexpr std::uint8_t kLeftOut = kLineTolerances.size();
constexpr unsigned kStyleVectors = 5;  // vec4 a style, see ribbon.vert

double flat(const osg::Vec3d& a, const osg::Vec3d& b) {
    return std::hypot(b.x() - a.x(), b.y() - a.y());
}

// More than about 50 degrees in plan.
bool sharpTurn(const osg::Vec3d& a, const osg::Vec3d& b, const osg::Vec3d& c) {
    const osg::Vec2d in(b.x() - a.x(), b.y() - a.y());
    const osg::Vec2d out(c.x() - b.x(), c.y() - b.y());
    const double lengths = in.length() * out.length();
    return lengths > 1e-6 && in * out < 0.64 * lengths;
}

int codeOf(const RibbonLook& look) {
    return static_cast<int>(look.kind) * 3 + look.drop + 1;  // 0 .. 11
}

}  // namespace

// Each level of each chunk has its own vertices: a vertex knows its neighbours of the same level, from which
// the shader turns the corner. Levels halve, so all together are about twice the finest.
class Ribbons::Builder {
  public:
    Builder(const std::vector<Ribbon>& ribbons, const LocalFrame& frame) : frame_(frame) {
        for (std::uint32_t i = 0; i < ribbons.size(); ++i) cut(ribbons[i], i);
        std::stable_sort(chunks.begin(), chunks.end(), [&](const Chunk& a, const Chunk& b) {
            return ribbons[a.ribbon].style < ribbons[b.ribbon].style;
        });
    }

    std::vector<Chunk> chunks;
    std::vector<std::uint32_t> indices;

    osg::ref_ptr<osg::Geometry> geometry(osg::DrawElementsUInt* drawn) const {
        osg::ref_ptr<osg::Geometry> geometry = new osg::Geometry;
        geometry->setName("ribbons");
        geometry->setUseDisplayList(false);
        geometry->setUseVertexBufferObjects(true);
        geometry->setDataVariance(osg::Object::DYNAMIC);
        geometry->setCullingActive(false);  // update() has done it
        geometry->setVertexArray(here_);
        geometry->setTexCoordArray(0, before_, osg::Array::BIND_PER_VERTEX);
        geometry->setTexCoordArray(1, after_, osg::Array::BIND_PER_VERTEX);
        geometry->setTexCoordArray(2, look_, osg::Array::BIND_PER_VERTEX);
        geometry->addPrimitiveSet(drawn);
        return geometry;
    }

  private:
    void cut(const Ribbon& ribbon, std::uint32_t number) {
        const Polyline& line = ribbon.points;
        if (line.size() < 2) return;
        std::vector<double> along(line.size(), 0);
        for (std::size_t i = 1; i < line.size(); ++i)
            along[i] = along[i - 1] + (line[i] - line[i - 1]).length();
        const auto lookOf = [&](std::size_t segment) {
            return segment < ribbon.looks.size() ? ribbon.looks[segment] : RibbonLook{};
        };
        std::uint32_t first = 0;
        for (std::uint32_t i = 1; i < line.size(); ++i) {
            if (i + 1 < line.size() && lookOf(i) == lookOf(i - 1) && along[i] - along[first] < kChunkLength)
                continue;
            add(ribbon, number, first, i, codeOf(lookOf(i - 1)), along);
            first = i;
        }
    }

    void add(const Ribbon& ribbon, std::uint32_t number, std::uint32_t first, std::uint32_t last, int look,
             const std::vector<double>& along) {
        const Polyline& line = ribbon.points;
        const bool closed = flat(line.front(), line.back()) < 0.01;
        Chunk chunk;
        chunk.ribbon = number;
        chunk.first = first;
        chunk.last = last;
        for (std::uint32_t i = first; i <= last; ++i) chunk.box.expandBy(line[i]);
        for (std::size_t level = 0; level < kLineTolerances.size(); ++level) {
            chunk.begin[level] = static_cast<std::uint32_t>(indices.size());
            const auto kept = simplifyLine(line, first, last, kLineTolerances[level]);
            // What comes before and after the chunk, so that the corner at its ends is turned as within.
            const std::size_t size = line.size();
            const osg::Vec3d& before = first > 0 ? line[first - 1] : closed ? line[size - 2] : line[first];
            const osg::Vec3d& after = last + 1 < size ? line[last + 1] : closed ? line[1] : line[last];
            std::uint32_t left = 0;  // vertex that the next piece begins at
            for (std::size_t k = 0; k < kept.size(); ++k) {
                const osg::Vec3d& here = line[kept[k]];
                const osg::Vec3d& from = k > 0 ? line[kept[k - 1]] : before;
                const osg::Vec3d& to = k + 1 < kept.size() ? line[kept[k + 1]] : after;
                const auto put = [&](const osg::Vec3d& previous, const osg::Vec3d& next, float cap) {
                    const std::uint32_t i = kept[k];
                    const auto vertex = static_cast<std::uint32_t>(here_->size());
                    for (const float side : {-1.0F, 1.0F}) {
                        here_->push_back(osg::Vec4(local(here), side));
                        before_->push_back(osg::Vec4(local(previous), static_cast<float>(along[i])));
                        after_->push_back(osg::Vec4(local(next), static_cast<float>(ribbon.feature)));
                        look_->push_back(
                            osg::Vec3(static_cast<float>(ribbon.style * 16 + static_cast<unsigned>(look)),
                                      i < ribbon.tilt.size() ? ribbon.tilt[i] : 0, cap));
                    }
                    return vertex;
                };
                const auto join = [&](std::uint32_t v) {
                    for (const std::uint32_t t : {left, left + 1, v + 1, left, v + 1, v})
                        indices.push_back(t);
                };
                // A sharp corner is not turned: both arms end square, a little over each other.
                const bool sharp = sharpTurn(from, here, to);
                const bool begins = k == 0;
                const bool ends = k + 1 == kept.size();
                if (!begins) join(put(from, sharp ? here : to, sharp ? 1.0F : 0.0F));
                if (!ends) {
                    left = begins || sharp ? put(sharp ? here : from, to, sharp ? -1.0F : 0.0F)
                                           : static_cast<std::uint32_t>(here_->size()) - 2;
                }
            }
        }
        chunk.begin[kLineTolerances.size()] = static_cast<std::uint32_t>(indices.size());
        chunks.push_back(chunk);
    }

    osg::Vec3 local(const osg::Vec3d& p) const {
        return osg::Vec3(osg::Vec3d(p.x() - frame_.origin.x(), p.y() - frame_.origin.y(), p.z()));
    }

    const LocalFrame& frame_;
    osg::ref_ptr<osg::Vec4Array> here_ = new osg::Vec4Array;    // local x, y, true height, side -1 / 1
    osg::ref_ptr<osg::Vec4Array> before_ = new osg::Vec4Array;  // previous vertex, metres along
    osg::ref_ptr<osg::Vec4Array> after_ = new osg::Vec4Array;   // next vertex, feature
    osg::ref_ptr<osg::Vec3Array> look_ = new osg::Vec3Array;    // style * 16 + look, tilt, cap
};

Ribbons::Ribbons(std::vector<Ribbon> ribbons, std::size_t features, int bin, const LocalFrame& frame,
                 ShaderLibrary& shaders)
    : ribbons_(std::move(ribbons)),
      root_(new osg::Group),
      indices_(new osg::DrawElementsUInt(GL_TRIANGLES)),
      states_(*root_->getOrCreateStateSet()) {
    states_.resize(features);
    Builder builder(ribbons_, frame);
    chunks_ = std::move(builder.chunks);
    allIndices_ = std::move(builder.indices);
    chosen_.assign(chunks_.size(), kLeftOut);
    osg::StateSet& state = *root_->getOrCreateStateSet();
    state.setAttributeAndModes(shaders.program("ribbon"));
    // Premultiplied: by night light is added where a ribbon glows.
    state.setAttributeAndModes(new osg::BlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA));
    state.setAttributeAndModes(new osg::Depth(osg::Depth::LEQUAL, 0, 1, false));
    state.addUniform(new osg::Uniform(osg::Uniform::FLOAT_VEC4, "u_ribbon",
                                      static_cast<int>(kMaxRibbonStyles * kStyleVectors)));
    for (const int pass : {0, 1}) {
        osg::ref_ptr<osg::Geometry> geometry = builder.geometry(indices_);
        geometry->getOrCreateStateSet()->addUniform(new osg::Uniform("u_coreOnly", pass == 1));
        geometry->getOrCreateStateSet()->setRenderBinDetails(bin + pass, "RenderBin");
        root_->addChild(geometry);
    }
    setStyles({}, 1, 0, 1e9);
}

void Ribbons::setStyles(std::vector<RibbonStyle> styles, double opacity, double nearest, double farthest) {
    styles.resize(kMaxRibbonStyles);
    styles_ = std::move(styles);
    nearest_ = nearest;
    farthest_ = farthest;
    osg::StateSet& state = *root_->getOrCreateStateSet();
    osg::Uniform& table = *state.getUniform("u_ribbon");
    for (unsigned i = 0; i < kMaxRibbonStyles; ++i) {
        const RibbonStyle& s = styles_[i];
        const unsigned at = i * kStyleVectors;
        table.setElement(at, s.core);
        table.setElement(at + 1, s.nightCore);
        table.setElement(at + 2, s.casing);
        table.setElement(at + 3, osg::Vec4f(s.width, s.casingWidth, s.metres, s.glow));
        table.setElement(at + 4, osg::Vec4f(s.glowStrength,
                                            static_cast<float>(std::min(s.farthest, farthest)), s.shade, 0));
    }
    state.getOrCreateUniform("u_ribbonRange", osg::Uniform::FLOAT_VEC2)
        ->set(osg::Vec2f(static_cast<float>(nearest), static_cast<float>(opacity)));
}

double Ribbons::reach(const Chunk& chunk) const {
    return std::min(farthest_, styles_[ribbons_[chunk.ribbon].style].farthest);
}

void Ribbons::update(const Projector& projector, double exaggeration) {
    states_.flush();
    const BoxSight sight(projector, exaggeration);
    const double pixels = 1 / metresPerPixel(projector.viewport, 1);
    bool changed = false;
    for (std::size_t i = 0; i < chunks_.size(); ++i) {
        const Chunk& chunk = chunks_[i];
        std::uint8_t level = kLeftOut;
        if (states_.present(ribbons_[chunk.ribbon].feature)) {
            // The width on the ground and on the screen reaches over the line's own box.
            osg::BoundingBoxd box = chunk.box;
            const double metres = styles_[ribbons_[chunk.ribbon].style].metres + 10;
            box.expandBy(box._min - osg::Vec3d(metres, metres, metres));
            box.expandBy(box._max + osg::Vec3d(metres, metres, metres));
            const double distance = sight.distance(box);
            if (distance < reach(chunk))
                level = static_cast<std::uint8_t>(lineLevel(distance, pixels, exaggeration));
        }
        changed = changed || level != chosen_[i];
        chosen_[i] = level;
    }
    if (!changed) return;
    indices_->clear();
    for (std::size_t i = 0; i < chunks_.size(); ++i) {
        const std::uint8_t level = chosen_[i];
        if (level == kLeftOut) continue;
        const Chunk& chunk = chunks_[i];
        indices_->insert(indices_->end(), allIndices_.begin() + chunk.begin[level],
                         allIndices_.begin() + chunk.begin[level + 1U]);
    }
    indices_->dirty();
}

std::optional<NearFeature> Ribbons::pick(const Projector& projector, double exaggeration, double x, double y,
                                         double slack) const {
    std::optional<NearFeature> best;
    const double scale = projector.viewport.symbolScale();
    const BoxSight sight(projector, exaggeration);
    for (std::size_t c = 0; c < chunks_.size(); ++c) {
        const Chunk& chunk = chunks_[c];
        const Ribbon& ribbon = ribbons_[chunk.ribbon];
        if (chosen_[c] == kLeftOut || !states_.present(ribbon.feature)) continue;
        if (best && sight.distance(chunk.box) > best->distance) continue;
        const RibbonStyle& style = styles_[ribbon.style];
        osg::Vec3d before;
        bool known = false;
        for (std::uint32_t i = chunk.first; i <= chunk.last; ++i) {
            const osg::Vec3d& point = ribbon.points[i];
            osg::Vec3d pixel;
            const bool seen = projector.project({point.x(), point.y(), point.z() * exaggeration}, pixel);
            if (seen && known) {
                const osg::Vec2d along(pixel.x() - before.x(), pixel.y() - before.y());
                const osg::Vec2d to(x - before.x(), y - before.y());
                const double t =
                    along.length2() > 0 ? std::clamp((to * along) / along.length2(), 0.0, 1.0) : 0;
                const double distance = before.z() + (pixel.z() - before.z()) * t;
                const double half =
                    std::max<double>(style.width * scale,
                                     style.metres / metresPerPixel(projector.viewport, distance)) /
                    2;
                if ((to - along * t).length() <= half + slack * scale && distance < reach(chunk) &&
                    distance >= nearest_ && (!best || distance < best->distance))
                    best = NearFeature{ribbon.feature, distance};
            }
            known = seen;
            before = pixel;
        }
    }
    return best;
}

}  // namespace atlas::scene
