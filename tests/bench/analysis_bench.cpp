// The planner's analyses against GDAL's own, in one process, on one raster in memory, one thread on both
// sides.
//   bench_analysis [--small]     (--small: a run that only shows that it works; nothing is judged)

#include <cpl_string.h>
#include <fmt/format.h>
#include <gdal_alg.h>
#include <gdal_priv.h>
#include <gdal_utils.h>
#include <tbb/global_control.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <functional>
#include <string_view>

#include "../unit/analysis/fractal.h"
#include "analysis/flood.h"
#include "analysis/slope.h"
#include "analysis/sun_hours.h"
#include "analysis/viewshed.h"
#include "geodata/gdal_session.h"
#include "median_time.h"

namespace {

using namespace atlas;
using geodata::Raster;
using test::medianMilliseconds;

bool judged = true;

bool say(const std::string& what, double time, const char* against, double reference, double limit) {
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

double gdaldem(GDALDataset& source, const char* mode, int rounds) {
    CPLStringList list;
    for (const char* word : {"-of", "MEM"}) list.AddString(word);
    GDALDEMProcessingOptions* options = GDALDEMProcessingOptionsNew(list.List(), nullptr);
    const double time = medianMilliseconds(rounds, [&] {
        int wrong = 0;
        const GDALDatasetUniquePtr result(GDALDataset::FromHandle(
            GDALDEMProcessing("", GDALDataset::ToHandle(&source), mode, nullptr, options, &wrong)));
        if (!result) fmt::print("gdaldem {} gave nothing\n", mode);
    });
    GDALDEMProcessingOptionsFree(options);
    return time;
}

double gdalViewshed(GDALDataset& source, geodata::Point2 place, double eye) {
    return medianMilliseconds(1, [&] {
        const GDALDatasetUniquePtr result(GDALDataset::FromHandle(GDALViewshedGenerate(
            GDALGetRasterBand(GDALDataset::ToHandle(&source), 1), "MEM", "x", nullptr, place.x, place.y, eye,
            0, 255, 0, 1, -1, 0.85714, GVM_Edge, 0, nullptr, nullptr, GVOT_NORMAL, nullptr)));
        if (!result) fmt::print("gdal_viewshed gave nothing\n");
    });
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
    bool kept = true;
    const double slope =
        medianMilliseconds(rounds, [&] { sink = sink + analysis::slope(ground)->values.size(); });
    kept &= say("slope", slope, "gdaldem slope", gdaldem(dataset, "slope", rounds), 0.25);
    const double aspect =
        medianMilliseconds(rounds, [&] { sink = sink + analysis::aspect(ground)->values.size(); });
    kept &= say("aspect", aspect, "gdaldem aspect", gdaldem(dataset, "aspect", rounds), 0.25);
    const double shade =
        medianMilliseconds(rounds, [&] { sink = sink + analysis::hillshadeTones(ground)->tones.size(); });
    kept &= say("hillshade", shade, "gdaldem hillshade", gdaldem(dataset, "hillshade", rounds), 0.25);
    return kept;
}

bool sight(const Raster& ground, GDALDataset& dataset, int rounds) {
    const geodata::Point2 place = analysis::centerOf(ground, {ground.width / 2, ground.height / 2});
    analysis::ViewshedOptions options;
    options.eye = 30;
    std::size_t seen = 0;
    const double time =
        medianMilliseconds(rounds, [&] { seen = analysis::viewshed(ground, place, options)->visible; });
    fmt::print("viewshed: {:.1f} % of the cells in sight\n",
               100.0 * static_cast<double>(seen) / static_cast<double>(ground.values.size()));
    return say("viewshed, eye 30 m", time, "gdal_viewshed", gdalViewshed(dataset, place, options.eye), 0.1);
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
    const double time =
        medianMilliseconds(rounds, [&] { wet = analysis::connectedWater(ground, rivers, level)->count(); });
    fmt::print("flood: {:.1f} % of the cells under water\n",
               100.0 * static_cast<double>(wet) / static_cast<double>(ground.values.size()));
    const double read = medianMilliseconds(rounds * 3, [&] { sink = sink + readOnce(ground.values); });
    return say("flood connectivity", time, "one sequential read", read, 3);
}

bool sun(const Raster& ground, int rounds) {
    const auto day = analysis::sunDay({"2026-06-21", "+08:00", 15, 0, 24}, {354000, 3273000}, "EPSG:4545");
    if (!day) return false;
    const double shade =
        medianMilliseconds(rounds, [&] { sink = sink + analysis::hillshadeTones(ground)->tones.size(); });
    const double time = medianMilliseconds(
        std::max(1, rounds / 2), [&] { sink = sink + analysis::sunHours(ground, *day)->values.size(); });
    fmt::print("sun: {} moments of a summer day\n", day->moments.size());
    bool kept = say("sun hours, every 15 minutes", time, "one hillshade (ours)", shade, 20);
    const auto dataset = datasetOf(ground);
    return say("sun hours, every 15 minutes", time, "gdaldem hillshade",
               gdaldem(*dataset, "hillshade", rounds), 20) &&
           kept;
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
