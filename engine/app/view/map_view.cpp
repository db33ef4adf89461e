#include "app/view/map_view.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "layers/factory/theme.h"
#include "surface/frame_renderer.h"

namespace atlas::app {

namespace {

geodata::Transform fromDegrees(const geodata::Crs& map) {
    // The district was loaded in this CRS, so that it is known to be connected.
    auto transform = geodata::Transform::create(*geodata::Crs::parse("EPSG:4326"), map);
    return std::move(*transform);
}

constexpr double kNameFoot = 4;     // metres over the ground, for the line of sight to a name
constexpr double kNameSlack = 0.5;  // metres that the ground may rise into that line

}  // namespace

MapView::MapView(const District& district, terrain::GroundGrid grid, const std::filesystem::path& shaders,
                 std::size_t tileBudget)
    : district_(district),
      toMap_(fromDegrees(district.crs)),
      toWgs84_(toMap_.inverse()),
      stage_(std::make_unique<scene::Stage>(district.ground, std::move(grid), shaders, tileBudget)) {
    stage_->setWaterLevel(district.catalog.waterLevel);
    for (const LoadedLayer& loaded : district.layers) addLayer(loaded);
    for (std::size_t i = 0; i < district.catalog.themes.size(); ++i)
        themes_.push_back(std::make_unique<LayerStyle>());
    reloadStyles();
    labels_ = std::make_unique<scene::LabelLayer>(stage_->atlas(), stage_->shaders());
    stage_->content()->addChild(labels_->node());
}

MapView::~MapView() = default;

bool MapView::addLayer(const LoadedLayer& loaded) {
    if (!loaded.table) return false;
    auto layer = layers::makeLayer(*loaded.entry,
                                   {*loaded.table, loaded.related ? &*loaded.related : nullptr,
                                    loaded.raster ? &*loaded.raster : nullptr, district_.tableOf()},
                                   district_.catalog, *stage_);
    if (!layer) return false;
    if (auto* sites = dynamic_cast<layers::SitesLayer*>(layer.get()); sites != nullptr && sites_ == nullptr)
        sites_ = sites;
    layers_.push_back(std::move(layer));
    styles_.push_back(std::make_unique<LayerStyle>());
    return true;
}

bool MapView::add(std::unique_ptr<AddedLayer> added) {
    if (!addLayer(added->data)) return false;
    added_.push_back(std::move(added));
    reloadStyles();
    applied_.reset();
    return true;
}

void MapView::remove(std::string_view id) {
    for (std::size_t i = 0; i < layers_.size(); ++i) {
        if (layers_[i]->entry().id != id || layers_[i]->entry().added.empty()) continue;
        if (selected_ && selected_->layer == layers_[i].get()) selected_.reset();
        if (hovered_ && hovered_->layer == layers_[i].get()) hovered_.reset();
        layers_.erase(layers_.begin() + static_cast<std::ptrdiff_t>(i));
        styles_.erase(styles_.begin() + static_cast<std::ptrdiff_t>(i));
        std::erase_if(added_, [&](const auto& added) { return added->entry.id == id; });
        applied_.reset();
        return;
    }
}

void MapView::collectLabels(const std::string& language) {
    std::vector<scene::Label> all;
    labelLayer_.clear();
    for (std::size_t i = 0; i < layers_.size(); ++i) {
        for (scene::Label& label : layers_[i]->labels(language)) {
            all.push_back(std::move(label));
            labelLayer_.push_back(i);
        }
    }
    labels_->setLabels(std::move(all));
    fixedLabels_ = labelLayer_.size();
    movingDue_ = true;
}

void MapView::collectMovingLabels() {
    std::uint64_t revision = 0;
    for (const auto& layer : layers_) revision += layer->movingLabelsRevision();
    if ((!movingDue_ && revision == movingLabels_) || !applied_) return;
    movingDue_ = false;
    movingLabels_ = revision;
    std::vector<scene::Label> all;
    labelLayer_.resize(fixedLabels_);
    for (std::size_t i = 0; i < layers_.size(); ++i) {
        for (scene::Label& label : layers_[i]->movingLabels(applied_->language)) {
            all.push_back(std::move(label));
            labelLayer_.push_back(i);
        }
    }
    labels_->setMoving(std::move(all));
}

void MapView::apply(const Session& session) {
    const bool first = !applied_;
    if (first || !(session == *applied_)) ++revision_;
    bool labelsDue = false;
    if (first || session.language != applied_->language || session.waterLevel != applied_->waterLevel ||
        session.tools.flood != applied_->tools.flood) {
        // Where depths lie on the ground in classes, risen water would cover them.
        stage_->setWaterLevel(session.tools.flood.depths
                                  ? std::min(session.waterLevel, district_.catalog.waterLevel)
                                  : session.waterLevel);
        labelsDue = true;
    }
    if (first || session.exaggeration != applied_->exaggeration)
        stage_->setExaggeration(session.exaggeration);
    const double interval = session.tools.relief.interval;
    if (first || session.contours != applied_->contours || interval != applied_->tools.relief.interval)
        stage_->setContours(session.contours ? 1 : 0, interval);
    if (first || session.shadows != applied_->shadows) {
        stage_->shadows().setEnabled(session.shadows);
        stage_->setMirror(session.shadows);
    }
    if (first || session.theme != applied_->theme) applyTheme(session.theme);
    if (first || session.theme != applied_->theme || session.time != applied_->time) applyLight(session.time);
    if (first || session.layers != applied_->layers) {
        for (const auto& layer : layers_) {
            const auto wish = session.layers.find(layer->entry().id);
            layer->setVisible(wish == session.layers.end() ? layer->entry().visible : wish->second);
        }
    }
    if (first || session.opacity != applied_->opacity || session.hiddenParts != applied_->hiddenParts) {
        for (const auto& layer : layers_) {
            const auto opacity = session.opacity.find(layer->entry().id);
            layer->setOpacity(opacity == session.opacity.end() ? layer->entry().opacity : opacity->second);
            const auto parts = session.hiddenParts.find(layer->entry().id);
            layer->setHiddenParts(parts == session.hiddenParts.end() ? layers::HiddenParts() : parts->second);
        }
    }
    if (first || session.colorFields != applied_->colorFields) {
        for (const auto& layer : layers_) {
            const auto field = session.colorFields.find(layer->entry().id);
            layer->setColorField(field == session.colorFields.end() ? layer->ownColorField() : field->second);
        }
    }
    if (first || session.language != applied_->language)
        for (const auto& layer : layers_) layer->setLanguage(session.language);
    if (sites_ != nullptr) sites_->setFilteredOut(session.filteredOut);
    if (sites_ != nullptr && (first || session.filter != applied_->filter)) sites_->setFilter(session.filter);
    if (first || session.selected != applied_->selected) {
        const auto chosen = feature(session.selected);
        if (selected_ && (!chosen || chosen->layer != selected_->layer))
            selected_->layer->setSelected(std::nullopt);
        if (chosen) chosen->layer->setSelected(chosen->row);
        selected_ = chosen;
        labelsDue = true;  // what is chosen may have more to say
    }
    if (labelsDue) collectLabels(session.language);
    applied_ = session;
}

void MapView::showSelection(bool shown) {
    if (shown != selectionShown_) ++revision_;
    selectionShown_ = shown;
    if (selected_) selected_->layer->setSelected(shown ? std::optional(selected_->row) : std::nullopt);
}

layers::Layer* MapView::layer(std::string_view id) const {
    for (const auto& layer : layers_)
        if (layer->entry().id == id) return layer.get();
    return nullptr;
}

const LoadedLayer* MapView::dataOf(const layers::Layer& layer) const {
    for (const LoadedLayer& loaded : district_.layers)
        if (loaded.entry == &layer.entry()) return &loaded;
    for (const auto& added : added_)
        if (&added->entry == &layer.entry()) return &added->data;
    return nullptr;
}

std::vector<const geodata::FeatureTable*> MapView::visibleTables() const {
    std::vector<const geodata::FeatureTable*> tables;
    for (const auto& layer : layers_)
        if (const LoadedLayer* data = layer->visible() ? dataOf(*layer) : nullptr; data != nullptr)
            if (data->table) tables.push_back(&*data->table);
    return tables;
}

std::optional<MapView::Feature> MapView::feature(const std::string& key) const {
    const std::size_t colon = key.find(':');
    if (colon == std::string::npos) return std::nullopt;
    layers::Layer* owner = layer(std::string_view(key).substr(0, colon));
    if (owner == nullptr) return std::nullopt;
    const auto row = owner->find(std::string_view(key).substr(colon + 1));
    if (!row) return std::nullopt;
    return Feature{owner, *row};
}

// Scene heights are stretched; a straight line in the scene is one in true heights too, so the field answers
// after a squeeze.
bool MapView::reload(const std::string& file, LayerStyle& held) {
    std::error_code error;
    const auto written =
        file.empty() ? std::filesystem::file_time_type::max() : std::filesystem::last_write_time(file, error);
    if (written == held.written) return false;
    held.written = written;
    if (file.empty()) return true;  // the defaults
    auto loaded = layers::loadStyle(file);
    held.report = std::move(loaded.report);
    if (loaded.value) held.style = std::move(*loaded.value);
    return true;
}

bool MapView::reloadStyles() {
    bool changed = false;
    for (std::size_t i = 0; i < layers_.size(); ++i) {
        LayerStyle& held = *styles_[i];
        if (!reload(layers_[i]->entry().style, held)) continue;
        changed = true;
        held.style.setDark(palette_.dark);
        layers_[i]->setStyle(held.style);
        held.report.append(held.style.report());
    }
    for (std::size_t i = 0; i < themes_.size(); ++i) {
        const layers::ThemeEntry& entry = district_.catalog.themes[i];
        if (!reload(entry.style, *themes_[i])) continue;
        layers::mapTheme(themes_[i]->style,
                         entry.dark);  // asks for every key: the report knows the strange ones
        themes_[i]->report.append(themes_[i]->style.report());
        if (&entry != theme_) continue;
        changed = true;
        applyTheme(entry.id);
        applyLight(applied_->time);
    }
    if (changed) ++revision_;
    return changed;
}

geodata::Report MapView::styleReports() const {
    geodata::Report all;
    for (const auto* held : {&styles_, &themes_})
        for (const auto& one : *held) all.append(one->report);
    return all;
}

void MapView::applyTheme(const std::string& id) {
    theme_ = district_.catalog.theme(id);
    const bool wasDark = palette_.dark;
    palette_ = theme_ == nullptr
                   ? scene::MapTheme()
                   : layers::mapTheme(
                         themes_[static_cast<std::size_t>(theme_ - district_.catalog.themes.data())]->style,
                         theme_->dark);
    stage_->setTheme(palette_);
    if (palette_.dark == wasDark) return;
    for (std::size_t i = 0; i < layers_.size(); ++i) {
        styles_[i]->style.setDark(palette_.dark);
        layers_[i]->setStyle(styles_[i]->style);
    }
}

void MapView::applyLight(double time) {
    const geodata::Point2 middle = wgs84FromMap(stage_->grid().extent().center());
    stage_->setLight(scene::lightFor(scene::sunPosition(time, middle.x, middle.y), palette_));
}

geodata::Point2 MapView::mapFromWgs84(geodata::Point2 p) const {
    toMap_.apply(p.x, p.y);
    return p;
}

geodata::Point2 MapView::wgs84FromMap(geodata::Point2 p) const {
    toWgs84_.apply(p.x, p.y);
    return p;
}

scene::Pose MapView::poseOf(const layers::GeoCamera& camera, std::optional<double> water) const {
    const geodata::Point2 at = mapFromWgs84({camera.longitude, camera.latitude});
    const geodata::Point2 north = mapFromWgs84({camera.longitude, camera.latitude + 1e-4});
    scene::Pose pose;
    if (!std::isfinite(at.x) || !std::isfinite(at.y)) return pose;
    // True north is not the grid's north: the meridian's direction on the map is added.
    const double convergence = std::atan2(north.x - at.x, north.y - at.y) * 180 / std::numbers::pi;
    const double ground = std::max(stage_->surfaceHeight(at.x, at.y), water.value_or(stage_->waterLevel()));
    pose.eye.set(at.x, at.y, ground * stage_->exaggeration() + camera.height);
    pose.heading = camera.heading + convergence;
    pose.pitch = camera.pitch;
    return pose;
}

layers::GeoCamera MapView::cameraOf(const scene::Pose& pose) const {
    const geodata::Point2 at = wgs84FromMap({pose.eye.x(), pose.eye.y()});
    const geodata::Point2 north = mapFromWgs84({at.x, at.y + 1e-4});
    const double convergence =
        std::atan2(north.x - pose.eye.x(), north.y - pose.eye.y()) * 180 / std::numbers::pi;
    const double ground = std::max(stage_->surfaceHeight(pose.eye.x(), pose.eye.y()), stage_->waterLevel());
    double heading = std::fmod(pose.heading - convergence, 360);
    if (heading < 0) heading += 360;
    return {at.x, at.y, pose.eye.z() - ground * stage_->exaggeration(), heading, pose.pitch};
}

bool MapView::prepare(const scene::Pose& pose, const scene::Viewport& viewport, double seconds, bool final,
                      const std::vector<scene::ScreenBox>& blocked, bool wait) {
    ++revision_;
    bool complete = stage_->update(pose, viewport, final || wait);
    const scene::Projector projector = stage_->projector(pose, viewport);
    for (const auto& layer : layers_)
        if (layer->update(projector, seconds, final)) complete = false;
    collectMovingLabels();
    std::vector<scene::ScreenBox> taken = blocked;
    for (const auto& layer : layers_) layer->obstacles(projector, taken);
    const auto hidden = [&](const scene::Label& label, std::size_t i) {
        return layers_[labelLayer_[i]]->labelHidden(label);
    };
    const auto seen = [&](const scene::Label& label, std::size_t i) {
        return sees(pose.eye, label, layers_[labelLayer_[i]].get());
    };
    if (labels_->layout(projector, stage_->exaggeration(), taken, {hidden, seen}, seconds, final))
        complete = false;
    return complete;
}

bool MapView::sees(const osg::Vec3d& eye, const scene::Label& label, const layers::Layer* owner) const {
    const double e = stage_->exaggeration();
    const osg::Vec3d anchor(label.anchor.x(), label.anchor.y(), label.anchor.z() + kNameFoot);
    if (!stage_->ground().visible({eye.x(), eye.y(), eye.z() / e}, {anchor.x(), anchor.y(), anchor.z()},
                                  kNameSlack))
        return false;
    const osg::Vec3d target(anchor.x(), anchor.y(), anchor.z() * e);
    return std::none_of(layers_.begin(), layers_.end(), [&](const auto& layer) {
        return layer->visible() &&
               layer->hides(eye, target,
                            layer.get() == owner ? std::optional<std::size_t>(label.owner) : std::nullopt);
    });
}

void MapView::draw(surface::FrameRenderer& renderer, const scene::Pose& pose, const scene::Viewport& viewport,
                   const osg::Vec4f& piece, unsigned framebuffer) {
    stage_->aim(pose, viewport, piece);
    const scene::Stage::Matrices m = stage_->matrices(pose, viewport, piece);
    renderer.draw(m.view, m.projection, {static_cast<int>(piece.z()), static_cast<int>(piece.w())},
                  framebuffer);
}

}  // namespace atlas::app
