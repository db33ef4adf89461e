#pragma once
// Distances, directions and areas: on the map's plane, on the ellipsoid, and on the ground.
//
// Geodesics: Karney, "Algorithms for geodesics", Journal of Geodesy 87 (2013), by PROJ. A projected map
// stretches lengths by its scale (EPSG:4545: 1.0000 at 108 E, 1.00028 at 106.57 E), so the length on the
// plane and the one on the ellipsoid differ; both are given and named. Pure; any thread.

#include <vector>

#include "analysis/profile.h"
#include "geodata/geometry.h"

namespace atlas::analysis {

/// Between two places of degrees longitude, latitude.
struct Geodesic {
    double length = 0;   ///< metres on the ellipsoid (height 0)
    double bearing = 0;  ///< degrees clockwise from true north, at the first place, 0 <= bearing < 360
};
/// Ellipsoid by its equatorial radius in metres and its flattening; WGS 84's differs from CGCS2000's by 0.1
/// mm in its polar radius. NaN in: NaN out.
Geodesic geodesic(geodata::Point2 fromDegrees, geodata::Point2 toDegrees, double radius = 6378137.0,
                  double flattening = 1 / 298.257222101);

/// A straight piece of a line.
struct Segment {
    double plane = 0;     ///< metres on the map's plane
    double geodesic = 0;  ///< metres on the ellipsoid
    double ground = 0;    ///< metres along the ground; NaN where part of it has no data
    double space = 0;  ///< metres in a straight line between the two ends' grounds; NaN without their heights
    double bearing = 0;      ///< degrees from true north at the start
    double rise = 0;         ///< metres, end above start; NaN without data
    double incline() const;  ///< degrees above the horizon of the straight line between the ends
};

/// One for each piece of a line. `map` in the map's CRS and `degrees` are the same places. `step` metres
/// between looks at the ground.
std::vector<Segment> segmentsOf(const std::vector<geodata::Point2>& map,
                                const std::vector<geodata::Point2>& degrees, const HeightAt& ground,
                                double step = 2);
/// Sums; rise is end above start, bearing from the first to the last place.
Segment wholeOf(const std::vector<Segment>& segments, geodata::Point2 firstDegrees,
                geodata::Point2 lastDegrees);

struct AreaFigures {
    double plane = 0;                          ///< m² on the map's plane
    double ellipsoid = 0;                      ///< m² on the ellipsoid
    double surface = 0;                        ///< m² on the ground; NaN without data
    double perimeter = 0;                      ///< metres on the ellipsoid
    double lowest = 0, highest = 0, mean = 0;  ///< metres of ground inside; NaN without data
};
/// A ring that does not cross itself, not closed. The ground is looked at in a grid of at most `most` places
/// a side: surface = plane × the mean of 1 / cos(slope).
AreaFigures areaOf(const std::vector<geodata::Point2>& map, const std::vector<geodata::Point2>& degrees,
                   const HeightAt& ground, int most = 200);

/// Steepness and direction of the ground at a place, from heights `reach` metres round it (central
/// differences). NaN without data.
struct Lie {
    double slope = 0;   ///< degrees
    double aspect = 0;  ///< downhill, degrees clockwise from grid north; NaN on the flat
};
Lie lieAt(geodata::Point2 place, const HeightAt& ground, double reach);

}  // namespace atlas::analysis
