#pragma once
// The exhibit: what happens when, over the window that does it.

#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/district.h"
#include "app/kiosk/heartbeat.h"
#include "app/kiosk/kiosk_config.h"
#include "app/kiosk/kiosk_machine.h"
#include "app/kiosk/pin_lock.h"
#include "app/kiosk/replaced_files.h"
#include "app/kiosk/usage_counts.h"
#include "app/view/hud.h"
#include "app/view/kiosk/interaction_monitor.h"
#include "app/view/kiosk/kiosk_panels.h"
#include "app/view/kiosk/kiosk_signs.h"
#include "app/view/kiosk/operator_menu.h"
#include "app/view/kiosk/touch_keyboard.h"
#include "app/view/session.h"

namespace atlas::app {

/// What the exhibit asks of the window.
class KioskHost {
  public:
    virtual ~KioskHost() = default;
    /// Ends whatever goes on and shows the opening state as if nobody had been there.
    virtual void beginAnew(const std::string& language, const KioskComfort& comfort) = 0;
    /// False when nothing of the tour can be shown.
    virtual bool playTour(const std::string& file) = 0;
    virtual void endTour() = 0;
    /// A tour or a walk has the screen.
    virtual bool touring() const = 0;
    /// It moves by itself: looking on is no absence. One that somebody halted and left does not.
    virtual bool watching() const = 0;
    virtual void showView(const layers::ViewEntry& view) = 0;
    virtual void useLanguage(const std::string& language) = 0;
    virtual void useComfort(const KioskComfort& comfort) = 0;
    /// Shows another state of the map's files. Between two visitors.
    virtual void showMap(std::shared_ptr<const District> district) = 0;
    virtual void damaged() = 0;
};

/// Drawing thread; files are read on a worker.
class Kiosk {
  public:
    using Clock = std::function<double()>;

    /// `window` gets the events that may pass. `clock`: seconds, steady. `parts`: how replaced files are
    /// read.
    Kiosk(KioskHost& host, surface::WindowEvents& window, const layers::Catalog& catalog, DistrictParts parts,
          Clock clock);
    ~Kiosk();
    Kiosk(const Kiosk&) = delete;
    Kiosk& operator=(const Kiosk&) = delete;

    surface::WindowEvents& events() { return mapGate_; }
    /// A second window's events pass the same monitor, until closePanelEvents().
    surface::WindowEvents& openPanelEvents(surface::WindowEvents& window);
    void closePanelEvents() { panelGate_.reset(); }
    /// Once the windows have interfaces, and again when the map was replaced or the panels have moved.
    /// `panels` is `map` where there is one window.
    void attach(const layers::Catalog& catalog, ui::Interface& map, ui::Interface& panels,
                const ui::Translations& texts);
    /// All text of its own, for the font.
    std::string characters() const { return panels_->characters(); }

    /// Once a turn of the loop, before anything is drawn. `panels`: of their own window, if there is one.
    void update(const scene::Viewport& viewport, const std::optional<scene::Viewport>& panels);
    KioskState state() const { return machine_.state(); }
    bool attracts() const { return machine_.state() == KioskState::Attract; }
    /// Whether the visit's own panels are on the screen.
    bool exploring() const {
        return machine_.state() == KioskState::Explore || machine_.state() == KioskState::Warning;
    }
    /// Where panels may stand, before Hud::draw().
    void arrange(Hud& hud, const scene::Viewport& viewport) const;
    /// What is left to the map's own controls, where the panels are elsewhere.
    KeptFree mapRoom(const scene::Viewport& viewport) const;
    /// Between Interface::begin and end of the map's window. `resting`: a finger that is about to orbit.
    void drawOverMap(const std::optional<surface::TouchGestures::Resting>& resting,
                     const scene::Viewport& viewport);
    /// After Hud::draw(), in the same frame of the same window. `tour`: one plays.
    void drawPanels(Session& session, Hud& hud, bool tour, const scene::Viewport& viewport, double seconds);
    /// Pixels of the lower edge that the bar takes.
    float barHeight(const scene::Viewport& viewport) const { return panels_->barHeight(viewport); }
    /// Boxes in the map's window.
    std::vector<scene::ScreenBox> boxes() const;
    const KioskComfort& comfort() const { return comfort_; }
    const layers::KioskEntry& settings() const { return settings_; }

    /// Counts something that was looked at.
    void note(const std::string& kind, const std::string& what, double seconds = 0);
    /// Something went wrong that is no visitor's business: to standard error and to the operator.
    void report(const std::string& problem);
    void setTouches(bool told) { status_.touches = told; }
    void setScreens(std::string plugged) { status_.screens = std::move(plugged); }
    /// The operator wants the program to start again.
    bool restarts() const { return restarts_; }
    bool byTouch() const { return monitor_.byTouch(); }
    long touches() const { return monitor_.touches(); }
    /// A frame is due although nothing moves: something on the screen counts or breathes.
    bool animated() const;
    void beat() { heartbeat_.beat(settings_.hang); }

  private:
    void changed(KioskState from, KioskState to);
    void attract(double now);
    void lookForFiles(double now);
    void applyWishes(const KioskWishes& wishes, Hud& hud);
    void drawSigns(KioskSigns& signs, const InteractionGate& gate, const scene::Viewport& viewport,
                   const std::string& page);
    void drawOperator(const scene::Viewport& viewport);
    void leaveFeature(double now);
    std::vector<std::string> tours() const;
    std::string language() const;
    KioskComfort usual() const;

    KioskHost& host_;
    layers::KioskEntry settings_;
    DistrictParts parts_;
    Clock clock_;
    KioskConfig config_;
    PinLock lock_;
    KioskMachine machine_;
    InteractionMonitor monitor_;
    InteractionGate mapGate_;
    std::unique_ptr<InteractionGate> panelGate_;  ///< null: there is one window
    UsageCounts counts_;
    ReplacedFiles files_;
    Heartbeat heartbeat_;
    const layers::Catalog* catalog_;
    std::optional<KioskPanels> panels_;
    std::optional<KioskSigns> mapSigns_, panelSigns_;  ///< panelSigns_: of a window of their own
    std::optional<OperatorMenu> menu_;
    const InteractionGate* menuAt_ = nullptr;  ///< the window that the operator asked for it in
    std::optional<TouchKeyboard> keyboard_;
    ui::Interface* interface_ = nullptr;  ///< of the panels
    const ui::Translations* texts_ = nullptr;
    KioskComfort comfort_;
    KioskStatus status_;
    std::string said_;  ///< to the operator
    KioskState seen_ =
        KioskState::Operator;  ///< state of the last update(); not Attract, so that it is entered
    struct Reading {
        geodata::Loaded<District> district;
    };
    std::future<std::unique_ptr<Reading>> reading_;
    std::size_t nextTour_ = 0;
    double started_, visitBegan_ = 0, attractedSince_ = 0, tourTried_ = -1e9, flushed_ = 0;
    std::string feature_;
    double featureSince_ = 0;
    bool restarts_ = false;
};

}  // namespace atlas::app
