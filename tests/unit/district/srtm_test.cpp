// The compiled elevation against the radar surface that its spot heights were taken from. The radar raster is
// real open data that is no part of the product; without it the test is skipped.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "geodata/crs.h"
#include "geodata/feature_source.h"
#include "geodata/gdal_session.h"
#include "geodata/raster.h"

namespace atlas::geodata {
namespace {

bool insideRings(const FeatureTable& table, std::size_t row, Point2 p) {
    bool inside = false;
    for (std::uint32_t r = table.geometry.ringBegin(row); r < table.geometry.ringEnd(row); ++r) {
        const auto points = table.geometry.ring(r).points;
        for (std::size_t i = 0; i + 1 < points.size(); ++i)
            if ((points[i].y <= p.y) != (points[i + 1].y <= p.y) &&
                p.x < points[i].x + (p.y - points[i].y) / (points[i + 1].y - points[i].y) *
                                        (points[i + 1].x - points[i].x))
                inside = !inside;
    }
    return inside;
}

RasterSourceOptions file(const std::string& path) {
    RasterSourceOptions options;
    options.path = path;
    return options;
}

struct Errors {
    std::vector<double> values;

    double rmse() const {
        double sum = 0;
        for (const double v : values) sum += v * v;
        return std::sqrt(sum / static_cast<double>(values.size()));
    }
    double bias() const {
        double sum = 0;
        for (const double v : values) sum += v;
        return sum / static_cast<double>(values.size());
    }
    double percentile(double p) const {
        std::vector<double> sorted;
        for (const double v : values) sorted.push_back(std::abs(v));
        std::sort(sorted.begin(), sorted.end());
        return sorted[static_cast<std::size_t>(p * static_cast<double>(sorted.size() - 1))];
    }
};

TEST(DistrictElevation, AgreesWithTheRadarSurface) {
    const std::string radar = std::string(ATLAS_SOURCE_DIR) + "/../shared/data/srtm30_yuzhong_utm48n.tif";
    if (!std::filesystem::exists(radar)) GTEST_SKIP() << "skipped: " << radar << " is absent";
    const GdalSession session;
    const auto map = Crs::parse("EPSG:4545");
    const auto utm = Crs::parse("EPSG:32648");
    ASSERT_TRUE(map && utm);
    const auto ground = loadRaster(file(ATLAS_SHARE_DIR "/data/elevation.tif"), *map.value);
    const auto reference = loadRaster(file(radar), *utm.value);
    const auto rivers =
        loadFeatures({ATLAS_SHARE_DIR "/data/district.gpkg", "rivers", "", "", ""}, *map.value);
    const auto toMap = Transform::create(*utm.value, *map.value);
    ASSERT_TRUE(ground && reference && rivers && toMap) << ground.report.text() << rivers.report.text();
    const Column* stage = rivers.value->column("stage");

    std::map<std::string, Errors> errors;
    std::size_t outside = 0;
    for (int row = 0; row < reference.value->height; ++row)
        for (int column = 0; column < reference.value->width; ++column) {
            const double measured = reference.value->at(column, row);
            if (std::isnan(measured)) continue;
            Point2 p{reference.value->originX + (column + 0.5) * reference.value->cellX,
                     reference.value->originY - (row + 0.5) * reference.value->cellY};
            ASSERT_TRUE(toMap.value->apply(p.x, p.y));
            const double made = ground.value->sample(p.x, p.y);
            if (std::isnan(made)) {
                ++outside;
                continue;
            }
            bool low = false;
            bool ordinary = false;
            for (std::size_t i = 0; i < rivers.value->rows(); ++i) {
                if (!insideRings(*rivers.value, i, p)) continue;
                low |= rivers.value->text(stage, i) == "low";
                ordinary |= rivers.value->text(stage, i) == "ordinary";
            }
            errors["all cells"].values.push_back(made - measured);
            if (!low) errors["land: outside the low-stage rings"].values.push_back(made - measured);
            if (!low && !ordinary)
                errors["land: outside the ordinary-stage rings"].values.push_back(made - measured);
        }
    for (const auto& [name, set] : errors)
        std::cout << name << ": " << set.values.size() << " cells, RMSE " << set.rmse() << " m, bias "
                  << set.bias() << " m, median " << set.percentile(0.5) << " m, 95th percentile "
                  << set.percentile(0.95) << " m, largest " << set.percentile(1) << " m\n";
    std::cout << "radar cells without elevation: " << outside << "\n";
    for (const char* land : {"land: outside the low-stage rings", "land: outside the ordinary-stage rings"}) {
        EXPECT_LE(errors[land].rmse(), 5.0) << land;
        EXPECT_LE(errors[land].percentile(0.95), 9.5) << land;
    }
    EXPECT_EQ(outside, 0U);
}

}  // namespace
}  // namespace atlas::geodata
