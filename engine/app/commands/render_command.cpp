// yuzhong render: the map as a picture, without a window or a display.

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cctype>
#include <chrono>
#include <cmath>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <future>
#include <nlohmann/json.hpp>
#include <regex>
#include <sstream>

#include "app/analyse/long_work.h"
#include "app/command_line.h"
#include "app/district.h"
#include "app/failure.h"
#include "app/view/hud.h"
#include "app/view/map_view.h"
#include "app/view/picture.h"
#include "app/view/picture_session.h"
#include "app/view/sheet/contact_sheet.h"
#include "app/view/sheet/sheet_picture.h"
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
    bool ui = false, contactSheet = false;
    SheetOptions sheet;
};

constexpr int kStatsFrames = 9;
constexpr double kMostScale = 16;
constexpr double kMostPanelScale = 4;             // beyond, panels are enlarged: their type fits no texture
constexpr long long kLongPixels = 4096LL * 4096;  // from which drawing takes long

long long pixels(const scene::Viewport& viewport) {
    return static_cast<long long>(viewport.width) * viewport.height;
}

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

// The file that is written: its name says what kind of picture.
class RenderOut {
  public:
    RenderOut(const RenderOptions& options) {
        std::string extension = std::filesystem::path(options.out).extension().string();
        for (char& letter : extension)
            letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
        if (extension == ".pdf")
            pdf.emplace(options.out);
        else
            png.emplace("--out", options.out);
        const SheetOptions& sheet = options.sheet;
        if (!pdf && (!sheet.paper.empty() || sheet.portrait || sheet.dpi > 0))
            throw UsageError("--paper, --portrait and --dpi are for a picture that ends in .pdf");
        parts = parseSheetParts(pdf && sheet.layout.empty() ? "all" : sheet.layout);
        if (!sheet.title.empty()) parts.title = true;
        if (options.ui && (pdf || parts.any() || options.contactSheet))
            throw UsageError("--ui: panels and a layout do not go together");
        if (pdf) page = paperSize(sheet);
    }
    bool hasSheet() const { return pdf || parts.any(); }

    std::optional<PictureFile> png;
    std::optional<OutputFile> pdf;
    SheetParts parts;
    SheetSize page;  ///< of a PDF
};

// Pixels and the size of type, of a picture or of a page.
scene::Viewport viewportOf(const RenderOptions& options, const RenderOut& out, const Session& session) {
    if (out.pdf)
        return {out.page.pixels.width, out.page.pixels.height,
                out.page.unit * (options.scale > 0 ? options.scale : session.typeScale)};
    scene::Viewport viewport = parseSize(options.size, 1);
    viewport.scale =
        options.scale > 0 ? options.scale : session.typeScale * std::min(scaleForSize(viewport), kMostScale);
    return viewport;
}

// The panels of the window, laid out several times: ImGui knows its windows' sizes only after a frame.
class Panels {
  public:
    Panels(MapView& view, ui::Translations& texts, const scene::Viewport& picture)
        : enlarged_(std::max(1.0, picture.scale / kMostPanelScale)),
          viewport_{static_cast<int>(std::lround(picture.width / enlarged_)),
                    static_cast<int>(std::lround(picture.height / enlarged_)), picture.scale / enlarged_},
          interface_(nullptr, viewport_.scale, hudCharacters(view)),
          hud_(view, interface_, texts) {}
    ui::Interface& interface() { return interface_; }

    /// What the names of the map keep clear of, in the picture's pixels.
    std::vector<scene::ScreenBox> layOut(MapView& view, MapTools& tools, Session& session,
                                         const scene::Pose& pose) {
        interface_.setPanels(session.lightPanels ? ui::Panels::Light : ui::Panels::Dark);
        for (int frame = 0; frame < 3; ++frame) {
            interface_.begin({viewport_.width, viewport_.height}, 1.0 / 60);
            HudActions actions;
            hud_.draw(session, pose, viewport_, {}, actions);
            tools.draw(session, view.stage().projector(pose, viewport_), actions);
            interface_.end();
        }
        std::vector<scene::ScreenBox> blocked = hud_.blocked();
        blocked.insert(blocked.end(), tools.blocked().begin(), tools.blocked().end());
        for (scene::ScreenBox& box : blocked)
            for (float* side : {&box.left, &box.top, &box.right, &box.bottom})
                *side *= static_cast<float>(enlarged_);
        return blocked;
    }
    void draw(const osg::Vec4f& piece) {
        interface_.draw(piece.x(), piece.y(), {static_cast<int>(piece.z()), static_cast<int>(piece.w())},
                        enlarged_);
    }

  private:
    double enlarged_;           ///< pixels of the picture to one of the panels
    scene::Viewport viewport_;  ///< that they are laid out in
    ui::Interface interface_;
    Hud hud_;
};

int render(const CommandLine& line, const RenderOptions& options) {
    Stopwatch watch;
    // Everything a person can get wrong is known before the work begins.
    if (options.out.ends_with(".png") || options.out.ends_with(".PNG")) parseSize(options.size, 1);
    RenderOut out(options);
    std::optional<OutputFile> stats;
    if (!options.stats.empty()) stats.emplace(options.stats);
    // The driver is loaded while catalogue and files are read: neither needs the other.
    const auto driver = std::async(std::launch::async, surface::EglContext::loadDriver);
    const Assets assets = findAssets(line.common.catalog, processSurroundings());
    layers::Catalog catalog = openCatalog(line);
    geodata::Report noticed;
    const PictureSession opened = pictureSession(options.picture, catalog, line.texts, noticed);
    const Session& session = opened.session;
    scene::Viewport viewport = viewportOf(options, out, session);
    tell(opened.problems, line.common.quiet, line.texts);
    DistrictParts parts;
    parts.heightBytes = heightBytes(options.picture);
    auto reading = std::async(std::launch::async,
                              [&catalog, &parts] { return loadDistrict(std::move(catalog), parts); });
    std::string reason;
    driver.wait();
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
    tell(view.styleReports(), line.common.quiet, line.texts);
    surface::FrameRenderer renderer(view.stage().root());
    view.apply(session);
    ui::Translations texts(assets.locale(), session.language == "en" ? ui::Language::En : ui::Language::Zh);
    const SheetSize page = out.pdf ? out.page : SheetSize{{viewport.width, viewport.height}, viewport.scale};
    // What takes long says how far it is; Ctrl+C leaves nothing half behind.
    LongWork work(line.texts, line.common.quiet || (!options.contactSheet && pixels(viewport) < kLongPixels));
    const analysis::Job job = work.job(0, 1);
    const auto progress = [&](double done) {
        work.check();
        job.progress(done);
    };
    if (options.contactSheet) {
        MapTools tools(view, nullptr, texts);
        ContactSheet contact(view, renderer, contactViews(district.catalog, session, texts),
                             options.sheet.title, page, texts);
        contact.setSamples(options.samples);
        contact.setProgress(progress);
        contact.setRefresh([&](const Session& shown) { tools.update(shown, true); });
        out.pdf ? contact.writePdf(out.pdf->temporary()) : contact.writePng(*out.png);
        if (out.pdf) out.pdf->commit();
        work.finished();
        if (!line.common.quiet) fmt::print("{}\n", options.out);
        return opened.problems.hasErrors() ? 1 : 0;
    }
    std::optional<SheetPicture> sheet;
    if (out.hasSheet()) {
        sheet.emplace(view, session, out.parts, options.sheet, page, texts);
        viewport.width = sheet->map().size.width;
        viewport.height = sheet->map().size.height;
    }
    const scene::Pose pose = view.poseOf(session.camera);
    Session shown = session;
    std::optional<Panels> panels;
    if (options.ui) panels.emplace(view, texts, viewport);
    MapTools tools(view, panels ? &panels->interface() : nullptr, texts);
    tools.update(shown, true);
    std::vector<scene::ScreenBox> blocked;
    if (panels) blocked = panels->layOut(view, tools, shown, pose);
    const bool complete = view.prepare(pose, viewport, 0, true, blocked);
    district.ground.forgetBlocks();  // all is read: the picture itself may be large
    const double building = watch.lap();
    PictureOrder order{pose, viewport, options.samples, options.piece, {}, progress};
    if (panels) order.overlay = [&](const osg::Vec4f& piece) { panels->draw(piece); };
    PictureCost cost;
    double age = 0;  // when the picture was drawn: writing it is not counted
    const MapStrips strips = [&](const auto& sink) {
        cost = drawRows(view, renderer, order, [&](const surface::Image& strip) {
            age = processAge();
            sink(strip);
        });
    };
    if (sheet) {
        sheet->measure(view, pose, viewport);
        if (sheet->crowded() && !line.common.quiet)
            fmt::print(
                stderr, "yuzhong: {}\n",
                line.tr("not all of the legend has room on this page; hide layers or take a larger one"));
        out.pdf ? sheet->writePdf(out.pdf->temporary(), strips) : sheet->writePng(*out.png, strips);
        if (out.pdf) out.pdf->commit();
    } else {
        out.png->begin({viewport.width, viewport.height});
        strips([&](const surface::Image& strip) { out.png->add(strip); });
        out.png->commit();
    }
    work.finished();
    const double drawing = watch.lap();

    if (stats) {
        const scene::Stage& stage = view.stage();
        const double frame = measureFrame(view, renderer, pose, viewport, options.samples, kStatsFrames);
        const nlohmann::json figures{
            {"complete", complete},
            {"size", {viewport.width, viewport.height}},
            {"triangles", cost.triangles},
            {"draw_calls", cost.drawCalls},
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
              {"draw", drawing}}}};
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
    auto& command = line.add("render", line.tr("Draw the map into a PNG or PDF file, without a display"));
    const auto options = std::make_shared<RenderOptions>();
    command.add_option("--out", options->out, line.tr("The picture to write: PNG, or PDF for print"))
        ->required()
        ->type_name("FILE.png|FILE.pdf");
    command.add_option("--size", options->size, line.tr("Size of the picture in pixels (1920x1080)"))
        ->type_name("WxH");
    command.add_option("--samples", options->samples, line.tr("Samples a pixel against jagged edges (4)"))
        ->check(CLI::Range(1, 16));
    command
        .add_option("--scale", options->scale,
                    line.tr("Size of type and symbols (as the session says, beyond 1920x1080 in proportion)"))
        ->check(numberWithin(0.5, kMostScale));
    command
        .add_option("--piece", options->piece, line.tr("Draw in pieces of at most this many pixels a side"))
        ->check(CLI::Range(64, 32768));
    command.add_option("--stats", options->stats, line.tr("Write what the frame cost, as JSON"))
        ->type_name("FILE.json");
    command.add_flag("--ui", options->ui, line.tr("Draw the panel as well, as the window shows it"));
    command
        .add_option("--layout", options->sheet.layout,
                    line.tr("What stands round the map: title, legend, scale, north, sources, date, or all"))
        ->type_name("PARTS");
    command.add_option("--title", options->sheet.title, line.tr("Title of the sheet; the map's by default"))
        ->type_name(line.tr("TEXT"));
    command.add_flag("--contact-sheet", options->contactSheet,
                     line.tr("All named views side by side on one sheet"));
    command.add_option("--paper", options->sheet.paper, line.tr("Paper of a PDF, or its millimetres (A3)"))
        ->type_name("A5..A0|WxH");
    command.add_flag("--portrait", options->sheet.portrait, line.tr("Paper upright"));
    command.add_option("--dpi", options->sheet.dpi, line.tr("Pixels an inch of a PDF's map (300)"))
        ->check(CLI::Range(36, 1200));
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
