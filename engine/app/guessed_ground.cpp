#include "app/guessed_ground.h"

#include <limits>

namespace atlas::app {

using geodata::Point2;
using geodata::Raster;

analysis::CellSet guessedCells(const terrain::HeightField& field, const Raster& heights) {
    if (field.sources().size() == 1) {
        const auto& coverage = field.sources().front().coverage;
        const geodata::Column* kind = coverage ? coverage->column("kind") : nullptr;
        if (kind == nullptr) return {};
        return analysis::cellsInside(heights, *coverage, [&](std::size_t row) {
            return coverage->display(kind, row) == "extrapolated";
        });
    }
    analysis::CellSet cells(heights.width, heights.height);
    for (int r = 0; r < heights.height; ++r)
        for (int c = 0; c < heights.width; ++c) {
            const Point2 place = analysis::centerOf(heights, {c, r});
            const auto sample = field.sampleAt(place.x, place.y);
            if (sample && sample->extrapolated) cells.add(c, r);
        }
    return cells;
}

void hideCells(const analysis::CellSet& cells, Raster& values) {
    if (cells.width() == 0) return;
    for (int r = 0; r < values.height; ++r)
        for (int c = 0; c < values.width; ++c)
            if (cells.has(c, r))
                values.values[static_cast<std::size_t>(r) * values.width + c] =
                    std::numeric_limits<float>::quiet_NaN();
}

}  // namespace atlas::app
