#include "terrain/mesh.h"

#include <tbb/parallel_for.h>

#include <algorithm>
#include <cassert>
#include <cmath>

namespace atlas::terrain {

namespace {

struct Vertex {
    int c, r;
};

std::uint32_t number(const GroundGrid& grid, Vertex v) {
    return static_cast<std::uint32_t>(v.r) * static_cast<std::uint32_t>(grid.columns) +
           static_cast<std::uint32_t>(v.c);
}

// Walks one tile's triangles top down and writes those that no vertex of interest splits.
class TileBuilder {
  public:
    TileBuilder(const GroundGrid& grid, const std::vector<float>& errors, float maxError, int column, int row)
        : grid_(grid), errors_(errors), maxError_(maxError), slot_((grid.tile + 1) * (grid.tile + 1), kNone) {
        tile_.column = column;
        tile_.row = row;
    }

    MeshTile build() {
        const Vertex sw{tile_.column, tile_.row};
        const Vertex se{sw.c + grid_.tile, sw.r};
        const Vertex nw{sw.c, sw.r + grid_.tile};
        const Vertex ne{se.c, nw.r};
        split(se, nw, sw);
        split(nw, se, ne);
        return std::move(tile_);
    }

  private:
    static constexpr std::uint16_t kNone = 0xFFFF;
    const GroundGrid& grid_;
    const std::vector<float>& errors_;
    float maxError_;
    std::vector<std::uint16_t> slot_;
    MeshTile tile_;

    // a–b is the hypotenuse, c the right angle; the order a, b, c is counter-clockwise from above.
    void split(Vertex a, Vertex b, Vertex c) {
        const Vertex m{(a.c + b.c) / 2, (a.r + b.r) / 2};
        const bool divisible = std::abs(a.c - c.c) + std::abs(a.r - c.r) > 1;
        if (divisible && errors_[number(grid_, m)] > maxError_) {
            split(c, a, m);
            split(b, c, m);
            return;
        }
        for (const Vertex v : {a, b, c}) tile_.triangles.push_back(slotOf(v));
    }

    std::uint16_t slotOf(Vertex v) {
        std::uint16_t& slot =
            slot_[static_cast<std::size_t>(v.r - tile_.row) * (grid_.tile + 1) + (v.c - tile_.column)];
        if (slot == kNone) {
            slot = static_cast<std::uint16_t>(tile_.vertices.size());
            tile_.vertices.push_back(number(grid_, v));
        }
        return slot;
    }
};

}  // namespace

std::vector<float> vertexErrors(const GroundGrid& grid) {
    assert(grid.tile > 0 && (grid.tile & (grid.tile - 1)) == 0 && grid.tile <= 128 &&
           "slots of a tile are 16 bit");
    std::vector<float> errors(grid.heights.size(), 0.0F);
    const int last = grid.columns - 1;
    const int top = grid.rows - 1;
    const auto get = [&](int c, int r) {
        return c < 0 || r < 0 || c > last || r > top ? 0.0F : errors[number(grid, {c, r})];
    };
    // Two kinds of vertex a level: in the middle of an axis-parallel hypotenuse (step s), then in the middle
    // of a diagonal one. Finest first; a vertex takes the largest error of the four finer vertices that
    // depend on it.
    for (int s = 1; s < grid.tile; s *= 2) {
        const int half = s / 2;
        // Middle of an axis-parallel hypotenuse of length 2s: one coordinate an odd multiple of s, the other
        // an even one.
        tbb::parallel_for(0, top / s + 1, [&](int k) {
            const int r = k * s;
            const bool oddRow = k % 2 != 0;
            for (int c = oddRow ? 0 : s; c <= last; c += 2 * s) {
                const float interpolated = oddRow ? (grid.at(c, r - s) + grid.at(c, r + s)) / 2
                                                  : (grid.at(c - s, r) + grid.at(c + s, r)) / 2;
                float error = std::abs(interpolated - grid.at(c, r));
                if (half > 0)
                    error += std::max({get(c - half, r - half), get(c + half, r - half),
                                       get(c - half, r + half), get(c + half, r + half)});
                errors[number(grid, {c, r})] = error;
            }
        });
        // Middle of a diagonal hypotenuse: both coordinates odd multiples of s. In a whole tile it falls from
        // north-west to south-east; in a quarter it runs through the centre of the square it is a quarter of.
        tbb::parallel_for(0, top / (2 * s), [&](int k) {
            const int r = (2 * k + 1) * s;
            for (int c = s; c <= last; c += 2 * s) {
                const bool falling = 2 * s == grid.tile || ((c / s / 2) + k) % 2 != 0;
                const float interpolated = falling ? (grid.at(c - s, r + s) + grid.at(c + s, r - s)) / 2
                                                   : (grid.at(c - s, r - s) + grid.at(c + s, r + s)) / 2;
                const float error = std::abs(interpolated - grid.at(c, r)) +
                                    std::max({get(c - s, r), get(c + s, r), get(c, r - s), get(c, r + s)});
                errors[number(grid, {c, r})] = error;
            }
        });
    }
    return errors;
}

Mesh triangulate(const GroundGrid& grid, const std::vector<float>& errors, double maxError) {
    Mesh mesh;
    mesh.maxError = maxError;
    const int across = (grid.columns - 1) / grid.tile;
    const int up = (grid.rows - 1) / grid.tile;
    mesh.tiles.resize(static_cast<std::size_t>(across) * up);
    tbb::parallel_for(0, across * up, [&](int i) {
        mesh.tiles[i] = TileBuilder(grid, errors, static_cast<float>(maxError), i % across * grid.tile,
                                    i / across * grid.tile)
                            .build();
    });
    for (const MeshTile& tile : mesh.tiles) mesh.triangles += tile.triangles.size() / 3;
    return mesh;
}

Mesh triangulateWithin(const GroundGrid& grid, std::size_t budget, double floor) {
    const std::vector<float> errors = vertexErrors(grid);
    Mesh mesh = triangulate(grid, errors, floor);
    for (double error = floor; mesh.triangles > budget && error < 1e4;) {
        // Triangles fall about linearly with the error on natural ground.
        error *= std::max(1.1, static_cast<double>(mesh.triangles) / static_cast<double>(budget));
        mesh = triangulate(grid, errors, error);
    }
    return mesh;
}

}  // namespace atlas::terrain
