#include "terrain/tile_mesh.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace atlas::terrain {

namespace {

constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
constexpr int kLevels = 16;      // until the legs are one cell long
constexpr int kCullLevels = 10;  // triangles smaller than that are not worth asking whether they are in view
// Half a hypotenuse and those of all that depend on its middle, 1 / sqrt(2) each: their sum, without the
// first.
constexpr double kReach = 2.42;
// How far the largest distance of vertices left out may lie above the distance that 99 % of the surface keep.
constexpr double kLargest = 0.8;
constexpr double kLeastShare = 0.5;  // of the allowed error, where the tile's cells alone are further off
constexpr double kBlend = 0.3;       // of the allowed error over which a vertex moves into place
constexpr double kFarShare = 0.78;   // of a tile's reach from where it begins to take its parent's shape
constexpr double kSkirtErrors = 4;
constexpr double kSkirtPixels = 6;  // of the allowed error
constexpr double kLeastSkirt = 0.05;

double ramp(double distance, double reach) {
    if (reach <= 0) return 1;
    return std::clamp((distance - kFarShare * reach) / ((1 - kFarShare) * reach), 0.0, 1.0);
}

std::size_t vertexAt(int column, int row) {
    return static_cast<std::size_t>(row) * kTileSide + column;
}

// Counts the vertices of the edge from the south-west corner round.
std::size_t onEdge(int column, int row) {
    if (row == 0) return column;
    if (column == kTileCells) return kTileCells + row;
    if (row == kTileCells) return 3 * kTileCells - column;
    return 4 * kTileCells - row;
}

}  // namespace

void TileMesher::make(const TileData& tile, const TileView& view, const TileLimits& limits,
                      geodata::Point2 origin, TileMesh& mesh) {
    if (slots_.empty()) {
        slots_.assign(kTileVertices, kNone);
        feet_.assign(4 * kTileCells, kNone);
    }
    mesh.vertices.clear();
    mesh.triangles.clear();
    tile_ = &tile;
    mesh_ = &mesh;
    cell_ = tile.cell();
    eyeX_ = (view.eye.x - tile.extent.minX) / cell_;
    eyeY_ = (view.eye.y - tile.extent.minY) / cell_;
    const double low = tile.low * view.exaggeration;
    const double high = tile.high * view.exaggeration;
    up_ = std::max({low - view.eye.z, view.eye.z - high, 0.0});
    const double perMetre =
        view.exaggeration * view.pixels;  // pixels of a metre of error, times the distance
    perSeen_ = limits.error / perMetre;
    least2_ = tile.error * tile.error;
    const TileData* parent = tile.parent.get();
    parentSeen_ = parent == nullptr ? 0 : parent->error * perMetre / limits.cells();
    parentAway_ = parent == nullptr ? 0 : parent->texel * view.pixels / limits.texel;
    skirtError_ = kSkirtErrors * std::max({tile.error, parent == nullptr ? 0 : parent->error, kLeastSkirt});
    double half = kTileCells * std::sqrt(0.5) * cell_;
    for (int level = 0; level < kLevels; ++level, half *= std::sqrt(0.5))
        reach_[static_cast<std::size_t>(level)] = half * kReach;
    for (std::size_t i = 0; i < planes_.size(); ++i) {
        const auto& p = view.planes[i];
        const double at = p[0] * tile.extent.minX + p[1] * tile.extent.minY + p[3];
        const double slack = skirtError_ * view.exaggeration;
        planes_[i] = {p[0] * cell_, p[1] * cell_, at + p[2] * (p[2] >= 0 ? low - slack : high + slack),
                      at + p[2] * (p[2] >= 0 ? high + slack : low - slack)};
    }
    facing_ = {eyeY_<0, eyeX_> kTileCells, eyeY_ > kTileCells, eyeX_ < 0};
    originX_ = static_cast<float>(tile.extent.minX - origin.x);
    originY_ = static_cast<float>(tile.extent.minY - origin.y);
    cellF_ = static_cast<float>(cell_);

    constexpr int n = kTileCells;
    const auto corner = [&](int column, int row) { return Corner{column, row, ground(column, row)}; };
    const Corner southEast = corner(n, 0);
    const Corner northWest = corner(0, n);
    walk(southEast, northWest, corner(0, 0), 0, false);
    walk(northWest, southEast, corner(n, n), 0, false);
    for (const std::uint32_t at : used_) slots_[at] = kNone;
    for (const std::uint32_t at : usedFeet_) feet_[at] = kNone;
    used_.clear();
    usedFeet_.clear();
}

void TileMesher::walk(const Corner& a, const Corner& b, const Corner& c, int level, bool inside) {
    if (!inside && level <= kCullLevels && outOfView(a, b, c, inside)) return;
    if (level < kLevels) {
        const int column = (a.column + b.column) / 2;
        const int row = (a.row + b.row) / 2;
        const double share = refinement(column, row, level);
        if (share > 0) {
            const double flat = (a.height + b.height) / 2;
            const Corner middle{column, row, flat + (ground(column, row) - flat) * share};
            // The half on the eye's side first: what it hides is not shaded.
            const double acrossX = column - c.column;
            const double acrossY = row - c.row;
            const double eye = acrossX * (eyeY_ - c.row) - acrossY * (eyeX_ - c.column);
            const double sideOfA = acrossX * (a.row - c.row) - acrossY * (a.column - c.column);
            const bool nearA = eye * sideOfA >= 0;
            if (nearA) walk(c, a, middle, level + 1, inside);
            walk(b, c, middle, level + 1, inside);
            if (!nearA) walk(c, a, middle, level + 1, inside);
            return;
        }
    }
    emit(a, b, c);
}

bool TileMesher::outOfView(const Corner& a, const Corner& b, const Corner& c, bool& inside) const {
    inside = true;
    for (const Plane& p : planes_) {
        const double atA = p.x * a.column + p.y * a.row;
        const double atB = p.x * b.column + p.y * b.row;
        const double atC = p.x * c.column + p.y * c.row;
        if (std::max({atA, atB, atC}) + p.high < 0) return true;
        if (std::min({atA, atB, atC}) + p.low < 0) inside = false;
    }
    return false;
}

// Metres of seen distance, for all that lies within `reach` metres of a place in cells.
double TileMesher::seen(double x, double y, double reach) const {
    const double along = std::hypot(x - eyeX_, y - eyeY_) * cell_;
    return seenDistance(std::max(along - reach, 0.0), along + reach, up_);
}

// How far a vertex has moved from the middle of its hypotenuse to its own place: 0 = it is left out.
double TileMesher::refinement(int column, int row, int level) const {
    const double error = static_cast<double>(tile_->surface->error(column, row));
    if (error <= 0) return 0;
    const double allowed = perSeen_ * seen(column, row, reach_[static_cast<std::size_t>(level)]);
    const double allowed2 = allowed * allowed;
    // Errors of the cells and of the triangles over them are independent: their squares add up.
    const double most2 =
        kLargest * kLargest * std::max(allowed2 - least2_, kLeastShare * kLeastShare * allowed2);
    const double error2 = error * error;
    if (error2 <= most2) return 0;
    constexpr double full = 1 + kBlend;
    if (error2 >= full * full * most2) return 1;
    return (std::sqrt(error2 / most2) - 1) / kBlend;
}

// Height of a vertex, metres; that of the parent's surface where the tile is about to give way to it.
double TileMesher::ground(int column, int row) const {
    const auto own = static_cast<double>(tile_->surface->at(column, row));
    if (tile_->parent == nullptr) return own;
    const double along = std::hypot(column - eyeX_, row - eyeY_) * cell_;
    double share = ramp(std::hypot(along, up_), parentAway_);
    if (share > 0 && parentSeen_ > 0)
        share = std::min(share, ramp(seenDistance(along, along, up_), parentSeen_));
    if (share <= 0) return own;
    const int east = (tile_->id.x & 1U) != 0 ? kTileCells : 0;
    const int north = (tile_->id.y & 1U) != 0 ? kTileCells : 0;
    const auto coarse = static_cast<double>(tile_->parent->surface->halfway(column + east, row + north));
    return own + (coarse - own) * share;
}

void TileMesher::emit(const Corner& a, const Corner& b, const Corner& c) {
    for (const Corner* corner : {&a, &b, &c}) mesh_->triangles.push_back(slot(*corner));
    skirt(a, b);
    skirt(b, c);
    skirt(c, a);
}

void TileMesher::skirt(const Corner& a, const Corner& b) {
    constexpr int n = kTileCells;
    const bool hangs =
        (facing_[0] && a.row == 0 && b.row == 0) || (facing_[1] && a.column == n && b.column == n) ||
        (facing_[2] && a.row == n && b.row == n) || (facing_[3] && a.column == 0 && b.column == 0);
    if (!hangs) return;
    const std::uint32_t corners[4] = {slot(a), foot(a), foot(b), slot(b)};
    for (const int k : {0, 1, 2, 0, 2, 3}) mesh_->triangles.push_back(corners[k]);
}

std::uint32_t TileMesher::slot(const Corner& corner) {
    const std::size_t at = vertexAt(corner.column, corner.row);
    if (slots_[at] == kNone) {
        slots_[at] = static_cast<std::uint32_t>(mesh_->vertices.size());
        used_.push_back(static_cast<std::uint32_t>(at));
        mesh_->vertices.push_back({originX_ + cellF_ * static_cast<float>(corner.column),
                                   originY_ + cellF_ * static_cast<float>(corner.row),
                                   static_cast<float>(corner.height)});
    }
    return slots_[at];
}

std::uint32_t TileMesher::foot(const Corner& corner) {
    const std::size_t at = onEdge(corner.column, corner.row);
    if (feet_[at] == kNone) {
        feet_[at] = static_cast<std::uint32_t>(mesh_->vertices.size());
        usedFeet_.push_back(static_cast<std::uint32_t>(at));
        TileMesh::Vertex vertex = mesh_->vertices[slot(corner)];
        vertex.height -=
            static_cast<float>(skirtError_ + kSkirtPixels * perSeen_ * seen(corner.column, corner.row, 0));
        mesh_->vertices.push_back(vertex);
    }
    return feet_[at];
}

}  // namespace atlas::terrain
