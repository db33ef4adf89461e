#include "app/view/kiosk/kiosk.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/failure.h"
#include "app/view/session_store.h"
#include "app/view/tour/tour.h"

namespace atlas::app {

namespace {

constexpr double kTourPause = 10;     // seconds before a tour that could not be shown is tried again
constexpr double kFlush = 60;         // seconds between two writings of the counts
constexpr double kGlance = 1;         // seconds below which a feature was not looked at
constexpr std::size_t kProblems = 4;  // that the operator sees
constexpr float kLeastPanel = 230;    // points of height

std::string clockTime() {
    return fmt::format(
        "{:%Y-%m-%d %H:%M}",
        fmt::localtime(std::chrono::system_clock::to_time_t(std::chrono::system_clock::now())));
}

}  // namespace

Kiosk::Kiosk(KioskHost& host, surface::WindowEvents& window, const layers::Catalog& catalog,
             DistrictParts parts, Clock clock)
    : host_(host),
      settings_(catalog.kiosk),
      parts_(std::move(parts)),
      clock_(std::move(clock)),
      config_(KioskConfig::read(kioskConfigFile())),
      lock_(config_.pin),
      machine_({settings_.idle, settings_.warning}, clock_()),
      monitor_(machine_, clock_),
      mapGate_(monitor_, window),
      counts_(stateFolder(), config_.counts.value_or(settings_.counts)),
      files_(catalog),
      catalog_(&catalog),
      comfort_(usual()),
      started_(clock_()) {
    if (!config_.problem.empty()) report(config_.problem);
    status_.watched = heartbeat_.watched();
    status_.data = clockTime();
    heartbeat_.beat(60);  // the map is still to be built
}

Kiosk::~Kiosk() {
    counts_.flush();
}

surface::WindowEvents& Kiosk::openPanelEvents(surface::WindowEvents& window) {
    panelGate_ = std::make_unique<InteractionGate>(monitor_, window);
    return *panelGate_;
}

void Kiosk::attach(const layers::Catalog& catalog, ui::Interface& map, ui::Interface& panels,
                   const ui::Translations& texts) {
    catalog_ = &catalog;
    settings_ = catalog.kiosk;
    machine_.setTimes({settings_.idle, settings_.warning});
    files_.follow(catalog);
    interface_ = &panels;
    texts_ = &texts;
    panels_.emplace(catalog, panels, texts);
    mapSigns_.emplace(map, texts);
    panelSigns_.reset();
    if (&panels != &map) panelSigns_.emplace(panels, texts);
    menuAt_ = panelGate_ ? panelGate_.get() : &mapGate_;
    menu_.emplace(catalog, panels, texts, lock_);
    keyboard_.emplace(panels, texts);
    mapGate_.first = nullptr;
    (panelGate_ ? *panelGate_ : mapGate_).first = [this](double x, double y) {
        return keyboard_->press(x, y);
    };
    monitor_.typing = [this] { return interface_->wantsKeyboard(); };
    monitor_.damage = [this] { host_.damaged(); };
    map.setExhibit(true);
    panels.setExhibit(true);
}

KioskComfort Kiosk::usual() const {
    return {settings_.typeScale, settings_.contrast, settings_.reach, settings_.reducedMotion};
}

std::string Kiosk::language() const {
    return config_.language.empty() ? settings_.language : config_.language;
}

std::vector<std::string> Kiosk::tours() const {
    if (const std::string file = config_.tour.empty() ? "" : findTour(config_.tour, *catalog_); !file.empty())
        return {file};
    return settings_.tours.empty() ? catalog_->tours : settings_.tours;
}

void Kiosk::note(const std::string& kind, const std::string& what, double seconds) {
    if (exploring()) counts_.count(today(), kind, what, seconds);
}

void Kiosk::report(const std::string& problem) {
    std::fprintf(stderr, "yuzhong: %s\n", problem.c_str());
    const auto same = [&](const std::string& known) { return known.ends_with(problem); };
    std::erase_if(status_.problems, same);
    status_.problems.push_back(clockTime() + "  " + problem);
    if (status_.problems.size() > kProblems) status_.problems.erase(status_.problems.begin());
}

void Kiosk::leaveFeature(double now) {
    if (!feature_.empty() && now - featureSince_ >= kGlance)
        counts_.count(today(), "feature", feature_, now - featureSince_);
    feature_.clear();
}

void Kiosk::changed(KioskState from, KioskState to) {
    const double now = clock_();
    if (from == KioskState::Attract && to == KioskState::Explore) {
        host_.endTour();
        visitBegan_ = now;
        feature_.clear();
    }
    const bool visited = from == KioskState::Explore || from == KioskState::Warning;
    if (visited && (to == KioskState::Attract || to == KioskState::Operator)) {
        // Nobody looked while the map waited for somebody.
        leaveFeature(machine_.lastTouch());
        counts_.count(today(), "visit", "", machine_.lastTouch() - visitBegan_);
    }
    if (to == KioskState::Operator) {
        host_.endTour();
        menu_->reset();
        said_.clear();
    }
    if (to == KioskState::Attract) {
        comfort_ = usual();
        panels_->closeSheet();
        keyboard_->hide();
        host_.beginAnew(language(), comfort_);
        attractedSince_ = now;
        tourTried_ = -1e9;
        counts_.flush();
        flushed_ = now;
        if (!counts_.problem().empty()) report(counts_.problem());
    }
    host_.damaged();
}

// The next tour that can be shown. Where there is none the opening view stands still under the invitation.
void Kiosk::attract(double now) {
    if (host_.touring() || now - tourTried_ < kTourPause) return;
    const auto files = tours();
    for (std::size_t i = 0; i < files.size(); ++i) {
        const std::string& file = files[nextTour_++ % files.size()];
        if (host_.playTour(file)) return;
        report(fmt::format("{}: nothing of this tour can be shown", file));
    }
    tourTried_ = now;
}

void Kiosk::lookForFiles(double now) {
    if (!attracts()) return;
    if (!reading_.valid()) {
        if (!files_.due(now)) return;
        files_.settle();
        reading_ = std::async(std::launch::async, [file = catalog_->file, parts = parts_] {
            auto reading = std::make_unique<Reading>();
            auto catalog = layers::loadCatalog(file);
            reading->district.report = catalog.report;
            if (!catalog || catalog.report.hasErrors()) return reading;
            reading->district = loadDistrict(std::move(*catalog.value), parts);
            if (reading->district) reading->district.report = reading->district->report();
            return reading;
        });
        return;
    }
    if (reading_.wait_for(std::chrono::seconds(0)) != std::future_status::ready) return;
    auto reading = reading_.get();
    if (!reading->district || reading->district.report.hasErrors()) {
        report("replaced files are refused, the last good ones stay: " + reading->district.report.text());
        return;
    }
    heartbeat_.beat(60);
    host_.showMap(std::make_shared<const District>(std::move(*reading->district.value)));
    status_.data = clockTime();
    host_.beginAnew(language(), comfort_);
    std::fprintf(stderr, "yuzhong: replaced files were taken over\n");
}

void Kiosk::update(const scene::Viewport& viewport, const std::optional<scene::Viewport>& panels) {
    beat();
    const double now = clock_();
    mapGate_.setSize(viewport.width, viewport.height, viewport.scale);
    if (panelGate_ && panels) panelGate_->setSize(panels->width, panels->height, panels->scale);
    if (host_.watching()) machine_.watching(now);
    machine_.tick(now);
    if (const InteractionGate* held = monitor_.takeHold();
        held != nullptr && machine_.state() != KioskState::Operator) {
        machine_.openOperator(now);
        const bool beside = panelSigns_ && held == panelGate_.get();
        menuAt_ = beside ? panelGate_.get() : &mapGate_;
        menu_.emplace(*catalog_, (beside ? *panelSigns_ : *mapSigns_).interface(), *texts_, lock_);
    }
    if (machine_.state() != seen_) {
        const KioskState from = seen_;
        seen_ = machine_.state();
        changed(from, seen_);
    }
    if (attracts()) attract(now);
    lookForFiles(now);
    if (now - flushed_ > kFlush) {
        flushed_ = now;
        counts_.flush();
    }
    status_.uptime = now - started_;
    status_.visits = counts_.visits();
}

void Kiosk::arrange(Hud& hud, const scene::Viewport& viewport) const {
    const auto s = static_cast<float>(viewport.scale);
    const auto height = static_cast<float>(viewport.height);
    hud.keepBottom = keyboard_->shown() ? TouchKeyboard::height(viewport, interface_->finger())
                                        : panels_->barHeight(viewport);
    hud.keepTop = 0;
    if (comfort_.reach)
        hud.keepTop = std::max(0.0F, std::min(height * 2 / 3, height - hud.keepBottom - kLeastPanel * s));
}

KeptFree Kiosk::mapRoom(const scene::Viewport& viewport) const {
    return {comfort_.reach ? static_cast<float>(viewport.height) * 2 / 3 : 0, 0, 0};
}

void Kiosk::applyWishes(const KioskWishes& wishes, Hud& hud) {
    if (wishes.togglePanel) {
        hud.panelOpen = !hud.panelOpen.value_or(false);
        hud.searchOpen = false;
    }
    if (wishes.toggleSearch) {
        hud.searchOpen = !hud.searchOpen;
        if (hud.searchOpen) {
            hud.panelOpen = false;
            hud.search();
            note("search", "");
        }
    }
    if (wishes.view != nullptr) host_.showView(*wishes.view);
    if (wishes.tour && !host_.playTour(catalog_->tours[*wishes.tour]))
        report(fmt::format("{}: nothing of this tour can be shown", catalog_->tours[*wishes.tour]));
    if (!wishes.language.empty()) {
        host_.useLanguage(wishes.language);
        note("language", wishes.language);
    }
    if (wishes.comfort) {
        comfort_ = *wishes.comfort;
        host_.useComfort(comfort_);
    }
    if (wishes.startOver) machine_.startOver(clock_());
}

void Kiosk::drawOperator(const scene::Viewport& viewport) {
    const OperatorWishes wishes = menu_->draw(viewport, clock_(), status_, config_, panels_->tours(), said_);
    if (wishes.changed) {
        counts_.flush();
        counts_ = UsageCounts(stateFolder(), config_.counts.value_or(settings_.counts));
        try {
            config_.write(kioskConfigFile());
        } catch (const WorkError& error) {
            said_ = error.what();
        }
    }
    if (wishes.exportCounts) {
        counts_.flush();
        said_ = exportCounts(stateFolder(), exportTargets()).words;
    }
    if (wishes.restart) restarts_ = true;
    if (wishes.close) machine_.closeOperator(clock_());
}

// The same on each window.
void Kiosk::drawSigns(KioskSigns& signs, const InteractionGate& gate, const scene::Viewport& viewport,
                      const std::string& page) {
    signs.begin();
    if (attracts()) signs.drawInvitation(viewport, clock_() - attractedSince_, page);
    if (machine_.state() == KioskState::Warning) signs.drawWarning(viewport, machine_.countdown());
    if (machine_.state() == KioskState::Operator) {
        if (menuAt_ == &gate)
            drawOperator(viewport);
        else
            KioskSigns::drawVeil(viewport);
    }
    signs.drawHold(viewport, monitor_.held(gate));
}

void Kiosk::drawOverMap(const std::optional<surface::TouchGestures::Resting>& resting,
                        const scene::Viewport& viewport) {
    drawSigns(*mapSigns_, mapGate_, viewport, {});
    if (resting && exploring() && !mapSigns_->interface().wantsMouse(resting->x, resting->y))
        mapSigns_->drawFinger(resting->x, resting->y, resting->share, viewport.scale);
}

void Kiosk::drawPanels(Session& session, Hud& hud, bool tour, const scene::Viewport& viewport,
                       double seconds) {
    const double now = clock_();
    panels_->forgetBoxes();
    if (panelSigns_) drawSigns(*panelSigns_, *panelGate_, viewport, catalog_->title.in(texts_->code()));
    if (!exploring()) return;
    if (session.selected != feature_) {
        leaveFeature(now);
        feature_ = session.selected;
        featureSince_ = now;
    }
    // The keyboard comes with a line that is typed in, and goes with it.
    if (interface_->wantsKeyboard() && !tour) return keyboard_->draw(viewport, seconds);
    if (!hud.searching()) hud.searchOpen = false;
    keyboard_->hide();
    // In one window a tour has the lower edge.
    if (tour && !panelSigns_) return;
    const std::optional<bool> panel =
        panelSigns_ ? std::nullopt : std::optional(hud.panelOpen.value_or(false));
    applyWishes(panels_->drawBar(viewport, comfort_, panel, hud.searchOpen), hud);
}

std::vector<scene::ScreenBox> Kiosk::boxes() const {
    std::vector<scene::ScreenBox> all = mapSigns_->boxes();
    if (!panelSigns_) all.insert(all.end(), panels_->boxes().begin(), panels_->boxes().end());
    return all;
}

bool Kiosk::animated() const {
    return machine_.state() != KioskState::Explore || reading_.valid();
}

}  // namespace atlas::app
