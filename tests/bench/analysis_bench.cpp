// The planner's analyses against GDAL's own, in one process, on one raster in memory, one thread on both
// sides. Both run in turns, and the least time of each counts, of the processor alone: other programs that
// run meanwhile slow down one side as they do the other, or not at all.
//   bench_analysis [--small]     (--small: a run that only shows that it works; nothing is judged)

#include <cpl_string.h>
#include <fmt/format.h>
#include <gdal_alg.h>
#include <gdal_priv.h>
#include <gdal_utils.h>
#include <tbb/global_control.h>

#include <algorithm>
#include <cstring>
#include <ctime>
#include <functional>
#include <limits>
#include <string_view>

#include "../unit/analysis/fractal.h"
#include "analysis/flood.h"
#include "analysis/slope.h"
#include "analysis/sun_hours.h"
#include "analysis/viewshed.h"
#include "geodata/gdal_session.h"

namespace {

using namespace atlas;
using geodata::Raster;

bool judged = true;

using Work = std::function<void()>;

double milliseconds(const Work& work) {
    const std::clock_t start = std::clock();
    work();
    return static_cast<double>(std::clock() - start) * 1000 / CLOCKS_PER_SEC;
}

bool compare(const std::string& what, const Work& ours, const char* against, const Work& theirs, double limit,
             int rounds) {
    double time = std::numeric_limits<double>::infinity();
    double reference = time;
    for (int round = 0; round < rounds; ++round) {
        time = std::min(time, milliseconds(ours));
        reference = std::min(reference, milliseconds(theirs));
    }
    const double ratio = time / reference;
    const char* verdict = ratio <= limit ? "kept" : "BROKEN";
    fmt::print("{:<34} {:9.2f} ms   {:<28} {:9.2f} ms   ratio {:6.3f}  (limit {}) {}\n", what, time, against,
               reference, ratio, limit, judged ? verdict : "not judged");
    return !judged || ratio <= limit;
}

GDALDatasetUniquePtr datasetOf(const Raster& raster) {
    GDALDatasetUniquePtr dataset(GetGDALDriverManager()->GetDriverByName("MEM")->Create(
        "", raster.width, raster.height, 1, GDT_Float32, nullptr));
    double transform[] = {raster.originX, raster.cellX, 0, raster.originY, 0, -raster.cellY};
    dataset->SetGeoTransform(transform);
    std::vector<float> values = raster.values;
    if (dataset->GetRasterBand(1)->RasterIO(GF_Write, 0, 0, raster.width, raster.height, values.data(),
                                            raster.width, raster.height, GDT_Float32, 0, 0,
                                            nullptr) != CE_None)
        return nullptr;
    return dataset;
}

Work gdaldem(GDALDataset& source, const char* mode) {
    return [&source, mode] {
        CPLStringList list;
        for (const char* word : {"-of", "MEM"}) list.AddString(word);
        GDALDEMProcessingOptions* options = GDALDEMProcessingOptionsNew(list.List(), nullptr);
        int wrong = 0;
        const GDALDatasetUniquePtr result(GDALDataset::FromHandle(
            GDALDEMProcessing("", GDALDataset::ToHandle(&source), mode, nullptr, options, &wrong)));
        if (!result) fmt::print("gdaldem {} gave nothing\n", mode);
        GDALDEMProcessingOptionsFree(options);
    };
}

void gdalViewshed(GDALDataset& source, geodata::Point2 place, double eye) {
    const GDALDatasetUniquePtr result(GDALDataset::FromHandle(GDALViewshedGenerate(
        GDALGetRasterBand(GDALDataset::ToHandle(&source), 1), "MEM", "x", nullptr, place.x, place.y, eye, 0,
        255, 0, 1, -1, 0.85714, GVM_Edge, 0, nullptr, nullptr, GVOT_NORMAL, nullptr)));
    if (!result) fmt::print("gdal_viewshed gave nothing\n");
}

/// Reads every cell once, in order, as fast as the machine can: whole words, eight sums side by side.
std::uint64_t readOnce(const std::vector<float>& values) {
    std::uint64_t sums[8] = {};
    for (std::size_t i = 0; i + 16 <= values.size(); i += 16) {
        std::uint64_t words[8];
        std::memcpy(words, values.data() + i, sizeof words);
        for (int k = 0; k < 8; ++k) sums[k] += words[k];
    }
    std::uint64_t sum = 0;
    for (const std::uint64_t part : sums) sum += part;
    return sum;
}

volatile std::uint64_t sink = 0;

bool relief(const Raster& ground, GDALDataset& dataset, int rounds) {
    bool kept = compare(
        "slope", [&] { sink = sink + analysis::slope(ground)->values.size(); }, "gdaldem slope",
        gdaldem(dataset, "slope"), 0.25, rounds);
    kept &= compare(
        "aspect", [&] { sink = sink + analysis::aspect(ground)->values.size(); }, "gdaldem aspect",
        gdaldem(dataset, "aspect"), 0.25, rounds);
    kept &= compare(
        "hillshade", [&] { sink = sink + analysis::hillshadeTones(ground)->tones.size(); },
        "gdaldem hillshade", gdaldem(dataset, "hillshade"), 0.25, rounds);
    return kept;
}

bool sight(const Raster& ground, GDALDataset& dataset, int rounds) {
    const geodata::Point2 place = analysis::centerOf(ground, {ground.width / 2, ground.height / 2});
    analysis::ViewshedOptions options;
    options.eye = 30;
    std::size_t seen = 0;
    const bool kept = compare(
        "viewshed, eye 30 m", [&] { seen = analysis::viewshed(ground, place, options)->visible; },
        "gdal_viewshed", [&] { gdalViewshed(dataset, place, options.eye); }, 0.1, rounds);
    fmt::print("viewshed: {:.1f} % of the cells in sight\n",
               100.0 * static_cast<double>(seen) / static_cast<double>(ground.values.size()));
    return kept;
}

bool water(const Raster& ground, int rounds) {
    // A river in the middle, water that reaches a third of the cells.
    std::vector<float> sorted = ground.values;
    const auto third = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 3);
    std::nth_element(sorted.begin(), third, sorted.end());
    const double level = *third;
    analysis::CellSet rivers(ground.width, ground.height);
    for (int row = 0; row < ground.height; ++row) rivers.addRun(ground.width / 2, ground.width / 2 + 20, row);
    std::size_t wet = 0;
    const bool kept = compare(
        "flood connectivity", [&] { wet = analysis::connectedWater(ground, rivers, level)->count(); },
        "one sequential read", [&] { sink = sink + readOnce(ground.values); }, 3, rounds * 3);
    fmt::print("flood: {:.1f} % of the cells under water\n",
               100.0 * static_cast<double>(wet) / static_cast<double>(ground.values.size()));
    return kept;
}

bool sun(const Raster& ground, int rounds) {
    const auto day = analysis::sunDay({"2026-06-21", "+08:00", 15, 0, 24}, {354000, 3273000}, "EPSG:4545");
    if (!day) return false;
    fmt::print("sun: {} moments of a summer day\n", day->moments.size());
    const Work hours = [&] { sink = sink + analysis::sunHours(ground, *day)->values.size(); };
    bool kept = compare(
        "sun hours, every 15 minutes", hours, "one hillshade (ours)",
        [&] { sink = sink + analysis::hillshadeTones(ground)->tones.size(); }, 20, rounds);
    const auto dataset = datasetOf(ground);
    kept &= compare("sun hours, every 15 minutes", hours, "gdaldem hillshade", gdaldem(*dataset, "hillshade"),
                    20, rounds);
    return kept;
}

}  // namespace

int main(int argc, char** argv) {
    const bool small = argc > 1 && std::string_view(argv[1]) == "--small";
    judged = !small;
    const geodata::GdalSession session;
    const tbb::global_control oneThread(tbb::global_control::max_allowed_parallelism, 1);
    const int side = small ? 512 : 4096;
    const int rounds = small ? 1 : 5;
    const Raster ground = analysis::fractal(side, side);
    const auto dataset = datasetOf(ground);
    if (!dataset) return 1;
    fmt::print("{0} x {0} cells, one thread on both sides\n", side);
    bool kept = relief(ground, *dataset, rounds);
    kept &= sight(ground, *dataset, rounds);
    kept &= water(ground, rounds);
    fmt::print("{0} x {0} cells, one thread\n", side / 2);
    kept &= sun(analysis::fractal(side / 2, side / 2), rounds);
    return kept ? 0 : 1;
}
