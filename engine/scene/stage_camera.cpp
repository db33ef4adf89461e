// What a camera over the stage sees, and where it is about to be.

#include <algorithm>
#include <cmath>

#include "scene/stage.h"

namespace atlas::scene {

namespace {

// Foresight: frames ahead, and what a camera that flies does not exceed in one frame.
constexpr double kFramesAhead = 30;
constexpr double kMostStep = 0.2;  // of the distance to the ground
constexpr double kMostTurn = 4;    // degrees

}  // namespace

// Where the camera will be, if it goes on as in the last frame; nothing where it stands or has jumped.
std::optional<terrain::TileView> Stage::foreseen(const Pose& pose, const Viewport& viewport) const {
    if (!lastPose_) return std::nullopt;
    const osg::Vec3d step = pose.eye - lastPose_->eye;
    const double turn = std::remainder(pose.heading - lastPose_->heading, 360);
    const double tilt = pose.pitch - lastPose_->pitch;
    if (step.length2() == 0 && turn == 0 && tilt == 0) return std::nullopt;
    if (step.length() > clearance(pose) * kMostStep || std::abs(turn) > kMostTurn) return std::nullopt;
    Pose ahead = pose;
    ahead.eye += step * kFramesAhead;
    ahead.heading += turn * kFramesAhead;
    ahead.pitch = std::clamp(pose.pitch + tilt * kFramesAhead, -90.0, 90.0);
    return tileView(ahead, viewport);
}

terrain::TileView Stage::tileView(const Pose& pose, const Viewport& viewport) const {
    terrain::TileView view;
    view.eye = {pose.eye.x(), pose.eye.y(), pose.eye.z()};
    view.pixels = 1 / metresPerPixel(viewport, 1);
    view.exaggeration = exaggeration_;
    // Clip-space planes (Gribb and Hartmann 2001), moved from the local frame to map coordinates.
    const Matrices m = matrices(
        pose, viewport, {0, 0, static_cast<float>(viewport.width), static_cast<float>(viewport.height)});
    const osg::Matrixd clip = m.view * m.projection;
    for (std::size_t k = 0; k < view.planes.size(); ++k) {
        const int axis = static_cast<int>(k / 2);
        const double sign = k % 2 == 0 ? 1 : -1;
        auto& plane = view.planes[k];
        for (int row = 0; row < 4; ++row)
            plane[static_cast<std::size_t>(row)] = clip(row, 3) + sign * clip(row, axis);
        plane[3] -=
            plane[0] * frame_.origin.x() + plane[1] * frame_.origin.y() + plane[2] * frame_.origin.z();
    }
    return view;
}

double Stage::clearance(const Pose& pose) const {
    const double here = pose.eye.z() - surfaceHeight(pose.eye.x(), pose.eye.y()) * exaggeration_;
    double nearest = std::max(here, 0.5);
    // A slope beside the camera may be nearer than the ground below it.
    for (int k = 0; k < 8; ++k) {
        const double angle = k * 0.7853981634;
        const double reach = nearest;
        const double ground =
            surfaceHeight(pose.eye.x() + std::cos(angle) * reach, pose.eye.y() + std::sin(angle) * reach) *
            exaggeration_;
        nearest =
            std::min(nearest, std::max(0.5, std::hypot(reach, std::max(0.0, pose.eye.z() - ground)) * 0.7));
    }
    return nearest;
}

Stage::Matrices Stage::matrices(const Pose& pose, const Viewport& viewport, const osg::Vec4f& piece) const {
    Matrices m{viewMatrix(pose, frame_), projectionMatrix(viewport, clearance(pose))};
    // Crop: the piece's rectangle of the whole picture's clip space becomes the whole clip space.
    const double sx = viewport.width / static_cast<double>(piece.z());
    const double sy = viewport.height / static_cast<double>(piece.w());
    const double tx = sx - 1 - 2 * piece.x() / static_cast<double>(piece.z());
    const double ty = 1 - sy + 2 * piece.y() / static_cast<double>(piece.w());
    m.projection.postMult(osg::Matrixd(sx, 0, 0, 0, 0, sy, 0, 0, 0, 0, 1, 0, tx, ty, 0, 1));
    return m;
}

Projector Stage::projector(const Pose& pose, const Viewport& viewport) const {
    return makeProjector(pose, frame_, viewport, clearance(pose));
}

}  // namespace atlas::scene
