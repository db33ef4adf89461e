// yuzhong render: the map as a picture, without a window or a display.

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <ctime>
#include <fstream>
#include <future>
#include <nlohmann/json.hpp>
#include <regex>
#include <sstream>

#include "app/command_line.h"
#include "app/district.h"
#include "app/failure.h"
#include "app/view/hud.h"
#include "app/view/map_view.h"
#include "app/view/picture_session.h"
#include "app/view/tools/map_tools.h"
#include "app/view/tour/film.h"
#include "layers/sites/site_filter_text.h"
#include "scene/light.h"
#include "surface/egl_context.h"
#include "surface/frame_renderer.h"

namespace atlas::app {

namespace {

struct RenderOptions {
    std::string out, size = "1920x1080", stats, tour;
    int rate = 30;
    PictureOptions picture;
    int samples = 4;
    double scale = 0;  ///< 0: as the session says
    int piece = 0;
    bool ui = false;
};

constexpr int kStatsFrames = 9;

class Stopwatch {
  public:
    double lap() {  ///< milliseconds since the last lap
        const auto now = std::chrono::steady_clock::now();
        const double passed = std::chrono::duration<double, std::milli>(now - last_).count();
        last_ = now;
        return passed;
    }

  private:
    std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

// Milliseconds since the process was started, by the kernel's clock: right within a hundredth of a second.
double processAge() {
    std::ifstream file("/proc/self/stat");
    std::string text;
    std::getline(file, text);
    // The second field is a name that may hold anything but a last bracket; the start is the 22nd.
    std::istringstream fields(text.substr(std::min(text.rfind(')') + 2, text.size())));
    std::string field;
    for (int i = 3; i <= 22; ++i) fields >> field;
    timespec now{};
    if (!fields || ::clock_gettime(CLOCK_BOOTTIME, &now) != 0) return 0;
    const double started = std::strtod(field.c_str(), nullptr) / static_cast<double>(::sysconf(_SC_CLK_TCK));
    return (static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9 - started) * 1000;
}

int render(const CommandLine& line, const RenderOptions& options) {
    Stopwatch watch;
    // Everything a person can get wrong is known before the work begins.
    auto viewport = parseSize(options.size, 1);
    PictureFile out("--out", options.out);
    std::optional<OutputFile> stats;
    if (!options.stats.empty()) stats.emplace(options.stats);
    const Assets assets = findAssets(line.common.catalog, processSurroundings());
    layers::Catalog catalog = openCatalog(line);
    geodata::Report noticed;
    const PictureSession opened = pictureSession(options.picture, catalog, line.texts, noticed);
    const Session& session = opened.session;
    viewport.scale = options.scale > 0 ? options.scale : session.typeScale;
    tell(opened.problems, line.common.quiet, line.texts);
    // Files are read while the driver starts: neither needs the other.
    DistrictParts parts;
    parts.heightBytes = heightBytes(options.picture);
    auto reading = std::async(std::launch::async,
                              [&catalog, &parts] { return loadDistrict(std::move(catalog), parts); });
    std::string reason;
    const auto context = surface::EglContext::create(reason);
    const double starting = watch.lap();
    auto loaded = reading.get();
    if (!loaded) throw WorkError(loaded.report);
    if (!context) throw WorkError(reason);
    const District& district = *loaded;
    tell(noticed, line.common.quiet, line.texts);
    tell(district.report(), line.common.quiet, line.texts);
    requireSelection(options.picture, district);
    const double loading = watch.lap();

    terrain::GroundGrid grid = terrain::makeGroundGrid(district.ground);
    const double meshing = watch.lap();

    MapView view(district, std::move(grid), assets.shaders(), tileBytes(options.picture));
    const geodata::Report& shaders = view.stage().shaders().report();
    if (shaders.hasErrors()) throw WorkError(shaders.text());
    surface::FrameRenderer renderer(view.stage().root());
    view.apply(session);
    const scene::Pose pose = view.poseOf(session.camera);
    // With --ui the panels of the window, laid out twice: ImGui knows its windows' sizes only after a frame.
    ui::Translations texts(assets.locale(), session.language == "en" ? ui::Language::En : ui::Language::Zh);
    std::unique_ptr<ui::Interface> interface;
    std::unique_ptr<Hud> hud;
    Session shown = session;
    if (options.ui) interface = std::make_unique<ui::Interface>(nullptr, viewport.scale, hudCharacters(view));
    const auto tools = std::make_unique<MapTools>(view, interface.get(), texts);
    tools->update(shown, true);
    if (options.ui) {
        interface->setPanels(session.lightPanels ? ui::Panels::Light : ui::Panels::Dark);
        hud = std::make_unique<Hud>(view, *interface, texts);
        for (int frame = 0; frame < 3; ++frame) {
            interface->begin({viewport.width, viewport.height}, 1.0 / 60);
            HudActions actions = hud->draw(shown, pose, viewport, {});
            tools->draw(shown, view.stage().projector(pose, viewport), actions);
            interface->end();
        }
    }
    std::vector<scene::ScreenBox> blocked;
    if (hud) {
        blocked = hud->blocked();
        blocked.insert(blocked.end(), tools->blocked().begin(), tools->blocked().end());
    }
    const bool complete = view.prepare(pose, viewport, 0, true, blocked);
    const double building = watch.lap();
    std::function<void(const osg::Vec4f&)> overlay;
    if (interface)
        overlay = [&](const osg::Vec4f& piece) {
            interface->draw(piece.x(), piece.y(), {static_cast<int>(piece.z()), static_cast<int>(piece.w())});
        };
    const PictureResult picture =
        drawPicture(view, renderer, pose, viewport, options.samples, overlay, options.piece);
    if (!picture.reason.empty()) throw WorkError(picture.reason);
    const double drawing = watch.lap();
    const double age = processAge();
    out.write(picture.image);
    const double writing = watch.lap();

    if (stats) {
        const scene::Stage& stage = view.stage();
        const double frame = measureFrame(view, renderer, pose, viewport, options.samples, kStatsFrames);
        const nlohmann::json figures{
            {"complete", complete},
            {"size", {viewport.width, viewport.height}},
            {"triangles", picture.triangles},
            {"draw_calls", picture.drawCalls},
            {"tiles", stage.groundTiles()},
            {"tiles_loaded", stage.tiles().loaded()},
            {"ground_triangles", stage.groundTriangles()},
            {"ground_error_px", stage.groundError()},
            {"labels", view.labels().shown()},
            {"frame_milliseconds", frame},
            {"first_frame_milliseconds", age},
            {"ground_bytes", stage.grid().heights.size() * 2 * sizeof(float) + stage.tiles().bytes()},
            {"terrain_bytes", stage.tiles().bytes() + district.ground.bytes()},
            {"terrain_budget", static_cast<std::size_t>(options.picture.memory) << 20},
            {"milliseconds",
             {{"load", loading},
              {"mesh", meshing},
              {"context", starting},
              {"build", building},
              {"draw", drawing},
              {"write", writing}}}};
        stats->write(figures.dump(2) + "\n");
        stats->commit();
    }
    if (!line.common.quiet) fmt::print("{}\n", options.out);
    // The picture is drawn from what could be used of a damaged session; a script is to know.
    return opened.problems.hasErrors() ? 1 : 0;
}

int run(const CommandLine& line, const RenderOptions& options) {
    if (options.tour.empty()) return render(line, options);
    FilmOptions whole;
    whole.tour = options.tour;
    whole.out = options.out;
    whole.size = options.size;
    whole.picture = options.picture;
    whole.rate = options.rate;
    whole.samples = options.samples;
    whole.scale = options.scale > 0 ? options.scale : 1;
    return film(line, whole);
}

}  // namespace

void addRender(CommandLine& line) {
    auto& command = line.add("render", line.tr("Draw the map into a PNG file, without a display"));
    const auto options = std::make_shared<RenderOptions>();
    command.add_option("--out", options->out, line.tr("The PNG file to write"))
        ->required()
        ->type_name("FILE.png");
    command.add_option("--size", options->size, line.tr("Size of the picture in pixels (1920x1080)"))
        ->type_name("WxH");
    command.add_option("--samples", options->samples, line.tr("Samples a pixel against jagged edges (4)"))
        ->check(CLI::Range(1, 16));
    command
        .add_option("--scale", options->scale,
                    line.tr("Size of type and symbols (1, or as the session says)"))
        ->check(numberWithin(0.5, 4.0));
    command
        .add_option("--piece", options->piece, line.tr("Draw in pieces of at most this many pixels a side"))
        ->check(CLI::Range(64, 32768));
    command.add_option("--stats", options->stats, line.tr("Write what the frame cost, as JSON"))
        ->type_name("FILE.json");
    command.add_flag("--ui", options->ui, line.tr("Draw the panel as well, as the window shows it"));
    addPictureOptions(command, options->picture, line);
    auto* tour = command
                     .add_option("--tour", options->tour,
                                 line.tr("Draw a tour: --out is then a folder for its frames, or FILE.mp4"))
                     ->type_name("TOUR");
    command.add_option("--fps", options->rate, line.tr("Frames a second of a tour (30)"))
        ->check(CLI::Range(1, 120))
        ->needs(tour);
    command.callback([&line, options] { line.run = [&line, options] { return run(line, *options); }; });
}

}  // namespace atlas::app
