#pragma once
// What the relief tool computes and writes. No GL, no window.

#include <optional>
#include <string>

#include "app/analyse/analysis_output.h"
#include "app/view/tools/file_export.h"
#include "app/view/tools/ground_overlay.h"
#include "app/view/tools/tool_ground.h"
#include "app/view/tools/tool_state.h"

namespace atlas::app {

/// What a file of an analysis says of how it was made.
using ProvenanceOf = std::function<Provenance(const char* analysis)>;

/// Classes and colours of what lies over the ground. Directions have nine classes: the first and the last
/// are north.
ClassScale reliefScale(const ReliefState& state);

/// Its values (slope and aspect in degrees, hillshade 1..255, heights in metres), without ground that was
/// continued beyond the measured points. Blocks; any thread. nullopt: cancelled, or there is no ground.
std::optional<geodata::Raster> reliefValues(ToolGround& ground, const std::string& kind,
                                            const analysis::Job& job);

/// What writes `path`: .tif the values, .csv the classes with their areas, .gpkg and .geojson the contour
/// lines. `contours`: whether they are shown. Throws WorkError for a name that tells none of these, or where
/// it is not shown. `ground` outlives the writing.
FileWriting reliefFile(ToolGround& ground, const ReliefState& state, bool contours, const std::string& path,
                       const ProvenanceOf& provenanceOf);

}  // namespace atlas::app
