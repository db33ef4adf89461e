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

constexpr double kSiteDistance = 900;  // metres from which a chosen site is seen
constexpr double kSitePitch = 32;      // degrees
constexpr double kRadiusShare = 2.6;   // radii from which a wide feature is seen whole
constexpr double kStylePeriod = 0.5;   // seconds between looks at the style files

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
    if (kiosk_) window_->coverScreen();
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
    if (interface_)
        interface_->addCharacters(hudCharacters(*view_));
    else
        interface_ = std::make_unique<ui::Interface>(window_->handle(), window_->contentScale(),
                                                     hudCharacters(*view_));
    if (kiosk_) {
        kiosk_->attach(district_->catalog, *interface_, texts_);
        interface_->addCharacters(kiosk_->characters());
    }
    openHud();
    tools_ = std::make_unique<MapTools>(*view_, interface_.get(), texts_);
    added_ = std::make_unique<AddedFiles>(*view_, *interface_, texts_, notices_);
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
    hud_ = std::make_unique<Hud>(*view_, *interface_, texts_);
    hud_->visible = !options_.bare;
    hud_->followView = true;
    hud_->setExhibit(kiosk_ != nullptr);
    if (sessions_) hud_->sessions = &*sessions_;
}

void WindowLoop::startWalk() {
    const auto& chosen = view_->selected();
    if (!chosen) return;
    walked_ = session_.selected;
    walk_.start(chosen->layer->path(chosen->row), chosen->layer->name(chosen->row, texts_.code()), *rig_,
                view_->stage().exaggeration(), options_.reducedMotion);
}

void WindowLoop::flyTo(const layers::Place& place) {
    const osg::Vec3d& at = place.middle;
    rig_->flyToPoint({at.x(), at.y(), at.z() * view_->stage().exaggeration()},
                     std::max(kSiteDistance, place.radius * kRadiusShare), kSitePitch,
                     options_.reducedMotion);
}

void WindowLoop::flyTo(const layers::TypedPlace& typed) {
    const geodata::Point2 at =
        typed.degrees ? view_->mapFromWgs84({typed.x, typed.y}) : geodata::Point2{typed.x, typed.y};
    if (!view_->stage().grid().extent().contains(at.x, at.y)) {
        notices_.say(texts_.tr("This place lies beyond the map."));
        return;
    }
    flyTo(layers::Place{
        {at.x, at.y, std::max(view_->stage().surfaceHeight(at.x, at.y), view_->stage().waterLevel())}, 0});
}

void WindowLoop::step(bool back) {
    if (back ? !history_->undo(session_) : !history_->redo(session_)) return;
    setLanguage(session_.language);
}

void WindowLoop::setLanguage(const std::string& language) {
    session_.language = language;
    texts_.setLanguage(language == "en" ? ui::Language::En : ui::Language::Zh);
    awake_ = kSettlingFrames;
}

void WindowLoop::flyToView(const layers::ViewEntry& view) {
    rig_->flyTo(view_->poseOf(view.camera), options_.reducedMotion);
    if (!view.select.empty()) session_.selected = view.select;
    if (kiosk_) kiosk_->note("view", view.id);
}

void WindowLoop::flyToFeature(const std::string& key) {
    const auto feature = view_->feature(key);
    if (const auto place = feature ? feature->layer->place(feature->row) : std::nullopt) flyTo(*place);
}

void WindowLoop::save() {
    session_.camera = view_->cameraOf(rig_->pose());
    sessions_->save(session_);
}

// Makes a session that was read be what is seen.
void WindowLoop::adopt(std::optional<Session> session) {
    if (!session) return;
    const std::vector<std::string> shown = session_.added;
    for (const std::string& source : shown) {
        if (std::find(session->added.begin(), session->added.end(), source) != session->added.end()) continue;
        for (const auto& layer : view_->layers())
            if (layer->entry().added == source) {
                view_->remove(layer->entry().id);
                break;
            }
    }
    tour_.stop(session_, *rig_, true);
    walk_.quit();
    tools_->cancel();
    const std::vector<std::string> ground = session_.terrain;
    session_ = std::move(*session);
    if (session_.terrain != ground)
        changeGround(session_.terrain);
    else
        readAdded();
    setLanguage(session_.language);
    addBookmarkCharacters();
    view_->apply(session_);
    rig_->jumpTo(view_->poseOf(session_.camera));
    awake_ = kSettlingFrames;
}

void WindowLoop::act(const HudActions& actions) {
    if (actions.view != nullptr || !actions.flyToFeature.empty() || actions.flyTo || actions.flyToPlace ||
        actions.northUp || actions.zoom != 0)
        walk_.quit();
    if (actions.cardAction == layers::kWalkAction) startWalk();
    if (actions.view != nullptr) flyToView(*actions.view);
    if (!actions.flyToFeature.empty()) flyToFeature(actions.flyToFeature);
    if (actions.flyTo) flyTo(*actions.flyTo);
    if (actions.flyToPlace) flyTo(*actions.flyToPlace);
    if (actions.drawArea)
        tools_->sketch({SketchKind::Polygon,
                        [this](const std::vector<geodata::Point2>& corners) {
                            session_.filter.area.clear();
                            for (const geodata::Point2& corner : corners) {
                                const geodata::Point2 at = view_->wgs84FromMap(corner);
                                // A ten-millionth of a degree is a centimetre.
                                session_.filter.area.push_back(
                                    {std::round(at.x * 1e7) / 1e7, std::round(at.y * 1e7) / 1e7});
                            }
                            awake_ = kSettlingFrames;
                        },
                        {},
                        true});
    if (!actions.tour.empty()) startTour(actions.tour);
    actOnPictures(actions);
    if (actions.undo) step(true);
    if (actions.redo) step(false);
    if (actions.northUp) rig_->northUp(options_.reducedMotion);
    if (actions.zoom != 0) rig_->zoom(viewport().width / 2.0, viewport().height / 2.0, actions.zoom);
    if (actions.saveSession) save();
    if (!actions.saveSessionAs.empty()) {
        session_.camera = view_->cameraOf(rig_->pose());
        sessions_->saveAs(actions.saveSessionAs, session_);
    }
    if (!actions.openSession.empty()) adopt(sessions_->open(actions.openSession, session_));
    if (!actions.addFile.empty()) added_->read(actions.addFile);
    if (!actions.removeLayer.empty()) remove(actions.removeLayer);
    if (!actions.asTerrain.empty()) useAsTerrain(actions.asTerrain);
    if (!actions.removeTerrain.empty()) {
        std::vector<std::string> files = session_.terrain;
        std::erase(files, actions.removeTerrain);
        changeGround(std::move(files));
    }
}

void WindowLoop::remove(const std::string& id) {
    const layers::Layer* layer = view_->layer(id);
    if (layer == nullptr) return;
    std::erase(session_.added, layer->entry().added);
    if (session_.selected.starts_with(id + ":")) session_.selected.clear();
    session_.layers.erase(id);
    session_.opacity.erase(id);
    session_.hiddenParts.erase(id);
    session_.colorFields.erase(id);
    view_->remove(id);
    awake_ = kSettlingFrames;
}

void WindowLoop::tellOfPyramids() {
    if (!pyramids_) return;
    const auto progress = pyramids_->progress();
    std::string text;
    if (progress)
        text = fmt::format(fmt::runtime(texts_.tr("preparing {} for quick viewing:")), progress->file);
    if (notices_.setProgress(std::move(text), progress ? progress->share : 0)) awake_ = std::max(awake_, 1);
    for (const std::string& failure : pyramids_->failures())
        notices_.complain(fmt::format(fmt::runtime(texts_.tr("far views stay slow: {}")), failure));
}

double WindowLoop::wait() const {
    // At rest the program sleeps: a kiosk's fan stays quiet.
    if (awake_ > 0) return 0;
    return tools_->busy() || window_->gestures().active() ? 0.03 : 0.25;
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

// Panels of this frame; edits the session and does what was asked for.
bool WindowLoop::drawPanels(const scene::Viewport& port, double seconds) {
    HudFacts facts;
    facts.ground = groundUnderPointer();
    facts.frameMilliseconds = frameMilliseconds_;
    if (!interface_->wantsMouse(x_, y_)) {
        if (!pointed_ || rig_->dragging() || looking_ || tools_->ownsPointer())
            view_->setHovered(std::nullopt);
        else
            view_->hoverAt(rig_->pose(), port, x_, y_, options_.pickTolerance);
    }
    const Session before = session_;
    hud_->canUndo = history_->canUndo();
    hud_->canRedo = history_->canRedo();
    hud_->rightTaken = recording();
    interface_->setPanels(kiosk_ && kiosk_->comfort().contrast ? ui::Panels::Contrast
                          : session_.lightPanels               ? ui::Panels::Light
                                                               : ui::Panels::Dark);
    if (kiosk_) kiosk_->arrange(*hud_, port);
    interface_->begin({port.width, port.height}, seconds);
    // A tour has the screen for itself.
    const bool panels = hud_->visible;
    hud_->visible = panels && !tour_.active() && (!kiosk_ || kiosk_->exploring());
    HudActions actions = hud_->draw(session_, rig_->pose(), port, facts);
    const bool bar = !kiosk_ || kiosk_->exploring();
    if (tour_.draw(texts_, interface_->fonts(), port, bar))
        tour_.stop(session_, *rig_, options_.reducedMotion);
    if (hud_->visible && !kiosk_)
        tools_->draw(session_, view_->stage().projector(rig_->pose(), port), actions, hud_->rightTaken);
    if (hud_->visible) drawPictures(port);
    if (walk_.draw(texts_, interface_->fonts(), port)) walk_.stop(*rig_, options_.reducedMotion);
    bool news = false;
    std::optional<bool> answer;
    if (kiosk_) {
        for (const std::string& complaint : notices_.take()) kiosk_->report(complaint);
        kiosk_->draw(session_, *hud_, window_->gestures().resting(now()), touring(), port, seconds);
    } else {
        news = notices_.draw(interface_->fonts(), port, seconds);
        answer = sessions_->draw(interface_->fonts(), port);
    }
    interface_->end();
    if (answer) adopt(sessions_->answer(*answer, session_));
    if (!tour_.active()) history_->watch(session_, ImGui::IsAnyItemActive());
    act(actions);
    if (const std::string file = std::exchange(preview_, {}); !file.empty()) startTour(file);
    if (!(session_ == before)) awake_ = kSettlingFrames;
    view_->apply(session_);
    tools_->update(session_, capture_.has_value());
    view_->showSelection(!walk_.active() || session_.selected != walked_);
    blocked_ = hud_->blocked();
    if (notices_.box()) blocked_.push_back(*notices_.box());
    if (sessions_->box()) blocked_.push_back(*sessions_->box());
    if (walk_.active()) blocked_.push_back(walk_.box());
    if (hud_->visible && recording() && recorder_->box()) blocked_.push_back(*recorder_->box());
    blocked_.insert(blocked_.end(), tour_.boxes().begin(), tour_.boxes().end());
    if (kiosk_)
        blocked_.insert(blocked_.end(), kiosk_->boxes().begin(), kiosk_->boxes().end());
    else if (hud_->visible)
        blocked_.insert(blocked_.end(), tools_->blocked().begin(), tools_->blocked().end());
    hud_->visible = panels;
    return news;
}

int WindowLoop::run() {
    if (!options_.tour.empty()) startTour(options_.tour);
    double last = now();
    while (!ended_ && (kiosk_ || !window_->wantsToClose())) {
        beginTurn();
        const double now = this->now();
        // After a pause nothing leaps; a rehearsal has no time to lose.
        const double seconds = std::min(now - last, options_.rehearsal != nullptr ? 2 : 0.1);
        last = now;
        if (kiosk_) {
            guideKiosk(now);
            if (kiosk_->restarts()) return kRestartStatus;
            if (window_->contextLost()) {
                kiosk_->report("the graphics driver was reset, nothing can be drawn any more");
                return kLostContextStatus;
            }
        }
        if (const double scale = window_->contentScale() * session_.typeScale; scale != interface_->scale()) {
            interface_->setScale(scale);
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
