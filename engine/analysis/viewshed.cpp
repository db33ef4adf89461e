#include "analysis/viewshed.h"

#include <tbb/parallel_invoke.h>

#include <cmath>
#include <limits>
#include <numbers>

#include "analysis/simd.h"
#include "geodata/large_array.h"

namespace atlas::analysis {

using geodata::Point2;
using geodata::Raster;

namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kOpen = -1e30F;  // steepness of a line that nothing hides

// The four wedges of cells round the observer are all done alike: line after line away from it, `j` lines
// off; a cell is `i` cells to the side. What hides a cell is kept as the steepness, in metres a line, of the
// line from the eye that just clears all before it: where the sight line crosses the line before, that is
// interpolated between its two cells. So no error grows with distance, and no cell waits for one in its own
// line.
// A line's cells are counted from the one straight ahead, to the left below zero.
struct Line {
    const float* heights;
    const float* before;  ///< steepness in the line before
    const float* curve;   ///< metres that curvature takes on the way to the side
    float* steepness;
    float inverse;  ///< 1 / j
    float eye;      ///< altitude, plus what curvature takes on j lines
    float target;   ///< metres above the ground
};

// What follows takes all by value and restrict: a store of a byte may otherwise change anything, and no loop
// is done eight cells at a time.
template <int side, bool wantsNeeded>
inline void lookAlong(const float* __restrict heights, const float* __restrict before,
                      const float* __restrict curve, float* __restrict steepness,
                      std::uint8_t* __restrict seen, float* __restrict needed, int first, int last,
                      float inverse, float eye, float gain, float lines) {
    for (int i = first; i < last; ++i) {
        const float toSide = static_cast<float>(side * i) * inverse;
        const float inner = before[i - side];
        const float outer = before[i];
        const float hides = outer + toSide * (inner - outer);
        const float z = heights[i];
        const float steep = (z - eye - curve[i]) * inverse;
        steepness[i] = steep > hides ? steep : hides;
        if constexpr (wantsNeeded) {
            const float lacks = (hides - steep) * lines;
            needed[i] = lacks > 0 ? lacks : 0 * lacks;  // NaN stays NaN
        } else {
            const std::uint8_t answer = steep + gain >= hides ? kVisible : kHidden;
            seen[i] = z == z ? answer : kNotLooked;
        }
    }
}

/// Cells -left .. right of a line.
ATLAS_SIMD void seeLine(const Line& line, int left, int right, std::uint8_t* seen) {
    const float gain = line.target * line.inverse;
    lookAlong<1, false>(line.heights, line.before, line.curve, line.steepness, seen, nullptr, 0, right + 1,
                        line.inverse, line.eye, gain, 0);
    lookAlong<-1, false>(line.heights, line.before, line.curve, line.steepness, seen, nullptr, -left, 0,
                         line.inverse, line.eye, gain, 0);
}
ATLAS_SIMD void needLine(const Line& line, int left, int right, float* needed, float lines) {
    const float gain = line.target * line.inverse;
    lookAlong<1, true>(line.heights, line.before, line.curve, line.steepness, nullptr, needed, 0, right + 1,
                       line.inverse, line.eye, gain, lines);
    lookAlong<-1, true>(line.heights, line.before, line.curve, line.steepness, nullptr, needed, -left, 0,
                        line.inverse, line.eye, gain, lines);
}

struct Tally {
    std::size_t visible = 0, looked = 0;
};
ATLAS_SIMD Tally tally(const std::uint8_t* cells, int count) {
    std::uint32_t visible = 0;
    std::uint32_t missing = 0;
    for (int c = 0; c < count; ++c) {
        visible += cells[c] == kVisible ? 1 : 0;
        missing += cells[c] == kNotLooked ? 1 : 0;
    }
    return {visible, static_cast<std::size_t>(count) - missing};
}

/// The part of the raster that is looked at and from where.
struct Scene {
    const Raster& surface;
    Cell eye;             ///< in the raster
    double altitude = 0;  ///< of the eye
    double ground = 0;    ///< of its cell
    double bend = 0;      ///< curvature / diameter, per metre
    double target = 0;
    bool ownCellHides = false;
    int left = 0, right = 0, top = 0,
        bottom = 0;  ///< columns and rows looked at, right and bottom not included
};

Scene sceneOf(const Raster& surface, Cell eye, const ViewshedOptions& options) {
    Scene scene{surface, eye};
    scene.ground = surface.at(eye.column, eye.row);
    scene.altitude = options.eyeAltitude.value_or(scene.ground + options.eye);
    scene.bend = options.earthDiameter > 0 ? options.curvature / options.earthDiameter : 0;
    scene.target = options.target;
    scene.ownCellHides = options.ownCellHides;
    const auto reach = [&](double cell) {
        return options.range > 0 ? static_cast<int>(std::min(std::ceil(options.range / cell), 1e9)) : 1 << 30;
    };
    scene.left = std::max(0, eye.column - reach(surface.cellX));
    scene.right = std::min(surface.width, eye.column + std::min(reach(surface.cellX), surface.width) + 1);
    scene.top = std::max(0, eye.row - reach(surface.cellY));
    scene.bottom = std::min(surface.height, eye.row + std::min(reach(surface.cellY), surface.height) + 1);
    return scene;
}

/// Where a wedge's results go: one of the two.
struct Target {
    std::uint8_t* seen = nullptr;
    float* needed = nullptr;
};

/// One wedge. Lines are rows (north, south) or columns (east, west).
class Wedge {
  public:
    /// `cellAlong`, `cellAcross`: metres. `before`, `after`: cells to both sides that exist (smaller and
    /// larger index).
    Wedge(const Scene& scene, double cellAlong, double cellAcross, int before, int after, bool openNeighbour)
        : scene_(scene), along_(cellAlong), before_(before), after_(after), openNeighbour_(openNeighbour) {
        curve_.reserve(static_cast<std::size_t>(before) + static_cast<std::size_t>(after) + 1);
        for (int i = -before; i <= after; ++i) {
            const double metres = i * cellAcross;
            curve_.push_back(static_cast<float>(scene.bend * metres * metres));
        }
        const std::size_t size =
            std::size_t{3} + static_cast<std::size_t>(before) + static_cast<std::size_t>(after);
        last_.assign(size, 0);
        next_.assign(size, 0);
        last_[static_cast<std::size_t>(before) + 1] =
            scene.ownCellHides ? static_cast<float>(scene.ground - scene.altitude) : kOpen;
    }

    /// `heights`, `seen`, `needed` point at the cell straight ahead, j lines from the eye.
    void look(int j, const float* heights, std::uint8_t* seen, float* needed) {
        const double metres = j * along_;
        float* mine = next_.data() + before_ + 1;
        const Line line{heights,
                        last_.data() + before_ + 1,
                        curve_.data() + before_,
                        mine,
                        static_cast<float>(1.0 / j),
                        static_cast<float>(scene_.altitude + scene_.bend * metres * metres),
                        static_cast<float>(scene_.target)};
        const int right = std::min(j, after_);
        const int left = std::min(j, before_);
        if (needed != nullptr)
            needLine(line, left, right, needed, static_cast<float>(j));
        else
            seeLine(line, left, right, seen);
        if (j == 1 && openNeighbour_) {
            const float z = *heights;
            mine[0] = std::isnan(z) ? kOpen : z - line.eye;
            if (needed != nullptr)
                *needed = z - z;
            else
                *seen = std::isnan(z) ? kNotLooked : kVisible;
        }
        last_.swap(next_);
    }

  private:
    const Scene& scene_;
    double along_;
    int before_, after_;
    bool openNeighbour_;
    std::vector<float> curve_, last_, next_;
};

constexpr int kBand = 16;  // columns that are turned into lines together: a cache line of heights

void lookVertically(const Scene& scene, int step, Target target, const Job& job) {
    const int width = scene.surface.width;
    Wedge wedge(scene, scene.surface.cellY, scene.surface.cellX, scene.eye.column - scene.left,
                scene.right - 1 - scene.eye.column, false);
    const int lines = step < 0 ? scene.eye.row - scene.top : scene.bottom - 1 - scene.eye.row;
    for (int j = 1; j <= lines; ++j) {
        if (j % 64 == 0 && job.cancelled()) return;
        const auto at = static_cast<std::size_t>(scene.eye.row + step * j) * static_cast<std::size_t>(width) +
                        scene.eye.column;
        wedge.look(j, scene.surface.values.data() + at, target.seen != nullptr ? target.seen + at : nullptr,
                   target.needed != nullptr ? target.needed + at : nullptr);
    }
}

void lookSideways(const Scene& scene, int step, Target target, const Job& job) {
    const auto width = static_cast<std::size_t>(scene.surface.width);
    const int above = scene.eye.row - scene.top;
    const int below = scene.bottom - 1 - scene.eye.row;
    Wedge wedge(scene, scene.surface.cellX, scene.surface.cellY, above, below, true);
    const int lines = step < 0 ? scene.eye.column - scene.left : scene.right - 1 - scene.eye.column;
    // Columns lie far apart in memory: a band of them is copied into lines, looked at, and copied back.
    const std::size_t length =
        std::size_t{1} + static_cast<std::size_t>(above) + static_cast<std::size_t>(below);
    std::vector<float> heights(length * kBand);
    std::vector<std::uint8_t> seen(target.seen != nullptr ? length * kBand : 0);
    std::vector<float> needed(target.needed != nullptr ? length * kBand : 0);
    for (int j0 = 1; j0 <= lines; j0 += kBand) {
        if (job.cancelled()) return;
        const int count = std::min(kBand, lines - j0 + 1);
        const int reachAbove = std::min(above, j0 + count - 1);
        const int reachBelow = std::min(below, j0 + count - 1);
        const auto place = [&](int i, int k) {
            return static_cast<std::size_t>(scene.eye.row + i) * width +
                   static_cast<std::size_t>(scene.eye.column + step * (j0 + k));
        };
        for (int i = -reachAbove; i <= reachBelow; ++i)
            for (int k = 0; k < count; ++k)
                heights[static_cast<std::size_t>(k) * length + static_cast<std::size_t>(above + i)] =
                    scene.surface.values[place(i, k)];
        for (int k = 0; k < count; ++k) {
            const auto middle = static_cast<std::size_t>(k) * length + static_cast<std::size_t>(above);
            wedge.look(j0 + k, heights.data() + middle, seen.empty() ? nullptr : seen.data() + middle,
                       needed.empty() ? nullptr : needed.data() + middle);
        }
        // The diagonals are the other wedges' too, with the same answer; those write them.
        for (int i = -reachAbove; i <= reachBelow; ++i)
            for (int k = std::max(0, std::abs(i) + 1 - j0); k < count; ++k) {
                const auto from = static_cast<std::size_t>(k) * length + static_cast<std::size_t>(above + i);
                if (!seen.empty()) target.seen[place(i, k)] = seen[from];
                if (!needed.empty()) target.needed[place(i, k)] = needed[from];
            }
    }
}

/// false: cancelled.
bool look(const Scene& scene, Target target, const Job& job) {
    std::atomic<int> done = 0;
    const auto after = [&](const auto& work) {
        work();
        job.tell(++done / 4.0);
    };
    tbb::parallel_invoke([&] { after([&] { lookVertically(scene, -1, target, job); }); },
                         [&] { after([&] { lookVertically(scene, 1, target, job); }); },
                         [&] { after([&] { lookSideways(scene, -1, target, job); }); },
                         [&] { after([&] { lookSideways(scene, 1, target, job); }); });
    return !job.cancelled();
}

/// Whether cells are in range and sector.
class Limits {
  public:
    Limits(const Scene& scene, const ViewshedOptions& options)
        : scene_(scene), square_(options.range > 0 ? options.range * options.range : 0) {
        double width = options.sectorTo - options.sectorFrom;
        width = width >= 360 || width <= -360 ? 360 : width < 0 ? width + 360 : width;
        whole_ = width == 360 || width == 0;
        from_ = options.sectorFrom;
        width_ = width;
    }
    bool everything() const { return whole_ && square_ == 0; }
    bool has(int column, int row) const {
        const double east = (column - scene_.eye.column) * scene_.surface.cellX;
        const double north = (scene_.eye.row - row) * scene_.surface.cellY;
        if (square_ > 0 && east * east + north * north > square_) return false;
        if (whole_ || (east == 0 && north == 0)) return true;
        double angle = std::atan2(east, north) * 180 / std::numbers::pi - from_;
        angle -= 360 * std::floor(angle / 360);
        return angle <= width_;
    }

  private:
    const Scene& scene_;
    double square_ = 0, from_ = 0, width_ = 360;
    bool whole_ = true;
};

}  // namespace

bool canStandAt(const Raster& surface, Point2 place) {
    const auto cell = cellAt(surface, place);
    return cell && !std::isnan(surface.at(cell->column, cell->row));
}

std::optional<Viewshed> viewshed(const Raster& surface, Point2 place, const ViewshedOptions& options,
                                 const Job& job) {
    if (!canStandAt(surface, place)) return std::nullopt;
    const Scene scene = sceneOf(surface, *cellAt(surface, place), options);
    Viewshed result;
    result.shape = shapeOf(surface);
    result.eyeAltitude = scene.altitude;
    geodata::reserveLarge(result.cells, surface.values.size());
    result.cells.assign(surface.values.size(), kNotLooked);
    const auto width = static_cast<std::size_t>(surface.width);
    result
        .cells[static_cast<std::size_t>(scene.eye.row) * width + static_cast<std::size_t>(scene.eye.column)] =
        kVisible;
    if (!look(scene, {result.cells.data(), nullptr}, job.part(0, 0.95))) return std::nullopt;

    const Limits limits(scene, options);
    std::atomic<std::size_t> visible = 0;
    std::atomic<std::size_t> looked = 0;
    forRows(surface.height, {}, [&](int begin, int end) {
        std::size_t seen = 0;
        std::size_t known = 0;
        for (int r = begin; r < end; ++r) {
            std::uint8_t* row = result.cells.data() + static_cast<std::size_t>(r) * width;
            if (!limits.everything() && r >= scene.top && r < scene.bottom)
                for (int c = scene.left; c < scene.right; ++c)
                    if (!limits.has(c, r)) row[c] = kNotLooked;
            const Tally counted = tally(row + scene.left, scene.right - scene.left);
            seen += counted.visible;
            known += counted.looked;
        }
        visible += seen;
        looked += known;
    });
    result.visible = visible;
    result.looked = looked;
    job.tell(1);
    return result;
}

std::optional<Raster> visibleFrom(const Raster& surface, Point2 place, const ViewshedOptions& options,
                                  const Job& job) {
    if (!canStandAt(surface, place)) return std::nullopt;
    const Scene scene = sceneOf(surface, *cellAt(surface, place), options);
    Raster needed = emptyLike(surface);
    const auto width = static_cast<std::size_t>(surface.width);
    needed.values[static_cast<std::size_t>(scene.eye.row) * width +
                  static_cast<std::size_t>(scene.eye.column)] = 0;
    if (!look(scene, {nullptr, needed.values.data()}, job)) return std::nullopt;
    const Limits limits(scene, options);
    if (!limits.everything())
        forRows(surface.height, {}, [&](int begin, int end) {
            for (int r = begin; r < end; ++r)
                for (int c = 0; c < surface.width; ++c)
                    if (!limits.has(c, r)) needed.values[static_cast<std::size_t>(r) * width + c] = kNan;
        });
    return needed;
}

std::optional<std::vector<ViewShare>> viewShares(const Raster& surface, const CellSet& cells, Point2 place,
                                                 const std::vector<double>& eyeAltitudes,
                                                 const ViewshedOptions& options, const Job& job) {
    if (!canStandAt(surface, place)) return std::nullopt;
    std::vector<ViewShare> shares;
    shares.reserve(eyeAltitudes.size());
    std::size_t all = 0;
    for (int r = 0; r < surface.height; ++r)
        for (int c = 0; c < surface.width; ++c) all += cells.has(c, r) && !std::isnan(surface.at(c, r));
    for (std::size_t i = 0; i < eyeAltitudes.size(); ++i) {
        ViewshedOptions storey = options;
        storey.eyeAltitude = eyeAltitudes[i];
        const auto n = static_cast<double>(eyeAltitudes.size());
        const auto seen = viewshed(surface, place, storey,
                                   job.part(static_cast<double>(i) / n, static_cast<double>(i + 1) / n));
        if (!seen) return std::nullopt;
        ViewShare share;
        share.all = all;
        for (int r = 0; r < surface.height; ++r)
            for (int c = 0; c < surface.width; ++c)
                share.seen += seen->at(c, r) == kVisible && cells.has(c, r);
        share.area = static_cast<double>(share.seen) * surface.cellX * surface.cellY;
        shares.push_back(share);
    }
    return shares;
}

std::optional<SightLine> lineOfSight(const Raster& surface, Point2 from, Point2 to,
                                     const SightOptions& options) {
    const double fromGround = surface.sample(from.x, from.y);
    const double toGround = surface.sample(to.x, to.y);
    SightLine line;
    line.distance = std::hypot(to.x - from.x, to.y - from.y);
    if (std::isnan(fromGround) || std::isnan(toGround) || !(line.distance > 0)) return std::nullopt;
    line.eyeAltitude = options.eyeAltitude.value_or(fromGround + options.eye);
    line.targetAltitude = toGround + options.target;
    const double bend = options.earthDiameter > 0 ? options.curvature / options.earthDiameter : 0;
    const auto sunk = [&](double distance) { return bend * distance * distance; };
    const double end = line.targetAltitude - sunk(line.distance);
    const double step = std::min(surface.cellX, surface.cellY) / 2;
    const auto pieces = static_cast<int>(std::min(std::ceil(line.distance / step), 1e8));
    line.clearance = std::numeric_limits<double>::infinity();
    double steepest = -std::numeric_limits<double>::infinity();
    for (int k = 1; k < pieces; ++k) {
        const double t = static_cast<double>(k) / pieces;
        const Point2 place{from.x + (to.x - from.x) * t, from.y + (to.y - from.y) * t};
        const double ground = surface.sample(place.x, place.y);
        if (std::isnan(ground)) {
            line.missing += line.distance / pieces;
            continue;
        }
        const double distance = line.distance * t;
        const double height = ground - sunk(distance);
        const double clearance = line.eyeAltitude + (end - line.eyeAltitude) * t - height;
        steepest = std::max(steepest, (height - line.eyeAltitude) / distance);
        if (clearance < line.clearance) {
            line.clearance = clearance;
            line.obstacle = place;
        }
    }
    if (!std::isfinite(line.clearance)) {
        line.clearance = std::max(line.eyeAltitude - fromGround, 0.0);
        line.obstacle = from;
    }
    line.visible = line.clearance >= 0;
    line.neededTarget =
        std::isfinite(steepest)
            ? std::max(0.0, line.eyeAltitude + steepest * line.distance - (toGround - sunk(line.distance)))
            : 0;
    return line;
}

}  // namespace atlas::analysis
