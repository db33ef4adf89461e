#include "app/analyse/analysis_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/building_footprints.h"
#include "app/failure.h"
#include "app/place_text.h"

namespace atlas::app {

using geodata::Point2;
using geodata::Raster;

namespace {

std::optional<ExportFormat> vectorFormat(const std::string& path) {
    const auto format = exportFormat(extensionOf(path));
    return format == ExportFormat::Xlsx ? std::nullopt : format;
}

}  // namespace

AnalysisRun::AnalysisRun(const CommandLine& line, const char* name, const AnalysisOptions& options,
                         Output output)
    : line_(line), name_(name), options_(options), work_(line.texts, line.common.quiet) {
    if (output == Output::Raster) mustEndInTif("--out", options.out);
    if (output == Output::Vector) {
        const auto format = vectorFormat(options.out);
        if (!format)
            throw UsageError(fmt::format(
                fmt::runtime(tr("--out {}: the name must end in .gpkg, .geojson or .csv")), options.out));
        format_ = *format;
    }
    // Made before the work, so that a folder that cannot be written is known at once.
    files_.push_back(std::make_unique<OutputFile>(options.out));
}

void AnalysisRun::mustEndInTif(const char* option, const std::string& path) const {
    const std::string extension = extensionOf(path);
    if (extension != ".tif" && extension != ".tiff")
        throw UsageError(fmt::format(
            fmt::runtime(tr("{} {}: a raster is written as GeoTIFF; end the name in .tif")), option, path));
}

void AnalysisRun::note(const std::string& key, double value) {
    note(key, fmt::format("{:.10g}", value));
}

const AnalysedGround& AnalysisRun::open(const std::function<bool(const layers::LayerEntry&)>& wanted) {
    ground_ = openGround(
        line_, options_.ground, wanted ? wanted : [](const layers::LayerEntry&) { return false; });
    work_.check();
    const Provenance parameters = std::move(provenance_);
    provenance_ = {{"program", "yuzhong " ATLAS_VERSION},
                   {"analysis", name_},
                   {"source", ground_->source},
                   {"crs", ground_->crsName},
                   {"vertical_datum", ground_->datum.empty() ? "not stated by the raster" : ground_->datum}};
    if (!ground_->warped.empty()) note("warped_from", ground_->warped);
    if (ground_->own) note("extrapolated_ground", ground_->guessed.width() > 0 ? "left out" : "included");
    provenance_.insert(provenance_.end(), parameters.begin(), parameters.end());
    work_.job(0, 0.1).tell(1);
    return *ground_;
}

Point2 AnalysisRun::place(const char* option, const std::string& text) const {
    const auto crs = geodata::Crs::parse(options_.crs);
    if (!crs)
        throw UsageError(fmt::format(
            fmt::runtime(tr("--crs {}: not a CRS that PROJ knows, nor GCJ02 or BD09")), options_.crs));
    auto place = placeOf(text, *crs);
    if (!place)
        throw UsageError(fmt::format(
            fmt::runtime(tr("{} {}: not a place; expected two numbers, longitude,latitude")), option, text));
    const auto transform = geodata::Transform::create(*crs, ground_->district.crs);
    if (!transform || !transform->apply(place->x, place->y))
        throw WorkError(
            fmt::format(fmt::runtime(tr("{} {}: it has no place in the CRS of the ground")), option, text));
    return *place;
}

std::pair<double, double> AnalysisRun::range(const char* option, const std::string& text) const {
    const auto comma = text.find(',');
    const auto from = finiteNumber(text.substr(0, comma));
    const auto to = comma == std::string::npos ? std::nullopt : finiteNumber(text.substr(comma + 1));
    if (!from || !to)
        throw UsageError(fmt::format(fmt::runtime(tr("{} {}: expected two numbers, FROM,TO")), option, text));
    return {*from, *to};
}

void AnalysisRun::mustBeOnGround(const char* option, Point2 place) const {
    const auto cell = analysis::cellAt(heights(), place);
    if (!cell)
        throw WorkError(fmt::format(fmt::runtime(tr("{}: the place lies outside the heights")), option));
    if (std::isnan(heights().at(cell->column, cell->row)))
        throw WorkError(fmt::format(fmt::runtime(tr("{}: there is no height at this place")), option));
    if (ground_->isGuessed(cell->column, cell->row) && !line_.common.quiet)
        std::fputs(
            fmt::format(fmt::runtime(tr("yuzhong: {}: the ground there is extrapolated, not measured\n")),
                        option)
                .c_str(),
            stderr);
}

void AnalysisRun::mindHoles() {
    const auto& cells = heights().values;
    const auto holes = std::count_if(cells.begin(), cells.end(), [](float z) { return std::isnan(z); });
    if (holes == 0) return;
    note("cells_without_height", fmt::format("{} of {}, hide nothing", holes, cells.size()));
    if (!line_.common.quiet)
        std::fputs(fmt::format(fmt::runtime(tr("yuzhong: {} of {} cells have no height: they hide nothing "
                                               "and cast no shadow\n")),
                               holes, cells.size())
                       .c_str(),
                   stderr);
}

std::size_t AnalysisRun::raiseBuildings(std::optional<Point2> inside) {
    auto known = knownBuildings(ground_->district.layers,
                                [this](double x, double y) { return heights().sample(x, y); });
    if (inside && leaveOut(known.footprints, *inside) > 0) note("own_building", "left out");
    analysis::raise(ground_->heights, known.footprints);
    note("buildings", fmt::format("{} with a known height, as upright boxes; {} without one left out; {}",
                                  known.footprints.size(), known.unknown, known.source));
    return known.footprints.size();
}

void AnalysisRun::mustHaveValues(bool any) const {
    if (any) return;
    const auto known = std::count_if(heights().values.begin(), heights().values.end(),
                                     [](float v) { return !std::isnan(v); });
    throw WorkError(
        needsNeighbours_
            ? "no cell of the result has a value: there are {} x {} cells, {} of them with heights; a slope "
              "needs the eight cells round each"
            : "no cell of the result has a value: there are {} x {} cells, {} of them with heights",
        heights().width, heights().height, known);
}

void AnalysisRun::write(Raster& values, const std::string& title, const std::string& unit) {
    ground_->hideGuessed(values);
    mustHaveValues(
        std::any_of(values.values.begin(), values.values.end(), [](float v) { return !std::isnan(v); }));
    writeGeoTiff(files_[0]->temporary().string(), {values, &values.values, nullptr, -1, title, unit},
                 provenance_, work_.job(0.9, 1));
}

void AnalysisRun::write(analysis::HillshadeTones& shade, const std::string& title) {
    const Raster& shape = shade.shape;
    for (int r = 0; r < shape.height; ++r)
        for (int c = 0; c < shape.width; ++c)
            if (ground_->isGuessed(c, r)) shade.tones[static_cast<std::size_t>(r) * shape.width + c] = 0;
    mustHaveValues(
        std::any_of(shade.tones.begin(), shade.tones.end(), [](std::uint8_t tone) { return tone != 0; }));
    write(shape, shade.tones, 0, title);
}

void AnalysisRun::write(const Raster& shape, std::span<const std::uint8_t> codes, int noCode,
                        const std::string& title) {
    writeGeoTiff(files_[0]->temporary().string(), {shape, nullptr, codes.data(), noCode, title, ""},
                 provenance_, work_.job(0.9, 1));
}

void AnalysisRun::write(const VectorOutput& output) {
    writeVector(files_[0]->temporary().string(), format_, output, provenance_, work_.job(0.9, 1));
}

void AnalysisRun::writeTable(const char* option, const std::string& path, const VectorOutput& output) {
    const auto format = vectorFormat(path);
    if (!format)
        throw UsageError(fmt::format(fmt::runtime(tr("{} {}: the name must end in .gpkg, .geojson or .csv")),
                                     option, path));
    files_.push_back(std::make_unique<OutputFile>(path));
    writeVector(files_.back()->temporary().string(), *format, output, provenance_, work_.job(0.95, 1));
}

void AnalysisRun::writeMap(const char* option, const std::string& path, Raster& values,
                           const std::string& title, const std::string& unit) {
    mustEndInTif(option, path);
    ground_->hideGuessed(values);
    mustHaveValues(
        std::any_of(values.values.begin(), values.values.end(), [](float v) { return !std::isnan(v); }));
    files_.push_back(std::make_unique<OutputFile>(path));
    writeGeoTiff(files_.back()->temporary().string(), {values, &values.values, nullptr, -1, title, unit},
                 provenance_, work_.job(0.95, 1));
}

void AnalysisRun::commit() {
    work_.check();
    for (const auto& file : files_) file->commit();
    work_.finished();
    if (!line_.common.quiet) writeStandardOutput(figures_);
}

void AnalysisRun::figure(const char* label, const std::string& value) {
    figures_ += fmt::format("{}: {}\n", label, value);
}

}  // namespace atlas::app
