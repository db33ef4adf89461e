#include "scene/ground_node.h"

#include <cassert>
#include <cmath>
#include <osg/Depth>
#include <osg/Geometry>
#include <utility>

#include "scene/texel_image.h"

namespace atlas::scene {

namespace {

// Draw order: ground, water, sky; what lies on the ground comes after.
constexpr int kWaterBin = 1;
constexpr int kSkyBin = 8;             // only pixels that nothing opaque covers are shaded
constexpr double kPaperOverlap = 10;   // metres
constexpr double kPaperReach = 45000;  // metres from the grid's edge to where haze has swallowed the paper

osg::ref_ptr<osg::Texture2D> makeTexture(GLenum internal, bool mipmaps) {
    osg::ref_ptr<osg::Texture2D> texture = new osg::Texture2D;
    texture->setInternalFormat(static_cast<GLint>(internal));
    texture->setResizeNonPowerOfTwoHint(false);
    texture->setWrap(osg::Texture::WRAP_S, osg::Texture::CLAMP_TO_EDGE);
    texture->setWrap(osg::Texture::WRAP_T, osg::Texture::CLAMP_TO_EDGE);
    texture->setFilter(osg::Texture::MIN_FILTER,
                       mipmaps ? osg::Texture::LINEAR_MIPMAP_LINEAR : osg::Texture::LINEAR);
    texture->setFilter(osg::Texture::MAG_FILTER, osg::Texture::LINEAR);
    texture->setUseHardwareMipMapGeneration(false);
    texture->setUnRefImageDataAfterApply(true);
    return texture;
}

void put(osg::Texture2D& texture, int width, int height, int channels, std::vector<std::uint8_t> bytes) {
    std::vector<unsigned> levels;
    if (texture.getFilter(osg::Texture::MIN_FILTER) != osg::Texture::LINEAR)
        levels = appendMipmaps(bytes, width, height, channels);
    texture.setTextureSize(width, height);
    texture.setImage(
        new TexelImage(width, height, channels, texture.getInternalFormat(), std::move(bytes), levels));
}

osg::ref_ptr<osg::Geometry> makeGeometry() {
    osg::ref_ptr<osg::Geometry> geometry = new osg::Geometry;
    geometry->setUseDisplayList(false);
    geometry->setUseVertexBufferObjects(true);
    return geometry;
}

// A frame of four big quads round the grid, at the base height: paper to the horizon.
osg::ref_ptr<osg::Geometry> paperRing(geodata::Extent in, double height, const LocalFrame& frame) {
    // A little under the ground: along a common edge that has other vertices on the ground's side single
    // pixels would stay open.
    in.minX += kPaperOverlap;
    in.minY += kPaperOverlap;
    in.maxX -= kPaperOverlap;
    in.maxY -= kPaperOverlap;
    const double x[4] = {in.minX - kPaperReach, in.minX, in.maxX, in.maxX + kPaperReach};
    const double y[4] = {in.minY - kPaperReach, in.minY, in.maxY, in.maxY + kPaperReach};
    osg::ref_ptr<osg::Vec3Array> vertices = new osg::Vec3Array;
    for (const double row : y)
        for (const double column : x)
            vertices->push_back(
                osg::Vec3(osg::Vec3d(column - frame.origin.x(), row - frame.origin.y(), height)));
    osg::ref_ptr<osg::DrawElementsUShort> triangles = new osg::DrawElementsUShort(GL_TRIANGLES);
    for (GLushort r = 0; r < 3; ++r) {
        for (GLushort c = 0; c < 3; ++c) {
            if (r == 1 && c == 1) continue;
            const auto a = static_cast<GLushort>(r * 4 + c);
            for (const int v : {a + 0, a + 1, a + 5, a + 0, a + 5, a + 4})
                triangles->push_back(static_cast<GLushort>(v));
        }
    }
    osg::ref_ptr<osg::Geometry> geometry = makeGeometry();
    geometry->setVertexArray(vertices);
    geometry->addPrimitiveSet(triangles);
    geometry->setInitialBound(osg::BoundingBox(osg::Vec3(-1e6F, -1e6F, -1e4F), osg::Vec3(1e6F, 1e6F, 1e4F)));
    return geometry;
}

}  // namespace

GroundMaps makeGroundMaps(const terrain::GroundGrid& grid, const LocalFrame& frame, osg::StateSet& state) {
    GroundMaps maps;
    maps.relief = makeTexture(GL_RGBA8, true);
    maps.shadow = makeTexture(GL_R8, true);
    maps.water = makeTexture(GL_RGBA8, false);
    // One texel says it of all until more is known: a map without rivers has no more.
    put(*maps.relief, 1, 1, 4, {128, 128, 255, 0});
    put(*maps.shadow, 1, 1, 1, {255});
    put(*maps.water, 1, 1, 4, {0, 0, 0, 0});
    const std::pair<const char*, osg::Texture2D*> units[] = {
        {"u_relief", maps.relief}, {"u_shadow", maps.shadow}, {"u_water", maps.water}};
    unsigned unit = 1;
    for (const auto& [name, texture] : units) {
        state.setTextureAttribute(unit, texture);
        state.addUniform(new osg::Uniform(name, static_cast<int>(unit)));
        ++unit;
    }
    // A vertex's value sits in the middle of its texel.
    const double west = grid.originX - grid.step / 2 - frame.origin.x();
    const double south = grid.originY - grid.step / 2 - frame.origin.y();
    state.addUniform(new osg::Uniform(
        "u_gridFrame",
        osg::Vec4f(osg::Vec4d(west, south, 1 / (grid.columns * grid.step), 1 / (grid.rows * grid.step)))));
    state.addUniform(new osg::Uniform(
        "u_gridPhase",
        osg::Vec2f(osg::Vec2d(std::fmod(frame.origin.x(), 1000), std::fmod(frame.origin.y(), 1000)))));
    return maps;
}

void setMap(osg::Texture2D& texture, const terrain::GroundGrid& grid, int channels,
            std::vector<std::uint8_t> bytes) {
    assert(bytes.size() == static_cast<std::size_t>(grid.columns) * grid.rows * channels);
    put(texture, grid.columns, grid.rows, channels, std::move(bytes));
}

osg::ref_ptr<osg::Node> makePaperNode(const geodata::Extent& inside, double height, const LocalFrame& frame,
                                      ShaderLibrary& shaders) {
    osg::ref_ptr<osg::Geometry> geometry = paperRing(inside, height, frame);
    geometry->setName("paper");
    osg::StateSet& state = *geometry->getOrCreateStateSet();
    state.setAttributeAndModes(shaders.program("paper"));
    state.setRenderBinDetails(kGroundBin, "RenderBin");
    return geometry;
}

osg::ref_ptr<osg::Node> makeWaterNode(const terrain::GroundGrid& grid, const LocalFrame& frame,
                                      ShaderLibrary& shaders) {
    const geodata::Extent box = grid.extent();
    osg::ref_ptr<osg::Vec3Array> vertices = new osg::Vec3Array;
    for (const double y : {box.minY, box.maxY})
        for (const double x : {box.minX, box.maxX})
            vertices->push_back(osg::Vec3(osg::Vec3d(x - frame.origin.x(), y - frame.origin.y(), 0)));
    osg::ref_ptr<osg::Geometry> geometry = makeGeometry();
    geometry->setName("water");
    geometry->setVertexArray(vertices);
    geometry->addPrimitiveSet(new osg::DrawArrays(GL_TRIANGLE_STRIP, 0, 4));
    geometry->setInitialBound(
        osg::BoundingBox((*vertices)[0] - osg::Vec3(0, 0, 1e4F), (*vertices)[3] + osg::Vec3(0, 0, 1e4F)));
    osg::StateSet& state = *geometry->getOrCreateStateSet();
    state.setAttributeAndModes(shaders.program("water"));
    state.setRenderBinDetails(kWaterBin, "RenderBin");
    return geometry;
}

osg::ref_ptr<osg::Node> makeSkyNode(ShaderLibrary& shaders) {
    osg::ref_ptr<osg::Vec3Array> vertices = new osg::Vec3Array;
    for (const float y : {-1.0F, 1.0F})
        for (const float x : {-1.0F, 1.0F}) vertices->push_back(osg::Vec3(x, y, 1));
    osg::ref_ptr<osg::Geometry> geometry = makeGeometry();
    geometry->setName("sky");
    geometry->setVertexArray(vertices);
    geometry->addPrimitiveSet(new osg::DrawArrays(GL_TRIANGLE_STRIP, 0, 4));
    geometry->setCullingActive(false);
    osg::StateSet& state = *geometry->getOrCreateStateSet();
    state.setAttributeAndModes(shaders.program("sky"));
    state.setAttributeAndModes(new osg::Depth(osg::Depth::LEQUAL, 0, 1, false));
    state.setRenderBinDetails(kSkyBin, "RenderBin");
    return geometry;
}

}  // namespace atlas::scene
