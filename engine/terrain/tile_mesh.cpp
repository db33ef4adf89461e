#include "terrain/tile_mesh.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

namespace atlas::terrain {

namespace {

std::size_t index(int column, int row) {
    return static_cast<std::size_t>(row) * kTileSide + column;
}

// Errors of leaving vertices out, finest first; a vertex takes the larger of its own and of the four finer
// ones that depend on it, so that splitting it never leaves a hanging vertex.
std::vector<float> vertexErrors(const Triangulation& tile) {
    std::vector<float> errors(kTileVertices, 0.0F);
    const auto get = [&](int c, int r) {
        return c < 0 || r < 0 || c > kTileCells || r > kTileCells ? 0.0F : errors[index(c, r)];
    };
    for (int s = 1; s < kTileCells; s *= 2) {
        const int half = s / 2;
        // Middles of axis-parallel hypotenuses of length 2s: one coordinate an odd multiple of s, the other
        // even.
        for (int r = 0; r <= kTileCells; r += s) {
            const bool odd = (r / s) % 2 != 0;
            for (int c = odd ? 0 : s; c <= kTileCells; c += 2 * s) {
                const float flat = odd ? (tile.at(c, r - s) + tile.at(c, r + s)) / 2
                                       : (tile.at(c - s, r) + tile.at(c + s, r)) / 2;
                float error = std::abs(flat - tile.at(c, r));
                if (half > 0)
                    error = std::max({error, get(c - half, r - half), get(c + half, r - half),
                                      get(c - half, r + half), get(c + half, r + half)});
                errors[index(c, r)] = error;
            }
        }
        // Middles of diagonal hypotenuses: both coordinates odd multiples of s. In the whole tile it falls
        // from north-west to south-east; in a quarter it runs through the centre of the square it is a
        // quarter of.
        for (int r = s; r <= kTileCells; r += 2 * s) {
            for (int c = s; c <= kTileCells; c += 2 * s) {
                const bool falling = 2 * s == kTileCells || (c / s / 2 + r / s / 2) % 2 != 0;
                const float flat = falling ? (tile.at(c - s, r + s) + tile.at(c + s, r - s)) / 2
                                           : (tile.at(c - s, r - s) + tile.at(c + s, r + s)) / 2;
                errors[index(c, r)] = std::max({std::abs(flat - tile.at(c, r)), get(c - s, r), get(c + s, r),
                                                get(c, r - s), get(c, r + s)});
            }
        }
    }
    return errors;
}

// Where a tile's vertices outnumber 16 bit indices the tolerance gives way.
constexpr std::size_t kMostVertices = 60000;

// How far the tolerance may lie above the distance that 99 % of the vertices shall keep, and where the search
// for it begins: in between on rough ground, beyond on flat ground with a few rocks.
constexpr double kFirstTolerance = 1.4;
constexpr double kLargestTolerance = 2.0;
constexpr int kRounds = 2;
constexpr double kNear = 0.08;  // share of what is wanted that is near enough

}  // namespace

Triangulation::Triangulation(std::vector<float> heights) : heights_(std::move(heights)) {
    assert(heights_.size() == static_cast<std::size_t>(kRimSide) * kRimSide);
    split_.resize(kTileVertices);
}

Triangulation::Triangulation(std::vector<float> heights, double tolerance)
    : Triangulation(std::move(heights)) {
    split(vertexErrors(*this), tolerance);
}

Triangulation Triangulation::within(std::vector<float> heights, double typical) {
    Triangulation surface(std::move(heights));
    const std::vector<float> errors = vertexErrors(surface);
    double tolerance = typical * kFirstTolerance;
    for (int round = 0;; ++round) {
        surface.split(errors, tolerance);
        const double off = surface.typical_ / typical - 1;
        const bool loosest = tolerance >= typical * kLargestTolerance;
        if (round == kRounds || std::abs(off) < kNear || (off < 0 && loosest)) return surface;
        tolerance = std::min(tolerance * std::clamp(1 / (1 + off), 0.5, 2.0), typical * kLargestTolerance);
    }
}

void Triangulation::split(const std::vector<float>& errors, double tolerance) {
    for (std::size_t wanted = kTileVertices; wanted > kMostVertices; tolerance *= 1.3) {
        wanted = 4;
        for (std::size_t i = 0; i < kTileVertices; ++i) {
            split_[i] = static_cast<double>(errors[i]) > tolerance ? 1 : 0;
            wanted += split_[i];
        }
        if (tolerance <= 0) tolerance = 1e-3;
    }
    measure();
}

void Triangulation::measure() {
    worst_ = typical_ = 0;
    std::vector<float> distances;
    distances.reserve(kTileVertices);
    forEachTriangle([&](Corner a, Corner b, Corner c) {
        const int west = std::min({a.column, b.column, c.column});
        const int east = std::max({a.column, b.column, c.column});
        const int south = std::min({a.row, b.row, c.row});
        const int north = std::max({a.row, b.row, c.row});
        if (east - west <= 1 && north - south <= 1) return;
        const double ax = a.column - c.column;
        const double ay = a.row - c.row;
        const double bx = b.column - c.column;
        const double by = b.row - c.row;
        const double area = ax * by - ay * bx;
        const double base = at(c.column, c.row);
        const double towardA = (at(a.column, a.row) - base) / area;
        const double towardB = (at(b.column, b.row) - base) / area;
        for (int row = south; row <= north; ++row) {
            for (int column = west; column <= east; ++column) {
                const double px = column - c.column;
                const double py = row - c.row;
                const double u = px * by - py * bx;
                const double v = ax * py - ay * px;
                if (u < 0 || v < 0 || u + v > area) continue;
                const double drawn = base + u * towardA + v * towardB;
                distances.push_back(
                    static_cast<float>(std::abs(drawn - static_cast<double>(at(column, row)))));
            }
        }
    });
    if (distances.empty()) return;
    worst_ = *std::max_element(distances.begin(), distances.end());
    // Vertices that are drawn exactly were mostly not visited: they count as zero.
    const std::size_t total = std::max(distances.size(), kTileVertices);
    const std::size_t beyond = total / 100;
    if (beyond >= distances.size()) return;
    const auto nth = distances.begin() + static_cast<std::ptrdiff_t>(beyond);
    std::nth_element(distances.begin(), nth, distances.end(), std::greater<>());
    typical_ = *nth;
}

double Triangulation::surface(double column, double row) const {
    constexpr std::uint16_t n = kTileCells;
    Corner a{n, 0};
    Corner b{0, n};
    Corner c{0, 0};
    if (column + row > n) {
        std::swap(a, b);
        c = {n, n};
    }
    for (;;) {
        const Corner m{static_cast<std::uint16_t>((a.column + b.column) / 2),
                       static_cast<std::uint16_t>((a.row + b.row) / 2)};
        if (!divisible(a, c) || !splits(m.column, m.row)) break;
        // Which half: on a's side of the line from the right angle to the middle, or on b's.
        const double mx = m.column - c.column;
        const double my = m.row - c.row;
        const double side = mx * (row - c.row) - my * (column - c.column);
        const double sideOfA = mx * (a.row - c.row) - my * (a.column - c.column);
        const Corner oldA = a;
        const Corner oldB = b;
        if (side * sideOfA >= 0) {
            a = c;
            b = oldA;
        } else {
            a = oldB;
            b = c;
        }
        c = m;
    }
    const double ax = a.column - c.column;
    const double ay = a.row - c.row;
    const double bx = b.column - c.column;
    const double by = b.row - c.row;
    const double area = ax * by - ay * bx;
    const double px = column - c.column;
    const double py = row - c.row;
    const double base = at(c.column, c.row);
    return base + (px * by - py * bx) / area * (at(a.column, a.row) - base) +
           (ax * py - ay * px) / area * (at(b.column, b.row) - base);
}

TileMesh makeTileMesh(const Triangulation& surface, const Triangulation* parent, unsigned quadrant,
                      double skirtDepth) {
    using Corner = Triangulation::Corner;
    constexpr std::uint16_t kNone = 0xFFFF;
    TileMesh mesh;
    std::vector<std::uint16_t> slots(kTileVertices, kNone);
    const double west = (quadrant & 1U) != 0 ? kTileCells / 2.0 : 0;
    const double south = (quadrant & 2U) != 0 ? kTileCells / 2.0 : 0;
    std::array<std::vector<std::uint16_t>, 4> edges;  // vertices on the south, east, north, west edge
    const auto slotOf = [&](Corner at) {
        std::uint16_t& slot = slots[index(at.column, at.row)];
        if (slot != kNone) return slot;
        slot = static_cast<std::uint16_t>(mesh.vertices.size());
        const float height = surface.at(at.column, at.row);
        const float coarse =
            parent == nullptr
                ? height
                : static_cast<float>(parent->surface(west + at.column / 2.0, south + at.row / 2.0));
        mesh.vertices.push_back({at.column, at.row, height, coarse, 0});
        if (at.row == 0) edges[0].push_back(slot);
        if (at.column == kTileCells) edges[1].push_back(slot);
        if (at.row == kTileCells) edges[2].push_back(slot);
        if (at.column == 0) edges[3].push_back(slot);
        return slot;
    };
    surface.forEachTriangle([&](Corner a, Corner b, Corner c) {
        for (const Corner corner : {a, b, c}) mesh.triangles.push_back(slotOf(corner));
    });
    mesh.groundTriangles = mesh.triangles.size() / 3;
    for (std::size_t side = 0; side < 4; ++side) {
        std::vector<std::uint16_t>& edge = edges[side];
        // Counter-clockwise round the tile, so that the skirts face outward.
        std::sort(edge.begin(), edge.end(), [&](std::uint16_t a, std::uint16_t b) {
            const TileMesh::Vertex& p = mesh.vertices[a];
            const TileMesh::Vertex& q = mesh.vertices[b];
            const int along = side % 2 == 0 ? p.column - q.column : p.row - q.row;
            return side < 2 ? along < 0 : along > 0;
        });
        std::uint16_t previousFoot = kNone;
        for (std::size_t i = 0; i < edge.size(); ++i) {
            TileMesh::Vertex foot = mesh.vertices[edge[i]];
            foot.drop = static_cast<float>(skirtDepth);
            const auto footSlot = static_cast<std::uint16_t>(mesh.vertices.size());
            mesh.vertices.push_back(foot);
            if (i > 0) {
                const std::uint16_t a = edge[i - 1];
                const std::uint16_t b = edge[i];
                for (const std::uint16_t v : {a, previousFoot, footSlot, a, footSlot, b})
                    mesh.triangles.push_back(v);
            }
            previousFoot = footSlot;
        }
    }
    return mesh;
}

}  // namespace atlas::terrain
