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

/// What the surface goes through. The arrays hold one value a node, row by row.
struct SplineProblem {
    int width = 0;
    int height = 0;
    double cell = 1;                    ///< metres
    std::vector<HeightSample> samples;  ///< those outside the grid are ignored
    std::vector<float> fixed;           ///< metres where the surface is given, NaN where it is free
    std::vector<float> prior;           ///< metres the surface leans to, NaN = nothing; empty = no prior
    double priorWeight = 0;             ///< of the squared difference to the prior, a node
    std::vector<float> stiffness;       ///< 1 = bends as a plate, towards 0 = a crease
};

struct SplineSettings {
    double smoothing = 1;        ///< m²; weight of the integral of squared curvature beside squared misfits
    double tensionLength = 250;  ///< metres: longer waves are held by tension, shorter ones by bending
    double tolerance = 2e-4;     ///< of the residual, relative to the weights of the samples
    int maxIterations = 160;     ///< on each grid of the sequence, a quarter on large ones
    std::size_t largeGrid = 1'000'000;  ///< nodes
};

/// Heights in metres, width x height. Deterministic; one thread; memory about 80 bytes a cell.
std::vector<double> solveSpline(const SplineProblem& problem, const SplineSettings& settings);

}  // namespace atlas::district
