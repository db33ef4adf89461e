#include "scene/flight_path.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace atlas::scene {

namespace {

constexpr double kLeastReach = 20, kMostReach = 12000;  // metres to what a camera is taken to look at
constexpr int kSamples = 768;                           // of a flight's time, for what lies in its way
constexpr int kReach = 256;                             // of them, over which a lift begins or ends at most
constexpr double kPush = 20;       // metres a second, each second, that are comfortable near the ground
constexpr double kPushHigher = 2;  // and more with each metre above it
constexpr int kDoublings = 4;      // of the exponent: a norm of order 16
constexpr int kTries = 24;         // lifts over something that stands in the way
constexpr double kStep = 15;       // metres of each

// Rests at both ends, with speed and acceleration.

double wrapped(double degrees) {
    return std::remainder(degrees, 360);
}

osg::Vec3d targetOf(const Pose& pose, const FlightWorld& world) {
    const osg::Vec3d ray = forward(pose);
    const double distance = world.distanceTo ? world.distanceTo(pose.eye, ray) : kMostReach;
    return pose.eye + ray * std::clamp(distance, kLeastReach, kMostReach);
}

}  // namespace

ZoomPath::ZoomPath(double way, double w0, double w1) : way_(way), w0_(w0), w1_(w1) {
    constexpr double rho2 = kRho * kRho;
    straight_ = way < 1e-6 * std::max(w0, w1);
    if (straight_) {
        length_ = std::abs(std::log(w1 / w0)) / kRho;
        return;
    }
    const double b0 = (w1 * w1 - w0 * w0 + rho2 * rho2 * way * way) / (2 * w0 * rho2 * way);
    const double b1 = (w1 * w1 - w0 * w0 - rho2 * rho2 * way * way) / (2 * w1 * rho2 * way);
    // The paper's ln(-b + sqrt(b^2 + 1)), without its loss of digits.
    r0_ = -std::asinh(b0);
    length_ = (-std::asinh(b1) - r0_) / kRho;
}

double ZoomPath::u(double s) const {
    if (straight_) return length_ > 0 ? way_ * s / length_ : way_;
    constexpr double rho2 = kRho * kRho;
    return w0_ / rho2 * (std::cosh(r0_) * std::tanh(kRho * s + r0_) - std::sinh(r0_));
}

double ZoomPath::w(double s) const {
    if (straight_) return w0_ * std::exp((w1_ < w0_ ? -kRho : kRho) * s);
    return w0_ * std::cosh(r0_) / std::cosh(kRho * s + r0_);
}

FlightPath::FlightPath(const Pose& from, const Pose& to, const FlightWorld& world,
                       const FlightOptions& options)
    : from_(from),
      to_(to),
      target0_(targetOf(from, world)),
      target1_(targetOf(to, world)),
      turn_(wrapped(to.heading - from.heading)),
      path_((target1_ - target0_).length(), (from.eye - target0_).length(), (to.eye - target1_).length()) {
    // Way and turn add up as the sides of a right angle do: a flight that does both takes longer than either.
    const double turning = std::max(std::abs(turn_), std::abs(to.pitch - from.pitch)) / options.turnRate;
    seconds_ = options.seconds > 0 ? options.seconds
                                   : std::clamp(std::hypot(path_.length() / options.pace * 1.6, turning),
                                                options.shortest, options.longest);
    liftOver(world, options.clearance);
    if (options.seconds <= 0)
        seconds_ = std::clamp(secondsOfComfort(world), seconds_, std::max(seconds_, options.calmest));
}

// The shortest time in which nothing pushes: what is felt is seen, and from far up the same push moves the
// picture less. A push is as the time's square.
double FlightPath::secondsOfComfort(const FlightWorld& world) const {
    const auto eye = [&](int i) {
        const double share = static_cast<double>(i) / kSamples;
        return plain(ease(share), liftAt(share)).eye;
    };
    double square = 0;
    osg::Vec3d before = eye(0);
    osg::Vec3d here = eye(1);
    for (int i = 1; i < kSamples; ++i) {
        const osg::Vec3d after = eye(i + 1);
        const double push = (after - here * 2 + before).length() * kSamples * kSamples;
        const double over = std::max(0.0, here.z() - world.heightAt(here.x(), here.y()));
        square = std::max(square, push / (kPush + kPushHigher * over));
        before = here;
        here = after;
    }
    return std::sqrt(square);
}

// f: share of the felt path.
Pose FlightPath::plain(double f, double lift) const {
    if (f <= 0) return from_;
    if (f >= 1) return {to_.eye, from_.heading + turn_, to_.pitch};
    const double s = f * path_.length();
    const double way = (target1_ - target0_).length();
    const double along = way > 0 ? std::clamp(path_.u(s) / way, 0.0, 1.0) : f;
    const osg::Vec3d target = target0_ + (target1_ - target0_) * along;
    Pose pose;
    pose.heading = from_.heading + turn_ * f;
    pose.pitch = from_.pitch + (to_.pitch - from_.pitch) * f;
    pose.eye = target - forward(pose) * path_.w(s);
    if (lift <= 0) return pose;
    // From higher up the same place stays in the middle.
    pose.eye.z() += lift;
    const osg::Vec3d look = target - pose.eye;
    pose.pitch = std::atan2(-look.z(), std::hypot(look.x(), look.y())) * kDegrees;
    return pose;
}

double FlightPath::liftAt(double share) const {
    const double at = std::clamp(share, 0.0, 1.0) * kSamples;
    const auto i = std::min(static_cast<std::size_t>(at), static_cast<std::size_t>(kSamples - 1));
    const double t = at - static_cast<double>(i);
    return lift_[i] * (1 - t) + lift_[i + 1] * t;
}

// What is missing at each sample becomes a smooth hill over all of them. Each need is a hill of its own that
// rises and falls as gently as the time on both sides of it allows, since both cameras stay where they are;
// their norm of a high order is as smooth as they are and nowhere below the highest of them.
void FlightPath::raise(const std::vector<double>& need) {
    std::vector<double> sum(need.size(), 0.0);
    double highest = 0;
    for (const double one : need) highest = std::max(highest, one);
    if (highest <= 0) return;
    for (int j = 1; j < kSamples; ++j) {
        const double height = need[static_cast<std::size_t>(j)] / highest;
        if (height <= 0) continue;
        const int before = std::min(kReach, j);
        const int after = std::min(kReach, kSamples - j);
        for (int i = j - before; i <= j + after; ++i) {
            const double away =
                i < j ? static_cast<double>(j - i) / before : static_cast<double>(i - j) / after;
            double power = height * (1 - ease(away));
            for (int k = 0; k < kDoublings; ++k) power *= power;
            *(sum.begin() + i) += power;
        }
    }
    for (std::size_t i = 0; i < sum.size(); ++i) {
        double root = sum[i];
        for (int k = 0; k < kDoublings; ++k) root = std::sqrt(root);
        lift_[i] = root * highest;
    }
}

void FlightPath::liftOver(const FlightWorld& world, double clearance) {
    std::vector<double> need(kSamples + 1, 0.0);
    lift_.assign(kSamples + 1, 0.0);
    const auto over = [&](const Pose& pose) {
        return pose.eye.z() - world.heightAt(pose.eye.x(), pose.eye.y());
    };
    // An end may lie lower than a flight goes: its own height counts there.
    const double low0 = std::min(clearance, std::max(1.0, over(from_)));
    const double low1 = std::min(clearance, std::max(1.0, over(to_)));
    const auto wanted = [&](double f) {
        const double in = ease(std::min(1.0, f * 5));
        const double out = ease(std::min(1.0, (1 - f) * 5));
        return std::min(low0 + (clearance - low0) * in, low1 + (clearance - low1) * out);
    };
    for (int i = 1; i < kSamples; ++i) {
        const double f = ease(static_cast<double>(i) / kSamples);
        const Pose pose = plain(f, 0);
        need[static_cast<std::size_t>(i)] = std::max(0.0, wanted(f) - over(pose));
    }
    raise(need);
    if (!world.free) return;
    for (int attempt = 0; attempt < kTries; ++attempt) {
        bool good = true;
        Pose before = from_;
        for (int i = 1; i <= kSamples; ++i) {
            const double share = static_cast<double>(i) / kSamples;
            const Pose pose = plain(ease(share), liftAt(share));
            if (i > 2 && i < kSamples - 2 && !world.free(before.eye, pose.eye)) {
                double& lack = need[static_cast<std::size_t>(i)];
                lack = std::max(lack, lift_[static_cast<std::size_t>(i)]) + kStep;
                good = false;
            }
            before = pose;
        }
        if (good) return;
        raise(need);
    }
}

Pose FlightPath::at(double t) const {
    const double share = seconds_ > 0 ? std::clamp(t / seconds_, 0.0, 1.0) : 1;
    return plain(ease(share), liftAt(share));
}

}  // namespace atlas::scene
