#pragma once
// A section and what it crosses as tables for files.

#include <string_view>

#include "app/analyse/analysis_output.h"
#include "app/section.h"

namespace atlas::app {

/// A row a point, with what is crossed since the point before, in "zh" or "en". Refers to the section.
VectorOutput profileTable(const Section& section, std::string_view language);

/// A row a crossing; heights between the section's points. Refers to the section.
VectorOutput crossingsTable(const Section& section);

}  // namespace atlas::app
