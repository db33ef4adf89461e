#pragma once
// A building that does not stand yet: its outline, the ground under it, how high it rises. Places in a CRS of
// metres. Pure, no GL; any thread.

#include <string>
#include <vector>

#include "analysis/profile.h"
#include "geodata/geometry.h"
#include "geodata/raster.h"

namespace atlas::app {

/// Square metres inside a ring, never negative.
double ringArea(const std::vector<geodata::Point2>& ring);

/// Whether a ring, whose first place is not repeated at its end, crosses or touches itself: it has then no
/// area that one number could tell.
bool crossesItself(const std::vector<geodata::Point2>& ring);

/// The corners of a rectangle round its middle. `width` metres across, `depth` along `bearing`, degrees
/// clockwise from grid north.
std::vector<geodata::Point2> rectangleRound(geodata::Point2 middle, double width, double depth,
                                            double bearing);

/// The ground under a ring of at least one place, in square cells of half a metre or more, at most
/// `mostCells` a side. `crs` is written into it.
geodata::Raster plotGround(const std::vector<geodata::Point2>& ring, const analysis::HeightAt& ground,
                           int mostCells, const std::string& crs = {});

/// What a building means for the ground. Metres, m², m³.
struct ProposalFigures {
    double lowest = 0, highest = 0;  ///< ground under the footprint; not finite without data
    double base = 0, roof = 0;       ///< altitudes; not finite without data
    double area = 0;                 ///< of the footprint, on the map's plane
    double cut = 0, fill = 0;        ///< to make the ground level at the base
    double missing = 0;              ///< m² of the footprint without heights: in none of the figures above
};
/// An upright box over `footprint`, `height` metres from base to roof; `base`: metres above the lowest ground
/// under it.
ProposalFigures figuresOf(const std::vector<geodata::Point2>& footprint, double height, double base,
                          const analysis::HeightAt& ground);

/// Metres round a building in which the highest ground is looked for.
constexpr double kRidgeReach = 800;
/// The highest ground within kRidgeReach of a place, looked for every 20 m; NaN without data.
double ridgeRound(geodata::Point2 place, const analysis::HeightAt& ground);

}  // namespace atlas::app
