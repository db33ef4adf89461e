#include "layers/lines/way_model.h"

#include <algorithm>
#include <cmath>

namespace atlas::layers {

namespace {

double flatLength(const osg::Vec3d& a, const osg::Vec3d& b) {
    return std::hypot(b.x() - a.x(), b.y() - a.y());
}

std::vector<double> distances(const Way& way) {
    std::vector<double> at(way.size(), 0);
    for (std::size_t i = 1; i < way.size(); ++i) at[i] = at[i - 1] + flatLength(way[i - 1], way[i]);
    return at;
}

// Value at a distance between the points' values.
template <class ValueAt>
double between(const std::vector<double>& at, double distance, const ValueAt& value) {
    const auto next = std::lower_bound(at.begin(), at.end(), distance);
    if (next == at.begin()) return value(0);
    if (next == at.end()) return value(at.size() - 1);
    const auto i = static_cast<std::size_t>(next - at.begin());
    const double f = (distance - at[i - 1]) / std::max(at[i] - at[i - 1], 1e-9);
    return value(i - 1) * (1 - f) + value(i) * f;
}

// Runs shorter than `shortest` take the value of the run before them (the first: of the one after).
template <class Value>
void dropShortRuns(const std::vector<double>& at, double shortest, std::vector<Value>& values) {
    std::size_t begin = 0;
    for (std::size_t i = 1; i <= values.size(); ++i) {
        if (i < values.size() && values[i] == values[begin]) continue;
        if (at[i] - at[begin] < shortest) {
            const bool first = begin == 0;
            if (first && i == values.size()) return;
            const Value other = first ? values[i] : values[begin - 1];
            std::fill(values.begin() + static_cast<std::ptrdiff_t>(begin),
                      values.begin() + static_cast<std::ptrdiff_t>(i), other);
            if (first) continue;  // the run goes on
            // Joined to the run before: what follows may continue it.
            if (i < values.size() && values[i] == other) continue;
        }
        begin = i;
    }
}

}  // namespace

Way layOnGround(const Way& course, const GroundHeight& ground, double step) {
    Way way;
    const auto put = [&](double x, double y) { way.emplace_back(x, y, ground(x, y)); };
    for (std::size_t i = 0; i + 1 < course.size(); ++i) {
        const osg::Vec3d d = course[i + 1] - course[i];
        const int pieces = std::max(1, static_cast<int>(std::ceil(std::hypot(d.x(), d.y()) / step)));
        for (int k = 0; k < pieces; ++k) {
            const double f = static_cast<double>(k) / pieces;
            put(course[i].x() + d.x() * f, course[i].y() + d.y() * f);
        }
    }
    if (!course.empty()) put(course.back().x(), course.back().y());
    return way;
}

std::vector<double> tiltAlong(const Way& way, const GroundHeight& ground, double reach) {
    std::vector<double> tilt(way.size(), 0);
    for (std::size_t i = 0; i < way.size(); ++i) {
        const osg::Vec3d& a = way[i > 0 ? i - 1 : 0];
        const osg::Vec3d& b = way[std::min(i + 1, way.size() - 1)];
        const double length = flatLength(a, b);
        if (length < 1e-6) continue;
        const double x = -(b.y() - a.y()) / length * reach;
        const double y = (b.x() - a.x()) / length * reach;
        tilt[i] =
            (ground(way[i].x() + x, way[i].y() + y) - ground(way[i].x() - x, way[i].y() - y)) / (2 * reach);
    }
    return tilt;
}

std::vector<WayLook> looksAlong(const Way& way, const std::vector<double>& tilt, const WayNature& nature,
                                double span, double shortest) {
    if (way.size() < 2) return {};
    std::vector<WayLook> looks(way.size() - 1);
    const auto fill = [&](WayLook::Kind kind) { std::fill(looks.begin(), looks.end(), WayLook{kind, 0}); };
    if (nature.hidden) fill(WayLook::Kind::Hidden);
    if (nature.hidden || !nature.walkers) return looks;
    if (nature.moving) {
        fill(WayLook::Kind::Moving);
        return looks;
    }
    const std::vector<double> at = distances(way);
    const auto height = [&](std::size_t i) { return way[i].z(); };
    std::vector<WayLook::Kind> kinds(looks.size(), WayLook::Kind::Plain);
    std::vector<int> drops(looks.size(), 0);
    for (std::size_t i = 0; i < looks.size(); ++i) {
        const double middle = (at[i] + at[i + 1]) / 2;
        const double from = std::max(middle - span / 2, 0.0);
        const double to = std::min(middle + span / 2, at.back());
        if (to - from < 1) continue;
        if (std::abs(between(at, to, height) - between(at, from, height)) / (to - from) > kStairsSlope)
            kinds[i] = WayLook::Kind::Stairs;
        if (tilt.size() != way.size()) continue;
        double sum = 0;
        constexpr int kSamples = 5;
        for (int k = 0; k < kSamples; ++k)
            sum += between(at, from + (to - from) * (k + 0.5) / kSamples,
                           [&](std::size_t p) { return tilt[p]; });
        const double across = sum / kSamples;
        if (std::abs(across) > kDropSlope) drops[i] = across > 0 ? -1 : 1;
    }
    dropShortRuns(at, shortest, kinds);
    dropShortRuns(at, shortest, drops);
    for (std::size_t i = 0; i < looks.size(); ++i) looks[i] = {kinds[i], drops[i]};
    return looks;
}

WayMeasure measureWay(const Way& way, double noise) {
    WayMeasure m;
    if (way.empty()) return m;
    m.lowest = m.highest = way.front().z();
    // A turning point counts once the way has left it by `noise`: the extreme since the last one.
    double turn = way.front().z();
    double extreme = turn;
    int direction = 0;
    const auto count = [&](double to) {
        (to > turn ? m.climb : m.descent) += std::abs(to - turn);
        turn = to;
    };
    for (std::size_t i = 0; i < way.size(); ++i) {
        const double z = way[i].z();
        m.lowest = std::min(m.lowest, z);
        m.highest = std::max(m.highest, z);
        if (i > 0) {
            m.flat += flatLength(way[i - 1], way[i]);
            m.along += (way[i] - way[i - 1]).length();
        }
        if (direction == 0) {
            if (std::abs(z - turn) < noise) continue;
            direction = z > turn ? 1 : -1;
            extreme = z;
        } else if ((z - extreme) * direction > 0) {
            extreme = z;
        } else if (std::abs(z - extreme) >= noise) {
            count(extreme);
            direction = -direction;
            extreme = z;
        }
    }
    if (direction != 0) count(extreme);
    return m;
}

double lengthOf(const Way& way, const std::vector<WayLook>& looks, WayLook::Kind kind) {
    double sum = 0;
    for (std::size_t i = 0; i < looks.size() && i + 1 < way.size(); ++i)
        if (looks[i].kind == kind) sum += (way[i + 1] - way[i]).length();
    return sum;
}

}  // namespace atlas::layers
