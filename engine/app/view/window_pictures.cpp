// What a person makes of what the window shows: pictures, bookmarks, tours.

#include <fmt/format.h>

#include <algorithm>

#include "app/command_line.h"
#include "app/view/tour/tour_caption.h"
#include "app/view/window_loop_class.h"
#include "scene/light.h"
#include "surface/frame_target.h"

namespace atlas::app {

namespace {

constexpr surface::Size kThumbnail{192, 108};
constexpr int kThumbnailSamples = 4;     // of a side that become one pixel
constexpr double kThumbnailScale = 0.8;  // of symbols, in the larger picture

std::filesystem::file_time_type writtenAt(const std::string& file) {
    std::error_code error;
    const auto time = std::filesystem::last_write_time(file, error);
    return error ? std::filesystem::file_time_type::min() : time;
}

// Each pixel the mean of factor x factor.
surface::Image reduced(const surface::Image& image, int factor) {
    surface::Image small;
    small.size = {image.size.width / factor, image.size.height / factor};
    small.pixels.resize(static_cast<std::size_t>(small.size.width) * small.size.height * 3);
    for (int y = 0; y < small.size.height; ++y)
        for (int x = 0; x < small.size.width; ++x)
            for (int c = 0; c < 3; ++c) {
                unsigned sum = 0;
                for (int dy = 0; dy < factor; ++dy)
                    for (int dx = 0; dx < factor; ++dx)
                        sum += image.pixels[(static_cast<std::size_t>(y * factor + dy) * image.size.width +
                                             x * factor + dx) *
                                                3 +
                                            c];
                small.pixels[(static_cast<std::size_t>(y) * small.size.width + x) * 3 + c] =
                    static_cast<std::uint8_t>(sum / static_cast<unsigned>(factor * factor));
            }
    return small;
}

}  // namespace

void WindowLoop::openPictures() {
    recorder_.emplace(district_->catalog, panels(), texts_, notices_);
    pictures_ = std::make_unique<PictureDialog>(district_->catalog.file, texts_, notices_);
    addBookmarkCharacters();
}

void WindowLoop::addBookmarkCharacters() {
    std::string names;
    for (const Bookmark& bookmark : session_.bookmarks) names += bookmark.name;
    addCharacters(names);
}

Session WindowLoop::shownNow() {
    session_.camera = view_->cameraOf(rig_->pose());
    return session_;
}

// What is wrong stays on the screen, the rest goes to standard error.
void WindowLoop::tellOfTour(const geodata::Report& problems) {
    for (const geodata::Problem& problem : problems.problems())
        if (problem.severity == geodata::Severity::Error)
            notices_.complain(geodata::toText(problem, texts_.tongue()));
    tell(problems, false, texts_);
    awake_ = kSettlingFrames;
}

bool WindowLoop::startTour(const std::string& file) {
    const auto tour = loadTour(file, view_->district().catalog);
    geodata::Report problems = tour.report;
    if (tour) {
        walk_.quit();
        tools_->cancel();
        tour_.stop(session_, *rig_, true);
        addCharacters(tourCharacters(*tour));
        session_.camera = view_->cameraOf(rig_->pose());
        tour_.start(*tour, *view_, session_, *rig_);
        tourWritten_ = writtenAt(file);
        problems.append(tour_.report());
        if (kiosk_) kiosk_->note("tour", tour->id);
    }
    tellOfTour(problems);
    return tour_.active();
}

// A tour whose file was saved anew goes on from the same second; a broken one leaves the one that plays.
void WindowLoop::reloadTours(double now) {
    if (kiosk_) return;
    hud_->refresh(now);
    if (recorder_) recorder_->reread();
    if (!tour_.active()) return;
    const auto written = writtenAt(tour_.file());
    if (written == tourWritten_ || written == std::filesystem::file_time_type::min()) return;
    tourWritten_ = written;
    const auto tour = loadTour(tour_.file(), view_->district().catalog);
    geodata::Report problems = tour.report;
    if (tour && !problems.hasErrors()) {
        addCharacters(tourCharacters(*tour));
        tour_.replace(*tour, *view_);
        problems.append(tour_.report());
    }
    tellOfTour(problems);
}

void WindowLoop::actOnPictures(const HudActions& actions) {
    if (!pictures_) return;
    if (actions.recordTour) recorder_->begin();
    if (!actions.editTour.empty()) recorder_->edit(actions.editTour);
    if (actions.recordTour || !actions.editTour.empty()) session_.tools.open.clear();
    if (actions.keepView) keepView();
    if (actions.bookmark && *actions.bookmark < session_.bookmarks.size())
        flyToBookmark(session_.bookmarks[*actions.bookmark]);
    if (actions.picture) pictures_->open();
    if (actions.copyPicture) copying_ = true;
}

void WindowLoop::drawPictures(const scene::Viewport& port) {
    if (!pictures_ || tour_.active()) return;
    if (pictures_->isOpen()) pictures_->draw(shownNow(), panels(), viewport());
    if (!recording()) return;
    const TourRecorder::Wishes wishes =
        recorder_->draw(port, panelScreen_ ? std::optional(hud_->layout().card()) : std::nullopt);
    if (wishes.addStop) recorder_->add(shownNow());
    if (wishes.take) recorder_->take(*wishes.take, shownNow());
    if (wishes.flyTo) {
        const TourStop& stop = recorder_->tour().stops[*wishes.flyTo];
        recorder_->tour().show.onto(session_);
        stop.show.onto(session_);
        view_->apply(session_);
        if (!stop.walk) rig_->flyTo(view_->poseOf(stop.camera), options_.reducedMotion);
    }
    preview_ = wishes.preview;
}

void WindowLoop::flyToBookmark(const Bookmark& bookmark) {
    walk_.quit();
    rig_->flyTo(view_->poseOf(bookmark.camera), options_.reducedMotion);
    session_.time = bookmark.time;
}

// A small picture of the map without its names, which are laid out for the window's size.
void WindowLoop::keepView() {
    if (session_.bookmarks.size() >= kMostBookmarks) return;
    Bookmark bookmark;
    bookmark.camera = view_->cameraOf(rig_->pose());
    bookmark.time = session_.time;
    std::size_t number = session_.bookmarks.size() + 1;
    const auto named = [&](const std::string& name) {
        return std::any_of(session_.bookmarks.begin(), session_.bookmarks.end(),
                           [&](const Bookmark& known) { return known.name == name; });
    };
    do bookmark.name = fmt::format(fmt::runtime(texts_.tr("View {}")), number++);
    while (named(bookmark.name));
    const scene::Viewport large{kThumbnail.width * kThumbnailSamples, kThumbnail.height * kThumbnailSamples,
                                kThumbnailScale};
    if (const auto target = surface::FrameTarget::create({large.width, large.height}, 1)) {
        osg::Node* names = view_->labels().node();
        const osg::Node::NodeMask mask = names->getNodeMask();
        names->setNodeMask(0);
        renderer_->setOverlay({});
        view_->draw(*renderer_, rig_->pose(), large,
                    {0, 0, static_cast<float>(large.width), static_cast<float>(large.height)},
                    target->framebuffer());
        names->setNodeMask(mask);
        surface::Image image;
        image.size = {large.width, large.height};
        image.pixels.resize(static_cast<std::size_t>(large.width) * large.height * 3);
        target->copyInto(image, 0, 0);
        bookmark.thumbnail =
            std::make_shared<const std::string>(surface::pngBytes(reduced(image, kThumbnailSamples)));
        if (bookmark.thumbnail->empty() || bookmark.thumbnail->size() > kMostThumbnailBytes)
            bookmark.thumbnail.reset();
    }
    session_.bookmarks.push_back(std::move(bookmark));
    awake_ = kSettlingFrames;
}

// The map as it is drawn now, without panels; before the window's own frame.
void WindowLoop::copyPicture(const scene::Viewport& port) {
    copying_ = false;
    std::string reason;
    if (!clipboard_) clipboard_ = surface::ClipboardPicture::create(reason);
    if (!clipboard_) {
        notices_.complain(fmt::format(fmt::runtime(texts_.tr("The picture cannot be copied: {}")), reason));
        return;
    }
    renderer_->setOverlay({});
    view_->draw(*renderer_, rig_->pose(), port,
                {0, 0, static_cast<float>(port.width), static_cast<float>(port.height)}, 0);
    clipboard_->offer(surface::pngBytes(window_->capture()));
    notices_.say(texts_.tr("The map is on the clipboard as a picture, as long as this window is open."));
    awake_ = kSettlingFrames;
}

}  // namespace atlas::app
