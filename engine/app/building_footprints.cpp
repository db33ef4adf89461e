#include "app/building_footprints.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "layers/landmarks/building_model.h"

namespace atlas::app {

bool holdsBuildings(const layers::LayerEntry& entry) {
    return entry.kind == "landmarks";
}

KnownBuildings knownBuildings(const std::vector<LoadedLayer>& layers,
                              const std::function<double(double x, double y)>& ground) {
    KnownBuildings known;
    for (const LoadedLayer& layer : layers) {
        if (!holdsBuildings(*layer.entry) || !layer.table) continue;
        const layers::BuildingModel model(*layer.entry, *layer.table, ground);
        const auto& geometry = layer.table->geometry;
        for (const layers::Building& building : model.buildings()) {
            if (!building.extruded()) {
                ++known.unknown;
                continue;
            }
            if (!std::isfinite(building.lowest)) continue;  // beyond the heights
            analysis::Footprint footprint;
            footprint.top = building.lowest + building.height;
            for (auto ring = geometry.ringBegin(building.row); ring < geometry.ringEnd(building.row);
                 ++ring) {
                const auto points = geometry.ring(ring).points;
                footprint.rings.emplace_back(points.begin(), points.end());
            }
            known.footprints.push_back(std::move(footprint));
        }
        known.source += (known.source.empty() ? "" : "; ") + layer.entry->attribution;
    }
    return known;
}

std::size_t leaveOut(std::vector<analysis::Footprint>& footprints, geodata::Point2 place) {
    return std::erase_if(footprints, [place](const analysis::Footprint& footprint) {
        bool inside = false;  // even-odd
        for (const auto& ring : footprint.rings)
            for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++)
                if ((ring[i].y > place.y) != (ring[j].y > place.y) &&
                    place.x <
                        (ring[j].x - ring[i].x) * (place.y - ring[i].y) / (ring[j].y - ring[i].y) + ring[i].x)
                    inside = !inside;
        return inside;
    });
}

void leaveOutRaised(analysis::CellSet& cells, const geodata::Raster& bare, const geodata::Raster& raised) {
    for (int r = 0; r < bare.height; ++r)
        for (int c = 0; c < bare.width; ++c)
            if (raised.at(c, r) > bare.at(c, r))
                cells.row(r)[c / 64] &= ~(std::uint64_t{1} << static_cast<unsigned>(c % 64));
}

}  // namespace atlas::app
