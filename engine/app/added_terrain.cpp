#include "app/added_terrain.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <numbers>
#include <optional>
#include <set>

#include "app/district.h"
#include "geodata/gdal_session.h"
#include "geodata/paged_raster.h"

namespace atlas::app {

namespace {

using geodata::Extent;

constexpr double kSlant = 30;   // degrees below the horizon of a view of the whole
constexpr double kAway = 0.95;  // from the middle to the eye, in lengths of the longer side

geodata::Loaded<geodata::RasterPlace> placeIn(const layers::TerrainEntry& entry, const geodata::Crs& crs) {
    geodata::PagedRasterOptions options;
    options.path = entry.path;
    options.crs = entry.crs;
    return geodata::PagedRaster::placeOf(options, crs);
}

bool meet(const Extent& a, const Extent& b) {
    return a.minX < b.maxX && b.minX < a.maxX && a.minY < b.maxY && b.minY < a.maxY;
}

// The zone of the Universal Transverse Mercator grid that a place lies in (standard zones of 6 degrees).
std::string utmZone(double longitude, double latitude) {
    const int zone = std::clamp(static_cast<int>(std::floor((longitude + 180) / 6)) + 1, 1, 60);
    return fmt::format("EPSG:{}{:02}", latitude < 0 ? 327 : 326, zone);
}

layers::ViewEntry viewOf(const Extent& extent, const geodata::Transform& toWgs84) {
    layers::ViewEntry view;
    view.id = "whole";
    view.name = {"全貌", "The whole"};
    const double side = std::max(extent.width(), extent.height());
    geodata::Point2 eye{extent.center().x, extent.center().y - kAway * side};
    toWgs84.apply(eye.x, eye.y);
    view.camera = {eye.x, eye.y, kAway * side * std::tan(kSlant * std::numbers::pi / 180), 0, kSlant};
    return view;
}

void makeMapOf(const std::vector<layers::TerrainEntry>& added, const geodata::Crs& crs,
               const geodata::Crs& wgs84, layers::Catalog& catalog) {
    Extent all;
    for (const auto& entry : added) {
        const auto place = placeIn(entry, crs);
        if (!place) continue;
        all.expand(place->extent.minX, place->extent.minY);
        all.expand(place->extent.maxX, place->extent.maxY);
    }
    catalog.crs = crs.definition();
    catalog.title = added.front().name;
    catalog.verticalDatum.clear();
    catalog.terrain = added;
    catalog.layers.clear();
    catalog.waterLevel = kNoWater;
    catalog.waterNote = {};
    catalog.views.clear();
    const auto toWgs84 = geodata::Transform::create(crs, wgs84);
    if (toWgs84) catalog.views.push_back(viewOf(all, *toWgs84));
}

}  // namespace

geodata::Loaded<bool> addTerrain(const std::vector<std::string>& files, layers::Catalog& catalog) {
    const geodata::GdalSession session;
    geodata::Loaded<bool> result;
    const auto map = geodata::Crs::parse(catalog.crs);
    const auto wgs84 = geodata::Crs::parse("EPSG:4326");
    if (!map || !wgs84) {
        result.report = map.report;
        return result;
    }
    std::set<std::string> taken;
    for (const auto& entry : catalog.terrain) taken.insert(entry.id);
    std::vector<layers::TerrainEntry> added;
    std::optional<geodata::Point2> middle;  // of the first, degrees
    for (const std::string& file : files) {
        layers::TerrainEntry entry;
        entry.path = file;
        const std::string stem = std::filesystem::path(file).stem().string();
        entry.name = {stem, stem};
        entry.id = freeId(stem, taken);
        const auto place = placeIn(entry, *wgs84);
        if (!place) {
            result.report = place.report;
            return result;
        }
        if (!middle) middle = place->extent.center();
        added.push_back(std::move(entry));
    }
    bool meets = false;
    for (const auto& entry : added) {
        const auto here = placeIn(entry, *map);
        for (const auto& own : catalog.terrain) {
            const auto there = placeIn(own, *map);
            meets = meets || (here && there && meet(here->extent, there->extent));
        }
    }
    if (!meets && !added.empty()) {
        auto own = geodata::rasterMetricCrs(added.front().path);
        auto crs = own ? std::move(own) : geodata::Crs::parse(utmZone(middle->x, middle->y)).value;
        makeMapOf(added, *crs, *wgs84, catalog);
    } else {
        catalog.terrain.insert(catalog.terrain.begin(), added.begin(), added.end());
    }
    result.value = !meets;
    return result;
}

}  // namespace atlas::app
