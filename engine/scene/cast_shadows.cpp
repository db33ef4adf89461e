#include "scene/cast_shadows.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>
#include <osg/Image>

namespace atlas::scene {

namespace {
constexpr unsigned kBoundsUnit = 12;
constexpr unsigned kSharesUnit = 13;
constexpr double kWaterStep = 0.5;                 // metres of water that are worth new shadows
constexpr const char* kCastDefine = "ATLAS_CAST";  // shaders without it spare the work

osg::ref_ptr<osg::Texture2D> makeMap(GLint format) {
    osg::ref_ptr<osg::Texture2D> map = new osg::Texture2D;
    map->setInternalFormat(format);
    map->setResizeNonPowerOfTwoHint(false);
    map->setWrap(osg::Texture::WRAP_S, osg::Texture::CLAMP_TO_BORDER);
    map->setWrap(osg::Texture::WRAP_T, osg::Texture::CLAMP_TO_BORDER);
    map->setBorderColor(osg::Vec4d(0, 0, 0, 0));
    map->setFilter(osg::Texture::MIN_FILTER, osg::Texture::LINEAR);
    map->setFilter(osg::Texture::MAG_FILTER, osg::Texture::LINEAR);
    map->setUnRefImageDataAfterApply(true);
    return map;
}

void setCells(osg::Texture2D& map, const terrain::ShadowCast& cast, GLenum format, GLenum type,
              GLint internal, const void* values) {
    osg::ref_ptr<osg::Image> image = new osg::Image;
    image->allocateImage(cast.columns, cast.rows, 1, format, type, 1);
    image->setInternalTextureFormat(internal);
    std::memcpy(image->data(), values, image->getTotalSizeInBytes());
    map.setTextureSize(cast.columns, cast.rows);
    map.setImage(image);
}
}  // namespace

CastShadows::CastShadows(const LocalFrame& frame, const geodata::Extent& extent, double floor, Ground ground,
                         osg::StateSet& state)
    : frame_(frame),
      extent_(extent),
      floor_(floor),
      ground_(std::move(ground)),
      bounds_(makeMap(GL_R16)),
      shares_(makeMap(GL_RG8)),
      frameUniform_(new osg::Uniform("u_castFrame", osg::Vec4f(0, 0, 0, 0))),
      rangeUniform_(new osg::Uniform("u_castRange", osg::Vec2f(0, 1))),
      shadeUniform_(new osg::Uniform("u_castShade", osg::Vec3f(1, 1, 1))),
      state_(state) {
    state.setTextureAttribute(kBoundsUnit, bounds_);
    state.setTextureAttribute(kSharesUnit, shares_);
    state.addUniform(new osg::Uniform("u_castBound", static_cast<int>(kBoundsUnit)));
    state.addUniform(new osg::Uniform("u_castShare", static_cast<int>(kSharesUnit)));
    state.addUniform(frameUniform_);
    state.addUniform(rangeUniform_);
    state.addUniform(shadeUniform_);
}

CastShadows::~CastShadows() = default;  // a future of std::async waits

void CastShadows::set(const void* owner, Casters casters) {
    const auto held = casters_.find(owner);
    if ((held == casters_.end() ? nullptr : held->second) == casters) return;
    if (casters)
        casters_[owner] = std::move(casters);
    else
        casters_.erase(owner);
    due_ = true;
}

void CastShadows::setSun(const terrain::ShadowSun& sun) {
    due_ = due_ || !(sun_ == sun);
    sun_ = sun;
}

void CastShadows::setWater(double level) {
    if (std::abs(level - water_) < kWaterStep) return;
    water_ = level;
    due_ = true;
}

void CastShadows::setLight(const Light& light) {
    const osg::Vec3f sun = light.sun * std::max(light.direction.z(), 0.0F);
    osg::Vec3f left;
    for (int i = 0; i < 3; ++i) left[i] = light.sky[i] / std::max(light.sky[i] + sun[i], 1e-4F);
    shadeUniform_->set(left);
}

void CastShadows::setEnabled(bool enabled) {
    due_ = due_ || enabled_ != enabled;
    enabled_ = enabled;
}

bool CastShadows::update(bool wait) {
    for (;;) {
        if (task_.valid()) {
            if (!wait && task_.wait_for(std::chrono::seconds(0)) != std::future_status::ready) return false;
            const terrain::ShadowCast cast = task_.get();
            if (enabled_) take(cast);
        }
        if (!due_) return true;
        due_ = false;
        if (!enabled_ || casters_.empty()) {
            state_.removeDefine(kCastDefine);
            return true;
        }
        std::vector<Casters> all;
        all.reserve(casters_.size());
        for (const auto& [owner, casters] : casters_) all.push_back(casters);
        task_ = std::async(std::launch::async, [all, sun = sun_, extent = extent_, floor = floor_,
                                                ground = ground_, water = water_] {
            terrain::ShadowScene scene;
            for (const Casters& casters : all) {
                scene.solids.push_back(&casters->solids);
                scene.decks.push_back(&casters->decks);
            }
            scene.ground = [&](double x, double y) { return std::max(ground(x, y), water); };
            return terrain::castShadows(scene, sun, extent, floor);
        });
        if (!wait) return false;
    }
}

void CastShadows::take(const terrain::ShadowCast& cast) {
    if (cast.bounds.empty()) {
        state_.removeDefine(kCastDefine);
        return;
    }
    setCells(*bounds_, cast, GL_RED, GL_UNSIGNED_SHORT, GL_R16, cast.bounds.data());
    setCells(*shares_, cast, GL_RG, GL_UNSIGNED_BYTE, GL_RG8, cast.shares.data());
    frameUniform_->set(osg::Vec4f(static_cast<float>(cast.originX - frame_.origin.x()),
                                  static_cast<float>(cast.originY - frame_.origin.y()),
                                  static_cast<float>(1 / (cast.columns * cast.cell)),
                                  static_cast<float>(1 / (cast.rows * cast.cell))));
    rangeUniform_->set(osg::Vec2f(static_cast<float>(cast.low), static_cast<float>(cast.high - cast.low)));
    state_.setDefine(kCastDefine);
}

CastShadows::Casters castersOf(const std::vector<Body>& bodies) {
    auto casters = std::make_shared<ShadowCasters>();
    for (const Body& body : bodies) {
        if (body.schematic) continue;  // a slab of unknown height casts no shadow that means anything
        terrain::ShadowCaster caster;
        for (const auto& ring : body.rings) {
            auto& points = caster.rings.emplace_back();
            points.reserve(ring.size());
            for (const osg::Vec2d& p : ring) points.push_back({p.x(), p.y()});
        }
        caster.base = body.base;
        caster.top = body.highest();
        casters->solids.push_back(std::move(caster));
    }
    return casters;
}

}  // namespace atlas::scene
