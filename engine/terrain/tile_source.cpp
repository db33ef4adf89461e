#include "terrain/tile_source.h"

#include <algorithm>
#include <array>
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

double FieldTileSource::residual(const TileId& id, const std::vector<float>& heights) const {
    const double cell = layout_.cell(id.level);
    if (std::lround(cell / cell_) <= 1) return 0;
    if (field_.paged()) return sampledResidual(id, heights);
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

// Against cells half as wide, at a sixteenth of the places where a bilinear surface is furthest off; what yet
// finer cells add is in growth().
double FieldTileSource::sampledResidual(const TileId& id, const std::vector<float>& heights) const {
    constexpr int stride = 4;
    constexpr int side = kTileCells / stride;
    const double cell = layout_.cell(id.level);
    const double own = cellWithin(id);
    if (cell < own * 1.5) return 0;
    const geodata::Extent box = layout_.extent(id);
    std::vector<float> truth(static_cast<std::size_t>(side) * side);
    const double middle = 0.5 * cell;
    field_.heights({box.minX + middle, box.minY + middle, cell * stride, side, side}, cell / 2, truth.data());
    std::vector<double> off;
    off.reserve(truth.size());
    for (int row = 0; row < side; ++row) {
        for (int column = 0; column < side; ++column) {
            const float value = truth[static_cast<std::size_t>(row) * side + column];
            if (std::isnan(value)) continue;
            const float* at =
                heights.data() + static_cast<std::size_t>(row * stride + 1) * kRimSide + column * stride + 1;
            const float drawn = (at[0] + at[1] + at[kRimSide] + at[kRimSide + 1]) / 4;
            off.push_back(std::abs(static_cast<double>(value - drawn)));
        }
    }
    if (off.empty()) return 0;
    const auto nth = off.begin() + static_cast<std::ptrdiff_t>(off.size() * 99 / 100);
    std::nth_element(off.begin(), nth, off.end());
    return *nth * growth(cell);
}

// How much larger the whole distance from the full resolution is than the one from cells half as wide, for
// tiles with cells of this size.
double FieldTileSource::growth(double cell) const {
    std::call_once(measured_, [this] { measureGrowth(); });
    const auto octave = static_cast<std::size_t>(std::max(0L, std::lround(std::log2(cell / cell_))));
    return growth_.empty() ? 1 : growth_[std::min(octave, growth_.size() - 1)];
}

// At five places of the finest source: what 99 % of the middles of cells are off, level by level. The sum of
// the finer levels' bounds the whole, by the triangle inequality.
void FieldTileSource::measureGrowth() const {
    const HeightSource* finest = nullptr;
    for (const HeightSource& source : field_.sources())
        if (finest == nullptr || source.cell() < finest->cell()) finest = &source;
    if (finest == nullptr) return;
    const geodata::Extent box = finest->extent();
    constexpr int side = 48;
    constexpr std::array<std::array<double, 2>, 5> places{
        {{0.5, 0.5}, {0.2, 0.3}, {0.8, 0.3}, {0.3, 0.8}, {0.7, 0.7}}};
    growth_ = {1};
    double sum = 0;
    std::vector<float> coarse(static_cast<std::size_t>(side + 1) * (side + 1));
    std::vector<float> fine(static_cast<std::size_t>(side) * side);
    for (double cell = 2 * cell_; cell * side * 2 < std::min(box.width(), box.height()); cell *= 2) {
        std::vector<double> off;
        for (const auto& [u, v] : places) {
            const double x = box.minX + u * box.width() - cell * side / 2;
            const double y = box.minY + v * box.height() - cell * side / 2;
            field_.heights({x, y, cell, side + 1, side + 1}, cell, coarse.data());
            field_.heights({x + cell / 2, y + cell / 2, cell, side, side}, cell / 2, fine.data());
            for (int row = 0; row < side; ++row) {
                for (int column = 0; column < side; ++column) {
                    const float* at = coarse.data() + static_cast<std::size_t>(row) * (side + 1) + column;
                    const float drawn = (at[0] + at[1] + at[side + 1] + at[side + 2]) / 4;
                    const double d =
                        static_cast<double>(fine[static_cast<std::size_t>(row) * side + column] - drawn);
                    if (!std::isnan(d)) off.push_back(std::abs(d));
                }
            }
        }
        if (off.empty()) break;
        const auto nth = off.begin() + static_cast<std::ptrdiff_t>(off.size() * 99 / 100);
        std::nth_element(off.begin(), nth, off.end());
        sum += *nth;
        growth_.push_back(*nth > 0 ? std::min(sum / *nth, 8.0) : 1.0);
    }
}

}  // namespace atlas::terrain
