// The reference for a terrain's first frame: OpenSceneGraph's own osgTerrain, one tile with its default
// technique, drawn once as the program draws its pictures. `osg_terrain_frame DEM.tif OUT.txt` writes the
// seconds from main() to the frame.

#include <gdal_priv.h>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <osgTerrain/GeometryTechnique>
#include <osgTerrain/Terrain>
#include <osgTerrain/TerrainTile>

#include "surface/egl_context.h"
#include "surface/frame_renderer.h"
#include "surface/frame_target.h"

namespace {

osg::ref_ptr<osg::HeightField> read(const char* path) {
    GDALAllRegister();
    const GDALDatasetUniquePtr file(GDALDataset::Open(path, GDAL_OF_RASTER | GDAL_OF_READONLY));
    if (!file) return nullptr;
    const int width = file->GetRasterXSize();
    const int height = file->GetRasterYSize();
    osg::ref_ptr<osg::HeightField> field = new osg::HeightField;
    field->allocate(static_cast<unsigned>(width), static_cast<unsigned>(height));
    // From the south.
    float* const last = &field->getHeight(0, static_cast<unsigned>(height - 1));
    if (file->GetRasterBand(1)->RasterIO(GF_Read, 0, 0, width, height, last, width, height, GDT_Float32, 0,
                                         -static_cast<GSpacing>(width * sizeof(float))) != CE_None)
        return nullptr;
    return field;
}

osg::ref_ptr<osg::Node> terrainOf(osg::HeightField* field) {
    const double width = field->getNumColumns();
    const double height = field->getNumRows();
    osg::ref_ptr<osgTerrain::Locator> locator = new osgTerrain::Locator;
    locator->setCoordinateSystemType(osgTerrain::Locator::PROJECTED);
    locator->setTransformAsExtents(-width / 2, -height / 2, width / 2, height / 2);
    osg::ref_ptr<osgTerrain::HeightFieldLayer> layer = new osgTerrain::HeightFieldLayer(field);
    layer->setLocator(locator);
    osg::ref_ptr<osgTerrain::TerrainTile> tile = new osgTerrain::TerrainTile;
    tile->setLocator(locator);
    tile->setElevationLayer(layer);
    tile->setTerrainTechnique(new osgTerrain::GeometryTechnique);
    osg::ref_ptr<osgTerrain::Terrain> terrain = new osgTerrain::Terrain;
    terrain->addChild(tile);
    return terrain;
}

}  // namespace

int main(int count, char** words) {
    using Clock = std::chrono::steady_clock;
    const auto start = Clock::now();
    if (count != 3) return 2;
    std::string reason;
    const auto context = atlas::surface::EglContext::create(reason);
    const osg::ref_ptr<osg::HeightField> field = read(words[1]);
    if (!context || !field) {
        std::fprintf(stderr, "osg_terrain_frame: %s: cannot be read or drawn %s\n", words[1], reason.c_str());
        return 1;
    }
    const osg::ref_ptr<osg::Group> root = new osg::Group;
    root->addChild(terrainOf(field));
    atlas::surface::FrameRenderer renderer(root);
    const atlas::surface::Size size{1280, 720};
    const auto target = atlas::surface::FrameTarget::create(size, 1);
    if (!target) return 1;
    const double side = field->getNumColumns();
    renderer.draw(
        osg::Matrixd::lookAt(osg::Vec3d(0, -side * 0.9, side * 0.6), osg::Vec3d(), osg::Vec3d(0, 0, 1)),
        osg::Matrixd::perspective(40, 16.0 / 9, side / 100, side * 4), size, target->framebuffer());
    atlas::surface::FrameTarget::finish();
    const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
    // A picture of nothing would be a reference for nothing.
    atlas::surface::Image image;
    image.size = size;
    image.pixels.resize(static_cast<std::size_t>(size.width) * size.height * 3);
    target->copyInto(image, 0, 0);
    const auto middle = static_cast<std::size_t>(size.height / 2 * size.width + size.width / 2) * 3;
    if (std::equal(image.pixels.begin(), image.pixels.begin() + 3, image.pixels.begin() + middle)) {
        std::fprintf(stderr, "osg_terrain_frame: %s: no ground in the picture\n", words[1]);
        return 1;
    }
    std::ofstream(words[2]) << seconds << '\n';
    return 0;
}
