#pragma once
// Contour lines as a table for files.

#include <string>

#include "analysis/contours.h"
#include "app/analyse/analysis_output.h"

namespace atlas::app {

/// A row a line: number, level in metres, whether it is closed. Refers to `lines`, which outlive it. `crs`:
/// theirs. Pure; any thread.
VectorOutput contourTable(const analysis::Contours& lines, const std::string& crs);

}  // namespace atlas::app
