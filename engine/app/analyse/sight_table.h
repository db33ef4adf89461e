#pragma once
// A line of sight as a table for files.

#include <string>

#include "analysis/viewshed.h"
#include "app/analyse/analysis_output.h"

namespace atlas::app {

/// One row; its line goes from the eye's place to the target's. `obstacle`: longitude and latitude,
/// degrees. `crs`: of the two places. Lengths in metres. Pure; any thread.
VectorOutput sightTable(const analysis::SightLine& seen, geodata::Point2 from, geodata::Point2 to,
                        geodata::Point2 obstacle, const std::string& crs);

}  // namespace atlas::app
