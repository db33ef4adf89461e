#include "analysis/profile.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace atlas::analysis {

using geodata::Point2;

namespace {

constexpr double kMostPoints = 1e7;

double between(Point2 a, Point2 b) {
    return std::hypot(b.x - a.x, b.y - a.y);
}

/// Climb and descent with turning points nearer than `noise` left out: a change counts once it exceeds the
/// noise, and then whole.
class Climb {
  public:
    explicit Climb(double noise) : noise_(noise) {}
    void begin(double height) { base_ = extreme_ = height, direction_ = 0; }
    void next(double height) {
        if (direction_ == 0) {
            if (std::abs(height - base_) < noise_ || height == base_) return;
            direction_ = height > base_ ? 1 : -1;
            extreme_ = height;
            return;
        }
        if ((height - extreme_) * direction_ >= 0) {
            extreme_ = height;
        } else if (std::abs(height - extreme_) >= noise_) {
            end();
            base_ = extreme_;
            direction_ = -direction_;
            extreme_ = height;
        }
    }
    void end() {
        if (direction_ > 0) up += extreme_ - base_;
        if (direction_ < 0) down += base_ - extreme_;
    }
    double up = 0, down = 0;

  private:
    double noise_;
    double base_ = 0, extreme_ = 0;
    int direction_ = 0;
};

void measure(Profile& profile, double noise) {
    Climb climb(noise);
    bool before = false;
    bool any = false;
    for (std::size_t i = 0; i < profile.points.size(); ++i) {
        const ProfilePoint& point = profile.points[i];
        const double step = i > 0 ? point.distance - profile.points[i - 1].distance : 0;
        if (std::isnan(point.height)) {
            profile.missing += step;
            if (before) climb.end();
            before = false;
            continue;
        }
        profile.lowest = any ? std::min(profile.lowest, point.height) : point.height;
        profile.highest = any ? std::max(profile.highest, point.height) : point.height;
        any = true;
        if (!before) {
            profile.missing += step;
            climb.begin(point.height);
        } else {
            const double rise = point.height - profile.points[i - 1].height;
            profile.groundLength += std::hypot(step, rise);
            climb.next(point.height);
            const double angle = std::atan2(std::abs(rise), step) * 180 / std::numbers::pi;
            if (angle > profile.steepest) {
                profile.steepest = angle;
                profile.steepestAt = point.distance - step / 2;
            }
        }
        before = true;
    }
    if (before) climb.end();
    profile.climb = climb.up;
    profile.descent = climb.down;
}

}  // namespace

Answer<Profile> profileAlong(const std::vector<Point2>& line, const HeightAt& ground,
                             const ProfileOptions& options, const Job& job) {
    using Section = Answer<Profile>;
    if (!(options.step > 0) || !std::isfinite(options.step))
        return Section::refuse("the step of a profile must be a number greater than 0 m");
    double length = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (!std::isfinite(line[i].x) || !std::isfinite(line[i].y))
            return Section::refuse("vertex {} of the line has a coordinate that is no number", i + 1);
        if (i > 0) length += between(line[i - 1], line[i]);
    }
    if (!(length > 0)) return Section::refuse("a profile needs a line of at least two different points");
    if (length / options.step + static_cast<double>(line.size()) > kMostPoints)
        return Section::refuse("a step of {} m along {} m makes more than ten million points", options.step,
                               std::round(length));

    Profile profile;
    profile.length = length;
    double done = 0;
    const auto add = [&](double distance, Point2 place) {
        profile.points.push_back({distance, place, ground(place.x, place.y)});
    };
    add(0, line.front());
    for (std::size_t i = 1; i < line.size(); ++i) {
        if (job.cancelled()) return Section::refuse("cancelled");
        const Point2 a = line[i - 1];
        const Point2 b = line[i];
        const double part = between(a, b);
        if (part == 0) continue;
        const auto pieces = static_cast<int>(std::max(1.0, std::ceil(part / options.step - 1e-9)));
        for (int k = 1; k <= pieces; ++k) {
            const double t = static_cast<double>(k) / pieces;
            add(done + part * t, k == pieces ? b : Point2{a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t});
        }
        done += part;
        job.tell(done / length);
    }
    measure(profile, options.noise);
    const bool any = std::any_of(profile.points.begin(), profile.points.end(),
                                 [](const ProfilePoint& p) { return !std::isnan(p.height); });
    if (!any)
        return Section::refuse("there is no ground height anywhere along the line: it lies outside the data");
    Section result;
    if (profile.missing > 0) {
        geodata::Problem problem;
        problem.severity = geodata::Severity::Warning;
        problem.message =
            fmt::format("{:.0f} m of the line's {:.0f} m have no ground height and are not in the figures",
                        profile.missing, length);
        result.report.add(std::move(problem));
    }
    result.value = std::move(profile);
    return result;
}

std::vector<Crossing> crossingsOf(const std::vector<Point2>& line, const geodata::FeatureTable& table) {
    std::vector<Crossing> found;
    if (!table.index) return found;
    const auto& geometry = table.geometry;
    double done = 0;
    for (std::size_t i = 1; i < line.size(); ++i) {
        const Point2 a = line[i - 1];
        const Point2 b = line[i];
        const double length = between(a, b);
        if (!(length > 0)) continue;
        geodata::Extent box;
        box.expand(a.x, a.y);
        box.expand(b.x, b.y);
        const auto note = [&](double t, std::size_t row, bool outline) {
            found.push_back(
                {done + length * t, {a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t}, row, outline});
        };
        for (const auto row : table.index->query(box)) {
            const auto type = geometry.types[row];
            const bool outline =
                type == geodata::GeometryType::Polygon || type == geodata::GeometryType::MultiPolygon;
            if (!outline && type != geodata::GeometryType::Line && type != geodata::GeometryType::MultiLine)
                continue;
            for (auto ring = geometry.ringBegin(row); ring < geometry.ringEnd(row); ++ring) {
                const auto points = geometry.ring(ring).points;
                for (std::size_t k = 1; k < points.size(); ++k) {
                    const Point2 p = points[k - 1];
                    const Point2 q = points[k];
                    const double cross = (b.x - a.x) * (q.y - p.y) - (b.y - a.y) * (q.x - p.x);
                    const double along = (p.x - a.x) * (q.y - p.y) - (p.y - a.y) * (q.x - p.x);
                    const double across = (p.x - a.x) * (b.y - a.y) - (p.y - a.y) * (b.x - a.x);
                    if (cross != 0) {
                        const double t = along / cross;
                        const double u = across / cross;
                        if (t >= 0 && t <= 1 && u >= 0 && u <= 1) note(t, row, outline);
                    } else if (across == 0) {
                        // On one straight line: the ends of what they share.
                        const auto at = [&](Point2 v) {
                            return ((v.x - a.x) * (b.x - a.x) + (v.y - a.y) * (b.y - a.y)) /
                                   (length * length);
                        };
                        const double low = std::max(0.0, std::min(at(p), at(q)));
                        const double high = std::min(1.0, std::max(at(p), at(q)));
                        if (low > high) continue;
                        note(low, row, outline);
                        if (high > low) note(high, row, outline);
                    }
                }
            }
        }
        done += length;
    }
    std::sort(found.begin(), found.end(), [](const Crossing& a, const Crossing& b) {
        return a.row != b.row ? a.row < b.row : a.distance < b.distance;
    });
    // A vertex belongs to two edges; that is one crossing.
    found.erase(std::unique(found.begin(), found.end(),
                            [](const Crossing& a, const Crossing& b) {
                                return a.row == b.row && b.distance - a.distance < 1e-6;
                            }),
                found.end());
    std::stable_sort(found.begin(), found.end(),
                     [](const Crossing& a, const Crossing& b) { return a.distance < b.distance; });
    return found;
}

}  // namespace atlas::analysis
