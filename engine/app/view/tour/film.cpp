#include "app/view/tour/film.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <memory>

#include "app/district.h"
#include "app/failure.h"
#include "app/view/hud.h"
#include "app/view/map_view.h"
#include "app/view/picture.h"
#include "app/view/tools/map_tools.h"
#include "app/view/tour/tour.h"
#include "app/view/tour/tour_caption.h"
#include "app/view/tour/tour_plan.h"
#include "surface/egl_context.h"
#include "surface/frame_renderer.h"
#include "surface/video_file.h"

namespace atlas::app {

namespace {

namespace fs = std::filesystem;

constexpr float kCaptionBottom = 28;  // points

// Where the frames go: numbered files of a folder, or one video.
class FilmOut {
  public:
    FilmOut(const FilmOptions& options, surface::Size size);
    void add(const surface::Image& image);
    void finish();

  private:
    fs::path path_;
    int number_ = 0;
    std::optional<OutputFile> file_;
    std::unique_ptr<surface::VideoFile> video_;
};

FilmOut::FilmOut(const FilmOptions& options, surface::Size size) : path_(options.out) {
    if (path_.extension() == ".mp4") {
        file_.emplace(path_);
        std::string reason;
        video_ = surface::VideoFile::create(file_->temporary(), size, options.rate, reason);
        if (!video_) throw WorkError("the video cannot be written: {}", reason);
        return;
    }
    if (path_.has_extension())
        throw UsageError("--out: '{}' is neither a folder nor a .mp4 file", options.out);
    std::error_code error;
    fs::create_directories(path_, error);
    if (!fs::is_directory(path_, error)) throw WorkError("cannot make the folder {}", options.out);
    for (const auto& entry : fs::directory_iterator(path_, error))
        if (entry.path().filename().string().starts_with("frame-"))
            throw WorkError("{}: there are frames of another film in it; name an empty folder", options.out);
}

void FilmOut::add(const surface::Image& image) {
    const std::string failed =
        video_ ? video_->add(image)
               : surface::writePng(image, path_ / fmt::format("frame-{:05}.png", number_++));
    if (!failed.empty()) throw WorkError("the frame cannot be written: {}", failed);
}

void FilmOut::finish() {
    if (!video_) return;
    if (const std::string failed = video_->finish(); !failed.empty())
        throw WorkError("the video cannot be written: {}", failed);
    video_.reset();
    file_->commit();
}

Tour openTour(const std::string& wanted, const layers::Catalog& catalog, const ui::Translations& texts,
              bool& damaged) {
    const std::string file = findTour(wanted, catalog);
    if (file.empty()) {
        std::string known;
        for (const std::string& one : catalog.tours)
            known += (known.empty() ? "" : ", ") + fs::path(one).stem().string();
        throw UsageError("there is no tour '{}': neither a file nor one of the catalogue's ({})", wanted,
                         known.empty() ? "none" : known);
    }
    auto tour = loadTour(file, catalog);
    if (!tour) throw WorkError("the tour cannot be used\n{}", tour.report);
    tell(tour.report, false, texts);
    damaged = tour.report.hasErrors();
    return std::move(*tour.value);
}

std::string clock(double seconds) {
    const int whole = static_cast<int>(std::lround(seconds));
    return fmt::format("{}:{:02}", whole / 60, whole % 60);
}

// What would be shown when.
void describe(const TourPlan& plan, std::string_view language) {
    const Tour& tour = plan.tour();
    fmt::print("{}\n", tour.title.in(language));
    for (const TourPlan::Stay& stay : plan.stays()) {
        const TourStop& stop = tour.stops[stay.stop];
        fmt::print("{:>6} – {:<6} {}\n", clock(stay.begin), clock(stay.end), stop.title.in(language));
    }
    fmt::print("{:>6}\n", clock(plan.seconds()));
}

}  // namespace

int film(const CommandLine& line, const FilmOptions& options) {
    const auto viewport = parseSize(options.size, options.scale);
    const Assets assets = findAssets(line.common.catalog, processSurroundings());
    layers::Catalog catalog = openCatalog(line);
    bool damaged = false;
    const Tour tour = openTour(options.tour, catalog, line.texts, damaged);
    geodata::Report noticed;
    const PictureSession opened = pictureSession(options.picture, catalog, line.texts, noticed);
    tell(opened.problems, line.common.quiet, line.texts);
    std::optional<FilmOut> out;
    if (!options.out.empty()) out.emplace(options, surface::Size{viewport.width, viewport.height});
    std::string reason;
    const auto context = surface::EglContext::create(reason);
    if (!context) throw WorkError(reason);
    auto district = loadDistrict(std::move(catalog));
    if (!district) throw WorkError(district.report);
    tell(noticed, line.common.quiet, line.texts);
    tell(district->report(), line.common.quiet, line.texts);

    MapView view(*district, terrain::makeGroundGrid(district->ground), assets.shaders());
    const geodata::Report& shaders = view.stage().shaders().report();
    if (shaders.hasErrors()) throw WorkError(shaders.text());
    tell(view.styleReports(), line.common.quiet, line.texts);
    surface::FrameRenderer renderer(view.stage().root());
    view.apply(opened.session);
    const TourPlan plan(tour, view, opened.session, view.poseOf(opened.session.camera));
    tell(plan.report(), line.common.quiet, line.texts);
    if (plan.stays().empty()) throw WorkError("the tour has no stop that this map can show");
    const int status = damaged || plan.report().hasErrors() ? 1 : 0;
    if (!out) {
        describe(plan, line.texts.code());
        return status;
    }

    ui::Translations texts(assets.locale(),
                           opened.session.language == "en" ? ui::Language::En : ui::Language::Zh);
    ui::Interface interface(nullptr, viewport.scale, tourCharacters(tour) + hudCharacters(view));
    MapTools tools(view, nullptr, texts);
    const double end = options.to >= 0 ? std::min(options.to, plan.seconds()) : plan.seconds();
    const auto first = static_cast<long>(std::ceil(options.from * options.rate));
    const auto last = static_cast<long>(std::floor(end * options.rate));
    const double step = 1.0 / options.rate;
    for (long i = first; i <= last; ++i) {
        const double t = static_cast<double>(i) / options.rate;
        const TourPlan::Moment moment = plan.at(t);
        view.apply(moment.session);
        tools.update(moment.session, true);
        interface.setPanels(moment.session.lightPanels ? ui::Panels::Light : ui::Panels::Dark);
        std::vector<scene::ScreenBox> blocked;
        // ImGui knows how large a window is only a frame later.
        for (int pass = 0; !options.bare && pass < 2; ++pass) {
            interface.begin({viewport.width, viewport.height}, step);
            const auto box =
                drawTourCaption(plan, moment, t, texts, interface.fonts(), viewport, kCaptionBottom);
            const auto chart = drawTourChart(plan, moment, view, texts, interface.fonts(), viewport);
            interface.end();
            blocked.clear();
            for (const auto& shown : {box, chart})
                if (shown) blocked.push_back(*shown);
        }
        // The first frame has no motion behind it.
        view.prepare(moment.pose, viewport, step, i == first, blocked, true);
        PictureOrder order{moment.pose, viewport, options.samples};
        if (!options.bare)
            order.overlay = [&](const osg::Vec4f& piece) {
                interface.draw(piece.x(), piece.y(),
                               {static_cast<int>(piece.z()), static_cast<int>(piece.w())});
            };
        out->add(drawPicture(view, renderer, order));
        if (!line.common.quiet && ::isatty(STDERR_FILENO) != 0)
            std::fprintf(stderr, "\r%ld / %ld", i - first + 1, last - first + 1);
    }
    if (!line.common.quiet && ::isatty(STDERR_FILENO) != 0) std::fputs("\n", stderr);
    out->finish();
    if (!line.common.quiet) fmt::print("{}\n", options.out);
    return status;
}

}  // namespace atlas::app
