#pragma once
// The scene: ground, water, sky and whatever the layers put on it, with the light and the uniforms they
// share.

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <osg/Group>
#include <vector>

#include "scene/cast_shadows.h"
#include "scene/glyph_atlas.h"
#include "scene/ground_drapes.h"
#include "scene/ground_node.h"
#include "scene/labels.h"
#include "scene/light.h"
#include "scene/map_theme.h"
#include "scene/pose.h"
#include "scene/river_map.h"
#include "scene/shader_library.h"
#include "scene/terrain_node.h"
#include "scene/water_mirror.h"
#include "terrain/ground_grid.h"
#include "terrain/height_field.h"
#include "terrain/tile_set.h"

namespace atlas::scene {

constexpr double kMaxExaggeration = 5;

/// Drawing thread, except where said. `ground` must outlive the stage.
class Stage {
  public:
    /// `grid` is made from the same ground (terrain::makeGroundGrid, any thread). `tileBudget`: bytes of all
    /// tiles, in memory and on the card. Starts making tiles at once.
    Stage(const terrain::HeightField& ground, terrain::GroundGrid grid, const std::filesystem::path& shaders,
          std::size_t tileBudget = terrain::TileOptions().budget);
    ~Stage();
    Stage(const Stage&) = delete;
    Stage& operator=(const Stage&) = delete;

    osg::Group* root() { return root_; }
    osg::Group* content() { return content_; }  ///< layers add their nodes here
    /// A node with bodies that stand up: content that water mirrors.
    void addStanding(osg::Node* node);
    void removeStanding(osg::Node* node);
    /// Off: water mirrors the sky alone, which a slow machine draws faster.
    void setMirror(bool on);
    ShaderLibrary& shaders() { return shaders_; }
    GroundDrapes& drapes() { return *drapes_; }
    CastShadows& shadows() { return *shadows_; }
    GlyphAtlas& atlas() { return atlas_; }
    const LocalFrame& frame() const { return frame_; }
    const terrain::HeightField& ground() const { return ground_; }
    const terrain::GroundGrid& grid() const { return grid_; }
    const terrain::TileSet& tiles() const { return *tiles_; }
    std::size_t groundTriangles() const { return terrain_->triangles(); }
    std::size_t groundTiles() const { return shownTiles_; }
    double groundError() const {
        return worstError_;
    }  ///< pixels: largest screen-space error of a drawn tile
    /// Height of what is drawn at a place, true metres: the ground, or what closes it beyond the data.
    double surfaceHeight(double x, double y) const;

    void setExaggeration(double factor);  ///< 0.1 .. kMaxExaggeration
    double exaggeration() const { return exaggeration_; }
    /// The palette of the ground. The light that belongs to it comes by setLight().
    void setTheme(const MapTheme& theme);
    void setLight(const Light& light);
    /// How water looks: a factor of the rivers' hues (linear), strength of ripples, of the mirrored sky and
    /// of the sun's glint, 0..2, 1 as usual.
    void setWaterLook(const osg::Vec3f& tone, const osg::Vec3f& strengths);
    const Light& light() const { return light_; }
    void setWaterLevel(double metres);
    double waterLevel() const { return waterLevel_; }
    /// Strength 0..1; metres between lines, > 0, every fifth of which is stronger.
    void setContours(double strength, double interval = 10);
    /// The rivers that water rises from. Empty: no water.
    void setRivers(const std::vector<RiverArea>& rivers);
    /// Rings (even-odd, map coordinates) of the area the map is about; outside it colours step back. Empty:
    /// everything.
    void setFocus(const std::vector<std::vector<osg::Vec2d>>& rings);

    /// Chooses the ground's tiles for a camera and takes over what worker threads have finished (tiles,
    /// relief, shadow, water); starts what is due. With `wait`: returns only when everything is up to date.
    /// True when nothing is under way, so that the frame drawn next is complete.
    bool update(const Pose& pose, const Viewport& viewport, bool wait);
    /// Sets what depends on the camera. `piece`: left, top, width, height in pixels of the part of the
    /// picture that is drawn.
    void aim(const Pose& pose, const Viewport& viewport, const osg::Vec4f& piece);
    /// View and projection of a piece of the picture.
    struct Matrices {
        osg::Matrixd view, projection;
    };
    Matrices matrices(const Pose& pose, const Viewport& viewport, const osg::Vec4f& piece) const;
    /// Metres from the eye to the ground below it (or to the nearest ground round it), at least 0.5.
    double clearance(const Pose& pose) const;
    /// What chooses tiles for a camera.
    terrain::TileView tileView(const Pose& pose, const Viewport& viewport) const;
    Projector projector(const Pose& pose, const Viewport& viewport) const;

  private:
    struct BakedMap;
    struct Baked;
    osg::Uniform* uniform(const char* name);
    void setMarks(const MarkLook& marks);
    std::optional<terrain::TileView> foreseen(const Pose& pose, const Viewport& viewport) const;
    template <class Work>
    static void startBaking(BakedMap& map, Work work);
    void startRelief();
    void startBaking();
    bool bake(bool wait);
    void takeBaked(bool wait);
    bool reliefNeeded() const;
    void renewContext();
    void makeLook();

    const terrain::HeightField& ground_;
    terrain::GroundGrid grid_;
    LocalFrame frame_;
    ShaderLibrary shaders_;
    GlyphAtlas atlas_;
    osg::ref_ptr<osg::Group> root_;
    osg::ref_ptr<osg::Group> content_;
    osg::ref_ptr<osg::Node> water_;
    GroundMaps maps_;
    std::unique_ptr<GroundDrapes> drapes_;
    std::unique_ptr<CastShadows> shadows_;
    std::unique_ptr<WaterMirror> mirror_;
    Light light_;
    MapTheme theme_;
    double exaggeration_ = 1;
    double waterLevel_ = 0;
    std::shared_future<std::shared_ptr<const RiverMap>> rivers_;  ///< not valid: the map has none
    std::unique_ptr<Baked> baked_;
    std::shared_ptr<const GroundContext> context_;       ///< of the look; null before the first
    std::vector<std::uint8_t> relief_, shadow_, focus_;  ///< new for the next context, else empty
    bool reliefKnown_ = false;                           ///< the context has the relief of this exaggeration
    bool reliefOnCard_ = false;  ///< only where a shader asks for it: water, and pictures on the ground
    bool lookDue_ = true, mirrorWanted_ = true;
    std::uint64_t lookVersion_ = 0;
    std::unique_ptr<TerrainNode> terrain_;
    struct SharedLook;
    std::shared_ptr<SharedLook> look_;         ///< what workers colour new tiles with
    std::unique_ptr<terrain::TileSet> tiles_;  ///< last: its workers end first
    std::optional<Pose> lastPose_;
    std::size_t shownTiles_ = 0;
    double worstError_ = 0;
};

}  // namespace atlas::scene
