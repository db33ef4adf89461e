#include "scene/terrain_node.h"

#include <tbb/enumerable_thread_specific.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <cstring>
#include <osg/Image>
#include <utility>

#include "scene/ground_node.h"
#include "scene/texel_image.h"
#include "terrain/tile_mesh.h"

namespace atlas::scene {

using terrain::kTileSide;
using terrain::TileData;
using terrain::TileId;
using Tile = terrain::TileSet::Tile;

namespace {

constexpr unsigned kColourUnit = 6;  // 1..4 belong to the ground maps, 5 to the layers' feature states
constexpr unsigned kHeightUnit = 7;
// The line along a shore reaches this many cells of height above the water at the most.
constexpr double kShoreCells = 3;

osg::ref_ptr<osg::Texture2D> makeTexture(GLint internal, osg::Texture::FilterMode minification) {
    osg::ref_ptr<osg::Texture2D> texture = new osg::Texture2D;
    texture->setTextureSize(kTileSide, kTileSide);
    texture->setInternalFormat(internal);
    texture->setResizeNonPowerOfTwoHint(false);
    texture->setWrap(osg::Texture::WRAP_S, osg::Texture::CLAMP_TO_EDGE);
    texture->setWrap(osg::Texture::WRAP_T, osg::Texture::CLAMP_TO_EDGE);
    texture->setFilter(osg::Texture::MIN_FILTER, minification);
    texture->setFilter(osg::Texture::MAG_FILTER, osg::Texture::LINEAR);
    texture->setUseHardwareMipMapGeneration(false);
    texture->setUnRefImageDataAfterApply(true);
    return texture;
}

osg::ref_ptr<osg::Image> colourImage(ShadedTile tile) {
    return new TexelImage(kTileSide, kTileSide, 4, GL_RGBA8, std::move(tile.texels), tile.levelOffsets);
}

osg::ref_ptr<osg::Image> heightImage(const TileData& tile) {
    const std::vector<std::uint16_t> texels = heightTexels(tile);
    osg::ref_ptr<osg::Image> image = new osg::Image;
    image->allocateImage(kTileSide, kTileSide, 1, GL_RED, GL_UNSIGNED_SHORT, 1);
    image->setInternalTextureFormat(GL_R16);
    std::memcpy(image->data(), texels.data(), image->getTotalSizeInBytes());
    return image;
}

}  // namespace

struct TerrainNode::Meshers {
    tbb::enumerable_thread_specific<terrain::TileMesher> own;
};

TerrainNode::TerrainNode(const terrain::TileLayout& layout, const LocalFrame& frame, ShaderLibrary& shaders)
    : layout_(layout),
      frame_(frame),
      node_(new osg::Group),
      tiles_(new osg::Group),
      meshers_(std::make_unique<Meshers>()) {
    node_->setName("ground");
    node_->addChild(tiles_);
    osg::StateSet& state = *tiles_->getOrCreateStateSet();
    state.setAttributeAndModes(shaders.program("terrain"));
    state.setRenderBinDetails(kGroundBin, "RenderBin");
    state.addUniform(new osg::Uniform("u_tileColour", static_cast<int>(kColourUnit)));
    state.addUniform(new osg::Uniform("u_tileHeights", static_cast<int>(kHeightUnit)));
}

TerrainNode::~TerrainNode() {
    jobs_.cancel();
    jobs_.wait();
}

TerrainNode::Mesh TerrainNode::makeMesh(const TileData& tile, const Texture& texture) const {
    Mesh mesh;
    mesh.geometry = new osg::Geometry;
    mesh.vertices = new osg::Vec3Array;
    mesh.triangles = new osg::DrawElementsUInt(GL_TRIANGLES);
    osg::Geometry& geometry = *mesh.geometry;
    geometry.setDataVariance(osg::Object::DYNAMIC);
    geometry.setUseDisplayList(false);
    geometry.setUseVertexBufferObjects(true);
    geometry.setCullingActive(false);  // the tile set has culled already
    geometry.setVertexArray(mesh.vertices);
    geometry.addPrimitiveSet(mesh.triangles);
    mesh.vertices->getVertexBufferObject()->setUsage(GL_DYNAMIC_DRAW);
    mesh.triangles->getElementBufferObject()->setUsage(GL_DYNAMIC_DRAW);
    const TileData& textured = tile.textured ? *tile.textured : tile;
    // A vertex's value sits in the middle of its texel.
    const double texel = textured.cell();
    const double scale = 1 / (texel * kTileSide);
    osg::StateSet& state = *geometry.getOrCreateStateSet();
    state.addUniform(new osg::Uniform(
        "u_tileFrame", osg::Vec3f(osg::Vec3d(textured.extent.minX - texel / 2 - frame_.origin.x(),
                                             textured.extent.minY - texel / 2 - frame_.origin.y(), scale))));
    state.addUniform(
        new osg::Uniform("u_tileHeightRange",
                         osg::Vec2f(osg::Vec2d(textured.low, std::max(textured.high - textured.low, 1e-3)))));
    state.setTextureAttribute(kColourUnit, texture.colour);
    state.setTextureAttribute(kHeightUnit, texture.height);
    return mesh;
}

// Shaders without shore and without paper spare the work.
void TerrainNode::specialise(Mesh& mesh, const TileData& tile, const Texture& texture) const {
    osg::StateSet& state = *mesh.geometry->getStateSet();
    const auto put = [&](const char* define, bool& now, bool wanted) {
        if (now == wanted) return;
        now = wanted;
        if (wanted)
            state.setDefine(define);
        else
            state.removeDefine(define);
    };
    put("ATLAS_SHORE", mesh.shore, rivers_ && tile.low < waterLevel_ + kShoreCells * tile.cell());
    put("ATLAS_BEYOND", mesh.beyond, texture.beyond);
}

void TerrainNode::triangulate(const std::vector<std::pair<const TileData*, Mesh*>>& due) {
    const geodata::Point2 origin{frame_.origin.x(), frame_.origin.y()};
    const auto make = [&](std::size_t i) {
        const auto& [tile, mesh] = due[i];
        terrain::TileMesh made;
        meshers_->own.local().make(*tile, view_, limits_, origin, made);
        mesh->vertices->clear();
        for (const terrain::TileMesh::Vertex& v : made.vertices)
            mesh->vertices->push_back(osg::Vec3(v.x, v.y, v.height));
        mesh->triangles->assign(made.triangles.begin(), made.triangles.end());
    };
    // Isolated: a thread that waits here takes up nothing longer, like the texels of a new look.
    tbb::this_task_arena::isolate([&] { tbb::parallel_for(std::size_t{0}, due.size(), make); });
    for (const auto& [tile, mesh] : due) {
        mesh->view = viewNumber_;
        mesh->vertices->dirty();
        mesh->triangles->dirty();
        mesh->geometry->dirtyBound();
    }
}

TerrainNode::Texture& TerrainNode::textureOf(const Tile& tile) {
    const Tile& owner = tile->textured ? tile->textured : tile;
    Texture& texture = textures_[owner->id];
    if (!texture.colour) {
        texture.colour = makeTexture(GL_RGBA8, osg::Texture::LINEAR_MIPMAP_NEAREST);
        texture.height = makeTexture(GL_R16, osg::Texture::LINEAR);
        texture.height->setImage(heightImage(*owner));
    }
    if (texture.shown == 0 && owner->decoration) {  // the worker that made the tile has coloured it as well
        auto& texels = *std::static_pointer_cast<ShadedTile>(owner->decoration);
        if (!texels.texels.empty()) {  // else they went with a texture that was let go
            texture.shown = texture.ordered = texels.version;
            texture.beyond = texels.beyond;
            texture.colour->setImage(colourImage(std::exchange(texels, {})));
        }
    }
    if (model_ && texture.ordered != model_->version) {
        texture.ordered = model_->version;
        jobs_.run([this, owner, model = model_] {
            Finished finished{owner->id, shadeTile(*owner, *model)};
            const std::lock_guard lock(mutex_);
            finished_.push_back(std::move(finished));
        });
    }
    return texture;
}

void TerrainNode::takeFinished() {
    std::vector<Finished> finished;
    {
        const std::lock_guard lock(mutex_);
        finished.swap(finished_);
    }
    for (Finished& done : finished) {
        const auto found = textures_.find(done.id);
        // Forgotten meanwhile, or a newer look is there already.
        if (found == textures_.end() || found->second.shown > done.texels.version) continue;
        found->second.shown = done.texels.version;
        found->second.beyond = done.texels.beyond;
        found->second.colour->setImage(colourImage(std::move(done.texels)));
    }
}

void TerrainNode::setShade(std::shared_ptr<const ShadeModel> model) {
    model_ = std::move(model);
}

void TerrainNode::setWater(bool rivers, double level) {
    rivers_ = rivers;
    waterLevel_ = level;
}

void TerrainNode::setContours(bool drawn) {
    osg::StateSet& state = *tiles_->getStateSet();
    if (drawn)
        state.setDefine("ATLAS_CONTOURS");
    else
        state.removeDefine("ATLAS_CONTOURS");
}

bool TerrainNode::show(const std::vector<Tile>& tiles, const terrain::TileView& view,
                       const terrain::TileLimits& limits, bool wait) {
    if (viewNumber_ == 0 || !(view == view_) || !(limits == limits_)) ++viewNumber_;
    view_ = view;
    limits_ = limits;
    // A tile that never had texels is waited for: without it the ground would have a hole.
    bool bare = false;
    for (const Tile& tile : tiles) bare = textureOf(tile).shown == 0 || bare;
    if (wait || (bare && model_)) jobs_.wait();
    takeFinished();
    bool complete = true;
    std::vector<std::pair<const TileData*, Mesh*>> due;
    std::vector<Mesh*> shown;
    for (const Tile& tile : tiles) {
        Texture& texture = textureOf(tile);
        if (!model_ || texture.shown != model_->version) complete = false;
        if (texture.shown == 0) continue;  // only before the first look is known
        Mesh& mesh = meshes_[tile->id];
        if (!mesh.geometry) mesh = makeMesh(*tile, texture);
        specialise(mesh, *tile, texture);
        if (mesh.view != viewNumber_) due.emplace_back(tile.get(), &mesh);
        shown.push_back(&mesh);
    }
    triangulate(due);
    // What has gone out of view keeps no triangles; its texels stay for when it comes back.
    std::erase_if(meshes_, [&](const auto& entry) { return entry.second.view != viewNumber_; });
    triangles_ = 0;
    tiles_->removeChildren(0, tiles_->getNumChildren());
    for (const Mesh* mesh : shown) {
        if (mesh->triangles->empty()) continue;
        tiles_->addChild(mesh->geometry);
        triangles_ += mesh->triangles->size() / 3;
    }
    return complete;
}

void TerrainNode::forget(const TileId& id) {
    meshes_.erase(id);
    textures_.erase(id);
}

}  // namespace atlas::scene
