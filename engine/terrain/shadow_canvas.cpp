#include "terrain/shadow_canvas.h"

#include <tbb/parallel_for.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace atlas::terrain {

namespace {

constexpr int kParts = 4;             // places a side of a cell
constexpr unsigned kMiddle = 0x0660;  // the four places round the middle of a cell
constexpr int kLattice = 4;           // cells between places whose ground is asked for
constexpr float kGroundMargin = 3;    // metres that the drawn ground may differ from the lattice's
constexpr double kCrowdHeight = 25;   // metres of a solid from which it takes all the sky it can
constexpr float kNothing = -std::numeric_limits<float>::infinity();

}  // namespace

ShadowCanvas::ShadowCanvas(const ShadowCells& cells, const std::function<double(double x, double y)>& ground)
    : cells_(cells), bound_(cells.count(), kNothing), rim_(cells.count(), kNothing), mask_(cells.count(), 0) {
    if (!ground) return;
    latticeColumns_ = (cells.columns - 1) / kLattice + 2;
    const int latticeRows = (cells.rows - 1) / kLattice + 2;
    ground_.reserve(static_cast<std::size_t>(latticeColumns_) * latticeRows);
    for (int row = 0; row < latticeRows; ++row)
        for (int column = 0; column < latticeColumns_; ++column)
            ground_.push_back(
                static_cast<float>(ground(cells.originX + (column * kLattice + 0.5) * cells.cell,
                                          cells.originY + (row * kLattice + 0.5) * cells.cell)));
}

float ShadowCanvas::groundAt(int column, int row) const {
    if (ground_.empty()) return kNothing;
    const float* at =
        ground_.data() + static_cast<std::size_t>(row / kLattice) * latticeColumns_ + column / kLattice;
    const float x = static_cast<float>(column % kLattice) / kLattice;
    const float y = static_cast<float>(row % kLattice) / kLattice;
    const float south = at[0] + (at[1] - at[0]) * x;
    const float north = at[latticeColumns_] + (at[latticeColumns_ + 1] - at[latticeColumns_]) * x;
    return south + (north - south) * y;
}

// Four lines of places a row of cells. `height` gives what a cell is shaded up to, kNothing to leave it.
template <class Height>
void ShadowCanvas::fill(const std::array<Vec3, 3>& t, const Height& height) {
    // In places: the first of the first cell is at 0.
    std::array<double, 3> x{};
    std::array<double, 3> y{};
    for (std::size_t i = 0; i < 3; ++i) {
        x[i] = (t[i].x - cells_.originX) / cells_.cell * kParts - 0.5;
        y[i] = (t[i].y - cells_.originY) / cells_.cell * kParts - 0.5;
    }
    const auto run = [&](int line) {
        double west = std::numeric_limits<double>::infinity();
        double east = -west;
        for (std::size_t i = 0; i < 3; ++i) {
            const std::size_t k = (i + 1) % 3;
            if ((y[i] > line && y[k] > line) || (y[i] < line && y[k] < line)) continue;
            if (y[i] == y[k]) {
                west = std::min({west, x[i], x[k]});
                east = std::max({east, x[i], x[k]});
                continue;
            }
            const double at = x[i] + (x[k] - x[i]) * ((line - y[i]) / (y[k] - y[i]));
            west = std::min(west, at);
            east = std::max(east, at);
        }
        return Run{std::max(0, static_cast<int>(std::ceil(std::min(west, 1e8)))),
                   std::min(cells_.columns * kParts - 1, static_cast<int>(std::floor(std::max(east, -1e8))))};
    };
    const auto place = [](double value, int last) {
        return static_cast<int>(std::clamp(value, -1.0, static_cast<double>(last)));
    };
    const int lines = cells_.rows * kParts;
    const int low = std::max(0, place(std::ceil(std::min({y[0], y[1], y[2]})), lines));
    const int high = place(std::floor(std::max({y[0], y[1], y[2]})), lines - 1);
    for (int row = low / kParts; row * kParts <= high; ++row) {
        std::array<Run, kParts> runs{};
        Run all{cells_.columns * kParts, -1};       // any line's
        Run inner{0, cells_.columns * kParts - 1};  // every line's
        for (int k = 0; k < kParts; ++k) {
            const int line = row * kParts + k;
            runs[static_cast<std::size_t>(k)] = line < low || line > high ? Run{1, 0} : run(line);
            const Run& r = runs[static_cast<std::size_t>(k)];
            inner = {std::max(inner.from, r.from), std::min(inner.to, r.to)};
            if (r.from <= r.to) all = {std::min(all.from, r.from), std::max(all.to, r.to)};
            if (r.from > r.to) inner.to = -1;
        }
        for (int column = all.from / kParts; column * kParts <= all.to; ++column) {
            const float top = height(column, row);
            if (!(top > kNothing)) continue;
            const int first = column * kParts;
            unsigned bits = 0xFFFF;
            if (first < inner.from || first + kParts - 1 > inner.to) {
                bits = 0;
                for (int k = 0; k < kParts; ++k) {
                    const Run& r = runs[static_cast<std::size_t>(k)];
                    const int from = std::max(r.from - first, 0);
                    const int to = std::min(r.to - first, kParts - 1);
                    for (int i = from; i <= to; ++i) bits |= 1U << static_cast<unsigned>(k * kParts + i);
                }
            }
            if (bits == 0) continue;
            const std::size_t at = static_cast<std::size_t>(row) * cells_.columns + column;
            mask_[at] |= static_cast<std::uint16_t>(bits);
            float& held = std::popcount(bits & kMiddle) >= 2 ? bound_[at] : rim_[at];
            held = std::max(held, top);
        }
    }
}

void ShadowCanvas::shade(const std::array<Vec3, 3>& t) {
    const double ux = t[1].x - t[0].x;
    const double uy = t[1].y - t[0].y;
    const double vx = t[2].x - t[0].x;
    const double vy = t[2].y - t[0].y;
    const double twice = ux * vy - vx * uy;
    if (std::abs(twice) < 1e-9) return;
    const double perX = ((t[1].z - t[0].z) * vy - (t[2].z - t[0].z) * uy) / twice;
    const double perY = ((t[2].z - t[0].z) * ux - (t[1].z - t[0].z) * vx) / twice;
    const double lowest = std::min({t[0].z, t[1].z, t[2].z});
    const double highest = std::max({t[0].z, t[1].z, t[2].z});
    const double west = cells_.originX + 0.5 * cells_.cell - t[0].x;
    const double south = cells_.originY + 0.5 * cells_.cell - t[0].y;
    // At the cell's middle; where that lies beside the triangle, no higher and no lower than the triangle is.
    fill(t, [&](int column, int row) {
        const double z = t[0].z + perX * (west + column * cells_.cell) + perY * (south + row * cells_.cell);
        const auto top = static_cast<float>(std::clamp(z, lowest, highest));
        return top > groundAt(column, row) - kGroundMargin ? top : kNothing;
    });
}

void ShadowCanvas::shadeGround(const std::array<Vec3, 3>& triangle, double above) {
    if (ground_.empty()) return;
    fill(triangle, [&](int column, int row) { return groundAt(column, row) + static_cast<float>(above); });
}

void ShadowCrowd::fill(const ShadowCaster& caster) {
    const auto weight = static_cast<float>(std::clamp((caster.top - caster.base) / kCrowdHeight, 0.0, 1.0));
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (const auto& ring : caster.rings)
        for (const geodata::Point2& p : ring) {
            low = std::min(low, p.y);
            high = std::max(high, p.y);
        }
    const int first = std::max(0, static_cast<int>(std::ceil((low - cells_.originY) / cells_.cell - 0.5)));
    const int last =
        std::min(cells_.rows - 1, static_cast<int>(std::floor((high - cells_.originY) / cells_.cell - 0.5)));
    std::vector<double> crossings;
    for (int row = first; row <= last; ++row) {
        const double y = cells_.originY + (row + 0.5) * cells_.cell;
        crossings.clear();
        for (const auto& ring : caster.rings)
            for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++)
                if ((ring[i].y > y) != (ring[j].y > y))
                    crossings.push_back(ring[j].x +
                                        (ring[i].x - ring[j].x) * (y - ring[j].y) / (ring[i].y - ring[j].y));
        std::sort(crossings.begin(), crossings.end());
        for (std::size_t i = 0; i + 1 < crossings.size(); i += 2) {
            const int from =
                std::max(0, static_cast<int>(std::ceil((crossings[i] - cells_.originX) / cells_.cell - 0.5)));
            const int to = std::min(
                cells_.columns - 1,
                static_cast<int>(std::floor((crossings[i + 1] - cells_.originX) / cells_.cell - 0.5)));
            for (int column = from; column <= to; ++column) {
                float& held = share_[static_cast<std::size_t>(row) * cells_.columns + column];
                held = std::max(held, weight);
            }
        }
    }
}

void ShadowCrowd::soften(int radius) {
    for (int pass = 0; pass < 2; ++pass) {
        blurRows(radius);
        blurColumns(radius);
    }
}

// Beyond the edge nothing stands.
void ShadowCrowd::blurRows(int radius) {
    const int length = cells_.columns;
    tbb::parallel_for(0, cells_.rows, [&](int row) {
        float* line = share_.data() + static_cast<std::size_t>(row) * length;
        const std::vector<float> before(line, line + length);
        const auto held = [&](int i) {
            return i >= 0 && i < length ? before[static_cast<std::size_t>(i)] : 0.0F;
        };
        double sum = 0;
        for (int i = 0; i < radius; ++i) sum += held(i);
        for (int i = 0; i < length; ++i) {
            sum += held(i + radius) - held(i - radius - 1);
            line[i] = static_cast<float>(sum / (2 * radius + 1));
        }
    });
}

// A strip of columns at a time: memory is gone through along its rows, and the sums of a strip are vectors.
void ShadowCrowd::blurColumns(int radius) {
    constexpr int strip = 32;
    const int rows = cells_.rows;
    const double share = 1.0 / (2 * radius + 1);
    tbb::parallel_for(0, (cells_.columns + strip - 1) / strip, [&](int part) {
        const int first = part * strip;
        const int width = std::min(strip, cells_.columns - first);
        std::vector<std::array<float, strip>> before(static_cast<std::size_t>(rows));
        const auto line = [&](int row) {
            return share_.data() + static_cast<std::size_t>(row) * cells_.columns + first;
        };
        for (int row = 0; row < rows; ++row)
            std::copy_n(line(row), width, before[static_cast<std::size_t>(row)].begin());
        const std::array<float, strip> nothing{};
        const auto held = [&](int row) -> const std::array<float, strip>& {
            return row >= 0 && row < rows ? before[static_cast<std::size_t>(row)] : nothing;
        };
        std::array<double, strip> sums{};
        for (int row = 0; row < radius; ++row)
            for (std::size_t k = 0; k < strip; ++k) sums[k] += held(row)[k];
        for (int row = 0; row < rows; ++row) {
            const auto& in = held(row + radius);
            const auto& out = held(row - radius - 1);
            for (std::size_t k = 0; k < strip; ++k) sums[k] += in[k] - out[k];
            float* to = line(row);
            for (int k = 0; k < width; ++k)
                to[k] = static_cast<float>(sums[static_cast<std::size_t>(k)] * share);
        }
    });
}

}  // namespace atlas::terrain
