#include "district/ground.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "district/coverage.h"
#include "district/river.h"
#include "district/spline.h"

namespace atlas::district {
namespace {

using geodata::Crs;
using geodata::Loaded;
using geodata::Point2;
using geodata::Problem;
using geodata::Transform;

constexpr float kNone = std::numeric_limits<float>::quiet_NaN();
constexpr int kRounding = 3;  // passes of corner rounding on river rings, whose corners come from 30 m cells

struct Spot {
    Point2 place;  // map CRS
    double height = 0;
    bool measured = false;
    bool water = false;
};

struct Vertex {
    Point2 place;  // map CRS
    bool measured = false;
};

struct Ring {
    std::string river, stage;
    bool island = false;
    double level = 0;  // NaN = not known
    std::vector<Vertex> vertices;
};

struct Input {
    std::vector<Spot> spots;
    std::vector<Ring> rings;
    geodata::Extent extent;
};

Input readInput(const Table& heights, const Table& rivers, const Transform& toMap) {
    Input input;
    for (const Row& row : heights.rows) {
        Spot spot;
        if (!heights.place(row, spot.place) || !toMap.apply(spot.place.x, spot.place.y)) continue;
        const std::string kind = heights.text(row, "kind");
        spot.height = heights.real(row, "height_m", 0);
        spot.measured = kind.find("extrapolated") == std::string::npos;
        spot.water = kind.starts_with("water");
        input.extent.expand(spot.place.x, spot.place.y);
        input.spots.push_back(spot);
    }
    std::map<std::string, std::size_t> known;
    for (const Row& row : rivers.rows) {
        const int id = rivers.spec.indexOf(rivers.spec.ring);
        const auto [at, fresh] = known.try_emplace(keyOf(row.cells[id]), input.rings.size());
        if (fresh)
            input.rings.push_back({rivers.text(row, "name_zh"),
                                   rivers.text(row, "stage"),
                                   rivers.text(row, rivers.spec.holeColumn) == rivers.spec.holeValue,
                                   rivers.real(row, "level_huanghai_m", std::nan("")),
                                   {}});
        Vertex vertex;
        vertex.measured = !rivers.text(row, "basis").starts_with("outside");
        if (rivers.place(row, vertex.place) && toMap.apply(vertex.place.x, vertex.place.y))
            input.rings[at->second].vertices.push_back(vertex);
    }
    return input;
}

Grid gridOver(const geodata::Extent& extent, const TerrainSettings& settings) {
    // Whole multiples of the cell, so that a neighbour made the same way fits edge to edge.
    const double pad = settings.margin + 4 * settings.cell;
    Grid grid;
    grid.cell = settings.cell;
    grid.originX = std::floor((extent.minX - pad) / settings.cell) * settings.cell;
    grid.originY = std::ceil((extent.maxY + pad) / settings.cell) * settings.cell;
    grid.width = static_cast<int>(std::ceil((extent.maxX + pad - grid.originX) / settings.cell));
    grid.height = static_cast<int>(std::ceil((grid.originY - extent.minY + pad) / settings.cell));
    return grid;
}

std::vector<Point2> onGrid(const Grid& grid, const Ring& ring) {
    std::vector<Point2> points;
    for (const Vertex& vertex : ring.vertices) points.push_back(grid.fromMap(vertex.place));
    return roundCorners(std::move(points), kRounding);
}

RiverSurface riversOf(const Grid& grid, const Input& input, const TerrainSettings& settings, Point2 outlet) {
    std::vector<RiverRings> rivers;
    for (const Ring& ring : input.rings) {
        if (ring.stage != settings.waterStage) continue;
        auto found =
            std::find_if(rivers.begin(), rivers.end(), [&](const auto& r) { return r.name == ring.river; });
        if (found == rivers.end()) found = rivers.insert(rivers.end(), RiverRings{ring.river, {}, {}});
        (ring.island ? found->islands : found->shells).push_back(onGrid(grid, ring));
    }
    std::vector<WaterHeight> heights;
    for (const Spot& spot : input.spots)
        if (spot.water && spot.measured) heights.push_back({grid.fromMap(spot.place), spot.height});
    return makeRivers(grid, rivers, heights, {grid.fromMap(outlet), settings.riverWindow});
}

/// A shore line of a known level is a contour of the same ground: soft heights along its measured parts.
void addContours(const Grid& grid, const Input& input, const TerrainSettings& settings,
                 std::vector<HeightSample>& samples) {
    const double step = 25 / grid.cell;
    for (const Ring& ring : input.rings) {
        if (ring.stage == settings.waterStage || std::isnan(ring.level)) continue;
        const std::size_t count = ring.vertices.size();
        for (std::size_t i = 0; i < count; ++i) {
            const Vertex& from = ring.vertices[i];
            const Vertex& to = ring.vertices[(i + 1) % count];
            if (!from.measured || !to.measured) continue;
            const Point2 a = grid.fromMap(from.place);
            const Point2 b = grid.fromMap(to.place);
            const int parts = std::max(1, static_cast<int>(std::hypot(b.x - a.x, b.y - a.y) / step));
            for (int k = 0; k < parts; ++k) {
                const double t = (k + 0.5) / parts;
                samples.push_back(
                    {a.x + t * (b.x - a.x), a.y + t * (b.y - a.y), ring.level, settings.weightContour});
            }
        }
    }
}

/// 1 on land; a crease on water and its banks, so that the slope of the land does not bend the water's edge.
std::vector<float> stiffnessOf(const Grid& grid, const Mask& water) {
    std::vector<float> stiffness(grid.size());
    const std::vector<float> distance = distanceTo(grid, water);
    for (std::size_t i = 0; i < stiffness.size(); ++i) stiffness[i] = distance[i] <= 1.0F ? 0.02F : 1.0F;
    return stiffness;
}

Mask validCells(const Grid& grid, const Input& input, double margin) {
    std::vector<Point2> points;
    for (const Spot& spot : input.spots) points.push_back(grid.fromMap(spot.place));
    Mask hull(grid.size(), 0);
    fillRing(grid, convexHull(std::move(points)), 1, hull);
    const std::vector<float> distance = distanceTo(grid, hull);
    for (std::size_t i = 0; i < hull.size(); ++i) hull[i] = distance[i] * grid.cell <= margin ? 1 : 0;
    return hull;
}

Mask measuredCells(const Grid& grid, const Input& input, const TerrainSettings& settings) {
    Mask spots(grid.size(), 0);
    for (const Spot& spot : input.spots) {
        const Point2 p = grid.fromMap(spot.place);
        const int column = static_cast<int>(std::lround(p.x));
        const int row = static_cast<int>(std::lround(p.y));
        if (spot.measured && grid.contains(column, row)) spots[grid.index(column, row)] = 1;
    }
    return closedRegion(grid, spots, settings.support / grid.cell, 15 / grid.cell);
}

void measureMisfit(const Grid& grid, const std::vector<double>& z, const std::vector<HeightSample>& samples,
                   Ground& ground) {
    double sum = 0;
    ground.smallestMisfit = std::numeric_limits<double>::infinity();
    for (const HeightSample& s : samples) {
        const int c = std::clamp(static_cast<int>(s.column), 0, grid.width - 2);
        const int r = std::clamp(static_cast<int>(s.row), 0, grid.height - 2);
        const double u = s.column - c;
        const double v = s.row - r;
        const double height = (1 - v) * ((1 - u) * z[grid.index(c, r)] + u * z[grid.index(c + 1, r)]) +
                              v * ((1 - u) * z[grid.index(c, r + 1)] + u * z[grid.index(c + 1, r + 1)]);
        const double misfit = std::abs(height - s.height);
        sum += misfit;
        ground.smallestMisfit = std::min(ground.smallestMisfit, misfit);
        ground.largestMisfit = std::max(ground.largestMisfit, misfit);
    }
    ground.meanMisfit = samples.empty() ? 0 : sum / static_cast<double>(samples.size());
}

Problem problem(std::string file, std::string message) {
    Problem p;
    p.file = std::move(file);
    p.message = std::move(message);
    return p;
}

}  // namespace

Loaded<Ground> makeGround(const Sources& sources, const TerrainSettings& settings) {
    Loaded<Ground> result;
    const Table* heights = sources.table("spot_heights");
    const Table* rivers = sources.table("rivers");
    if (!heights || !rivers) {
        result.report.add(problem("tables.toml", "expected the tables spot_heights and rivers"));
        return result;
    }
    const auto wgs84 = Crs::parse("EPSG:4326");
    const auto map = Crs::parse(settings.crs);
    result.report.append(map.report);
    if (!wgs84 || !map) return result;
    auto toMap = Transform::create(*wgs84.value, *map.value);
    auto toWgs84 = Transform::create(*map.value, *wgs84.value);
    result.report.append(toMap.report);
    if (!toMap || !toWgs84) return result;

    const Input input = readInput(*heights, *rivers, *toMap);
    if (input.spots.size() < 3) {
        result.report.add(problem(heights->path, "expected at least three heights"));
        return result;
    }
    Ground ground;
    ground.crs = settings.crs;
    ground.grid = gridOver(input.extent, settings);
    const Grid& grid = ground.grid;
    Point2 outlet = settings.outlet;
    toMap->apply(outlet.x, outlet.y);
    RiverSurface river = riversOf(grid, input, settings, outlet);

    SplineProblem spline;
    spline.width = grid.width;
    spline.height = grid.height;
    spline.cell = grid.cell;
    for (const Spot& spot : input.spots) {
        ++(spot.measured ? ground.measured : ground.extrapolated);
        if (spot.water) continue;
        const Point2 p = grid.fromMap(spot.place);
        spline.samples.push_back(
            {p.x, p.y, spot.height, spot.measured ? settings.weightGround : settings.weightExtrapolated});
    }
    const std::vector<HeightSample> ground_samples = spline.samples;
    addContours(grid, input, settings, spline.samples);
    ground.contour = spline.samples.size() - ground_samples.size();
    spline.fixed = river.level;
    spline.stiffness = stiffnessOf(grid, river.water);
    const std::vector<double> z = solveSpline(spline, {settings.smoothing, settings.tensionLength});
    measureMisfit(grid, z, ground_samples, ground);

    const Mask valid = validCells(grid, input, settings.margin);
    ground.height.assign(grid.size(), kNone);
    for (std::size_t i = 0; i < z.size(); ++i)
        if (valid[i]) ground.height[i] = static_cast<float>(z[i]);
    ground.water = std::move(river.water);
    Mask measured = measuredCells(grid, input, settings);
    for (std::size_t i = 0; i < measured.size(); ++i) measured[i] = measured[i] && valid[i] ? 1 : 0;
    ground.coverage = coveragePolygons(grid, valid, measured, *toWgs84);
    result.value = std::move(ground);
    return result;
}

}  // namespace atlas::district
