// Heights of a paged raster at places of the map.

#include <algorithm>
#include <cmath>
#include <limits>

#include "geodata/between_cells.h"
#include "geodata/paged_raster.h"

namespace atlas::geodata {
namespace {

constexpr int kLattice = 32;         // vertices between two places that are transformed exactly
constexpr double kTolerance = 0.02;  // cells that the places between may be off

}  // namespace

void PagedRaster::transformToCells(double* x, double* y, std::size_t count) const {
    if (!sameCrs_) {
        std::unique_ptr<Transform> transform;
        {
            const std::lock_guard lock(mutex_);
            if (transforms_.empty()) {
                transform = std::make_unique<Transform>(toFile_->copy());
            } else {
                transform = std::move(transforms_.back());
                transforms_.pop_back();
            }
        }
        transform->apply(x, y, count);
        const std::lock_guard lock(mutex_);
        transforms_.push_back(std::move(transform));
    }
    for (std::size_t i = 0; i < count; ++i) {
        const double px = x[i];
        const double py = y[i];
        x[i] = inverse_[0] + px * inverse_[1] + py * inverse_[2];
        y[i] = inverse_[3] + px * inverse_[4] + py * inverse_[5];
    }
}

void PagedRaster::toCells(const SampleGrid& grid, double tolerance, std::vector<double>& u,
                          std::vector<double>& v) const {
    const auto columns = static_cast<std::size_t>(grid.columns);
    const auto rows = static_cast<std::size_t>(grid.rows);
    u.resize(columns * rows);
    v.resize(columns * rows);
    // Exact on a lattice, bilinear between; finer until the middles are right too.
    for (std::size_t spacing = sameCrs_ ? 1 : kLattice; spacing > 1; spacing /= 4) {
        const auto nodes = [&](std::size_t length) {
            std::vector<std::size_t> list;
            for (std::size_t i = 0; i + 1 < length; i += spacing) list.push_back(i);
            list.push_back(length - 1);
            return list;
        };
        const auto across = nodes(columns);
        const auto up = nodes(rows);
        if (across.size() < 2 || up.size() < 2) break;
        const std::size_t corners = across.size() * up.size();
        const std::size_t middles = (across.size() - 1) * (up.size() - 1);
        std::vector<double> x(corners + middles);
        std::vector<double> y(corners + middles);
        const auto put = [&](std::size_t at, double column, double row) {
            x[at] = grid.originX + column * grid.step;
            y[at] = grid.originY + row * grid.step;
        };
        std::size_t at = 0;
        for (const std::size_t row : up)
            for (const std::size_t column : across)
                put(at++, static_cast<double>(column), static_cast<double>(row));
        for (std::size_t j = 0; j + 1 < up.size(); ++j)
            for (std::size_t i = 0; i + 1 < across.size(); ++i)
                put(at++, static_cast<double>(across[i] + across[i + 1]) / 2,
                    static_cast<double>(up[j] + up[j + 1]) / 2);
        transformToCells(x.data(), y.data(), x.size());
        double worst = 0;
        at = corners;
        for (std::size_t j = 0; j + 1 < up.size(); ++j) {
            for (std::size_t i = 0; i + 1 < across.size(); ++i, ++at) {
                const std::size_t a = j * across.size() + i;
                const std::size_t b = a + across.size();
                const double du = (x[a] + x[a + 1] + x[b] + x[b + 1]) / 4 - x[at];
                const double dv = (y[a] + y[a + 1] + y[b] + y[b + 1]) / 4 - y[at];
                const double off = std::max(std::abs(du), std::abs(dv));
                worst = std::isnan(off) ? std::numeric_limits<double>::infinity() : std::max(worst, off);
            }
        }
        if (worst > tolerance) continue;
        for (std::size_t j = 0; j + 1 < up.size(); ++j) {
            for (std::size_t i = 0; i + 1 < across.size(); ++i) {
                const std::size_t a = j * across.size() + i;
                const std::size_t b = a + across.size();
                const auto wide = static_cast<double>(across[i + 1] - across[i]);
                const auto high = static_cast<double>(up[j + 1] - up[j]);
                for (std::size_t row = up[j]; row <= up[j + 1]; ++row) {
                    const double fy = static_cast<double>(row - up[j]) / high;
                    for (std::size_t column = across[i]; column <= across[i + 1]; ++column) {
                        const double fx = static_cast<double>(column - across[i]) / wide;
                        const std::size_t to = row * columns + column;
                        u[to] = (x[a] * (1 - fx) + x[a + 1] * fx) * (1 - fy) +
                                (x[b] * (1 - fx) + x[b + 1] * fx) * fy;
                        v[to] = (y[a] * (1 - fx) + y[a + 1] * fx) * (1 - fy) +
                                (y[b] * (1 - fx) + y[b + 1] * fx) * fy;
                    }
                }
            }
        }
        return;
    }
    for (std::size_t row = 0; row < rows; ++row) {
        for (std::size_t column = 0; column < columns; ++column) {
            u[row * columns + column] = grid.originX + static_cast<double>(column) * grid.step;
            v[row * columns + column] = grid.originY + static_cast<double>(row) * grid.step;
        }
    }
    transformToCells(u.data(), v.data(), u.size());
}

void PagedRaster::sample(const SampleGrid& grid, double detail, float* values, bool fill) const {
    const std::size_t count = static_cast<std::size_t>(grid.columns) * static_cast<std::size_t>(grid.rows);
    if (!fill) std::fill(values, values + count, kNaN);
    if (count == 0) return;
    std::vector<double> u;
    std::vector<double> v;
    if (aligned_) {  // a row of columns and a column of rows say it all
        u.resize(static_cast<std::size_t>(grid.columns));
        v.resize(static_cast<std::size_t>(grid.rows));
        for (std::size_t i = 0; i < u.size(); ++i)
            u[i] = inverse_[0] + (grid.originX + static_cast<double>(i) * grid.step) * inverse_[1];
        for (std::size_t i = 0; i < v.size(); ++i)
            v[i] = inverse_[3] + (grid.originY + static_cast<double>(i) * grid.step) * inverse_[5];
    } else {
        toCells(grid, kTolerance * std::max(1.0, detail / cell_), u, v);
    }
    const auto insideX = [&](double at) { return at >= -kSnap && at <= width() + kSnap; };
    const auto insideY = [&](double at) { return at >= -kSnap && at <= height() + kSnap; };
    Extent box;
    if (aligned_) {
        for (const double at : u) {
            if (!insideX(at)) continue;
            box.minX = std::min(box.minX, at);
            box.maxX = std::max(box.maxX, at);
        }
        for (const double at : v) {
            if (!insideY(at)) continue;
            box.minY = std::min(box.minY, at);
            box.maxY = std::max(box.maxY, at);
        }
    } else {
        for (std::size_t i = 0; i < count; ++i)
            if (insideX(u[i]) && insideY(v[i])) box.expand(u[i], v[i]);
    }
    if (box.empty()) return;
    const auto now = levels();
    std::size_t index = levelFor(*now, detail);
    Window piece = window(*now, index, box.minX, box.minY, box.maxX, box.maxY);
    while (piece.values.empty()) piece = window(*now, ++index, box.minX, box.minY, box.maxX, box.maxY);
    const Level& level = now->list[index];
    const std::ptrdiff_t right = piece.columns > 1 ? 1 : 0;
    const std::ptrdiff_t down = piece.rows > 1 ? piece.columns : 0;
    const auto valueAt = [&](const Between& x, const Between& y) {
        const float* sw = piece.values.data() +
                          static_cast<std::ptrdiff_t>(y.cell - piece.row) * piece.columns +
                          (x.cell - piece.column);
        return static_cast<float>(bilinear(sw, right, down, x.share, y.share) + options_.verticalOffset);
    };
    if (aligned_) {
        std::vector<Between> across(u.size());
        std::vector<char> inside(u.size());
        for (std::size_t i = 0; i < u.size(); ++i) {
            inside[i] = insideX(u[i]) ? 1 : 0;
            across[i] = between(u[i], level.factorX, level.width);
        }
        for (std::size_t row = 0; row < v.size(); ++row) {
            if (!insideY(v[row])) continue;
            const Between y = between(v[row], level.factorY, level.height);
            float* out = values + row * u.size();
            for (std::size_t i = 0; i < u.size(); ++i)
                if (inside[i] != 0 && !(fill && !std::isnan(out[i]))) out[i] = valueAt(across[i], y);
        }
        return;
    }
    for (std::size_t i = 0; i < count; ++i) {
        if (!insideX(u[i]) || !insideY(v[i]) || (fill && !std::isnan(values[i]))) continue;
        values[i] =
            valueAt(between(u[i], level.factorX, level.width), between(v[i], level.factorY, level.height));
    }
}

double PagedRaster::heightAt(double x, double y, double detail) const {
    if (!extent_.contains(x, y)) return std::numeric_limits<double>::quiet_NaN();
    transformToCells(&x, &y, 1);
    if (!(x >= -kSnap && x <= width() + kSnap && y >= -kSnap && y <= height() + kSnap))
        return std::numeric_limits<double>::quiet_NaN();
    const auto now = levels();
    const std::size_t index = levelFor(*now, detail);
    const Level& level = now->list[index];
    const Between u = between(x, level.factorX, level.width);
    const Between v = between(y, level.factorY, level.height);
    const int blockColumn = u.cell / kBlockSide;
    const int blockRow = v.cell / kBlockSide;
    const SharedBlock first = block(*now, index, blockColumn, blockRow);
    const int c = u.cell % kBlockSide;
    const int r = v.cell % kBlockSide;
    if (c + 1 < kBlockSide && r + 1 < kBlockSide)
        return bilinear(first->data() + static_cast<std::size_t>(r) * kBlockSide + c, level.width > 1 ? 1 : 0,
                        level.height > 1 ? kBlockSide : 0, u.share, v.share) +
               options_.verticalOffset;
    const auto at = [&](int column, int row) {
        column = std::min(column, level.width - 1);
        row = std::min(row, level.height - 1);
        const SharedBlock from = column / kBlockSide == blockColumn && row / kBlockSide == blockRow
                                     ? first
                                     : block(*now, index, column / kBlockSide, row / kBlockSide);
        return (*from)[static_cast<std::size_t>(row % kBlockSide) * kBlockSide +
                       static_cast<std::size_t>(column % kBlockSide)];
    };
    const float corners[4] = {at(u.cell, v.cell), at(u.cell + 1, v.cell), at(u.cell, v.cell + 1),
                              at(u.cell + 1, v.cell + 1)};
    return bilinear(corners, 1, 2, u.share, v.share) + options_.verticalOffset;
}

}  // namespace atlas::geodata
