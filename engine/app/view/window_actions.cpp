// What was asked for in the panels or by keys: flights, sessions, layers, languages.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/failure.h"
#include "app/view/window_loop_class.h"
#include "layers/lines/way_card.h"

namespace atlas::app {

namespace {

constexpr double kSiteDistance = 900;  // metres from which a chosen site is seen
constexpr double kSitePitch = 32;      // degrees
constexpr double kRadiusShare = 2.6;   // radii from which a wide feature is seen whole
constexpr double kDriverPatience = 3;  // seconds

}  // namespace

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

// What is on the map waits for the next window.
void WindowLoop::leaveBehind(double lasted) {
    if (tour_.active())
        sessions_->leaveBehind({});  // what it shows is no work of the person's
    else
        sessions_->leaveBehind(rig_->pose() == keptPose_ ? session_ : shownNow());
    // Such a driver would do the same to the next window.
    if (lasted < kDriverPatience)
        throw WorkError(
            "the graphics driver gives up as soon as the window opens; what was on the map is kept, and the "
            "next start asks whether to go on");
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

}  // namespace atlas::app
