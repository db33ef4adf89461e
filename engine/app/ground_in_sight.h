#pragma once
// What of a viewshed is handed on and counted: measured ground that nothing stands on. Pure; any thread.

#include <cstddef>

#include "analysis/grid.h"
#include "analysis/viewshed.h"
#include "geodata/raster.h"

namespace atlas::app {

/// Those cells (none, where the set has no width) become cells that were not looked at.
void hideCells(const analysis::CellSet& cells, analysis::Viewshed& seen);

struct GroundInSight {
    std::size_t seen = 0, hidden = 0;  ///< cells
    double share() const;              ///< 0..1
};
/// A roof is not the ground: cells where `surface` is higher than `bare` are not counted. `bare` without
/// values: nothing was put on the ground. All of one shape.
GroundInSight groundInSight(const analysis::Viewshed& seen, const geodata::Raster& bare,
                            const geodata::Raster& surface);

}  // namespace atlas::app
