#pragma once
// Plays a tour in the window. Stands between the window's events and the camera rig, as a walk does.

#include <optional>
#include <string>

#include "app/view/hud_layout.h"
#include "app/view/tour/tour_plan.h"
#include "scene/camera_rig.h"
#include "ui/interface.h"
#include "ui/translations.h"

namespace atlas::app {

/// Drawing thread.
class TourPlayer {
  public:
    bool active() const { return plan_.has_value(); }
    /// Sets out from where the camera is. A tour without a stop that the map can show does not begin; why is
    /// in report().
    void start(const Tour& tour, MapView& view, const Session& session, const scene::CameraRig& rig);
    const geodata::Report& report() const { return report_; }
    /// The file of the tour that is under way.
    const std::string& file() const { return plan_->tour().file; }
    /// Another version of the tour that is under way: goes on from the same second. One without a stop that
    /// the map can show changes nothing.
    void replace(const Tour& tour, MapView& view);
    /// Back to where it began, camera and session.
    void stop(Session& session, scene::CameraRig& rig, bool instant);

    bool playing() const { return playing_; }
    /// A hand on the map stops the clock; the tour goes on from there by toggle().
    void pause() { playing_ = false; }
    void toggle();
    void next() { wanted_ = Step::Next; }
    void back() { wanted_ = Step::Back; }
    /// 0.5, 1 or 2 times as fast, in turn.
    void changeSpeed();
    double speed() const { return speed_; }
    double time() const { return t_; }

    /// Moves the clock, places the camera and makes the session what the tour shows; its language stays the
    /// person's. True while something moves. At its end it stops by itself.
    bool update(Session& session, scene::CameraRig& rig, double seconds, bool instant);
    /// Pause, stops, progress, speed and end; `above`: points that the bar leaves free below. Between
    /// Interface::begin and end. True when the tour's end was asked for.
    bool drawBar(const ui::Translations& texts, const ui::Fonts& fonts, const scene::Viewport& viewport,
                 float above = 0);
    /// What is said at the stop, over the bar where that is there, and its chart. The same way.
    void drawCaption(const MapView& view, const ui::Translations& texts, const ui::Fonts& fonts,
                     const scene::Viewport& viewport, bool overBar);
    /// All stops, for a window of their own: a touch leads there. The same way; pixels.
    void drawStops(const ui::Translations& texts, const ui::Fonts& fonts, const HudBox& box, float scale);
    static constexpr float kHeight = 84;  ///< points of the lower edge that the bar takes
    /// Boxes of the last drawBar() and drawCaption(), for names to keep clear of. `bar`: that is over the
    /// map.
    std::vector<scene::ScreenBox> boxes(bool bar) const;

  private:
    enum class Step { None, Back, Next };
    /// Which stop the clock is at or flies to; stops and the way home.
    std::size_t leg() const;
    void jump(double t);
    void drawProgress(float width, float scale);

    std::optional<TourPlan> plan_;
    geodata::Report report_;
    Session from_;
    scene::Pose home_;
    double t_ = 0, speed_ = 1;
    bool playing_ = false, joining_ = false, away_ = false;
    Step wanted_ = Step::None;
    std::optional<scene::ScreenBox> bar_, caption_, chart_;
};

}  // namespace atlas::app
