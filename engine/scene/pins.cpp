#include "scene/pins.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <numeric>
#include <osg/BlendFunc>
#include <osg/Depth>

namespace atlas::scene {

namespace {

constexpr int kStateWidth = 256;
constexpr int kGlyphPixels = 30;    // glyphs in discs are drawn once at this size and scaled
constexpr unsigned kVertices = 12;  // shadow, stem, head: a quad each
constexpr double kNoticeable = 0.02;

unsigned char toByte(float unit) {
    return static_cast<unsigned char>(std::lround(std::clamp(unit, 0.0F, 1.0F) * 255));
}

}  // namespace

PinLayer::PinLayer(GlyphAtlas& atlas, ShaderLibrary& shaders, const LocalFrame& frame, float stem)
    : atlas_(atlas), frame_(frame), stem_(stem) {
    geometry_ = new osg::Geometry;
    geometry_->setName("pins");
    geometry_->setUseDisplayList(false);
    geometry_->setUseVertexBufferObjects(true);
    geometry_->setDataVariance(osg::Object::DYNAMIC);
    geometry_->setCullingActive(false);
    indices_ = new osg::DrawElementsUInt(GL_TRIANGLES);
    geometry_->addPrimitiveSet(indices_);
    stateImage_ = new osg::Image;
    stateTexture_ = new osg::Texture2D;
    stateTexture_->setInternalFormat(GL_RGBA8);
    stateTexture_->setFilter(osg::Texture::MIN_FILTER, osg::Texture::NEAREST);
    stateTexture_->setFilter(osg::Texture::MAG_FILTER, osg::Texture::NEAREST);
    stateTexture_->setResizeNonPowerOfTwoHint(false);
    osg::StateSet& state = *geometry_->getOrCreateStateSet();
    state.setAttributeAndModes(shaders.program("pin"));
    state.setTextureAttribute(0, atlas.texture());
    state.setTextureAttribute(5, stateTexture_);
    state.addUniform(new osg::Uniform("u_atlas", 0));
    state.addUniform(new osg::Uniform("u_state", 5));
    state.addUniform(new osg::Uniform("u_stem", stem_));
    state.addUniform(new osg::Uniform("u_opacity", 1.0F));
    state.setAttributeAndModes(new osg::BlendFunc(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA));
    state.setAttributeAndModes(new osg::Depth(osg::Depth::ALWAYS, 0, 1, false));
    state.setRenderBinDetails(20, "RenderBin");
    setPins({});
}

void PinLayer::setOpacity(float opacity) {
    geometry_->getStateSet()->getUniform("u_opacity")->set(opacity);
}

void PinLayer::setPins(std::vector<Pin> pins) {
    pins_ = std::move(pins);
    states_.assign(pins_.size(), PinState{});
    osg::ref_ptr<osg::Vec4Array> anchors = new osg::Vec4Array;  // local x, y, true height, corner 0..11
    osg::ref_ptr<osg::Vec4Array> colors = new osg::Vec4Array;   // rgb, hollow
    osg::ref_ptr<osg::Vec4Array> shape = new osg::Vec4Array;    // radius, ring, feature, unused
    osg::ref_ptr<osg::Vec4Array> glyphs = new osg::Vec4Array;   // box in the atlas, texels
    for (auto* array : {anchors.get(), colors.get(), shape.get(), glyphs.get()})
        array->reserve(pins_.size() * kVertices);
    for (std::size_t i = 0; i < pins_.size(); ++i) {
        const Pin& pin = pins_[i];
        const osg::Vec3d local(pin.anchor.x() - frame_.origin.x(), pin.anchor.y() - frame_.origin.y(),
                               pin.anchor.z());
        const Glyph glyph = !pin.word.empty() ? atlas_.word(pin.word, kGlyphPixels)
                            : pin.glyph != 0  ? atlas_.glyph(pin.glyph, kGlyphPixels)
                                              : Glyph{};
        for (unsigned corner = 0; corner < kVertices; ++corner) {
            anchors->push_back(osg::Vec4(osg::Vec3(local), static_cast<float>(corner)));
            colors->push_back(osg::Vec4(pin.color, pin.hollow ? 1 : 0));
            shape->push_back(osg::Vec4(pin.radius, static_cast<float>(pin.ring), static_cast<float>(i), 0));
            glyphs->push_back(osg::Vec4(glyph.u, glyph.v, glyph.width, glyph.height));
        }
    }
    geometry_->setVertexArray(anchors);
    geometry_->setColorArray(colors, osg::Array::BIND_PER_VERTEX);
    geometry_->setTexCoordArray(0, shape, osg::Array::BIND_PER_VERTEX);
    geometry_->setTexCoordArray(1, glyphs, osg::Array::BIND_PER_VERTEX);
    const int rows = static_cast<int>(pins_.size() / kStateWidth) + 1;
    stateImage_->allocateImage(kStateWidth, rows, 1, GL_RGBA, GL_UNSIGNED_BYTE, 1);
    std::memset(stateImage_->data(), 0, stateImage_->getTotalSizeInBytes());
    stateTexture_->setTextureSize(kStateWidth, rows);
    stateTexture_->setImage(stateImage_);
    for (std::size_t i = 0; i < pins_.size(); ++i) setState(i, PinState{});
    dirty_ = true;
    atlas_.upload();
}

void PinLayer::setState(std::size_t pin, const PinState& state) {
    states_[pin] = state;
    unsigned char* texel = stateImage_->data() + pin * 4;
    const std::array<unsigned char, 4> bytes{
        toByte(state.presence), static_cast<unsigned char>(state.hover ? 255 : 0),
        static_cast<unsigned char>(state.selected ? 255 : 0), toByte(state.seen)};
    if (std::memcmp(texel, bytes.data(), bytes.size()) == 0) return;
    std::memcpy(texel, bytes.data(), bytes.size());
    dirty_ = true;
}

void PinLayer::update(const Projector& projector, double exaggeration) {
    if (dirty_) stateImage_->dirty();
    dirty_ = false;
    std::vector<std::uint32_t> order;
    std::vector<double> distance(pins_.size());
    order.reserve(pins_.size());
    for (std::size_t i = 0; i < pins_.size(); ++i) {
        if (states_[i].presence <= kNoticeable) continue;
        const osg::Vec3d& a = pins_[i].anchor;
        distance[i] = (osg::Vec3d(a.x(), a.y(), a.z() * exaggeration) - projector.eye).length2();
        order.push_back(static_cast<std::uint32_t>(i));
    }
    const auto rank = [&](std::uint32_t i) { return states_[i].selected ? 2 : states_[i].hover ? 1 : 0; };
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
        return rank(a) != rank(b) ? rank(a) < rank(b) : distance[a] > distance[b];
    });
    indices_->clear();
    indices_->reserve(order.size() * 18);
    for (const std::uint32_t pin : order)
        for (unsigned quad = 0; quad < 3; ++quad)
            for (const unsigned k : {0U, 1U, 2U, 0U, 2U, 3U})
                indices_->push_back(pin * kVertices + quad * 4 + k);
    indices_->dirty();
}

std::optional<std::size_t> PinLayer::pick(const Projector& projector, double exaggeration, double x, double y,
                                          double slack) const {
    std::optional<std::size_t> best;
    double bestDistance = 0;
    for (std::size_t i = 0; i < pins_.size(); ++i) {
        if (states_[i].presence < 0.5F) continue;
        const Pin& pin = pins_[i];
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
            best = i;
            bestDistance = foot.z();
        }
    }
    return best;
}

}  // namespace atlas::scene
