#include "scene/labels.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <osg/BlendFunc>
#include <osg/Depth>

namespace atlas::scene {

namespace {

constexpr float kGap = 3;              // pixels kept free round a label
constexpr float kWideSpacing = 0.45F;  // of the size, between letters

bool overlaps(const ScreenBox& a, const ScreenBox& b) {
    return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

int pixelSize(const Label& label, double scale) {
    return std::max(8, static_cast<int>(std::lround(label.size * scale)));
}

}  // namespace

LabelLayer::LabelLayer(GlyphAtlas& atlas, ShaderLibrary& shaders) : atlas_(atlas) {
    geometry_ = new osg::Geometry;
    geometry_->setName("labels");
    geometry_->setUseDisplayList(false);
    geometry_->setUseVertexBufferObjects(true);
    geometry_->setDataVariance(osg::Object::DYNAMIC);
    geometry_->setCullingActive(false);
    corners_ = new osg::Vec4Array;
    colors_ = new osg::Vec4Array;
    indices_ = new osg::DrawElementsUInt(GL_TRIANGLES);
    geometry_->setVertexArray(corners_);
    geometry_->setColorArray(colors_, osg::Array::BIND_PER_VERTEX);
    geometry_->addPrimitiveSet(indices_);
    osg::StateSet& state = *geometry_->getOrCreateStateSet();
    state.setAttributeAndModes(shaders.program("label"));
    state.setTextureAttribute(0, atlas.texture());
    state.addUniform(new osg::Uniform("u_atlas", 0));
    state.setAttributeAndModes(new osg::BlendFunc(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA));
    state.setAttributeAndModes(new osg::Depth(osg::Depth::ALWAYS, 0, 1, false));
    state.setRenderBinDetails(30, "RenderBin");
}

void LabelLayer::setLabels(std::vector<Label> labels) {
    labels_ = std::move(labels);
    wasShown_.assign(labels_.size(), 0);
    measuredScale_ = 0;
}

void LabelLayer::measure(double scale) {
    shapes_.resize(labels_.size());
    for (std::size_t i = 0; i < labels_.size(); ++i) {
        Shape& shape = shapes_[i];
        const int size = pixelSize(labels_[i], scale);
        shape.codes = codePoints(labels_[i].text);
        shape.width = 0;
        for (const char32_t code : shape.codes) shape.width += atlas_.glyph(code, size).advance;
        if (labels_[i].wide && shape.codes.size() > 1)
            shape.width +=
                kWideSpacing * static_cast<float>(size) * static_cast<float>(shape.codes.size() - 1);
    }
    measuredScale_ = scale;
}

void LabelLayer::emit(const Label& label, const Shape& shape, float x, float y, double scale) {
    const int size = pixelSize(label, scale);
    // Optical middle of CJK and capital letters is about 0.36 em above the baseline.
    float pen = std::round(x);
    const float baseline = std::round(y + 0.36F * static_cast<float>(size));
    for (const char32_t code : shape.codes) {
        const Glyph& glyph = atlas_.glyph(code, size);
        if (glyph.width > 0) {
            const float left = pen + glyph.left;
            const float top = baseline - glyph.top;
            const auto first = static_cast<unsigned>(corners_->size());
            corners_->push_back({left, top, glyph.u, glyph.v});
            corners_->push_back({left + glyph.width, top, glyph.u + glyph.width, glyph.v});
            corners_->push_back(
                {left + glyph.width, top + glyph.height, glyph.u + glyph.width, glyph.v + glyph.height});
            corners_->push_back({left, top + glyph.height, glyph.u, glyph.v + glyph.height});
            for (int k = 0; k < 4; ++k) colors_->push_back(osg::Vec4(label.color, 1));
            for (const unsigned k : {0U, 1U, 2U, 0U, 2U, 3U}) indices_->push_back(first + k);
        }
        pen += std::round(glyph.advance);
        if (label.wide) pen += kWideSpacing * static_cast<float>(size);
    }
}

void LabelLayer::layout(const Projector& projector, double exaggeration,
                        const std::vector<ScreenBox>& blocked,
                        const std::function<bool(const Label&, std::size_t)>& hidden) {
    const double scale = projector.viewport.symbolScale();
    if (measuredScale_ != scale) measure(scale);
    struct Candidate {
        std::size_t label;
        float x, y;
        double rank;
    };
    std::vector<Candidate> candidates;
    const auto width = static_cast<float>(projector.viewport.width);
    const auto height = static_cast<float>(projector.viewport.height);
    for (std::size_t i = 0; i < labels_.size(); ++i) {
        const Label& label = labels_[i];
        osg::Vec3d pixel;
        const osg::Vec3d anchor(label.anchor.x(), label.anchor.y(), label.anchor.z() * exaggeration);
        if (!projector.project(anchor, pixel) || pixel.z() > label.maxDistance) continue;
        const float half = shapes_[i].width / 2;
        const auto x = static_cast<float>(pixel.x());
        const float y = static_cast<float>(pixel.y()) - label.offset * static_cast<float>(scale);
        if (x + half < 0 || x - half > width || y < 0 || y > height) continue;
        // Near things win among equals; what was on the screen keeps its place by a small bonus.
        candidates.push_back(
            {i, x, y, label.priority - std::log2(1 + pixel.z() / 500) + (wasShown_[i] != 0 ? 0.35 : 0)});
    }
    std::stable_sort(candidates.begin(), candidates.end(),
                     [](const auto& a, const auto& b) { return a.rank > b.rank; });

    corners_->clear();
    colors_->clear();
    indices_->clear();
    boxes_.clear();
    std::fill(wasShown_.begin(), wasShown_.end(), std::uint8_t{0});
    for (const Candidate& candidate : candidates) {
        const Label& label = labels_[candidate.label];
        const Shape& shape = shapes_[candidate.label];
        const float half = shape.width / 2;
        const float tall = static_cast<float>(pixelSize(label, scale)) * 0.62F;
        const ScreenBox box{candidate.x - half - kGap, candidate.y - tall - kGap, candidate.x + half + kGap,
                            candidate.y + tall + kGap};
        if (box.left < 2 || box.right > width - 2 || box.top < 2 || box.bottom > height - 2) continue;
        const bool taken =
            std::any_of(boxes_.begin(), boxes_.end(),
                        [&](const auto& b) { return overlaps(b.second, box); }) ||
            std::any_of(blocked.begin(), blocked.end(), [&](const auto& b) {
                return (b.owner == ScreenBox::kNobody || b.owner != label.owner) && overlaps(b, box);
            });
        if (taken || hidden(label, candidate.label)) continue;
        boxes_.emplace_back(candidate.label, box);
        wasShown_[candidate.label] = 1;
        emit(label, shape, candidate.x - half, candidate.y, scale);
    }
    shownCount_ = boxes_.size();
    corners_->dirty();
    colors_->dirty();
    indices_->dirty();
    atlas_.upload();
}

}  // namespace atlas::scene
