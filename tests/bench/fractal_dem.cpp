#include "tests/bench/fractal_dem.h"

#include <gdal_priv.h>
#include <ogr_spatialref.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <random>
#include <thread>
#include <vector>

#include "geodata/gdal_session.h"

namespace atlas::test {

namespace {

constexpr int kPeriod = 2048;     // cells of the fine texture, a power of two
constexpr int kCoarseCells = 64;  // nodes of the wide relief, which repeats too
constexpr double kRelief = 75;    // metres, at the longest wavelength of the fine texture
constexpr double kHurst = 0.9;
constexpr double kWideRelief = 120;

}  // namespace

struct FractalHeights::Texture {
    std::vector<float> fine;    ///< kPeriod squared, periodic
    std::vector<float> coarse;  ///< kCoarseCells squared, periodic

    float& at(int x, int y) {
        return fine[static_cast<std::size_t>(y & (kPeriod - 1)) * kPeriod +
                    static_cast<std::size_t>(x & (kPeriod - 1))];
    }
};

// Midpoint displacement (Fournier, Fussell, Carpenter 1982) on a torus.
FractalHeights::FractalHeights(std::uint32_t seed) : texture_(std::make_unique<Texture>()) {
    Texture* texture = texture_.get();
    texture->fine.assign(static_cast<std::size_t>(kPeriod) * kPeriod, 0.0F);
    std::mt19937 random(seed);
    const auto noise = [&](double scale) {
        // Own mapping: the library's distributions differ from one to another.
        double sum = -1.5;
        for (int i = 0; i < 3; ++i) sum += static_cast<double>(random()) / 4294967296.0;
        return static_cast<float>(sum * 2 * scale);
    };
    double scale = kRelief;
    texture->at(0, 0) = 0;
    for (int step = kPeriod; step > 1; step /= 2) {
        const int half = step / 2;
        for (int y = 0; y < kPeriod; y += step)
            for (int x = 0; x < kPeriod; x += step)
                texture->at(x + half, y + half) =
                    (texture->at(x, y) + texture->at(x + step, y) + texture->at(x, y + step) +
                     texture->at(x + step, y + step)) /
                        4 +
                    noise(scale);
        for (int y = 0; y < kPeriod; y += half)
            for (int x = (y / half) % 2 == 0 ? half : 0; x < kPeriod; x += step)
                texture->at(x, y) = (texture->at(x - half, y) + texture->at(x + half, y) +
                                     texture->at(x, y - half) + texture->at(x, y + half)) /
                                        4 +
                                    noise(scale * std::exp2(-kHurst / 2));
        scale *= std::exp2(-kHurst);
    }
    texture->coarse.resize(static_cast<std::size_t>(kCoarseCells) * kCoarseCells);
    for (float& value : texture->coarse) value = noise(kWideRelief) + 300;
}

FractalHeights::~FractalHeights() = default;

void FractalHeights::row(int y, int x, int count, float* heights) const {
    const auto ease = [](float t) { return t * t * (3 - 2 * t); };
    const auto node = [&](int cx, int cy) {
        return texture_->coarse[static_cast<std::size_t>(cy % kCoarseCells) * kCoarseCells +
                                static_cast<std::size_t>(cx % kCoarseCells)];
    };
    const int cy = y / kPeriod;
    const float fy = ease(static_cast<float>(y % kPeriod) / kPeriod);
    const float* fine = texture_->fine.data() + static_cast<std::size_t>(y & (kPeriod - 1)) * kPeriod;
    for (int i = 0; i < count;) {
        const int cx = (x + i) / kPeriod;
        const float west = node(cx, cy) * (1 - fy) + node(cx, cy + 1) * fy;
        const float east = node(cx + 1, cy) * (1 - fy) + node(cx + 1, cy + 1) * fy;
        for (; i < count && (x + i) / kPeriod == cx; ++i) {
            const float fx = ease(static_cast<float>((x + i) % kPeriod) / kPeriod);
            heights[i] = west + (east - west) * fx + fine[(x + i) & (kPeriod - 1)];
        }
    }
}

double FractalHeights::at(const FractalDem& dem, double x, double y) const {
    const double half = dem.side * dem.cell / 2;
    const double u = (x - dem.centreX + half) / dem.cell - 0.5;
    const double v = (dem.centreY + half - y) / dem.cell - 0.5;
    const int column = static_cast<int>(std::floor(u));
    const int line = static_cast<int>(std::floor(v));
    if (column < 0 || line < 0 || column + 1 >= dem.side || line + 1 >= dem.side)
        return std::numeric_limits<double>::quiet_NaN();
    std::array<float, 2> north{};
    std::array<float, 2> south{};
    row(line, column, 2, north.data());
    row(line + 1, column, 2, south.data());
    const double fx = u - column;
    const double fy = v - line;
    return (north[0] * (1 - fx) + north[1] * fx) * (1 - fy) + (south[0] * (1 - fx) + south[1] * fx) * fy;
}

std::string writeFractalDem(const std::string& path, const FractalDem& dem) {
    const geodata::GdalSession session;
    GDALDriver* driver = GetGDALDriverManager()->GetDriverByName("GTiff");
    const char* const options[] = {"TILED=YES", "BLOCKXSIZE=256", "BLOCKYSIZE=256", "BIGTIFF=IF_SAFER",
                                   nullptr};
    GDALDatasetUniquePtr file(
        driver->Create(path.c_str(), dem.side, dem.side, 1, GDT_Float32, const_cast<char**>(options)));
    if (!file) return "it cannot be created";
    const double half = dem.side * dem.cell / 2;
    double transform[6] = {dem.centreX - half, dem.cell, 0, dem.centreY + half, 0, -dem.cell};
    file->SetGeoTransform(transform);
    OGRSpatialReference crs;
    crs.importFromEPSG(dem.epsg);
    file->SetSpatialRef(&crs);
    const FractalHeights heights(dem.seed);
    constexpr int bandRows = 256;
    std::vector<float> band(static_cast<std::size_t>(dem.side) * bandRows);
    for (int top = 0; top < dem.side; top += bandRows) {
        const int rows = std::min(bandRows, dem.side - top);
        const auto make = [&](int first, int last) {
            for (int row = first; row < last; ++row)
                heights.row(top + row, 0, dem.side, band.data() + static_cast<std::size_t>(row) * dem.side);
        };
        std::thread other(make, rows / 2, rows);
        make(0, rows / 2);
        other.join();
        if (file->GetRasterBand(1)->RasterIO(GF_Write, 0, top, dem.side, rows, band.data(), dem.side, rows,
                                             GDT_Float32, 0, 0, nullptr) != CE_None)
            return "it cannot be written: is the disk full?";
    }
    return {};
}

}  // namespace atlas::test
