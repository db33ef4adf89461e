#pragma once
// The analyses of `yuzhong analyse`, as their options say. Each writes its file or throws WorkError or
// UsageError; returns the exit status.

#include <optional>
#include <string>
#include <vector>

#include "analysis/sun_hours.h"
#include "app/analyse/analysis_run.h"

namespace atlas::app {

struct ReliefOptions : AnalysisOptions {
    std::string method = "horn";  ///< horn | zevenbergen
    bool percent = false;
    bool edges = false;
    double exaggeration = 1;
    double azimuth = 315, altitude = 45;
};
int analyseSlope(const CommandLine& line, const ReliefOptions& options);
int analyseAspect(const CommandLine& line, const ReliefOptions& options);
int analyseHillshade(const CommandLine& line, const ReliefOptions& options);

struct ContourOptions : AnalysisOptions {
    double interval = 0, base = 0;
};
int analyseContours(const CommandLine& line, const ContourOptions& options);

struct ProfileCommandOptions : AnalysisOptions {
    std::string from, to, along, chart;
    std::string crossings;  ///< table of what the line crosses; "" = not asked for
    double step = 5;
};
int analyseProfile(const CommandLine& line, const ProfileCommandOptions& options);

struct ViewshedCommandOptions : AnalysisOptions {
    std::string at;
    double eye = 1.7, target = 0, range = 0, curvature = 0.85714;
    std::string sector;  ///< "FROM,TO" degrees
    bool buildings = false;
    bool asGdal = false;
    bool needed = false;  ///< metres above the ground from which a place is seen, instead of yes and no
};
int analyseViewshed(const CommandLine& line, const ViewshedCommandOptions& options);

struct FloodCommandOptions : AnalysisOptions {
    double level = 0;
    std::string datum = "huanghai";  ///< huanghai | wusong
    std::string affected, rivers;
};
int analyseFlood(const CommandLine& line, const FloodCommandOptions& options);

struct SunCommandOptions : AnalysisOptions {
    std::string date, zone, hours;  ///< hours: "FROM,TO" of true solar time
    double step = 15, above = 0, least = 2;
    bool buildings = false;
};
int analyseSun(const CommandLine& line, const SunCommandOptions& options);
/// The sun's moments of a day over the ground; `zone` "" = the map's, `hours` "FROM,TO" or "". Notes them.
/// Throws UsageError.
analysis::SunDay sunOf(AnalysisRun& run, const std::string& date, const std::string& zone,
                       const std::string& hours, double step);

/// An eye over a place.
struct EyeOptions : AnalysisOptions {
    double eye = 1.7, curvature = 0.85714;
    bool buildings = false;
};

struct LineOfSightOptions : EyeOptions {
    std::string from, to;
    double target = 0;
};
int analyseSight(const CommandLine& line, const LineOfSightOptions& options);

struct ViewsOptions : EyeOptions {
    std::string at;
    double storeys = 40;  ///< a whole number
    double storey = 3.3;  ///< metres
};
int analyseViews(const CommandLine& line, const ViewsOptions& options);

struct SkylineCommandOptions : EyeOptions {
    std::string at;
    double fromAzimuth = 0, toAzimuth = 360, step = 0.25;
};
int analyseSkyline(const CommandLine& line, const SkylineCommandOptions& options);

struct ProposalCommandOptions : EyeOptions {
    std::string at;
    double width = 0, depth = 0;  ///< metres
    double bearing = 0;           ///< of its depth, degrees clockwise from grid north
    double storeys = 0;           ///< a whole number
    double storey = 3.3;          ///< metres
    double base = 0;              ///< metres above the lowest ground under it
    std::string from;             ///< where its skyline is seen from; "" = not asked for
    std::string views;            ///< table of what each storey sees; "" = not asked for
    std::string date, zone, hours;
    double least = 2;
    std::string shadow;  ///< map of the hours of sun that it takes; "" = not asked for
};
int analyseProposal(const CommandLine& line, const ProposalCommandOptions& options);

struct MeasureOptions : AnalysisOptions {
    std::vector<std::string> points;  ///< "LON,LAT" each
    bool area = false;
};
int analyseMeasure(const CommandLine& line, const MeasureOptions& options);

struct BuildingOptions : AnalysisOptions {
    std::string building;  ///< "LAYER:ID"
    std::string at;        ///< or a place in it
};
int analyseBuilding(const CommandLine& line, const BuildingOptions& options);

struct EarthworkCommandOptions : AnalysisOptions {
    std::string plot;  ///< "FILE[|LAYER]"
    std::optional<double> level;
    double slope = 0, toward = 180;
};
int analyseEarthwork(const CommandLine& line, const EarthworkCommandOptions& options);

struct ClassesOptions : AnalysisOptions {
    std::vector<double> breaks;
    std::string of = "heights";  ///< heights | slope
};
int analyseClasses(const CommandLine& line, const ClassesOptions& options);

}  // namespace atlas::app
