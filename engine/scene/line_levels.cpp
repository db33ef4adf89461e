#include "scene/line_levels.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace atlas::scene {

namespace {

double awayFrom(const osg::Vec3d& p, const osg::Vec3d& a, const osg::Vec3d& b) {
    const osg::Vec3d along = b - a;
    const double length2 = along.length2();
    const double t = length2 > 0 ? std::clamp(((p - a) * along) / length2, 0.0, 1.0) : 0;
    return (p - a - along * t).length();
}

}  // namespace

std::vector<std::uint32_t> simplifyLine(const Polyline& line, std::uint32_t first, std::uint32_t last,
                                        double tolerance) {
    std::vector<std::uint32_t> kept{first};
    std::vector<std::uint32_t> ends{last};  // a stack: what is still to be reached
    while (!ends.empty()) {
        const std::uint32_t from = kept.back();
        const std::uint32_t to = ends.back();
        std::uint32_t worst = to;
        double most = tolerance;
        for (std::uint32_t i = from + 1; i < to; ++i) {
            const double away = awayFrom(line[i], line[from], line[to]);
            if (away <= most) continue;
            most = away;
            worst = i;
        }
        if (worst != to) {
            ends.push_back(worst);
            continue;
        }
        if (to != from) kept.push_back(to);
        ends.pop_back();
    }
    return kept;
}

std::size_t lineLevel(double distance, double pixels, double exaggeration) {
    const double metres = kLineErrorPixels * distance / pixels / std::max(exaggeration, 1.0);
    std::size_t level = 0;
    while (level + 1 < kLineTolerances.size() && kLineTolerances[level + 1] <= metres) ++level;
    return level;
}

BoxSight::BoxSight(const Projector& projector, double exaggeration)
    : eye_(projector.eye), exaggeration_(exaggeration) {
    // Clip-space planes (Gribb and Hartmann 2001), moved from the local frame to map coordinates.
    const osg::Matrixd& clip = projector.worldToClip;
    const osg::Vec3d& origin = projector.frame.origin;
    for (std::size_t k = 0; k < planes_.size(); ++k) {
        const int axis = static_cast<int>(k / 2);
        const double sign = k % 2 == 0 ? 1 : -1;
        for (int row = 0; row < 4; ++row)
            planes_[k][static_cast<unsigned>(row)] = clip(row, 3) + sign * clip(row, axis);
        planes_[k].w() -=
            planes_[k].x() * origin.x() + planes_[k].y() * origin.y() + planes_[k].z() * origin.z();
    }
}

double BoxSight::distance(const osg::BoundingBoxd& box) const {
    const osg::Vec3d low(box.xMin(), box.yMin(), box.zMin() * exaggeration_);
    const osg::Vec3d high(box.xMax(), box.yMax(), box.zMax() * exaggeration_);
    for (const osg::Vec4d& plane : planes_) {
        const double most = plane.x() * (plane.x() > 0 ? high : low).x() +
                            plane.y() * (plane.y() > 0 ? high : low).y() +
                            plane.z() * (plane.z() > 0 ? high : low).z() + plane.w();
        if (most < 0) return std::numeric_limits<double>::infinity();
    }
    const auto beyond = [](double value, double least, double most) {
        return std::max({least - value, value - most, 0.0});
    };
    return osg::Vec3d(beyond(eye_.x(), low.x(), high.x()), beyond(eye_.y(), low.y(), high.y()),
                      beyond(eye_.z(), low.z(), high.z()))
        .length();
}

}  // namespace atlas::scene
