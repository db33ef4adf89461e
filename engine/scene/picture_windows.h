#pragma once
// A picture of the ground that is finer than memory can hold: windows of it round what is looked at, each
// finer and smaller than the one round it (a clipmap: Tanner, Migdal and Jones, SIGGRAPH 1998).

#include <array>
#include <functional>
#include <future>
#include <optional>
#include <osg/StateSet>
#include <osg/Texture2D>

#include "geodata/geometry.h"
#include "scene/ground_picture.h"
#include "scene/pose.h"

namespace atlas::scene {

/// What windows are cut from. `read` gives the piece in `extent` with cells of `cell` metres, nullopt where
/// there is none; called on a worker, one call after the other.
struct FinerPicture {
    std::function<std::optional<GroundPicture>(const geodata::Extent& extent, double cell)> read;
    double cell = 0;      ///< metres: its own
    double overview = 0;  ///< metres: cells of the picture of the whole, which windows must be finer than
};

/// Where the camera is as windows see it. Map coordinates, metres.
struct GroundView {
    Pose pose;
    Viewport viewport;
    double above = 0;    ///< scene height of the eye over the ground below it
    double nearest = 0;  ///< from the eye to the nearest ground
};

/// Drawing thread. One picture at a time.
class PictureWindows {
  public:
    static constexpr int kMost = 3;
    /// Binds the units 0, 5 and 15 and the windows' uniforms in `state`, which nothing else of it uses.
    PictureWindows(const LocalFrame& frame, osg::StateSet& state);
    ~PictureWindows();
    /// From the next update on, windows of this picture, which lies at `place` of the drapes. nullptr: of
    /// none.
    void follow(const std::shared_ptr<const FinerPicture>& picture, std::size_t place);
    /// Asks for what the view needs; pieces come from a worker, the coarsest first. `wait`: until all are
    /// there. True when nothing is under way.
    bool update(const GroundView& view, bool wait);
    /// The middle of what is looked at, map x and y: the ground in the middle of the picture, or ahead.
    static geodata::Point2 focus(const GroundView& view);

  private:
    struct Window {
        geodata::Extent extent;
        double cell = 0;  ///< 0: none
        bool operator==(const Window& other) const {
            return cell == other.cell && extent.minX == other.extent.minX &&
                   extent.minY == other.extent.minY && extent.width() == other.extent.width();
        }
    };
    struct Piece {
        std::shared_ptr<const FinerPicture> of;
        int level;
        Window window;
        osg::ref_ptr<osg::Image> image;  ///< null: it cannot be read
    };
    std::array<Window, kMost> wanted(const GroundView& view) const;
    void start(int level, const Window& window);
    void take();
    void clear(std::size_t level);
    void put();

    LocalFrame frame_;
    osg::StateSet& state_;
    std::shared_ptr<const FinerPicture> picture_;
    std::array<osg::ref_ptr<osg::Texture2D>, kMost> textures_;
    std::array<Window, kMost> shown_;  ///< asked for last
    std::array<bool, kMost> there_{};  ///< and it could be read
    std::future<Piece> reading_;
    osg::ref_ptr<osg::Uniform> frameUniform_, placeUniform_;
};

}  // namespace atlas::scene
