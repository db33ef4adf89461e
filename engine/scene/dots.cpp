#include "scene/dots.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <osg/BlendFunc>
#include <osg/Depth>
#include <random>

#include "scene/line_levels.h"

namespace atlas::scene {

namespace {

constexpr std::uint32_t kTileDots = 512;   // dots, at most
constexpr double kRoom = 0.35;             // of a dot's own area: what each gets of the screen at least
constexpr std::size_t kMostShown = 60000;  // dots a frame
constexpr int kDotBin = 14;                // over lines, under names
constexpr std::uint32_t kNobody = 0xFFFFFFFF;

}  // namespace

Dots::Dots(std::vector<Dot> dots, std::size_t features, const LocalFrame& frame, ShaderLibrary& shaders)
    : dots_(std::move(dots)),
      dotOfFeature_(features, kNobody),
      geometry_(new osg::Geometry),
      indices_(new ChosenElements(GL_POINTS)),
      states_(*geometry_->getOrCreateStateSet()) {
    states_.resize(features);
    if (!dots_.empty()) split(0, static_cast<std::uint32_t>(dots_.size()));
    const osg::ref_ptr<osg::Vec4Array> vertices = new osg::Vec4Array;
    vertices->reserve(dots_.size());
    indices_->reserve(dots_.size());
    for (std::uint32_t i = 0; i < dots_.size(); ++i) {
        const Dot& dot = dots_[i];
        assert(dot.feature < features);
        vertices->push_back(
            osg::Vec4(osg::Vec3(frame.toLocal({dot.at.x(), dot.at.y(), dot.at.z() + frame.origin.z()})),
                      static_cast<float>(dot.feature)));
        indices_->push_back(i);
        if (dotOfFeature_[dot.feature] == kNobody) dotOfFeature_[dot.feature] = i;
    }
    geometry_->setName("dots");
    geometry_->setUseDisplayList(false);
    geometry_->setUseVertexBufferObjects(true);
    geometry_->setDataVariance(osg::Object::DYNAMIC);
    geometry_->setCullingActive(false);  // update() has done it
    geometry_->setVertexArray(vertices);
    geometry_->addPrimitiveSet(indices_);
    osg::StateSet& state = *geometry_->getOrCreateStateSet();
    state.setAttributeAndModes(shaders.program("dot"));
    state.setRenderBinDetails(kDotBin, "RenderBin");
    state.setMode(GL_VERTEX_PROGRAM_POINT_SIZE, osg::StateAttribute::ON);
    state.setMode(GL_POINT_SPRITE, osg::StateAttribute::ON);
    state.setAttributeAndModes(new osg::BlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA));
    state.setMode(GL_BLEND, osg::StateAttribute::ON);
    state.setAttributeAndModes(new osg::Depth(osg::Depth::LEQUAL, 0, 1, false));
    state.addUniform(
        new osg::Uniform(osg::Uniform::FLOAT_VEC4, "u_dotColour", static_cast<int>(DotStyle::kMostColors)));
    setStyle({});
}

// Median by median along the wider side (a k-d tree, of which only the leaves are kept).
void Dots::split(std::uint32_t first, std::uint32_t end) {
    osg::BoundingBoxd box;
    for (std::uint32_t i = first; i < end; ++i) box.expandBy(dots_[i].at);
    const auto begin = dots_.begin();
    if (end - first <= kTileDots) {
        std::mt19937 random(first);  // the same for the same data
        for (std::uint32_t i = end - 1; i > first; --i)
            std::swap(dots_[i], dots_[first + random() % (i - first + 1)]);
        tiles_.push_back({first, end - first, 0, box});
        return;
    }
    const bool wide = box.xMax() - box.xMin() > box.yMax() - box.yMin();
    const std::uint32_t middle = first + (end - first) / 2;
    std::nth_element(begin + first, begin + middle, begin + end, [wide](const Dot& a, const Dot& b) {
        return wide ? a.at.x() < b.at.x() : a.at.y() < b.at.y();
    });
    split(first, middle);
    split(middle, end);
}

void Dots::setStyle(const DotStyle& style) {
    style_ = style;
    osg::StateSet& state = *geometry_->getOrCreateStateSet();
    osg::Uniform& colors = *state.getUniform("u_dotColour");
    const std::size_t count = std::min(style.colors.size(), DotStyle::kMostColors);
    for (unsigned i = 0; i < count; ++i) colors.setElement(i, style.colors[i]);
    state.getOrCreateUniform("u_dot", osg::Uniform::FLOAT_VEC4)
        ->set(osg::Vec4f(style.size, style.opacity, static_cast<float>(style.nearest),
                         static_cast<float>(style.farthest)));
}

void Dots::update(const Projector& projector, double exaggeration) {
    states_.flush();
    const BoxSight sight(projector, exaggeration);
    const double size = style_.size * projector.viewport.symbolScale();
    std::size_t wanted = 0;
    for (Tile& tile : tiles_) {
        tile.shown = 0;
        const double distance = sight.distance(tile.box);
        if (!(distance < style_.farthest)) continue;
        // What the tile covers of the screen: its area on the ground, seen at the angle of the line of sight.
        const osg::Vec3d& low = tile.box._min;
        const osg::Vec3d& high = tile.box._max;
        const osg::Vec3d middle = tile.box.center();
        const double away = std::max(
            (osg::Vec3d(middle.x(), middle.y(), middle.z() * exaggeration) - projector.eye).length(), 1.0);
        const double metre = 1 / metresPerPixel(projector.viewport, std::max(distance, 1.0));
        const double lean = std::max(std::abs(projector.eye.z() - middle.z() * exaggeration) / away, 0.08);
        const double area = (high.x() - low.x()) * (high.y() - low.y()) * lean;
        const double tall = (high.z() - low.z()) * exaggeration * (high - low).length();
        const double pixels = std::max(area, tall * 0.5) * metre * metre;
        const double room = pixels / (size * size * kRoom) + 1;
        tile.shown = static_cast<std::uint32_t>(std::min<double>(tile.count, std::ceil(room)));
        wanted += tile.shown;
    }
    const double share =
        wanted > kMostShown ? static_cast<double>(kMostShown) / static_cast<double>(wanted) : 1;
    std::vector<IndexRange> ranges;
    shown_ = 0;
    for (Tile& tile : tiles_) {
        if (tile.shown == 0) continue;
        tile.shown = std::max(1U, static_cast<std::uint32_t>(tile.shown * share));
        shown_ += tile.shown;
        ranges.push_back({tile.first, tile.shown});
    }
    for (const std::uint32_t feature : always_)
        if (feature < dotOfFeature_.size() && dotOfFeature_[feature] != kNobody)
            ranges.push_back({dotOfFeature_[feature], 1});
    indices_->choose(ranges);
}

std::optional<NearFeature> Dots::pick(const Projector& projector, double exaggeration, double x, double y,
                                      double slack) const {
    std::optional<NearFeature> best;
    const double reach = (style_.size / 2 + slack) * projector.viewport.symbolScale();
    const auto pixelOf = [&](const osg::Vec3d& at, osg::Vec3d& pixel) {
        return projector.project({at.x(), at.y(), at.z() * exaggeration}, pixel);
    };
    for (const Tile& tile : tiles_) {
        if (tile.shown == 0) continue;
        // Only tiles whose box lies under the pointer.
        double left = 1e30;
        double right = -1e30;
        double top = 1e30;
        double bottom = -1e30;
        bool ahead = true;
        for (unsigned corner = 0; corner < 8 && ahead; ++corner) {
            osg::Vec3d pixel;
            ahead = pixelOf(tile.box.corner(corner), pixel);
            left = std::min(left, pixel.x());
            right = std::max(right, pixel.x());
            top = std::min(top, pixel.y());
            bottom = std::max(bottom, pixel.y());
        }
        if (ahead && (x < left - reach || x > right + reach || y < top - reach || y > bottom + reach))
            continue;
        for (std::uint32_t i = tile.first; i < tile.first + tile.shown; ++i) {
            osg::Vec3d pixel;
            if (!pixelOf(dots_[i].at, pixel) || std::hypot(pixel.x() - x, pixel.y() - y) > reach) continue;
            if (pixel.z() > style_.farthest || pixel.z() < style_.nearest) continue;
            if ((best && pixel.z() >= best->distance) || !states_.present(dots_[i].feature)) continue;
            best = NearFeature{dots_[i].feature, pixel.z()};
        }
    }
    return best;
}

}  // namespace atlas::scene
