#include "app/view/tools/sight_work.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "analysis/grid.h"
#include "app/view/tools/ground_overlay.h"
#include "app/view/tools/proposal_tool.h"

namespace atlas::app {

using geodata::Point2;
using geodata::Raster;

namespace {

constexpr int kSightCoarse = 4;  // cells of the first answer's cell
constexpr int kSightZoom = 3;
constexpr double kSeen = 1, kUnseen = 0;

analysis::ViewshedOptions optionsOf(const SightState& state, double eyeAltitude) {
    analysis::ViewshedOptions options;
    options.eyeAltitude = eyeAltitude;
    options.range = state.range;
    options.sectorFrom = state.facing - state.angle / 2;
    options.sectorTo = state.facing + state.angle / 2;
    return options;
}

}  // namespace

const Raster& SightSources::ground() {
    std::call_once(groundOnce_, [this] {
        ground_ = analysis::groundRaster(field_, field_.extent(), district_.catalog.crs);
    });
    return ground_;
}

const KnownBuildings& SightSources::buildings() {
    std::call_once(buildingsOnce_, [this] {
        buildings_ =
            knownBuildings(district_.layers, [this](double x, double y) { return field_.heightAt(x, y); });
    });
    return buildings_;
}

std::vector<analysis::Footprint> SightSources::walls(const SightQuestion& question) {
    if (!question.state.buildings) return {};
    std::vector<analysis::Footprint> footprints = buildings().footprints;
    for (const auto& [proposal, map] : question.proposals) {
        const ProposalFigures figures =
            figuresOf(proposal, map, [this](double x, double y) { return field_.heightAt(x, y); });
        if (map.size() > 2 && std::isfinite(figures.roof)) footprints.push_back({{map}, figures.roof});
    }
    leaveOut(footprints, question.place);
    if (question.target) leaveOut(footprints, *question.target);
    return footprints;
}

std::optional<SightAnswer> lookAround(SightSources& sources, const SightQuestion& question, bool coarse,
                                      const analysis::Job& job) {
    const SightState& state = question.state;
    const Point2 place = question.place;
    SightAnswer answer;
    answer.of = state;
    answer.coarse = coarse;
    answer.eye = place;
    const Raster& whole = sources.ground();
    if (!analysis::canStandAt(whole, place)) return answer;
    Raster bare = analysis::cropped(
        whole, {place.x - state.range, place.y - state.range, place.x + state.range, place.y + state.range});
    if (coarse && bare.width > 0) bare = analysis::coarsened(bare, kSightCoarse);
    if (bare.width == 0 || !analysis::canStandAt(bare, place)) return answer;
    Raster surface = bare;
    const auto walls = sources.walls(question);
    analysis::raise(surface, walls);
    if (job.cancelled()) return std::nullopt;
    const auto cell = *analysis::cellAt(bare, place);
    answer.ground = bare.at(cell.column, cell.row);
    answer.eyeAltitude = answer.ground + state.eye;
    const analysis::ViewshedOptions options = optionsOf(state, answer.eyeAltitude);
    const auto seen = analysis::viewshed(surface, place, options, job.part(0, 0.3));
    if (!seen) return std::nullopt;
    Raster shown = analysis::emptyLike(surface);
    std::size_t visible = 0;
    std::size_t hidden = 0;
    for (std::size_t i = 0; i < shown.values.size(); ++i) {
        if (seen->cells[i] == analysis::kNotLooked) continue;
        const bool inSight = seen->cells[i] == analysis::kVisible;
        shown.values[i] = static_cast<float>(inSight ? kSeen : kUnseen);
        if (surface.values[i] == bare.values[i]) ++(inSight ? visible : hidden);
    }
    const double area = surface.cellX * surface.cellY;
    answer.seen = static_cast<double>(visible) * area;
    answer.hidden = static_cast<double>(hidden) * area;
    auto picture = classPicture(shown, {{0.5}, {kHiddenColor, kSeenColor}},
                                coarse ? kSightCoarse * kSightZoom : kSightZoom, job.part(0.3, 0.7));
    if (!picture) return std::nullopt;
    answer.picture = std::move(*picture);
    if (!coarse) {
        auto needed = analysis::visibleFrom(surface, place, options, job.part(0.7, 1));
        if (!needed) return std::nullopt;
        answer.seenFrom = std::move(*needed);
        for (std::size_t i = 0; i < surface.values.size(); ++i)
            answer.seenFrom.values[i] += surface.values[i];
    }
    if (question.target) {
        // The line may go farther than the range.
        geodata::Extent box;
        box.expand(place.x, place.y);
        box.expand(question.target->x, question.target->y);
        const double margin = 2 * std::max(whole.cellX, whole.cellY);
        Raster far = analysis::cropped(
            whole, {box.minX - margin, box.minY - margin, box.maxX + margin, box.maxY + margin});
        analysis::raise(far, walls);
        analysis::SightOptions line;
        line.eyeAltitude = answer.eyeAltitude;
        line.target = state.targetHeight;
        answer.toTarget = analysis::lineOfSight(far, place, *question.target, line);
    }
    return answer;
}

std::optional<RiverShares> riverShares(SightSources& sources, const SightQuestion& question,
                                       const analysis::Job& job) {
    const SightState& state = question.state;
    const Point2 place = question.place;
    RiverShares result;
    result.place = state.place.front();
    result.buildings = state.buildings;
    const LoadedLayer* rivers = sources.district().layerOfKind("rivers");
    const Raster& ground = sources.ground();
    if (rivers == nullptr || !rivers->table || !analysis::canStandAt(ground, place)) return result;
    const auto cell = *analysis::cellAt(ground, place);
    std::vector<double> eyes;
    eyes.reserve(kSightStoreys);
    for (int storey = 0; storey < kSightStoreys; ++storey)
        eyes.push_back(ground.at(cell.column, cell.row) + storey * kSightStorey + kStoreyEye);
    Raster surface = ground;
    analysis::raise(surface, sources.walls(question));
    analysis::CellSet water = analysis::cellsInside(ground, *rivers->table);
    leaveOutRaised(water, ground, surface);
    auto shares = analysis::viewShares(surface, water, place, eyes, {}, job);
    if (!shares) return std::nullopt;
    result.storeys = std::move(*shares);
    return result;
}

}  // namespace atlas::app
