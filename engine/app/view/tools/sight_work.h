#pragma once
// What the sight tool computes. No GL, no window.

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "analysis/viewshed.h"
#include "app/analyse/analysis_output.h"
#include "app/building_footprints.h"
#include "app/view/tools/file_export.h"
#include "app/view/tools/tool_ground.h"
#include "app/view/tools/tool_state.h"
#include "geodata/raster.h"
#include "scene/ground_drapes.h"
#include "terrain/height_field.h"

namespace atlas::app {

struct SightQuestion;

/// Ground and buildings, read when they are first asked for. Any thread; what it is given outlives it.
class SightSources {
  public:
    SightSources(ToolGround& ground, const terrain::HeightField& field, const District& district)
        : grid_(ground), field_(field), district_(district) {}
    const geodata::Raster& ground() { return grid_.heights(); }
    ToolGround& grid() { return grid_; }
    const KnownBuildings& buildings();
    const District& district() const { return district_; }
    /// What hides the view in a question: buildings of known height and proposals, but not what the places in
    /// it lie in. Empty where buildings do not count.
    std::vector<analysis::Footprint> walls(const SightQuestion& question);

  private:
    ToolGround& grid_;
    const terrain::HeightField& field_;
    const District& district_;
    std::once_flag buildingsOnce_;
    KnownBuildings buildings_;
};

/// The colours of seen and hidden ground, sRGB and opacity.
constexpr std::array<std::uint8_t, 4> kSeenColor{255, 214, 92, 150}, kHiddenColor{30, 34, 60, 120};

struct SightAnswer {
    SightState of;
    bool coarse = false;
    scene::GroundPicture picture;                 ///< without width: the place lies outside, or on no data
    geodata::Raster seenFrom;                     ///< as SightShade::set; empty when coarse
    geodata::Point2 eye;                          ///< map
    double ground = 0, eyeAltitude = 0;           ///< metres
    double seen = 0, hidden = 0;                  ///< m² of ground that no building stands on
    std::optional<analysis::SightLine> toTarget;  ///< none: no target, or no height there
};

/// What is asked; places in map coordinates.
struct SightQuestion {
    SightState state;
    geodata::Point2 place;
    std::optional<geodata::Point2> target;
    std::vector<std::pair<Proposal, std::vector<geodata::Point2>>> proposals;  ///< and their footprints
};
/// Blocks; any thread, several at once. `coarse`: cells four times as wide, for a first picture. nullopt:
/// cancelled.
std::optional<SightAnswer> lookAround(SightSources& sources, const SightQuestion& question, bool coarse,
                                      const analysis::Job& job);

/// What each storey sees of the rivers.
struct RiverShares {
    geodata::Point2 place;  ///< degrees
    bool buildings = false;
    std::vector<analysis::ViewShare> storeys;  ///< from the lowest; empty: the map has no rivers
};
constexpr double kSightStorey = 3.3;  ///< metres
constexpr double kStoreyEye = 1.7;    ///< metres above a floor
constexpr int kSightStoreys = 40;
/// Blocks; any thread, several at once. nullopt: cancelled.
std::optional<RiverShares> riverShares(SightSources& sources, const SightQuestion& question,
                                       const analysis::Job& job);

/// What writes the viewshed of the whole ground as a GeoTIFF, as the command line does.
FileWriting viewshedFile(std::shared_ptr<SightSources> sources, SightQuestion question,
                         Provenance provenance);
/// What writes the line to the target, which the answer has. `obstacle`: degrees.
FileWriting sightLineFile(std::shared_ptr<SightSources> sources, SightQuestion question,
                          const SightAnswer& answer, geodata::Point2 obstacle, ExportFormat format,
                          Provenance provenance);

}  // namespace atlas::app
