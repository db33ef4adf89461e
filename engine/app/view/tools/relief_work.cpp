#include "app/view/tools/relief_work.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <limits>

#include "analysis/contours.h"
#include "analysis/slope.h"
#include "app/analyse/contour_table.h"
#include "app/refusals.h"

namespace atlas::app {

using geodata::Raster;

namespace {

using Color = std::array<std::uint8_t, 4>;

// Eight directions, north first, round the colour circle, so that neighbours are alike.
const std::vector<Color> kAspects{{70, 120, 190, 255}, {86, 160, 170, 255}, {120, 180, 110, 255},
                                  {200, 200, 90, 255}, {235, 170, 80, 255}, {220, 110, 90, 255},
                                  {180, 90, 140, 255}, {120, 95, 175, 255}};
constexpr double kShadeAzimuth = 315, kShadeAltitude = 45;

// Grey over the ground: dark where the slope turns away from the light, clear where it is level.
std::vector<Color> shadeColors(std::size_t classes) {
    std::vector<Color> colors;
    for (std::size_t i = 0; i < classes; ++i) {
        const auto tone = static_cast<std::uint8_t>(255 * i / (classes - 1));
        colors.push_back({tone, tone, tone, 255});
    }
    return colors;
}

std::string unitOf(const std::string& kind) {
    return kind == "heights" ? "m" : "degree";
}

/// Cells of the ground that has data.
const Raster& groundOf(ToolGround& ground) {
    const Raster& heights = ground.heights();
    if (heights.width == 0) throw WorkError("there is no ground height anywhere");
    return heights;
}

/// What no job gives back has been cancelled.
template <class Result>
Result&& done(std::optional<Result>&& result) {
    if (!result) throw WorkError("cancelled; nothing was written");
    return *std::move(result);
}

void noteRelief(Provenance& provenance, const std::string& kind) {
    if (kind == "slope" || kind == "aspect" || kind == "hillshade")
        provenance.emplace_back("gradient", "Horn (1981)");
    if (kind == "slope") provenance.emplace_back("unit", "degree");
    if (kind == "aspect")
        provenance.emplace_back("unit", "degrees clockwise from grid north, downhill; no data on the flat");
    if (kind == "hillshade") {
        provenance.emplace_back("azimuth", fmt::format("{:g}", kShadeAzimuth));
        provenance.emplace_back("altitude", fmt::format("{:g}", kShadeAltitude));
        provenance.emplace_back("unit", "1 (turned away from the light) to 255 (faces it); 0 no data");
    }
    if (kind == "heights") provenance.emplace_back("unit", "m");
}

FileWriting valuesFile(ToolGround& ground, const std::string& kind, Provenance provenance) {
    return [&ground, kind, provenance = std::move(provenance)](OutputFile& file, const analysis::Job& job) {
        const std::string path = file.temporary().string();
        const Raster& heights = groundOf(ground);
        if (kind == "hillshade") {
            auto shade = done(
                analysis::hillshadeTones(heights, {{}, kShadeAzimuth, kShadeAltitude}, job.part(0, 0.7)));
            const analysis::CellSet& guessed = ground.guessed();
            for (int r = 0; r < shade.shape.height && guessed.width() > 0; ++r)
                for (int c = 0; c < shade.shape.width; ++c)
                    if (guessed.has(c, r))
                        shade.tones[static_cast<std::size_t>(r) * shade.shape.width + c] = 0;
            writeGeoTiff(path, {shade.shape, nullptr, shade.tones.data(), 0, "hillshade", ""}, provenance,
                         job.part(0.7, 1));
            return;
        }
        const Raster values = done(reliefValues(ground, kind, job.part(0, 0.7)));
        writeGeoTiff(path, {values, &values.values, nullptr, -1, kind, unitOf(kind)}, provenance,
                     job.part(0.7, 1));
    };
}

FileWriting classesFile(ToolGround& ground, const ReliefState& state, Provenance provenance) {
    return [&ground, state, provenance = std::move(provenance)](OutputFile& file, const analysis::Job& job) {
        groundOf(ground);
        const Raster values = done(reliefValues(ground, state.kind, job.part(0, 0.7)));
        const ClassScale scale = reliefScale(state);
        const std::vector<double> shares = classShares(values, scale);
        double all = 0;  // m² of ground with a value
        for (const float value : values.values)
            if (!std::isnan(value)) all += values.cellX * values.cellY;
        const bool round = state.kind == "aspect";
        const std::size_t rows = round ? shares.size() - 1 : shares.size();
        const std::string unit = unitOf(state.kind);
        VectorOutput output;
        output.layer = "classes";
        output.crs = values.crs;
        output.fields = {{"from_" + unit, geodata::FieldType::Real},
                         {"to_" + unit, geodata::FieldType::Real},
                         {"area_m2", geodata::FieldType::Real, 0},
                         {"share_percent", geodata::FieldType::Real, 3}};
        output.rows = rows;
        output.row = [&](std::size_t row, std::vector<FieldValue>& cells, std::vector<geodata::Point2>&) {
            const double none = std::numeric_limits<double>::quiet_NaN();  // open to that side
            const double share = shares[row] + (round && row == 0 ? shares.back() : 0);
            cells[0] = row > 0 ? scale.breaks[row - 1] : round ? scale.breaks.back() : none;
            cells[1] = row < scale.breaks.size() ? scale.breaks[row] : none;
            cells[2] = share * all;
            cells[3] = share * 100;
        };
        writeVector(file.temporary().string(), ExportFormat::Csv, output, provenance, job.part(0.7, 1));
    };
}

FileWriting contourFile(ToolGround& ground, double interval, ExportFormat format, Provenance provenance) {
    return [&ground, interval, format, provenance = std::move(provenance)](OutputFile& file,
                                                                           const analysis::Job& job) {
        Raster heights = groundOf(ground);
        hideCells(ground.guessed(), heights);
        const auto levels = analysis::contourLevels(heights, interval);
        if (!levels) throw refused(levels.refusal);
        const analysis::Contours lines = done(analysis::contours(heights, *levels, job.part(0, 0.6)));
        if (lines.size() == 0)
            throw WorkError("there is no contour: no level of {} m steps lies between two cells",
                            fmt::format("{:g}", interval));
        writeVector(file.temporary().string(), format, contourTable(lines, heights.crs), provenance,
                    job.part(0.6, 1));
    };
}

}  // namespace

ClassScale reliefScale(const ReliefState& state) {
    if (state.kind == "slope") return {state.slopes, slopeColors(state.slopes.size() + 1)};
    if (state.kind == "heights") return {state.heights, heightColors(state.heights.size() + 1)};
    ClassScale scale;
    if (state.kind == "aspect") {
        for (int i = 0; i < 8; ++i) scale.breaks.push_back(22.5 + 45 * i);
        scale.colors = kAspects;
        scale.colors.push_back(kAspects.front());
        return scale;
    }
    for (int i = 1; i < 64; ++i) scale.breaks.push_back(i * 4);
    scale.colors = shadeColors(64);
    return scale;
}

std::optional<Raster> reliefValues(ToolGround& ground, const std::string& kind, const analysis::Job& job) {
    const Raster& heights = ground.heights();
    if (heights.width == 0) return std::nullopt;
    std::optional<Raster> values;
    if (kind == "slope") values = analysis::slope(heights, {}, job);
    if (kind == "aspect") values = analysis::aspect(heights, {}, job);
    if (kind == "hillshade") values = analysis::hillshade(heights, {{}, kShadeAzimuth, kShadeAltitude}, job);
    if (kind == "heights") values = heights;
    if (values) hideCells(ground.guessed(), *values);
    return values;
}

FileWriting reliefFile(ToolGround& ground, const ReliefState& state, bool contours, const std::string& path,
                       const ProvenanceOf& provenanceOf) {
    const std::string extension = extensionOf(path);
    const auto format = exportFormat(extension);
    if (format == ExportFormat::Gpkg || format == ExportFormat::GeoJson) {
        if (!contours) throw WorkError("{}: contour lines are not shown; switch them on first", path);
        Provenance provenance = provenanceOf("contours");
        provenance.emplace_back("interval_m", fmt::format("{:g}", state.interval));
        provenance.emplace_back("base_m", "0");
        return contourFile(ground, state.interval, *format, std::move(provenance));
    }
    const bool raster = extension == ".tif" || extension == ".tiff";
    if (!raster && format != ExportFormat::Csv)
        throw WorkError(
            "the name must end in .tif (values), .csv (classes), .gpkg or .geojson (contour lines)");
    if (state.kind.empty()) throw WorkError("{}: choose what lies over the ground first", path);
    if (!raster && state.kind == "hillshade")
        throw WorkError("a hillshade has no classes: end the name in .tif");
    Provenance provenance = provenanceOf(raster ? state.kind.c_str() : "classes");
    if (!raster) provenance.emplace_back("of", state.kind);
    noteRelief(provenance, state.kind);
    if (!raster) {
        provenance.emplace_back("breaks", fmt::format("{}", fmt::join(reliefScale(state).breaks, " ")));
        return classesFile(ground, state, std::move(provenance));
    }
    return valuesFile(ground, state.kind, std::move(provenance));
}

}  // namespace atlas::app
