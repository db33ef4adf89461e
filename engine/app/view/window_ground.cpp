// The window's map over another ground: a raster of heights that a person brought.

#include <algorithm>
#include <filesystem>

#include "app/added_terrain.h"
#include "app/view/window_loop_class.h"

namespace atlas::app {

void WindowLoop::useAsTerrain(const std::string& id) {
    const layers::Layer* layer = view_->layer(id);
    if (layer == nullptr) return;
    const std::string source = layer->entry().added;
    std::vector<std::string> files = session_.terrain;
    std::error_code error;
    const std::filesystem::path file = source.substr(0, source.rfind('|'));
    const auto whole = std::filesystem::absolute(file, error);  // a session is opened from anywhere
    files.insert(files.begin(), (error ? file : whole).string());
    changeGround(std::move(files), source);
}

// Reads the map anew on a worker; what is on the screen stays until it is there, and for good where it cannot
// be had.
void WindowLoop::changeGround(std::vector<std::string> files, std::string instead) {
    if (ground_.valid()) return;  // one at a time
    notices_.setBusy(texts_.tr("Reading the ground…"));
    ground_ = std::async(std::launch::async, [files = std::move(files), instead = std::move(instead),
                                              file = district_->catalog.file, parts = options_.parts] {
        Ground ground{files, instead, false, {}};
        auto catalog = layers::loadCatalog(file);
        ground.district.report = catalog.report;
        if (!catalog) return ground;
        const auto alone = addTerrain(files, *catalog);
        if (!alone && !files.empty()) {
            ground.district.report = alone.report;
            return ground;
        }
        ground.alone = !files.empty() && *alone;
        auto loaded = loadDistrict(std::move(*catalog.value), parts);
        ground.district.report = loaded.report;
        if (!loaded) return ground;
        // The first terrain is the one in question: without its heights nothing has changed.
        if (!files.empty() && (loaded->terrain.empty() || loaded->terrain.front().failed())) {
            ground.district.report = loaded->report();
            return ground;
        }
        ground.district.value = std::make_shared<const District>(std::move(*loaded.value));
        return ground;
    });
}

void WindowLoop::takeGround() {
    if (!ground_.valid() || ground_.wait_for(std::chrono::seconds(0)) != std::future_status::ready) return;
    Ground ground = ground_.get();
    notices_.setBusy("");
    awake_ = kSettlingFrames;
    if (!ground.district) {
        notices_.complain(ground.district.report.text(texts_.tongue()));
        readAdded();  // of a session that was opened
        return;
    }
    tour_.stop(session_, *rig_, true);
    walk_.quit();
    session_.camera = view_->cameraOf(rig_->pose());
    const bool elsewhere = ground.alone || (*ground.district)->catalog.crs != district_->catalog.crs;
    std::vector<std::string> added = std::move(session_.added);
    std::erase(added, ground.instead);
    if (elsewhere) {
        // Another place: nothing of what was shown, filtered or drawn belongs there.
        const double type = session_.typeScale;
        const bool light = session_.lightPanels;
        session_ = openingSession((*ground.district)->catalog, session_.language);
        session_.typeScale = type;
        session_.lightPanels = light;
    }
    session_.terrain = std::move(ground.files);
    session_.added = added;
    openMap(std::move(*ground.district.value));
    if (elsewhere) rig_->jumpTo(view_->poseOf(session_.camera));
    readAdded();
}

// Files that are there and not yet on the stage come into the session when they are read; others stay named
// in it.
void WindowLoop::readAdded() {
    const auto onStage = [this](const std::string& source) {
        const auto& all = view_->layers();
        return std::any_of(all.begin(), all.end(),
                           [&](const auto& layer) { return layer->entry().added == source; });
    };
    std::vector<std::string> named;
    for (const std::string& source : session_.added) {
        std::error_code error;
        const bool there = std::filesystem::exists(source.substr(0, source.rfind('|')), error);
        if (there && !onStage(source))
            added_->read(source);
        else
            named.push_back(source);
    }
    session_.added = std::move(named);
    adopting_ = added_->busy();
}

}  // namespace atlas::app
