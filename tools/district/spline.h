#pragma once
// A smooth surface through scattered heights: the continuous-curvature spline in tension of
//   W. H. F. Smith, P. Wessel (1990), Gridding with continuous curvature splines in tension, Geophysics
//   55(3), 293–305,
// after the minimum-curvature gridding of
//   I. C. Briggs (1974), Machine contouring using minimum curvature, Geophysics 39(1), 39–48.
// Here it is posed as an energy: the sum of weighted squared misfits at the heights' exact places (bilinear
// in the grid) and of bending and stretching of the grid, so that heights may be soft, water may be fixed,
// and a bank may be a crease. The minimum is found by conjugate gradients from a coarse grid to the fine one.

#include <vector>

#include "district/grid.h"

namespace atlas::district {

struct HeightSample {
    double column = 0;  ///< grid coordinates, see Grid::fromMap
    double row = 0;
    double height = 0;  ///< metres
    double weight = 1;  ///< of its squared misfit
};

struct SplineProblem {
    int width = 0;
    int height = 0;
    double cell = 1;                    ///< metres
    std::vector<HeightSample> samples;  ///< those outside the grid are ignored
    std::vector<float> fixed;  ///< width x height; metres where the surface is given, NaN where it is free
    std::vector<float>
        stiffness;  ///< width x height; 1 = bends as a plate, 0 = a crease that bends for nothing
};

struct SplineSettings {
    double smoothing = 1;  ///< m²: how much one square metre of curvature² weighs against 1 m² of misfit,
                           ///< times the cell area
    double tensionLength = 250;  ///< metres: longer waves are held by tension, shorter ones by bending
    double tolerance = 2e-4;     ///< of the residual, relative to the right-hand side
    int maxIterations = 150;     ///< on each grid of the sequence
};

/// Heights in metres, width x height. Deterministic; one thread; memory about 80 bytes a cell.
std::vector<double> solveSpline(const SplineProblem& problem, const SplineSettings& settings);

}  // namespace atlas::district
