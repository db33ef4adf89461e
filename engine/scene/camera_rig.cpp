#include "scene/camera_rig.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace atlas::scene {

namespace {

constexpr double kEyeClearance = 2;  // metres above the ground
constexpr double kHighest = 40000;   // metres
constexpr double kNearest = 8;       // metres from what is zoomed to
constexpr double kLowestPitch = -20;
constexpr double kHighestPitch = 89.5;
constexpr double kZoomStep = 0.82;  // distance left after one wheel notch
constexpr double kZoomRate = 9;     // of the pending steps, a second
constexpr double kGlide = 0.28;     // seconds in which a thrown map loses two thirds of its speed

double wrap(double degrees) {
    degrees = std::fmod(degrees, 360);
    return degrees > 180 ? degrees - 360 : degrees <= -180 ? degrees + 360 : degrees;
}

osg::Vec3d rotated(const osg::Vec3d& v, const osg::Vec3d& axis, double degrees) {
    const double a = degrees * std::numbers::pi / 180;
    return v * std::cos(a) + (axis ^ v) * std::sin(a) + axis * (axis * v) * (1 - std::cos(a));
}

}  // namespace

CameraRig::CameraRig(RigWorld world, const Pose& start) : world_(std::move(world)), pose_(start) {
    keepInBounds();
}

void CameraRig::jumpTo(const Pose& pose) {
    place(pose);
    keepInBounds();
}

void CameraRig::place(const Pose& pose) {
    flight_.reset();
    velocity_.set(0, 0, 0);
    pendingZoom_ = 0;
    pose_ = pose;
    placed_ = true;
}

void CameraRig::flyTo(const Pose& pose, bool instant) {
    if (instant) return jumpTo(pose);
    placed_ = false;
    velocity_.set(0, 0, 0);
    pendingZoom_ = 0;
    Flight flight;
    flight.from = pose_;
    flight.to = pose;
    flight.to.heading = pose_.heading + wrap(pose.heading - pose_.heading);
    const double way = (pose.eye - pose_.eye).length();
    flight.duration = std::clamp(0.55 + std::log2(1 + way / 300) * 0.38, 0.6, 2.8);
    flight.arc = std::min(way * 0.16, 1500.0);
    flight_ = flight;
}

void CameraRig::flyToPoint(const osg::Vec3d& target, double distance, double pitch, bool instant) {
    Pose pose = pose_;
    pose.pitch = pitch;
    pose.eye = target - forward(pose) * distance;
    pose.eye.z() = std::max(pose.eye.z(), world_.heightAt(pose.eye.x(), pose.eye.y()) + kEyeClearance * 10);
    // Lifted over a hill in the way, the eye looks down more, so that the target stays in the middle.
    const osg::Vec3d look = target - pose.eye;
    pose.pitch = std::atan2(-look.z(), std::hypot(look.x(), look.y())) * 180 / std::numbers::pi;
    flyTo(pose, instant);
}

std::optional<osg::Vec3d> CameraRig::groundUnder(double x, double y) const {
    return world_.hit(pose_.eye, rayThrough(pose_, viewport_, x, y));
}

osg::Vec3d CameraRig::pivotUnder(double x, double y) const {
    if (const auto point = groundUnder(x, y)) return *point;
    // Sky: a point ahead, as far as the ground is below.
    const double ground = world_.heightAt(pose_.eye.x(), pose_.eye.y());
    const double distance = std::clamp((pose_.eye.z() - ground) * 4, 200.0, 8000.0);
    return pose_.eye + rayThrough(pose_, viewport_, x, y) * distance;
}

void CameraRig::beginPan(double x, double y) {
    flight_.reset();
    velocity_.set(0, 0, 0);
    panned_.set(0, 0, 0);
    pivot_ = pivotUnder(x, y);
    grip_ = Grip::Pan;
    lastX_ = x;
    lastY_ = y;
}

void CameraRig::beginOrbit(double x, double y) {
    flight_.reset();
    velocity_.set(0, 0, 0);
    pivot_ = pivotUnder(x, y);
    grip_ = Grip::Orbit;
    lastX_ = x;
    lastY_ = y;
}

// Brings the held point under the pixel again; how far the eye went.
osg::Vec3d CameraRig::panBy(double x, double y) {
    const osg::Vec3d ray = rayThrough(pose_, viewport_, x, y);
    const double below = pivot_.z() - pose_.eye.z();
    osg::Vec3d shift;
    if (ray.z() * below > 0 && std::abs(ray.z()) > 0.02) {
        // On the horizontal plane through the held point.
        const osg::Vec3d under = pose_.eye + ray * (below / ray.z());
        shift.set(pivot_.x() - under.x(), pivot_.y() - under.y(), 0);
    } else {
        // Towards the horizon the plane runs away: moves by what the pixels are worth at the held point.
        const double metres = metresPerPixel(viewport_, (pivot_ - pose_.eye).length());
        const osg::Vec3d ahead(forward(pose_).x(), forward(pose_).y(), 0);
        shift = right(pose_) * (-(x - lastX_) * metres) + ahead * ((y - lastY_) * metres * 4);
        pivot_ += shift;
    }
    const double most = 0.5 * std::max(100.0, (pivot_ - pose_.eye).length());
    if (shift.length() > most) shift *= most / shift.length();
    pose_.eye += shift;
    return shift;
}

void CameraRig::drag(double x, double y) {
    if (grip_ == Grip::Pan)
        panned_ += panBy(x, y);
    else if (grip_ == Grip::Orbit)
        orbit((x - lastX_) * 0.28 / viewport_.scale, (y - lastY_) * 0.22 / viewport_.scale);
    lastX_ = x;
    lastY_ = y;
    keepInBounds();
}

void CameraRig::beginPinch(double x, double y) {
    beginPan(x, y);
    pendingZoom_ = 0;
    grip_ = Grip::Pinch;
}

void CameraRig::pinch(double x, double y, double ratio, double turn, double tilt) {
    if (grip_ != Grip::Pinch || !(ratio > 0)) return;
    panBy(x, y);
    lastX_ = x;
    lastY_ = y;
    const osg::Vec3d arm = pose_.eye - pivot_;
    const double distance = arm.length();
    double wanted = distance / ratio;
    if (ratio > 1) wanted = std::min(distance, std::max(wanted, kNearest));
    if (distance > 0) pose_.eye = pivot_ + arm * (wanted / distance);
    orbit(-turn, tilt);
    keepInBounds();
}

void CameraRig::orbit(double heading, double pitch) {
    const double wanted = std::clamp(pose_.pitch + pitch, kLowestPitch, kHighestPitch);
    pitch = wanted - pose_.pitch;
    osg::Vec3d arm = pose_.eye - pivot_;
    arm = rotated(arm, right(pose_), -pitch);
    arm = rotated(arm, osg::Vec3d(0, 0, 1), -heading);
    const osg::Vec3d eye = pivot_ + arm;
    if (eye.z() < world_.heightAt(eye.x(), eye.y()) + kEyeClearance) return;  // the ground stops the hand
    pose_.eye = eye;
    pose_.heading += heading;
    pose_.pitch = wanted;
}

void CameraRig::release() {
    grip_ = Grip::None;
}

void CameraRig::zoom(double x, double y, double steps) {
    flight_.reset();
    velocity_.set(0, 0, 0);
    zoomPivot_ = pivotUnder(x, y);
    pendingZoom_ = std::clamp(pendingZoom_ + steps, -12.0, 12.0);
}

void CameraRig::flyNearer(double x, double y, bool instant) {
    const osg::Vec3d target = pivotUnder(x, y);
    Pose pose = pose_;
    pose.eye = target + (pose_.eye - target) * 0.36;
    pose.eye.z() = std::max(pose.eye.z(), world_.heightAt(pose.eye.x(), pose.eye.y()) + kEyeClearance);
    flyTo(pose, instant);
}

void CameraRig::northUp(bool instant) {
    pivot_ = pivotUnder(viewport_.width / 2.0, viewport_.height / 2.0);
    Pose pose = pose_;
    const double turn = -wrap(pose_.heading);
    pose.eye = pivot_ + rotated(pose_.eye - pivot_, osg::Vec3d(0, 0, 1), -turn);
    pose.heading = 0;
    flyTo(pose, instant);
}

void CameraRig::steer(double sideways, double ahead, double lift, double turn, double tilt, double seconds) {
    if (sideways == 0 && ahead == 0 && lift == 0 && turn == 0 && tilt == 0) return;
    flight_.reset();
    const double above = std::max(10.0, pose_.eye.z() - world_.heightAt(pose_.eye.x(), pose_.eye.y()));
    const double speed = above * 1.1 * seconds;
    const double h = pose_.heading * std::numbers::pi / 180;
    pose_.eye +=
        osg::Vec3d(std::sin(h), std::cos(h), 0) * (ahead * speed) + right(pose_) * (sideways * speed);
    pose_.eye.z() += lift * speed;
    pose_.heading += turn * 55 * seconds;
    pose_.pitch = std::clamp(pose_.pitch + tilt * 35 * seconds, kLowestPitch, kHighestPitch);
    keepInBounds();
}

bool CameraRig::update(double seconds) {
    bool moving = grip_ != Grip::None;
    if (grip_ == Grip::Pan && seconds > 0) {
        // Speed of the hand over the last tenth of a second, for the glide after it lets go.
        const double keep = std::exp(-seconds / 0.06);
        velocity_ = velocity_ * keep + panned_ / seconds * (1 - keep);
        panned_.set(0, 0, 0);
    } else if (grip_ == Grip::None && velocity_.length2() > 0) {
        pose_.eye += velocity_ * seconds;
        velocity_ *= std::exp(-seconds / kGlide);
        const double above = pose_.eye.z() - world_.heightAt(pose_.eye.x(), pose_.eye.y());
        if (velocity_.length() < above * 0.01) velocity_.set(0, 0, 0);
        moving = true;
        keepInBounds();
    }
    if (pendingZoom_ != 0) {
        double step = pendingZoom_ * std::min(1.0, seconds * kZoomRate);
        if (std::abs(pendingZoom_) < 0.02) step = pendingZoom_;
        pendingZoom_ -= step;
        const osg::Vec3d arm = pose_.eye - zoomPivot_;
        const double distance = arm.length();
        double wanted = distance * std::pow(kZoomStep, step);
        if (step > 0) wanted = std::min(distance, std::max(wanted, kNearest));
        if (distance > 0) pose_.eye = zoomPivot_ + arm * (wanted / distance);
        moving = true;
        keepInBounds();
    }
    if (flight_) {
        flight_->elapsed += seconds;
        const double t = std::min(1.0, flight_->elapsed / flight_->duration);
        const double f = ease(t);
        pose_.eye = flight_->from.eye * (1 - f) + flight_->to.eye * f;
        pose_.eye.z() += flight_->arc * 4 * f * (1 - f);
        pose_.heading = flight_->from.heading * (1 - f) + flight_->to.heading * f;
        pose_.pitch = flight_->from.pitch * (1 - f) + flight_->to.pitch * f;
        if (t >= 1) flight_.reset();
        moving = true;
    }
    // Even at rest: the ground may have risen (exaggeration, water).
    const osg::Vec3d before = pose_.eye;
    if (!placed_) keepInBounds();
    return moving || !(pose_.eye == before);
}

void CameraRig::keepInBounds() {
    placed_ = false;
    const geodata::Point2 middle = world_.bounds.center();
    const double reachX = std::max(2000.0, world_.bounds.width());
    const double reachY = std::max(2000.0, world_.bounds.height() * 2);
    pose_.eye.x() = std::clamp(pose_.eye.x(), middle.x - reachX, middle.x + reachX);
    pose_.eye.y() = std::clamp(pose_.eye.y(), middle.y - reachY, middle.y + reachY);
    const double ground = world_.heightAt(pose_.eye.x(), pose_.eye.y());
    pose_.eye.z() =
        std::clamp(pose_.eye.z(), ground + kEyeClearance, std::max(ground + kEyeClearance, kHighest));
    pose_.pitch = std::clamp(pose_.pitch, kLowestPitch, kHighestPitch);
    if (!flight_) {
        pose_.heading = std::fmod(pose_.heading, 360);
        if (pose_.heading < 0) pose_.heading += 360;
    }
}

}  // namespace atlas::scene
