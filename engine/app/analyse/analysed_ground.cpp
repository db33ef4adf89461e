#include "app/analyse/analysed_ground.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

#include "analysis/measure.h"
#include "app/failure.h"
#include "app/ground_source.h"
#include "app/guessed_ground.h"
#include "geodata/raster.h"
#include "geodata/raster_outline.h"

namespace atlas::app {

using geodata::Crs;
using geodata::Point2;
using geodata::Raster;

namespace {

constexpr double kMostStretch = 0.01;  // of lengths, at the raster's middle
constexpr double kMostDegrees = 9;     // from the middle: where UTM stretches lengths by 1 %

Crs degrees() {
    return *Crs::parse("EPSG:4326");
}

/// Metres on the ellipsoid for a unit of the CRS, east and north, less 1; the larger of the two.
double stretchAt(const geodata::RasterOutline& outline, const geodata::Transform& toDegrees) {
    double worst = 0;
    for (const Point2 step : {Point2{outline.cellX, 0}, Point2{0, outline.cellY}}) {
        Point2 a{outline.center.x - step.x / 2, outline.center.y - step.y / 2};
        Point2 b{outline.center.x + step.x / 2, outline.center.y + step.y / 2};
        const double plane = std::hypot(b.x - a.x, b.y - a.y);
        if (!toDegrees.apply(a.x, a.y) || !toDegrees.apply(b.x, b.y))
            return std::numeric_limits<double>::infinity();
        worst = std::max(worst, std::abs(analysis::geodesic(a, b).length / plane - 1));
    }
    return worst;
}

/// The UTM zone of a place (UPS near the poles), WGS 84.
Crs utmOf(Point2 place) {
    if (place.y >= 84) return *Crs::parse("EPSG:32661");
    if (place.y <= -80) return *Crs::parse("EPSG:32761");
    const int zone = std::clamp(static_cast<int>(std::floor((place.x + 180) / 6)) + 1, 1, 60);
    return *Crs::parse(fmt::format("EPSG:{}", (place.y < 0 ? 32700 : 32600) + zone));
}

/// The CRS in which the raster is analysed: its own where that measures metres.
Crs workingCrs(const CommandLine& line, const GroundOptions& options, const geodata::RasterOutline& outline) {
    const auto toDegrees = geodata::Transform::create(outline.crs, degrees());
    Point2 middle = outline.center;
    if (!toDegrees || !toDegrees->apply(middle.x, middle.y))
        throw WorkError(
            fmt::format(fmt::runtime(line.tr("{}: its middle has no longitude and latitude")), options.dem));
    if (!outline.crs.isGeographic() && stretchAt(outline, *toDegrees.value) <= kMostStretch)
        return outline.crs;
    double reach = 0;
    for (const double x : {outline.extent.minX, outline.extent.maxX})
        for (const double y : {outline.extent.minY, outline.extent.maxY}) {
            Point2 corner{x, y};
            if (toDegrees->apply(corner.x, corner.y))
                reach = std::max(reach, std::abs(std::remainder(corner.x - middle.x, 360)) *
                                            std::cos(middle.y * 0.017453292519943295));
        }
    if (!(reach <= kMostDegrees))
        throw WorkError(fmt::format(
            fmt::runtime(
                line.tr("{}: it reaches too far to be brought into metres; cut out the part you need "
                        "(gdal_translate -projwin) or warp it first (gdalwarp -t_srs)")),
            options.dem));
    return utmOf(middle);
}

struct OpenedRaster {
    Raster heights;
    std::string crsName, warped;
};

OpenedRaster openRaster(const CommandLine& line, const GroundOptions& options) {
    OpenedRaster ground;
    geodata::RasterSourceOptions source;
    source.path = options.dem;
    source.crs = options.demCrs;
    source.band = options.band;
    const auto outline = geodata::rasterOutline(source);
    if (!outline) throw WorkError(outline.report);
    const Crs crs = workingCrs(line, options, *outline);
    auto raster = geodata::loadRaster(source, crs);
    tell(raster.report, line.common.quiet, line.texts);
    if (!raster || raster.report.hasErrors())
        throw WorkError(fmt::format(fmt::runtime(line.tr("{} cannot be read")), options.dem));
    ground.heights = std::move(*raster.value);
    ground.crsName = crs.name();
    if (!outline->crs.sameAs(crs)) {
        ground.warped = outline->crs.name();
        if (!line.common.quiet)
            std::fputs(
                fmt::format(fmt::runtime(line.tr("yuzhong: {} is in {}, which does not measure metres; "
                                                 "warped to {} with cells of {:.2f} m\n")),
                            options.dem, ground.warped, ground.crsName, ground.heights.cellX)
                    .c_str(),
                stderr);
    }
    return ground;
}

void takeOwn(const CommandLine& line, const GroundOptions& options, AnalysedGround& ground) {
    const District& district = ground.district;
    for (const auto& entry : district.terrain) tell(entry.report, line.common.quiet, line.texts);
    ground.source = groundSource(district, line.texts.code());
    ground.heights = analysis::groundRaster(district.ground, district.ground.extent(), district.catalog.crs);
    if (ground.heights.width == 0)
        throw WorkError(fmt::format(fmt::runtime(line.tr("{} gives no terrain that can be read")),
                                    district.catalog.file));
    ground.datum = district.catalog.verticalDatum;
    ground.crsName = district.crs.name();
    ground.own = true;
    ground.keepsGuessed = options.guessed;
    if (!options.guessed) ground.guessed = guessedCells(district.ground, ground.heights);
}

}  // namespace

void AnalysedGround::hideGuessed(Raster& values) const {
    hideCells(guessed, values);
}

bool AnalysedGround::isExtrapolated(Point2 place) const {
    const auto sample = own ? district.ground.sampleAt(place.x, place.y) : std::nullopt;
    return sample && sample->extrapolated;
}

double AnalysedGround::heightAt(double x, double y) const {
    if (!own) return heights.sample(x, y);
    const auto sample = district.ground.sampleAt(x, y);
    return sample && (keepsGuessed || !sample->extrapolated) ? sample->height
                                                             : std::numeric_limits<double>::quiet_NaN();
}

AnalysedGround openGround(const CommandLine& line, const GroundOptions& options,
                          const std::function<bool(const layers::LayerEntry&)>& wanted) {
    auto catalog = openCatalog(line);
    DistrictParts parts;
    parts.terrain = options.dem.empty();
    parts.layer = wanted;
    OpenedRaster opened;
    if (!options.dem.empty()) {
        opened = openRaster(line, options);
        catalog.crs = opened.heights.crs;  // the layers come to the raster, not the raster to them
    }
    auto district = loadDistrict(std::move(catalog), parts);
    if (!district) throw WorkError(district.report);
    AnalysedGround ground(std::move(*district.value));
    if (options.dem.empty()) {
        takeOwn(line, options, ground);
    } else {
        ground.heights = std::move(opened.heights);
        ground.crsName = std::move(opened.crsName);
        ground.warped = std::move(opened.warped);
        ground.source = options.dem;
    }
    for (const auto& layer : ground.district.layers) tell(layer.report, line.common.quiet, line.texts);
    return ground;
}

}  // namespace atlas::app
