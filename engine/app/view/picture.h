#pragma once
// Pictures of a map off screen, of any size: in pieces, from the top down.

#include <cstddef>
#include <functional>

#include "app/view/map_view.h"
#include "surface/image.h"

namespace atlas::app {

/// What to draw and how.
struct PictureOrder {
    scene::Pose pose;
    scene::Viewport viewport;
    int samples = 4;
    int maxPiece = 0;  ///< pixels of a piece's side at most, 0 = as large as is reasonable
    /// Called for each piece (left, top, width, height in pixels) inside the frame; may be empty.
    std::function<void(const osg::Vec4f& piece)> overlay = {};
    /// Told how much is done, 0..1, between pieces; may be empty. What it throws ends the work.
    std::function<void(double done)> progress = {};
};

struct PictureCost {
    std::size_t triangles = 0, drawCalls = 0;
    int pieces = 0;
};

/// Draws what the view shows since its last prepare(), which lays the names out for the whole picture once,
/// and hands over strips as wide as the picture, from the top down; the sink keeps nothing of them. Holds the
/// pixels of a strip and of a piece, no more. Needs a current context; drawing thread. Throws WorkError when
/// the driver refuses, and what the sink throws.
PictureCost drawRows(MapView& view, surface::FrameRenderer& renderer, const PictureOrder& order,
                     const std::function<void(const surface::Image& strip)>& sink);

/// The same as one image in memory.
surface::Image drawPicture(MapView& view, surface::FrameRenderer& renderer, const PictureOrder& order,
                           PictureCost* cost = nullptr);

/// Median milliseconds of a frame as drawn again and again with the camera still, the driver's work included.
double measureFrame(MapView& view, surface::FrameRenderer& renderer, const scene::Pose& pose,
                    const scene::Viewport& viewport, int samples, int frames);

}  // namespace atlas::app
