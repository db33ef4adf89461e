#pragma once
// GCJ-02 and BD-09: the offset coordinate systems of Chinese web maps. Degrees, longitude first. Pure
// functions, any thread. Forward formulas: the published GCJ-02 deviation on the Krasovsky 1940 ellipsoid,
// and Baidu's published BD-09 polar offset on top of it. Inverses iterate the forward formula (fixed point)
// to 1e-11 degrees, so a round trip is exact to 1e-9 degrees or better. Outside mainland China's bounding box
// (72.004–137.8347 E, 0.8293–55.8271 N) GCJ-02 equals WGS 84, as web maps have it.

#include "geodata/geometry.h"

namespace atlas::geodata {

Point2 gcj02FromWgs84(Point2 lonLat);
Point2 wgs84FromGcj02(Point2 lonLat);
Point2 bd09FromGcj02(Point2 lonLat);
Point2 gcj02FromBd09(Point2 lonLat);

}  // namespace atlas::geodata
