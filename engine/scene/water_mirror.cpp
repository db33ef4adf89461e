#include "scene/water_mirror.h"

#include <algorithm>
#include <cmath>
#include <osg/CullFace>
#include <osg/FrontFace>

namespace atlas::scene {

namespace {
constexpr unsigned kMirrorUnit = 15;
// Waves show what is beside the piece: so far, in radians (water.frag).
constexpr double kBeside = 0.012;
constexpr double kAbove = 0.09;
constexpr int kMost = 4096;                            // pixels along a side
constexpr int kGrowth = 256;                           // the texture grows by so many pixels
constexpr const char* kMirrorDefine = "ATLAS_MIRROR";  // of the water: there is a picture to read
constexpr const char* kBelow = "ATLAS_MIRRORED";       // of what is mirrored: nothing below the surface
}  // namespace

WaterMirror::WaterMirror(osg::Group& root)
    : state_(*root.getOrCreateStateSet()),
      camera_(new osg::Camera),
      frame_(new osg::Uniform("u_mirrorFrame", osg::Vec4f(0, 0, 0, 0))),
      reach_(new osg::Uniform("u_mirrorReach", osg::Vec2f(0, 0))),
      surface_(new osg::Uniform("u_mirrorSurface", 0.0F)) {
    camera_->setName("mirror");
    camera_->setRenderOrder(osg::Camera::PRE_RENDER);
    camera_->setRenderTargetImplementation(osg::Camera::FRAME_BUFFER_OBJECT);
    camera_->setReferenceFrame(osg::Transform::ABSOLUTE_RF);
    camera_->setComputeNearFarMode(osg::CullSettings::DO_NOT_COMPUTE_NEAR_FAR);
    camera_->setCullMask(kMirrorMask);
    camera_->setClearColor(osg::Vec4(0, 0, 0, 0));
    camera_->setClearMask(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT);
    camera_->setNodeMask(0);
    osg::StateSet& below = *camera_->getOrCreateStateSet();
    below.setAttributeAndModes(new osg::FrontFace(osg::FrontFace::CLOCKWISE));  // mirrored
    below.setDefine(kBelow);
    below.addUniform(surface_);
    state_.addUniform(new osg::Uniform("u_mirror", static_cast<int>(kMirrorUnit)));
    state_.addUniform(frame_);
    state_.addUniform(reach_);
    root.addChild(camera_);
}

void WaterMirror::addGround(osg::Node* node) {
    const osg::ref_ptr<osg::Group> group = new osg::Group;
    group->getOrCreateStateSet()->setAttributeAndModes(new osg::CullFace(osg::CullFace::BACK));
    group->addChild(node);
    camera_->addChild(group);
}

void WaterMirror::setEnabled(bool enabled) {
    camera_->setNodeMask(enabled ? ~0U : 0U);
    if (enabled)
        state_.setDefine(kMirrorDefine);
    else
        state_.removeDefine(kMirrorDefine);
}

void WaterMirror::makeRoom(int width, int height) {
    if (picture_ && picture_->getTextureWidth() >= width && picture_->getTextureHeight() >= height) return;
    const auto grown = [](int wanted, int had) {
        return std::max((wanted + kGrowth - 1) / kGrowth * kGrowth, had);
    };
    const osg::ref_ptr<osg::Texture2D> before = picture_;
    picture_ = new osg::Texture2D;
    picture_->setInternalFormat(GL_RGBA8);
    picture_->setResizeNonPowerOfTwoHint(false);
    picture_->setTextureSize(grown(width, before ? before->getTextureWidth() : 0),
                             grown(height, before ? before->getTextureHeight() : 0));
    picture_->setFilter(osg::Texture::MIN_FILTER, osg::Texture::LINEAR);
    picture_->setFilter(osg::Texture::MAG_FILTER, osg::Texture::LINEAR);
    picture_->setWrap(osg::Texture::WRAP_S, osg::Texture::CLAMP_TO_EDGE);
    picture_->setWrap(osg::Texture::WRAP_T, osg::Texture::CLAMP_TO_EDGE);
    camera_->detach(osg::Camera::COLOR_BUFFER);
    camera_->detach(osg::Camera::DEPTH_BUFFER);
    camera_->attach(osg::Camera::COLOR_BUFFER, picture_);
    camera_->attach(osg::Camera::DEPTH_BUFFER, GL_DEPTH_COMPONENT24);
    camera_->setRenderingCache(nullptr);  // or OSG would go on drawing into the former picture
    state_.setTextureAttribute(kMirrorUnit, picture_);
}

void WaterMirror::aim(const osg::Matrixd& view, const osg::Matrixd& projection, double level,
                      const Piece& piece) {
    if (camera_->getNodeMask() == 0) return;
    // A pixel here is two by two of the picture's, the same ones whatever piece of it is drawn.
    const auto side = [](int first, int pixels, double reach, double scale) {
        const int wanted = pixels / 2 + 2 * static_cast<int>(std::ceil(pixels * reach * scale / 4));
        const int size = std::clamp(wanted, 2, kMost);
        return size + (size + first + pixels / 2) % 2;
    };
    const int across = side(piece.left, piece.width, kBeside, projection(0, 0));
    const int along = side(piece.bottom, piece.height, kAbove, projection(1, 1));
    makeRoom(across, along);
    const double shrinkX = piece.width / (2.0 * across);
    const double shrinkY = piece.height / (2.0 * along);
    // (x, y, z) -> (x, y, 2 level - z); vectors stand at the left in OSG.
    const osg::Matrixd mirrored(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, -1, 0, 0, 0, 2 * level, 1);
    camera_->setViewMatrix(mirrored * view);
    camera_->setProjectionMatrix(projection * osg::Matrixd::scale(shrinkX, shrinkY, 1));
    camera_->setViewport(0, 0, across, along);
    // From the piece's pixels to the texture's coordinates.
    const double shareX = static_cast<double>(across) / picture_->getTextureWidth();
    const double shareY = static_cast<double>(along) / picture_->getTextureHeight();
    frame_->set(osg::Vec4f(osg::Vec4d(shareX * shrinkX / piece.width, shareY * shrinkY / piece.height,
                                      shareX * (0.5 - 0.5 * shrinkX), shareY * (0.5 - 0.5 * shrinkY))));
    // Coordinates that an angle of one radian takes up in the middle of the picture.
    reach_->set(osg::Vec2f(
        osg::Vec2d(shareX * 0.5 * projection(0, 0) * shrinkX, shareY * 0.5 * projection(1, 1) * shrinkY)));
    surface_->set(static_cast<float>(level));
}

}  // namespace atlas::scene
