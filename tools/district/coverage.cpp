#include "district/coverage.h"

#include <gdal_alg.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

namespace atlas::district {
namespace {

constexpr double kSpacing = 30;  // metres between radar heights

/// The set cells of a mask, thinned to about 30 m, as one (multi)polygon in map coordinates.
std::unique_ptr<OGRGeometry> outline(const Grid& grid, const Mask& mask) {
    const int stride = std::max(1, static_cast<int>(std::lround(kSpacing / grid.cell)));
    const int width = grid.width / stride;
    const int height = grid.height / stride;
    std::vector<std::uint8_t> thin(static_cast<std::size_t>(width) * height);
    for (int row = 0; row < height; ++row)
        for (int column = 0; column < width; ++column)
            thin[static_cast<std::size_t>(row) * width + column] =
                mask[grid.index(column * stride + stride / 2, row * stride + stride / 2)];
    GDALDriver* memory = GetGDALDriverManager()->GetDriverByName("MEM");
    GDALDriver* tables = GetGDALDriverManager()->GetDriverByName("Memory");
    if (!memory || !tables) return nullptr;
    const std::unique_ptr<GDALDataset> raster(memory->Create("", width, height, 1, GDT_Byte, nullptr));
    std::array<double, 6> place{grid.originX, grid.cell * stride, 0, grid.originY, 0, -grid.cell * stride};
    raster->SetGeoTransform(place.data());
    GDALRasterBand* band = raster->GetRasterBand(1);
    if (band->RasterIO(GF_Write, 0, 0, width, height, thin.data(), width, height, GDT_Byte, 0, 0, nullptr) !=
        CE_None)
        return nullptr;
    const std::unique_ptr<GDALDataset> table(tables->Create("", 0, 0, 0, GDT_Unknown, nullptr));
    OGRLayer* layer = table->CreateLayer("outline", nullptr, wkbPolygon, nullptr);
    if (GDALPolygonize(GDALRasterBand::ToHandle(band), GDALRasterBand::ToHandle(band),
                       OGRLayer::ToHandle(layer), -1, nullptr, nullptr, nullptr) != CE_None)
        return nullptr;
    OGRMultiPolygon all;
    for (const auto& feature : *layer) all.addGeometry(feature->GetGeometryRef());
    const std::unique_ptr<OGRGeometry> whole(all.UnionCascaded());
    return whole ? std::unique_ptr<OGRGeometry>(whole->SimplifyPreserveTopology(kSpacing * 0.75)) : nullptr;
}

void addPolygons(const OGRGeometry* geometry, const char* kind, const geodata::Transform& toWgs84,
                 std::vector<CoveragePolygon>& out) {
    if (!geometry || geometry->IsEmpty()) return;
    if (wkbFlatten(geometry->getGeometryType()) != wkbPolygon) {
        if (OGR_GT_IsSubClassOf(geometry->getGeometryType(), wkbGeometryCollection))
            for (const OGRGeometry* part : *geometry->toGeometryCollection())
                addPolygons(part, kind, toWgs84, out);
        return;
    }
    const OGRPolygon* polygon = geometry->toPolygon();
    if (polygon->get_Area() < kSpacing * kSpacing * 4) return;  // crumbs of the simplification
    CoveragePolygon part{kind, {}};
    for (const OGRLinearRing* ring : *polygon) {
        Points points;
        for (int i = 0; i + 1 < ring->getNumPoints(); ++i) {
            geodata::Point2 p{ring->getX(i), ring->getY(i)};
            if (toWgs84.apply(p.x, p.y)) points.push_back(p);
        }
        if (points.size() >= 3) part.rings.push_back(std::move(points));
    }
    if (!part.rings.empty()) out.push_back(std::move(part));
}

}  // namespace

Mask closedRegion(const Grid& grid, const Mask& mask, double reach, double rim) {
    const std::vector<float> near = distanceTo(grid, mask);
    Mask outside(grid.size());
    for (std::size_t i = 0; i < outside.size(); ++i) outside[i] = near[i] > reach ? 1 : 0;
    const std::vector<float> inner = distanceTo(grid, outside);
    Mask region(grid.size());
    for (std::size_t i = 0; i < region.size(); ++i) region[i] = inner[i] > reach - rim ? 1 : 0;
    return region;
}

std::vector<CoveragePolygon> coveragePolygons(const Grid& grid, const Mask& valid, const Mask& measured,
                                              const geodata::Transform& toWgs84) {
    std::vector<CoveragePolygon> result;
    const auto all = outline(grid, valid);
    const auto known = outline(grid, measured);
    if (!all || !known) return result;
    const std::unique_ptr<OGRGeometry> inside(all->Intersection(known.get()));
    const std::unique_ptr<OGRGeometry> rest(all->Difference(known.get()));
    addPolygons(inside.get(), "measured", toWgs84, result);
    addPolygons(rest.get(), "extrapolated", toWgs84, result);
    return result;
}

}  // namespace atlas::district
