#include "app/view/window_loop.h"

#include <GLFW/glfw3.h>
#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <filesystem>

#include "app/command_line.h"
#include "app/failure.h"
#include "app/kiosk/supervisor.h"
#include "app/view/picture_session.h"
#include "app/view/window_loop_class.h"
#include "layers/lines/way_card.h"

namespace atlas::app {

namespace {

constexpr double kStylePeriod = 0.5;  // seconds between looks at the style files

}  // namespace

WindowLoop::WindowLoop(std::shared_ptr<const District> district, const Assets& assets, Session session,
                       ui::Translations& texts, const WindowOptions& options)
    : shaders_(assets.shaders()), session_(std::move(session)), texts_(texts), options_(options) {
    if (!options.capture.empty()) capture_.emplace("--capture", options.capture);
    if (options.kiosk)
        kiosk_ =
            std::make_unique<Kiosk>(*this, *this, district->catalog, options.parts, [this] { return now(); });
    openWindow(district->catalog.title.in(texts.code()));
    openMap(std::move(district));
    for (const geodata::Problem& problem : options.sessionProblems.problems())
        if (problem.severity == geodata::Severity::Error)
            notices_.complain(geodata::toText(problem, texts_.tongue()));
    if (!options.told.empty()) notices_.complain(options.told);
    keepScreens({});
    std::string reason;
    const bool touches = window_->listenToTouches(reason);
    if (kiosk_) {
        kiosk_->setTouches(touches);
        if (!touches) kiosk_->report("fingers are seen as a mouse: " + reason);
    }
    window_->show();
}

void WindowLoop::openWindow(const std::string& title) {
    std::string reason;
    surface::WindowEvents& events = kiosk_ ? kiosk_->events() : *this;
    window_ = surface::Window::create(
        options_.size, title, std::max(options_.samples, options_.samples < 0 ? 4 : 1), events, reason);
    if (window_ && options_.samples < 0 && window_->software()) {
        // Where the CPU draws, four samples cost more than twice the frame: smooth motion matters more
        // than smooth edges.
        window_.reset();
        window_ = surface::Window::create(options_.size, title, 1, events, reason);
    }
    if (!window_) throw WorkError(reason);
    window_->setClock([this] { return now(); });
}

double WindowLoop::now() const {
    if (options_.rehearsal != nullptr) return rehearsed_;
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// Takes in what happened since the last turn.
void WindowLoop::beginTurn() {
    // An answer that is under way would come sooner or later from one rehearsal to the next.
    if (options_.rehearsal != nullptr && !hud_->busy()) {
        const auto seconds =
            options_.rehearsal->turn(*window_, kiosk_ ? kiosk_->state() : KioskState::Explore);
        ended_ = !seconds;
        rehearsed_ += seconds.value_or(0);
        awake_ = kSettlingFrames;
    }
    window_->poll(wait());
}

// What draws goes before what it draws from; the window and its interface stay.
void WindowLoop::openMap(std::shared_ptr<const District> district) {
    const scene::Pose kept = rig_ ? rig_->pose() : scene::Pose();
    tools_.reset();
    added_.reset();
    recorder_.reset();
    pictures_.reset();
    hud_.reset();
    furniture_.reset();
    pyramids_.reset();
    auto view = std::make_unique<MapView>(*district, terrain::makeGroundGrid(district->ground), shaders_,
                                          options_.tileBudget);
    const geodata::Report& problems = view->stage().shaders().report();
    if (problems.hasErrors()) throw WorkError(problems.text());
    renderer_.reset();
    view_ = std::move(view);
    kept_.forget();
    renderer_ = std::make_unique<surface::FrameRenderer>(view_->stage().root());
    district_ = std::move(district);
    view_->apply(session_);
    if (interface_) {
        addCharacters(hudCharacters(*view_));
    } else {
        interface_ = std::make_unique<ui::Interface>(window_->handle(), window_->contentScale(),
                                                     hudCharacters(*view_));
        interface_->setDensity(window_->contentScale());
    }
    if (kiosk_) {
        kiosk_->attach(district_->catalog, *interface_, panels(), texts_);
        addCharacters(kiosk_->characters());
    }
    openHud();
    tools_ = std::make_unique<MapTools>(*view_, interface_.get(), texts_);
    tools_->cardElsewhere = panelScreen_ != nullptr;
    furniture_ = std::make_unique<MapFurniture>(*view_, texts_);
    added_ = std::make_unique<AddedFiles>(
        *view_, [this](const std::string& text) { addCharacters(text); }, texts_, notices_);
    if (!capture_) pyramids_ = std::make_unique<PyramidBuilder>(district_->ground);
    sessions_.emplace(options_.sessionFile, options_.sessionReplaceable, options_.capture.empty() && !kiosk_,
                      session_, district_->catalog, texts_, notices_);
    hud_->sessions = &*sessions_;
    if (!kiosk_ && !capture_) openPictures();
    history_.emplace(session_);
    const bool first = !rig_;
    rig_ = std::make_unique<scene::CameraRig>(
        scene::RigWorld{[this](double x, double y) {
                            const scene::Stage& stage = view_->stage();
                            return std::max(stage.surfaceHeight(x, y), stage.waterLevel()) *
                                   stage.exaggeration();
                        },
                        [this](const osg::Vec3d& eye, const osg::Vec3d& ray) { return view_->hit(eye, ray); },
                        view_->stage().grid().extent()},
        first ? view_->poseOf(session_.camera) : kept);
    keptPose_ = rig_->pose();
    awake_ = kSettlingFrames;
}

void WindowLoop::openHud() {
    hud_ = std::make_unique<Hud>(*view_, panels(), texts_);
    hud_->visible = !options_.bare;
    hud_->followView = true;
    hud_->setExhibit(kiosk_ != nullptr);
    if (sessions_) hud_->sessions = &*sessions_;
}

double WindowLoop::wait() const {
    // At rest the program sleeps: a kiosk's fan stays quiet.
    if (awake_ > 0) return 0;
    const bool fingers =
        window_->gestures().active() || (panelScreen_ && panelScreen_->window().gestures().active());
    return tools_->busy() || fingers ? 0.03 : 0.25;
}

// What moves by itself; true while anything does.
bool WindowLoop::move(double now, double seconds) {
    rig_->setViewport(viewport());
    if (steering_.active()) awake_ = kSettlingFrames;
    steering_.apply(*rig_, walk_, seconds);
    bool moving = rig_->update(seconds);
    if (walk_.update(*rig_, seconds, view_->stage().exaggeration())) moving = true;
    if (now - stylesRead_ > kStylePeriod) {
        stylesRead_ = now;
        if (view_->reloadStyles()) awake_ = kSettlingFrames;
        reloadTours(now);
    }
    if (const auto where = added_->update(session_)) {
        awake_ = kSettlingFrames;
        if (!adopting_) flyTo(*where);
    }
    if (!added_->busy()) adopting_ = false;
    if (tour_.update(session_, *rig_, seconds, options_.reducedMotion)) {
        moving = true;
        texts_.setLanguage(session_.language == "en" ? ui::Language::En : ui::Language::Zh);
    }
    // What a tour shows is no work of the person's.
    sessions_->tick(session_, tour_.active() ? -1 : now, [this] {
        if (rig_->pose() == keptPose_) return;
        keptPose_ = rig_->pose();
        session_.camera = view_->cameraOf(keptPose_);
    });
    tellOfPyramids();
    if (pictures_ && pictures_->tick()) awake_ = kSettlingFrames;
    takeGround();
    return moving;
}

int WindowLoop::run() {
    if (!options_.tour.empty()) startTour(options_.tour);
    const double opened = now();
    double last = opened;
    while (!ended_ && (kiosk_ || !window_->wantsToClose())) {
        beginTurn();
        const double now = this->now();
        // After a pause nothing leaps; a rehearsal has no time to lose.
        const double seconds = std::min(now - last, options_.rehearsal != nullptr ? 2 : 0.1);
        last = now;
        keepScreens(now);
        if (kiosk_) {
            guideKiosk(now);
            if (kiosk_->restarts()) return kRestartStatus;
        }
        if (window_->contextLost()) {
            if (kiosk_)
                kiosk_->report("the graphics driver was reset, nothing can be drawn any more");
            else
                leaveBehind(now - opened);
            return kLostContextStatus;
        }
        if (const double scale = window_->contentScale() * session_.typeScale; scale != interface_->scale()) {
            for (ui::Interface* interface : {interface_.get(), &panels()}) {
                interface->setDensity(window_->contentScale());
                interface->setScale(scale);
            }
            awake_ = kSettlingFrames;
        }
        const bool moving = move(now, seconds);
        const bool changing = moving || ground_.valid() || added_->busy() || hud_->busy() || tools_->busy();
        const bool due = changing || (kiosk_ && kiosk_->animated());
        if (awake_ == 0 && !due) continue;

        const scene::Viewport port = viewport();
        const bool news = drawPanels(port, seconds);
        const bool picture = options_.rehearsal != nullptr && options_.rehearsal->wantsPicture();
        const auto start = std::chrono::steady_clock::now();
        const bool complete = drawMap(port, seconds, changing, picture);
        if (capture_ && complete && awake_ == 1) {
            capture_->write(window_->capture());
            return 0;
        }
        if (picture) options_.rehearsal->picture(window_->capture());
        window_->swap();
        if (panelScreen_) panelScreen_->present();
        const double took =
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
        frameMilliseconds_ = frameMilliseconds_ > 0 ? frameMilliseconds_ * 0.9 + took * 0.1 : took;
        if (awake_ > 0) --awake_;
        if (moving || !complete || news || tools_->busy()) awake_ = std::max(awake_, 1);
    }
    return 0;
}

int runWindow(std::shared_ptr<const District> district, const Assets& assets, Session session,
              ui::Translations& texts, const WindowOptions& options) {
    return WindowLoop(std::move(district), assets, std::move(session), texts, options).run();
}

bool hasDisplay() {
    for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY"}) {
        const char* value = std::getenv(name);
        if (value != nullptr && *value != '\0') return true;
    }
    return false;
}

}  // namespace atlas::app
