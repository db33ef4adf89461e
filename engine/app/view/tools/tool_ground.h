#pragma once
// The map's ground as one grid, which all tools compute on.

#include <mutex>
#include <string>

#include "analysis/grid.h"
#include "app/guessed_ground.h"
#include "geodata/raster.h"
#include "terrain/height_field.h"

namespace atlas::app {

/// Made when it is first asked for; blocks then. Any thread; the field outlives it.
class ToolGround {
  public:
    /// `crs`: of the map, written into the raster.
    ToolGround(const terrain::HeightField& field, std::string crs) : field_(field), crs_(std::move(crs)) {}

    /// Without width where there is no ground.
    const geodata::Raster& heights() {
        std::call_once(heightsOnce_,
                       [this] { heights_ = analysis::groundRaster(field_, field_.extent(), crs_); });
        return heights_;
    }
    /// Cells of heights() that were continued beyond the measured points.
    const analysis::CellSet& guessed() {
        std::call_once(guessedOnce_, [this] { guessed_ = guessedCells(field_, heights()); });
        return guessed_;
    }

    /// Those of a part of heights(), or of a coarser raster.
    analysis::CellSet guessedOf(const geodata::Raster& part) {
        const analysis::CellSet& all = guessed();
        if (all.width() == 0) return {};
        analysis::CellSet cells(part.width, part.height);
        for (int r = 0; r < part.height; ++r)
            for (int c = 0; c < part.width; ++c) {
                const auto cell = analysis::cellAt(heights(), analysis::centerOf(part, {c, r}));
                if (cell && all.has(cell->column, cell->row)) cells.add(c, r);
            }
        return cells;
    }

  private:
    const terrain::HeightField& field_;
    std::string crs_;
    std::once_flag heightsOnce_, guessedOnce_;
    geodata::Raster heights_;
    analysis::CellSet guessed_;
};

}  // namespace atlas::app
