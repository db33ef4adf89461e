#include "terrain/tile_source.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace atlas::terrain {

FieldTileSource::FieldTileSource(const HeightField& field, const GroundGrid& grid, double finest)
    : field_(field), grid_(grid) {
    const HeightSource* sharpest = nullptr;
    cell_ = grid.step;
    for (const HeightSource& source : field.sources()) {
        if (sharpest != nullptr && source.cell() >= cell_) continue;
        sharpest = &source;
        cell_ = source.cell();
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
        const geodata::Extent data = sharpest->extent();
        const auto aligned = [&](double edge, double first) {
            return first + std::floor((edge - first) / cell_) * cell_;
        };
        layout_.originX = aligned(box.minX, data.minX + cell_ / 2);
        layout_.originY = aligned(box.minY, data.minY + cell_ / 2);
    }
}

void FieldTileSource::read(const TileId& id, std::vector<float>& heights) const {
    heights.resize(static_cast<std::size_t>(kRimSide) * kRimSide);
    const double cell = layout_.cell(id.level);
    const geodata::Extent box = layout_.extent(id);
    field_.heights({box.minX - cell, box.minY - cell, cell, kRimSide, kRimSide}, cell, heights.data());
    for (int row = 0; row < kRimSide; ++row) {
        float* line = heights.data() + static_cast<std::size_t>(row) * kRimSide;
        for (int column = 0; column < kRimSide; ++column)
            if (std::isnan(line[column]))
                line[column] = static_cast<float>(
                    grid_.sample(box.minX + (column - 1) * cell, box.minY + (row - 1) * cell));
    }
}

double FieldTileSource::cellWithin(const TileId& id) const {
    const geodata::Extent box = layout_.extent(id);
    double finest = field_.sources().size() > 1 ? std::numeric_limits<double>::infinity() : cell_;
    for (const HeightSource& source : field_.sources()) {
        const geodata::Extent reach = source.extent();
        if (reach.minX < box.maxX && reach.maxX > box.minX && reach.minY < box.maxY && reach.maxY > box.minY)
            finest = std::min(finest, source.cell());
    }
    return std::isfinite(finest) ? finest : grid_.step;
}

// What the surface through the vertices misses: against cells half as wide at a sixteenth of the places where
// a bilinear surface is furthest off, and for yet finer cells by how that distance shrinks from the tile's
// own cells to those. Octaves of relief are independent, so their squares add up.
double FieldTileSource::residual(const TileId& id, const std::vector<float>& heights) const {
    constexpr int stride = 4;
    constexpr int side = kTileCells / stride;
    constexpr double roughest = 0.9;  // an octave's share of the one before
    const double cell = layout_.cell(id.level);
    const double own = cellWithin(id);
    if (cell < own * 1.5) return 0;
    const geodata::Extent box = layout_.extent(id);
    std::vector<float> finer(static_cast<std::size_t>(side) * side);
    const double middle = 0.5 * cell;
    field_.heights({box.minX + middle, box.minY + middle, cell * stride, side, side}, cell / 2, finer.data());
    std::vector<double> off;    // from cells half as wide
    std::vector<double> above;  // of this tile's cells from those twice as wide
    off.reserve(finer.size());
    above.reserve(finer.size());
    for (int row = 0; row < side; ++row) {
        for (int column = 0; column < side; ++column) {
            const float value = finer[static_cast<std::size_t>(row) * side + column];
            if (std::isnan(value)) continue;
            const float* at =
                heights.data() + static_cast<std::size_t>(row * stride + 1) * kRimSide + column * stride + 1;
            const float drawn = (at[0] + at[1] + at[kRimSide] + at[kRimSide + 1]) / 4;
            off.push_back(std::abs(static_cast<double>(value - drawn)));
            const float* around = at + kRimSide + 1;
            const float coarse = (around[-kRimSide - 1] + around[-kRimSide + 1] + around[kRimSide - 1] +
                                  around[kRimSide + 1]) /
                                 4;
            above.push_back(std::abs(static_cast<double>(*around - coarse)));
        }
    }
    if (off.empty()) return 0;
    const auto typical = [](std::vector<double>& values) {
        const auto nth = values.begin() + static_cast<std::ptrdiff_t>(values.size() * 99 / 100);
        std::nth_element(values.begin(), nth, values.end());
        return *nth;
    };
    const double first = typical(off);
    const double share = std::min(first / std::max(typical(above), 1e-6), roughest);
    double squares = 0;
    double octave = first;
    for (double finerCell = cell; finerCell > own * 1.5; finerCell /= 2) {
        squares += octave * octave;
        octave *= share;
    }
    return std::sqrt(squares);
}

}  // namespace atlas::terrain
