#pragma once
// What must not be seen of a terrain in tiles: gaps between them, and levels that change.

#include <cstddef>

#include "tests/bench/terrain_scene.h"

namespace atlas::test {

/// The ground alone before magenta, from `views` random places over it: each at once, with tiles of all
/// levels side by side, and again when all is loaded. Pixels that show the background below ground; a height
/// field hides all of it. Leaves the scene without sky, water and paper.
std::size_t openPixels(TerrainScene& scene, int views);

/// Mean change of the picture's bytes from frame to frame of a slow flight ahead: the median frame and the
/// one that changes most.
struct Change {
    double median = 0, most = 0;
};
Change changeInFlight(TerrainScene& scene, const scene::Pose& from, double metresAFrame, int frames);

/// A flight in figures of eight over the whole terrain at 30 m/s, `seconds` long in frames of half a second.
/// Resident memory in MiB after its first minute and the most from then on; the most that tiles held.
struct LongFlight {
    double afterMinute = 0, later = 0, tiles = 0;
};
LongFlight flyLong(TerrainScene& scene, double seconds);

}  // namespace atlas::test
