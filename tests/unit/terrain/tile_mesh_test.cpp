// The triangles of one tile for a view. Heights come from formulas; what the triangles are off is measured
// here by going through them.

#include "terrain/tile_mesh.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>

#include "tests/unit/terrain/shapes.h"

namespace atlas::terrain {
namespace {

constexpr int n = kTileCells;
constexpr float kEnd = kTileCells;

// Waves of all lengths down to a few cells.
double hills(double x, double y) {
    return 8 * std::sin(x / 23) * std::cos(y / 19) + 1.5 * std::sin(x / 5 + y / 7) +
           0.3 * std::sin(x / 1.7) * std::cos(y / 2.1);
}

// A tile of one metre cells with its south-west corner at (0, 0).
std::shared_ptr<TileData> tileOf(const Surface& surface) {
    std::vector<float> heights(static_cast<std::size_t>(kRimSide) * kRimSide);
    for (int row = 0; row < kRimSide; ++row)
        for (int column = 0; column < kRimSide; ++column)
            heights[static_cast<std::size_t>(row) * kRimSide + column] =
                static_cast<float>(surface(column - 1, row - 1));
    auto tile = std::make_shared<TileData>();
    tile->extent = {0, 0, n, n};
    const auto [low, high] = std::minmax_element(heights.begin(), heights.end());
    tile->low = static_cast<double>(*low);
    tile->high = static_cast<double>(*high);
    tile->surface = std::make_unique<TileSurface>(std::move(heights));
    return tile;
}

TileView viewFrom(double x, double y, double z, double pixels = 1000) {
    TileView view;
    view.eye = {x, y, z};
    view.pixels = pixels;
    for (auto& plane : view.planes) plane = {0, 0, 0, 1};
    return view;
}

TileMesh meshOf(const TileData& tile, const TileView& view) {
    TileMesher mesher;
    TileMesh mesh;
    mesher.make(tile, view, {}, {0, 0}, mesh);
    return mesh;
}

using Vertex = TileMesh::Vertex;

double doubleArea(const Vertex& a, const Vertex& b, const Vertex& c) {
    return static_cast<double>((b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y));
}

// Calls receive(column, row, drawn height) for every vertex of the tile within a triangle.
template <class Receiver>
void forEachPlace(const TileMesh& mesh, const Receiver& receive) {
    for (std::size_t t = 0; t < mesh.triangles.size(); t += 3) {
        const Vertex& a = mesh.vertices[mesh.triangles[t]];
        const Vertex& b = mesh.vertices[mesh.triangles[t + 1]];
        const Vertex& c = mesh.vertices[mesh.triangles[t + 2]];
        const double area = doubleArea(a, b, c);
        if (area == 0) continue;  // of a skirt
        const int south = static_cast<int>(std::min({a.y, b.y, c.y}));
        const int north = static_cast<int>(std::max({a.y, b.y, c.y}));
        const int west = static_cast<int>(std::min({a.x, b.x, c.x}));
        const int east = static_cast<int>(std::max({a.x, b.x, c.x}));
        for (int row = south; row <= north; ++row) {
            for (int column = west; column <= east; ++column) {
                const Vertex p{static_cast<float>(column), static_cast<float>(row), 0};
                const double u = doubleArea(p, b, c) / area;
                const double v = doubleArea(a, p, c) / area;
                if (u < -1e-9 || v < -1e-9 || u + v > 1 + 1e-9) continue;
                receive(column, row,
                        u * static_cast<double>(a.height) + v * static_cast<double>(b.height) +
                            (1 - u - v) * static_cast<double>(c.height));
            }
        }
    }
}

// Heights as drawn, one a vertex of the tile; NaN where nothing is.
std::vector<double> drawnHeights(const TileMesh& mesh) {
    std::vector<double> heights(kTileVertices, std::numeric_limits<double>::quiet_NaN());
    forEachPlace(mesh, [&](int column, int row, double drawn) {
        heights[static_cast<std::size_t>(row) * kTileSide + column] = drawn;
    });
    return heights;
}

// What an error of height covers on the screen, pixels.
double pixelsOf(double error, double x, double y, double z, const TileView& view) {
    const double along = std::hypot(x - view.eye.x, y - view.eye.y);
    const double up = view.eye.z - z;
    const double distance = std::hypot(along, up);
    return std::abs(error) * view.pixels / distance * along / distance;
}

TEST(TileMesh, APlaneIsTwoTriangles) {
    const auto tile = tileOf(plane(0.5, -0.25, 200));
    EXPECT_EQ(meshOf(*tile, viewFrom(128, 128, 400)).triangles.size(), 6U);
}

TEST(TileMesh, CoversTheTileOnceWithoutCracks) {
    const auto tile = tileOf(hills);
    const TileMesh mesh = meshOf(*tile, viewFrom(100, 60, 300));  // over the tile: no edge faces the eye
    double area = 0;
    std::map<std::pair<std::uint32_t, std::uint32_t>, int> uses;
    for (std::size_t t = 0; t < mesh.triangles.size(); t += 3) {
        const std::uint32_t* v = mesh.triangles.data() + t;
        const double twice = doubleArea(mesh.vertices[v[0]], mesh.vertices[v[1]], mesh.vertices[v[2]]);
        EXPECT_GT(twice, 0) << "counter-clockwise from above";
        area += twice / 2;
        for (int k = 0; k < 3; ++k) ++uses[std::minmax(v[k], v[(k + 1) % 3])];
    }
    EXPECT_GT(mesh.triangles.size(), 300U);
    EXPECT_DOUBLE_EQ(area, static_cast<double>(n) * n);
    for (const auto& [edge, count] : uses) {
        const Vertex& a = mesh.vertices[edge.first];
        const Vertex& b = mesh.vertices[edge.second];
        const bool rim =
            (a.x == b.x && (a.x == 0 || a.x == kEnd)) || (a.y == b.y && (a.y == 0 || a.y == kEnd));
        ASSERT_EQ(count, rim ? 1 : 2) << "a T-junction at " << a.x << ',' << a.y;
    }
}

TEST(TileMesh, NinetyNinePercentLieWithinAPixel) {
    const Surface shapes[] = {hills, rough(0.5), sphereCap(130, 90, 400, 60),
                              [](double x, double y) { return 12 * std::sin(x / 9) * std::cos(y / 13); }};
    for (const Surface& shape : shapes) {
        const auto tile = tileOf(shape);
        for (const TileView& view :
             {viewFrom(-300, 100, 250), viewFrom(60, 70, 420), viewFrom(900, 800, 150)}) {
            const TileMesh mesh = meshOf(*tile, view);
            std::size_t places = 0;
            std::size_t beyond = 0;
            forEachPlace(mesh, [&](int column, int row, double drawn) {
                const auto truth = static_cast<double>(tile->surface->at(column, row));
                ++places;
                if (pixelsOf(drawn - truth, column, row, truth, view) > 1) ++beyond;
            });
            EXPECT_GE(places, kTileVertices);
            EXPECT_LE(beyond, places / 100);
            EXPECT_LT(mesh.triangles.size() / 3, 2 * n * n * 2 / 3U) << "as good as every cell";
        }
    }
}

TEST(TileMesh, FarNeedsLessThanNear) {
    const auto tile = tileOf(hills);
    const auto triangles = [&](double away) {
        return meshOf(*tile, viewFrom(-away, 128, 200)).triangles.size() / 3;
    };
    EXPECT_LT(triangles(1500), triangles(500));
    EXPECT_LT(triangles(500), triangles(150));
    // Within a tile, too: most of the triangles lie on the near half.
    const TileMesh mesh = meshOf(*tile, viewFrom(-20, 128, 30));
    std::size_t near = 0;
    for (std::size_t t = 0; t < mesh.triangles.size(); t += 3)
        near += mesh.vertices[mesh.triangles[t]].x < kEnd / 2;
    EXPECT_GT(near, mesh.triangles.size() / 3 * 6 / 10);
}

TEST(TileMesh, OnlyWhatIsInViewIsDrawn) {
    const auto tile = tileOf(hills);
    TileView view = viewFrom(128, 128, 300);
    const std::size_t all = meshOf(*tile, view).triangles.size();
    view.planes[0] = {1, 0, 0, -200};  // east of 200
    view.planes[1] = {0, -1, 0, 100};  // south of 100
    const TileMesh mesh = meshOf(*tile, view);
    EXPECT_LT(mesh.triangles.size(), all / 3);
    const std::vector<double> drawn = drawnHeights(mesh);
    for (int row = 0; row <= 100; ++row)
        for (int column = 200; column <= n; ++column)
            ASSERT_FALSE(std::isnan(drawn[static_cast<std::size_t>(row) * kTileSide + column]))
                << column << ',' << row;
}

// The camera flies over the tile and away from it in small steps: nothing that is seen jumps.
TEST(TileMesh, NothingJumpsInASlowFlight) {
    const auto tile = tileOf(hills);
    std::vector<double> before;
    std::set<std::size_t> counts;
    double worst = 0;
    for (int step = 0; step < 60; ++step) {
        const TileView view = viewFrom(-300 + step * 1.0, 100, 250 - step * 0.5);
        const TileMesh mesh = meshOf(*tile, view);
        counts.insert(mesh.triangles.size());
        const std::vector<double> drawn = drawnHeights(mesh);
        for (std::size_t i = 0; i < before.size(); ++i) {
            const auto x = static_cast<double>(i % kTileSide);
            const double y = static_cast<double>(i / kTileSide);
            worst = std::max(worst, pixelsOf(drawn[i] - before[i], x, y, drawn[i], view));
        }
        before = drawn;
    }
    EXPECT_GT(counts.size(), 30U) << "the triangles did not change";
    EXPECT_LT(worst, 0.25);
}

TEST(TileMesh, HasTheParentsShapeWhereThatTakesOver) {
    // The parent covers twice the ground: cell (c, r) of the north-east child is (128 + c / 2, 128 + r / 2)
    // there.
    const Surface ground = [](double x, double y) { return 30 * std::sin(x / 11) * std::cos(y / 17); };
    const auto parent = tileOf([&](double x, double y) { return ground(2 * x, 2 * y); });
    parent->error = 0.5;
    parent->texel = 2;
    const auto child = tileOf([&](double x, double y) { return ground(n + x, n + y); });
    child->id = {1, 1, 1};
    child->parent = parent;
    // The parent is good enough from 2 m cells / 2.5 pixels at 1000 pixels, and 0.5 m / 0.6 pixels, on.
    const TileMesh far = meshOf(*child, viewFrom(-840, 100, 0));
    for (const Vertex& v : far.vertices) {
        const double coarse = static_cast<double>(
            parent->surface->halfway(n + static_cast<int>(v.x), n + static_cast<int>(v.y)));
        if (v.x > 0 && v.x < kEnd && v.y > 0 && v.y < kEnd) {
            ASSERT_NEAR(static_cast<double>(v.height), coarse, 1.6) << v.x << ',' << v.y;
        }
    }
    const TileMesh near = meshOf(*child, viewFrom(-200, 100, 0));
    double most = 0;
    for (const Vertex& v : near.vertices)
        if (v.x > 0 && v.x < kEnd && v.y > 0 && v.y < kEnd)
            most =
                std::max(most, std::abs(static_cast<double>(v.height) -
                                        ground(n + static_cast<double>(v.x), n + static_cast<double>(v.y))));
    EXPECT_LT(most, 0.5);
}

TEST(TileMesh, SkirtsHangFromTheEdgesThatFaceTheEye) {
    const auto tile = tileOf(hills);
    const auto hanging = [&](double x, double y) {
        const TileMesh mesh = meshOf(*tile, viewFrom(x, y, 200));
        std::map<std::pair<float, float>, std::set<float>> heights;
        for (const Vertex& v : mesh.vertices) heights[{v.x, v.y}].insert(v.height);
        std::set<char> edges;
        for (const auto& [at, levels] : heights) {
            if (levels.size() < 2) continue;
            EXPECT_GT(*levels.rbegin() - *levels.begin(), 1);
            if (at.first == 0 && at.second > 0 && at.second < kEnd) edges.insert('w');
            if (at.first == kEnd && at.second > 0 && at.second < kEnd) edges.insert('e');
            if (at.second == 0 && at.first > 0 && at.first < kEnd) edges.insert('s');
            if (at.second == kEnd && at.first > 0 && at.first < kEnd) edges.insert('n');
        }
        return edges;
    };
    EXPECT_EQ(hanging(128, 128), std::set<char>());
    EXPECT_EQ(hanging(-300, 128), std::set<char>{'w'});
    EXPECT_EQ(hanging(600, -300), (std::set<char>{'e', 's'}));
    EXPECT_EQ(hanging(128, 700), std::set<char>{'n'});
}

TEST(TileSurface, ErrorsNeverGrowTowardWhatIsFiner) {
    const auto tile = tileOf(hills);
    // A vertex in the middle of a diagonal needs the four on the axes round it, and so on inward.
    for (int s = n / 2; s > 1; s /= 2)
        for (int row = s; row < n; row += 2 * s)
            for (int column = s; column < n; column += 2 * s)
                for (const auto& [x, y] : {std::pair{-s / 2, -s / 2}, {s / 2, -s / 2}, {s / 2, s / 2}})
                    ASSERT_GE(tile->surface->error(column, row), tile->surface->error(column + x, row + y));
    EXPECT_EQ(tileOf(plane(1, 2, 3))->surface->error(128, 128), 0);
}

TEST(TileSurface, BendIsWhatTheTrianglesOfACellMiss) {
    // x y / 16 bends by 1 / 16 a cell: a diagonal through its middle is a quarter of that off.
    EXPECT_NEAR(tileOf([](double x, double y) { return x * y / 16; })->surface->bend(), 1.0 / 64, 1e-3);
    EXPECT_NEAR(tileOf(plane(0.5, -0.25, 200))->surface->bend(), 0, 1e-4);
}

}  // namespace
}  // namespace atlas::terrain
