// Profile.

#include <fmt/format.h>

#include <cmath>

#include "analysis/profile.h"
#include "app/analyse/analyses.h"
#include "app/analyse/profile_table.h"
#include "app/failure.h"
#include "app/profile_chart.h"
#include "app/refusals.h"
#include "layers/features/feature_model.h"

namespace atlas::app {

using geodata::Point2;

namespace {

constexpr double kNoise = 1;  // metres of ups and downs that are not counted

/// A line to be cut along, and the name of the feature it is.
struct Course {
    std::vector<Point2> line;
    std::string name;
};

/// The longest part of the line LAYER:ID.
Course courseOf(const AnalysisRun& run, const AnalysedGround& ground, const std::string& key) {
    const std::string id = key.substr(key.find(':') + 1);
    const std::string layerId = key.substr(0, key.find(':'));
    const LoadedLayer* layer = ground.district.layer(layerId);
    if (layer == nullptr || !layer->table)
        throw UsageError(fmt::format(fmt::runtime(run.tr("--along {}: the map has no layer of lines \"{}\"")),
                                     key, layerId));
    const layers::FeatureModel model(*layer->entry, *layer->table, ground.district.catalog);
    std::optional<std::size_t> found;
    for (std::size_t row = 0; row < model.rows() && !found; ++row)
        if (model.id(row) == id) found = row;
    if (!found)
        throw UsageError(fmt::format(fmt::runtime(run.tr("--along {}: layer {} has no feature \"{}\"")), key,
                                     layer->entry->id, id));
    const auto& geometry = layer->table->geometry;
    const auto type = geometry.types[*found];
    if (type != geodata::GeometryType::Line && type != geodata::GeometryType::MultiLine)
        throw UsageError(fmt::format(fmt::runtime(run.tr("--along {}: this feature is no line")), key));
    Course course{{}, model.name(*found, run.line().texts.code())};
    double most = -1;
    for (auto ring = geometry.ringBegin(*found); ring < geometry.ringEnd(*found); ++ring) {
        const auto points = geometry.ring(ring).points;
        double length = 0;
        for (std::size_t i = 1; i < points.size(); ++i)
            length += std::hypot(points[i].x - points[i - 1].x, points[i].y - points[i - 1].y);
        if (length <= most) continue;
        most = length;
        course.line.assign(points.begin(), points.end());
    }
    return course;
}

void toDegrees(const AnalysisRun& run, const geodata::Crs& crs, std::vector<Point2>& places) {
    const auto transform = geodata::Transform::create(crs, *geodata::Crs::parse("EPSG:4326"));
    if (!transform) throw WorkError(run.tr("the ground has no longitude and latitude"));
    if (!places.empty()) transform->apply(&places[0].x, &places[0].y, places.size(), 2);
}

Section sectionOf(const AnalysisRun& run, const AnalysedGround& ground, const Course& course,
                  analysis::Profile profile) {
    Section section;
    section.profile = std::move(profile);
    section.crs = ground.heights.crs;
    for (const analysis::ProfilePoint& point : section.profile.points) {
        section.degrees.push_back(point.place);
        section.extrapolated.push_back(ground.isExtrapolated(point.place) ? 1 : 0);
    }
    for (const LoadedLayer& layer : ground.district.layers)
        if (layer.table && canBeCrossed(*layer.entry))
            addCrossings(course.line, *layer.entry, *layer.table, ground.district.catalog, course.name,
                         section.crossings);
    sortByDistance(section.crossings);
    for (const NamedCrossing& crossing : section.crossings) section.crossedAt.push_back(crossing.place);
    toDegrees(run, ground.district.crs, section.degrees);
    toDegrees(run, ground.district.crs, section.crossedAt);
    return section;
}

std::string sourceOf(const AnalysedGround& ground) {
    return ground.datum.empty() ? ground.source : ground.source + " · " + ground.datum;
}

}  // namespace

int analyseProfile(const CommandLine& line, const ProfileCommandOptions& options) {
    const bool along = !options.along.empty();
    if (along ? !options.from.empty() || !options.to.empty() : options.from.empty() || options.to.empty())
        throw UsageError(line.tr("expected --from LON,LAT and --to LON,LAT, or --along LAYER:ID"));
    const auto colon = options.along.find(':');
    if (along && colon == std::string::npos)
        throw UsageError(fmt::format(fmt::runtime(line.tr("--along {}: expected LAYER:ID")), options.along));
    if (!options.chart.empty() && !options.chart.ends_with(".png"))
        throw UsageError(
            fmt::format(fmt::runtime(line.tr("--chart {}: the name must end in .png")), options.chart));
    AnalysisRun run(line, "profile", options, AnalysisRun::Output::Vector);
    const auto& ground = run.open(canBeCrossed);
    const Course course =
        along ? courseOf(run, ground, options.along)
              : Course{{run.place("--from", options.from), run.place("--to", options.to)}, ""};
    if (along)
        run.note("along", options.along);
    else
        run.note("from_to", options.from + " " + options.to + " (" + options.crs + ")");
    run.note("step_m", options.step);
    auto profile = analysis::profileAlong(
        course.line, [&](double x, double y) { return ground.heightAt(x, y); }, {options.step, kNoise},
        run.work().job(0.1, 0.8));
    run.work().check();
    if (!profile) throw WorkError(said(line.texts, profile.refusal));
    tell(profile.report, line.common.quiet, line.texts);
    run.note("climbs_below_1_m", "not counted");
    const Section section = sectionOf(run, ground, course, std::move(*profile.value));
    const analysis::Profile& p = section.profile;
    run.write(profileTable(section, line.texts.code()));
    if (!options.crossings.empty()) run.writeTable("--crossings", options.crossings, crossingsTable(section));
    run.figure(run.tr("Length on the flat"), fmt::format("{:.1f} m", p.length));
    run.figure(run.tr("Length on the ground"), fmt::format("{:.1f} m", p.groundLength));
    run.figure(run.tr("Climb"), fmt::format("{:.1f} m", p.climb));
    run.figure(run.tr("Descent"), fmt::format("{:.1f} m", p.descent));
    run.figure(run.tr("Lowest ground"), fmt::format("{:.1f} m", p.lowest));
    run.figure(run.tr("Highest ground"), fmt::format("{:.1f} m", p.highest));
    run.figure(run.tr("Steepest"), fmt::format("{:.1f}° · {:.0f} m", p.steepest, p.steepestAt));
    run.figure(run.tr("Crossings with named features"), fmt::format("{}", section.crossings.size()));
    if (!options.chart.empty()) {
        const std::string ends = options.from + " – " + options.to;
        const std::string title = !along ? ends : course.name.empty() ? options.along : course.name;
        writeProfileChart(options.chart, {section, title, profileFigures(section, line.texts),
                                          sourceOf(ground), std::string(line.texts.code())});
    }
    run.commit();
    return 0;
}

}  // namespace atlas::app
