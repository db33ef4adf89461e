#include "terrain/mesh.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "tests/unit/terrain/shapes.h"

namespace atlas::terrain {
namespace {

struct Point {
    double c, r, z;
};

Point pointOf(const GroundGrid& grid, std::uint32_t vertex) {
    const auto columns = static_cast<std::uint32_t>(grid.columns);
    return {static_cast<double>(vertex % columns), static_cast<double>(vertex / columns),
            grid.heights[vertex]};
}

double doubleArea(const Point& a, const Point& b, const Point& c) {
    return (b.c - a.c) * (c.r - a.r) - (c.c - a.c) * (b.r - a.r);
}

template <class Visit>
void eachTriangle(const Mesh& mesh, const Visit& visit) {
    for (const MeshTile& tile : mesh.tiles)
        for (std::size_t i = 0; i + 2 < tile.triangles.size(); i += 3)
            visit(tile.vertices[tile.triangles[i]], tile.vertices[tile.triangles[i + 1]],
                  tile.vertices[tile.triangles[i + 2]]);
}

/// Largest vertical distance of any grid vertex from the mesh, metres; infinite where a vertex is not
/// covered.
double worstError(const GroundGrid& grid, const Mesh& mesh) {
    std::vector<double> error(grid.heights.size(), std::numeric_limits<double>::infinity());
    eachTriangle(mesh, [&](std::uint32_t i, std::uint32_t j, std::uint32_t k) {
        const Point a = pointOf(grid, i);
        const Point b = pointOf(grid, j);
        const Point c = pointOf(grid, k);
        const double whole = doubleArea(a, b, c);
        for (double r = std::min({a.r, b.r, c.r}); r <= std::max({a.r, b.r, c.r}); ++r) {
            for (double col = std::min({a.c, b.c, c.c}); col <= std::max({a.c, b.c, c.c}); ++col) {
                const Point p{col, r, 0};
                const double u = doubleArea(p, b, c) / whole;
                const double v = doubleArea(a, p, c) / whole;
                if (u < -1e-9 || v < -1e-9 || u + v > 1 + 1e-9) continue;
                const auto at = static_cast<std::size_t>(r) * grid.columns + static_cast<std::size_t>(col);
                const double off = std::abs(u * a.z + v * b.z + (1 - u - v) * c.z - grid.heights[at]);
                // A vertex on an edge belongs to two triangles; both must agree, so the worse counts.
                error[at] = std::isinf(error[at]) ? off : std::max(error[at], off);
            }
        }
    });
    return *std::max_element(error.begin(), error.end());
}

/// Every edge is shared by two triangles, but for those on the grid's rim: no cracks and no T-junctions,
/// inside tiles and between them, since the ends are numbers of grid vertices. Every triangle faces up.
void expectWatertight(const GroundGrid& grid, const Mesh& mesh) {
    std::map<std::pair<std::uint32_t, std::uint32_t>, int> uses;
    double area = 0;
    eachTriangle(mesh, [&](std::uint32_t i, std::uint32_t j, std::uint32_t k) {
        const double twice = doubleArea(pointOf(grid, i), pointOf(grid, j), pointOf(grid, k));
        EXPECT_GT(twice, 0) << "counter-clockwise from above";
        area += twice / 2;
        for (const auto& [a, b] : {std::pair{i, j}, {j, k}, {k, i}}) ++uses[std::minmax(a, b)];
    });
    EXPECT_DOUBLE_EQ(area, (grid.columns - 1.0) * (grid.rows - 1.0)) << "covers the grid once";
    for (const auto& [edge, count] : uses) {
        const Point a = pointOf(grid, edge.first);
        const Point b = pointOf(grid, edge.second);
        const bool rim = (a.c == b.c && (a.c == 0 || a.c == grid.columns - 1)) ||
                         (a.r == b.r && (a.r == 0 || a.r == grid.rows - 1));
        ASSERT_EQ(count, rim ? 1 : 2) << "edge (" << a.c << ',' << a.r << ")-(" << b.c << ',' << b.r << ')';
    }
}

struct Case {
    std::string name;
    Surface surface;
};

class MeshOf : public testing::TestWithParam<Case> {};

TEST_P(MeshOf, StaysWithinItsErrorAndHasNoCracks) {
    const GroundGrid grid = gridOf(GetParam().surface, 3, 2, 32);
    const std::vector<float> errors = vertexErrors(grid);
    std::size_t before = std::numeric_limits<std::size_t>::max();
    for (const double allowed : {0.0, 0.1, 0.5, 2.0, 10.0, 1000.0}) {
        const Mesh mesh = triangulate(grid, errors, allowed);
        EXPECT_EQ(mesh.maxError, allowed);
        EXPECT_EQ(mesh.tiles.size(), 6U);
        EXPECT_LE(worstError(grid, mesh), allowed + 1e-4) << allowed;
        EXPECT_LE(mesh.triangles, before) << "a looser mesh is no larger";
        before = mesh.triangles;
        expectWatertight(grid, mesh);
    }
}

INSTANTIATE_TEST_SUITE_P(
    Shapes, MeshOf,
    testing::Values(Case{"plane", plane(0.2, -0.1, 50)}, Case{"sphere", sphereCap(430, 310, 400, 120)},
                    Case{"step", stepAt(333, 160, 220)}, Case{"rough", rough(25)},
                    Case{"spike", [](double x, double y) { return x == 470 && y == 130 ? 90.0 : 0.0; }}),
    [](const auto& each) { return each.param.name; });

TEST(Mesh, APlaneNeedsTwoTrianglesATile) {
    const GroundGrid grid = gridOf(plane(0.5, 0.25, 0), 4, 3, 64);
    const Mesh mesh = triangulate(grid, vertexErrors(grid), 0.01);
    EXPECT_EQ(mesh.triangles, 4U * 3U * 2U);
}

TEST(Mesh, NoErrorAllowedGivesEveryVertexOfRoughGround) {
    const GroundGrid grid = gridOf(rough(25), 1, 1, 16);
    EXPECT_EQ(triangulate(grid, vertexErrors(grid), 0).triangles, 16U * 16U * 2U);
}

TEST(Mesh, KeepsToItsBudget) {
    const GroundGrid grid = gridOf(rough(25), 4, 4, 64);
    for (const std::size_t budget : {500U, 5000U, 20000U}) {
        const Mesh mesh = triangulateWithin(grid, budget, 0.1);
        EXPECT_LE(mesh.triangles, budget);
        EXPECT_LE(worstError(grid, mesh), mesh.maxError + 1e-4);
    }
    const Mesh fine = triangulateWithin(grid, 1000000, 0.1);
    EXPECT_EQ(fine.maxError, 0.1) << "never finer than the floor";
}

}  // namespace
}  // namespace atlas::terrain
