#include "analysis/viewshed.h"

#include <atomic>
#include <cmath>
#include <limits>

#include "analysis/sight_sweep.h"

namespace atlas::analysis {

using geodata::Point2;
using geodata::Raster;

bool canStandAt(const Raster& surface, Point2 place) {
    const auto cell = cellAt(surface, place);
    return cell && !std::isnan(surface.at(cell->column, cell->row));
}

std::optional<Viewshed> viewshed(const Raster& surface, Point2 place, const ViewshedOptions& options,
                                 const Job& job) {
    if (!canStandAt(surface, place)) return std::nullopt;
    const Sight sight(surface, *cellAt(surface, place), options);
    Viewshed result;
    result.shape = shapeOf(surface);
    result.eyeAltitude = sight.altitude;
    // A sight that takes in the whole raster writes every cell.
    if (sight.everything())
        result.cells.resize(surface.values.size());
    else
        result.cells.assign(surface.values.size(), kNotLooked);
    const auto width = static_cast<std::size_t>(surface.width);
    const auto row = [&](int r) { return result.cells.data() + static_cast<std::size_t>(r) * width; };
    row(sight.eye.row)[sight.eye.column] = kVisible;
    SightResults results{result.cells.data(), nullptr};
    if (!sweepSight(sight, results, job.part(0, 0.95))) return std::nullopt;
    std::atomic<std::size_t> visible = results.tally.visible + 1;  // and the eye's own cell
    std::atomic<std::size_t> looked = results.tally.looked + 1;
    if (!sight.sector.whole()) {
        visible = looked = 0;
        forRows(sight.bottom - sight.top, {}, [&](int begin, int end) {
            Counter counter;
            for (int r = sight.top + begin; r < sight.top + end; ++r) {
                keepSector(sight, r, row(r));
                const auto [first, last] = sight.columns(r);
                counter.add(row(r) + first, last - first);
            }
            const Tally sum = counter.tally();
            visible += sum.visible;
            looked += sum.looked;
        });
    }
    result.visible = visible;
    result.looked = looked;
    job.tell(1);
    return result;
}

std::optional<Raster> visibleFrom(const Raster& surface, Point2 place, const ViewshedOptions& options,
                                  const Job& job) {
    if (!canStandAt(surface, place)) return std::nullopt;
    const Sight sight(surface, *cellAt(surface, place), options);
    Raster needed = emptyLike(surface);
    const auto row = [&](int r) {
        return needed.values.data() + static_cast<std::size_t>(r) * static_cast<std::size_t>(surface.width);
    };
    row(sight.eye.row)[sight.eye.column] = 0;
    SightResults results{nullptr, needed.values.data()};
    if (!sweepSight(sight, results, job)) return std::nullopt;
    if (!sight.sector.whole())
        forRows(sight.bottom - sight.top, {}, [&](int begin, int end) {
            for (int r = sight.top + begin; r < sight.top + end; ++r) keepSector(sight, r, row(r));
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
