#pragma once
// A fractal terrain on a stage without a window, as `yuzhong --terrain` shows it, for measuring in its
// frames.

#include <memory>
#include <string>

#include "app/view/map_view.h"
#include "surface/egl_context.h"
#include "surface/frame_renderer.h"
#include "surface/frame_target.h"
#include "surface/image.h"
#include "tests/bench/fractal_dem.h"

namespace atlas::test {

/// Drawing thread only; one at a time. Throws std::runtime_error where it cannot be had.
class TerrainScene {
  public:
    /// `bytes` of tiles and heights together.
    TerrainScene(const std::string& file, std::size_t bytes);

    app::MapView& view() { return *view_; }
    const app::District& district() const { return *district_; }
    /// The view of the whole that the program opens such a terrain with.
    scene::Pose whole() const { return view_->poseOf(district_->catalog.views.front().camera); }
    /// `height` metres above the ground at a place beside the middle.
    scene::Pose low(double height, double heading, double pitch, geodata::Point2 beside = {0, 0}) const;

    /// Loads everything that a pose needs, draws it. Milliseconds.
    double drawComplete(const scene::Pose& pose);
    /// One frame of a camera that does not wait. Milliseconds; `complete`: nothing is left to load.
    double drawNow(const scene::Pose& pose, bool& complete);

    /// What the last frame shows.
    surface::Image picture() const;
    /// Copies it into another framebuffer of its size.
    void copyFrame(unsigned framebuffer) const;

    struct Error {
        double median = 0, p99 = 0, worst = 0;  ///< pixels
        std::size_t pixels = 0;
    };
    /// How far the last frame's pixels, put back into the world by their depth, lie from the terrain's
    /// formula.
    Error errorOf(const scene::Pose& pose, const FractalHeights& heights, const FractalDem& dem);

    const scene::Viewport& viewport() const { return viewport_; }
    surface::FrameRenderer& renderer() { return *renderer_; }

  private:
    double draw(const scene::Pose& pose);
    scene::Viewport viewport_{1280, 720, 1};
    std::unique_ptr<surface::EglContext> context_;
    std::unique_ptr<app::District> district_;
    std::unique_ptr<app::MapView> view_;
    std::unique_ptr<surface::FrameRenderer> renderer_;
    std::unique_ptr<surface::FrameTarget> target_;
};

}  // namespace atlas::test
