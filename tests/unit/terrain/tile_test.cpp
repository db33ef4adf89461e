// Tiles: the triangulation of one, how two levels meet, and what a camera gets. Heights come from formulas,
// errors are measured here again.

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>

#include "terrain/tile_mesh.h"
#include "terrain/tile_set.h"
#include "terrain/tile_source.h"
#include "tests/unit/terrain/shapes.h"

namespace atlas::terrain {
namespace {

constexpr std::size_t kRimVertices = static_cast<std::size_t>(kRimSide) * kRimSide;

// A surface over cells (0, 0) to (256, 256) of a tile, with its rim.
std::vector<float> rimmed(const Surface& surface) {
    std::vector<float> heights(kRimVertices);
    for (int row = 0; row < kRimSide; ++row)
        for (int column = 0; column < kRimSide; ++column)
            heights[static_cast<std::size_t>(row) * kRimSide + column] =
                static_cast<float>(surface(column - 1, row - 1));
    return heights;
}

double doubleArea(const TileMesh::Vertex& a, const TileMesh::Vertex& b, const TileMesh::Vertex& c) {
    return (b.column - a.column) * (c.row - a.row) - (c.column - a.column) * (b.row - a.row);
}

// Largest distance of any vertex of the tile from the drawn ground, by going through the triangles.
double measuredError(const TileMesh& mesh, const Surface& surface) {
    double worst = 0;
    for (std::size_t t = 0; t < mesh.groundTriangles; ++t) {
        const auto& a = mesh.vertices[mesh.triangles[t * 3]];
        const auto& b = mesh.vertices[mesh.triangles[t * 3 + 1]];
        const auto& c = mesh.vertices[mesh.triangles[t * 3 + 2]];
        const double area = doubleArea(a, b, c);
        for (int row = std::min({a.row, b.row, c.row}); row <= std::max({a.row, b.row, c.row}); ++row) {
            for (int column = std::min({a.column, b.column, c.column});
                 column <= std::max({a.column, b.column, c.column}); ++column) {
                const TileMesh::Vertex p{static_cast<std::uint16_t>(column), static_cast<std::uint16_t>(row),
                                         0, 0, 0};
                const double u = doubleArea(p, b, c) / area;
                const double v = doubleArea(a, p, c) / area;
                if (u < -1e-9 || v < -1e-9 || u + v > 1 + 1e-9) continue;
                const double drawn = u * static_cast<double>(a.height) + v * static_cast<double>(b.height) +
                                     (1 - u - v) * static_cast<double>(c.height);
                worst = std::max(worst, std::abs(drawn - static_cast<float>(surface(column, row))));
            }
        }
    }
    return worst;
}

TEST(Triangulation, APlaneIsTwoTriangles) {
    const Surface slope = plane(0.5, -0.25, 200);
    const Triangulation surface(rimmed(slope), 0.01);
    const TileMesh mesh = makeTileMesh(surface, nullptr, 0, 5);
    EXPECT_EQ(mesh.groundTriangles, 2U);
    EXPECT_NEAR(surface.worst(), 0, 1e-4);
    EXPECT_NEAR(surface.surface(77.3, 12.9), slope(77.3, 12.9), 1e-3);
}

TEST(Triangulation, CoversTheTileOnceWithoutCracks) {
    const Triangulation surface(rimmed(rough(8)), 3);
    const TileMesh mesh = makeTileMesh(surface, nullptr, 0, 5);
    double area = 0;
    std::map<std::pair<int, int>, int> uses;
    for (std::size_t t = 0; t < mesh.groundTriangles; ++t) {
        const std::uint16_t* v = mesh.triangles.data() + t * 3;
        const double twice = doubleArea(mesh.vertices[v[0]], mesh.vertices[v[1]], mesh.vertices[v[2]]);
        EXPECT_GT(twice, 0) << "counter-clockwise from above";
        area += twice / 2;
        for (int k = 0; k < 3; ++k) {
            const std::pair<int, int> edge = std::minmax<int>(v[k], v[(k + 1) % 3]);
            ++uses[edge];
        }
    }
    EXPECT_DOUBLE_EQ(area, static_cast<double>(kTileCells) * kTileCells);
    for (const auto& [edge, count] : uses) {
        const auto& a = mesh.vertices[edge.first];
        const auto& b = mesh.vertices[edge.second];
        const bool rim = (a.column == b.column && (a.column == 0 || a.column == kTileCells)) ||
                         (a.row == b.row && (a.row == 0 || a.row == kTileCells));
        ASSERT_EQ(count, rim ? 1 : 2) << "a T-junction at " << a.column << ',' << a.row;
    }
}

TEST(Triangulation, SaysHowFarItIsFromTheGround) {
    const Surface hill = sphereCap(130, 90, 400, 60);
    for (const double tolerance : {0.2, 1.0, 5.0}) {
        const Triangulation surface(rimmed(hill), tolerance);
        const TileMesh mesh = makeTileMesh(surface, nullptr, 0, 5);
        const double measured = measuredError(mesh, hill);
        EXPECT_NEAR(surface.worst(), measured, 1e-4);
        EXPECT_LE(surface.typical(), surface.worst());
        EXPECT_LT(measured, 3 * tolerance);
    }
}

TEST(Triangulation, SurfaceIsTheDrawnOne) {
    const Triangulation surface(rimmed(rough(12)), 2);
    const TileMesh mesh = makeTileMesh(surface, nullptr, 0, 5);
    for (std::size_t t = 0; t < mesh.groundTriangles; ++t) {
        const auto& a = mesh.vertices[mesh.triangles[t * 3]];
        const auto& b = mesh.vertices[mesh.triangles[t * 3 + 1]];
        const auto& c = mesh.vertices[mesh.triangles[t * 3 + 2]];
        const double column = (a.column + b.column + c.column) / 3.0;
        const double row = (a.row + b.row + c.row) / 3.0;
        ASSERT_NEAR(surface.surface(column, row), static_cast<double>(a.height + b.height + c.height) / 3,
                    1e-3)
            << column << ',' << row;
    }
}

TEST(TileMesh, MorphsToTheParentsSurface) {
    // The parent covers twice the ground: cell (c, r) of the north-east child is (128 + c / 2, 128 + r / 2)
    // there.
    const Surface ground = sphereCap(256, 256, 700, 90);  // in the child's cells, from the parent's corner
    const Triangulation parent(rimmed([&](double x, double y) { return ground(2 * x, 2 * y); }), 4);
    const Triangulation child(rimmed([&](double x, double y) { return ground(256 + x, 256 + y); }), 1);
    const TileMesh mesh = makeTileMesh(child, &parent, 3, 5);
    for (const TileMesh::Vertex& v : mesh.vertices)
        ASSERT_NEAR(static_cast<double>(v.coarse), parent.surface(128 + v.column / 2.0, 128 + v.row / 2.0),
                    1e-3);
}

TEST(TileMesh, SkirtsHangFromEveryEdge) {
    const Triangulation surface(rimmed(rough(8)), 3);
    const TileMesh mesh = makeTileMesh(surface, nullptr, 0, 7);
    std::set<std::pair<int, int>> onEdges;
    std::set<std::pair<int, int>> feet;
    for (const TileMesh::Vertex& v : mesh.vertices) {
        const bool edge = v.column == 0 || v.row == 0 || v.column == kTileCells || v.row == kTileCells;
        if (v.drop == 0 && edge) onEdges.insert({v.column, v.row});
        if (v.drop > 0) {
            EXPECT_TRUE(edge);
            EXPECT_FLOAT_EQ(v.drop, 7);
            feet.insert({v.column, v.row});
        }
    }
    EXPECT_EQ(feet, onEdges);
}

class TileSetTest : public testing::Test {
  protected:
    static constexpr double kCell = 10;
    // 5 km of hills at 10 m.
    HeightField field_ = fieldOf(rasterOf(
        [](double x, double y) {
            return 250 + 60 * std::sin(x / 210) * std::cos(y / 170) + 9 * std::sin(x / 31);
        },
        512, 512, kCell));
    GroundGrid grid_ = makeGroundGrid(field_);
    std::shared_ptr<FieldTileSource> source_ = std::make_shared<FieldTileSource>(field_, grid_);

    // Looks straight down from `height` metres over (x, y) with the whole ground inside the frustum.
    static TileView lookDown(double x, double y, double height) {
        TileView view;
        view.eye = {x, y, height};
        view.pixels = 900;
        for (auto& p : view.planes) p = {0, 0, 0, 1};
        return view;
    }
    static double covered(const TileSet::Selection& selection) {
        double area = 0;
        for (const auto& tile : selection.tiles) area += tile->extent.width() * tile->extent.height();
        return area;
    }
};

TEST_F(TileSetTest, VerticesOfTheNativeLevelAreTheSourcesCells) {
    const TileLayout& layout = source_->layout();
    EXPECT_DOUBLE_EQ(layout.cell(layout.native), kCell);
    std::vector<float> heights;
    const TileId id{layout.native, 1, 1};
    source_->read(id, heights);
    const geodata::Extent box = layout.extent(id);
    const geodata::Raster& raster = field_.sources().front().raster;
    int exact = 0;
    for (int row = 1; row <= kTileSide; row += 16) {
        for (int column = 1; column <= kTileSide; column += 16) {
            const double x = box.minX + (column - 1) * kCell;
            const double y = box.minY + (row - 1) * kCell;
            const int c = static_cast<int>(std::floor((x - raster.originX) / kCell));
            const int r = static_cast<int>(std::floor((raster.originY - y) / kCell));
            if (c < 0 || r < 0 || c >= raster.width || r >= raster.height) continue;
            ++exact;
            EXPECT_NEAR(heights[static_cast<std::size_t>(row) * kRimSide + column], raster.at(c, r), 1e-3);
        }
    }
    EXPECT_GT(exact, 50);
}

TEST_F(TileSetTest, EveryViewIsCoveredOnceWithinTheTarget) {
    TileSet set(source_, {});
    const double whole = std::pow(source_->layout().rootSize, 2);
    for (const double height : {60000.0, 6000.0, 1500.0, 500.0}) {
        const auto selection = set.selectComplete(lookDown(2500, 2500, height));
        EXPECT_TRUE(selection.complete);
        EXPECT_DOUBLE_EQ(covered(selection), whole) << height;
        EXPECT_LE(selection.worst, 1.0) << height;
        for (std::size_t i = 0; i < selection.tiles.size(); ++i) {
            for (std::size_t j = i + 1; j < selection.tiles.size(); ++j) {
                const geodata::Extent& a = selection.tiles[i]->extent;
                const geodata::Extent& b = selection.tiles[j]->extent;
                EXPECT_FALSE(a.minX < b.maxX && b.minX < a.maxX && a.minY < b.maxY && b.minY < a.maxY);
            }
        }
    }
}

TEST_F(TileSetTest, NearerNeedsFinerAndErrorsAreTrue) {
    TileSet set(source_, {});
    const auto far = set.selectComplete(lookDown(2500, 2500, 30000));
    const auto near = set.selectComplete(lookDown(2500, 2500, 800));
    int farLevel = 0;
    int nearLevel = 0;
    for (const auto& tile : far.tiles) farLevel = std::max(farLevel, tile->id.level);
    for (const auto& tile : near.tiles) nearLevel = std::max(nearLevel, tile->id.level);
    EXPECT_GT(nearLevel, farLevel);
    // 99 % of the raster's own cells lie within the error a tile states.
    for (const auto& tile : near.tiles) {
        if (tile->error <= 0 || tile->id.level < 2) continue;
        std::size_t cells = 0;
        std::size_t beyond = 0;
        std::size_t closed = 0;  // vertices of the closing ground: such a tile says less about the data
        const double cell = tile->extent.width() / kTileCells;
        const double step = std::min(kCell, cell);
        for (double y = tile->extent.minY; y < tile->extent.maxY; y += step) {
            for (double x = tile->extent.minX; x < tile->extent.maxX; x += step) {
                const double truth = field_.heightAt(x, y);
                ++cells;
                if (std::isnan(truth)) ++closed;
                const double drawn =
                    tile->surface->surface((x - tile->extent.minX) / cell, (y - tile->extent.minY) / cell);
                if (std::abs(drawn - truth) > tile->error + 0.02) ++beyond;
            }
        }
        if (closed == 0) {
            EXPECT_LE(beyond, cells / 50 + 2) << "level " << tile->id.level;
        }
    }
}

TEST_F(TileSetTest, NothingBehindTheCameraIsLoaded) {
    TileSet set(source_, {});
    TileView view = lookDown(2500, 2500, 700);
    view.planes[0] = {1, 0, 0, -2500};  // only what lies east of x = 2500
    const auto selection = set.selectComplete(view);
    for (const auto& tile : selection.tiles) EXPECT_GT(tile->extent.maxX, 2500);
}

TEST_F(TileSetTest, TheBudgetHoldsAfterAFlight) {
    TileOptions options;
    options.budget = std::size_t{60} << 20;
    TileSet set(source_, options);
    for (int step = 0; step < 12; ++step) {
        const auto selection = set.selectComplete(lookDown(step * 450.0, 5000 - step * 400.0, 700));
        EXPECT_TRUE(selection.complete);
        EXPECT_LE(set.bytes(), options.budget) << step;
        EXPECT_FALSE(selection.tiles.empty());
    }
}

TEST_F(TileSetTest, AnImpatientCameraAlwaysHasSomethingToDraw) {
    TileSet set(source_, {});
    set.selectComplete(lookDown(2500, 2500, 60000));
    const double whole = std::pow(source_->layout().rootSize, 2);
    for (int step = 0; step < 40; ++step) {
        const auto selection = set.select(lookDown(100.0 * step, 120.0 * step, 400));
        EXPECT_DOUBLE_EQ(covered(selection), whole);
    }
}

TEST(TileSet, GroundWithoutDataIsOneFlatTile) {
    const HeightField nothing{std::vector<HeightSource>()};
    const GroundGrid grid = makeGroundGrid(nothing);
    TileSet set(std::make_shared<FieldTileSource>(nothing, grid), {});
    TileView view;
    view.eye = {0, 0, 5000};
    for (auto& p : view.planes) p = {0, 0, 0, 1};
    const auto selection = set.selectComplete(view);
    EXPECT_TRUE(selection.complete);
    EXPECT_FALSE(selection.tiles.empty());
}

}  // namespace
}  // namespace atlas::terrain
