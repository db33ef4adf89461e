#pragma once
// The line where ground and sky meet, as an eye sees it, and how a building stands against it.
//
// True sight lines in steps of half a cell over bilinear heights; curvature and refraction as in viewshed.h.
// Angles are degrees above the eye's horizontal, azimuths degrees clockwise from grid north. CRS projected,
// metres. Pure; any thread; all cores. nullopt: cancelled, or the place lies outside or on no data
// (canStandAt()).

#include <optional>
#include <vector>

#include "analysis/job.h"
#include "analysis/viewshed.h"
#include "geodata/raster.h"

namespace atlas::analysis {

struct SkylineOptions : SightOptions {
    double from = 0, to = 360;  ///< azimuths, from < to; beyond 360 they go on round
    double step = 0.25;         ///< degrees
    double range = 0;           ///< metres; 0: to the raster's edge
};

struct SkylinePoint {
    double azimuth = 0;   ///< between from and to
    double angle = 0;     ///< NaN: there is no data this way
    double distance = 0;  ///< metres to where the ground meets the sky
};
std::optional<std::vector<SkylinePoint>> skyline(const geodata::Raster& surface, geodata::Point2 place,
                                                 const SkylineOptions& options = {}, const Job& job = {});

/// A building as an upright box.
struct Box {
    std::vector<geodata::Point2> footprint;  ///< ring, open or closed
    double top = 0;                          ///< metres in the raster's datum
};

/// A sight line across the box, seen from outside it.
struct BoxSight {
    double azimuth = 0;
    double distance = 0;  ///< metres to its nearest wall
    double top = 0;       ///< angle of the upper edge
    double before = 0;    ///< highest angle of the ground before it: what lies lower is hidden
    double behind = 0;    ///< highest angle beyond it; -90 without data
    /// Metres that the box stands above the skyline, measured at its distance; negative: below it.
    double above() const;
    bool seen() const { return top > before; }
};

/// Sight lines `step` apart across the box, left to right; empty where the place lies inside the footprint,
/// or the footprint has no area.
std::optional<std::vector<BoxSight>> sightsOf(const geodata::Raster& surface, geodata::Point2 place,
                                              const Box& box, const SkylineOptions& options = {},
                                              const Job& job = {});

}  // namespace atlas::analysis
