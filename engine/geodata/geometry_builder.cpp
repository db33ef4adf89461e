#include "geodata/geometry_builder.h"

#include <cpl_error.h>
#include <ogr_geometry.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>

namespace atlas::geodata {
namespace {

/// The simple shapes inside a collection, however deeply nested, by dimension.
struct Shapes {
    std::vector<const OGRPoint*> points;
    std::vector<const OGRLineString*> lines;
    std::vector<const OGRPolygon*> polygons;

    void gather(const OGRGeometry& geometry) {
        if (geometry.IsEmpty()) return;
        const OGRwkbGeometryType type = wkbFlatten(geometry.getGeometryType());
        if (type == wkbPoint) {
            points.push_back(geometry.toPoint());
        } else if (OGR_GT_IsSubClassOf(type, wkbLineString) != 0) {
            lines.push_back(static_cast<const OGRLineString*>(&geometry));
        } else if (OGR_GT_IsSubClassOf(type, wkbPolygon) != 0) {
            polygons.push_back(static_cast<const OGRPolygon*>(&geometry));
        } else if (OGR_GT_IsSubClassOf(type, wkbPolyhedralSurface) != 0) {
            for (const OGRPolygon* face : static_cast<const OGRPolyhedralSurface&>(geometry)) gather(*face);
        } else if (OGR_GT_IsSubClassOf(type, wkbGeometryCollection) != 0) {
            for (const OGRGeometry* part : static_cast<const OGRGeometryCollection&>(geometry)) gather(*part);
        }
    }
};

bool isSingle(OGRwkbGeometryType type) {
    return OGR_GT_IsSubClassOf(type, wkbPoint) != 0 || OGR_GT_IsSubClassOf(type, wkbCurve) != 0 ||
           OGR_GT_IsSubClassOf(type, wkbCurvePolygon) != 0;
}

}  // namespace

void GeometryBuilder::reserve(std::size_t rows) {
    column_.types.reserve(rows);
    column_.partOffsets.reserve(rows + 1);
    column_.ringOffsets.reserve(rows + 1);
    column_.vertexOffsets.reserve(rows + 1);
    column_.vertices.reserve(rows);
}

bool GeometryBuilder::full() const {
    // A margin for one more geometry: OGR cannot hold one with more than 2^31 vertices.
    constexpr std::size_t limit = std::numeric_limits<std::uint32_t>::max() / 2;
    return column_.types.size() >= limit || column_.vertices.size() >= limit;
}

GeometryColumn GeometryBuilder::take() {
    return std::move(column_);
}

void GeometryBuilder::append(const OGRGeometry* geometry, std::int64_t fid) {
    column_.types.push_back(GeometryType::None);
    rowHasZ_ = false;
    rowBadZ_ = false;
    if (geometry != nullptr && !geometry->IsEmpty()) {
        const OGRwkbGeometryType full = geometry->getGeometryType();
        rowHasZ_ = OGR_GT_HasZ(full) != 0;
        if (OGR_GT_HasM(full) != 0) tally_.note(said("measures (M) are not used; dropped"), fid);
        if (full == wkbPoint || full == wkbPoint25D) {  // by far the most frequent: nothing to look into
            const auto* point = static_cast<const OGRPoint*>(geometry);
            appendVertex(point->getX(), point->getY(), point->getZ());
            column_.vertexOffsets.push_back(static_cast<std::uint32_t>(column_.vertices.size()));
            column_.ringOffsets.push_back(static_cast<std::uint32_t>(column_.vertexOffsets.size()) - 1);
            column_.types.back() = GeometryType::Point;
        } else if (OGR_GT_IsNonLinear(wkbFlatten(full)) != 0 || geometry->hasCurveGeometry() != 0) {
            const std::unique_ptr<OGRGeometry> linear(geometry->getLinearGeometry());
            if (linear) {
                appendShapes(*linear, fid);
            } else {
                tally_.note(said("a curve could not be turned into lines; the row has no geometry"), fid);
            }
        } else {
            appendShapes(*geometry, fid);
        }
    }
    if (rowBadZ_) tally_.note(said("a height (Z) is not a finite number; taken as 0"), fid);
    column_.partOffsets.push_back(static_cast<std::uint32_t>(column_.ringOffsets.size()) - 1);
}

void GeometryBuilder::appendShapes(const OGRGeometry& geometry, std::int64_t fid) {
    Shapes shapes;
    shapes.gather(geometry);
    const std::size_t points = shapes.points.size();
    const std::size_t lines = shapes.lines.size();
    const std::size_t polygons = shapes.polygons.size();
    const std::size_t most = std::max({points, lines, polygons});
    if (most == 0) return;

    // The type that dominates is the one with most parts; of two alike, the one that covers more of the map.
    const bool single = isSingle(wkbFlatten(geometry.getGeometryType()));
    if (polygons == most) {
        column_.types.back() = single ? GeometryType::Polygon : GeometryType::MultiPolygon;
        for (const OGRPolygon* polygon : shapes.polygons) appendPolygon(*polygon);
        checkValid(geometry, fid);
    } else if (lines == most) {
        column_.types.back() = single ? GeometryType::Line : GeometryType::MultiLine;
        for (const OGRLineString* line : shapes.lines) {
            appendCurve(*line, false);
            column_.ringOffsets.push_back(static_cast<std::uint32_t>(column_.vertexOffsets.size()) - 1);
        }
    } else {
        column_.types.back() = single ? GeometryType::Point : GeometryType::MultiPoint;
        for (const OGRPoint* point : shapes.points) {
            appendVertex(point->getX(), point->getY(), point->getZ());
            column_.vertexOffsets.push_back(static_cast<std::uint32_t>(column_.vertices.size()));
            column_.ringOffsets.push_back(static_cast<std::uint32_t>(column_.vertexOffsets.size()) - 1);
        }
    }
    const std::size_t dropped = points + lines + polygons - most;
    if (dropped > 0) {
        tally_.note("mixed collection",
                    said("a collection mixes points, lines and polygons; only its {} are used, {} other "
                         "part(s) dropped",
                         polygons == most ? said("polygons")
                         : lines == most  ? said("lines")
                                          : said("points"),
                         std::to_string(dropped)),
                    fid);
    }
}

void GeometryBuilder::appendPolygon(const OGRPolygon& polygon) {
    for (const OGRLinearRing* ring : polygon) {
        // An empty hole is no hole; an empty shell is left for the cleaning pass to take out with its holes.
        if (ring == polygon.getExteriorRing() || !ring->IsEmpty()) appendCurve(*ring, true);
    }
    column_.ringOffsets.push_back(static_cast<std::uint32_t>(column_.vertexOffsets.size()) - 1);
}

void GeometryBuilder::appendCurve(const OGRSimpleCurve& curve, bool close) {
    const int count = curve.getNumPoints();
    for (int i = 0; i < count; ++i) appendVertex(curve.getX(i), curve.getY(i), curve.getZ(i));
    if (close && count > 1 &&
        (curve.getX(0) != curve.getX(count - 1) || curve.getY(0) != curve.getY(count - 1))) {
        appendVertex(curve.getX(0), curve.getY(0), curve.getZ(0));
    }
    column_.vertexOffsets.push_back(static_cast<std::uint32_t>(column_.vertices.size()));
}

void GeometryBuilder::appendVertex(double x, double y, double z) {
    if (rowHasZ_ && !hasZ_) {
        hasZ_ = true;
        column_.z.resize(column_.vertices.size(), 0.0F);
    }
    column_.vertices.push_back({x, y});
    if (!hasZ_) return;
    const auto height = static_cast<float>(z);
    rowBadZ_ = rowBadZ_ || (rowHasZ_ && !std::isfinite(height));
    column_.z.push_back(rowHasZ_ && std::isfinite(height) ? height : 0.0F);
}

void GeometryBuilder::checkValid(const OGRGeometry& geometry, std::int64_t fid) {
    // GEOS says where it is wrong through GDAL's messages; they belong in this feature's problem.
    CPLPushErrorHandler(CPLQuietErrorHandler);
    CPLErrorReset();
    const bool valid = geometry.IsValid() != 0;
    const std::string reason = CPLGetLastErrorMsg();
    CPLErrorReset();
    CPLPopErrorHandler();
    if (!valid)
        tally_.note("invalid polygon",
                    reason.empty() ? said("invalid polygon, drawn as it is")
                                   : said("invalid polygon, drawn as it is: {}", reason),
                    fid);
}

}  // namespace atlas::geodata
