#pragma once
// Hours of direct sun on the ground, and the shadow of a moment.
//
// Each moment is one sweep over the raster away from the sun: the height up to which a cell lies in shadow is
// carried from line to line, interpolated between two cells and lowered by the sun's altitude. That is the
// terrain's own shadow of a distant sun, slopes turned away from it included; the sun's disc is a point,
// refraction is left out (the sun stands up to half a degree higher at the horizon), nothing beyond the
// raster casts a shadow. CRS projected, metres. Pure; any thread; all cores. nullopt: cancelled.

#include <optional>
#include <string>
#include <vector>

#include "analysis/grid.h"
#include "analysis/job.h"
#include "analysis/refusal.h"
#include "geodata/raster.h"

namespace atlas::analysis {

/// The sun at a moment, in the raster's grid.
struct SunMoment {
    double time = 0;      ///< seconds since 1970, UTC
    double azimuth = 0;   ///< degrees clockwise from grid north
    double altitude = 0;  ///< degrees, > 0
};

struct SunDayOptions {
    std::string date;             ///< "2026-01-20", a day of the zone; 1800 to 2200
    std::string zone = "+00:00";  ///< of the place, such as "+08:00"
    double step = 15;             ///< minutes between moments, 1 to 120
    /// Only moments of this part of the day count, hours of true solar time (12 = the sun's highest stand).
    /// China's housing standard GB 50180 counts 8..16 on the day of Great Cold and 9..15 at the winter
    /// solstice.
    double from = 0, to = 24;
};

/// The moments of a day at a place, in the middle of each step, with the sun above the horizon. `crs` is the
/// raster's: azimuths are turned from true to grid north at the place (map coordinates). Errors: no such
/// date, a year outside 1800..2200 (the theory of the sun's place and the clock are then not what they are
/// taken for), wrong step, zone or hours, a place that has no degrees.
struct SunDay {
    std::vector<SunMoment> moments;
    double hoursEach = 0.25;  ///< what a moment stands for
    double solarNoon = 0;     ///< seconds since 1970, UTC
};
Answer<SunDay> sunDay(const SunDayOptions& options, geodata::Point2 place, const std::string& crs);

/// Hours of sun; NaN without data. `above`: metres over the ground for which it is asked (a window sill).
std::optional<geodata::Raster> sunHours(const geodata::Raster& surface, const SunDay& day, double above = 0,
                                        const Job& job = {});

/// Cells that the sun reaches at a moment. No data: not.
std::optional<CellSet> sunlit(const geodata::Raster& surface, const SunMoment& moment, double above = 0,
                              const Job& job = {});

}  // namespace atlas::analysis
