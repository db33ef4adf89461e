#include "analysis/contours.h"

#include <gdal_alg.h>
#include <ogrsf_frmts.h>

#include <map>

#include "support.h"

namespace atlas::analysis {
namespace {

using geodata::Point2;
using Segments = std::vector<std::pair<Point2, Point2>>;

/// gdal_contour -i: segments by level.
std::map<double, Segments> gdalContours(const Raster& raster, double interval) {
    const auto source = datasetOf(raster);
    const GDALDatasetUniquePtr lines(
        GetGDALDriverManager()->GetDriverByName("Memory")->Create("", 0, 0, 0, GDT_Unknown, nullptr));
    OGRLayer* layer = lines->CreateLayer("contours", nullptr, wkbLineString, nullptr);
    OGRFieldDefn level("level", OFTReal);
    EXPECT_EQ(layer->CreateField(&level), OGRERR_NONE);
    CPLStringList options;
    options.SetNameValue("LEVEL_INTERVAL", std::to_string(interval).c_str());
    options.SetNameValue("ELEV_FIELD", "0");
    options.SetNameValue("NODATA", "-9999");
    EXPECT_EQ(GDALContourGenerateEx(GDALGetRasterBand(GDALDataset::ToHandle(source.get()), 1),
                                    OGRLayer::ToHandle(layer), options.List(), nullptr, nullptr),
              CE_None);
    std::map<double, Segments> result;
    for (const auto& feature : layer) {
        const OGRLineString* line = feature->GetGeometryRef()->toLineString();
        for (int i = 0; i + 1 < line->getNumPoints(); ++i)
            result[feature->GetFieldAsDouble(0)].push_back(
                {{line->getX(i), line->getY(i)}, {line->getX(i + 1), line->getY(i + 1)}});
    }
    return result;
}

std::map<double, Segments> ours(const Raster& raster, double interval) {
    const auto levels = contourLevels(raster, interval);
    EXPECT_TRUE(levels) << levels.report.text();
    const auto lines = contours(raster, *levels);
    std::map<double, Segments> result;
    for (std::size_t i = 0; i < lines->size(); ++i) {
        const auto points = lines->line(i);
        for (std::size_t k = 0; k + 1 < points.size(); ++k)
            result[lines->levels[i]].push_back({points[k], points[k + 1]});
    }
    return result;
}

double toSegment(Point2 p, const std::pair<Point2, Point2>& s) {
    const double dx = s.second.x - s.first.x;
    const double dy = s.second.y - s.first.y;
    const double length = dx * dx + dy * dy;
    const double t =
        length > 0 ? std::clamp(((p.x - s.first.x) * dx + (p.y - s.first.y) * dy) / length, 0.0, 1.0) : 0;
    return std::hypot(p.x - s.first.x - t * dx, p.y - s.first.y - t * dy);
}

/// The farthest that a piece of `from` lies from `to`. Segments are shorter than a cell: their ends and
/// middle stand for them.
double farthest(const Segments& from, const Segments& to, double cell) {
    std::map<std::pair<long, long>, std::vector<std::size_t>> buckets;
    const auto key = [&](Point2 p) {
        return std::pair{std::lround(p.x / cell / 2), std::lround(p.y / cell / 2)};
    };
    for (std::size_t i = 0; i < to.size(); ++i) {
        buckets[key(to[i].first)].push_back(i);
        buckets[key(to[i].second)].push_back(i);
    }
    double worst = 0;
    for (const auto& [a, b] : from)
        for (const Point2 p : {a, b, Point2{(a.x + b.x) / 2, (a.y + b.y) / 2}}) {
            double best = 1e9;
            const auto [kx, ky] = key(p);
            for (long x = kx - 1; x <= kx + 1; ++x)
                for (long y = ky - 1; y <= ky + 1; ++y)
                    if (const auto found = buckets.find({x, y}); found != buckets.end())
                        for (const std::size_t i : found->second) best = std::min(best, toSegment(p, to[i]));
            worst = std::max(worst, best);
        }
    return worst;
}

/// Hausdorff distance by level, in cells. gdal_contour goes on for half a cell beyond the outermost centres
/// and into no data: its lines count where ours can be. Round a summit that is exactly as high as a level it
/// draws a loop of no size, which is no line here.
void compareWithGdal(const Raster& raster, double interval, const char* what) {
    const auto mine = ours(raster, interval);
    auto theirs = gdalContours(raster, interval);
    const auto inside = [&](Point2 p) {
        return !std::isnan(raster.sample(p.x, p.y)) && p.x >= raster.originX + raster.cellX / 2 &&
               p.x <= raster.originX + (raster.width - 0.5) * raster.cellX &&
               p.y <= raster.originY - raster.cellY / 2 &&
               p.y >= raster.originY - (raster.height - 0.5) * raster.cellY;
    };
    ASSERT_FALSE(mine.empty());
    double worst = 0;
    std::size_t count = 0;
    for (auto& [level, segments] : theirs) {
        Segments kept;
        for (const auto& s : segments)
            if (inside(s.first) && inside(s.second) &&
                std::hypot(s.second.x - s.first.x, s.second.y - s.first.y) > raster.cellX / 1000)
                kept.push_back(s);
        if (kept.size() < 3 && !mine.contains(level)) continue;
        ASSERT_TRUE(mine.contains(level)) << what << ": level " << level;
        worst = std::max({worst, farthest(mine.at(level), segments, raster.cellX),
                          farthest(kept, mine.at(level), raster.cellX)});
        count += kept.size();
    }
    for (const auto& [level, segments] : mine) ASSERT_TRUE(theirs.contains(level)) << what << ' ' << level;
    std::cout << what << ": " << count << " pieces, Hausdorff distance from gdal_contour "
              << worst / raster.cellX << " cells\n";
    EXPECT_LE(worst, raster.cellX / 2) << what;
}

TEST(Contours, LieWhereGdalContourDrawsThem) {
    compareWithGdal(fractal(120, 90), 20, "fractal");
    Raster raster = fractal(90, 90, 10, 3);
    hole(raster, 30, 20, 7, 12);
    compareWithGdal(raster, 35, "with a hole");
}

TEST(Contours, LieWhereGdalContourDrawsThemOnTheBundledElevation) {
    Raster raster = bundledElevation();
    raster = cropped(
        raster, {raster.originX + 4000, raster.originY - 4000, raster.originX + 6500, raster.originY - 2500});
    compareWithGdal(raster, 10, "bundled");
}

TEST(Contours, LieWhereGdalContourDrawsThemOnRadarHeights) {
    const auto raster = radarElevation();
    if (!raster) GTEST_SKIP() << "skipped: the radar raster is absent";
    compareWithGdal(*raster, 25, "radar");
}

TEST(Contours, OfAPlaneAreStraight) {
    const Raster raster = rasterOf(plane(0.5, 0.25, 100), 40, 30);
    const auto levels = contourLevels(raster, 25, 10);
    const auto lines = contours(raster, *levels);
    ASSERT_EQ(lines->size(), levels->size()) << "one line a level";
    for (std::size_t i = 0; i < lines->size(); ++i) {
        EXPECT_EQ(std::fmod(lines->levels[i] - 10, 25), 0);
        for (const Point2 p : lines->line(i))
            EXPECT_NEAR(100 + 0.5 * p.x + 0.25 * p.y, lines->levels[i], 1e-3);
        // Higher ground, the east, to the right: the line runs north.
        EXPECT_GT(lines->line(i).back().y, lines->line(i).front().y);
        EXPECT_FALSE(lines->closed(i));
    }
}

TEST(Contours, OfAConeAreCirclesThatClose) {
    const Raster raster =
        rasterOf([](double x, double y) { return 400 - std::hypot(x - 500, y - 500); }, 100, 100);
    const auto lines = contours(raster, {100, 200, 300});
    ASSERT_EQ(lines->size(), 3U);
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_TRUE(lines->closed(i));
        double twiceArea = 0;
        const auto points = lines->line(i);
        for (std::size_t k = 0; k < points.size(); ++k) {
            EXPECT_NEAR(std::hypot(points[k].x - 500, points[k].y - 500), 400 - lines->levels[i], 0.3);
            if (k > 0) twiceArea += points[k - 1].x * points[k].y - points[k].x * points[k - 1].y;
        }
        EXPECT_LT(twiceArea, 0) << "clockwise round a summit";
    }
}

TEST(Contours, PartTheSouthWestAndNorthEastCornersOfASaddle) {
    Raster raster = rasterOf(plane(0, 0, 0), 2, 2);
    for (const auto& [northWest, northEast] : {std::pair{10.0F, 0.0F}, {0.0F, 10.0F}}) {
        raster.values = {northWest, northEast, northEast, northWest};
        for (const double level : {3.0, 7.0}) {
            const auto lines = contours(raster, {level});
            ASSERT_EQ(lines->size(), 2U);
            for (std::size_t i = 0; i < 2; ++i) {
                // From one edge to its neighbour; the corner between has no part in the other half.
                const auto points = lines->line(i);
                ASSERT_EQ(points.size(), 2U);
                const Point2 middle{(points[0].x + points[1].x) / 2, (points[0].y + points[1].y) / 2};
                EXPECT_EQ(middle.x < 10, middle.y < 10) << level;
            }
        }
    }
}

TEST(Contours, RefuseWhatMakesNoSense) {
    const Raster raster = rasterOf(plane(0.5, 0, 0), 20, 20);
    EXPECT_FALSE(contourLevels(raster, 0));
    EXPECT_FALSE(contourLevels(raster, -5));
    EXPECT_FALSE(contourLevels(raster, std::nan("")));
    EXPECT_FALSE(contourLevels(raster, 5, INFINITY));
    EXPECT_FALSE(contourLevels(raster, 1e-6)) << "a hundred million levels";
    EXPECT_FALSE(contourLevels(rasterOf(plane(NAN, 0, 0), 5, 5), 5)) << "no value";
    EXPECT_EQ(contours(rasterOf(plane(0, 0, 5), 1, 1), {5})->size(), 0U);
    EXPECT_EQ(contours(rasterOf(plane(0, 0, 5), 9, 9), {5})->size(), 0U) << "level ground has no line";
    const std::atomic<bool> stop = true;
    Job job;
    job.cancel = &stop;
    EXPECT_FALSE(contours(raster, {5}, job));
}

}  // namespace
}  // namespace atlas::analysis
