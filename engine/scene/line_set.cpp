#include "scene/line_set.h"

#include <algorithm>
#include <cmath>

namespace atlas::scene {

LineSet::LineSet(std::vector<FeatureLine> lines, std::size_t features, const LineSetStyle& style,
                 const LocalFrame& frame, ShaderLibrary& shaders)
    : lines_(std::move(lines)),
      style_(style),
      node_(makeFeatureLines(lines_, style.line, frame, shaders)),
      states_(*node_->getOrCreateStateSet()) {
    states_.resize(features);
    setStyle(style, 1);
}

void LineSet::setStyle(const LineSetStyle& style, double opacity) {
    style_ = style;
    osg::StateSet& state = *node_->getOrCreateStateSet();
    state.getOrCreateUniform("u_core", osg::Uniform::FLOAT_VEC4)->set(style.line.core);
    state.getOrCreateUniform("u_coreNight", osg::Uniform::FLOAT_VEC4)->set(style.nightCore);
    state.getOrCreateUniform("u_casing", osg::Uniform::FLOAT_VEC4)->set(style.line.casing);
    state.getOrCreateUniform("u_line", osg::Uniform::FLOAT_VEC3)
        ->set(osg::Vec3f(style.line.width, style.line.casingShare, style.line.dash));
    state.getOrCreateUniform("u_farthest", osg::Uniform::FLOAT)->set(static_cast<float>(style.farthest));
    state.getOrCreateUniform("u_opacity", osg::Uniform::FLOAT)->set(static_cast<float>(opacity));
}

std::optional<LineSet::Near> LineSet::pick(const Projector& projector, double exaggeration, double x,
                                           double y, double slack) const {
    const double reach = (style_.line.width / 2.0 + slack) * projector.viewport.symbolScale();
    std::optional<Near> best;
    for (const FeatureLine& line : lines_) {
        if (!states_.present(line.feature)) continue;
        osg::Vec3d before;
        bool known = false;
        for (const osg::Vec3d& point : line.points) {
            osg::Vec3d pixel;
            const bool seen = projector.project({point.x(), point.y(), point.z() * exaggeration}, pixel) &&
                              pixel.z() < style_.farthest;
            if (seen && known) {
                const osg::Vec2d along(pixel.x() - before.x(), pixel.y() - before.y());
                const osg::Vec2d to(x - before.x(), y - before.y());
                const double t =
                    along.length2() > 0 ? std::clamp((to * along) / along.length2(), 0.0, 1.0) : 0;
                const double away = (to - along * t).length();
                const double distance = before.z() + (pixel.z() - before.z()) * t;
                if (away <= reach && (!best || distance < best->distance))
                    best = Near{line.feature, distance};
            }
            known = seen;
            before = pixel;
        }
    }
    return best;
}

}  // namespace atlas::scene
