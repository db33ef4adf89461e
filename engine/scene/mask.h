#pragma once
// Areas as bytes on the ground grid.

#include <cstdint>
#include <osg/Vec2d>
#include <vector>

#include "terrain/ground_grid.h"

namespace atlas::scene {

/// Fills `value` into `mask` (one byte a vertex of the grid) where a vertex lies inside the rings by the
/// even-odd rule. Map coordinates. Scan-line; pure, any thread.
void fillRings(const terrain::GroundGrid& grid, const std::vector<std::vector<osg::Vec2d>>& rings,
               std::uint8_t value, std::vector<std::uint8_t>& mask);

/// Box blur of `channels` interleaved bytes a vertex, `radius` vertices, `passes` times: three come near a
/// Gaussian.
void blur(const terrain::GroundGrid& grid, int channels, int radius, int passes,
          std::vector<std::uint8_t>& bytes);

/// Grows what is not 0 by `radius` vertices (square).
void dilate(const terrain::GroundGrid& grid, int radius, std::vector<std::uint8_t>& mask);

}  // namespace atlas::scene
