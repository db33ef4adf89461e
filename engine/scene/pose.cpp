#include "scene/pose.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace atlas::scene {

namespace {
double radians(double degrees) {
    return degrees * std::numbers::pi / 180;
}
}  // namespace

double Viewport::symbolScale() const {
    constexpr double kFullWidth = 800;  // points from which symbols have their full size
    constexpr double kFullHeight = 480;
    return scale * std::clamp(std::min(width / scale / kFullWidth, height / scale / kFullHeight), 0.5, 1.0);
}

osg::Vec3d forward(const Pose& pose) {
    const double h = radians(pose.heading);
    const double p = radians(pose.pitch);
    return {std::sin(h) * std::cos(p), std::cos(h) * std::cos(p), -std::sin(p)};
}

osg::Vec3d right(const Pose& pose) {
    const double h = radians(pose.heading);
    return {std::cos(h), -std::sin(h), 0};
}

osg::Vec3d up(const Pose& pose) {
    return right(pose) ^ forward(pose);
}

osg::Matrixd viewMatrix(const Pose& pose, const LocalFrame& frame) {
    const osg::Vec3d eye = frame.toLocal(pose.eye);
    return osg::Matrixd::lookAt(eye, eye + forward(pose), up(pose));
}

osg::Matrixd projectionMatrix(const Viewport& viewport, double clearance) {
    // 24 bits of depth: the near plane goes out as far as the ground allows, or far slopes would fight.
    const double near = std::clamp(clearance * 0.25, 0.4, 400.0);
    return osg::Matrixd::perspective(kVerticalFov, static_cast<double>(viewport.width) / viewport.height,
                                     near, 90000.0);
}

double metresPerPixel(const Viewport& viewport, double distance) {
    return 2 * distance * std::tan(radians(kVerticalFov) / 2) / viewport.height;
}

osg::Vec3d rayThrough(const Pose& pose, const Viewport& viewport, double x, double y) {
    const double t = std::tan(radians(kVerticalFov) / 2);
    const double nx = (2 * x / viewport.width - 1) * t * viewport.width / viewport.height;
    const double ny = (1 - 2 * y / viewport.height) * t;
    osg::Vec3d ray = forward(pose) + right(pose) * nx + up(pose) * ny;
    ray.normalize();
    return ray;
}

bool Projector::project(const osg::Vec3d& map, osg::Vec3d& pixel) const {
    const osg::Vec3d local = frame.toLocal(map);
    const osg::Vec4d clip = osg::Vec4d(local, 1) * worldToClip;
    if (clip.w() <= 0) return false;
    pixel.set((clip.x() / clip.w() * 0.5 + 0.5) * viewport.width,
              (0.5 - clip.y() / clip.w() * 0.5) * viewport.height, (map - eye).length());
    return true;
}

Projector makeProjector(const Pose& pose, const LocalFrame& frame, const Viewport& viewport,
                        double clearance) {
    return {viewMatrix(pose, frame) * projectionMatrix(viewport, clearance), frame, viewport, pose.eye};
}

}  // namespace atlas::scene
