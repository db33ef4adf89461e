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
#include "app/pyramid_builder.h"
#include "app/view/added_files.h"
#include "app/view/history.h"
#include "app/view/hud.h"
#include "app/view/map_view.h"
#include "app/view/picture_session.h"
#include "app/view/steering.h"
#include "app/view/tools/map_tools.h"
#include "app/view/tour/tour_caption.h"
#include "app/view/tour/tour_player.h"
#include "app/view/walk_mode.h"
#include "app/view/window_sessions.h"
#include "layers/lines/way_card.h"
#include "scene/camera_rig.h"
#include "surface/frame_renderer.h"
#include "surface/window.h"
#include "ui/interface.h"

namespace atlas::app {

namespace {

constexpr double kClickSlack = 5;      // points that a hand may tremble within a click
constexpr double kDoubleClick = 0.35;  // seconds
constexpr double kSiteDistance = 900;  // metres from which a chosen site is seen
constexpr double kSitePitch = 32;      // degrees
constexpr double kRadiusShare = 2.6;   // radii from which a wide feature is seen whole
constexpr double kStylePeriod = 0.5;   // seconds between looks at the style files
// ImGui knows a frame late what the pointer is over, and another one late how large a window is.
constexpr int kSettlingFrames = 5;

class WindowLoop : public surface::WindowEvents {
  public:
    WindowLoop(const District& district, const Assets& assets, Session session, ui::Translations& texts,
               const WindowOptions& options)
        : session_(std::move(session)), texts_(texts), options_(options) {
        if (!options.capture.empty()) capture_.emplace("--capture", options.capture);
        terrain::GroundGrid grid = terrain::makeGroundGrid(district.ground);
        std::string reason;
        const std::string title = district.catalog.title.in(texts.code());
        window_ = surface::Window::create(
            options.size, title, std::max(options.samples, options.samples < 0 ? 4 : 1), *this, reason);
        if (window_ && options.samples < 0 && window_->software()) {
            // Where the CPU draws, four samples cost more than twice the frame: smooth motion matters more
            // than smooth edges.
            window_.reset();
            window_ = surface::Window::create(options.size, title, 1, *this, reason);
        }
        if (!window_) throw WorkError(reason);
        view_ = std::make_unique<MapView>(district, std::move(grid), assets.shaders(), options_.tileBudget);
        const geodata::Report& shaders = view_->stage().shaders().report();
        if (shaders.hasErrors()) throw WorkError(shaders.text());
        renderer_ = std::make_unique<surface::FrameRenderer>(view_->stage().root());
        view_->apply(session_);
        interface_ = std::make_unique<ui::Interface>(window_->handle(), window_->contentScale(),
                                                     hudCharacters(*view_));
        hud_ = std::make_unique<Hud>(*view_, *interface_, texts_);
        tools_ = std::make_unique<MapTools>(*view_, interface_.get(), texts_);
        added_ = std::make_unique<AddedFiles>(*view_, *interface_, texts_, notices_);
        if (!capture_) pyramids_ = std::make_unique<PyramidBuilder>(district.ground);
        hud_->visible = !options.bare;
        hud_->followView = true;
        sessions_.emplace(options.sessionFile, options.sessionReplaceable, options.capture.empty(), session_,
                          district.catalog, texts_, notices_);
        hud_->sessions = &*sessions_;
        for (const geodata::Problem& problem : options.sessionProblems.problems())
            if (problem.severity == geodata::Severity::Error) notices_.complain(geodata::toText(problem));
        history_.emplace(session_);
        rig_ = std::make_unique<scene::CameraRig>(
            scene::RigWorld{
                [this](double x, double y) {
                    const scene::Stage& stage = view_->stage();
                    return std::max(stage.surfaceHeight(x, y), stage.waterLevel()) * stage.exaggeration();
                },
                [this](const osg::Vec3d& eye, const osg::Vec3d& ray) { return view_->hit(eye, ray); },
                view_->stage().grid().extent()},
            view_->poseOf(session_.camera));
        keptPose_ = rig_->pose();
        window_->show();
    }

    int run();

  private:
    scene::Viewport viewport() const {
        const surface::Size size = window_->framebuffer();
        return {std::max(size.width, 1), std::max(size.height, 1), interface_->scale()};
    }
    std::optional<osg::Vec3d> groundUnderPointer() const;
    void click(bool twice);
    ToolPointer toolPointer() const;
    bool toolKey(int key);
    void act(const HudActions& actions);
    void flyToView(const layers::ViewEntry& view);
    void flyToFeature(const std::string& key);
    void flyTo(const layers::Place& place);
    void flyTo(const layers::TypedPlace& place);
    void step(bool back);
    void save();
    void adopt(std::optional<Session> session);
    bool walkKey(int key);
    bool tourKey(int key);
    void startTour(const std::string& file);
    void startWalk();
    void remove(const std::string& layer);
    void tellOfPyramids();

    void pointerMoved(double x, double y) override;
    void pointerLeft() override;
    void buttonChanged(int button, bool down, int modifiers) override;
    void wheelTurned(double steps) override;
    void keyChanged(int key, bool down, int modifiers) override;
    void textTyped(char32_t character) override;
    void filesDropped(const std::vector<std::string>& paths) override;
    void damaged() override { awake_ = kSettlingFrames; }

    Session session_;
    ui::Translations& texts_;
    WindowOptions options_;
    std::optional<PictureFile> capture_;
    std::unique_ptr<surface::Window> window_;
    std::unique_ptr<MapView> view_;
    std::unique_ptr<surface::FrameRenderer> renderer_;
    std::unique_ptr<ui::Interface> interface_;
    std::unique_ptr<Hud> hud_;
    std::optional<History> history_;
    Notices notices_;
    std::optional<WindowSessions> sessions_;
    scene::Pose keptPose_;  ///< that session_.camera stands for
    std::unique_ptr<AddedFiles> added_;
    std::unique_ptr<PyramidBuilder> pyramids_;  ///< null for a picture that closes the window
    std::unique_ptr<scene::CameraRig> rig_;
    std::unique_ptr<MapTools> tools_;
    WalkMode walk_;
    TourPlayer tour_;
    Steering steering_;
    std::string walked_;            ///< what was chosen when the walk began
    bool looking_ = false;          ///< a button is down over the map during a walk
    double x_ = 0, y_ = 0;          ///< pointer
    bool pointed_ = false;          ///< the pointer is in the window
    double downX_ = 0, downY_ = 0;  ///< where the left button went down
    double lastClick_ = -1;
    double lastX_ = 0, lastY_ = 0;  ///< of the last click
    double stylesRead_ = 0;         ///< when the style files were last looked at
    bool pressed_ = false;          ///< the left button is down over the map
    bool adopting_ = false;         ///< files of a session come in: its camera stays
    int awake_ = kSettlingFrames;   ///< frames to draw yet though nothing moves
};

std::optional<osg::Vec3d> WindowLoop::groundUnderPointer() const {
    if (!pointed_ || interface_->wantsMouse(x_, y_)) return std::nullopt;
    const osg::Vec3d ray = scene::rayThrough(rig_->pose(), viewport(), x_, y_);
    auto point = view_->hit(rig_->pose().eye, ray);
    if (point) point->z() /= view_->stage().exaggeration();
    return point;
}

ToolPointer WindowLoop::toolPointer() const {
    return {x_, y_, groundUnderPointer(), view_->stage().projector(rig_->pose(), viewport()),
            view_->stage().exaggeration()};
}

bool WindowLoop::toolKey(int key) {
    switch (key) {
        case GLFW_KEY_ENTER:
        case GLFW_KEY_KP_ENTER:
            return tools_->key(session_, ToolKey::Enter);
        case GLFW_KEY_ESCAPE:
            return tools_->key(session_, ToolKey::Escape);
        case GLFW_KEY_BACKSPACE:
            return tools_->key(session_, ToolKey::Backspace);
        default:
            return false;
    }
}

void WindowLoop::pointerMoved(double x, double y) {
    interface_->pointerMoved(x, y);
    if (walk_.active() && looking_) walk_.drag(x - x_, y - y_, interface_->scale());
    x_ = x;
    y_ = y;
    pointed_ = true;
    awake_ = kSettlingFrames;
    rig_->drag(x, y);
    if (!rig_->dragging()) tools_->move(toolPointer());
}

void WindowLoop::pointerLeft() {
    interface_->pointerLeft();
    pointed_ = false;
    awake_ = kSettlingFrames;
}

void WindowLoop::buttonChanged(int button, bool down, int modifiers) {
    interface_->buttonChanged(button, down);
    awake_ = kSettlingFrames;
    const bool orbit = button == GLFW_MOUSE_BUTTON_RIGHT || button == GLFW_MOUSE_BUTTON_MIDDLE ||
                       (button == GLFW_MOUSE_BUTTON_LEFT && (modifiers & GLFW_MOD_CONTROL) != 0);
    if (!down) {
        rig_->release();
        looking_ = false;
        if (button == GLFW_MOUSE_BUTTON_LEFT && tools_->release(toolPointer())) return;
        if (button == GLFW_MOUSE_BUTTON_LEFT && pressed_) {
            pressed_ = false;
            if (std::hypot(x_ - downX_, y_ - downY_) <= kClickSlack * interface_->scale()) {
                const double now = glfwGetTime();
                // Two quick clicks at two places are two clicks.
                const bool twice = now - lastClick_ < kDoubleClick &&
                                   std::hypot(x_ - lastX_, y_ - lastY_) <= kClickSlack * interface_->scale();
                lastClick_ = twice ? -1 : now;
                lastX_ = x_;
                lastY_ = y_;
                click(twice);
            }
        }
        return;
    }
    if (interface_->wantsMouse(x_, y_)) return;
    tour_.pause();
    rig_->setViewport(viewport());
    if (!orbit && button == GLFW_MOUSE_BUTTON_LEFT && !walk_.active() && tools_->press(toolPointer())) return;
    if (!orbit && button == GLFW_MOUSE_BUTTON_LEFT) {
        pressed_ = true;
        downX_ = x_;
        downY_ = y_;
    }
    if (walk_.active())
        looking_ = true;
    else if (orbit)
        rig_->beginOrbit(x_, y_);
    else if (pressed_)
        rig_->beginPan(x_, y_);
}

void WindowLoop::click(bool twice) {
    if (walk_.active() && twice) return;
    const auto chosen = view_->pick(rig_->pose(), viewport(), x_, y_, options_.pickTolerance);
    if (!walk_.active() && tools_->click(session_, toolPointer(), twice, chosen)) return;
    if (twice) {
        rig_->flyNearer(x_, y_, options_.reducedMotion);
        return;
    }
    if (const auto many = view_->gathering(rig_->pose(), viewport(), x_, y_, 0); many && !walk_.active())
        return flyTo(*many);
    // On a walk a hand that only looked around takes nothing away.
    if (chosen || !walk_.active()) session_.selected = chosen ? chosen->key() : std::string();
}

void WindowLoop::wheelTurned(double steps) {
    interface_->wheelTurned(steps);
    awake_ = kSettlingFrames;
    if (interface_->wantsMouse(x_, y_)) return;
    tour_.pause();
    if (walk_.active()) return walk_.wheel(steps);
    rig_->setViewport(viewport());
    rig_->zoom(x_, y_, steps);
}

void WindowLoop::keyChanged(int key, bool down, int modifiers) {
    awake_ = kSettlingFrames;
    interface_->keyChanged(key, down);
    if (!down) steering_.keyUp(key);
    if (!down) return;
    if (sessions_->asks() && !interface_->wantsKeyboard() &&
        (key == GLFW_KEY_ENTER || key == GLFW_KEY_ESCAPE))
        return adopt(sessions_->answer(key == GLFW_KEY_ENTER, session_));
    if ((modifiers & GLFW_MOD_CONTROL) != 0) {
        if (key == GLFW_KEY_S) save();
        if (key == GLFW_KEY_F) hud_->search();
        if (interface_->wantsKeyboard()) return;  // a text that is being typed has steps of its own
        if (key == GLFW_KEY_Z) step((modifiers & GLFW_MOD_SHIFT) == 0);
        if (key == GLFW_KEY_Y) step(false);
        return;
    }
    if (interface_->wantsKeyboard()) return;
    if (key == GLFW_KEY_SLASH) return hud_->search();
    if (tour_.active() && tourKey(key)) return;
    if (toolKey(key)) return;
    steering_.keyDown(key);
    if (steering_.active()) tour_.pause();
    if (walk_.active() && walkKey(key)) return;
    const auto& views = view_->district().catalog.views;
    if (key >= GLFW_KEY_1 && key <= GLFW_KEY_9) {
        const auto i = static_cast<std::size_t>(key - GLFW_KEY_1);
        if (i < views.size()) flyToView(views[i]);
        return;
    }
    switch (key) {
        case GLFW_KEY_HOME:
            if (!views.empty()) flyToView(views.front());
            break;
        case GLFW_KEY_N:
            rig_->northUp(options_.reducedMotion);
            break;
        case GLFW_KEY_TAB:
            hud_->visible = !hud_->visible;
            break;
        case GLFW_KEY_L:
            session_.language = session_.language == "zh" ? "en" : "zh";
            texts_.setLanguage(session_.language == "en" ? ui::Language::En : ui::Language::Zh);
            break;
        case GLFW_KEY_F1:
            hud_->showHelp = !hud_->showHelp;
            break;
        case GLFW_KEY_F3:
            hud_->showFrameRate = !hud_->showFrameRate;
            break;
        case GLFW_KEY_F11:
            window_->toggleFullScreen();
            break;
        case GLFW_KEY_ESCAPE:
            if (hud_->showHelp)
                hud_->showHelp = false;
            else
                session_.selected.clear();
            break;
        default:
            break;
    }
}

void WindowLoop::textTyped(char32_t character) {
    awake_ = kSettlingFrames;
    interface_->textTyped(character);
}

bool WindowLoop::tourKey(int key) {
    switch (key) {
        case GLFW_KEY_ESCAPE:
            tour_.stop(session_, *rig_, options_.reducedMotion);
            return true;
        case GLFW_KEY_SPACE:
            tour_.toggle();
            return true;
        case GLFW_KEY_RIGHT:
            tour_.next();
            return true;
        case GLFW_KEY_LEFT:
            tour_.back();
            return true;
        case GLFW_KEY_HOME:
        case GLFW_KEY_N:
            return true;  // the tour leads
        default:
            return key >= GLFW_KEY_1 && key <= GLFW_KEY_9;
    }
}

void WindowLoop::startTour(const std::string& file) {
    const auto tour = loadTour(file, view_->district().catalog);
    geodata::Report problems = tour.report;
    if (tour) {
        walk_.quit();
        tools_->cancel();
        tour_.stop(session_, *rig_, true);
        interface_->addCharacters(tourCharacters(*tour));
        session_.camera = view_->cameraOf(rig_->pose());
        tour_.start(*tour, *view_, session_, *rig_);
        problems.append(tour_.report());
    }
    for (const geodata::Problem& problem : problems.problems())
        if (problem.severity == geodata::Severity::Error) notices_.complain(geodata::toText(problem));
    tell(problems, false);
    awake_ = kSettlingFrames;
}

bool WindowLoop::walkKey(int key) {
    switch (key) {
        case GLFW_KEY_ESCAPE:
            walk_.stop(*rig_, options_.reducedMotion);
            return true;
        case GLFW_KEY_SPACE:
            walk_.toggleRunning();
            return true;
        case GLFW_KEY_EQUAL:
        case GLFW_KEY_KP_ADD:
            walk_.changeSpeed(1.4);
            return true;
        case GLFW_KEY_MINUS:
        case GLFW_KEY_KP_SUBTRACT:
            walk_.changeSpeed(1 / 1.4);
            return true;
        case GLFW_KEY_HOME:
        case GLFW_KEY_N:
            walk_.quit();
            return false;
        default:
            if (key >= GLFW_KEY_1 && key <= GLFW_KEY_9) walk_.quit();
            return false;
    }
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
    texts_.setLanguage(session_.language == "en" ? ui::Language::En : ui::Language::Zh);
    awake_ = kSettlingFrames;
}

void WindowLoop::flyToView(const layers::ViewEntry& view) {
    rig_->flyTo(view_->poseOf(view.camera), options_.reducedMotion);
    if (!view.select.empty()) session_.selected = view.select;
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
    session_ = std::move(*session);
    // Files that are there come into the session when they are read; others stay named in it.
    std::vector<std::string> named;
    for (const std::string& source : session_.added) {
        std::error_code error;
        const bool there = std::filesystem::exists(source.substr(0, source.rfind('|')), error);
        if (there && std::find(shown.begin(), shown.end(), source) == shown.end())
            added_->read(source);
        else
            named.push_back(source);
    }
    session_.added = std::move(named);
    adopting_ = added_->busy();
    texts_.setLanguage(session_.language == "en" ? ui::Language::En : ui::Language::Zh);
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
    if (actions.tour) startTour(view_->district().catalog.tours[*actions.tour]);
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

void WindowLoop::filesDropped(const std::vector<std::string>& paths) {
    for (const std::string& path : paths) added_->read(path);
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

int WindowLoop::run() {
    if (!options_.tour.empty()) startTour(options_.tour);
    double last = glfwGetTime();
    double frameMilliseconds = 0;
    while (!window_->wantsToClose()) {
        // At rest the program sleeps: a kiosk's fan stays quiet.
        window_->poll(awake_ > 0 ? 0 : tools_->busy() ? 0.03 : 0.25);
        const double now = glfwGetTime();
        const double seconds = std::min(now - last, 0.1);
        last = now;
        const scene::Viewport port = viewport();
        rig_->setViewport(port);
        if (steering_.active()) awake_ = kSettlingFrames;
        steering_.apply(*rig_, walk_, seconds);
        bool moving = rig_->update(seconds);
        if (walk_.update(*rig_, seconds, view_->stage().exaggeration())) moving = true;
        if (now - stylesRead_ > kStylePeriod) {
            stylesRead_ = now;
            if (view_->reloadStyles()) awake_ = kSettlingFrames;
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
        if (awake_ == 0 && !moving && !added_->busy() && !hud_->busy() && !tools_->busy()) continue;

        HudFacts facts;
        facts.ground = groundUnderPointer();
        facts.frameMilliseconds = frameMilliseconds;
        if (!interface_->wantsMouse(x_, y_))
            view_->setHovered(!pointed_ || rig_->dragging() || looking_ || tools_->ownsPointer()
                                  ? std::nullopt
                                  : view_->pick(rig_->pose(), port, x_, y_, options_.pickTolerance));
        const Session before = session_;
        hud_->canUndo = history_->canUndo();
        hud_->canRedo = history_->canRedo();
        interface_->setPanels(session_.lightPanels ? ui::Panels::Light : ui::Panels::Dark);
        interface_->begin({port.width, port.height}, seconds);
        // A tour has the screen for itself.
        const bool panels = hud_->visible;
        hud_->visible = panels && !tour_.active();
        HudActions actions = hud_->draw(session_, rig_->pose(), port, facts);
        if (tour_.draw(texts_, interface_->fonts(), port))
            tour_.stop(session_, *rig_, options_.reducedMotion);
        if (hud_->visible) tools_->draw(session_, view_->stage().projector(rig_->pose(), port), actions);
        if (walk_.draw(texts_, interface_->fonts(), port)) walk_.stop(*rig_, options_.reducedMotion);
        const bool news = notices_.draw(interface_->fonts(), port, seconds);
        const auto answer = sessions_->draw(interface_->fonts(), port);
        interface_->end();
        if (answer) adopt(sessions_->answer(*answer, session_));
        if (!tour_.active()) history_->watch(session_, ImGui::IsAnyItemActive());
        act(actions);
        if (!(session_ == before)) awake_ = kSettlingFrames;
        view_->apply(session_);
        tools_->update(session_, capture_.has_value());
        view_->showSelection(!walk_.active() || session_.selected != walked_);
        std::vector<scene::ScreenBox> blocked = hud_->blocked();
        if (notices_.box()) blocked.push_back(*notices_.box());
        if (sessions_->box()) blocked.push_back(*sessions_->box());
        if (walk_.active()) blocked.push_back(walk_.box());
        blocked.insert(blocked.end(), tour_.boxes().begin(), tour_.boxes().end());
        if (hud_->visible) blocked.insert(blocked.end(), tools_->blocked().begin(), tools_->blocked().end());
        hud_->visible = panels;
        const bool complete = view_->prepare(rig_->pose(), port, seconds, capture_.has_value(), blocked);
        renderer_->setOverlay([&] { interface_->draw(0, 0, {port.width, port.height}); });
        const auto start = std::chrono::steady_clock::now();
        view_->draw(*renderer_, rig_->pose(), port,
                    {0, 0, static_cast<float>(port.width), static_cast<float>(port.height)}, 0);
        if (capture_ && complete && awake_ == 1) {
            capture_->write(window_->capture());
            return 0;
        }
        window_->swap();
        const double took =
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
        frameMilliseconds = frameMilliseconds > 0 ? frameMilliseconds * 0.9 + took * 0.1 : took;
        if (awake_ > 0) --awake_;
        if (moving || !complete || news || tools_->busy()) awake_ = std::max(awake_, 1);
    }
    return 0;
}

}  // namespace

int runWindow(const District& district, const Assets& assets, Session session, ui::Translations& texts,
              const WindowOptions& options) {
    return WindowLoop(district, assets, std::move(session), texts, options).run();
}

bool hasDisplay() {
    for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY"}) {
        const char* value = std::getenv(name);
        if (value != nullptr && *value != '\0') return true;
    }
    return false;
}

}  // namespace atlas::app
