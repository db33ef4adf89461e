#pragma once
// A district on the stage: what the window and the renderer both show. One instance per GL context; drawing
// thread.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

#include "app/district.h"
#include "app/view/session.h"
#include "geodata/crs.h"
#include "layers/layer.h"
#include "layers/sites/sites_layer.h"
#include "scene/labels.h"
#include "scene/stage.h"
#include "surface/image.h"

namespace atlas::surface {
class FrameRenderer;
}

namespace atlas::app {

class MapView {
  public:
    /// `grid` is made from district.ground (any thread) before; `district` outlives the view.
    MapView(const District& district, terrain::GroundGrid grid, const std::filesystem::path& shaders,
            std::size_t tileBudget = terrain::TileOptions().budget);
    ~MapView();

    scene::Stage& stage() { return *stage_; }
    const scene::Stage& stage() const { return *stage_; }
    const District& district() const { return district_; }
    const std::vector<std::unique_ptr<layers::Layer>>& layers() const { return layers_; }
    layers::SitesLayer* sites() { return sites_; }
    const layers::SitesLayer* sites() const { return sites_; }
    scene::LabelLayer& labels() { return *labels_; }

    /// The layer with this id, nullptr if it is not on the stage.
    layers::Layer* layer(std::string_view id) const;
    /// A feature of a layer on the stage.
    struct Feature {
        layers::Layer* layer = nullptr;
        std::size_t row = 0;
        std::string key() const {
            return layer->entry().id + ":" + layer->id(row);
        }  ///< as Session::selected
        bool operator==(const Feature&) const = default;
    };
    /// What was read for a layer on the stage; nullptr for one that is not.
    const LoadedLayer* dataOf(const layers::Layer& layer) const;
    /// Of the layers that are shown.
    std::vector<const geodata::FeatureTable*> visibleTables() const;
    /// "layer:feature id"; nullopt when there is no such feature.
    std::optional<Feature> feature(const std::string& key) const;
    /// What Session::selected named at the last apply().
    const std::optional<Feature>& selected() const { return selected_; }
    /// Whether it stands out in the picture: who walks on it would see nothing but the colour of choice.
    void showSelection(bool shown);
    /// The front-most feature under a pixel, not behind the ground. `slack` in points.
    std::optional<Feature> pick(const scene::Pose& pose, const scene::Viewport& viewport, double x, double y,
                                double slack) const;
    /// Where to fly when the symbol under a pixel stands for several features.
    std::optional<layers::Place> gathering(const scene::Pose& pose, const scene::Viewport& viewport, double x,
                                           double y, double slack) const;
    /// Whether a body of a visible layer, a building say, stands between two points (map x, y, scene height).
    bool bodyBetween(const osg::Vec3d& a, const osg::Vec3d& b) const;
    void setHovered(const std::optional<Feature>& feature);
    const std::optional<Feature>& hovered() const { return hovered_; }
    /// Whether hoverAt() lit a symbol that stands for several features.
    bool hoversGathering() const { return gatheringLit_; }
    /// Lights what a click there would open or choose: what gathering() or else pick() tells.
    void hoverAt(const scene::Pose& pose, const scene::Viewport& viewport, double x, double y, double slack);
    /// Where a ray from the eye meets ground or water: map x, y, scene height (exaggerated). nullopt: sky.
    std::optional<osg::Vec3d> hit(const osg::Vec3d& eye, const osg::Vec3d& ray) const;

    /// Reads style files that have changed since the last call. A broken file leaves the last good style in
    /// place. True when something changed, so that a frame is due.
    bool reloadStyles();
    /// What is wrong with the style of a layer now; empty: nothing.
    const geodata::Report& styleReport(std::size_t layer) const { return styles_[layer]->report; }

    /// The same of a theme of the catalogue.
    const geodata::Report& themeReport(std::size_t theme) const { return themes_[theme]->report; }
    /// The same of all layers and themes.
    geodata::Report styleReports() const;

    /// Puts a layer on the stage over the others; false when nothing of it could be read. Its looks come with
    /// the next apply().
    bool add(std::unique_ptr<AddedLayer> added);
    /// Takes a layer that a person brought off the stage; nothing is chosen in it any more.
    void remove(std::string_view id);

    /// Makes the picture be what the session says, all but the camera. Only what differs from the last call
    /// does work.
    void apply(const Session& session);

    /// `water`: the level to stand over, empty = as it is now.
    scene::Pose poseOf(const layers::GeoCamera& camera, std::optional<double> water = std::nullopt) const;
    layers::GeoCamera cameraOf(const scene::Pose& pose) const;
    /// Map coordinates of WGS 84 degrees and back; NaN where the projection ends.
    geodata::Point2 mapFromWgs84(geodata::Point2 lonLat) const;
    geodata::Point2 wgs84FromMap(geodata::Point2 xy) const;

    /// Before a frame: takes over finished maps, moves animations by `seconds`, lays out the names.
    /// `blocked`: boxes names keep clear of. True when the next frame shows the final state (nothing loads,
    /// nothing moves). `final`: waits for everything and skips animation. `wait`: waits as well, but lets
    /// animations run, for a film.
    bool prepare(const scene::Pose& pose, const scene::Viewport& viewport, double seconds, bool final,
                 const std::vector<scene::ScreenBox>& blocked, bool wait = false);
    /// Grows with every change of what is drawn that is no answer of prepare(), nor the hover; and with every
    /// prepare(), for which the names of one picture are no longer those of another.
    std::uint64_t revision() const { return revision_; }
    /// Aims the shared uniforms at a piece (left, top, width, height in pixels) of the picture and draws it
    /// into `framebuffer`.
    void draw(surface::FrameRenderer& renderer, const scene::Pose& pose, const scene::Viewport& viewport,
              const osg::Vec4f& piece, unsigned framebuffer);

  private:
    struct LayerStyle {
        layers::Style style;
        std::filesystem::file_time_type written{};
        geodata::Report report;
    };
    bool addLayer(const LoadedLayer& loaded);
    static bool reload(const std::string& file, LayerStyle& held);
    void applyTheme(const std::string& id);
    void applyLight(double time);
    bool sees(const osg::Vec3d& eye, const scene::Label& label, const layers::Layer* owner) const;
    void collectLabels(const std::string& language);
    void collectMovingLabels();

    const District& district_;
    geodata::Transform toMap_, toWgs84_;
    std::unique_ptr<scene::Stage> stage_;
    std::vector<std::unique_ptr<layers::Layer>> layers_;
    layers::SitesLayer* sites_ = nullptr;
    std::unique_ptr<scene::LabelLayer> labels_;
    std::vector<std::size_t> labelLayer_;  ///< layer of each label
    std::size_t fixedLabels_ = 0;          ///< how many of them do not move
    std::uint64_t movingLabels_ = 0;       ///< sum of the layers' revisions
    bool movingDue_ = true;
    std::vector<std::unique_ptr<LayerStyle>> styles_;  ///< one a layer; what is pointed to never moves
    std::vector<std::unique_ptr<LayerStyle>> themes_;  ///< one a theme of the catalogue
    const layers::ThemeEntry* theme_ = nullptr;        ///< in force; null: the catalogue has none
    scene::MapTheme palette_;
    std::vector<std::unique_ptr<AddedLayer>> added_;
    std::optional<Feature> selected_, hovered_;
    std::uint64_t revision_ = 0;
    bool selectionShown_ = true;
    bool gatheringLit_ = false;
    std::optional<Session> applied_;
};

}  // namespace atlas::app
