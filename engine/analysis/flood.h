#pragma once
// Water that rises from the rivers: what it reaches, how deep it stands, and at which level each place is
// first reached.
//
// Two ways to the same answer. connectedWater() floods at one level and is fast enough to follow a slider on
// a large raster. spillLevels() answers for all levels at once: the level at which each cell is first reached
// is the lowest, over all ways from a river, of the highest ground on the way (priority flood: Barnes,
// Lehman, Mulla, "Priority-flood", Computers and Geosciences 62 (2014)); a cell is under water at `level`
// exactly where its spill level <= level. Cells are neighbours over edges and corners (8). Heights, levels:
// metres in the raster's vertical datum. This is still water, level everywhere: no flow, no walls, no pumps,
// no culverts. Pure; any thread.

#include <limits>
#include <optional>
#include <vector>

#include "analysis/grid.h"
#include "analysis/job.h"
#include "geodata/feature_table.h"
#include "geodata/raster.h"

namespace atlas::analysis {

/// Cells at or below `level` that are connected to a cell of `rivers` at or below it (an empty set: the level
/// is below the rivers' own surface). `rivers` has the raster's shape. Uses all cores. nullopt: cancelled.
/// Runs of cells, united by union-find: He, Chao, Suzuki, "A run-based two-scan labeling algorithm", IEEE
/// Transactions on Image Processing 17 (2008).
std::optional<CellSet> connectedWater(const geodata::Raster& ground, const CellSet& rivers, double level,
                                      const Job& job = {});

/// Level at which each cell is first reached; NaN: no data, or not reached up to `highest` (lower is faster).
/// One core; time grows with the number of cells reached. nullopt: cancelled.
std::optional<geodata::Raster> spillLevels(const geodata::Raster& ground, const CellSet& rivers,
                                           double highest = std::numeric_limits<double>::infinity(),
                                           const Job& job = {});

/// The lowest ground under the rivers; NaN where no river lies on the heights.
double lowestUnder(const geodata::Raster& ground, const CellSet& rivers);

/// Metres of water over the ground; NaN where there is none. A depth of 0: the water just reaches the cell.
geodata::Raster waterDepth(const geodata::Raster& ground, const CellSet& water, double level);
geodata::Raster waterDepth(const geodata::Raster& ground, const geodata::Raster& spill, double level);

/// How much water stands. Areas of cells, planimetric.
struct FloodExtent {
    double area = 0;     ///< m² under water
    double newArea = 0;  ///< m² of it that is not river
    double volume = 0;   ///< m³ over the ground outside the rivers
    double deepest = 0;  ///< m, outside the rivers
    std::vector<double>
        classAreas;  ///< m² outside the rivers: below breaks[0], breaks[0]..breaks[1], …, above the last
};
/// `breaks`: depths in metres, ascending.
FloodExtent floodExtent(const geodata::Raster& depth, const CellSet& rivers,
                        const std::vector<double>& breaks);

/// When the water comes to a feature of a table in the raster's CRS.
struct Reached {
    double first =
        std::numeric_limits<double>::quiet_NaN();  ///< level that reaches its lowest cell; NaN: none does
    double whole =
        std::numeric_limits<double>::quiet_NaN();  ///< level that reaches all of its cells; NaN: none does
    geodata::Point2 firstAt;                       ///< centre of the cell reached first
    double ground = std::numeric_limits<double>::quiet_NaN();  ///< height of that cell
    bool outside = false;  ///< part of it (or all) lies outside the raster or on no data
};
/// Points: the cell they lie in. Lines: all cells along them. Polygons: all cells inside and along the
/// outline.
Reached whenReached(const geodata::Raster& spill, const geodata::Raster& ground,
                    const geodata::FeatureTable& table, std::size_t row);

}  // namespace atlas::analysis
