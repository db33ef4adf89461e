#include "district/features.h"

#include <cpl_conv.h>
#include <fmt/format.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <map>
#include <memory>

namespace atlas::district {
namespace {

using geodata::Point2;
using geodata::Problem;
using geodata::Report;

OGRLinearRing* closedRing(const Points& points) {
    auto* ring = new OGRLinearRing;  // GDAL takes ownership in addRingDirectly
    for (const Point2 p : points) ring->addPoint(p.x, p.y);
    ring->closeRings();
    return ring;
}

std::unique_ptr<OGRGeometry> polygon(const std::vector<Points>& rings) {
    auto result = std::make_unique<OGRPolygon>();
    for (const Points& ring : rings) result->addRingDirectly(closedRing(ring));
    return result;
}

std::unique_ptr<OGRGeometry> line(const Points& points) {
    if (points.size() == 1) return std::make_unique<OGRPoint>(points[0].x, points[0].y);
    auto result = std::make_unique<OGRLineString>();
    for (const Point2 p : points) result->addPoint(p.x, p.y);
    return result;
}

std::unique_ptr<OGRGeometry> geometryOf(const Table& table, const Row& row) {
    static const Points kNone;
    const int at = table.spec.indexOf(table.spec.points);
    const Points* found = at < 0 ? nullptr : std::get_if<Points>(&row.cells[at]);
    const Points& points = found ? *found : kNone;
    Point2 place;
    switch (table.spec.shape) {
        case Shape::Line:
            if (!points.empty()) return line(points);
            break;
        case Shape::ByColumn:
            if (points.size() >= 3 && table.text(row, "shape") == "polygon") return polygon({points});
            if (!points.empty()) return line(points);
            break;
        case Shape::Polygon:
            if (points.size() >= 3) return polygon({points});
            if (table.place(row, place)) return std::make_unique<OGRPoint>(place.x, place.y);
            break;
        case Shape::Point:
            if (table.place(row, place)) return std::make_unique<OGRPoint>(place.x, place.y);
            break;
        case Shape::None:
        case Shape::Rings:
            break;
    }
    return nullptr;
}

OGRwkbGeometryType layerType(const Table& table) {
    switch (table.spec.shape) {
        case Shape::None:
            return wkbNone;
        case Shape::Point:
            return wkbPoint;
        case Shape::Rings:
            return wkbPolygon;
        case Shape::Line:
        case Shape::Polygon:
        case Shape::ByColumn:
            break;
    }
    return wkbUnknown;  // a lift is a point among lines, a place without limits a point among polygons
}

OGRFieldType fieldType(ColumnType type) {
    switch (type) {
        case ColumnType::Integer:
            return OFTInteger64;
        case ColumnType::Real:
        case ColumnType::Lon:
        case ColumnType::Lat:
            return OFTReal;
        case ColumnType::Text:
        case ColumnType::Enum:
        case ColumnType::Licence:
        case ColumnType::Points:
            break;
    }
    return OFTString;
}

void setField(OGRFeature& feature, const char* name, const Cell& cell) {
    const int at = feature.GetFieldIndex(name);
    if (const auto* integer = std::get_if<std::int64_t>(&cell))
        feature.SetField(at, static_cast<GIntBig>(*integer));
    else if (const auto* real = std::get_if<double>(&cell))
        feature.SetField(at, *real);
    else if (const auto* text = std::get_if<std::string>(&cell))
        feature.SetField(at, text->c_str());
    else
        feature.SetFieldNull(at);
}

/// Rows of a ring, and of the rings that cut it.
struct RingGroup {
    std::vector<const Row*> rows;
    Points points;
    bool hole = false;
    std::vector<Points> holes;
};

std::vector<RingGroup> groupRings(const Table& table) {
    const TableSpec& spec = table.spec;
    const int ring = spec.indexOf(spec.ring);
    std::vector<std::string> order;
    std::map<std::string, RingGroup> groups;
    for (const Row& row : table.rows) {
        const auto [group, fresh] = groups.try_emplace(keyOf(row.cells[ring]));
        if (fresh) order.push_back(group->first);
        Point2 place;
        if (table.place(row, place)) group->second.points.push_back(place);
        group->second.rows.push_back(&row);
        group->second.hole = !spec.holeColumn.empty() && table.text(row, spec.holeColumn) == spec.holeValue;
    }
    std::vector<RingGroup> shells;
    for (const std::string& id : order)
        if (!groups[id].hole) shells.push_back(std::move(groups[id]));
    for (auto& named : groups) {
        RingGroup& group = named.second;
        if (!group.hole) continue;
        for (RingGroup& shell : shells) {
            const bool same =
                std::all_of(spec.holeOf.begin(), spec.holeOf.end(), [&](const std::string& column) {
                    return table.text(*shell.rows[0], column) == table.text(*group.rows[0], column);
                });
            // The tables hold few rings of one river and stage; the shell whose vertices surround the hole's
            // first one is its shell.
            std::unique_ptr<OGRGeometry> area = polygon({shell.points});
            const OGRPoint probe(group.points[0].x, group.points[0].y);
            if (same && area->Contains(&probe)) shell.holes.push_back(group.points);
        }
    }
    return shells;
}

/// What a column says of the whole ring: the value of all vertices, or for texts the different ones with
/// their number.
Cell summary(const RingGroup& group, int column) {
    std::vector<std::pair<Cell, int>> counts;
    for (const Row* row : group.rows) {
        const Cell& cell = row->cells[column];
        const auto found = std::find_if(counts.begin(), counts.end(),
                                        [&](const auto& c) { return keyOf(c.first) == keyOf(cell); });
        if (found == counts.end())
            counts.emplace_back(cell, 1);
        else
            ++found->second;
    }
    if (counts.size() == 1) return counts[0].first;
    std::string text;
    double largest = 0;
    bool texts = false;
    for (const auto& [cell, count] : counts) {
        if (const auto* real = std::get_if<double>(&cell)) largest = std::max(largest, *real);
        if (const auto* value = std::get_if<std::string>(&cell)) {
            texts = true;
            text += fmt::format("{}{} ({} of {} vertices)", text.empty() ? "" : "; ", *value, count,
                                group.rows.size());
        }
    }
    return texts ? Cell(text) : Cell(largest);
}

class Writer {
  public:
    explicit Writer(std::string path) : path_(std::move(path)) {
        wgs84_.importFromEPSG(4326);
        wgs84_.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    }

    Report write(const Sources& sources, const std::vector<CoveragePolygon>& coverage) {
        GDALDriver* driver = GetGDALDriverManager()->GetDriverByName("GPKG");
        if (driver) dataset_.reset(driver->Create(path_.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
        if (!dataset_) {
            fail("", "GDAL cannot create the GeoPackage");
            return report_;
        }
        dataset_->StartTransaction();
        for (const Table& table : sources.tables)
            if (table.spec.shape == Shape::Rings)
                writeRings(table);
            else
                writeRows(table);
        writeCoverage(coverage);
        if (dataset_->CommitTransaction() != OGRERR_NONE) fail("", "GDAL cannot write the GeoPackage");
        dataset_.reset();
        return report_;
    }

  private:
    void fail(const std::string& layer, std::string message) {
        Problem p;
        p.file = path_;
        p.layer = layer;
        p.message = std::move(message);
        report_.add(std::move(p));
    }

    OGRLayer* addLayer(const std::string& name, OGRwkbGeometryType type) {
        OGRLayer* layer =
            dataset_->CreateLayer(name.c_str(), type == wkbNone ? nullptr : &wgs84_, type, nullptr);
        if (!layer) fail(name, "GDAL cannot create the layer");
        return layer;
    }

    void addField(OGRLayer& layer, const std::string& name, OGRFieldType type) {
        OGRFieldDefn field(name.c_str(), type);
        if (layer.CreateField(&field) != OGRERR_NONE)
            fail(layer.GetName(), "GDAL cannot create field " + name);
    }

    OGRLayer* addLayer(const Table& table) {
        OGRLayer* layer = addLayer(table.spec.name, layerType(table));
        if (!layer) return nullptr;
        for (const ColumnSpec& column : table.spec.columns)
            if (column.type != ColumnType::Points && !table.spec.isVertexColumn(column))
                addField(*layer, column.name, fieldType(column.type));
        if (!table.spec.flag.name.empty()) addField(*layer, table.spec.flag.name, OFTInteger64);
        return layer;
    }

    void add(OGRLayer& layer, OGRFeature& feature) {
        if (layer.CreateFeature(&feature) != OGRERR_NONE)
            fail(layer.GetName(), "GDAL cannot write a feature");
    }

    void writeRows(const Table& table) {
        OGRLayer* layer = addLayer(table);
        if (!layer) return;
        const FlagSpec& flag = table.spec.flag;
        for (const Row& row : table.rows) {
            OGRFeature feature(layer->GetLayerDefn());
            for (std::size_t i = 0; i < table.spec.columns.size(); ++i)
                if (table.spec.columns[i].type != ColumnType::Points)
                    setField(feature, table.spec.columns[i].name.c_str(), row.cells[i]);
            if (!flag.name.empty()) {
                const std::string basis = table.text(row, flag.basis);
                const bool set = table.real(row, flag.amount, -1) >= 0 && basis.starts_with(flag.begins) &&
                                 (flag.without.empty() || basis.find(flag.without) == std::string::npos);
                feature.SetField(flag.name.c_str(), set ? 1 : 0);
            }
            if (auto geometry = geometryOf(table, row)) feature.SetGeometryDirectly(geometry.release());
            add(*layer, feature);
        }
    }

    void writeRings(const Table& table) {
        OGRLayer* layer = addLayer(table);
        if (!layer) return;
        for (const RingGroup& group : groupRings(table)) {
            OGRFeature feature(layer->GetLayerDefn());
            for (std::size_t i = 0; i < table.spec.columns.size(); ++i)
                if (!table.spec.isVertexColumn(table.spec.columns[i]))
                    setField(feature, table.spec.columns[i].name.c_str(),
                             summary(group, static_cast<int>(i)));
            std::vector<Points> rings{group.points};
            rings.insert(rings.end(), group.holes.begin(), group.holes.end());
            feature.SetGeometryDirectly(polygon(rings).release());
            add(*layer, feature);
        }
    }

    void writeCoverage(const std::vector<CoveragePolygon>& coverage) {
        OGRLayer* layer = addLayer("coverage", wkbPolygon);
        if (!layer) return;
        addField(*layer, "kind", OFTString);
        for (const CoveragePolygon& part : coverage) {
            OGRFeature feature(layer->GetLayerDefn());
            feature.SetField("kind", part.kind.c_str());
            feature.SetGeometryDirectly(polygon(part.rings).release());
            add(*layer, feature);
        }
    }

    std::string path_;
    OGRSpatialReference wgs84_;
    std::unique_ptr<GDALDataset> dataset_;
    Report report_;
};

}  // namespace

Report writeFeatures(const Sources& sources, const std::vector<CoveragePolygon>& coverage,
                     const std::string& path) {
    // A GeoPackage holds its time of writing; a fixed one keeps the bytes the same from build to build.
    CPLSetThreadLocalConfigOption("OGR_CURRENT_DATE", "2000-01-01T00:00:00.000Z");
    Report report = Writer(path).write(sources, coverage);
    CPLSetThreadLocalConfigOption("OGR_CURRENT_DATE", nullptr);
    return report;
}

std::size_t featureCount(const Table& table) {
    return table.spec.shape == Shape::Rings ? groupRings(table).size() : table.rows.size();
}

}  // namespace atlas::district
