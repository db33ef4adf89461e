#pragma once
// What the planner's tools hold, as part of the session: saved, reloaded, compared. Places are degrees
// longitude, latitude (WGS 84), so that a session outlives a change of the map's CRS.

#include <array>
#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "geodata/geometry.h"
#include "geodata/report.h"

namespace atlas::app {

inline constexpr std::array kReliefKinds{"", "slope", "aspect", "hillshade", "heights"};
constexpr std::size_t kMostBreaks = 8;  ///< limits between classes

struct Measurement {
    std::string kind;  ///< point | distance | area | building
    std::string name;
    std::vector<geodata::Point2> points;
    std::string feature;     ///< of a building: "layer:feature id"
    std::string extra = {};  ///< TOML that another version wrote and this one does not know; kept
    bool operator==(const Measurement&) const = default;
};

struct ProfileState {
    std::vector<geodata::Point2> line;  ///< empty: none
    std::string name;                   ///< of the way it follows, "" = drawn by hand
    bool operator==(const ProfileState&) const = default;
};

struct FloodState {
    bool depths = false;  ///< depth classes on the ground instead of risen water
    bool operator==(const FloodState&) const = default;
};

struct ReliefState {
    std::string kind;                                 ///< "" = none | slope | aspect | hillshade | heights
    std::vector<double> slopes{8, 15, 25, 35};        ///< degrees, ascending
    std::vector<double> heights{180, 220, 260, 300};  ///< metres, ascending
    double opacity = 0.75;                            ///< 0..1
    double interval = 10;                             ///< metres between contour lines
    bool operator==(const ReliefState&) const = default;
};

struct SightState {
    std::vector<geodata::Point2> place;        ///< none or one
    double eye = 1.7;                          ///< metres above the ground
    double range = 2000;                       ///< metres
    double facing = 0;                         ///< degrees clockwise from grid north, middle of the view
    double angle = 360;                        ///< degrees of the view
    bool buildings = true;                     ///< those of known height hide
    std::vector<geodata::Point2> target = {};  ///< none or one: the other end of a line of sight
    double targetHeight = 0;                   ///< metres above its ground
    bool operator==(const SightState&) const = default;
};

struct SunState {
    bool hours = false;  ///< hours of sun on the ground are shown
    std::string date;    ///< "2026-01-20"; "" = the session's day
    double least = 2;    ///< hours that a rule asks for
    bool operator==(const SunState&) const = default;
};

struct Proposal {
    std::string name;
    std::vector<geodata::Point2> footprint;
    int storeys = 10;
    double storey = 3.3;     ///< metres
    double base = 0;         ///< metres above the lowest ground under it
    std::string extra = {};  ///< as Measurement::extra
    bool operator==(const Proposal&) const = default;
};

struct EarthworkState {
    std::vector<geodata::Point2> plot;    ///< outline; empty: none
    bool balanced = true;                 ///< at the height where cut and fill are equal
    double height = 0;                    ///< metres at the plot's middle, where not balanced
    double slope = 0;                     ///< per cent
    double toward = 180;                  ///< degrees clockwise from grid north, downhill
    std::vector<double> depths{1, 3, 6};  ///< metres of cut and of fill, > 0, ascending
    bool operator==(const EarthworkState&) const = default;
};

struct SkylineState {
    std::vector<geodata::Point2> place;  ///< none or one
    double eye = 1.7;                    ///< metres above the ground
    bool buildings = true;               ///< those of known height are part of the skyline
    bool operator==(const SkylineState&) const = default;
};

struct ToolState {
    std::string open;  ///< the tool whose panel is shown, "" = none
    std::vector<Measurement> measurements;
    ProfileState profile;
    FloodState flood;
    ReliefState relief;
    SightState sight;
    SunState sun;
    std::vector<Proposal> proposals;
    EarthworkState earthwork;
    SkylineState skyline;
    std::string extra = {};  ///< as Measurement::extra
    bool operator==(const ToolState&) const = default;
};

/// As a tree, see toml_tree.h.
nlohmann::json toolsToTree(const ToolState& state);
/// What the object does not name, or names in a way that cannot be used, stays as in `base`; elements of a
/// list that cannot be used are left out. Problems name the key.
ToolState toolsFromTree(const nlohmann::json& object, const ToolState& base, geodata::Report& report);

}  // namespace atlas::app
