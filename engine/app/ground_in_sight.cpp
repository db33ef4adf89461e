#include "app/ground_in_sight.h"

namespace atlas::app {

void hideCells(const analysis::CellSet& cells, analysis::Viewshed& seen) {
    if (cells.width() == 0) return;
    for (int r = 0; r < seen.shape.height; ++r)
        for (int c = 0; c < seen.shape.width; ++c)
            if (cells.has(c, r))
                seen.cells[static_cast<std::size_t>(r) * seen.shape.width + c] = analysis::kNotLooked;
}

double GroundInSight::share() const {
    return seen + hidden == 0 ? 0 : static_cast<double>(seen) / static_cast<double>(seen + hidden);
}

GroundInSight groundInSight(const analysis::Viewshed& seen, const geodata::Raster& bare,
                            const geodata::Raster& surface) {
    GroundInSight counted;
    const auto cells = static_cast<std::size_t>(seen.shape.width) * seen.shape.height;
    for (std::size_t i = 0; i < cells; ++i) {
        if (seen.cells[i] == analysis::kNotLooked) continue;
        if (!bare.values.empty() && surface.values[i] > bare.values[i]) continue;
        ++(seen.cells[i] == analysis::kVisible ? counted.seen : counted.hidden);
    }
    return counted;
}

}  // namespace atlas::app
