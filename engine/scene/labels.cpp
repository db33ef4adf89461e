#include "scene/labels.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <numeric>
#include <osg/BlendFunc>
#include <osg/Depth>
#include <unordered_map>

namespace atlas::scene {

namespace {

constexpr float kGap = 3;                // pixels kept free round a label
constexpr int kQuestions = 48;           // about sight, a frame
constexpr std::uint32_t kAskAgain = 12;  // frames
constexpr int kEagerPixels = 64;         // type up to this size is drawn before it is shown
constexpr float kWideSpacing = 0.45F;    // of the size, between letters

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
    fixed_ = labels.size();
    replace(0, std::move(labels));
}

void LabelLayer::setMoving(std::vector<Label> labels) {
    replace(fixed_, std::move(labels));
}

void LabelLayer::replace(std::size_t first, std::vector<Label> labels) {
    // What stays the same keeps its place and does not fade anew.
    const auto key = [](const Label& label) {
        return fmt::format("{}|{:.1f}|{:.1f}", label.text, label.anchor.x(), label.anchor.y());
    };
    std::unordered_map<std::string, Memory> known;
    for (std::size_t i = first; i < labels_.size(); ++i)
        if (memory_[i].opacity > 0) known.emplace(key(labels_[i]), memory_[i]);
    labels_.resize(first);
    labels_.insert(labels_.end(), std::make_move_iterator(labels.begin()),
                   std::make_move_iterator(labels.end()));
    memory_.resize(first);
    memory_.resize(labels_.size());
    for (std::size_t i = first; i < labels_.size() && !known.empty(); ++i)
        if (const auto held = known.find(key(labels_[i])); held != known.end()) memory_[i] = held->second;
    measured_ = std::min(measured_, first);
}

void LabelLayer::measure(double scale) {
    shapes_.resize(labels_.size());
    if (measuredScale_ != scale) measured_ = 0;
    for (std::size_t i = measured_; i < labels_.size(); ++i) {
        Shape& shape = shapes_[i];
        const int size = pixelSize(labels_[i], scale);
        shape.codes = codePoints(labels_[i].text);
        shape.width = 0;
        // Large type is drawn when it is shown: that of all names would not fit the texture.
        for (const char32_t code : shape.codes)
            shape.width +=
                size <= kEagerPixels ? atlas_.glyph(code, size).advance : atlas_.advance(code, size);
        if (labels_[i].wide && shape.codes.size() > 1)
            shape.width +=
                kWideSpacing * static_cast<float>(size) * static_cast<float>(shape.codes.size() - 1);
    }
    measuredScale_ = scale;
    measured_ = labels_.size();
}

void LabelLayer::emit(const Label& label, const Shape& shape, float x, float y, double scale, float opacity) {
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
            for (int k = 0; k < 4; ++k) colors_->push_back(osg::Vec4(label.color, opacity));
            for (const unsigned k : {0U, 1U, 2U, 0U, 2U, 3U}) indices_->push_back(first + k);
        }
        pen += std::round(glyph.advance);
        if (label.wide) pen += kWideSpacing * static_cast<float>(size);
    }
}

bool LabelLayer::layout(const Projector& projector, double exaggeration,
                        const std::vector<ScreenBox>& blocked, const Questions& ask, double seconds,
                        bool instant) {
    const double scale = projector.viewport.symbolScale();
    if (measuredScale_ != scale || measured_ < labels_.size()) measure(scale);
    ++frame_;
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
        if (!projector.project(anchor, pixel) || pixel.z() > label.maxDistance) {
            memory_[i] = {};  // behind the eye or too far: it comes back as new
            continue;
        }
        const float half = shapes_[i].width / 2;
        const auto x = static_cast<float>(pixel.x());
        const float y = static_cast<float>(pixel.y()) - label.offset * static_cast<float>(scale);
        if (x + half < 0 || x - half > width || y < 0 || y > height) {
            memory_[i] = {};
            continue;
        }
        // Near things win among equals; what was on the screen keeps its place by a small bonus, but where
        // nothing moves a picture is the same whatever was drawn before it.
        const double bonus = memory_[i].shown && !instant ? 0.35 : 0;
        candidates.push_back({i, x, y, label.priority - std::log2(1 + pixel.z() / 500) + bonus});
    }
    std::stable_sort(candidates.begin(), candidates.end(),
                     [](const auto& a, const auto& b) { return a.rank > b.rank; });

    corners_->clear();
    colors_->clear();
    indices_->clear();
    boxes_.clear();
    taken_.reset(projector.viewport.width, projector.viewport.height);
    for (const ScreenBox& box : blocked) taken_.add(box);
    int questions = instant ? std::numeric_limits<int>::max() : kQuestions;
    bool moving = false;
    const auto change = static_cast<float>(seconds / kFadeSeconds);
    for (const Candidate& candidate : candidates) {
        const Label& label = labels_[candidate.label];
        const Shape& shape = shapes_[candidate.label];
        Memory& memory = memory_[candidate.label];
        const float half = shape.width / 2;
        const float tall = static_cast<float>(pixelSize(label, scale)) * 0.62F;
        const ScreenBox box{candidate.x - half - kGap, candidate.y - tall - kGap, candidate.x + half + kGap,
                            candidate.y + tall + kGap};
        bool fits = box.left >= 2 && box.right <= width - 2 && box.top >= 2 && box.bottom <= height - 2 &&
                    (label.firm || !taken_.covered(box, label.owner)) && !ask.hidden(label, candidate.label);
        if (fits && ask.seen && !label.over) {
            // One that was never asked comes first; the others are asked again after a while.
            const bool due = memory.asked == 0 || instant || frame_ - memory.asked > kAskAgain;
            if (due && questions > 0) {
                --questions;
                memory.asked = frame_;
                memory.seen = ask.seen(label, candidate.label);
            } else if (due) {
                moving = true;  // its turn comes in one of the next frames
            }
            fits = memory.seen;
        }
        memory.shown = fits;
        if (fits) {
            boxes_.emplace_back(candidate.label, box);
            taken_.add(box);
        }
        memory.opacity = instant ? (fits ? 1.0F : 0.0F)
                                 : std::clamp(memory.opacity + (fits ? change : -change), 0.0F, 1.0F);
        if (memory.opacity > 0) emit(label, shape, candidate.x - half, candidate.y, scale, memory.opacity);
        if (memory.opacity > 0 && memory.opacity < 1) moving = true;
    }
    shownCount_ = boxes_.size();
    corners_->dirty();
    colors_->dirty();
    indices_->dirty();
    atlas_.upload();
    return moving;
}

}  // namespace atlas::scene
