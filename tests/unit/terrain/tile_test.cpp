// Tiles and what a camera gets of them. Heights come from formulas, errors are measured here again.

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cmath>
#include <set>
#include <thread>

#include "terrain/tile_set.h"
#include "terrain/tile_source.h"
#include "tests/unit/terrain/shapes.h"

namespace atlas::terrain {
namespace {

// The surface through all vertices, bilinear: as a tile's error counts it.
double throughVertices(const TileSurface& surface, double column, double row) {
    const int c = std::min(static_cast<int>(column), kTileCells - 1);
    const int r = std::min(static_cast<int>(row), kTileCells - 1);
    const double u = column - c;
    const double v = row - r;
    const auto at = [&](int x, int y) { return static_cast<double>(surface.at(x, y)); };
    return (at(c, r) * (1 - u) + at(c + 1, r) * u) * (1 - v) +
           (at(c, r + 1) * (1 - u) + at(c + 1, r + 1) * u) * v;
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
                const double drawn = throughVertices(*tile->surface, (x - tile->extent.minX) / cell,
                                                     (y - tile->extent.minY) / cell);
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

TEST_F(TileSetTest, WhatIsAheadIsThereBeforeItIsNeeded) {
    // The raster's own cells are needed within a kilometre.
    TileView here = lookDown(800, 800, 300);
    TileView there = lookDown(4200, 4200, 300);
    here.pixels = there.pixels = 250;
    const auto settled = [&](bool foresight) {
        TileSet set(source_, {});
        set.selectComplete(here);
        int idle = 0;  // frames in which nothing came
        for (int frame = 0; frame < 4000 && idle < 100; ++frame) {
            const std::size_t before = set.loaded();
            set.select(here, foresight ? std::optional(there) : std::nullopt);
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
            idle = set.loaded() == before ? idle + 1 : 0;
        }
        // Nothing is left to make, though a frame draws only so many tiles for the first time.
        for (int frame = 0; frame < 8; ++frame)
            if (set.select(there).complete) return true;
        return false;
    };
    EXPECT_FALSE(settled(false));
    EXPECT_TRUE(settled(true));
}

TEST_F(TileSetTest, AFrameBringsInFewTiles) {
    TileOptions options;
    options.arrivals = 5;
    TileSet set(source_, options);
    const TileView view = lookDown(2500, 2500, 500);
    std::set<const TileData*> drawn;
    for (int frame = 0; frame < 2000; ++frame) {
        const auto selection = set.select(view);
        const std::size_t before = drawn.size();
        for (const auto& tile : selection.tiles) drawn.insert(tile.get());
        ASSERT_LE(drawn.size(), before + options.arrivals);
        if (selection.complete) break;
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    EXPECT_TRUE(set.select(view).complete);
    EXPECT_GT(drawn.size(), 2 * options.arrivals);
}

TEST_F(TileSetTest, WorkersGoDownByThemselves) {
    const TileView view = lookDown(2500, 2500, 500);
    TileSet patient(source_, {});
    const std::size_t needed = patient.selectComplete(view).tiles.size();
    EXPECT_GT(needed, 4);
    std::atomic<int> made = 0;
    TileOptions options;
    options.decorate = [&](const TileData&) {
        ++made;
        return nullptr;
    };
    TileSet set(source_, options);
    set.select(view);
    int idle = 0;
    for (int before = 0; idle < 100; before = made) {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
        idle = made == before ? idle + 1 : 0;
    }
    // One look at what was made meanwhile: every level below the root is there.
    set.select(view);
    EXPECT_GE(set.loaded(), needed);
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
