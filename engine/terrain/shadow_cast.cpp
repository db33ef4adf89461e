#include "terrain/shadow_cast.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace atlas::terrain {

namespace {

using geodata::Extent;
using geodata::Point2;

constexpr double kCrowdHeight = 25;  // metres of a solid from which it takes all the sky it can
constexpr double kCrowdReach = 14;   // metres
constexpr double kSmallestSun = 1;   // degrees
constexpr double kLongestShadow = 6000;

struct Corner {
    double x, y, z;  ///< columns, rows (cell middles are whole numbers), metres
};

class Canvas {
  public:
    Canvas(int columns, int rows)
        : columns_(columns),
          rows_(rows),
          bound_(static_cast<std::size_t>(columns) * rows, -std::numeric_limits<float>::infinity()) {}

    // z is a plane over the triangle: interpolated along each row between the edges.
    void triangle(const std::array<Corner, 3>& t) {
        const double twice = (t[1].x - t[0].x) * (t[2].y - t[0].y) - (t[2].x - t[0].x) * (t[1].y - t[0].y);
        if (std::abs(twice) < 1e-12) return;
        const double dzdx =
            ((t[1].z - t[0].z) * (t[2].y - t[0].y) - (t[2].z - t[0].z) * (t[1].y - t[0].y)) / twice;
        const double dzdy =
            ((t[2].z - t[0].z) * (t[1].x - t[0].x) - (t[1].z - t[0].z) * (t[2].x - t[0].x)) / twice;
        const double low = std::min({t[0].y, t[1].y, t[2].y});
        const double high = std::max({t[0].y, t[1].y, t[2].y});
        const int first = std::max(0, static_cast<int>(std::ceil(low)));
        const int last = std::min(rows_ - 1, static_cast<int>(std::floor(high)));
        for (int row = first; row <= last; ++row) {
            double west = std::numeric_limits<double>::infinity();
            double east = -west;
            for (int i = 0; i < 3; ++i) {
                const Corner& a = t[static_cast<std::size_t>(i)];
                const Corner& b = t[static_cast<std::size_t>((i + 1) % 3)];
                if ((a.y > row) == (b.y > row) && a.y != row && b.y != row) continue;
                if (a.y == b.y) {
                    west = std::min({west, a.x, b.x});
                    east = std::max({east, a.x, b.x});
                    continue;
                }
                const double f = (row - a.y) / (b.y - a.y);
                if (f < 0 || f > 1) continue;
                const double x = a.x + (b.x - a.x) * f;
                west = std::min(west, x);
                east = std::max(east, x);
            }
            const int from = std::max(0, static_cast<int>(std::ceil(std::min(west, 1e8))));
            const int to = std::min(columns_ - 1, static_cast<int>(std::floor(std::max(east, -1e8))));
            float* line = bound_.data() + static_cast<std::size_t>(row) * columns_;
            for (int column = from; column <= to; ++column) {
                const double z = t[0].z + dzdx * (column - t[0].x) + dzdy * (row - t[0].y);
                line[column] = std::max(line[column], static_cast<float>(z));
            }
        }
    }
    const std::vector<float>& bound() const { return bound_; }

  private:
    int columns_, rows_;
    std::vector<float> bound_;
};

// How much of each cell's surroundings solids stand on.
class Crowd {
  public:
    Crowd(int columns, int rows)
        : columns_(columns), rows_(rows), share_(static_cast<std::size_t>(columns) * rows, 0) {}

    // Scan lines through the middles of cells, even-odd.
    void fill(const ShadowCaster& caster, double originX, double originY, double cell) {
        const auto weight =
            static_cast<float>(std::clamp((caster.top - caster.base) / kCrowdHeight, 0.0, 1.0));
        double low = std::numeric_limits<double>::infinity();
        double high = -low;
        for (const auto& ring : caster.rings)
            for (const Point2& p : ring) {
                low = std::min(low, p.y);
                high = std::max(high, p.y);
            }
        const int first = std::max(0, static_cast<int>(std::ceil((low - originY) / cell - 0.5)));
        const int last = std::min(rows_ - 1, static_cast<int>(std::floor((high - originY) / cell - 0.5)));
        std::vector<double> crossings;
        for (int row = first; row <= last; ++row) {
            const double y = originY + (row + 0.5) * cell;
            crossings.clear();
            for (const auto& ring : caster.rings)
                for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++)
                    if ((ring[i].y > y) != (ring[j].y > y))
                        crossings.push_back(ring[j].x + (ring[i].x - ring[j].x) * (y - ring[j].y) /
                                                            (ring[i].y - ring[j].y));
            std::sort(crossings.begin(), crossings.end());
            for (std::size_t i = 0; i + 1 < crossings.size(); i += 2) {
                const int from =
                    std::max(0, static_cast<int>(std::ceil((crossings[i] - originX) / cell - 0.5)));
                const int to = std::min(
                    columns_ - 1, static_cast<int>(std::floor((crossings[i + 1] - originX) / cell - 0.5)));
                for (int column = from; column <= to; ++column) {
                    float& held = share_[static_cast<std::size_t>(row) * columns_ + column];
                    held = std::max(held, weight);
                }
            }
        }
    }

    // Two box blurs: a smooth fall over twice the reach.
    void soften(int radius) {
        for (int pass = 0; pass < 2; ++pass) {
            blur(columns_, rows_, 1, columns_, radius);
            blur(rows_, columns_, columns_, 1, radius);
        }
    }
    float at(std::size_t i) const { return share_[i]; }

  private:
    void blur(int length, int lines, int stride, int lineStride, int radius) {
        std::vector<float> before(static_cast<std::size_t>(length));
        for (int k = 0; k < lines; ++k) {
            float* line = share_.data() + static_cast<std::size_t>(k) * lineStride;
            const std::ptrdiff_t step = stride;
            for (std::ptrdiff_t i = 0; i < length; ++i) before[static_cast<std::size_t>(i)] = line[i * step];
            const auto held = [&](std::ptrdiff_t i) {
                return i >= 0 && i < length ? before[static_cast<std::size_t>(i)] : 0.0F;
            };
            double sum = 0;
            for (std::ptrdiff_t i = 0; i < radius; ++i) sum += held(i);
            for (std::ptrdiff_t i = 0; i < length; ++i) {
                sum += held(i + radius) - held(i - radius - 1);
                line[i * step] = static_cast<float>(sum / (2 * radius + 1));
            }
        }
    }

    int columns_, rows_;
    std::vector<float> share_;
};

}  // namespace

double ShadowCast::boundAt(double x, double y) const {
    const double column = std::floor((x - originX) / cell);
    const double row = std::floor((y - originY) / cell);
    if (!(column >= 0) || !(row >= 0) || column >= columns || row >= rows)
        return -std::numeric_limits<double>::infinity();
    const std::uint16_t value =
        values[(static_cast<std::size_t>(row) * columns + static_cast<std::size_t>(column)) * 2];
    if (value == 0) return -std::numeric_limits<double>::infinity();
    return low + (high - low) * (value - 1) / 65534.0;
}

ShadowCast castShadows(const std::vector<const std::vector<ShadowCaster>*>& casters, const ShadowSun& sun,
                       const Extent& within, double floor, double finest, int longest) {
    ShadowCast cast;
    Extent box;
    double highest = floor;
    for (const auto* list : casters) {
        for (const ShadowCaster& caster : *list) {
            highest = std::max(highest, caster.top);
            for (const auto& ring : caster.rings)
                for (const Point2& p : ring) box.expand(p.x, p.y);
        }
    }
    if (box.empty() || !(highest > floor)) return cast;
    const bool lit = sun.altitude > kSmallestSun && sun.altitude < 89.5;
    const double slope =
        lit ? std::tan(sun.altitude * std::numbers::pi / 180) / std::max(sun.exaggeration, 0.1) : 0;
    const double reach = lit ? std::min((highest - floor) / slope, kLongestShadow) : 0;
    const double awayX = -std::sin(sun.azimuth * std::numbers::pi / 180);
    const double awayY = -std::cos(sun.azimuth * std::numbers::pi / 180);
    Extent covered = box;
    covered.expand(box.minX + awayX * reach, box.minY + awayY * reach);
    covered.expand(box.maxX + awayX * reach, box.maxY + awayY * reach);
    const double rim = 3 * kCrowdReach;
    covered.minX = std::max(covered.minX - rim, within.minX);
    covered.minY = std::max(covered.minY - rim, within.minY);
    covered.maxX = std::min(covered.maxX + rim, within.maxX);
    covered.maxY = std::min(covered.maxY + rim, within.maxY);
    if (covered.empty() || covered.width() <= 0 || covered.height() <= 0) return cast;

    cast.cell = std::max(finest, std::max(covered.width(), covered.height()) / longest);
    cast.columns = std::min(longest, static_cast<int>(std::ceil(covered.width() / cast.cell)));
    cast.rows = std::min(longest, static_cast<int>(std::ceil(covered.height() / cast.cell)));
    cast.originX = covered.minX;
    cast.originY = covered.minY;
    cast.low = floor;
    cast.high = highest;
    Canvas canvas(cast.columns, cast.rows);
    Crowd crowd(cast.columns, cast.rows);
    const auto corner = [&](double x, double y, double z) {
        return Corner{(x - cast.originX) / cast.cell - 0.5, (y - cast.originY) / cast.cell - 0.5, z};
    };
    for (const auto* list : casters) {
        for (const ShadowCaster& caster : *list) {
            crowd.fill(caster, cast.originX, cast.originY, cast.cell);
            if (!lit || !(caster.top > floor)) continue;
            const double length = std::min((caster.top - floor) / slope, kLongestShadow);
            const double end = caster.top - length * slope;
            for (const auto& ring : caster.rings) {
                for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
                    const Corner a = corner(ring[j].x, ring[j].y, caster.top);
                    const Corner b = corner(ring[i].x, ring[i].y, caster.top);
                    const Corner c = corner(ring[i].x + awayX * length, ring[i].y + awayY * length, end);
                    const Corner d = corner(ring[j].x + awayX * length, ring[j].y + awayY * length, end);
                    canvas.triangle({a, b, c});
                    canvas.triangle({a, c, d});
                }
            }
        }
    }
    crowd.soften(std::max(1, static_cast<int>(std::lround(kCrowdReach / cast.cell))));
    const std::size_t cells = canvas.bound().size();
    cast.values.resize(cells * 2);
    const double span = std::max(cast.high - cast.low, 1e-3);
    for (std::size_t i = 0; i < cells; ++i) {
        const float bound = canvas.bound()[i];
        if (std::isfinite(bound))
            cast.values[i * 2] = static_cast<std::uint16_t>(
                1 + std::lround(std::clamp((bound - cast.low) / span, 0.0, 1.0) * 65534));
        cast.values[i * 2 + 1] =
            static_cast<std::uint16_t>(std::lround(std::clamp(crowd.at(i), 0.0F, 1.0F) * 65535));
    }
    return cast;
}

}  // namespace atlas::terrain
