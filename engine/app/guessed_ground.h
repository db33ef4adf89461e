#pragma once
// Ground that was continued beyond the measured points: no data to be counted or handed on. No GL; any
// thread.

#include "analysis/grid.h"
#include "geodata/raster.h"
#include "terrain/height_field.h"

namespace atlas::app {

/// Of the cells of `heights`, those that the field says were not measured; without width: it says nothing.
analysis::CellSet guessedCells(const terrain::HeightField& field, const geodata::Raster& heights);

/// Those cells of a raster of the same shape become no data.
void hideCells(const analysis::CellSet& cells, geodata::Raster& values);

}  // namespace atlas::app
