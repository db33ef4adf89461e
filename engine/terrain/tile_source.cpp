#include "terrain/tile_source.h"

#include <algorithm>
#include <cmath>

namespace atlas::terrain {

FieldTileSource::FieldTileSource(const HeightField& field, const GroundGrid& grid, double finest)
    : field_(field), grid_(grid) {
    const HeightSource* sharpest = nullptr;
    cell_ = grid.step;
    for (const HeightSource& source : field.sources()) {
        const double cell = std::min(source.raster.cellX, source.raster.cellY);
        if (sharpest != nullptr && cell >= cell_) continue;
        sharpest = &source;
        cell_ = cell;
    }
    const geodata::Extent box = grid.extent();
    const double wanted = std::max(box.width(), box.height()) + 2 * cell_;
    layout_.rootSize = cell_ * kTileCells;
    int nativeLevel = 0;
    for (; layout_.rootSize < wanted; ++nativeLevel) layout_.rootSize *= 2;
    layout_.native = nativeLevel;
    layout_.finest = nativeLevel;
    for (double cell = cell_; cell / 2 >= finest; cell /= 2) ++layout_.finest;
    // Vertices of the native level lie on cell centres of the sharpest source.
    layout_.originX = box.minX;
    layout_.originY = box.minY;
    if (sharpest != nullptr) {
        const geodata::Extent data = sharpest->raster.extent();
        const auto aligned = [&](double edge, double first) {
            return first + std::floor((edge - first) / cell_) * cell_;
        };
        layout_.originX = aligned(box.minX, data.minX + cell_ / 2);
        layout_.originY = aligned(box.minY, data.minY + cell_ / 2);
    }
}

float FieldTileSource::heightAt(double x, double y) const {
    const double height = field_.heightAt(x, y);
    return static_cast<float>(std::isnan(height) ? grid_.sample(x, y) : height);
}

void FieldTileSource::read(const TileId& id, std::vector<float>& heights) const {
    heights.resize(static_cast<std::size_t>(kRimSide) * kRimSide);
    const double cell = layout_.cell(id.level);
    const geodata::Extent box = layout_.extent(id);
    for (int row = 0; row < kRimSide; ++row) {
        const double y = box.minY + (row - 1) * cell;
        float* line = heights.data() + static_cast<std::size_t>(row) * kRimSide;
        for (int column = 0; column < kRimSide; ++column)
            line[column] = heightAt(box.minX + (column - 1) * cell, y);
    }
}

double FieldTileSource::residual(const TileId& id, const std::vector<float>& heights) const {
    const double cell = layout_.cell(id.level);
    if (std::lround(cell / cell_) <= 1) return 0;
    constexpr int steps = 2;  // middles of cells and of their edges, where a bilinear surface is furthest off
    const geodata::Extent box = layout_.extent(id);
    double worst = 0;
    for (int row = 0; row < kTileCells; ++row) {
        for (int column = 0; column < kTileCells; ++column) {
            const float* at = heights.data() + static_cast<std::size_t>(row + 1) * kRimSide + column + 1;
            const double sw = at[0];
            const double se = at[1];
            const double nw = at[kRimSide];
            const double ne = at[kRimSide + 1];
            for (int v = 0; v < steps; ++v) {
                for (int u = v == 0 ? 1 : 0; u < steps; ++u) {
                    const double fx = static_cast<double>(u) / steps;
                    const double fy = static_cast<double>(v) / steps;
                    const double truth =
                        field_.heightAt(box.minX + (column + fx) * cell, box.minY + (row + fy) * cell);
                    if (std::isnan(truth)) continue;
                    const double drawn =
                        (sw * (1 - fx) + se * fx) * (1 - fy) + (nw * (1 - fx) + ne * fx) * fy;
                    worst = std::max(worst, std::abs(truth - drawn));
                }
            }
        }
    }
    return worst;
}

}  // namespace atlas::terrain
