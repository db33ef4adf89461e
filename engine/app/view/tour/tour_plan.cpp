#include "app/view/tour/tour_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "scene/path_walk.h"

namespace atlas::app {

namespace {

constexpr double kLeastOver = 1;       // metres over the ground that a camera may be
constexpr double kFade = 0.6;          // seconds in which a caption comes and goes
constexpr double kLightStep = 120;     // seconds of the day between two lights of a flight
constexpr double kWaterStep = 0.5;     // metres between two levels
constexpr double kWalkStep = 0.1;      // seconds
constexpr int kSmoothStep = 18;        // steps to both sides over which a walk's place is averaged
constexpr int kSmoothLook = 45;        // and where its eyes go
constexpr double kReach = 60000;       // metres
constexpr double kOrbitSmooth = 0.15;  // share of a rest in which a turn begins and ends

// Between two values in whole steps, so that what hangs on them is not made anew every frame.
double stepped(double a, double b, double f, double step) {
    if (f <= 0 || a == b) return a;
    if (f >= 1) return b;
    return a + std::round((b - a) * f / step) * step;
}

// Of the sample k steps from the middle of a window that reaches so far to both sides.
double weightOf(int k, int reach) {
    const double c = std::cos(k * std::numbers::pi / 2 / (reach + 1));
    return c * c;
}

osg::Vec3d turned(const osg::Vec3d& v, double degrees) {
    const double a = degrees * std::numbers::pi / 180;
    return {v.x() * std::cos(a) + v.y() * std::sin(a), v.y() * std::cos(a) - v.x() * std::sin(a), v.z()};
}

}  // namespace

scene::FlightWorld TourPlan::worldOf(const MapView& view, double water) {
    scene::FlightWorld world;
    const double e = view.stage().exaggeration();
    world.heightAt = [&view, water, e](double x, double y) {
        return std::max(view.stage().surfaceHeight(x, y), water) * e;
    };
    world.free = [&view](const osg::Vec3d& a, const osg::Vec3d& b) { return !view.bodyBetween(a, b); };
    world.distanceTo = [&view](const osg::Vec3d& eye, const osg::Vec3d& ray) {
        const auto hit = view.hit(eye, ray);
        return hit ? (*hit - eye).length() : std::numeric_limits<double>::infinity();
    };
    return world;
}

void TourPlan::complain(const TourStop& stop, const geodata::Sentence& message) {
    geodata::Problem problem;
    problem.file = stop.file;
    problem.line = stop.line;
    problem.field = "stop";
    problem.say(message);
    report_.add(problem);
}

TourPlan::TourPlan(const Tour& tour, const MapView& view, const Session& start, const scene::Pose& pose)
    : tour_(tour) {
    Session shown = start;
    scene::Pose here = pose;
    double now = 0;
    const auto fly = [&](const scene::Pose& to, const Session& after, double seconds,
                         std::optional<std::size_t> stop) {
        scene::FlightOptions options;
        options.seconds = seconds;
        Leg leg;
        leg.path.emplace(here, to, worldOf(view, std::max(shown.waterLevel, after.waterLevel)), options);
        leg.begin = now;
        leg.end = now + leg.path->seconds();
        leg.before = shown;
        leg.after = after;
        leg.stop = stop;
        now = leg.end;
        shown = after;
        legs_.push_back(std::move(leg));
    };
    for (std::size_t i = 0; i < tour_.stops.size(); ++i) {
        Session after = start;
        tour_.show.onto(after);
        tour_.stops[i].show.onto(after);
        if (const std::string& key = after.selected; !key.empty() && !view.feature(key)) {
            complain(tour_.stops[i],
                     geodata::said("there is no feature \"{}\" on the map; nothing is selected", key));
            after.selected.clear();
        }
        auto stay = stayAt(i, view, after);
        if (!stay) continue;
        fly(stay->track ? stay->track->poses.front() : stay->pose, after, tour_.stops[i].flight, i);
        const double length = stay->end;
        stay->begin = now;
        stay->end = now + length;
        now = stay->end;
        here = stay->track ? stay->track->poses.back() : stay->end_pose;
        stays_.push_back({stay->begin, stay->end, i});
        legs_.push_back(std::move(*stay));
    }
    if (!legs_.empty()) fly(pose, start, 0, std::nullopt);
}

std::optional<TourPlan::Leg> TourPlan::stayAt(std::size_t index, const MapView& view, const Session& shown) {
    const TourStop& stop = tour_.stops[index];
    Leg leg;
    leg.stop = index;
    leg.before = leg.after = shown;
    const double e = view.stage().exaggeration();
    if (stop.walk) {
        geodata::Sentence reason;
        leg.track = trackOf(*stop.walk, view, e, reason);
        if (!leg.track) {
            complain(stop, geodata::said("{}; the stop is left out", reason));
            return std::nullopt;
        }
        leg.end = static_cast<double>(leg.track->poses.size() - 1) * leg.track->step;
        return leg;
    }
    leg.pose = view.poseOf(stop.camera, shown.waterLevel);
    const scene::FlightWorld world = worldOf(view, shown.waterLevel);
    const double over = leg.pose.eye.z() - world.heightAt(leg.pose.eye.x(), leg.pose.eye.y());
    if (!(over >= kLeastOver)) {
        complain(stop, geodata::said("the camera lies {} m under the ground; the stop is left out",
                                     fmt::format("{:.1f}", -over)));
        return std::nullopt;
    }
    const double distance = world.distanceTo(leg.pose.eye, scene::forward(leg.pose));
    leg.orbit = std::isfinite(distance) ? stop.orbit : 0;
    leg.target = leg.pose.eye + scene::forward(leg.pose) * (std::isfinite(distance) ? distance : 0);
    leg.end = stop.dwell;
    // Going round must not lead into a hill or a building: then the camera stays.
    osg::Vec3d last = leg.pose.eye;
    for (int i = 1; leg.orbit != 0 && i <= 24; ++i) {
        const osg::Vec3d eye = leg.target + turned(leg.pose.eye - leg.target, leg.orbit * i / 24);
        if (eye.z() < world.heightAt(eye.x(), eye.y()) + 10 || !world.free(last, eye)) leg.orbit = 0;
        last = eye;
    }
    leg.end_pose = leg.pose;
    if (leg.orbit != 0) {
        leg.end_pose.eye = leg.target + turned(leg.pose.eye - leg.target, leg.orbit);
        leg.end_pose.heading += leg.orbit;
    }
    return leg;
}

std::optional<TourPlan::Track> TourPlan::trackOf(const TourWalk& walk, const MapView& view,
                                                 double exaggeration, geodata::Sentence& reason) const {
    const auto feature = view.feature(walk.feature);
    const scene::Polyline way = feature ? feature->layer->path(feature->row) : scene::Polyline();
    scene::PathWalk steps(walk.from <= walk.to ? way : scene::Polyline(way.rbegin(), way.rend()));
    if (steps.length() <= 0) {
        reason = geodata::said("there is no way \"{}\" that can be walked", walk.feature);
        return std::nullopt;
    }
    const double from = (walk.from <= walk.to ? walk.from : 1 - walk.from) * steps.length();
    const double to = (walk.from <= walk.to ? walk.to : 1 - walk.to) * steps.length();
    const auto count = std::max(2, static_cast<int>((to - from) / walk.speed / kWalkStep) + 1);
    std::vector<scene::Pose> raw;
    for (int i = 0; i < count; ++i) {
        // Sets out and arrives gently.
        const double t = static_cast<double>(i) / (count - 1);
        const double gentle = t < 0.1 ? t * t * 5 : t > 0.9 ? 0.9 - (1 - t) * (1 - t) * 5 : t - 0.05;
        steps.jumpTo(from + (to - from) * gentle / 0.9);
        scene::Pose pose = steps.pose(exaggeration);
        pose.eye.z() += walk.eye - scene::PathWalk::kEyeHeight;
        if (!raw.empty())
            pose.heading = raw.back().heading + std::remainder(pose.heading - raw.back().heading, 360);
        raw.push_back(pose);
    }
    // Feet follow a line better than eyes do, and neither every kink of it. Before the first step and after
    // the last one it is as if one stood still: a kink near an end is as smooth as any other.
    const auto mean = [&](int i, int reach, const auto& add) {
        double weights = 0;
        for (int k = -reach; k <= reach; ++k) weights += weightOf(k, reach);
        for (int k = -reach; k <= reach; ++k)
            add(raw[static_cast<std::size_t>(std::clamp(i + k, 0, count - 1))], weightOf(k, reach) / weights);
    };
    Track track;
    track.step = kWalkStep;
    for (int i = 0; i < count; ++i) {
        scene::Pose pose{osg::Vec3d(), 0, 0};
        mean(i, kSmoothStep, [&](const scene::Pose& one, double w) { pose.eye += one.eye * w; });
        mean(i, kSmoothLook, [&](const scene::Pose& one, double w) {
            pose.heading += one.heading * w;
            pose.pitch += one.pitch * w;
        });
        const double ground = view.stage().surfaceHeight(pose.eye.x(), pose.eye.y()) * exaggeration;
        pose.eye.z() = std::max(pose.eye.z(), ground + kLeastOver);
        track.poses.push_back(pose);
    }
    return track;
}

scene::Pose TourPlan::Track::at(double t) const {
    const double i = std::clamp(t / step, 0.0, static_cast<double>(poses.size() - 1));
    const auto a = std::min(static_cast<std::size_t>(i), poses.size() - 2);
    const double f = i - static_cast<double>(a);
    const scene::Pose& p = poses[a];
    const scene::Pose& q = poses[a + 1];
    return {p.eye * (1 - f) + q.eye * f, p.heading + (q.heading - p.heading) * f,
            p.pitch + (q.pitch - p.pitch) * f};
}

TourPlan::Moment TourPlan::at(double t) const {
    Moment moment;
    if (legs_.empty()) return moment;
    t = std::clamp(t, 0.0, seconds());
    const auto found = std::find_if(legs_.begin(), legs_.end(), [t](const Leg& leg) { return t < leg.end; });
    const Leg& leg = found == legs_.end() ? legs_.back() : *found;
    const double f = leg.end > leg.begin ? (t - leg.begin) / (leg.end - leg.begin) : 1;
    if (leg.path) {
        moment.pose = leg.path->at(t - leg.begin);
        moment.session = f < 0.5 ? leg.before : leg.after;
        // Nothing is chosen while the map moves on to something else.
        if (leg.before.selected != leg.after.selected && f < 1) moment.session.selected.clear();
        moment.session.time =
            stepped(leg.before.time, leg.after.time, scene::ease(std::clamp(f, 0.0, 1.0)), kLightStep);
        moment.session.waterLevel = stepped(leg.before.waterLevel, leg.after.waterLevel,
                                            scene::ease(std::clamp(f, 0.0, 1.0)), kWaterStep);
        return moment;
    }
    moment.session = leg.after;
    if (leg.track) {
        moment.pose = leg.track->at(t - leg.begin);
    } else {
        moment.pose = leg.pose;
        if (leg.orbit != 0) {
            // An even turn that begins and ends gently.
            const double g = f < kOrbitSmooth ? f * f / (2 * kOrbitSmooth)
                             : f > 1 - kOrbitSmooth
                                 ? 1 - kOrbitSmooth - (1 - f) * (1 - f) / (2 * kOrbitSmooth)
                                 : f - kOrbitSmooth / 2;
            const double turn = leg.orbit * g / (1 - kOrbitSmooth);
            moment.pose.eye = leg.target + turned(leg.pose.eye - leg.target, turn);
            moment.pose.heading += turn;
        }
    }
    moment.stop = leg.stop;
    moment.caption = std::clamp(std::min(t - leg.begin, leg.end - t) / kFade, 0.0, 1.0);
    return moment;
}

}  // namespace atlas::app
