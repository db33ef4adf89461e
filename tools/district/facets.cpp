#include "district/facets.h"

#include <gdal_alg.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <memory>

namespace atlas::district {

std::vector<float> facets(const Grid& grid, const std::vector<HeightSample>& samples, double longest) {
    std::vector<float> result(grid.size(), std::numeric_limits<float>::quiet_NaN());
    std::vector<double> x;
    std::vector<double> y;
    for (const HeightSample& sample : samples) {
        x.push_back(sample.column);
        y.push_back(sample.row);
    }
    const auto free = [](GDALTriangulation* mesh) { GDALTriangulationFree(mesh); };
    const std::unique_ptr<GDALTriangulation, decltype(free)> mesh(
        GDALTriangulationCreateDelaunay(static_cast<int>(samples.size()), x.data(), y.data()), free);
    if (!mesh) return result;
    for (int f = 0; f < mesh->nFacets; ++f) {
        const auto& corners = mesh->pasFacets[f].anVertexIdx;
        const HeightSample& a = samples[corners[0]];
        const HeightSample& b = samples[corners[1]];
        const HeightSample& c = samples[corners[2]];
        const double area = (b.column - a.column) * (c.row - a.row) - (c.column - a.column) * (b.row - a.row);
        const auto edge = [](const HeightSample& p, const HeightSample& q) {
            return std::hypot(p.column - q.column, p.row - q.row);
        };
        if (std::abs(area) < 1e-9 || std::max({edge(a, b), edge(b, c), edge(c, a)}) > longest) continue;
        const auto [left, right] = std::minmax({a.column, b.column, c.column});
        const auto [top, bottom] = std::minmax({a.row, b.row, c.row});
        for (int row = std::max(0, static_cast<int>(std::ceil(top)));
             row <= std::min(grid.height - 1.0, bottom); ++row)
            for (int column = std::max(0, static_cast<int>(std::ceil(left)));
                 column <= std::min(grid.width - 1.0, right); ++column) {
                const double v =
                    ((column - a.column) * (c.row - a.row) - (c.column - a.column) * (row - a.row)) / area;
                const double w =
                    ((b.column - a.column) * (row - a.row) - (column - a.column) * (b.row - a.row)) / area;
                if (v < -1e-9 || w < -1e-9 || v + w > 1 + 1e-9) continue;
                result[grid.index(column, row)] =
                    static_cast<float>(a.height + v * (b.height - a.height) + w * (c.height - a.height));
            }
    }
    return result;
}

}  // namespace atlas::district
