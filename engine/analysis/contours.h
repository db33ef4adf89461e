#pragma once
// Contour lines of a height raster.
//
// Marching squares over the cells' centres (Lorensen, Cline, "Marching cubes", Computer Graphics 21 (1987),
// in two dimensions): on each edge between two neighbouring centres heights are interpolated linearly, as
// gdal_contour does. A square whose diagonals disagree has two lines, which part its south-west and
// north-east corners from the rest, as gdal_contour has it. A height equal to the level counts as above it.
// Lines end at the outermost centres and beside no data; gdal_contour carries them on for the last half cell.
//
// Any CRS; places are in the raster's. Pure; any thread; all cores.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "analysis/job.h"
#include "analysis/refusal.h"
#include "geodata/geometry.h"
#include "geodata/raster.h"

namespace atlas::analysis {

/// Lines by level, ascending; line i has the vertices offsets[i] .. offsets[i + 1]. Higher ground lies to the
/// right of a line's direction. A closed line ends where it begins.
struct Contours {
    std::vector<double> levels;             ///< one a line
    std::vector<std::uint32_t> offsets{0};  ///< lines + 1
    std::vector<geodata::Point2> vertices;

    std::size_t size() const { return levels.size(); }
    std::span<const geodata::Point2> line(std::size_t i) const {
        return {vertices.data() + offsets[i], offsets[i + 1] - offsets[i]};
    }
    bool closed(std::size_t i) const {
        const auto points = line(i);
        return points.size() > 2 && points.front().x == points.back().x &&
               points.front().y == points.back().y;
    }
};

/// The levels base + n × interval that the raster's values reach, ascending. Errors: an interval that is no
/// number > 0, a base that is none, no value in the raster, more than ten thousand levels.
Answer<std::vector<double>> contourLevels(const geodata::Raster& heights, double interval, double base = 0);

/// `levels` ascending, metres in the raster's datum. nullopt: cancelled.
std::optional<Contours> contours(const geodata::Raster& heights, const std::vector<double>& levels,
                                 const Job& job = {});

}  // namespace atlas::analysis
