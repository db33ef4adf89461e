#include "layers/lines/line_looks.h"

#include <algorithm>
#include <cmath>

namespace atlas::layers {

namespace {

double flatLength(const osg::Vec3d& a, const osg::Vec3d& b) {
    return std::hypot(b.x() - a.x(), b.y() - a.y());
}

}  // namespace

std::vector<WayPart::Look> lookOfSegments(const std::vector<osg::Vec3d>& way, bool walkers, bool tunnel,
                                          double span) {
    if (way.size() < 2) return {};
    std::vector<WayPart::Look> looks(way.size() - 1, tunnel ? WayPart::Look::Hidden : WayPart::Look::Plain);
    if (tunnel || !walkers) return looks;
    std::vector<double> at(way.size(), 0);
    for (std::size_t i = 1; i < way.size(); ++i) at[i] = at[i - 1] + flatLength(way[i - 1], way[i]);
    const auto heightAt = [&](double distance) {
        const auto next = std::lower_bound(at.begin(), at.end(), distance);
        if (next == at.begin()) return way.front().z();
        if (next == at.end()) return way.back().z();
        const auto i = static_cast<std::size_t>(next - at.begin());
        const double f = (distance - at[i - 1]) / std::max(at[i] - at[i - 1], 1e-9);
        return way[i - 1].z() + (way[i].z() - way[i - 1].z()) * f;
    };
    for (std::size_t i = 0; i < looks.size(); ++i) {
        const double middle = (at[i] + at[i + 1]) / 2;
        const double from = std::max(middle - span / 2, 0.0);
        const double to = std::min(middle + span / 2, at.back());
        if (to - from < 1) continue;
        if (std::abs(heightAt(to) - heightAt(from)) / (to - from) > kStairsSlope)
            looks[i] = WayPart::Look::Stairs;
    }
    return looks;
}

WayMeasure measureWay(const std::vector<osg::Vec3d>& way, double noise) {
    WayMeasure m;
    if (way.empty()) return m;
    m.lowest = m.highest = way.front().z();
    double turn = way.front().z();  // the last height that counted
    for (std::size_t i = 0; i < way.size(); ++i) {
        m.lowest = std::min(m.lowest, way[i].z());
        m.highest = std::max(m.highest, way[i].z());
        if (i > 0) {
            m.flat += flatLength(way[i - 1], way[i]);
            m.along += (way[i] - way[i - 1]).length();
        }
        const double change = way[i].z() - turn;
        if (std::abs(change) < noise && i + 1 < way.size()) continue;
        (change > 0 ? m.climb : m.descent) += std::abs(change);
        turn = way[i].z();
    }
    return m;
}

}  // namespace atlas::layers
