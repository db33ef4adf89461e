#include "scene/stage.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <mutex>
#include <osg/CullFace>
#include <utility>

#include "scene/mask.h"
#include "terrain/relief.h"

namespace atlas::scene {

namespace {

constexpr double kFade = 900;  // metres over which the ground beyond the data turns to paper
constexpr float kHazePerMetre = 1.0F / 26000;
constexpr float kHazePerMetreNight = 1.0F / 14000;
using Bytes = std::vector<std::uint8_t>;

template <class Value>
void put(osg::Uniform* target, osg::Uniform::Type type, const Value& value) {
    target->setType(type);
    target->set(value);
}

bool ready(const std::future<Bytes>& task, bool wait) {
    if (!task.valid()) return false;
    if (wait) task.wait();
    return task.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
}

}  // namespace

// A map that worker threads make: what is wanted, what is being made, what was made.
struct Stage::BakedMap {
    std::vector<double> wanted, making;
    std::future<Bytes> task;
    bool settled() const { return !task.valid() && wanted == making; }
};
struct Stage::Baked {
    BakedMap relief, shadow, water;
};

// The look that workers colour new tiles with; null before the first is known.
struct Stage::SharedLook {
    std::mutex mutex;
    std::shared_ptr<const ShadeModel> model;
    bool eager = true;  ///< colour every tile as it is made; off where only what is drawn in the end counts
};

Stage::Stage(const terrain::HeightField& ground, terrain::GroundGrid grid,
             const std::filesystem::path& shaders, std::size_t tileBudget)
    : ground_(ground),
      grid_(std::move(grid)),
      shaders_(shaders),
      atlas_(findChineseFont()),
      root_(new osg::Group),
      content_(new osg::Group),
      baked_(std::make_unique<Baked>()),
      look_(std::make_shared<SharedLook>()) {
    const geodata::Point2 middle = grid_.extent().center();
    frame_.origin.set(std::round(middle.x / 1000) * 1000, std::round(middle.y / 1000) * 1000, 0);
    osg::StateSet& state = *root_->getOrCreateStateSet();
    state.setMode(GL_LIGHTING, osg::StateAttribute::OFF);
    state.setMode(GL_CULL_FACE, osg::StateAttribute::OFF);
    state.setMode(GL_BLEND, osg::StateAttribute::OFF);
    state.setMode(GL_DEPTH_TEST, osg::StateAttribute::ON);
    maps_ = makeGroundMaps(grid_, frame_, state);
    shadows_ = std::make_unique<CastShadows>(
        frame_, grid_.extent(), std::min<double>(grid_.baseHeight, ground_.minHeight()),
        [this](double x, double y) { return grid_.sample(x, y); }, state);
    const auto source = std::make_shared<terrain::FieldTileSource>(ground_, grid_);
    terrain_ = std::make_unique<TerrainNode>(source->layout(), frame_, shaders_);
    drapes_ = std::make_unique<GroundDrapes>(frame_, *terrain_->node()->getOrCreateStateSet());
    terrain::TileOptions options;
    options.budget = tileBudget;
    options.decorate = [look = look_](const terrain::TileData& tile) -> std::shared_ptr<void> {
        std::shared_ptr<const ShadeModel> model;
        {
            const std::lock_guard lock(look->mutex);
            if (look->eager) model = look->model;
        }
        if (!model || tile.textured) return nullptr;
        return std::make_shared<ShadedTile>(shadeTile(tile, *model));
    };
    tiles_ = std::make_unique<terrain::TileSet>(source, options);
    root_->addChild(terrain_->node());
    const terrain::TileLayout& layout = source->layout();
    root_->addChild(makePaperNode(
        {layout.originX, layout.originY, layout.originX + layout.rootSize, layout.originY + layout.rootSize},
        grid_.baseHeight, frame_, shaders_));
    water_ = makeWaterNode(grid_, frame_, shaders_);
    water_->setNodeMask(0);  // a map without rivers never compiles its shader
    root_->addChild(water_);
    root_->addChild(makeSkyNode(shaders_));
    root_->addChild(content_);
    mirror_ = std::make_unique<WaterMirror>(*root_);
    mirror_->addGround(terrain_->node());
    focus_.assign(grid_.heights.size(), 255);
    setMarks(theme_.marks);
    setContours(1);
    setExaggeration(1);
    setWaterLevel(grid_.baseHeight - 1000);
    setLight(lightFor({250, 20}));
    setWaterLook({1, 1, 1}, {1, 1, 1});
    startRelief();  // while the layers are built
}

Stage::~Stage() = default;

osg::Uniform* Stage::uniform(const char* name) {
    osg::StateSet& state = *root_->getOrCreateStateSet();
    if (osg::Uniform* known = state.getUniform(name)) return known;
    auto* made = new osg::Uniform;
    made->setName(name);
    made->setDataVariance(osg::Object::DYNAMIC);
    state.addUniform(made);
    return made;
}

void Stage::addStanding(osg::Node* node) {
    content_->addChild(node);
    mirror_->add(node);
}

void Stage::removeStanding(osg::Node* node) {
    content_->removeChild(node);
    mirror_->remove(node);
}

void Stage::setMirror(bool on) {
    mirrorWanted_ = on;
    mirror_->setEnabled(on && rivers_.valid());
}

double Stage::surfaceHeight(double x, double y) const {
    const double height = ground_.heightAt(x, y);
    return std::isnan(height) ? grid_.sample(x, y) : height;
}

void Stage::setExaggeration(double factor) {
    const double before = std::exchange(exaggeration_, std::clamp(factor, 0.1, kMaxExaggeration));
    if (exaggeration_ != before) reliefKnown_ = false;
    put(uniform("u_exaggeration"), osg::Uniform::FLOAT, static_cast<float>(exaggeration_));
    baked_->relief.wanted = {exaggeration_};
    baked_->shadow.wanted = {exaggeration_, light_.shadowAzimuth, light_.shadowAltitude};
    shadows_->setSun({light_.shadowAzimuth, light_.shadowAltitude, exaggeration_});
}

void Stage::setTheme(const MapTheme& theme) {
    setMarks(theme.marks);
    if (theme == theme_) return;
    theme_ = theme;
    lookDue_ = true;
}

void Stage::setMarks(const MarkLook& marks) {
    const std::pair<const char*, osg::Vec3f> colors[] = {{"u_lightName", marks.lightName},
                                                         {"u_halo", marks.halo},
                                                         {"u_darkHalo", marks.darkHalo},
                                                         {"u_pinPaper", marks.pin},
                                                         {"u_nightPinPaper", marks.nightPin}};
    for (const auto& [name, value] : colors) put(uniform(name), osg::Uniform::FLOAT_VEC3, value);
    put(uniform("u_haloStrength"), osg::Uniform::FLOAT, marks.haloStrength);
    put(uniform("u_pinHidden"), osg::Uniform::FLOAT, marks.hidden);
}

void Stage::setWaterLook(const osg::Vec3f& tone, const osg::Vec3f& strengths) {
    put(uniform("u_waterTone"), osg::Uniform::FLOAT_VEC3, tone);
    put(uniform("u_waterStrengths"), osg::Uniform::FLOAT_VEC3, strengths);
}

void Stage::setLight(const Light& light) {
    light_ = light;
    lookDue_ = true;
    const std::pair<const char*, osg::Vec3f> colors[] = {{"u_lightDirection", light.direction},
                                                         {"u_sun", light.sun},
                                                         {"u_sky", light.sky},
                                                         {"u_bounce", light.bounce},
                                                         {"u_haze", light.haze},
                                                         {"u_zenith", light.zenith},
                                                         {"u_paper", light.paper}};
    for (const auto& [name, value] : colors) put(uniform(name), osg::Uniform::FLOAT_VEC3, value);
    put(uniform("u_night"), osg::Uniform::FLOAT, light.night);
    put(uniform("u_lamps"), osg::Uniform::FLOAT, light.lamps);
    put(uniform("u_dark"), osg::Uniform::FLOAT, light.dark);
    put(uniform("u_hazeDensity"), osg::Uniform::FLOAT,
        kHazePerMetre * (1 - light.night) + kHazePerMetreNight * light.night);
    baked_->shadow.wanted = {exaggeration_, light.shadowAzimuth, light.shadowAltitude};
    shadows_->setLight(light);
    shadows_->setSun({light.shadowAzimuth, light.shadowAltitude, exaggeration_});
}

void Stage::setWaterLevel(double metres) {
    waterLevel_ = metres;
    put(uniform("u_waterLevel"), osg::Uniform::FLOAT, static_cast<float>(metres));
    if (rivers_.valid()) baked_->water.wanted = {metres};
    terrain_->setWater(rivers_.valid(), metres);
    shadows_->setWater(metres);
}

void Stage::setContours(double strength, double interval) {
    terrain_->setContours(strength > 0);
    put(uniform("u_contours"), osg::Uniform::FLOAT, static_cast<float>(std::clamp(strength, 0.0, 1.0)));
    put(uniform("u_contourInterval"), osg::Uniform::FLOAT, static_cast<float>(interval));
}

void Stage::setRivers(const std::vector<RiverArea>& rivers) {
    rivers_ = std::async(std::launch::async, [&grid = grid_, rivers]() -> std::shared_ptr<const RiverMap> {
        return std::make_shared<RiverMap>(makeRiverMap(grid, rivers));
    });
    water_->setNodeMask(~0U);
    setMirror(mirrorWanted_);
    baked_->water.making.clear();
    setWaterLevel(waterLevel_);
}

void Stage::setFocus(const std::vector<std::vector<osg::Vec2d>>& rings) {
    Bytes mask(grid_.heights.size(), rings.empty() ? std::uint8_t{255} : std::uint8_t{0});
    if (!rings.empty()) {
        fillRings(grid_, rings, 255, mask);
        blur(grid_, 1, 1, 2, mask);
    }
    focus_ = std::move(mask);
    lookDue_ = true;
}

template <class Work>
void Stage::startBaking(BakedMap& map, Work work) {
    if (map.task.valid() || map.wanted == map.making) return;
    map.making = map.wanted;
    map.task = std::async(std::launch::async, std::move(work));
}

void Stage::startRelief() {
    startBaking(baked_->relief, [&grid = grid_, factor = baked_->relief.wanted[0]] {
        return terrain::makeRelief(grid, factor, kFade);
    });
}

void Stage::startBaking() {
    // What was thrown away with the last context is made again for the card.
    if (baked_->relief.settled() && reliefNeeded() && !reliefOnCard_) baked_->relief.making.clear();
    startRelief();
    startBaking(baked_->shadow, [&grid = grid_, sun = baked_->shadow.wanted] {
        return terrain::makeSunShadow(grid, sun[0], sun[1], sun[2]);
    });
    if (!rivers_.valid()) return;
    startBaking(baked_->water, [&grid = grid_, rivers = rivers_, level = baked_->water.wanted[0]] {
        return waterMap(grid, *rivers.get(), level);
    });
}

bool Stage::reliefNeeded() const {
    return rivers_.valid() || drapes_->any();
}

bool Stage::bake(bool wait) {
    const BakedMap* const maps[] = {&baked_->relief, &baked_->shadow, &baked_->water};
    const auto idle = [&] {
        return std::all_of(std::begin(maps), std::end(maps),
                           [](const BakedMap* map) { return map->settled(); });
    };
    do {
        startBaking();
        takeBaked(wait);
    } while (wait && !idle());
    return idle();
}

void Stage::takeBaked(bool wait) {
    if (ready(baked_->relief.task, wait)) {
        Bytes relief = baked_->relief.task.get();
        reliefOnCard_ = reliefNeeded();
        if (reliefOnCard_) setMap(*maps_.relief, grid_, 4, relief);
        if (!reliefKnown_) {  // else it was made again for the card alone, and tiles keep their colours
            relief_ = std::move(relief);
            lookDue_ = true;
        }
    }
    if (ready(baked_->shadow.task, wait)) {
        shadow_ = baked_->shadow.task.get();
        setMap(*maps_.shadow, grid_, 1, shadow_);
        lookDue_ = true;
    }
    if (ready(baked_->water.task, wait)) setMap(*maps_.water, grid_, 4, baked_->water.task.get());
}

// What is new goes into the context and is let go; jobs may still read the one before.
void Stage::renewContext() {
    if (relief_.empty() && shadow_.empty() && focus_.empty()) return;
    auto context = context_ ? std::make_shared<GroundContext>(*context_)
                            : std::make_shared<GroundContext>(grid_.heights.size() * 4);
    const auto put = [&](const Bytes& from, std::size_t channels, std::size_t channel, std::size_t to) {
        std::uint8_t* out = context->data() + to;
        for (std::size_t i = channel; i < from.size(); i += channels, out += 4) *out = from[i];
    };
    put(shadow_, 1, 0, 0);
    put(relief_, 4, 2, 1);
    put(focus_, 1, 0, 2);
    put(relief_, 4, 3, 3);
    reliefKnown_ = true;
    for (Bytes* bytes : {&relief_, &shadow_, &focus_}) Bytes().swap(*bytes);
    context_ = std::move(context);
}

// A new look once relief and shadow are there for the light that is wanted: not one in between, which would
// colour every tile twice.
void Stage::makeLook() {
    if (!lookDue_ || !baked_->relief.settled() || !baked_->shadow.settled() ||
        (!context_ && (relief_.empty() || shadow_.empty())))
        return;
    lookDue_ = false;
    renewContext();
    auto model = std::make_shared<ShadeModel>();
    model->version = ++lookVersion_;
    model->grid = &grid_;
    model->context = context_;
    model->light = light_;
    model->theme = theme_;
    model->tints = theme_.tintTable();
    model->low = ground_.minHeight();
    model->high = std::max(ground_.maxHeight(), ground_.minHeight() + 1);
    model->exaggeration = exaggeration_;
    terrain_->setShade(model);
    const std::lock_guard lock(look_->mutex);
    look_->model = std::move(model);
}

bool Stage::update(const Pose& pose, const Viewport& viewport, bool wait) {
    // Before the first look is known there is nothing to show: the start waits for it, later changes do not.
    const bool blocking = wait || lookVersion_ == 0;
    bool cast = shadows_->update(false);  // beside all that follows
    bool complete = bake(blocking);
    const double under = surfaceHeight(pose.eye.x(), pose.eye.y()) * exaggeration_;
    complete =
        drapes_->update({pose, viewport, std::max(pose.eye.z() - under, 1.0), clearance(pose)}, wait) &&
        complete;
    makeLook();
    const terrain::TileView view = tileView(pose, viewport);
    {
        const std::lock_guard lock(look_->mutex);
        look_->eager = !wait;
    }
    const terrain::TileSet::Selection selection =
        wait ? tiles_->selectComplete(view) : tiles_->select(view, foreseen(pose, viewport));
    lastPose_ = pose;
    complete = selection.complete && complete;
    complete = terrain_->show(selection.tiles, view, tiles_->limits(), wait) && complete;
    if (wait) cast = shadows_->update(true);
    complete = cast && complete;
    for (const terrain::TileId& id : tiles_->forgotten()) terrain_->forget(id);
    shownTiles_ = selection.tiles.size();
    worstError_ = selection.worst;
    return complete;
}

void Stage::aim(const Pose& pose, const Viewport& viewport, const osg::Vec4f& piece) {
    const osg::Vec3d eye = frame_.toLocal(pose.eye);
    put(uniform("u_eye"), osg::Uniform::FLOAT_VEC3, osg::Vec3f(eye));
    put(uniform("u_piece"), osg::Uniform::FLOAT_VEC4, piece);
    put(uniform("u_scale"), osg::Uniform::FLOAT, static_cast<float>(viewport.symbolScale()));
    const Matrices m = matrices(pose, viewport, piece);
    put(uniform("u_clipToLocal"), osg::Uniform::FLOAT_MAT4,
        osg::Matrixf(osg::Matrixd::inverse(m.view * m.projection)));
    const auto pixels = [](float value) { return static_cast<int>(std::lround(value)); };
    mirror_->aim(m.view, m.projection, waterLevel_ * exaggeration_,
                 {pixels(piece.x()), viewport.height - pixels(piece.y() + piece.w()), pixels(piece.z()),
                  pixels(piece.w())});
}

}  // namespace atlas::scene
