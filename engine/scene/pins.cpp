#include "scene/pins.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstring>
#include <osg/BlendFunc>
#include <osg/Depth>

namespace atlas::scene {

namespace {

constexpr std::size_t kRow = 1024;      // pins a row of their texture
constexpr std::size_t kTexels = 3;      // a pin
constexpr std::size_t kDrawnRow = 256;  // pins a row of the list of a frame
constexpr int kGlyphPixels = 30;        // glyphs in discs are drawn once at this size and scaled
constexpr unsigned kVertices = 12;      // shadow, stem, head: a quad each
constexpr int kPinBin = 20;             // symbols lie over the whole scene
constexpr float kNoticeable = 0.02F;

// 255 steps: a state that has settled is the same whatever way it came.
float stepped(float unit) {
    return static_cast<float>(std::lround(std::clamp(unit, 0.0F, 1.0F) * 255)) / 255;
}

osg::ref_ptr<osg::Texture2D> floatTexture(osg::Image* image) {
    const osg::ref_ptr<osg::Texture2D> texture = new osg::Texture2D;
    texture->setInternalFormat(GL_RGBA32F_ARB);
    texture->setFilter(osg::Texture::MIN_FILTER, osg::Texture::NEAREST);
    texture->setFilter(osg::Texture::MAG_FILTER, osg::Texture::NEAREST);
    texture->setResizeNonPowerOfTwoHint(false);
    texture->setImage(image);
    return texture;
}

void allocate(osg::Image& image, osg::Texture2D& texture, std::size_t width, std::size_t rows) {
    image.allocateImage(static_cast<int>(width), static_cast<int>(rows), 1, GL_RGBA, GL_FLOAT, 1);
    image.setInternalTextureFormat(GL_RGBA32F_ARB);
    std::memset(image.data(), 0, image.getTotalSizeInBytes());
    texture.setTextureSize(static_cast<int>(width), static_cast<int>(rows));
    texture.dirtyTextureObject();
    image.dirty();
}

// Counts its triangles as often as it is drawn.
class Instances : public osg::DrawElementsUShort {
  public:
    Instances() : osg::DrawElementsUShort(GL_TRIANGLES) {
        for (unsigned short quad = 0; quad < 3; ++quad)
            for (const unsigned k : {0U, 1U, 2U, 0U, 2U, 3U}) push_back(static_cast<GLushort>(quad * 4U + k));
    }
    void accept(osg::PrimitiveFunctor& functor) const override {
        for (int i = 0; i < getNumInstances(); ++i) osg::DrawElementsUShort::accept(functor);
    }
};

}  // namespace

PinLayer::PinLayer(GlyphAtlas& atlas, ShaderLibrary& shaders, const LocalFrame& frame, float stem)
    : atlas_(atlas),
      frame_(frame),
      stem_(stem),
      geometry_(new osg::Geometry),
      instances_(new Instances),
      pinImage_(new osg::Image),
      drawnImage_(new osg::Image),
      pinTexture_(floatTexture(pinImage_)),
      drawnTexture_(floatTexture(drawnImage_)) {
    const osg::ref_ptr<osg::Vec3Array> corners = new osg::Vec3Array;
    for (unsigned corner = 0; corner < kVertices; ++corner)
        corners->push_back(osg::Vec3(static_cast<float>(corner), 0, 0));
    geometry_->setName("pins");
    geometry_->setUseDisplayList(false);
    geometry_->setUseVertexBufferObjects(true);
    geometry_->setDataVariance(osg::Object::DYNAMIC);
    geometry_->setCullingActive(false);
    geometry_->setVertexArray(corners);
    geometry_->addPrimitiveSet(instances_);
    osg::StateSet& state = *geometry_->getOrCreateStateSet();
    state.setAttributeAndModes(shaders.program("pin"));
    state.setTextureAttribute(0, atlas.texture());
    state.setTextureAttribute(5, pinTexture_);
    state.setTextureAttribute(6, drawnTexture_);
    state.addUniform(new osg::Uniform("u_atlas", 0));
    state.addUniform(new osg::Uniform("u_pins", 5));
    state.addUniform(new osg::Uniform("u_drawn", 6));
    state.addUniform(new osg::Uniform("u_stem", stem_));
    state.addUniform(new osg::Uniform("u_opacity", 1.0F));
    state.setAttributeAndModes(new osg::BlendFunc(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA));
    state.setAttributeAndModes(new osg::Depth(osg::Depth::ALWAYS, 0, 1, false));
    state.setRenderBinDetails(kPinBin, "RenderBin");
    setPins({});
    allocate(*drawnImage_, *drawnTexture_, kDrawnRow, 1);
    instances_->setNumInstances(1);  // of presence 0: OSG takes none for one without instances
}

void PinLayer::setOpacity(float opacity) {
    geometry_->getStateSet()->getUniform("u_opacity")->set(opacity);
}

void PinLayer::setOrder(int order) {
    geometry_->getStateSet()->setRenderBinDetails(kPinBin + order, "RenderBin");
}

void PinLayer::makeRoom(std::size_t pins) {
    const std::size_t rows = pins / kRow + 1;
    if (pinImage_->data() != nullptr && rows <= static_cast<std::size_t>(pinImage_->t())) return;
    allocate(*pinImage_, *pinTexture_, kRow * kTexels, rows);
}

void PinLayer::write(std::size_t pin, const Glyph& glyph) {
    const Pin& look = pins_[pin];
    const osg::Vec3 local(osg::Vec3d(look.anchor.x() - frame_.origin.x(), look.anchor.y() - frame_.origin.y(),
                                     look.anchor.z()));
    const float texels[kTexels * 4] = {
        local.x(),      local.y(),
        local.z(),      look.radius,
        look.color.x(), look.color.y(),
        look.color.z(), (look.hollow ? 1.0F : 0.0F) + 2 * static_cast<float>(look.ring),
        glyph.u,        glyph.v,
        glyph.width,    glyph.height};
    std::memcpy(pinImage_->data() + pin * sizeof(texels), texels, sizeof(texels));
}

void PinLayer::setPins(std::vector<Pin> pins) {
    assert(pins.size() <= kMostPins);
    pins_ = std::move(pins);
    drawn_.clear();
    makeRoom(pins_.size());
    for (std::size_t i = 0; i < pins_.size(); ++i)
        write(i, pins_[i].glyph != 0 ? atlas_.word({pins_[i].glyph}, kGlyphPixels) : Glyph{});
    pinsChanged_ = true;
    atlas_.upload();
}

void PinLayer::setPin(std::size_t pin, const Pin& look, std::u32string_view word) {
    assert(pin <= pins_.size() && pin < kMostPins);
    if (pin == pins_.size()) {
        pins_.emplace_back();
        if (pins_.size() / kRow + 1 > static_cast<std::size_t>(pinImage_->t())) {
            const osg::ref_ptr<osg::Image> before = new osg::Image(*pinImage_);
            makeRoom(pins_.size() * 2);
            std::memcpy(pinImage_->data(), before->data(), before->getTotalSizeInBytes());
        }
    }
    pins_[pin] = look;
    write(pin, !word.empty()     ? atlas_.word(std::u32string(word), kGlyphPixels)
               : look.glyph != 0 ? atlas_.word({look.glyph}, kGlyphPixels)
                                 : Glyph{});
    pinsChanged_ = true;
}

void PinLayer::draw(std::span<const DrawnPin> shown, const Projector& projector, double exaggeration) {
    bytesWritten_ = 0;
    if (pinsChanged_) {
        pinImage_->dirty();
        atlas_.upload();
        bytesWritten_ += pinImage_->getTotalSizeInBytes();
    }
    pinsChanged_ = false;
    struct Place {
        int rank;
        double distance;
        std::uint32_t at;
    };
    std::vector<Place> order;
    order.reserve(shown.size());
    for (std::size_t i = 0; i < shown.size(); ++i) {
        if (shown[i].presence <= kNoticeable) continue;
        const osg::Vec3d& a = pins_[shown[i].pin].anchor;
        order.push_back({shown[i].selected ? 2
                         : shown[i].hover  ? 1
                                           : 0,
                         (osg::Vec3d(a.x(), a.y(), a.z() * exaggeration) - projector.eye).length2(),
                         static_cast<std::uint32_t>(i)});
    }
    std::sort(order.begin(), order.end(), [&](const Place& a, const Place& b) {
        if (a.rank != b.rank) return a.rank < b.rank;
        return a.distance != b.distance ? a.distance > b.distance : shown[a.at].pin < shown[b.at].pin;
    });
    drawn_.clear();
    std::vector<float> list;
    list.reserve(order.size() * 4);
    for (const Place& place : order) {
        const DrawnPin& pin = shown[place.at];
        drawn_.push_back(pin);
        list.insert(list.end(), {static_cast<float>(pin.pin), stepped(pin.presence), stepped(pin.seen),
                                 (pin.hover ? 1.0F : 0.0F) + (pin.selected ? 2.0F : 0.0F)});
    }
    if (list.empty()) list.assign(4, 0);  // one of presence 0
    if (list == list_) return;
    list_ = std::move(list);
    const std::size_t rows = (list_.size() / 4 + kDrawnRow - 1) / kDrawnRow;
    if (rows > static_cast<std::size_t>(drawnImage_->t()))
        allocate(*drawnImage_, *drawnTexture_, kDrawnRow, rows * 2);
    std::memcpy(drawnImage_->data(), list_.data(), list_.size() * sizeof(float));
    drawnImage_->dirty();
    bytesWritten_ += drawnImage_->getTotalSizeInBytes();
    instances_->setNumInstances(static_cast<int>(list_.size() / 4));
}

std::optional<std::size_t> PinLayer::pick(const Projector& projector, double exaggeration, double x, double y,
                                          double slack) const {
    std::optional<std::size_t> best;
    double bestDistance = 0;
    for (const DrawnPin& drawn : drawn_) {
        if (drawn.presence < 0.5F) continue;
        const Pin& pin = pins_[drawn.pin];
        osg::Vec3d foot;
        if (!projector.project({pin.anchor.x(), pin.anchor.y(), pin.anchor.z() * exaggeration}, foot))
            continue;
        const double scale = projector.viewport.symbolScale();
        const double reach = (pin.radius + slack) * scale;
        const double dx = x - foot.x();
        const double dy = y - (foot.y() - (stem_ + pin.radius) * scale);
        const bool head = dx * dx + dy * dy <= reach * reach;
        const bool stem = std::abs(dx) <= (2 + slack) * scale && y <= foot.y() + slack * scale &&
                          y >= foot.y() - stem_ * scale;
        if ((head || stem) && (!best || foot.z() < bestDistance)) {
            best = drawn.pin;
            bestDistance = foot.z();
        }
    }
    return best;
}

}  // namespace atlas::scene
