#pragma once
// One of the eight octants of cells round an observer, looked at line after line away from it. Inside
// engine/analysis only.
//
// What hides a cell is kept as the steepness, in metres a line, of the line from the eye that just clears all
// before it: where the sight line crosses the line before, that is interpolated between its two cells. So no
// error grows with distance, and no cell waits for one in its own line.

#include <cstdint>

#include "analysis/job.h"
#include "analysis/sight_sweep.h"

namespace atlas::analysis {

/// Looks at octant `index` (clockwise from north, as Sight::octant). `results` is as large as the raster.
/// Octants share no cell: that on an axis belongs to the one south or east of it, that on a diagonal to the
/// one that looks north or south. Cells out of range are left as they are. Ends early when cancelled.
Tally lookAtOctant(const Sight& sight, int index, std::uint8_t* seen, const Job& job);
/// Instead: metres above each cell's ground from which a target is seen; nothing is counted.
void lookAtOctant(const Sight& sight, int index, float* needed, const Job& job);

}  // namespace atlas::analysis
