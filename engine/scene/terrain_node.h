#pragma once
// The chosen tiles of the ground as OpenSceneGraph draws them.

#include <tbb/task_group.h>

#include <memory>
#include <mutex>
#include <osg/Geometry>
#include <osg/Group>
#include <osg/Texture2D>
#include <unordered_map>
#include <vector>

#include "scene/ground_shade.h"
#include "scene/pose.h"
#include "scene/shader_library.h"
#include "terrain/tile_set.h"

namespace atlas::scene {

/// Drawing thread. Geometry and textures of a tile are made once; a change of light makes new texels on
/// worker threads while the old ones are shown.
class TerrainNode {
  public:
    TerrainNode(const terrain::TileLayout& layout, const LocalFrame& frame, ShaderLibrary& shaders);
    ~TerrainNode();
    TerrainNode(const TerrainNode&) = delete;
    TerrainNode& operator=(const TerrainNode&) = delete;

    osg::Group* node() { return node_; }
    /// The look from now on; texels of older looks are replaced as they get ready.
    void setShade(std::shared_ptr<const ShadeModel> model);
    /// Puts these tiles on the stage. With `wait` their texels are ready when it returns. True when nothing
    /// is under way for them.
    bool show(const std::vector<terrain::TileSet::Tile>& tiles, bool wait);
    /// Lets go of what was made for a tile.
    void forget(const terrain::TileId& id);
    std::size_t triangles() const { return triangles_; }

  private:
    struct Texture {
        osg::ref_ptr<osg::Texture2D> colour, height;
        std::uint64_t shown = 0;    ///< version of the look its texels have
        std::uint64_t ordered = 0;  ///< version that was last asked for
    };
    struct Finished {
        terrain::TileId id;
        ShadedTile texels;
    };
    osg::ref_ptr<osg::Geometry> makeGeometry(const terrain::TileData& tile);
    Texture& textureOf(const terrain::TileSet::Tile& tile);
    void takeFinished();

    terrain::TileLayout layout_;
    LocalFrame frame_;
    osg::ref_ptr<osg::Group> node_, tiles_;
    std::unordered_map<terrain::TileId, osg::ref_ptr<osg::Geometry>, terrain::TileIdHash> geometries_;
    std::unordered_map<terrain::TileId, Texture, terrain::TileIdHash> textures_;
    std::shared_ptr<const ShadeModel> model_;
    std::size_t triangles_ = 0;
    std::mutex mutex_;
    std::vector<Finished> finished_;
    tbb::task_group jobs_;
};

}  // namespace atlas::scene
