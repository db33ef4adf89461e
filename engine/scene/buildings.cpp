#include "scene/buildings.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <osg/BlendFunc>
#include <osg/CullFace>
#include <osg/Geometry>
#include <osgUtil/CullVisitor>

#include "scene/building_mesh.h"
#include "scene/chosen_elements.h"
#include "scene/water_mirror.h"

namespace atlas::scene {

namespace {

constexpr int kBuildingBin = 3;
constexpr unsigned kTraitsUnit = 7;
constexpr int kTraitsRow = 256;  // bodies a row of the texture, two texels each

// What the shader must know of a body besides its corners: size, storey, height, base; colour of its own.
struct Traits {
    osg::ref_ptr<osg::Image> image = new osg::Image;
    osg::ref_ptr<osg::Texture2D> texture = new osg::Texture2D;

    void make(std::size_t bodies, osg::StateSet& state) {
        const int rows = static_cast<int>(bodies / kTraitsRow) + 1;
        image->allocateImage(kTraitsRow * 2, rows, 1, GL_RGBA, GL_FLOAT);
        std::fill_n(reinterpret_cast<float*>(image->data()), static_cast<std::size_t>(kTraitsRow) * 8 * rows,
                    0.0F);
        texture->setInternalFormat(GL_RGBA32F_ARB);
        texture->setFilter(osg::Texture::MIN_FILTER, osg::Texture::NEAREST);
        texture->setFilter(osg::Texture::MAG_FILTER, osg::Texture::NEAREST);
        texture->setResizeNonPowerOfTwoHint(false);
        texture->setImage(image);
        state.setTextureAttribute(kTraitsUnit, texture);
        state.addUniform(new osg::Uniform("u_traits", static_cast<int>(kTraitsUnit)));
    }
    void put(std::size_t body, int texel, const osg::Vec4f& value) {
        std::copy_n(value.ptr(), 4,
                    reinterpret_cast<float*>(image->data()) + body * 8 + static_cast<std::size_t>(texel) * 4);
        image->dirty();
    }
};

osg::Vec3f linear(const osg::Vec3f& c) {
    // Styles are written as the eye sees them; light is added up in linear numbers (the display's gamma is
    // 2).
    return osg::componentMultiply(c, c);
}

}  // namespace

double Body::highest() const {
    double height = -std::numeric_limits<double>::infinity();
    for (const auto& ring : rings)
        for (const osg::Vec2d& p : ring) height = std::max(height, roofAt(p));
    return height;
}

struct Buildings::Drawn {
    // Before the bodies are drawn, those are chosen that this camera sees.
    struct Choose : public osg::NodeCallback {
        Drawn* drawn = nullptr;
        bool mirrored = false;
        void operator()(osg::Node* node, osg::NodeVisitor* visitor) override {
            if (auto* cull = visitor->asCullVisitor()) {
                if ((cull->getTraversalMask() == kMirrorMask) != mirrored) return;
                mirrored ? drawn->chooseMirrored(*cull) : drawn->choose(*cull);
            }
            traverse(node, visitor);
        }
    };

    osg::ref_ptr<osg::Group> root = new osg::Group;
    osg::ref_ptr<ChosenElements> fine = new ChosenElements, coarse = new ChosenElements,
                                 mirrored = new ChosenElements;
    osg::ref_ptr<Choose> callback = new Choose, mirrorCallback = new Choose;
    osg::ref_ptr<osg::Uniform> lod = new osg::Uniform("u_lod", osg::Vec3f(1000, 3, 1e9F)),
                               mirrorLod = new osg::Uniform("u_lod", osg::Vec3f(1000, 3, 1e9F));
    osg::ref_ptr<osg::Uniform> exaggeration;
    std::vector<BuildingTile> tiles;
    std::vector<float> size;  ///< one a body
    Traits traits;
    BuildingStyle style;
    BuildingView view;
    double smallest = 3;  ///< pixels, as of the last choice

    BuildingView viewOf(osgUtil::CullVisitor& cull) const {
        BuildingView seen;
        seen.clip = *cull.getModelViewMatrix() * *cull.getProjectionMatrix();
        seen.eye = cull.getEyeLocal();
        seen.pixels = cull.getViewport()->height() / 2 * (*cull.getProjectionMatrix())(1, 1);
        seen.exaggeration = 1;
        // The stage's own uniform, found on the way down to here.
        for (const osg::Node* node : cull.getNodePath())
            if (const osg::StateSet* state = node->getStateSet())
                if (const osg::Uniform* known = state->getUniform("u_exaggeration")) {
                    float value = 1;
                    known->get(value);
                    seen.exaggeration = value;
                }
        seen.smallest = style.smallest;
        seen.budget = style.budget;
        seen.farthest = style.farthest;
        return seen;
    }

    void choose(osgUtil::CullVisitor& cull) {
        view = viewOf(cull);
        const BuildingChoice choice = chooseBuildings(tiles, view);
        smallest = choice.smallest;
        fine->choose(choice.fine);
        coarse->choose(choice.coarse);
        lod->set(osg::Vec3f(static_cast<float>(view.pixels), static_cast<float>(smallest),
                            static_cast<float>(style.farthest)));
    }

    // Waves blur what water mirrors: simplified bodies do.
    void chooseMirrored(osgUtil::CullVisitor& cull) {
        BuildingView below = viewOf(cull);
        below.coarseOnly = true;
        below.budget /= 2;
        const BuildingChoice choice = chooseBuildings(tiles, below);
        mirrored->choose(choice.coarse);
        mirrorLod->set(osg::Vec3f(static_cast<float>(below.pixels), static_cast<float>(choice.smallest),
                                  static_cast<float>(style.farthest)));
    }
};

Buildings::Buildings(std::vector<Body> bodies, const LocalFrame& frame, ShaderLibrary& shaders)
    : bodies_(std::move(bodies)), rays_(bodies_), drawn_(std::make_unique<Drawn>()) {
    Drawn& d = *drawn_;
    d.callback->drawn = d.mirrorCallback->drawn = &d;
    d.mirrorCallback->mirrored = true;
    d.root->setName("buildings");
    osg::StateSet& state = *d.root->getOrCreateStateSet();
    states_ = std::make_unique<FeatureStates>(state);
    states_->resize(bodies_.size());
    d.traits.make(bodies_.size(), state);
    BuildingMesh mesh = makeBuildingMesh(bodies_, frame);
    d.size = std::move(mesh.size);
    d.tiles = std::move(mesh.tiles);
    for (std::size_t i = 0; i < bodies_.size(); ++i) {
        const Body& body = bodies_[i];
        d.traits.put(
            i, 0,
            osg::Vec4f(d.size[i], body.storey,
                       body.schematic ? -1.0F : static_cast<float>(std::max(body.highest() - body.base, 0.0)),
                       static_cast<float>(body.base)));
        setColor(i, body.color);
    }
    d.fine->asVector() = std::move(mesh.fine);
    d.coarse->asVector() = std::move(mesh.coarse);

    d.mirrored->asVector() = d.coarse->asVector();
    const auto show = [&](const std::vector<ChosenElements*>& elements, Drawn::Choose* callback,
                          osg::Uniform* lod) {
        osg::ref_ptr<osg::Geometry> geometry = new osg::Geometry;
        geometry->setName("buildings");
        geometry->setUseDisplayList(false);
        geometry->setUseVertexBufferObjects(true);
        geometry->setVertexArray(mesh.corners);
        geometry->setTexCoordArray(0, mesh.walls, osg::Array::BIND_PER_VERTEX);
        for (ChosenElements* one : elements) geometry->addPrimitiveSet(one);
        geometry->setCullingActive(false);  // tiles are culled one by one
        osg::ref_ptr<osg::Group> group = new osg::Group;
        group->addChild(geometry);
        group->setCullCallback(callback);
        group->setCullingActive(false);
        group->getOrCreateStateSet()->addUniform(lod);
        d.root->addChild(group);
    };
    show({d.fine, d.coarse}, d.callback, d.lod);
    show({d.mirrored}, d.mirrorCallback, d.mirrorLod);

    state.setAttributeAndModes(shaders.program("building"));
    state.setAttributeAndModes(new osg::CullFace(osg::CullFace::BACK));
    state.setRenderBinDetails(kBuildingBin, "RenderBin");
    setStyle({});
}

Buildings::~Buildings() {
    for (unsigned i = 0; i < drawn_->root->getNumChildren(); ++i)
        drawn_->root->getChild(i)->setCullCallback(nullptr);  // the graph may outlive this
}

osg::Node* Buildings::node() {
    return drawn_->root;
}

void Buildings::setStyle(const BuildingStyle& style) {
    drawn_->style = style;
    applyStyle(*drawn_->root->getOrCreateStateSet(), style);
}

void Buildings::setColor(std::size_t body, const std::optional<osg::Vec3f>& color) {
    drawn_->traits.put(body, 1, color ? osg::Vec4f(linear(*color), 1) : osg::Vec4f(0, 0, 0, 0));
}

std::size_t Buildings::triangles() const {
    return drawn_->fine->size() / 3;
}

void applyStyle(osg::StateSet& state, const BuildingStyle& style) {
    state.getOrCreateUniform("u_wall", osg::Uniform::FLOAT_VEC3)->set(linear(style.wall));
    state.getOrCreateUniform("u_roof", osg::Uniform::FLOAT_VEC3)->set(linear(style.roof));
    state.getOrCreateUniform("u_schematic", osg::Uniform::FLOAT_VEC3)->set(linear(style.schematic));
    state.getOrCreateUniform("u_window", osg::Uniform::FLOAT_VEC3)->set(linear(style.window));
    state.getOrCreateUniform("u_facade", osg::Uniform::FLOAT_VEC4)
        ->set(osg::Vec4f(style.storeyLines, style.glow, style.opacity, style.glass));
    state.getOrCreateUniform("u_crown", osg::Uniform::FLOAT_VEC4)
        ->set(osg::Vec4f(linear(style.crown) * style.crownGlow, style.crownFrom));
    if (style.opacity < 1) {
        state.setAttributeAndModes(new osg::BlendFunc(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA));
        state.setMode(GL_BLEND, osg::StateAttribute::ON);
    } else {
        state.setMode(GL_BLEND, osg::StateAttribute::OFF);
    }
}

std::optional<Buildings::Entry> Buildings::enter(const osg::Vec3d& eye, const osg::Vec3d& ray, double reach,
                                                 double exaggeration) const {
    const Drawn& d = *drawn_;
    return rays_.enter(eye, ray, reach, exaggeration, [&](std::size_t body, double distance) {
        return states_->present(body) && d.size[body] * d.view.pixels > d.smallest * distance;
    });
}

}  // namespace atlas::scene
