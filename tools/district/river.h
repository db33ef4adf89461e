#pragma once
// The rivers on the grid: which cells are water, and how high it stands.

#include <string>
#include <vector>

#include "district/grid.h"

namespace atlas::district {

/// One river's water at the raster's stage. Coordinates are grid coordinates (Grid::fromMap).
struct RiverRings {
    std::string name;
    std::vector<std::vector<geodata::Point2>> shells;
    std::vector<std::vector<geodata::Point2>> islands;
};

struct WaterHeight {
    geodata::Point2 place;  ///< grid coordinates
    double height = 0;      ///< metres
};

struct RiverSurface {
    Mask water;                ///< 1 = river of any name
    std::vector<float> level;  ///< metres on water cells, NaN elsewhere
};

struct RiverSettings {
    geodata::Point2 outlet;  ///< grid coordinates; where all the rivers leave
    double window = 700;     ///< metres along the river
};

/// The level of a river is a function of the way along its water to the outlet: at each place the lowest
/// measured water height within `window` (a radar cell that touches the bank reads too high, none reads too
/// low), made to fall monotonically towards the outlet (isotonic regression, pool adjacent violators: Barlow
/// et al. 1972), and averaged over the window. So it is level across and falls by a few decimetres a
/// kilometre at most. A river without a height takes its neighbour's level at the outlet.
RiverSurface makeRivers(const Grid& grid, const std::vector<RiverRings>& rivers,
                        const std::vector<WaterHeight>& heights, const RiverSettings& settings);

}  // namespace atlas::district
