#pragma once
// The map's buildings as what analyses put on the ground. No GL.

#include <functional>
#include <string>
#include <vector>

#include "analysis/grid.h"
#include "app/district.h"

namespace atlas::app {

struct KnownBuildings {
    std::vector<analysis::Footprint> footprints;  ///< of known height, on the ground given
    std::size_t unknown = 0;                      ///< left out: their height is not known
    std::string source;                           ///< whose data
};

bool holdsBuildings(const layers::LayerEntry& entry);

/// Of the layers that hold buildings; footprints in the layers' CRS. `ground`: its height in metres, NaN
/// where there is none (what stands there is left out).
KnownBuildings knownBuildings(const std::vector<LoadedLayer>& layers,
                              const std::function<double(double x, double y)>& ground);

/// Takes away those that a place (in their CRS) lies in: who looks out of a building is not hidden by it.
/// Returns how many. Pure.
std::size_t leaveOut(std::vector<analysis::Footprint>& footprints, geodata::Point2 place);

/// Takes away the cells that buildings were put on, as the ground without and with them differs: a roof is no
/// water. All three of one size. Pure.
void leaveOutRaised(analysis::CellSet& cells, const geodata::Raster& bare, const geodata::Raster& raised);

}  // namespace atlas::app
