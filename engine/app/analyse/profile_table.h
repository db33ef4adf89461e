#pragma once
// A section and what it crosses as tables for files.

#include <string_view>

#include "app/analyse/analysis_output.h"
#include "app/section.h"

namespace atlas::app {

/// A row a point: metres along the line, WGS 84 degrees, place in the section's CRS, height in metres and
/// slope since the point before in degrees (null: not known), 1 where the ground was continued beyond the
/// measured points, and the names of what is crossed since then, in "zh" or "en". Refers to the section,
/// which has to outlive it. Any thread.
VectorOutput profileTable(const Section& section, std::string_view language);

/// A row a crossing, placed the same way; its height is that between the section's points. Refers to the
/// section, which has to outlive it. Any thread.
VectorOutput crossingsTable(const Section& section);

}  // namespace atlas::app
