#include "scene/path_walk.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace atlas::scene {

namespace {

constexpr double kEase = 0.25;   // seconds in which two thirds of a change of speed are made
constexpr double kPushRate = 5;  // of the pending push, a second
constexpr double kBehind = 3;    // metres of way behind and ahead that the eyes follow
constexpr double kAhead = 10;
constexpr double kDown = 4;       // degrees that eyes rest below the way's own slope
constexpr double kMostTilt = 55;  // degrees of the head, up and down

}  // namespace

PathWalk::PathWalk(Polyline path) : path_(std::move(path)) {
    // Points on the same spot have no direction: one of them is enough.
    const auto same = [](const osg::Vec3d& a, const osg::Vec3d& b) {
        return std::hypot(a.x() - b.x(), a.y() - b.y()) < 1e-6;
    };
    path_.erase(std::unique(path_.begin(), path_.end(), same), path_.end());
    if (path_.empty()) path_.emplace_back();
    at_.assign(path_.size(), 0);
    for (std::size_t i = 1; i < path_.size(); ++i)
        at_[i] = at_[i - 1] + std::hypot(path_[i].x() - path_[i - 1].x(), path_[i].y() - path_[i - 1].y());
}

osg::Vec3d PathWalk::pointAt(double along) const {
    const auto next = std::upper_bound(at_.begin(), at_.end(), along);
    if (next == at_.begin()) return path_.front();
    if (next == at_.end()) return path_.back();
    const auto i = static_cast<std::size_t>(next - at_.begin());
    return path_[i - 1] + (path_[i] - path_[i - 1]) * ((along - at_[i - 1]) / (at_[i] - at_[i - 1]));
}

void PathWalk::setSpeed(double metresPerSecond) {
    speed_ = std::clamp(metresPerSecond, kSlowest, kFastest);
}

void PathWalk::setRunning(bool running) {
    running_ = running && length() > 0;
    if (running_ && remaining() <= 0) jumpTo(0);
}

void PathWalk::push(double metres) {
    pending_ = std::clamp(pending_ + metres, -along_, remaining());
}

void PathWalk::jumpTo(double along) {
    along_ = std::clamp(along, 0.0, length());
    velocity_ = pending_ = 0;
}

void PathWalk::look(double right, double up) {
    turned_ = std::remainder(turned_ + right, 360);
    tilted_ = std::clamp(tilted_ + up, -kMostTilt, kMostTilt);
}

bool PathWalk::update(double seconds) {
    const double before = along_;
    const double wanted = std::clamp(held_ + (running_ && held_ == 0 ? 1 : 0), -1.0, 1.0) * speed_;
    velocity_ += (wanted - velocity_) * (1 - std::exp(-seconds / kEase));
    if (wanted == 0 && std::abs(velocity_) < 0.02) velocity_ = 0;
    double step = pending_ * std::min(1.0, seconds * kPushRate);
    if (std::abs(pending_) < 0.02) step = pending_;
    pending_ -= step;
    along_ = std::clamp(along_ + velocity_ * seconds + step, 0.0, length());
    if ((along_ <= 0 && velocity_ < 0) || (along_ >= length() && velocity_ > 0)) velocity_ = 0;
    if (running_ && remaining() <= 0) running_ = false;
    return along_ != before || velocity_ != 0 || pending_ != 0;
}

Pose PathWalk::pose(double exaggeration) const {
    const osg::Vec3d here = pointAt(along_);
    // Near an end the same length of way is looked at, from further back.
    const double ahead = std::min(along_ + kAhead, length());
    const double behind = std::max(0.0, std::min(along_ - kBehind, ahead - kAhead));
    osg::Vec3d way = pointAt(ahead) - pointAt(behind);
    // Within a hairpin the ends may coincide: then the next few metres decide.
    if (std::hypot(way.x(), way.y()) < 1)
        way =
            pointAt(std::min(along_ + 1, length())) - pointAt(std::max(std::min(along_, length() - 1), 0.0));
    Pose pose;
    pose.eye.set(here.x(), here.y(), here.z() * exaggeration + kEyeHeight);
    const double flat = std::hypot(way.x(), way.y());
    pose.heading = flat > 0 ? std::atan2(way.x(), way.y()) * kDegrees : 0;
    const double slope = flat > 0 ? std::atan2(way.z() * exaggeration, flat) * kDegrees : 0;
    pose.heading = std::fmod(pose.heading + turned_ + 720, 360);
    pose.pitch = std::clamp(kDown - 0.6 * slope - tilted_, -80.0, 80.0);
    return pose;
}

}  // namespace atlas::scene
