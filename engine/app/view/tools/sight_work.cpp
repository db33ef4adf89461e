#include "app/view/tools/sight_work.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "analysis/grid.h"
#include "app/analyse/sight_table.h"
#include "app/ground_in_sight.h"
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

void noteView(const SightQuestion& question, double eyeAltitude, SightSources& sources,
              Provenance& provenance) {
    const SightState& state = question.state;
    const auto degrees = [](Point2 place) {
        return fmt::format("{:.7f},{:.7f} (EPSG:4326)", place.x, place.y);
    };
    provenance.emplace_back("at", degrees(state.place.front()));
    provenance.emplace_back("eye_m", fmt::format("{:.10g}", state.eye));
    provenance.emplace_back("eye_altitude_m", fmt::format("{:.10g}", eyeAltitude));
    provenance.emplace_back("curvature", fmt::format("{:.10g}", analysis::SightOptions().curvature));
    if (!state.buildings) return;
    const KnownBuildings& known = sources.buildings();
    provenance.emplace_back(
        "buildings",
        fmt::format("{} with a known height, as upright boxes; {} without one left out; {} "
                    "proposed; those that the places lie in left out; {}",
                    known.footprints.size(), known.unknown, question.proposals.size(), known.source));
}

}  // namespace

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
    auto seen = analysis::viewshed(surface, place, options, job.part(0, 0.3));
    if (!seen) return std::nullopt;
    hideCells(sources.grid().guessedOf(bare), *seen);
    Raster shown = analysis::emptyLike(surface);
    for (std::size_t i = 0; i < shown.values.size(); ++i) {
        if (seen->cells[i] == analysis::kNotLooked) continue;
        const bool inSight = seen->cells[i] == analysis::kVisible;
        shown.values[i] = static_cast<float>(inSight ? kSeen : kUnseen);
    }
    const double area = surface.cellX * surface.cellY;
    const GroundInSight counted = groundInSight(*seen, bare, surface);
    answer.seen = static_cast<double>(counted.seen) * area;
    answer.hidden = static_cast<double>(counted.hidden) * area;
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

FileWriting viewshedFile(std::shared_ptr<SightSources> sources, SightQuestion question,
                         Provenance provenance) {
    return [sources = std::move(sources), question = std::move(question), provenance = std::move(provenance)](
               OutputFile& file, const analysis::Job& job) {
        const Raster& bare = sources->ground();
        if (!analysis::canStandAt(bare, question.place))
            throw WorkError("There is no height data at this place: choose another.");
        Raster surface = bare;
        analysis::raise(surface, sources->walls(question));
        const auto cell = *analysis::cellAt(bare, question.place);
        const SightState& state = question.state;
        const analysis::ViewshedOptions options =
            optionsOf(state, bare.at(cell.column, cell.row) + state.eye);
        auto seen = analysis::viewshed(surface, question.place, options, job.part(0, 0.6));
        if (!seen) throw WorkError("cancelled; nothing was written");
        hideCells(sources->grid().guessed(), *seen);
        Provenance notes = provenance;
        noteView(question, *options.eyeAltitude, *sources, notes);
        notes.emplace_back("target_m", "0");
        notes.emplace_back("range_m", fmt::format("{:.10g}", state.range));
        if (state.angle < 360)
            notes.emplace_back("sector_deg",
                               fmt::format("{:.10g},{:.10g}", options.sectorFrom, options.sectorTo));
        writeGeoTiff(
            file.temporary().string(),
            {surface, nullptr, seen->cells.data(), analysis::kNotLooked, "viewshed: 255 seen, 0 hidden", ""},
            notes, job.part(0.6, 1));
    };
}

FileWriting sightLineFile(std::shared_ptr<SightSources> sources, SightQuestion question,
                          const SightAnswer& answer, Point2 obstacle, ExportFormat format,
                          Provenance provenance) {
    return [sources = std::move(sources), question = std::move(question), line = *answer.toTarget, obstacle,
            format, provenance = std::move(provenance)](OutputFile& file, const analysis::Job& job) {
        Provenance notes = provenance;
        noteView(question, line.eyeAltitude, *sources, notes);
        const Point2 target = question.state.target.front();
        notes.emplace_back("to", fmt::format("{:.7f},{:.7f} (EPSG:4326)", target.x, target.y));
        notes.emplace_back("target_m", fmt::format("{:.10g}", question.state.targetHeight));
        writeVector(file.temporary().string(), format,
                    sightTable(line, question.place, *question.target, obstacle, sources->ground().crs),
                    notes, job);
    };
}

}  // namespace atlas::app
