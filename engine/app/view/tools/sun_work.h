#pragma once
// What the sun tool computes and writes. No GL, no window.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analysis/refusal.h"
#include "app/analyse/analysis_output.h"
#include "app/district.h"
#include "app/view/tools/file_export.h"
#include "app/view/tools/tool_ground.h"
#include "app/view/tools/tool_state.h"

namespace atlas::app {

/// Hours of the day that count, true solar time. China's housing standard GB 50180 counts 8 to 16 on the day
/// of Great Cold and 9 to 15 at the winter solstice; on other days there is no rule, and all hours count.
/// `date`: "2026-01-20" by clocks `zone` seconds ahead of UTC, which a day of the year also depends on.
std::pair<double, double> hoursThatCount(const std::string& date, double zone);

/// The day by such clocks when the sun reaches a longitude, as scene::seasonTime has it; since 1970.
int seasonDay(int year, double degrees, double zone);
/// Longitudes of the sun on the days that the standard names.
constexpr double kGreatCold = 300, kWinterSolstice = 270;

struct SunQuestion {
    std::string date, zone;    ///< zone: "+08:00", "" = UTC
    double from = 0, to = 24;  ///< hours of true solar time
    bool buildings = true;     ///< those of known height cast shadows
    std::vector<std::pair<Proposal, std::vector<geodata::Point2>>> proposals;  ///< and their footprints on
                                                                               ///< the map
};

struct SunHours {
    geodata::Raster hours;      ///< of the measured ground; NaN under buildings
    double longest = 0;         ///< hours that count
    std::size_t moments = 0;    ///< with the sun above the horizon
    analysis::Refusal refused;  ///< why there are none
};

/// Cells of the coarse answer's cell.
constexpr int kSunCoarse = 4;
/// Every 15 minutes. Blocks; any thread, several at once. `coarse`: for a first picture. nullopt: cancelled.
std::optional<SunHours> hoursOfSun(ToolGround& ground, const terrain::HeightField& field,
                                   const District& district, const SunQuestion& question, bool coarse,
                                   const analysis::Job& job);

/// What writes them as a GeoTIFF. `least`: hours that a rule asks for, noted. What it is given outlives it.
FileWriting sunFile(ToolGround& ground, const terrain::HeightField& field, const District& district,
                    SunQuestion question, double least, Provenance provenance);

}  // namespace atlas::app
