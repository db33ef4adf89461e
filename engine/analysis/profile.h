#pragma once
// The section along a line: heights, climb, steepness, and what the line crosses.

#include <functional>
#include <string>
#include <vector>

#include "analysis/job.h"
#include "analysis/refusal.h"
#include "geodata/feature_table.h"
#include "geodata/geometry.h"

namespace atlas::analysis {

/// Ground height in metres at a place of the map's CRS; NaN without data.
using HeightAt = std::function<double(double x, double y)>;

struct ProfilePoint {
    double distance = 0;    ///< metres along the line on the flat
    geodata::Point2 place;  ///< map CRS
    double height = 0;      ///< metres; NaN: no data
};

struct Profile {
    std::vector<ProfilePoint> points;  ///< by distance; the line's own vertices are among them
    double length = 0;                 ///< metres on the flat, of the whole line
    double groundLength = 0;           ///< metres on the ground, of the parts with data
    double climb = 0, descent = 0;     ///< metres, both positive
    double lowest = 0, highest = 0;    ///< metres
    double steepest = 0;               ///< degrees, between two neighbouring points, up or down
    double steepestAt = 0;             ///< distance of its middle
    double missing = 0;                ///< metres on the flat that are without data: not in the figures above
};

struct ProfileOptions {
    double step = 5;  ///< metres between points at most; > 0
    double noise =
        0;  ///< metres: climbs and descents smaller than this between turning points are not counted
};

/// Heights along a line given in the map's CRS (metres). Errors: fewer than two different points, a
/// coordinate or a step that is no number, no data anywhere along it, more than ten million points. Part of
/// it without data: a warning.
Answer<Profile> profileAlong(const std::vector<geodata::Point2>& line, const HeightAt& ground,
                             const ProfileOptions& options = {}, const Job& job = {});

/// A place where the line crosses a feature's line or outline.
struct Crossing {
    double distance = 0;  ///< metres along the line
    geodata::Point2 place;
    std::size_t row = 0;   ///< of the table
    bool outline = false;  ///< of a polygon: the line goes in or out here
};
/// Crossings with the lines and polygons of a table in the same CRS, by distance. Touching counts as
/// crossing; a stretch that runs along a line counts at both its ends. Points of a table are not crossed.
std::vector<Crossing> crossingsOf(const std::vector<geodata::Point2>& line,
                                  const geodata::FeatureTable& table);

}  // namespace atlas::analysis
