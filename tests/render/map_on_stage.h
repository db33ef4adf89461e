#pragma once
// The bundled map on a stage without a window, for measuring in its pictures.

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <vector>

#include "app/view/map_view.h"
#include "surface/egl_context.h"
#include "surface/frame_renderer.h"

namespace atlas::test {

/// One sample a pixel, rows from top to bottom.
struct Frame {
    surface::Image image;
    std::vector<float> depth;  ///< 0 near .. 1 far (nothing drawn)
    scene::Viewport viewport;
    scene::Projector projector;

    float depthAt(int x, int y) const { return depth[static_cast<std::size_t>(y) * viewport.width + x]; }
    const std::uint8_t* colorAt(int x, int y) const {
        return &image.pixels[(static_cast<std::size_t>(y) * viewport.width + x) * 3];
    }
    /// Map x, y and scene height of what the middle of a pixel shows; nullopt where nothing is drawn.
    std::optional<osg::Vec3d> placeAt(int x, int y) const;
};

/// A camera to measure from. `exaggeration` belongs to it, since it moves the ground.
struct Shot {
    const char* name;
    layers::GeoCamera camera;
    double exaggeration = 1;
};

/// Named views of the catalogue, and others that ask more: along the river just above the water, over a
/// crest, from far, straight down.
const std::vector<Shot>& shots();

/// Drawing thread only; one at a time.
class Map {
  public:
    /// Throws std::runtime_error where the map or a GL context cannot be had.
    Map();

    app::MapView& view() { return *view_; }
    const app::District& district() const { return *district_; }
    scene::Stage& stage() { return view_->stage(); }
    surface::FrameRenderer& renderer() { return *renderer_; }
    app::Session& session() { return session_; }  ///< applied by frame()
    /// Shows these layers and no other.
    void showOnly(const std::vector<std::string>& ids);
    /// All of a frame but the drawing: the names are laid out.
    scene::Pose prepare(const Shot& shot, const scene::Viewport& viewport);
    Frame frame(const Shot& shot, const scene::Viewport& viewport = {});

  private:
    std::unique_ptr<surface::EglContext> context_;
    std::unique_ptr<app::District> district_;
    std::unique_ptr<app::MapView> view_;
    std::unique_ptr<surface::FrameRenderer> renderer_;
    app::Session session_;
};

/// Shares one map among the tests of a suite; each starts from the opening session.
class MapTest : public testing::Test {
  protected:
    static void SetUpTestSuite() { map_ = std::make_unique<Map>(); }
    static void TearDownTestSuite() { map_.reset(); }
    void SetUp() override;
    static inline std::unique_ptr<Map> map_;
};

}  // namespace atlas::test
