#pragma once
// What analyses of the view from a place have in common.

#include <optional>
#include <string>
#include <vector>

#include "analysis/viewshed.h"
#include "app/analyse/analyses.h"
#include "app/analyse/analysis_output.h"
#include "app/analyse/analysis_run.h"

namespace atlas::app {

/// Of the cell that a place on the ground lies in, metres.
double heightOfCell(const geodata::Raster& heights, geodata::Point2 place);

/// An eye above what stands at a place: the roof, where buildings were put on the heights. Notes it in the
/// output. `option`: how the person named the place, `text`: what it was. Throws WorkError where there is no
/// ground.
analysis::SightOptions eyeOver(AnalysisRun& run, const EyeOptions& options, const char* option,
                               const std::string& text, geodata::Point2 place);
/// The same after putting the buildings on the ground, where asked for. `inside`: the building of the place
/// is left out, the eye looks out of it.
analysis::SightOptions standAt(AnalysisRun& run, const EyeOptions& options, const char* option,
                               const std::string& text, geodata::Point2 place, bool inside = false);

/// Cells of the rivers' water that nothing stands on; `bare`: the heights before buildings were put on them.
/// Throws WorkError when there are none.
analysis::CellSet riversOn(AnalysisRun& run, const geodata::Raster& bare);

/// What each storey sees of the rivers, from the lowest; refers to what it is given.
VectorOutput viewsOutput(const AnalysedGround& ground, const std::vector<analysis::ViewShare>& shares,
                         const std::vector<double>& eyes, geodata::Point2 place);
/// The lowest and the highest storey, for the person.
void sayViews(AnalysisRun& run, const std::vector<analysis::ViewShare>& shares);

}  // namespace atlas::app
