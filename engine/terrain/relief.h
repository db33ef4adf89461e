#pragma once
// What light needs to know of the ground at full resolution, whatever the mesh: normals, openness to the sky,
// and the sun's shadow.

#include <cstdint>
#include <vector>

#include "terrain/ground_grid.h"

namespace atlas::terrain {

/// RGBA8 per grid vertex, same layout as GroundGrid::heights (row 0 southernmost, as a GL texture wants it):
/// R, G = x and y of the unit normal mapped from -1..1 to 0..255 (z is never negative); B = openness to the
/// sky, 255 = all of it; A = distance beyond the data, 0 at the data to 255 at `fade` metres. `exaggeration`
/// scales heights before normals are taken. Pure, any thread, uses all cores.
std::vector<std::uint8_t> makeRelief(const GroundGrid& grid, double exaggeration, double fade);

/// One byte a vertex: 255 lit by the sun, 0 in the shadow of the relief, between them a penumbra. `azimuth`
/// degrees clockwise from north, `altitude` degrees above the horizon (at or below 0: all 255, the light is
/// then not the sun's). Linear-time sweep along the sun's direction: the height of the shadow's upper bound
/// is carried from row to row, interpolated between two neighbours.
std::vector<std::uint8_t> makeSunShadow(const GroundGrid& grid, double exaggeration, double azimuth,
                                        double altitude);

}  // namespace atlas::terrain
