#pragma once
// What water mirrors: the bodies that stand on its banks, drawn once more from below the surface into a
// picture that the shader of the water reads.

#include <osg/Camera>
#include <osg/Group>
#include <osg/Texture2D>

#include "scene/pose.h"

namespace atlas::scene {

/// The traversal of the mirror has this mask and no other: what is culled by hand tells it by that.
constexpr osg::Node::NodeMask kMirrorMask = 0x40000000;

/// Planar reflection (Diefenbach and Badler, "Multi-pass pipeline rendering", I3D 1997): the camera mirrored
/// at the surface, what lies below the surface left out, at half the picture's resolution. Waves blur it more
/// than that. Drawing thread.
class WaterMirror {
  public:
    /// Adds the camera to `root`; binds unit 15 and its uniforms there.
    explicit WaterMirror(osg::Group& root);

    /// What is mirrored, which must be shown by another parent as well.
    void add(osg::Node* node) { camera_->addChild(node); }
    /// The ground as well. Its triangles are counterclockwise as seen from above: from below it is not there,
    /// or waves at the near bank would show its underside.
    void addGround(osg::Node* node);
    void remove(osg::Node* node) { camera_->removeChild(node); }
    /// Off: water mirrors the sky alone, and no work is done.
    void setEnabled(bool enabled);
    /// Where a piece lies in its picture, pixels.
    struct Piece {
        int left, bottom, width, height;
    };
    /// `view` and `projection` as of the piece that is drawn next, `level` the surface's scene height. Pieces
    /// of one picture fit together.
    void aim(const osg::Matrixd& view, const osg::Matrixd& projection, double level, const Piece& piece);

  private:
    void makeRoom(int width, int height);

    osg::StateSet& state_;
    osg::ref_ptr<osg::Camera> camera_;
    osg::ref_ptr<osg::Texture2D> picture_;
    osg::ref_ptr<osg::Uniform> frame_, reach_, surface_;
};

}  // namespace atlas::scene
