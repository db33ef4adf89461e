#include "district/grid.h"

#include <algorithm>
#include <cmath>

namespace atlas::district {

using geodata::Point2;

void fillRing(const Grid& grid, const std::vector<Point2>& ring, std::uint8_t value, Mask& mask) {
    std::vector<double> crossings;
    for (int row = 0; row < grid.height; ++row) {
        crossings.clear();
        for (std::size_t i = 0; i < ring.size(); ++i) {
            const Point2 a = ring[i];
            const Point2 b = ring[(i + 1) % ring.size()];
            if ((a.y <= row) != (b.y <= row))
                crossings.push_back(a.x + (row - a.y) / (b.y - a.y) * (b.x - a.x));
        }
        std::sort(crossings.begin(), crossings.end());
        for (std::size_t i = 0; i + 1 < crossings.size(); i += 2) {
            const int first = std::max(0, static_cast<int>(std::ceil(crossings[i])));
            const int last = std::min(grid.width - 1, static_cast<int>(std::floor(crossings[i + 1])));
            for (int column = first; column <= last; ++column) mask[grid.index(column, row)] = value;
        }
    }
}

namespace {

constexpr float kFar = 1e12F;

/// Lower envelope of parabolas along one line: squared distances in, squared distances out.
class Envelope {
  public:
    explicit Envelope(int longest) : at_(longest), from_(longest + 1), copy_(longest) {}

    void run(float* line, int count, int stride) {
        for (int i = 0; i < count; ++i) copy_[i] = line[static_cast<std::ptrdiff_t>(i) * stride];
        int last = 0;
        at_[0] = 0;
        from_[0] = -kFar;
        from_[1] = kFar;
        for (int q = 1; q < count; ++q) {
            double meet = meeting(q, at_[last]);
            while (last > 0 && meet <= from_[last]) meet = meeting(q, at_[--last]);
            at_[++last] = q;
            from_[last] = meet;
            from_[last + 1] = kFar;
        }
        for (int q = 0, k = 0; q < count; ++q) {
            while (from_[k + 1] < q) ++k;
            const double step = q - at_[k];
            line[static_cast<std::ptrdiff_t>(q) * stride] = static_cast<float>(step * step + copy_[at_[k]]);
        }
    }

  private:
    double meeting(int q, int p) const {
        return ((copy_[q] + static_cast<double>(q) * q) - (copy_[p] + static_cast<double>(p) * p)) /
               (2.0 * (q - p));
    }
    std::vector<int> at_;
    std::vector<double> from_;
    std::vector<double> copy_;
};

double cross(Point2 o, Point2 a, Point2 b) {
    return (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x);
}

}  // namespace

std::vector<float> distanceTo(const Grid& grid, const Mask& mask) {
    std::vector<float> distance(grid.size());
    for (std::size_t i = 0; i < distance.size(); ++i) distance[i] = mask[i] ? 0 : kFar;
    Envelope envelope(std::max(grid.width, grid.height));
    for (int column = 0; column < grid.width; ++column)
        envelope.run(&distance[column], grid.height, grid.width);
    for (int row = 0; row < grid.height; ++row) envelope.run(&distance[grid.index(0, row)], grid.width, 1);
    for (float& d : distance) d = std::sqrt(d);
    return distance;
}

std::vector<Point2> roundCorners(std::vector<Point2> ring, int passes) {
    for (int pass = 0; pass < passes; ++pass) {
        std::vector<Point2> next;
        next.reserve(ring.size() * 2);
        for (std::size_t i = 0; i < ring.size(); ++i) {
            const Point2 a = ring[i];
            const Point2 b = ring[(i + 1) % ring.size()];
            next.push_back({0.75 * a.x + 0.25 * b.x, 0.75 * a.y + 0.25 * b.y});
            next.push_back({0.25 * a.x + 0.75 * b.x, 0.25 * a.y + 0.75 * b.y});
        }
        ring = std::move(next);
    }
    return ring;
}

std::vector<Point2> convexHull(std::vector<Point2> points) {
    std::sort(points.begin(), points.end(),
              [](Point2 a, Point2 b) { return a.x < b.x || (a.x == b.x && a.y < b.y); });
    std::vector<Point2> hull;
    for (int side = 0; side < 2; ++side) {
        const std::size_t base = hull.size();
        for (const Point2 p : points) {
            while (hull.size() >= base + 2 && cross(hull[hull.size() - 2], hull.back(), p) <= 0)
                hull.pop_back();
            hull.push_back(p);
        }
        if (!hull.empty()) hull.pop_back();
        std::reverse(points.begin(), points.end());
    }
    return hull;
}

}  // namespace atlas::district
