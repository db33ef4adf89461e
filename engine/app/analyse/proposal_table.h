#pragma once
// A proposed building as a row of a table for files.

#include <vector>

#include "app/analyse/analysis_output.h"
#include "app/building_plot.h"

namespace atlas::app {

/// Fields and their values side by side.
struct TableRow {
    std::vector<OutputField> fields;
    std::vector<FieldValue> values;
    void add(const char* name, double value, int decimals = 2);
    void add(const char* name, const std::string& value);
};

/// Areas (m²), heights (metres above the ground's datum), cut and fill (m³). `ridge`: of the highest ground
/// round it, metres; NaN: not known.
void addFigures(TableRow& row, const ProposalFigures& figures, double storeys, double ridge);

/// Rows with the same fields, at least one, and their outlines in `crs`; refers to both, which outlive it.
/// Pure; any thread.
VectorOutput proposalTable(const std::vector<TableRow>& rows,
                           const std::vector<std::vector<geodata::Point2>>& outlines, const std::string& crs);

}  // namespace atlas::app
