#pragma once
// A map's data in memory: what its catalogue names, each source with what was noticed about it. No GL.

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "geodata/crs.h"
#include "geodata/feature_table.h"
#include "geodata/imagery.h"
#include "geodata/report.h"
#include "layers/catalog.h"
#include "layers/sites/site_places.h"
#include "terrain/height_field.h"

namespace atlas::app {

struct LoadedLayer {
    const layers::LayerEntry* entry = nullptr;     ///< in District::catalog
    std::optional<geodata::FeatureTable> table;    ///< map CRS; empty: nothing of it could be read
    std::optional<geodata::FeatureTable> related;  ///< LayerEntry::related
    std::optional<geodata::RasterContent> raster;  ///< of kind "raster"; `table` is then without rows
    geodata::Report report;                        ///< of the source and of the field mapping
    bool failed() const { return !table || report.hasErrors(); }
};

struct LoadedTerrain {
    const layers::TerrainEntry* entry = nullptr;  ///< in District::catalog
    std::optional<std::size_t> source;  ///< index into ground.sources(); empty: it could not be read
    geodata::Report report;             ///< of the heights and of their coverage
    bool failed() const { return !source || report.hasErrors(); }
};

/// Movable, not copyable; moving keeps all pointers into it valid.
struct District {
    layers::Catalog catalog;
    geodata::Crs crs;  ///< the map's
    terrain::HeightField ground;
    std::vector<LoadedTerrain> terrain;  ///< one a catalogue entry, same order
    std::vector<LoadedLayer> layers;     ///< one a catalogue entry that was wanted, same order

    const LoadedLayer* layer(std::string_view id) const;
    /// The first layer of a kind, nullptr if none.
    const LoadedLayer* layerOfKind(std::string_view kind) const;
    /// Tables of the layers that could be read, by id. Valid as long as this district is not moved.
    layers::TableOfLayer tableOf() const;
    /// The problems of all sources, terrain first.
    geodata::Report report() const;
};

/// A layer that came after the others: dropped on the window. Stays where it is.
struct AddedLayer {
    layers::LayerEntry entry;
    LoadedLayer data;  ///< data.entry is &entry
};

struct DistrictParts {
    bool terrain = true;
    std::function<bool(const layers::LayerEntry&)> layer;  ///< empty: all layers
    std::size_t heightBytes = std::size_t{64} << 20;  ///< of blocks of paged terrain in memory, all sources
};

/// Reads the sources of a catalogue in parallel (oneTBB). A bad source costs only itself: its error is in its
/// own report. Fails as a whole only when the map's CRS cannot be used. Blocks; any thread; never throws.
geodata::Loaded<District> loadDistrict(layers::Catalog catalog, const DistrictParts& parts = {});

/// Catalogue entries for a file that nobody described: one a vector layer of it, or one for a raster.
/// `source`: "path", or "path|layer" for one of its layers. Ids are made from the names; see freeId().
/// Errors: nothing there that can be drawn. Blocks; any thread; never throws.
geodata::Loaded<std::vector<layers::LayerEntry>> entriesOf(const std::string& source);

/// The id, or the first of id-2, id-3, … that is not in `taken`; it is then. Pure.
std::string freeId(const std::string& id, std::set<std::string>& taken);

/// entriesOf(), with their data in `crs`. An entry whose data is bad is in the list with its report. Blocks;
/// any thread; never throws.
geodata::Loaded<std::vector<std::unique_ptr<AddedLayer>>> loadAdded(const std::string& source,
                                                                    const geodata::Crs& crs);

}  // namespace atlas::app
