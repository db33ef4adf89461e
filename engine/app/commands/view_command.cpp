// yuzhong [view]: the window.

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "app/command_line.h"
#include "app/district.h"
#include "app/failure.h"
#include "app/kiosk/heartbeat.h"
#include "app/kiosk/supervisor.h"
#include "app/view/picture_session.h"
#include "app/view/tour/tour.h"
#include "app/view/window_loop.h"

namespace atlas::app {

namespace {

constexpr const char* kReopened = "YUZHONG_REOPENED";  // told to the process that this one becomes

struct ViewOptions {
    PictureOptions picture;
    WindowOptions window;
    std::string size = "1600x900", tour;
    double scale = 0;  ///< 0: as the session says
    bool supervise = false;
};

// The arguments of this process, as it was started.
std::vector<std::string> ownArguments() {
    std::ifstream in("/proc/self/cmdline", std::ios::binary);
    std::vector<std::string> arguments;
    for (std::string argument; std::getline(in, argument, '\0');) arguments.push_back(argument);
    std::error_code code;
    if (const auto program = std::filesystem::read_symlink("/proc/self/exe", code);
        !code && !arguments.empty())
        arguments[0] = program.string();
    return arguments;
}

int superviseThis() {
    std::vector<std::string> command = ownArguments();
    std::erase(command, "--supervise");
    SuperviseOptions options;
    options.say = [](const std::string& text) {
        std::fprintf(stderr, "yuzhong: the exhibit %s\n", text.c_str());
    };
    return supervise(command, options);
}

// This process becomes another one.
int become(std::vector<std::string> command, int status) {
    std::vector<char*> arguments(command.size() + 1, nullptr);
    std::transform(command.begin(), command.end(), arguments.begin(),
                   [](std::string& argument) { return argument.data(); });
    execv(arguments[0], arguments.data());
    return status;
}

// Where nobody starts the exhibit again it does so itself: at once when it was asked to. A driver that gave
// up may do so again and again; then this process turns into a supervisor, which knows how to wait.
int startAgain(int status) {
    std::vector<std::string> command = ownArguments();
    if (status == kLostContextStatus) command.emplace_back("--supervise");
    return become(std::move(command), status);
}

// Another window for the person whose driver gave up.
int openAnew(const CommandLine& line) {
    std::fprintf(stderr, "yuzhong: %s\n",
                 line.tr("The graphics driver was reset; what was on the map is kept."));
    setenv(kReopened, "1", 1);
    return become(ownArguments(), 1);
}

int view(CommandLine& line, ViewOptions& options) {
    if (options.supervise) return superviseThis();
    const scene::Viewport size = parseSize(options.size, 1);
    options.window.size = {size.width, size.height};
    const Assets assets = findAssets(line.common.catalog, processSurroundings());
    layers::Catalog catalog = openCatalog(line);
    if (options.window.kiosk) options.window.pickTolerance = catalog.kiosk.tolerance;
    geodata::Report noticed;
    PictureSession opened = pictureSession(options.picture, catalog, line.texts, noticed);
    if (!hasDisplay())
        throw WorkError(
            line.tr("there is no display to open a window on; 'yuzhong render --out FILE.png' draws a "
                    "picture without one"));
    DistrictParts parts;
    parts.heightBytes = heightBytes(options.picture);
    auto loaded = loadDistrict(std::move(catalog), parts);
    if (!loaded) throw WorkError(loaded.report);
    const auto district = std::make_shared<const District>(std::move(*loaded.value));
    tell(opened.problems, line.common.quiet, line.texts);
    tell(noticed, line.common.quiet, line.texts);
    tell(district->report(), line.common.quiet, line.texts);
    ui::Translations texts(assets.locale(), line.texts.language());
    requireSelection(options.picture, *district);
    if (!options.tour.empty()) {
        options.window.tour = findTour(options.tour, district->catalog);
        if (options.window.tour.empty())
            throw UsageError("--tour: '{}' is neither a tour of the catalogue nor a file", options.tour);
    }
    if (options.scale > 0) opened.session.typeScale = options.scale;
    texts.setLanguage(opened.session.language == "en" ? ui::Language::En : ui::Language::Zh);
    options.window.sessionFile = options.picture.session;
    options.window.tileBudget = tileBytes(options.picture);
    options.window.sessionReplaceable = opened.replaceable;
    options.window.sessionProblems = opened.problems;
    options.window.parts = parts;
    const bool watched =
        std::getenv(Heartbeat::kVariable) != nullptr || std::getenv("NOTIFY_SOCKET") != nullptr;
    if (std::getenv(kReopened) != nullptr) {
        unsetenv(kReopened);
        options.window.told = texts.tr("The graphics driver was reset; what was on the map is kept.");
    }
    const int status = runWindow(district, assets, std::move(opened.session), texts, options.window);
    if (status == kLostContextStatus && !options.window.kiosk) return openAnew(line);
    const bool again = status == kRestartStatus || status == kLostContextStatus;
    return again && !watched ? startAgain(status) : status;
}

void addOptions(CLI::App& command, CommandLine& line, const std::shared_ptr<ViewOptions>& options) {
    addPictureOptions(command, options->picture, line);
    command.add_option("--size", options->size, line.tr("Size of the window in pixels (1600x900)"))
        ->type_name("WxH");
    command.add_option("--tour", options->tour, line.tr("A tour to begin with"))->type_name("TOUR");
    command
        .add_option("--samples", options->window.samples,
                    line.tr("Samples a pixel against jagged edges (4; 1 where the CPU draws)"))
        ->check(CLI::Range(1, 16));
    command
        .add_option("--pick-tolerance", options->window.pickTolerance,
                    line.tr("Points by which a click may miss a feature; more for fingers (4)"))
        ->check(numberWithin(0, 64));
    command
        .add_option("--scale", options->scale,
                    line.tr("Size of type and symbols, 1 to 2 (as the session says)"))
        ->check(numberWithin(kTypeScales.front(), kTypeScales.back()));
    command.add_flag("--bare", options->window.bare, line.tr("Start with nothing over the map"));
    command.add_flag("--reduced-motion", options->window.reducedMotion, line.tr("Jump instead of flying"));
    command.add_flag(
        "--kiosk", options->window.kiosk,
        line.tr("An exhibit: a tour until somebody touches the screen; see [kiosk] of the catalogue"));
    command
        .add_option("--map-screen", options->window.screens.map,
                    line.tr("Screen with the map: its number, 1 being the main one, or its name"))
        ->type_name("SCREEN");
    command
        .add_option("--panel-screen", options->window.screens.panels,
                    line.tr("Screen with the panels, in a window of their own (that of the map)"))
        ->type_name("SCREEN");
    command.add_flag("--supervise", options->supervise,
                     line.tr("Start it again after a crash, a hang or a kill; for --kiosk"));
    command
        .add_option("--capture", options->window.capture,
                    line.tr("Write the first complete frame to this file and close"))
        ->type_name("FILE.png");
}

}  // namespace

void addView(CommandLine& line) {
    const auto options = std::make_shared<ViewOptions>();
    const auto run = [&line, options] { return view(line, *options); };
    auto& command = line.add("view", line.tr("Open the map in a window (the default)"));
    addOptions(command, line, options);
    // 'yuzhong' alone is the window, with the same options.
    line.addCommonOptions(line.app);
    addOptions(line.app, line, options);
    line.run = run;
}

}  // namespace atlas::app
