#include "app/building_plot.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "analysis/earthwork.h"
#include "analysis/grid.h"

namespace atlas::app {

using geodata::Point2;

namespace {

constexpr double kFinest = 0.5;      // metres
constexpr int kFootprintCells = 60;  // a side
constexpr double kRidgeStep = 20;    // metres

double turn(Point2 a, Point2 b, Point2 c) {
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

bool within(Point2 a, Point2 b, Point2 p) {
    return p.x >= std::min(a.x, b.x) && p.x <= std::max(a.x, b.x) && p.y >= std::min(a.y, b.y) &&
           p.y <= std::max(a.y, b.y);
}

bool meet(Point2 a, Point2 b, Point2 c, Point2 d) {
    const double abc = turn(a, b, c);
    const double abd = turn(a, b, d);
    const double cda = turn(c, d, a);
    const double cdb = turn(c, d, b);
    if (((abc > 0) != (abd > 0)) && abc != 0 && abd != 0 && ((cda > 0) != (cdb > 0)) && cda != 0 && cdb != 0)
        return true;
    return (abc == 0 && within(a, b, c)) || (abd == 0 && within(a, b, d)) || (cda == 0 && within(c, d, a)) ||
           (cdb == 0 && within(c, d, b));
}

}  // namespace

double ringArea(const std::vector<Point2>& ring) {
    double twice = 0;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        // From the first point: map coordinates are millions of metres.
        const Point2& a = ring[i];
        const Point2& b = ring[(i + 1) % ring.size()];
        twice += (a.x - ring[0].x) * (b.y - ring[0].y) - (b.x - ring[0].x) * (a.y - ring[0].y);
    }
    return std::abs(twice) / 2;
}

bool crossesItself(const std::vector<Point2>& ring) {
    const std::size_t n = ring.size();
    for (std::size_t i = 0; n > 3 && i < n; ++i)
        for (std::size_t j = i + 2; j < n; ++j) {
            if (i == 0 && j == n - 1) continue;  // neighbours share a corner
            if (meet(ring[i], ring[i + 1], ring[j], ring[(j + 1) % n])) return true;
        }
    return false;
}

std::vector<Point2> rectangleRound(Point2 middle, double width, double depth, double bearing) {
    const double turn = bearing * std::numbers::pi / 180;
    const Point2 along{std::sin(turn) * depth / 2, std::cos(turn) * depth / 2};
    const Point2 across{std::cos(turn) * width / 2, -std::sin(turn) * width / 2};
    const auto corner = [&](int a, int b) {
        return Point2{middle.x + a * across.x + b * along.x, middle.y + a * across.y + b * along.y};
    };
    return {corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)};
}

geodata::Raster plotGround(const std::vector<Point2>& ring, const analysis::HeightAt& ground, int mostCells,
                           const std::string& crs) {
    geodata::Extent box;
    for (const Point2& p : ring) box.expand(p.x, p.y);
    geodata::Raster plot;
    const double cell = std::max(kFinest, std::max(box.width(), box.height()) / mostCells);
    plot.crs = crs;
    plot.cellX = plot.cellY = cell;
    plot.originX = box.minX;
    plot.originY = box.maxY;
    plot.width = std::max(1, static_cast<int>(std::ceil(box.width() / cell)));
    plot.height = std::max(1, static_cast<int>(std::ceil(box.height() / cell)));
    plot.values.reserve(static_cast<std::size_t>(plot.width) * plot.height);
    for (int r = 0; r < plot.height; ++r)
        for (int c = 0; c < plot.width; ++c) {
            const Point2 place = analysis::centerOf(plot, {c, r});
            plot.values.push_back(static_cast<float>(ground(place.x, place.y)));
        }
    return plot;
}

ProposalFigures figuresOf(const std::vector<Point2>& footprint, double height, double base,
                          const analysis::HeightAt& ground) {
    ProposalFigures f;
    f.area = ringArea(footprint);
    f.lowest = std::numeric_limits<double>::infinity();
    f.highest = -f.lowest;
    const auto lies = [&](double z) {
        if (std::isnan(z)) return;
        f.lowest = std::min(f.lowest, z);
        f.highest = std::max(f.highest, z);
    };
    for (const Point2& p : footprint) lies(ground(p.x, p.y));
    geodata::Raster plot;
    analysis::CellSet inside;
    if (footprint.size() > 2) {
        plot = plotGround(footprint, ground, kFootprintCells);
        inside = analysis::cellsInside(plot, std::vector<std::vector<Point2>>{footprint});
        for (int r = 0; r < plot.height; ++r)
            for (int c = 0; c < plot.width; ++c)
                if (inside.has(c, r)) lies(plot.at(c, r));
    }
    f.base = f.lowest + base;
    f.roof = f.base + height;
    const std::size_t cells = inside.width() > 0 ? inside.count() : 0;
    if (cells == 0) return f;
    analysis::Plane level;
    level.height = f.base;
    const analysis::Earthwork work = analysis::cutAndFill(plot, level, &inside);
    // Cells along the outline are in or out as a whole: what they add up to is brought to its true area.
    const double part = f.area / (static_cast<double>(cells) * plot.cellX * plot.cellY);
    f.cut = work.cut * part;
    f.fill = work.fill * part;
    f.missing = static_cast<double>(work.missing) * plot.cellX * plot.cellY * part;
    return f;
}

double ridgeRound(Point2 place, const analysis::HeightAt& ground) {
    double ridge = std::numeric_limits<double>::quiet_NaN();
    for (double y = -kRidgeReach; y <= kRidgeReach; y += kRidgeStep)
        for (double x = -kRidgeReach; x <= kRidgeReach; x += kRidgeStep) {
            if (x * x + y * y > kRidgeReach * kRidgeReach) continue;
            const double z = ground(place.x + x, place.y + y);
            if (!std::isnan(z) && !(ridge >= z)) ridge = z;
        }
    return ridge;
}

}  // namespace atlas::app
