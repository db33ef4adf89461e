#include "analysis/viewshed.h"

#include <gdal_alg.h>

#include "support.h"

namespace atlas::analysis {
namespace {

using geodata::Point2;

/// gdal_viewshed in its default mode; whole raster. A place is in the first quarter of its cell: GDAL rounds it to the
/// nearest corner.
std::vector<float> gdalViewshed(const Raster& raster, Point2 place, double eye, double target, double curvature,
                                double range, Raster* part = nullptr) {
    const auto source = datasetOf(raster);
    const GDALDatasetUniquePtr result(GDALDataset::FromHandle(GDALViewshedGenerate(
        GDALGetRasterBand(GDALDataset::ToHandle(source.get()), 1), "MEM", "x", nullptr, place.x, place.y, eye, target, 255,
        0, 1, -1, curvature, GVM_Edge, range, nullptr, nullptr, GVOT_NORMAL, nullptr)));
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
    const auto theirs = gdalViewshed(raster, place, options.eye, options.target, options.curvature, options.range, &part);
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
        const double share = disagreement(raster, column, row, options);
        EXPECT_LE(share, 1e-3) << what << ": from cell " << column << ", " << row << ", eye " << options.eye << ", target "
                               << options.target;
        worst = std::max(worst, share);
        sum += share;
        ++count;
    }
    std::cout << what << ": cells that differ from gdal_viewshed, mean " << sum / count * 100 << " %, worst "
              << worst * 100 << " %\n";
}

TEST(Viewshed, EqualsGdalOnRoughGround) { compareWithGdal(fractal(300, 257), "fractal"); }

TEST(Viewshed, EqualsGdalWithOblongCells) {
    Raster raster = fractal(200, 230);
    raster.cellX = 6;
    raster.cellY = 11;
    compareWithGdal(raster, "oblong");
}

TEST(Viewshed, EqualsGdalOnTheBundledElevation) {
    Raster raster = bundledElevation();
    raster = cropped(raster, {raster.originX + 4000, raster.originY - 4000, raster.originX + 7500, raster.originY - 1500});
    compareWithGdal(raster, "bundled");
}

TEST(Viewshed, EqualsGdalOnRadarHeights) {
    const auto raster = radarElevation();
    if (!raster) GTEST_SKIP() << "skipped: the radar raster is absent";
    compareWithGdal(*raster, "radar");
}

}  // namespace
}  // namespace atlas::analysis
