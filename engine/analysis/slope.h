#pragma once
// Slope, aspect and hillshade of a height raster.
//
// Gradients: Horn, "Hill shading and the reflectance map", Proceedings of the IEEE 69 (1981); Zevenbergen and
// Thorne, "Quantitative analysis of land surface topography", Earth Surface Processes and Landforms 12
// (1987). Both from the 3 x 3 cells round a cell, as gdaldem does: a cell at the raster's edge or with a
// neighbour of no data has no value.
//
// The raster's CRS is projected, heights and cells in the same unit (metres); directions are those of the
// grid. All functions are pure, run on any thread, use all cores and give a raster of the same shape, NaN
// where there is no value; nullopt when cancelled. Interactive callers give a coarsened or cropped raster
// (grid.h) first.

#include <cstdint>
#include <optional>
#include <vector>

#include "analysis/job.h"
#include "geodata/raster.h"

namespace atlas::analysis {

enum class Gradient { Horn, ZevenbergenThorne };

struct SlopeOptions {
    Gradient gradient = Gradient::Horn;
    bool percent = false;     ///< rise over run × 100 instead of degrees
    double exaggeration = 1;  ///< heights are multiplied by this
    /// Values at the edges and beside no data, too: the missing cells are extrapolated linearly from two (at
    /// the raster's edge) or taken as high as the middle (beside no data), as gdaldem -compute_edges does
    /// (which halves the gradient along the edge in the four corner cells; here a plane is a plane there,
    /// too).
    bool edges = false;
};

/// Steepness in degrees 0..90, or percent.
std::optional<geodata::Raster> slope(const geodata::Raster& heights, const SlopeOptions& options = {},
                                     const Job& job = {});

/// The direction a slope faces (downhill), degrees clockwise from grid north, 0 <= aspect < 360; NaN on the
/// flat. Cells need not be square (gdaldem's aspect takes them so).
std::optional<geodata::Raster> aspect(const geodata::Raster& heights, const SlopeOptions& options = {},
                                      const Job& job = {});

struct HillshadeOptions {
    SlopeOptions slope;
    double azimuth = 315;  ///< of the light, degrees clockwise from grid north
    double altitude = 45;  ///< of the light, degrees above the horizon
};

/// Lambert's cosine as gdaldem scales it: 1 (turned away) .. 255 (faces the light), not rounded.
std::optional<geodata::Raster> hillshade(const geodata::Raster& heights, const HillshadeOptions& options = {},
                                         const Job& job = {});

/// The same rounded, as gdaldem writes it: a quarter of the memory.
struct HillshadeTones {
    geodata::Raster shape;            ///< where the cells lie; without values
    std::vector<std::uint8_t> tones;  ///< 1..255; 0 where there is no value
};
std::optional<HillshadeTones> hillshadeTones(const geodata::Raster& heights,
                                             const HillshadeOptions& options = {}, const Job& job = {});

}  // namespace atlas::analysis
