// yuzhong analyse: what its subcommands take; engine/app/analyse does the work.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "app/analyse/analyses.h"
#include "app/place_text.h"

namespace atlas::app {

namespace {

/// The options of one analysis, registered in the language of the help.
class Command {
  public:
    Command(CommandLine& line, CLI::App& parent, const char* name, const char* description)
        : line_(line), app_(line.addTo(parent, name, description)) {}

    /// Ground and output.
    void common(AnalysisOptions& options, const char* out) {
        app_.add_option("--dem", options.ground.dem,
                        tr("Heights to analyse, any raster that GDAL opens; without it the map's ground"))
            ->type_name("FILE");
        app_.add_option("--dem-crs", options.ground.demCrs, tr("CRS of --dem; without it as the file says"))
            ->type_name("CRS");
        app_.add_option("--band", options.ground.band, tr("Band of --dem that holds the heights"))
            ->type_name("N");
        app_.add_flag("--extrapolated", options.ground.guessed,
                      tr("Keep ground that was continued beyond the measured points"));
        app_.add_option("--out", options.out, tr("File to write"))->type_name(out)->required();
    }
    void places(AnalysisOptions& options) {
        app_.add_option("--crs", options.crs,
                        tr("CRS of the places, such as EPSG:4545, GCJ02 or BD09; without it WGS 84"))
            ->type_name("CRS");
    }
    CLI::Option* text(const char* option, std::string& value, const char* type, const char* help) {
        return app_.add_option(option, value, help)->type_name(type);
    }
    CLI::Option* choice(const char* option, std::string& value, std::vector<std::string> values,
                        const char* help) {
        const std::string type = fmt::format("{}", fmt::join(values, "|"));
        return app_.add_option(option, value, help)
            ->check(CLI::IsMember(std::move(values)).description(""))
            ->type_name(type);
    }
    void flag(const char* option, bool& value, const char* help) { app_.add_flag(option, value, help); }
    CLI::Option* texts(const char* option, std::vector<std::string>& values, const char* type,
                       const char* help) {
        return app_.add_option(option, values, help)->type_name(type);
    }
    CLI::Option* numbers(const char* option, std::vector<double>& values, const char* help) {
        return app_.add_option(option, values, help)->type_name("N");
    }
    /// A finite number between two bounds, both allowed.
    template <class Number>
    CLI::Option* number(const char* option, Number& value, double low, double high, const char* help) {
        const std::string wrong = tr("expected a number between {:g} and {:g}");
        return app_.add_option(option, value, help)
            ->type_name("N")
            ->check(CLI::Validator(
                [low, high, wrong, option = std::string(option)](const std::string& typed) {
                    const auto parsed = finiteNumber(typed);
                    return parsed && *parsed >= low && *parsed <= high
                               ? std::string()
                               : option + " " + typed + ": " + fmt::format(fmt::runtime(wrong), low, high);
                },
                ""));
    }
    template <class Options>
    void runs(int (*analysis)(const CommandLine&, const Options&), std::shared_ptr<Options> options) {
        app_.callback([&line = line_, analysis, options] {
            line.run = [&line, analysis, options] { return analysis(line, *options); };
        });
    }
    void footer(const char* text) { app_.footer(text); }

  private:
    const char* tr(const char* id) const { return line_.tr(id); }
    CommandLine& line_;
    CLI::App& app_;
};

constexpr double kFar = 1e7;  // metres; beyond it nothing on the earth lies

void addRelief(CommandLine& line, CLI::App& parent) {
    const auto add = [&](const char* name, const char* description,
                         int (*analysis)(const CommandLine&, const ReliefOptions&)) {
        const auto options = std::make_shared<ReliefOptions>();
        Command command(line, parent, name, description);
        command.common(*options, "FILE.tif");
        command.choice("--method", options->method, {"horn", "zevenbergen"},
                       line.tr("Gradient: Horn (1981) or Zevenbergen and Thorne (1987)"));
        command.flag("--edges", options->edges,
                     line.tr("Values for the outermost cells and beside no data, too"));
        command.number("--exaggeration", options->exaggeration, 0.001, 1000,
                       line.tr("Heights are multiplied by this first"));
        command.runs(analysis, options);
        return std::pair{command, options};
    };
    auto [slope, slopeOptions] = add("slope", line.tr("Steepness in degrees"), analyseSlope);
    slope.flag("--percent", slopeOptions->percent, line.tr("Per cent instead of degrees"));
    add("aspect", line.tr("Direction that slopes face, degrees clockwise from grid north"), analyseAspect);
    auto [shade, shadeOptions] = add("hillshade", line.tr("Relief in light and shade"), analyseHillshade);
    shade.number("--azimuth", shadeOptions->azimuth, 0, 360,
                 line.tr("Where the light comes from, degrees clockwise from grid north"));
    shade.number("--altitude", shadeOptions->altitude, 0, 90,
                 line.tr("How high the light stands, degrees above the horizon"));
}

void addContours(CommandLine& line, CLI::App& parent) {
    const auto options = std::make_shared<ContourOptions>();
    Command command(line, parent, "contours", line.tr("Contour lines"));
    command.common(*options, "FILE.gpkg|.geojson|.csv");
    command.number("--interval", options->interval, 1e-3, kFar, line.tr("Metres from line to line"))
        ->required();
    command.number("--base", options->base, -kFar, kFar, line.tr("A height that has a line; without it 0"));
    command.runs(analyseContours, options);
}

void addProfile(CommandLine& line, CLI::App& parent) {
    const auto options = std::make_shared<ProfileCommandOptions>();
    Command command(line, parent, "profile", line.tr("Heights along a line"));
    command.common(*options, "FILE.csv|.geojson|.gpkg");
    command.places(*options);
    command.text("--from", options->from, "LON,LAT", line.tr("Where the line begins"));
    command.text("--to", options->to, "LON,LAT", line.tr("Where the line ends"));
    command.text("--along", options->along, "LAYER:ID", line.tr("A line of the map instead"));
    command.number("--step", options->step, 1e-3, kFar, line.tr("Metres between points at most"));
    command.text("--chart", options->chart, "FILE.png", line.tr("Also draw the section as a picture"));
    command.text("--crossings", options->crossings, "FILE.csv|.geojson|.gpkg",
                 line.tr("Also list the streets, buildings, rivers and other named features it crosses, with "
                         "distances"));
    command.footer(
        line.tr("The column \"crosses\" names what is crossed since the row before. Ground that was "
                "continued beyond the\nmeasured points has no height, or, with --extrapolated, a 1 "
                "in the column \"extrapolated\"."));
    command.runs(analyseProfile, options);
}

void addViewshed(CommandLine& line, CLI::App& parent) {
    const auto options = std::make_shared<ViewshedCommandOptions>();
    Command command(line, parent, "viewshed", line.tr("What is seen from a place: 255 seen, 0 hidden"));
    command.common(*options, "FILE.tif");
    command.places(*options);
    command.text("--at", options->at, "LON,LAT", line.tr("Where the observer stands"))->required();
    command.number("--eye", options->eye, 0, kFar, line.tr("Metres of the eye above the ground"));
    command.number("--target", options->target, 0, kFar,
                   line.tr("Metres above the ground of what is looked at"));
    command.number("--range", options->range, 0, kFar, line.tr("Metres looked at most; without it all"));
    command.text("--sector", options->sector, "FROM,TO",
                 line.tr("Only this sector, degrees clockwise from grid north"));
    command.number(
        "--curvature", options->curvature, 0, 1,
        line.tr("Share of the earth's curvature that counts: 6/7 with refraction, 0 for a flat earth"));
    command.flag("--buildings", options->buildings,
                 line.tr("Buildings of known height hide and are seen, too"));
    command.flag("--as-gdal", options->asGdal,
                 line.tr("The observer's own cell hides lower ground beside it, as gdal_viewshed has it"));
    command.flag("--needed", options->needed,
                 line.tr("Instead: metres above each cell's ground from which the place is seen"));
    command.runs(analyseViewshed, options);
}

void addFlood(CommandLine& line, CLI::App& parent) {
    const auto options = std::make_shared<FloodCommandOptions>();
    Command command(line, parent, "flood",
                    line.tr("Depth of water that has risen from the rivers to a level"));
    command.common(*options, "FILE.tif");
    command.number("--level", options->level, -500, 9000, line.tr("Level of the water, metres"))->required();
    command.choice("--datum", options->datum, {"huanghai", "wusong"},
                   line.tr("What the level is counted from; without it huanghai"));
    command.text("--affected", options->affected, "FILE.csv|.geojson|.gpkg",
                 line.tr("Also list the sites, ways, stations and places it reaches, with their levels"));
    command.text("--rivers", options->rivers, "FILE[|LAYER]",
                 line.tr("Polygons that the water rises from; without it the map's rivers"));
    command.footer(
        line.tr("Still water, level everywhere: no flow, no walls, no drains. The map's heights are "
                "true to several metres:\ngood for which quarters lie low, not for a flood permit."));
    command.runs(analyseFlood, options);
}

void addSun(CommandLine& line, CLI::App& parent) {
    const auto options = std::make_shared<SunCommandOptions>();
    Command command(line, parent, "sun", line.tr("Hours of direct sun on a day"));
    command.common(*options, "FILE.tif");
    command.text("--date", options->date, "YYYY-MM-DD", line.tr("The day"))->required();
    command.text("--zone", options->zone, "+HH:MM", line.tr("Zone of the day; without it the map's"));
    command.number("--step", options->step, 1, 120, line.tr("Minutes between moments"));
    command.text(
        "--hours", options->hours, "FROM,TO",
        line.tr("Only these hours of true solar time count; GB 50180: 8,16 on the day of Great Cold, "
                "9,15 at the winter solstice"));
    command.number("--above", options->above, 0, kFar,
                   line.tr("Metres above the ground for which it is asked, such as a window sill"));
    command.number("--least", options->least, 0, 24, line.tr("Hours that a rule asks for; without it 2"));
    command.flag("--buildings", options->buildings, line.tr("Buildings of known height cast shadows, too"));
    command.runs(analyseSun, options);
}

void addEye(CommandLine& line, Command& command, EyeOptions& options) {
    command.number("--eye", options.eye, 0, kFar, line.tr("Metres of the eye above the ground"));
    command.number(
        "--curvature", options.curvature, 0, 1,
        line.tr("Share of the earth's curvature that counts: 6/7 with refraction, 0 for a flat earth"));
    command.flag("--buildings", options.buildings,
                 line.tr("Buildings of known height hide and are seen, too"));
}

void addSight(CommandLine& line, CLI::App& parent) {
    const auto options = std::make_shared<LineOfSightOptions>();
    Command command(line, parent, "sight",
                    line.tr("Whether one place sees another, and what stands between"));
    command.common(*options, "FILE.geojson|.gpkg|.csv");
    command.places(*options);
    command.text("--from", options->from, "LON,LAT", line.tr("Where the observer stands"))->required();
    command.text("--to", options->to, "LON,LAT", line.tr("What is looked at"))->required();
    command.number("--target", options->target, 0, kFar,
                   line.tr("Metres above the ground of what is looked at"));
    addEye(line, command, *options);
    command.runs(analyseSight, options);
}

void addViews(CommandLine& line, CLI::App& parent) {
    const auto options = std::make_shared<ViewsOptions>();
    Command command(line, parent, "views",
                    line.tr("How much of the rivers' water a place sees from each storey"));
    command.common(*options, "FILE.csv|.geojson|.gpkg");
    command.places(*options);
    command.text("--at", options->at, "LON,LAT", line.tr("Where the building stands"))->required();
    command.number("--storeys", options->storeys, 1, 200, line.tr("How many storeys"));
    command.number("--storey", options->storey, 1, 20, line.tr("Metres of a storey"));
    addEye(line, command, *options);
    command.runs(analyseViews, options);
}

void addSkyline(CommandLine& line, CLI::App& parent) {
    const auto options = std::make_shared<SkylineCommandOptions>();
    Command command(line, parent, "skyline", line.tr("Where ground and sky meet, as seen from a place"));
    command.common(*options, "FILE.csv|.geojson|.gpkg");
    command.places(*options);
    command.text("--at", options->at, "LON,LAT", line.tr("Where the observer stands"))->required();
    command.number("--from-azimuth", options->fromAzimuth, -360, 720,
                   line.tr("Where the view begins, degrees clockwise from grid north"));
    command.number("--to-azimuth", options->toAzimuth, -360, 720, line.tr("Where it ends"));
    command.number("--step", options->step, 0.01, 90, line.tr("Degrees from one direction to the next"));
    addEye(line, command, *options);
    command.runs(analyseSkyline, options);
}

void addProposal(CommandLine& line, CLI::App& parent) {
    const auto options = std::make_shared<ProposalCommandOptions>();
    Command command(line, parent, "proposal",
                    line.tr("A building that does not stand yet, as an upright box: its height above ground "
                            "and ridge, cut and fill, skyline, views, shadow"));
    command.common(*options, "FILE.csv|.geojson|.gpkg");
    command.places(*options);
    command.text("--at", options->at, "LON,LAT", line.tr("The middle of the building"))->required();
    command.number("--width", options->width, 0.5, 1000, line.tr("Metres across"))->required();
    command.number("--depth", options->depth, 0.5, 1000, line.tr("Metres along the bearing"))->required();
    command.number("--bearing", options->bearing, -360, 360,
                   line.tr("Where its depth points to, degrees clockwise from grid north"));
    command.number("--storeys", options->storeys, 1, 200, line.tr("How many storeys"))->required();
    command.number("--storey", options->storey, 1, 20, line.tr("Metres of a storey"));
    command.number("--base", options->base, -100, 100,
                   line.tr("Metres of its base above the lowest ground under it; without it 0"));
    command.text("--from", options->from, "LON,LAT",
                 line.tr("Also how it stands against the skyline as seen from here"));
    command.text("--views", options->views, "FILE.csv|.geojson|.gpkg",
                 line.tr("Also what each storey sees of the rivers' water"));
    command.text("--date", options->date, "YYYY-MM-DD",
                 line.tr("Also the hours of sun that it takes from the ground on this day"));
    command.text("--shadow", options->shadow, "FILE.tif", line.tr("Those hours as a map; needs --date"));
    command.text("--zone", options->zone, "+HH:MM", line.tr("Zone of the day; without it the map's"));
    command.text(
        "--hours", options->hours, "FROM,TO",
        line.tr("Only these hours of true solar time count; GB 50180: 8,16 on the day of Great Cold, "
                "9,15 at the winter solstice"));
    command.number("--least", options->least, 0, 24, line.tr("Hours that a rule asks for; without it 2"));
    addEye(line, command, *options);
    command.runs(analyseProposal, options);
}

void addMeasure(CommandLine& line, CLI::App& parent) {
    const auto options = std::make_shared<MeasureOptions>();
    Command command(line, parent, "measure",
                    line.tr("Coordinates of a point, lengths and directions of a line, or an area"));
    command.common(*options, "FILE.csv|.geojson|.gpkg");
    command.places(*options);
    command.texts("--points", options->points, "LON,LAT", line.tr("The places, one after the other"))
        ->required();
    command.flag("--area", options->area, line.tr("The area that they enclose"));
    command.runs(analyseMeasure, options);
}

void addBuilding(CommandLine& line, CLI::App& parent) {
    const auto options = std::make_shared<BuildingOptions>();
    Command command(line, parent, "building",
                    line.tr("Height of a building of the map above its ground, and where it is known from"));
    command.common(*options, "FILE.csv|.geojson|.gpkg");
    command.places(*options);
    command.text("--building", options->building, "LAYER:ID", line.tr("The building"));
    command.text("--at", options->at, "LON,LAT", line.tr("Or a place in it"));
    command.runs(analyseBuilding, options);
}

void addEarthwork(CommandLine& line, CLI::App& parent) {
    const auto options = std::make_shared<EarthworkCommandOptions>();
    Command command(line, parent, "earthwork", line.tr("Earth to be moved to make a plot a plane"));
    command.common(*options, "FILE.tif");
    command.text("--plot", options->plot, "FILE[|LAYER]", line.tr("Polygons of the plot"))->required();
    command.number("--level", options->level, -1e4, 1e4,
                   line.tr("Metres of the plane at the plot's middle; without it cut and fill are equal"));
    command.number("--slope", options->slope, 0, 100, line.tr("Per cent that the plane falls"));
    command.number("--toward", options->toward, 0, 360,
                   line.tr("Where it falls to, degrees clockwise from grid north"));
    command.runs(analyseEarthwork, options);
}

void addClasses(CommandLine& line, CLI::App& parent) {
    const auto options = std::make_shared<ClassesOptions>();
    Command command(line, parent, "classes", line.tr("Heights or slopes in classes, with their areas"));
    command.common(*options, "FILE.tif");
    command.numbers("--breaks", options->breaks, line.tr("Where classes begin, ascending"))->required();
    command.choice("--of", options->of, {"heights", "slope"}, line.tr("What is put in classes"));
    command.runs(analyseClasses, options);
}

}  // namespace

void addAnalyse(CommandLine& line) {
    auto& analyse = line.add("analyse", line.tr("Analyse the ground: slope, contours, views, floods, sun"));
    analyse.require_subcommand(1);
    addRelief(line, analyse);
    addContours(line, analyse);
    addProfile(line, analyse);
    addViewshed(line, analyse);
    addFlood(line, analyse);
    addSun(line, analyse);
    addSight(line, analyse);
    addViews(line, analyse);
    addSkyline(line, analyse);
    addProposal(line, analyse);
    addMeasure(line, analyse);
    addBuilding(line, analyse);
    addEarthwork(line, analyse);
    addClasses(line, analyse);
}

}  // namespace atlas::app
