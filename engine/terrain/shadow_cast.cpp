#include "terrain/shadow_cast.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "terrain/shadow_canvas.h"

namespace atlas::terrain {

namespace {

using geodata::Extent;
using geodata::Point2;

constexpr double kCrowdReach = 14;  // metres
constexpr double kSmallestSun = 1;  // degrees
constexpr double kLongestShadow = 6000;
constexpr double kDeckLayer = 3.5;  // metres over the ground that a deck's shadow reaches up

// Where the sun's rays go.
struct Rays {
    bool lit = false;
    double slope = 0;  ///< metres down a metre on
    double x = 0, y = 0;

    explicit Rays(const ShadowSun& sun)
        : lit(sun.altitude > kSmallestSun && sun.altitude < 89.5),
          slope(lit ? std::tan(sun.altitude * std::numbers::pi / 180) / std::max(sun.exaggeration, 0.1) : 0),
          x(-std::sin(sun.azimuth * std::numbers::pi / 180)),
          y(-std::cos(sun.azimuth * std::numbers::pi / 180)) {}
    Vec3 along(const Vec3& from, double distance) const {
        return {from.x + x * distance, from.y + y * distance, from.z - slope * distance};
    }
};

void shadeSolid(const ShadowCaster& caster, const Rays& rays, double floor, ShadowCanvas& canvas) {
    if (!(caster.top > floor)) return;
    const double length = std::min((caster.top - floor) / rays.slope, kLongestShadow);
    for (const auto& ring : caster.rings) {
        for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
            const Vec3 a{ring[j].x, ring[j].y, caster.top};
            const Vec3 b{ring[i].x, ring[i].y, caster.top};
            const Vec3 c = rays.along(b, length);
            canvas.shade({a, b, c});
            canvas.shade({a, c, rays.along(a, length)});
        }
    }
}

// Where a ray through a point meets the ground: a few steps of a search for it, enough where the ground is
// flatter than the ray is steep; elsewhere the last guess counts.
Vec3 landing(const Vec3& from, const Rays& rays, const std::function<double(double x, double y)>& ground) {
    Vec3 at = from;
    for (int step = 0; step < 6; ++step) {
        const double fall = std::max(from.z - ground(at.x, at.y), 0.0);
        at = rays.along(from, std::min(fall / rays.slope, kLongestShadow));
    }
    return at;
}

void shadeDeck(const ShadowDeck& deck, const Rays& rays,
               const std::function<double(double x, double y)>& ground, ShadowCanvas& canvas) {
    const std::size_t sections = std::min(deck.left.size(), deck.right.size());
    Vec3 left;
    Vec3 right;
    for (std::size_t i = 0; i < sections; ++i) {
        const Vec3 l = landing(deck.left[i], rays, ground);
        const Vec3 r = landing(deck.right[i], rays, ground);
        if (i > 0) {
            canvas.shadeGround({left, right, r}, kDeckLayer);
            canvas.shadeGround({left, r, l}, kDeckLayer);
        }
        left = l;
        right = r;
    }
}

// The heights and shares of all cells. A cell beside a shadow takes the highest bound of its neighbours, so
// that what is read between the two falls with the share alone.
void store(const ShadowCanvas& canvas, const ShadowCrowd& crowd, ShadowCast& cast) {
    const std::size_t cells = static_cast<std::size_t>(cast.columns) * cast.rows;
    cast.bounds.assign(cells, 0);
    cast.shares.resize(cells * 2);
    const double span = std::max(cast.high - cast.low, 1e-3);
    const auto encoded = [&](float bound) {
        return static_cast<std::uint16_t>(
            1 + std::lround(std::clamp((bound - cast.low) / span, 0.0, 1.0) * 65534));
    };
    std::size_t i = 0;
    for (int row = 0; row < cast.rows; ++row) {
        for (int column = 0; column < cast.columns; ++column, ++i) {
            cast.shares[i * 2] = static_cast<std::uint8_t>(std::lround(canvas.covered(i) * 255));
            cast.shares[i * 2 + 1] =
                static_cast<std::uint8_t>(std::lround(std::clamp(crowd.at(i), 0.0F, 1.0F) * 255));
            if (!std::isfinite(canvas.bound(i))) continue;
            const std::uint16_t value = encoded(canvas.bound(i));
            cast.bounds[i] = value;
            if (cast.shares[i * 2] == 255 && column > 0 && std::isfinite(canvas.bound(i - 1)) &&
                column + 1 < cast.columns && std::isfinite(canvas.bound(i + 1)) && row > 0 &&
                std::isfinite(canvas.bound(i - cast.columns)) && row + 1 < cast.rows &&
                std::isfinite(canvas.bound(i + cast.columns)))
                continue;
            for (int r = std::max(row - 1, 0); r <= std::min(row + 1, cast.rows - 1); ++r)
                for (int c = std::max(column - 1, 0); c <= std::min(column + 1, cast.columns - 1); ++c) {
                    const std::size_t at = static_cast<std::size_t>(r) * cast.columns + c;
                    if (!std::isfinite(canvas.bound(at))) cast.bounds[at] = std::max(cast.bounds[at], value);
                }
        }
    }
}

// All the casters stand on, and the highest of them.
Extent footprint(const ShadowScene& scene, double& highest) {
    Extent box;
    for (const auto* list : scene.solids)
        for (const ShadowCaster& caster : *list) {
            highest = std::max(highest, caster.top);
            for (const auto& ring : caster.rings)
                for (const Point2& p : ring) box.expand(p.x, p.y);
        }
    for (const auto* list : scene.decks)
        for (const ShadowDeck& deck : *list)
            for (const auto* side : {&deck.left, &deck.right})
                for (const Vec3& p : *side) {
                    box.expand(p.x, p.y);
                    highest = std::max(highest, p.z + kDeckLayer);
                }
    return box;
}

}  // namespace

double ShadowCast::boundAt(double x, double y) const {
    const double nowhere = -std::numeric_limits<double>::infinity();
    const double column = std::floor((x - originX) / cell);
    const double row = std::floor((y - originY) / cell);
    if (!(column >= 0) || !(row >= 0) || column >= columns || row >= rows) return nowhere;
    const std::size_t at = static_cast<std::size_t>(row) * columns + static_cast<std::size_t>(column);
    if (bounds[at] == 0 || shares[at * 2] < 128) return nowhere;
    return low + (high - low) * (bounds[at] - 1) / 65534.0;
}

ShadowCast castShadows(const ShadowScene& scene, const ShadowSun& sun, const Extent& within, double floor,
                       double finest, int longest) {
    ShadowCast cast;
    double highest = floor;
    const Extent box = footprint(scene, highest);
    if (box.empty() || !(highest > floor)) return cast;
    const Rays rays(sun);
    const double reach = rays.lit ? std::min((highest - floor) / rays.slope, kLongestShadow) : 0;
    Extent covered = box;
    covered.expand(box.minX + rays.x * reach, box.minY + rays.y * reach);
    covered.expand(box.maxX + rays.x * reach, box.maxY + rays.y * reach);
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
    const ShadowCells cells{cast.columns, cast.rows, cast.originX, cast.originY, cast.cell};
    ShadowCanvas canvas(cells, rays.lit ? scene.ground : nullptr);
    ShadowCrowd crowd(cells);
    for (const auto* list : scene.solids) {
        for (const ShadowCaster& caster : *list) {
            crowd.fill(caster);
            if (rays.lit) shadeSolid(caster, rays, floor, canvas);
        }
    }
    if (rays.lit && scene.ground)
        for (const auto* list : scene.decks)
            for (const ShadowDeck& deck : *list) shadeDeck(deck, rays, scene.ground, canvas);
    crowd.soften(std::max(1, static_cast<int>(std::lround(kCrowdReach / cast.cell))));
    store(canvas, crowd, cast);
    return cast;
}

}  // namespace atlas::terrain
