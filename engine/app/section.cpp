#include "app/section.h"

#include <algorithm>
#include <cmath>

namespace atlas::app {

bool Section::isExtrapolated(std::size_t piece) const {
    return std::isfinite(profile.points[piece].height) && std::isfinite(profile.points[piece + 1].height) &&
           (extrapolated[piece] != 0 || extrapolated[piece + 1] != 0);
}

double Section::extrapolatedLength() const {
    double length = 0;
    for (std::size_t i = 0; i + 1 < profile.points.size(); ++i)
        if (isExtrapolated(i)) length += profile.points[i + 1].distance - profile.points[i].distance;
    return length;
}

double Section::heightAt(double distance) const {
    const auto& points = profile.points;
    const auto next = std::lower_bound(
        points.begin(), points.end(), distance,
        [](const analysis::ProfilePoint& point, double value) { return point.distance < value; });
    if (next == points.end()) return points.back().height;
    if (next == points.begin() || next->distance == distance) return next->height;
    const auto before = std::prev(next);
    const double t = (distance - before->distance) / (next->distance - before->distance);
    return before->height + t * (next->height - before->height);
}

}  // namespace atlas::app
