#include "layers/boundary/boundary_layer.h"
#include "layers/layer.h"
#include "layers/rivers/rivers_layer.h"
#include "layers/sites/sites_layer.h"

namespace atlas::layers {

std::vector<std::vector<osg::Vec2d>> ringsOf(const geodata::FeatureTable& table, std::size_t row) {
    std::vector<std::vector<osg::Vec2d>> rings;
    for (std::uint32_t r = table.geometry.ringBegin(row); r < table.geometry.ringEnd(row); ++r) {
        std::vector<osg::Vec2d>& ring = rings.emplace_back();
        for (const geodata::Point2& point : table.geometry.ring(r).points)
            ring.emplace_back(point.x, point.y);
    }
    return rings;
}

std::unique_ptr<Layer> makeLayer(const LayerEntry& entry, const geodata::FeatureTable& table,
                                 const Catalog& catalog, scene::Stage& stage) {
    if (entry.kind == "sites") return std::make_unique<SitesLayer>(entry, table, catalog, stage);
    if (entry.kind == "boundary") return std::make_unique<BoundaryLayer>(entry, table, stage);
    if (entry.kind == "rivers") return std::make_unique<RiversLayer>(entry, table, catalog, stage);
    return nullptr;
}

}  // namespace atlas::layers
