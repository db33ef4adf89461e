#include "app/district.h"

#include <fmt/format.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <exception>
#include <filesystem>
#include <string_view>
#include <utility>

#include "geodata/feature_source.h"
#include "geodata/gdal_session.h"
#include "geodata/raster.h"
#include "layers/role_columns.h"

namespace atlas::app {

namespace {

constexpr std::size_t kMostAdded = 32;  // layers of one file

// Out of memory on one source must not take the others along.
template <class Work>
void guarded(const std::string& file, geodata::Report& report, const Work& work) {
    try {
        work();
    } catch (const std::exception& error) {
        geodata::Problem problem;
        problem.file = file;
        problem.say(geodata::said("could not be read: {}", error.what()));
        report.add(std::move(problem));
    }
}

// Roles of the table that is related to a layer's own.
bool ofRelated(std::string_view role) {
    return role.starts_with("figure_");
}

void loadLayer(LoadedLayer& layer, const geodata::Crs& crs) {
    const auto& entry = *layer.entry;
    guarded(entry.path, layer.report, [&] {
        if (entry.kind == "raster") {
            auto content = geodata::loadRasterContent(entry.path, entry.crs, crs);
            layer.report.append(content.report);
            if (!content) return;
            layer.raster = std::move(*content.value);
            layer.table.emplace();
            return;
        }
        auto loaded =
            geodata::loadFeatures({entry.path, entry.sublayer, entry.crs, entry.encoding, entry.where}, crs);
        layer.report.append(loaded.report);
        if (!loaded) return;
        layer.table = std::move(*loaded.value);
        layers::LayerEntry own = entry;
        layers::LayerEntry figures = entry;
        std::erase_if(own.fields, [](const auto& field) { return ofRelated(field.first); });
        std::erase_if(figures.fields, [](const auto& field) { return !ofRelated(field.first); });
        layer.report.append(layers::roleColumns(own, *layer.table).report);
        layer.report.append(layers::missingCardFields(own, *layer.table));
        if (entry.related.empty()) return;
        auto related = geodata::loadFeatures({entry.path, entry.related, entry.crs, entry.encoding, {}}, crs);
        layer.report.append(related.report);
        if (!related) return;
        layer.related = std::move(*related.value);
        layer.report.append(layers::roleColumns(figures, *layer.related).report);
    });
}

struct TerrainResult {
    std::optional<terrain::HeightSource> source;
    geodata::Report report;
};

// Larger rasters stay in their files.
constexpr double kCellsInMemory = 4e6;

bool readHeights(terrain::HeightSource& source, const layers::TerrainEntry& entry, const geodata::Crs& crs,
                 std::size_t cacheBytes, geodata::Report& report) {
    geodata::PagedRasterOptions paging;
    paging.path = entry.path;
    paging.crs = entry.crs;
    paging.verticalOffset = entry.verticalOffset;
    paging.cacheBytes = cacheBytes;
    paging.pyramids = geodata::PyramidCache::standardFolder();
    const auto place = geodata::PagedRaster::placeOf(paging, crs);
    if (place && static_cast<double>(place->width) * place->height > kCellsInMemory) {
        auto raster = geodata::PagedRaster::open(paging, crs);
        report.append(raster.report);
        if (!raster) return false;
        source.raster = (*raster)->overview();
        source.paged = std::move(*raster.value);
        return true;
    }
    geodata::RasterSourceOptions options;
    options.path = entry.path;
    options.crs = entry.crs;
    options.verticalOffset = entry.verticalOffset;
    auto raster = geodata::loadRaster(options, crs);
    report.append(raster.report);
    if (raster) source.raster = std::move(*raster.value);
    return raster.value.has_value();
}

void loadTerrain(TerrainResult& result, const layers::TerrainEntry& entry, const geodata::Crs& crs,
                 std::size_t cacheBytes) {
    guarded(entry.path, result.report, [&] {
        terrain::HeightSource source;
        source.id = entry.id;
        source.name = entry.name.in("en");
        if (!readHeights(source, entry, crs, cacheBytes, result.report)) return;
        if (!entry.coverage.empty()) {
            const auto bar = entry.coverage.find('|');
            geodata::FeatureSourceOptions coverage;
            coverage.path = entry.coverage.substr(0, bar);
            if (bar != std::string::npos) coverage.layer = entry.coverage.substr(bar + 1);
            auto polygons = geodata::loadFeatures(coverage, crs);
            result.report.append(polygons.report);
            if (polygons) source.coverage = std::move(*polygons.value);
        }
        result.source = std::move(source);
    });
}

}  // namespace

const LoadedLayer* District::layer(std::string_view id) const {
    for (const auto& entry : layers)
        if (entry.entry->id == id) return &entry;
    return nullptr;
}

const LoadedLayer* District::layerOfKind(std::string_view kind) const {
    for (const auto& entry : layers)
        if (entry.entry->kind == kind) return &entry;
    return nullptr;
}

layers::TableOfLayer District::tableOf() const {
    return [this](std::string_view id) -> const geodata::FeatureTable* {
        const LoadedLayer* found = layer(id);
        return found != nullptr && found->table ? &*found->table : nullptr;
    };
}

geodata::Report District::report() const {
    geodata::Report all;
    for (const auto& entry : terrain) all.append(entry.report);
    for (const auto& entry : layers) all.append(entry.report);
    return all;
}

geodata::Loaded<District> loadDistrict(layers::Catalog catalog, const DistrictParts& parts) {
    geodata::GdalSession session;
    geodata::Loaded<District> result;
    auto crs = geodata::Crs::parse(catalog.crs);
    result.report = crs.report;
    if (!crs) return result;

    District district{std::move(catalog), std::move(*crs.value), terrain::HeightField({}), {}, {}};
    for (const auto& entry : district.catalog.layers)
        if (!parts.layer || parts.layer(entry))
            district.layers.push_back({&entry, std::nullopt, std::nullopt, std::nullopt, {}});
    std::vector<TerrainResult> heights(parts.terrain ? district.catalog.terrain.size() : 0);

    // The rasters are the longest jobs, so they start first.
    tbb::parallel_for(std::size_t{0}, heights.size() + district.layers.size(), [&](std::size_t i) {
        if (i < heights.size())
            loadTerrain(heights[i], district.catalog.terrain[i], district.crs,
                        parts.heightBytes / std::max<std::size_t>(heights.size(), 1));
        else
            loadLayer(district.layers[i - heights.size()], district.crs);
    });

    std::vector<terrain::HeightSource> sources;
    for (std::size_t i = 0; i < heights.size(); ++i) {
        LoadedTerrain entry{&district.catalog.terrain[i], std::nullopt, std::move(heights[i].report)};
        if (heights[i].source) {
            entry.source = sources.size();
            sources.push_back(std::move(*heights[i].source));
        }
        district.terrain.push_back(std::move(entry));
    }
    district.ground = terrain::HeightField(std::move(sources));
    result.value = std::move(district);
    return result;
}

geodata::Loaded<std::vector<layers::LayerEntry>> entriesOf(const std::string& source) {
    geodata::GdalSession session;
    geodata::Loaded<std::vector<layers::LayerEntry>> result;
    const auto bar = source.rfind('|');
    const std::string path = source.substr(0, bar);
    const std::string wanted = bar == std::string::npos ? std::string() : source.substr(bar + 1);
    bool raster = false;
    const std::string stem = std::filesystem::path(path).stem().string();
    std::vector<layers::LayerEntry> entries;
    auto listed = geodata::listLayers(path);
    if (!listed && wanted.empty() && geodata::isRaster(path)) {
        listed.value.emplace(1);
        listed.report = {};
        raster = true;
    }
    result.report = std::move(listed.report);
    if (!listed) return result;
    for (const geodata::LayerInfo& info : *listed.value) {
        if (!wanted.empty() && info.name != wanted) continue;
        layers::LayerEntry entry;
        const bool alone = listed.value->size() == 1;
        const std::string name = alone || info.name.empty() ? stem : stem + " · " + info.name;
        entry.name = {name, name};
        entry.kind = raster ? "raster" : "features";
        entry.path = path;
        entry.sublayer = info.name;
        entry.added = alone ? path : path + "|" + info.name;
        // What an id is written between: LAYER:ID, +A,-B.
        std::string id = alone ? stem : stem + "-" + info.name;
        for (char& letter : id)
            if (std::string_view(":,+| \t").find(letter) != std::string_view::npos) letter = '-';
        entry.id = std::move(id);
        entries.push_back(std::move(entry));
        if (entries.size() == kMostAdded) break;
    }
    if (entries.empty()) {
        geodata::Problem problem;
        problem.file = path;
        problem.layer = wanted;
        problem.say(wanted.empty() ? geodata::said("has no layer that can be drawn")
                                   : geodata::said("has no such layer"));
        result.report.add(std::move(problem));
        return result;
    }
    result.value = std::move(entries);
    return result;
}

std::string freeId(const std::string& id, std::set<std::string>& taken) {
    std::string found = id;
    for (int n = 2; !taken.insert(found).second; ++n) found = fmt::format("{}-{}", id, n);
    return found;
}

geodata::Loaded<std::vector<std::unique_ptr<AddedLayer>>> loadAdded(const std::string& source,
                                                                    const geodata::Crs& crs) {
    geodata::GdalSession session;
    geodata::Loaded<std::vector<std::unique_ptr<AddedLayer>>> result;
    auto entries = entriesOf(source);
    result.report = std::move(entries.report);
    if (!entries) return result;
    result.value.emplace();
    for (layers::LayerEntry& entry : *entries.value) {
        auto added = std::make_unique<AddedLayer>();
        added->entry = std::move(entry);
        added->data.entry = &added->entry;
        loadLayer(added->data, crs);
        result.value->push_back(std::move(added));
    }
    return result;
}

}  // namespace atlas::app
