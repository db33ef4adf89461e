#include "analysis/earthwork.h"

#include <algorithm>
#include <cmath>

namespace atlas::analysis {

using geodata::Point2;
using geodata::Raster;

namespace {

/// visit(cell's centre, height), in row order; height NaN without data.
template <class Visit>
void overCells(const Raster& ground, const CellSet* where, const Visit& visit) {
    for (int r = 0; r < ground.height; ++r)
        for (int c = 0; c < ground.width; ++c)
            if (where == nullptr || where->has(c, r))
                visit(centerOf(ground, {c, r}), static_cast<double>(ground.at(c, r)));
}

std::size_t classOf(double value, const std::vector<double>& breaks) {
    return static_cast<std::size_t>(std::upper_bound(breaks.begin(), breaks.end(), value) - breaks.begin());
}

}  // namespace

Earthwork cutAndFill(const Raster& ground, const Plane& plane, const CellSet* where) {
    Earthwork work;
    const double cell = ground.cellX * ground.cellY;
    overCells(ground, where, [&](Point2 place, double height) {
        if (std::isnan(height)) {
            ++work.missing;
            return;
        }
        ++work.cells;
        const double above = height - plane.heightAt(place.x, place.y);
        if (above > 0) {
            work.cut += above * cell;
            work.cutArea += cell;
            work.deepestCut = std::max(work.deepestCut, above);
        } else if (above < 0) {
            work.fill -= above * cell;
            work.fillArea += cell;
            work.highestFill = std::max(work.highestFill, -above);
        }
    });
    return work;
}

std::optional<Plane> balancedPlane(const Raster& ground, Plane plane, const CellSet* where) {
    // Raising the plane by h changes cut − fill by −h × area: the mean difference balances it.
    double sum = 0;
    std::size_t count = 0;
    overCells(ground, where, [&](Point2 place, double height) {
        if (std::isnan(height)) return;
        sum += height - plane.heightAt(place.x, place.y);
        ++count;
    });
    if (count == 0) return std::nullopt;
    plane.height += sum / static_cast<double>(count);
    return plane;
}

std::vector<double> classAreas(const Raster& values, const std::vector<double>& breaks) {
    std::vector<double> areas(breaks.size() + 1, 0);
    const double cell = values.cellX * values.cellY;
    for (const float value : values.values)
        if (!std::isnan(value)) areas[classOf(value, breaks)] += cell;
    return areas;
}

Raster classified(const Raster& values, const std::vector<double>& breaks) {
    Raster classes = emptyLike(values);
    for (std::size_t i = 0; i < classes.values.size(); ++i)
        if (!std::isnan(values.values[i]))
            classes.values[i] = static_cast<float>(classOf(values.values[i], breaks));
    return classes;
}

}  // namespace atlas::analysis
