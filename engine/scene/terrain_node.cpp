#include "scene/terrain_node.h"

#include <algorithm>
#include <cstring>
#include <osg/Image>
#include <utility>

namespace atlas::scene {

using terrain::kTileSide;
using terrain::TileData;
using terrain::TileId;
using Tile = terrain::TileSet::Tile;

namespace {

constexpr unsigned kColourUnit = 6;  // 1..4 belong to the ground maps, 5 to the layers' feature states
constexpr unsigned kHeightUnit = 7;
constexpr int kGroundBin = 0;

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

// Texels without a copy of them: they go when the picture goes, and that is once they are on the card.
class ColourImage : public osg::Image {
  public:
    explicit ColourImage(ShadedTile&& tile) : texels_(std::move(tile.texels)) {
        setImage(kTileSide, kTileSide, 1, GL_RGBA8, GL_RGBA, GL_UNSIGNED_BYTE, texels_.data(),
                 osg::Image::NO_DELETE, 1);
        setMipmapLevels(tile.levelOffsets);
    }

  private:
    std::vector<std::uint8_t> texels_;
};

osg::ref_ptr<osg::Image> heightImage(const TileData& tile) {
    const std::vector<std::uint16_t> texels = heightTexels(tile);
    osg::ref_ptr<osg::Image> image = new osg::Image;
    image->allocateImage(kTileSide, kTileSide, 1, GL_RED, GL_UNSIGNED_SHORT, 1);
    image->setInternalTextureFormat(GL_R16);
    std::memcpy(image->data(), texels.data(), image->getTotalSizeInBytes());
    return image;
}

}  // namespace

TerrainNode::TerrainNode(const terrain::TileLayout& layout, const LocalFrame& frame, ShaderLibrary& shaders)
    : layout_(layout), frame_(frame), node_(new osg::Group), tiles_(new osg::Group) {
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

osg::ref_ptr<osg::Geometry> TerrainNode::makeGeometry(const TileData& tile) {
    const double cell = tile.extent.width() / terrain::kTileCells;
    osg::ref_ptr<osg::Vec4Array> vertices =
        new osg::Vec4Array;  // local x, y, height, height of the parent's surface
    osg::ref_ptr<osg::FloatArray> drops = new osg::FloatArray;
    vertices->reserve(tile.mesh.vertices.size());
    drops->reserve(tile.mesh.vertices.size());
    for (const terrain::TileMesh::Vertex& v : tile.mesh.vertices) {
        vertices->push_back(
            osg::Vec4(osg::Vec4d(tile.extent.minX + v.column * cell - frame_.origin.x(),
                                 tile.extent.minY + v.row * cell - frame_.origin.y(),
                                 static_cast<double>(v.height), static_cast<double>(v.coarse))));
        drops->push_back(v.drop);
    }
    osg::ref_ptr<osg::Geometry> geometry = new osg::Geometry;
    geometry->setUseDisplayList(false);
    geometry->setUseVertexBufferObjects(true);
    geometry->setCullingActive(false);  // the tile set has culled already
    geometry->setVertexArray(vertices);
    geometry->setTexCoordArray(0, drops, osg::Array::BIND_PER_VERTEX);
    geometry->addPrimitiveSet(
        new osg::DrawElementsUShort(GL_TRIANGLES, tile.mesh.triangles.begin(), tile.mesh.triangles.end()));
    const TileData& textured = tile.textured ? *tile.textured : tile;
    // A vertex's value sits in the middle of its texel.
    const double texel = textured.extent.width() / terrain::kTileCells;
    const double scale = 1 / (texel * kTileSide);
    osg::StateSet& state = *geometry->getOrCreateStateSet();
    state.addUniform(new osg::Uniform(
        "u_tileFrame", osg::Vec3f(osg::Vec3d(textured.extent.minX - texel / 2 - frame_.origin.x(),
                                             textured.extent.minY - texel / 2 - frame_.origin.y(), scale))));
    state.addUniform(
        new osg::Uniform("u_tileHeightRange",
                         osg::Vec2f(osg::Vec2d(textured.low, std::max(textured.high - textured.low, 1e-3)))));
    state.addUniform(
        new osg::Uniform("u_tileParent", osg::Vec2f(osg::Vec2d(tile.parentError, tile.parentTexel))));
    return geometry;
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
            texture.colour->setImage(new ColourImage(std::exchange(texels, {})));
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
        found->second.colour->setImage(new ColourImage(std::move(done.texels)));
    }
}

void TerrainNode::setShade(std::shared_ptr<const ShadeModel> model) {
    model_ = std::move(model);
}

bool TerrainNode::show(const std::vector<Tile>& tiles, bool wait) {
    for (const Tile& tile : tiles) textureOf(tile);
    if (wait) jobs_.wait();
    takeFinished();
    bool complete = true;
    triangles_ = 0;
    tiles_->removeChildren(0, tiles_->getNumChildren());
    for (const Tile& tile : tiles) {
        Texture& texture = textureOf(tile);
        if (!model_ || texture.shown != model_->version) complete = false;
        if (texture.shown == 0) continue;  // only before the first look is known
        osg::ref_ptr<osg::Geometry>& geometry = geometries_[tile->id];
        if (!geometry) {
            geometry = makeGeometry(*tile);
            osg::StateSet& state = *geometry->getStateSet();
            state.setTextureAttribute(kColourUnit, texture.colour);
            state.setTextureAttribute(kHeightUnit, texture.height);
        }
        tiles_->addChild(geometry);
        triangles_ += tile->mesh.triangles.size() / 3;
    }
    return complete;
}

void TerrainNode::forget(const TileId& id) {
    geometries_.erase(id);
    textures_.erase(id);
}

}  // namespace atlas::scene
