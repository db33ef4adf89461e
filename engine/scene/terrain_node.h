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

/// Drawing thread. Triangles are made anew when the camera has moved, textures of a tile once; a change of
/// light makes new texels on worker threads while the old ones are shown.
class TerrainNode {
  public:
    TerrainNode(const terrain::TileLayout& layout, const LocalFrame& frame, ShaderLibrary& shaders);
    ~TerrainNode();
    TerrainNode(const TerrainNode&) = delete;
    TerrainNode& operator=(const TerrainNode&) = delete;

    osg::Group* node() { return node_; }
    /// The look from now on; texels of older looks are replaced as they get ready.
    void setShade(std::shared_ptr<const ShadeModel> model);
    /// Whether water may rise from rivers, and to which height: only then shores are looked for.
    void setWater(bool rivers, double level);
    void setContours(bool drawn);
    /// Puts these tiles on the stage as the view needs them. With `wait` their texels are ready when it
    /// returns. True when nothing is under way for them.
    bool show(const std::vector<terrain::TileSet::Tile>& tiles, const terrain::TileView& view,
              const terrain::TileLimits& limits, bool wait);
    /// Lets go of what was made for a tile.
    void forget(const terrain::TileId& id);
    std::size_t triangles() const { return triangles_; }

  private:
    struct Texture {
        osg::ref_ptr<osg::Texture2D> colour, height;
        std::uint64_t shown = 0;    ///< version of the look its texels have
        std::uint64_t ordered = 0;  ///< version that was last asked for
        bool beyond = false;        ///< some of it lies beyond the data
    };
    struct Finished {
        terrain::TileId id;
        ShadedTile texels;
    };
    /// A tile's triangles, in its geometry.
    struct Mesh {
        osg::ref_ptr<osg::Geometry> geometry;
        osg::ref_ptr<osg::Vec3Array> vertices;  ///< local x, y, true height
        osg::ref_ptr<osg::DrawElementsUInt> triangles;
        std::uint64_t view = 0;              ///< number of the view they were made for
        bool shore = false, beyond = false;  ///< what its shader is told to look for
    };
    Mesh makeMesh(const terrain::TileData& tile, const Texture& texture) const;
    void specialise(Mesh& mesh, const terrain::TileData& tile, const Texture& texture) const;
    void triangulate(const std::vector<std::pair<const terrain::TileData*, Mesh*>>& due);
    Texture& textureOf(const terrain::TileSet::Tile& tile);
    void takeFinished();

    terrain::TileLayout layout_;
    LocalFrame frame_;
    osg::ref_ptr<osg::Group> node_, tiles_;
    std::unordered_map<terrain::TileId, Mesh, terrain::TileIdHash> meshes_;
    std::unordered_map<terrain::TileId, Texture, terrain::TileIdHash> textures_;
    std::shared_ptr<const ShadeModel> model_;
    terrain::TileView view_;
    terrain::TileLimits limits_;
    std::uint64_t viewNumber_ = 0;
    struct Meshers;  ///< one a thread
    std::unique_ptr<Meshers> meshers_;
    bool rivers_ = false;
    double waterLevel_ = 0;
    std::size_t triangles_ = 0;
    std::mutex mutex_;
    std::vector<Finished> finished_;
    tbb::task_group jobs_;
};

}  // namespace atlas::scene
