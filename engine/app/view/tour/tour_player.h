#pragma once
// Plays a tour in the window. Stands between the window's events and the camera rig, as a walk does.

#include <optional>
#include <string>

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
    /// Caption and, with `bar`, controls. Between Interface::begin and end. True when its end was asked for.
    bool draw(const ui::Translations& texts, const ui::Fonts& fonts, const scene::Viewport& viewport,
              bool bar = true);
    /// Boxes of the last draw(), for names to keep clear of.
    const std::vector<scene::ScreenBox>& boxes() const { return boxes_; }

  private:
    enum class Step { None, Back, Next };
    /// Which stop the clock is at or flies to; stops and the way home.
    std::size_t leg() const;
    void jump(double t);
    void drawBar(const ui::Translations& texts, const ui::Fonts& fonts, const scene::Viewport& viewport,
                 bool& end);
    void drawProgress(float width, float scale);

    std::optional<TourPlan> plan_;
    geodata::Report report_;
    Session from_;
    scene::Pose home_;
    double t_ = 0, speed_ = 1;
    bool playing_ = false, joining_ = false, away_ = false;
    Step wanted_ = Step::None;
    std::vector<scene::ScreenBox> boxes_;
};

}  // namespace atlas::app
