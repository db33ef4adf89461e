#include "analysis/flood.h"

#include <deque>

#include "support.h"

namespace atlas::analysis {
namespace {

CellSet riversAt(const Raster& raster, const std::vector<Cell>& cells) {
    CellSet set(raster.width, raster.height);
    for (const Cell& cell : cells) set.add(cell.column, cell.row);
    return set;
}

/// What flooding means, cell by cell.
CellSet plainFlood(const Raster& ground, const CellSet& rivers, double level) {
    CellSet water(ground.width, ground.height);
    std::deque<Cell> open;
    const auto visit = [&](int c, int r) {
        if (c < 0 || r < 0 || c >= ground.width || r >= ground.height || water.has(c, r)) return;
        if (!(ground.at(c, r) <= static_cast<float>(level))) return;
        water.add(c, r);
        open.push_back({c, r});
    };
    for (int r = 0; r < ground.height; ++r)
        for (int c = 0; c < ground.width; ++c)
            if (rivers.has(c, r)) visit(c, r);
    while (!open.empty()) {
        const Cell cell = open.front();
        open.pop_front();
        for (int dr = -1; dr <= 1; ++dr)
            for (int dc = -1; dc <= 1; ++dc) visit(cell.column + dc, cell.row + dr);
    }
    return water;
}

std::size_t differences(const CellSet& a, const CellSet& b) {
    std::size_t count = 0;
    for (int r = 0; r < a.height(); ++r)
        for (int c = 0; c < a.width(); ++c) count += a.has(c, r) != b.has(c, r);
    return count;
}

TEST(Flood, BothWaysEqualThePlainFloodAtEveryLevel) {
    for (const auto& [width, height, seed] :
         {std::tuple{300, 257, 1U}, {64, 64, 2U}, {65, 300, 3U}, {1, 40, 4U}, {40, 1, 5U}, {129, 3, 6U}}) {
        Raster ground = fractal(width, height, 10, seed);
        if (width > 60 && height > 60) hole(ground, 20, 20, 30, 4);
        CellSet rivers(width, height);
        std::mt19937 random(seed);
        for (int i = 0; i < 5; ++i)
            rivers.add(static_cast<int>(random() % static_cast<unsigned>(width)),
                       static_cast<int>(random() % static_cast<unsigned>(height)));
        const auto spill = spillLevels(ground, rivers);
        for (double level = 0; level < 800; level += 37) {
            const CellSet plain = plainFlood(ground, rivers, level);
            const auto quick = connectedWater(ground, rivers, level);
            ASSERT_EQ(differences(plain, *quick), 0U) << width << " x " << height << " at " << level;
            std::size_t wrong = 0;
            for (int r = 0; r < height; ++r)
                for (int c = 0; c < width; ++c)
                    wrong += (spill->at(c, r) <= static_cast<float>(level)) != plain.has(c, r);
            ASSERT_EQ(wrong, 0U) << width << " x " << height << " at " << level;
        }
    }
}

TEST(Flood, OnAPlaneTheShoreIsAContour) {
    const Raster ground = rasterOf(plane(0.5, 0, 100), 100, 20);
    const CellSet rivers = riversAt(ground, {{0, 5}});
    const auto water = connectedWater(ground, rivers, 300);
    // Cell centres at x = 10 c + 5; 100 + 0.5 x <= 300 up to x = 400.
    for (int c = 0; c < 100; ++c) EXPECT_EQ(water->has(c, 10), c < 40) << c;
    const Raster depth = waterDepth(ground, *water, 300);
    EXPECT_NEAR(depth.at(0, 0), 300 - 102.5, 1e-4);
    EXPECT_TRUE(std::isnan(depth.at(40, 0)));
    const auto extent = floodExtent(depth, rivers, {1, 50, 100});
    EXPECT_DOUBLE_EQ(extent.area, 40 * 20 * 100);
    EXPECT_DOUBLE_EQ(extent.newArea, 40 * 20 * 100 - 100);
    double sum = 0;
    for (const double area : extent.classAreas) sum += area;
    EXPECT_DOUBLE_EQ(sum, extent.newArea);
    // Depth below 50 m: 195 < x < 400 and depth = (400 - x) / 2.
    EXPECT_NEAR(extent.classAreas[0] + extent.classAreas[1], 10 * 20 * 100, 1);
}

TEST(Flood, DoesNotJumpARidge) {
    // A pit behind a wall of 200 m with a notch of 150 m.
    Raster ground =
        rasterOf([](double x, double) { return x < 200   ? 100.0
                                               : x < 220 ? 200.0
                                                         : 90.0; }, 60, 40);
    for (int c = 20; c < 22; ++c) ground.values[static_cast<std::size_t>(7) * 60 + c] = 150;
    const CellSet rivers = riversAt(ground, {{0, 0}});
    EXPECT_FALSE(connectedWater(ground, rivers, 149.9)->has(50, 30));
    EXPECT_TRUE(connectedWater(ground, rivers, 150)->has(50, 30));
    const auto spill = spillLevels(ground, rivers);
    EXPECT_EQ(spill->at(50, 30), 150) << "it spills over the notch";
    EXPECT_EQ(spill->at(5, 5), 100);
    EXPECT_EQ(spill->at(20, 30), 200);
    EXPECT_TRUE(std::isnan(spillLevels(ground, rivers, 149)->at(50, 30))) << "not asked for";
    EXPECT_TRUE(connectedWater(ground, rivers, 99)->empty()) << "below the river itself";
}

TEST(Flood, TellsWhenAFeatureIsReached) {
    geodata::GdalSession session;
    const std::string file = "/vsimem/reached.geojson";
    const std::string text = R"({"type":"FeatureCollection","features":[
{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[304,95]}},
{"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":[[205,55],[405,55]]}},
{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[500,50],[600,50],[600,150],[500,150],[500,50]]]}},
{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[-50,95]}},
{"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":[[905,55],[1405,55]]}}]})";
    VSIFCloseL(VSIFileFromMemBuffer(file.c_str(), reinterpret_cast<GByte*>(const_cast<char*>(text.data())),
                                    text.size(), FALSE));
    const auto table =
        geodata::loadFeatures({file, "", "EPSG:4545", "", ""}, *geodata::Crs::parse("EPSG:4545"));
    ASSERT_TRUE(table) << table.report.text();
    const Raster ground = rasterOf(plane(0.1, 0, 100), 100, 20);
    const auto spill = spillLevels(ground, riversAt(ground, {{0, 0}}));
    const auto reached = [&](std::size_t row) { return whenReached(*spill, ground, *table.value, row); };
    EXPECT_NEAR(reached(0).first, 130.5, 1e-4) << "the cell's own height";
    EXPECT_NEAR(reached(1).first, 120.5, 1e-4);
    EXPECT_NEAR(reached(1).whole, 140.5, 1e-4);
    EXPECT_NEAR(reached(1).firstAt.x, 205, 1e-9);
    EXPECT_NEAR(reached(2).first, 150.5, 1e-4);
    EXPECT_NEAR(reached(2).whole, 160.5, 1e-4) << "its east side lies in the next cell";
    EXPECT_TRUE(reached(3).outside);
    EXPECT_TRUE(std::isnan(reached(3).first));
    EXPECT_TRUE(reached(4).outside);
    EXPECT_NEAR(reached(4).first, 190.5, 1e-4);
    EXPECT_TRUE(std::isnan(reached(4).whole)) << "part of it is not known";
    VSIUnlink(file.c_str());
}

TEST(CellSet, RunsAreWhatSingleCellsAre) {
    std::mt19937 random(3);
    for (int i = 0; i < 300; ++i) {
        const int width = 1 + static_cast<int>(random() % 300);
        CellSet runs(width, 2);
        CellSet single(width, 2);
        const int a = static_cast<int>(random() % static_cast<unsigned>(width));
        const int b = a + static_cast<int>(random() % static_cast<unsigned>(width - a));
        runs.addRun(a, b, 1);
        for (int c = a; c <= b; ++c) single.add(c, 1);
        ASSERT_EQ(differences(runs, single), 0U);
        ASSERT_EQ(runs.count(), static_cast<std::size_t>(b - a + 1));
    }
}

TEST(CellsInside, EqualsTheEvenOddRuleAtCentres) {
    const Raster shape = rasterOf(plane(0, 0, 0), 80, 60, 5);
    const std::vector<std::vector<geodata::Point2>> rings = {
        {{20, 20}, {380, 40}, {300, 290}, {180, 100}, {60, 310}}, {{150, 60}, {250, 60}, {200, 140}}};
    const CellSet cells = cellsInside(shape, rings);
    for (int r = 0; r < 60; ++r)
        for (int c = 0; c < 80; ++c) {
            const auto p = centerOf(shape, {c, r});
            bool inside = false;
            for (const auto& ring : rings)
                for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++)
                    if ((ring[i].y > p.y) != (ring[j].y > p.y) &&
                        p.x <
                            (ring[j].x - ring[i].x) * (p.y - ring[i].y) / (ring[j].y - ring[i].y) + ring[i].x)
                        inside = !inside;
            ASSERT_EQ(cells.has(c, r), inside) << c << ", " << r;
        }
}

TEST(Coarsened, KeepsTheMeanAndTheExtent) {
    Raster raster = fractal(64, 32);
    const Raster coarse = coarsened(raster, 4);
    EXPECT_EQ(coarse.width, 16);
    EXPECT_EQ(coarse.height, 8);
    EXPECT_EQ(coarse.extent().maxX, raster.extent().maxX);
    double fine = 0;
    for (const float v : raster.values) fine += v;
    double rough = 0;
    for (const float v : coarse.values) rough += v * 16;
    EXPECT_NEAR(fine / rough, 1, 1e-6);
    hole(raster, 0, 0, 4, 4);
    EXPECT_TRUE(std::isnan(coarsened(raster, 4).at(0, 0)));
    EXPECT_FALSE(std::isnan(coarsened(raster, 8).at(0, 0)));
}

}  // namespace
}  // namespace atlas::analysis
