#include "layers/boundary/boundary_layer.h"
#include "layers/bridges/bridges_layer.h"
#include "layers/districts/districts_layer.h"
#include "layers/features/features_layer.h"
#include "layers/figures/figures_layer.h"
#include "layers/landmarks/landmarks_layer.h"
#include "layers/layer.h"
#include "layers/lines/lines_layer.h"
#include "layers/places/places_layer.h"
#include "layers/raster/raster_layer.h"
#include "layers/rivers/rivers_layer.h"
#include "layers/sites/sites_layer.h"

namespace atlas::layers {

namespace {

using Maker = std::unique_ptr<Layer> (*)(const LayerEntry&, const LayerData&, const Catalog&, scene::Stage&);

template <class Kind>
std::unique_ptr<Layer> make(const LayerEntry& entry, const LayerData& data, const Catalog& catalog,
                            scene::Stage& stage) {
    if constexpr (std::is_constructible_v<Kind, const LayerEntry&, const LayerData&, const Catalog&,
                                          scene::Stage&>)
        return std::make_unique<Kind>(entry, data, catalog, stage);
    else
        return std::make_unique<Kind>(entry, data.table, catalog, stage);
}

constexpr std::pair<std::string_view, Maker> kMakers[] = {
    {"boundary", make<BoundaryLayer>}, {"bridges", make<BridgesLayer>}, {"districts", make<DistrictsLayer>},
    {"features", make<FeaturesLayer>}, {"figures", make<FiguresLayer>}, {"landmarks", make<LandmarksLayer>},
    {"lines", make<LinesLayer>},       {"places", make<PlacesLayer>},   {"raster", make<RasterLayer>},
    {"rivers", make<RiversLayer>},     {"sites", make<SitesLayer>},
};

}  // namespace

std::vector<std::vector<osg::Vec2d>> ringsOf(const geodata::FeatureTable& table, std::size_t row) {
    std::vector<std::vector<osg::Vec2d>> rings;
    for (std::uint32_t r = table.geometry.ringBegin(row); r < table.geometry.ringEnd(row); ++r) {
        std::vector<osg::Vec2d>& ring = rings.emplace_back();
        for (const geodata::Point2& point : table.geometry.ring(r).points)
            ring.emplace_back(point.x, point.y);
    }
    return rings;
}

std::unique_ptr<Layer> makeLayer(const LayerEntry& entry, const LayerData& data, const Catalog& catalog,
                                 scene::Stage& stage) {
    for (const auto& [kind, maker] : kMakers)
        if (kind == entry.kind) return maker(entry, data, catalog, stage);
    return nullptr;
}

}  // namespace atlas::layers
