#pragma once
// What tools put over the map in screen space: points, words and hints that stay crisp, behind the panels.

#include <imgui.h>

#include <array>
#include <optional>
#include <osg/Vec3d>
#include <string>
#include <vector>

#include "geodata/geometry.h"
#include "scene/labels.h"
#include "scene/pose.h"
#include "scene/stage.h"
#include "ui/interface.h"

namespace atlas::app {

/// One frame. Between Interface::begin and end; drawing thread.
class ToolCanvas {
  public:
    ToolCanvas(scene::Stage& stage, const scene::Projector& projector, const ui::Fonts& fonts)
        : stage_(stage), projector_(projector), fonts_(fonts) {}

    enum class Mark { Point, Chosen, Snap };
    /// A ring on the ground or the water there. What lies behind a hill is drawn faint.
    void mark(geodata::Point2 place, Mark mark);
    /// A word beside a place; nothing where it cannot be seen, or another word stands already.
    void word(geodata::Point2 place, const std::string& text, bool chosen = false);
    /// A straight line through the air between two altitudes (true metres); beyond `obstacle`, if there is
    /// one, it is hidden.
    void ray(geodata::Point2 from, double fromAltitude, geodata::Point2 to, double toAltitude,
             std::optional<geodata::Point2> obstacle);
    /// Hints stay left of it, in pixels: a panel stands there.
    void keepLeftOf(float x) { right_ = x; }
    /// What can be done now, beside the pointer.
    void hint(double x, double y, const std::string& text);
    /// What map names keep clear of.
    const std::vector<scene::ScreenBox>& blocked() const { return blocked_; }
    /// Where a place on the ground or water is drawn.
    std::optional<ImVec2> pixel(geodata::Point2 place, double above = 0) const;
    float scale() const { return static_cast<float>(projector_.viewport.scale); }
    scene::Stage& stage() { return stage_; }

  private:
    osg::Vec3d onGround(geodata::Point2 place) const;  ///< true height
    bool inSight(geodata::Point2 place) const;

    scene::Stage& stage_;
    const scene::Projector& projector_;
    const ui::Fonts& fonts_;
    std::vector<scene::ScreenBox> blocked_;
    std::optional<float> right_;
};

}  // namespace atlas::app
