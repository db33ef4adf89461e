#pragma once
// What can be seen from a place.
//
// viewshed() follows Wang, Robinson, White, "Generating viewsheds without using sightlines", Photogrammetric
// Engineering and Remote Sensing 66 (2000), with the reference plane through the two cells nearest to the
// sight line
// ("edge"), as gdal_viewshed does by default. It is an approximation of true sight lines (each cell knows
// what hides it only through its two neighbours toward the eye); lineOfSight() walks the true line. Both take
// the observer in the cell that the place lies in.
//
// Nothing lies between the observer and the ring of eight cells round it, so all of the ring is seen.
// gdal_viewshed lets the ground of the observer's own cell hide what is lower, as if it stood a cell away:
// from a slope steeper than eye height / cell size all that lies downhill is then hidden.
// ViewshedOptions::ownCellHides does the same, for comparison.
//
// Curvature and refraction: heights at distance d count d² × curvature / (earth's diameter) lower, as
// gdal_viewshed -cc. CRS projected, metres. Pure; any thread; all cores. nullopt: cancelled.

#include <cstdint>
#include <optional>
#include <vector>

#include "analysis/grid.h"
#include "analysis/job.h"
#include "geodata/large_array.h"
#include "geodata/raster.h"

namespace atlas::analysis {

struct SightOptions {
    double eye = 1.7;  ///< metres above the ground of the observer's cell
    std::optional<double>
        eyeAltitude;             ///< metres in the raster's datum, instead of `eye`: a storey, a bridge
    double target = 0;           ///< metres above the ground of what is looked at
    double curvature = 0.85714;  ///< 6/7 with standard refraction, 1 without refraction, 0: a flat earth
    double earthDiameter = 2 * 6378137.0;
};

struct ViewshedOptions : SightOptions {
    double range = 0;       ///< metres; 0: the whole raster
    double sectorFrom = 0;  ///< degrees clockwise from grid north; the sector goes clockwise to sectorTo
    double sectorTo = 360;
    bool ownCellHides = false;  ///< as gdal_viewshed; see above
};

/// Values of a viewshed's cells.
constexpr std::uint8_t kVisible = 255;
constexpr std::uint8_t kHidden = 0;
constexpr std::uint8_t kNotLooked = 1;  ///< out of range or sector, or no data

struct Viewshed {
    geodata::Raster shape;  ///< where the cells lie; without values
    geodata::LargeArray<std::uint8_t> cells;
    double eyeAltitude = 0;   ///< metres
    std::size_t visible = 0;  ///< cells
    std::size_t looked = 0;   ///< cells in range and sector with data
    std::uint8_t at(int column, int row) const {
        return cells[static_cast<std::size_t>(row) * shape.width + column];
    }
};

/// nullopt also when `place` lies outside or on no data: ask canStandAt() first.
std::optional<Viewshed> viewshed(const geodata::Raster& surface, geodata::Point2 place,
                                 const ViewshedOptions& options = {}, const Job& job = {});
bool canStandAt(const geodata::Raster& surface, geodata::Point2 place);

/// For each cell, metres above its ground from which a target is seen (0: the ground itself is); NaN: not
/// looked at. One computation answers for every storey of every building round.
std::optional<geodata::Raster> visibleFrom(const geodata::Raster& surface, geodata::Point2 place,
                                           const ViewshedOptions& options = {}, const Job& job = {});

/// How much of a set of cells (a river's water) is seen.
struct ViewShare {
    std::size_t seen = 0, all = 0;  ///< cells with data, in range and sector
    double area = 0;                ///< m² seen
    double share() const { return all == 0 ? 0 : static_cast<double>(seen) / static_cast<double>(all); }
};
/// `cells` has the raster's shape. One share for each eye altitude (metres in the raster's datum); of the
/// whole set, also of what lies out of range. The observer's cell may be higher than the eye (a storey inside
/// its own building).
std::optional<std::vector<ViewShare>> viewShares(const geodata::Raster& surface, const CellSet& cells,
                                                 geodata::Point2 place,
                                                 const std::vector<double>& eyeAltitudes,
                                                 const ViewshedOptions& options = {}, const Job& job = {});

/// The straight line from an eye to a target.
struct SightLine {
    bool visible = false;
    double distance = 0;        ///< metres on the flat
    double eyeAltitude = 0;     ///< metres
    double targetAltitude = 0;  ///< metres
    geodata::Point2 obstacle;   ///< where the ground comes nearest to the line, or rises most above it
    double clearance = 0;       ///< metres of the line above the ground there; negative: hidden by this much
    double neededTarget = 0;    ///< metres above the target's ground from which it would be seen
    double missing = 0;         ///< metres of the line without data: taken as open
};
/// Bilinear ground every half cell. nullopt: one of the ends lies outside or on no data, or both are the
/// same.
std::optional<SightLine> lineOfSight(const geodata::Raster& surface, geodata::Point2 from, geodata::Point2 to,
                                     const SightOptions& options = {});

}  // namespace atlas::analysis
