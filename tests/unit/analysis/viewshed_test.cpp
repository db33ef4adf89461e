#include "analysis/viewshed.h"

#include <gdal_alg.h>

#include "support.h"

namespace atlas::analysis {
namespace {

using geodata::Point2;

/// gdal_viewshed in its default mode; whole raster. A place is in the first quarter of its cell: GDAL rounds
/// it to the nearest corner.
std::vector<float> gdalViewshed(const Raster& raster, Point2 place, double eye, double target,
                                double curvature, double range, Raster* part = nullptr) {
    const auto source = datasetOf(raster);
    const GDALDatasetUniquePtr result(GDALDataset::FromHandle(GDALViewshedGenerate(
        GDALGetRasterBand(GDALDataset::ToHandle(source.get()), 1), "MEM", "x", nullptr, place.x, place.y, eye,
        target, 255, 0, 1, -1, curvature, GVM_Edge, range, nullptr, nullptr, GVOT_NORMAL, nullptr)));
    EXPECT_TRUE(result);
    if (part != nullptr) {
        double t[6];
        result->GetGeoTransform(t);
        part->width = result->GetRasterXSize();
        part->height = result->GetRasterYSize();
        part->originX = t[0];
        part->originY = t[3];
    }
    return valuesOf(*result);
}

Point2 quarterOf(const Raster& raster, int column, int row) {
    const Point2 middle = centerOf(raster, {column, row});
    return {middle.x - raster.cellX / 4, middle.y + raster.cellY / 4};
}

/// Share of cells with another answer than gdal_viewshed's.
double disagreement(const Raster& raster, int column, int row, const ViewshedOptions& options) {
    const Point2 place = quarterOf(raster, column, row);
    const auto ours = viewshed(raster, place, options);
    Raster part = raster;
    const auto theirs =
        gdalViewshed(raster, place, options.eye, options.target, options.curvature, options.range, &part);
    std::size_t different = 0;
    std::size_t counted = 0;
    for (int r = 0; r < part.height; ++r)
        for (int c = 0; c < part.width; ++c) {
            const auto cell = cellAt(raster, centerOf(part, {c, r}));
            const float value = theirs[static_cast<std::size_t>(r) * part.width + c];
            ++counted;
            different += value != ours->at(cell->column, cell->row);
        }
    return static_cast<double>(different) / static_cast<double>(counted);
}

void compareWithGdal(const Raster& raster, const char* what) {
    std::mt19937 random(11);
    double worst = 0;
    double sum = 0;
    int count = 0;
    for (int i = 0; i < 12; ++i) {
        const int column = static_cast<int>(random() % static_cast<unsigned>(raster.width));
        const int row = static_cast<int>(random() % static_cast<unsigned>(raster.height));
        if (std::isnan(raster.at(column, row))) continue;
        ViewshedOptions options;
        options.eye = i % 3 == 0 ? 1.7 : i % 3 == 1 ? 30 : 120;
        options.target = i % 4 == 3 ? 10 : 0;
        options.curvature = i % 2 == 0 ? 0.85714 : 0;
        options.range = i % 5 == 4 ? raster.width * raster.cellX / 5 : 0;
        options.ownCellHides = true;
        const double share = disagreement(raster, column, row, options);
        EXPECT_LE(share, 1e-3) << what << ": from cell " << column << ", " << row << ", eye " << options.eye
                               << ", target " << options.target;
        worst = std::max(worst, share);
        sum += share;
        ++count;
    }
    std::cout << what << ": cells that differ from gdal_viewshed, mean " << sum / count * 100 << " %, worst "
              << worst * 100 << " %\n";
}

TEST(Viewshed, EqualsGdalOnRoughGround) {
    compareWithGdal(fractal(700, 611), "fractal");
}

TEST(Viewshed, CountsEachCellOnce) {
    Raster raster = fractal(700, 611);
    for (int c = 0; c < 90; ++c) raster.values[static_cast<std::size_t>(c) * 701] = std::nanf("");
    for (const Cell eye : {Cell{350, 300}, Cell{699, 10}, Cell{3, 610}}) {
        const auto seen = viewshed(raster, centerOf(raster, eye), {});
        EXPECT_EQ(static_cast<std::ptrdiff_t>(seen->visible),
                  std::count(seen->cells.begin(), seen->cells.end(), kVisible));
        EXPECT_EQ(seen->looked, raster.values.size() - 90);
    }
}

TEST(Viewshed, EqualsGdalWithOblongCells) {
    Raster raster = fractal(200, 230);
    raster.cellX = 6;
    raster.cellY = 11;
    compareWithGdal(raster, "oblong");
}

TEST(Viewshed, EqualsGdalOnTheBundledElevation) {
    Raster raster = bundledElevation();
    raster = cropped(
        raster, {raster.originX + 4000, raster.originY - 4000, raster.originX + 7500, raster.originY - 1500});
    compareWithGdal(raster, "bundled");
}

TEST(Viewshed, EqualsGdalOnRadarHeights) {
    const auto raster = radarElevation();
    if (!raster) GTEST_SKIP() << "skipped: the radar raster is absent";
    compareWithGdal(*raster, "radar");
}

TEST(Viewshed, OfAPlaneIsEverything) {
    // Steeper ones, too: from 45 degrees the eye of 2 m sees what lies downhill.
    ViewshedOptions options;
    options.curvature = 0;
    options.eye = 2;
    for (const auto& [east, north] : {std::pair{0.02, -0.01}, {0.0, 0.0}, {1.0, 0.3}, {-0.5, 2.0}}) {
        const Raster steep = rasterOf(plane(east, north, 100), 101, 101);
        const auto seen = viewshed(steep, {505, 505}, options);
        EXPECT_EQ(seen->visible, steep.values.size()) << east << ", " << north;
        const auto needed = visibleFrom(steep, {505, 505}, options);
        for (const float metres : needed->values) ASSERT_EQ(metres, 0);
    }
    const Raster raster = rasterOf(plane(0.02, -0.01, 100), 101, 101);
    options.range = 300;
    options.sectorFrom = 350;
    options.sectorTo = 80;
    const auto part = viewshed(raster, {505, 505}, options);
    EXPECT_EQ(part->visible, part->looked);
    EXPECT_NEAR(static_cast<double>(part->looked) * 100, 3.14159 * 300 * 300 / 4, 0.02 * 90000);
    EXPECT_EQ(part->at(50, 20), kVisible) << "north";
    EXPECT_EQ(part->at(50, 80), kNotLooked) << "south";
    EXPECT_EQ(part->at(75, 35), kVisible) << "north-east";
    EXPECT_EQ(part->at(50, 19), kNotLooked) << "31 cells off";
}

// Range and sector only leave cells out; those that stay have the answer of the whole.
TEST(Viewshed, OfAPartIsThatPartOfTheWhole) {
    Raster raster = fractal(171, 150);
    raster.cellX = 7;
    const Cell eye{90, 60};
    const Point2 place = centerOf(raster, eye);
    ViewshedOptions whole;
    whole.eye = 25;
    const auto all = viewshed(raster, place, whole);
    const auto allNeeded = visibleFrom(raster, place, whole);
    constexpr double kDegrees = 180 / 3.14159265358979323846;
    for (const double range : {0.0, 9.0, 333.0, 480.0, 2000.0})
        for (const auto& [from, to] : {std::pair{0.0, 360.0},
                                       {30.0, 75.0},
                                       {350.0, 10.0},
                                       {-30.0, 200.0},
                                       {91.0, 91.5},
                                       {180.0, 270.0},
                                       {120.0, 100.0},
                                       {225.0, 405.0}}) {
            ViewshedOptions options = whole;
            options.range = range;
            options.sectorFrom = from;
            options.sectorTo = to;
            const auto seen = viewshed(raster, place, options);
            const auto needed = visibleFrom(raster, place, options);
            std::size_t visible = 0;
            std::size_t looked = 0;
            for (int r = 0; r < raster.height; ++r)
                for (int c = 0; c < raster.width; ++c) {
                    const std::uint8_t cell = seen->at(c, r);
                    visible += cell == kVisible;
                    looked += cell != kNotLooked;
                    const double east = (c - eye.column) * raster.cellX;
                    const double north = (eye.row - r) * raster.cellY;
                    double angle = std::atan2(east, north) * kDegrees - from;
                    angle -= 360 * std::floor(angle / 360);
                    double width = to - from;
                    width -= 360 * std::floor(width / 360);
                    const bool edge = std::min({angle, std::abs(angle - width), 360 - angle}) < 1e-6;
                    const bool own = c == eye.column && r == eye.row;
                    if (width > 0 && edge && !own) continue;
                    const bool in = (range == 0 || std::hypot(east, north) <= range) &&
                                    (width == 0 || own || angle <= width);
                    ASSERT_EQ(cell, in ? all->at(c, r) : kNotLooked)
                        << range << " m, " << from << " to " << to << ": " << c << ", " << r;
                    ASSERT_EQ(std::isnan(needed->at(c, r)), !in);
                    if (in) {
                        ASSERT_EQ(needed->at(c, r), allNeeded->at(c, r));
                    }
                }
            EXPECT_EQ(seen->visible, visible);
            EXPECT_EQ(seen->looked, looked);
        }
}

TEST(Viewshed, TheOwnCellHidesWhereGdalIsFollowed) {
    const Raster raster = rasterOf(plane(1, 0, 1000), 41, 41);
    ViewshedOptions options;
    options.curvature = 0;
    options.ownCellHides = true;
    const auto seen = viewshed(raster, {205, 205}, options);
    std::size_t west = 0;
    for (int r = 0; r < 41; ++r)
        for (int c = 0; c < 19; ++c) west += seen->at(c, r) == kVisible;
    EXPECT_LT(west, 41U) << "downhill is hidden but for the straight line to the west";
    EXPECT_EQ(seen->at(19, 20), kVisible);
}

TEST(Viewshed, EndsAtTheHorizonOfAFlatEarth) {
    // Over water of height 0 an eye of 30 m sees to sqrt(2 R h / curvature).
    const Raster raster = rasterOf(plane(0, 0, 0), 1201, 3, 50);
    ViewshedOptions options;
    options.eye = 30;
    const auto seen = viewshed(raster, {25, 75}, options);
    const double horizon = std::sqrt(30 * options.earthDiameter / options.curvature);
    for (int c = 1; c < 1201; ++c) {
        const double distance = c * 50.0;
        if (std::abs(distance - horizon) < 300) continue;
        ASSERT_EQ(seen->at(c, 1) == kVisible, distance < horizon) << distance << " of " << horizon;
    }
}

TEST(Viewshed, BehindAWallBeginsWhereTheSightLineComesDown) {
    // Eye 20 m, wall of 40 m at 305 m: a target behind it must be above the line that just clears it.
    const Raster raster = rasterOf([](double x, double) { return x > 300 && x < 310 ? 40.0 : 0.0; }, 100, 41);
    ViewshedOptions options;
    options.curvature = 0;
    options.eye = 20;
    const Point2 eye{5, 205};
    const auto seen = viewshed(raster, eye, options);
    const auto needed = visibleFrom(raster, eye, options);
    for (int c = 1; c < 100; ++c) {
        ASSERT_EQ(seen->at(c, 20), c <= 30 ? kVisible : kHidden) << c;
        const double line = 20 + 20 * (c * 10.0) / 300;
        ASSERT_NEAR(needed->at(c, 20), c <= 30 ? 0 : line, 1e-3) << c;
    }
    for (int r = 0; r < 41; ++r)
        for (int c = 0; c < 100; ++c) ASSERT_TRUE(needed->at(c, r) == 0 || seen->at(c, r) == kHidden);
    options.target = 54.1;  // the line is at 54 m over cell 51
    EXPECT_EQ(viewshed(raster, eye, options)->at(51, 20), kVisible);
    EXPECT_EQ(viewshed(raster, eye, options)->at(52, 20), kHidden);
}

TEST(Viewshed, PassesOverHolesAndStopsAtNone) {
    Raster raster = rasterOf(plane(0, 0, 10), 50, 50);
    hole(raster, 20, 0, 5, 50);
    const auto seen = viewshed(raster, {55, 255});
    EXPECT_EQ(seen->at(22, 25), kNotLooked);
    EXPECT_EQ(seen->at(40, 25), kVisible);
    EXPECT_FALSE(viewshed(raster, {225, 255})) << "on no data";
    EXPECT_FALSE(viewshed(raster, {-5, 255})) << "outside";
    EXPECT_FALSE(viewshed(raster, {std::nan(""), 255}));
    const Raster one = rasterOf(plane(0, 0, 1), 1, 1);
    EXPECT_EQ(viewshed(one, {5, 5})->visible, 1U);
    const std::atomic<bool> stop = true;
    Job job;
    job.cancel = &stop;
    EXPECT_FALSE(viewshed(raster, {55, 255}, {}, job));
}

TEST(LineOfSight, OverAHill) {
    const Raster raster = rasterOf(sphereCap(500, 500, 400, 60), 100, 100, 10);
    SightOptions options;
    options.curvature = 0;
    options.eye = 10;
    options.target = 10;
    const auto line = lineOfSight(raster, {50, 500}, {950, 500}, options);
    ASSERT_TRUE(line);
    EXPECT_FALSE(line->visible);
    EXPECT_NEAR(line->obstacle.x, 500, 6);
    EXPECT_NEAR(line->clearance, -50, 0.3);
    options.target = line->neededTarget + 0.1;
    EXPECT_TRUE(lineOfSight(raster, {50, 500}, {950, 500}, options)->visible);
    options.target = line->neededTarget - 0.1;
    EXPECT_FALSE(lineOfSight(raster, {50, 500}, {950, 500}, options)->visible);
    EXPECT_FALSE(lineOfSight(raster, {50, 500}, {5000, 500}, options)) << "outside";
    EXPECT_FALSE(lineOfSight(raster, {50, 500}, {50, 500}, options)) << "the same place";
}

TEST(LineOfSight, AgreesWithTheViewshedOnMostOfRoughGround) {
    const Raster raster = fractal(160, 150);
    const Point2 eye = centerOf(raster, {70, 80});
    ViewshedOptions options;
    options.eye = 60;
    const auto seen = viewshed(raster, eye, options);
    int different = 0;
    int all = 0;
    for (int r = 0; r < raster.height; r += 2)
        for (int c = 0; c < raster.width; c += 2) {
            const auto line = lineOfSight(raster, eye, centerOf(raster, {c, r}), options);
            if (!line) continue;
            ++all;
            different += line->visible != (seen->at(c, r) == kVisible);
        }
    std::cout << "cells whose viewshed differs from the true sight line: " << 100.0 * different / all
              << " %\n";
    EXPECT_LT(different, all * 0.08);
}

TEST(ViewShares, GrowWithTheStorey) {
    Raster raster = rasterOf([](double x, double) { return x > 300 && x < 310 ? 40.0 : 0.0; }, 100, 41);
    CellSet river(100, 41);
    for (int r = 0; r < 41; ++r) river.addRun(60, 79, r);
    ViewshedOptions options;
    options.curvature = 0;
    const auto shares = viewShares(raster, river, {105, 205}, {10, 45, 60, 400}, options);
    ASSERT_EQ(shares->size(), 4U);
    EXPECT_EQ((*shares)[0].seen, 0U);
    EXPECT_EQ((*shares)[3].share(), 1);
    EXPECT_EQ((*shares)[3].area, 20 * 41 * 100);
    for (std::size_t i = 1; i < 4; ++i) EXPECT_GE((*shares)[i].seen, (*shares)[i - 1].seen);
}

}  // namespace
}  // namespace atlas::analysis
