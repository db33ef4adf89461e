// Flood and hours of sun.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

#include "analysis/flood.h"
#include "analysis/sun_hours.h"
#include "app/analyse/analyses.h"
#include "app/building_footprints.h"
#include "app/failure.h"
#include "app/place_text.h"
#include "app/recorded_levels.h"
#include "app/refusals.h"
#include "geodata/feature_source.h"
#include "layers/features/feature_model.h"

namespace atlas::app {

using geodata::Point2;
using geodata::Raster;

namespace {

bool isWater(const layers::LayerEntry& entry) {
    return entry.kind == "rivers" || entry.kind == "levels";
}

/// The level in the heights' datum.
double levelOf(const AnalysisRun& run, const FloodCommandOptions& options, const AnalysedGround& ground) {
    if (options.datum == "huanghai") return options.level;
    std::optional<double> offset;
    recordedLevels(ground.district, offset);
    if (!offset)
        throw WorkError(
            run.tr("--datum wusong: the catalogue's levels do not say how far the two data are "
                   "apart (a row of kind \"datum offset\")"));
    return options.level - *offset;
}

analysis::CellSet riversOf(const AnalysisRun& run, const FloodCommandOptions& options,
                           const AnalysedGround& ground) {
    if (!options.rivers.empty()) {
        const auto bar = options.rivers.find('|');
        geodata::FeatureSourceOptions source;
        source.path = options.rivers.substr(0, bar);
        if (bar != std::string::npos) source.layer = options.rivers.substr(bar + 1);
        const auto table = geodata::loadFeatures(source, ground.district.crs);
        tell(table.report, run.line().common.quiet, run.line().texts);
        if (!table) throw WorkError(fmt::format(fmt::runtime(run.tr("{} cannot be read")), options.rivers));
        return analysis::cellsInside(ground.heights, *table);
    }
    const LoadedLayer* layer = ground.district.layerOfKind("rivers");
    if (layer == nullptr || !layer->table)
        throw WorkError(run.tr("the map has no layer of kind \"rivers\"; name polygons with --rivers FILE"));
    return analysis::cellsInside(ground.heights, *layer->table);
}

struct Affected {
    std::string layer, id, nameZh, nameEn;
    analysis::Reached reached;
    bool guessed = false;
};

/// What is reached up to `level`, by the level that reaches it. What the ordinary river lies under already
/// crosses it on a bridge, which these heights lack.
std::vector<Affected> affectedBy(const AnalysedGround& ground, const Raster& spill, double level,
                                 const analysis::Job& job) {
    std::vector<Affected> all;
    for (const LoadedLayer& layer : ground.district.layers) {
        if (!countsAsReached(*layer.entry) || !layer.table || layer.raster) continue;
        const layers::FeatureModel model(*layer.entry, *layer.table, ground.district.catalog);
        for (std::size_t row = 0; row < model.rows(); ++row) {
            if (job.cancelled()) return all;
            const std::string zh = model.name(row, "zh");
            if (zh.empty()) continue;
            Affected one{layer.entry->id, model.id(row), zh, model.name(row, "en"), {}, false};
            one.reached = analysis::whenReached(spill, ground.heights, *layer.table, row);
            if (!(one.reached.first <= level) || one.reached.first <= ground.district.catalog.waterLevel)
                continue;
            const auto cell = analysis::cellAt(ground.heights, one.reached.firstAt);
            one.guessed = cell && ground.isGuessed(cell->column, cell->row);
            all.push_back(std::move(one));
        }
    }
    std::stable_sort(all.begin(), all.end(),
                     [](const Affected& a, const Affected& b) { return a.reached.first < b.reached.first; });
    return all;
}

VectorOutput affectedOutput(const AnalysedGround& ground, const std::vector<Affected>& all) {
    using geodata::FieldType;
    VectorOutput output;
    output.layer = "affected";
    output.crs = ground.heights.crs;
    output.fields = {{"layer", FieldType::Text},           {"feature", FieldType::Text},
                     {"name_zh", FieldType::Text},         {"name_en", FieldType::Text},
                     {"first_reached_m", FieldType::Real}, {"wholly_reached_m", FieldType::Real},
                     {"lowest_ground_m", FieldType::Real}, {"extrapolated", FieldType::Integer}};
    output.rows = all.size();
    output.row = [&](std::size_t row, std::vector<FieldValue>& values, std::vector<Point2>& places) {
        const Affected& one = all[row];
        values = {one.layer,          one.id,
                  one.nameZh,         one.nameEn,
                  one.reached.first,  one.reached.whole,
                  one.reached.ground, std::int64_t{one.guessed ? 1 : 0}};
        places.push_back(one.reached.firstAt);
    };
    return output;
}

/// Of the cells with a value: m² with at least `least` hours, and m² of all.
std::pair<double, double> sunnyArea(const Raster& hours, double least) {
    double enough = 0;
    double all = 0;
    for (const float value : hours.values) {
        if (std::isnan(value)) continue;
        all += 1;
        if (static_cast<double>(value) >= least) enough += 1;
    }
    return {enough * hours.cellX * hours.cellY, all * hours.cellX * hours.cellY};
}

}  // namespace

int analyseFlood(const CommandLine& line, const FloodCommandOptions& options) {
    AnalysisRun run(line, "flood", options, AnalysisRun::Output::Raster);
    const bool list = !options.affected.empty();
    const auto& ground = run.open(
        [&](const layers::LayerEntry& entry) { return isWater(entry) || (list && countsAsReached(entry)); });
    const double level = levelOf(run, options, ground);
    run.note("level_m", options.level);
    run.note("level_datum", options.datum);
    run.note("level_on_the_heights_m", level);
    run.note("method", "still water, connected with the rivers over cells and their eight neighbours");
    const analysis::CellSet rivers = riversOf(run, options, ground);
    const double bed = analysis::lowestUnder(ground.heights, rivers);
    if (std::isnan(bed))
        throw WorkError(run.tr("no river lies on these heights: water has nowhere to rise from"));
    if (level < bed)
        throw WorkError(
            "the level of {} m lies below the rivers' own ground ({} m at its lowest): nothing is under "
            "water",
            fmt::format("{:.2f}", level), fmt::format("{:.2f}", bed));
    Raster depth;
    if (list) {
        const auto spill = analysis::spillLevels(ground.heights, rivers, level, run.work().job(0.1, 0.8));
        run.work().check();
        depth = analysis::waterDepth(ground.heights, *spill, level);
        const auto all = affectedBy(ground, *spill, level, run.work().job(0.8, 0.9));
        run.work().check();
        run.writeTable("--affected", options.affected, affectedOutput(ground, all));
        run.figure(run.tr("Places reached"), fmt::format("{}", all.size()));
    } else {
        const auto water = analysis::connectedWater(ground.heights, rivers, level, run.work().job(0.1, 0.8));
        run.work().check();
        depth = analysis::waterDepth(ground.heights, *water, level);
    }
    ground.hideGuessed(depth);
    const auto extent = analysis::floodExtent(depth, rivers, {});
    run.write(depth, "depth of water", "m");
    if (options.datum != "huanghai")
        run.figure(run.tr("Level on the map's heights"), fmt::format("{:.2f} m", level));
    run.figure(run.tr("Land under water"), fmt::format("{:.2f} ha", extent.newArea / 1e4));
    run.figure(run.tr("Water over land"), fmt::format("{:.0f} m³", extent.volume));
    run.figure(run.tr("Deepest on land"), fmt::format("{:.2f} m", extent.deepest));
    run.commit();
    return 0;
}

analysis::SunDay sunOf(AnalysisRun& run, const std::string& date, const std::string& zone,
                       const std::string& hours, double step) {
    const AnalysedGround& ground = run.ground();
    analysis::SunDayOptions day;
    day.date = date;
    day.step = step;
    if (!hours.empty()) std::tie(day.from, day.to) = run.range("--hours", hours);
    const auto& ofMap = ground.district.catalog.timeZone;
    day.zone = !zone.empty() ? zone : ofMap.empty() ? "+00:00" : ofMap;
    auto sun = analysis::sunDay(day, ground.center(), ground.heights.crs);
    if (!sun) throw UsageError(said(run.line().texts, sun.refusal));
    run.note("date", date);
    run.note("zone", day.zone);
    run.note("step_min", step);
    run.note("hours_of_true_solar_time", fmt::format("{:g} to {:g}", day.from, day.to));
    run.note("moments_with_sun", static_cast<double>(sun->moments.size()));
    run.note("sun",
             "a point, by libnova (VSOP87), without refraction; nothing beyond the raster casts a shadow");
    return std::move(*sun);
}

int analyseSun(const CommandLine& line, const SunCommandOptions& options) {
    AnalysisRun run(line, "sun", options, AnalysisRun::Output::Raster);
    const auto& ground =
        run.open([&](const layers::LayerEntry& entry) { return options.buildings && holdsBuildings(entry); });
    const analysis::SunDay sun = sunOf(run, options.date, options.zone, options.hours, options.step);
    run.note("above_ground_m", options.above);
    run.mindHoles();
    // A roof's own sun is not the ground's: cells under buildings have no value.
    std::vector<char> roof;
    if (options.buildings) {
        const std::vector<float> bare = ground.heights.values;
        run.raiseBuildings();
        roof.resize(bare.size());
        for (std::size_t i = 0; i < bare.size(); ++i) roof[i] = ground.heights.values[i] > bare[i] ? 1 : 0;
    }
    auto hours = analysis::sunHours(ground.heights, sun, options.above, run.work().job(0.1, 0.9));
    run.work().check();
    for (std::size_t i = 0; i < roof.size(); ++i)
        if (roof[i] != 0) hours->values[i] = std::numeric_limits<float>::quiet_NaN();
    run.write(*hours, "hours of direct sun", "h");
    const auto [enough, all] = sunnyArea(*hours, options.least);
    run.figure(run.tr("Sun above the horizon"),
               fmt::format("{:.2f} h", static_cast<double>(sun.moments.size()) * sun.hoursEach));
    run.figure(fmt::format(fmt::runtime(run.tr("Ground with at least {:g} h of sun")), options.least).c_str(),
               fmt::format("{:.1f} ha · {:.1f} %", enough / 1e4, all > 0 ? enough / all * 100 : 0.0));
    run.commit();
    return 0;
}

}  // namespace atlas::app
