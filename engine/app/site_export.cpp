#include "app/site_export.h"

#include <cpl_vsi.h>
#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

#include "app/failure.h"
#include "geodata/crs.h"
#include "geodata/gdal_session.h"

namespace atlas::app {

using geodata::Column;
using geodata::FieldType;
using geodata::GeometryType;
using geodata::Point2;

namespace {

constexpr const char* kFull =
    ui::trLater("cannot write the sites as {}: not all of it could be written; is the disk full?");

struct FormatInfo {
    ExportFormat format;
    std::string_view name;
    std::string_view extension;
    const char* driver;
    bool geometry;
};
constexpr std::array<FormatInfo, 4> kFormats{{{ExportFormat::Csv, "csv", ".csv", "CSV", false},
                                              {ExportFormat::GeoJson, "geojson", ".geojson", "GeoJSON", true},
                                              {ExportFormat::Gpkg, "gpkg", ".gpkg", "GPKG", true},
                                              {ExportFormat::Xlsx, "xlsx", ".xlsx", "XLSX", false}}};

const FormatInfo& info(ExportFormat format) {
    return kFormats[static_cast<std::size_t>(format)];
}

OGRFieldType fieldType(const Column& column) {
    if (column.type() == FieldType::Integer) return OFTInteger64;
    return column.type() == FieldType::Real ? OFTReal
                                            : OFTString;  // dates as ISO 8601 text: every reader takes it
}

void addVertices(OGRSimpleCurve& curve, const geodata::GeometryColumn& geometry,
                 const std::vector<Point2>& vertices, std::uint32_t ring) {
    for (auto i = geometry.vertexOffsets[ring]; i < geometry.vertexOffsets[ring + 1]; ++i)
        curve.addPoint(vertices[i].x, vertices[i].y);
}

std::unique_ptr<OGRGeometry> partGeometry(const geodata::GeometryColumn& geometry,
                                          const std::vector<Point2>& vertices, std::uint32_t part,
                                          GeometryType single) {
    const auto first = geometry.ringOffsets[part];
    if (single == GeometryType::Point) {
        const auto& point = vertices[geometry.vertexOffsets[first]];
        return std::make_unique<OGRPoint>(point.x, point.y);
    }
    if (single == GeometryType::Line) {
        auto line = std::make_unique<OGRLineString>();
        addVertices(*line, geometry, vertices, first);
        return line;
    }
    auto polygon = std::make_unique<OGRPolygon>();
    for (auto ring = first; ring < geometry.ringOffsets[part + 1]; ++ring) {
        auto shape = std::make_unique<OGRLinearRing>();
        addVertices(*shape, geometry, vertices, ring);
        polygon->addRingDirectly(shape.release());
    }
    return polygon;
}

std::unique_ptr<OGRGeometry> rowGeometry(const geodata::GeometryColumn& geometry,
                                         const std::vector<Point2>& vertices, std::size_t row) {
    const auto type = geometry.types[row];
    const auto first = geometry.partOffsets[row];
    std::unique_ptr<OGRGeometryCollection> several;
    GeometryType single = type;
    switch (type) {
        case GeometryType::None:
            return nullptr;
        case GeometryType::MultiPoint:
            several = std::make_unique<OGRMultiPoint>();
            single = GeometryType::Point;
            break;
        case GeometryType::MultiLine:
            several = std::make_unique<OGRMultiLineString>();
            single = GeometryType::Line;
            break;
        case GeometryType::MultiPolygon:
            several = std::make_unique<OGRMultiPolygon>();
            single = GeometryType::Polygon;
            break;
        default:
            return partGeometry(geometry, vertices, first, single);
    }
    for (auto part = first; part < geometry.partOffsets[row + 1]; ++part)
        several->addGeometryDirectly(partGeometry(geometry, vertices, part, single).release());
    return several;
}

class Exporter {
  public:
    Exporter(const layers::SiteTable& sites, ExportFormat format, const std::string& path,
             const ExportOptions& options)
        : options_(options),
          sites_(sites),
          info_(info(format)),
          path_(path),
          messages_(path),
          toDegrees_(degrees(sites.table().crs)) {
        for (const auto& role : options.chosen ? options.roles : exportedRoles(sites))
            columns_.push_back({role, sites.role(role)});
    }

    void run(const std::vector<std::uint32_t>& rows) {
        auto* driver = GetGDALDriverManager()->GetDriverByName(info_.driver);
        if (!driver)
            throw WorkError("GDAL on this machine lacks its {} driver; install libgdal again", info_.driver);
        const std::unique_ptr<GDALDataset, Closer> dataset(
            driver->Create(path_.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
        if (!dataset) fail();
        auto* layer = createLayer(*dataset);
        // Without a transaction a database commits every row by itself.
        const bool transaction = dataset->TestCapability(ODsCTransactions) != 0;
        if (transaction && dataset->StartTransaction() != OGRERR_NONE) fail();
        prepareGeometry();
        std::size_t done = 0;
        for (const auto row : rows) {
            if (options_.progress && !options_.progress(done))
                throw WorkError("given up; nothing was written");
            writeRow(*layer, row);
            ++done;
        }
        if (transaction && dataset->CommitTransaction() != OGRERR_NONE) fail();
    }

    /// After run: some drivers write when they close, and say there what went wrong. Those of CSV, GeoJSON
    /// and XLSX do not say that the disk was full: what cannot be read again has not been written.
    void check(std::size_t rows) const {
        if (!messages_.lastError().empty()) fail();
        if (info_.format == ExportFormat::Gpkg) return;
        CPLSetThreadLocalConfigOption("OGR_XLSX_HEADERS", "FORCE");  // the first row is no site
        const char* const drivers[] = {info_.driver, nullptr};
        const std::unique_ptr<GDALDataset, Closer> written(
            GDALDataset::Open(path_.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY, drivers));
        OGRLayer* layer = written ? written->GetLayer(0) : nullptr;
        const bool whole = layer != nullptr && layer->GetFeatureCount() == static_cast<GIntBig>(rows) &&
                           (info_.format != ExportFormat::Csv || endsWithLine());
        CPLSetThreadLocalConfigOption("OGR_XLSX_HEADERS", nullptr);
        if (!whole) throw WorkError(kFull, info_.name);
    }

  private:
    // A table cut within its last row still has all its rows.
    bool endsWithLine() const {
        // The file may be one of GDAL's in memory.
        const std::unique_ptr<VSILFILE, int (*)(VSILFILE*)> file(VSIFOpenL(path_.c_str(), "rb"), VSIFCloseL);
        if (!file || VSIFSeekL(file.get(), 0, SEEK_END) != 0) return false;
        const vsi_l_offset size = VSIFTellL(file.get());
        char last = 0;
        return size > 0 && VSIFSeekL(file.get(), size - 1, SEEK_SET) == 0 &&
               VSIFReadL(&last, 1, 1, file.get()) == 1 && last == '\n';
    }

    struct Closer {
        void operator()(GDALDataset* dataset) const { GDALClose(dataset); }
    };
    struct Exported {
        std::string role;
        const Column* column;
    };

    [[noreturn]] void fail() const {
        const auto reason = messages_.lastError();
        if (reason.empty()) throw WorkError(kFull, info_.name);
        throw WorkError("cannot write the sites as {}: {}", info_.name, reason);
    }

    static geodata::Transform degrees(const std::string& crs) {
        const auto from = geodata::Crs::parse(crs);
        const auto to = geodata::Crs::parse("EPSG:4326");
        if (from && to)
            if (auto made = geodata::Transform::create(*from, *to)) return std::move(*made.value);
        throw WorkError("no way from {} to longitude and latitude", crs);
    }

    bool inDegrees() const { return info_.format == ExportFormat::GeoJson; }

    OGRLayer* createLayer(GDALDataset& dataset) {
        OGRSpatialReference reference;
        reference.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
        if (reference.SetFromUserInput(inDegrees() ? "EPSG:4326" : sites_.table().crs.c_str()) != OGRERR_NONE)
            fail();
        CPLStringList options;
        if (info_.format == ExportFormat::GeoJson) options.SetNameValue("RFC7946", "YES");
        // Else GDAL quotes whole numbers.
        if (info_.format == ExportFormat::Csv) options.SetNameValue("STRING_QUOTING", "IF_NEEDED");
        if (info_.format == ExportFormat::Csv && options_.bom) options.SetNameValue("WRITE_BOM", "YES");
        if (info_.format == ExportFormat::Gpkg)
            options.SetNameValue("DESCRIPTION",
                                 (sites_.entry().attribution + " · " + sites_.entry().licence).c_str());
        auto* layer = dataset.CreateLayer(sites_.entry().id.c_str(), &reference,
                                          info_.geometry ? wkbUnknown : wkbNone, options.List());
        if (!layer) fail();
        const auto field = [&](const std::string& name, OGRFieldType type) {
            OGRFieldDefn definition(name.c_str(), type);
            if (layer->CreateField(&definition) != OGRERR_NONE) fail();
        };
        for (const auto& [role, column] : columns_) field(role, fieldType(*column));
        field("lon", OFTReal);
        field("lat", OFTReal);
        field("attribution", OFTString);
        field("licence", OFTString);
        return layer;
    }

    void prepareGeometry() {
        if (!info_.geometry) return;
        vertices_ = sites_.table().geometry.vertices;
        if (inDegrees() && !vertices_.empty())
            toDegrees_.apply(&vertices_[0].x, &vertices_[0].y, vertices_.size(), 2);
    }

    void writeRow(OGRLayer& layer, std::uint32_t row) {
        OGRFeature feature(layer.GetLayerDefn());
        int at = 0;
        const auto& table = sites_.table();
        for (const auto& [role, column] : columns_) {
            if (column->nulls.isNull(row))
                feature.SetFieldNull(at);
            else if (column->type() == FieldType::Integer)
                feature.SetField(at, static_cast<GIntBig>(*table.integer(column, row)));
            else if (column->type() == FieldType::Real)
                feature.SetField(at, *table.number(column, row));
            else
                feature.SetField(at, table.display(column, row).c_str());
            ++at;
        }
        auto anchor = table.anchor(row);
        if (anchor && toDegrees_.apply(anchor->x, anchor->y)) {
            // A ten-millionth of a degree is a centimetre: finer digits are none of the data's.
            feature.SetField(at, std::round(anchor->x * 1e7) / 1e7);
            feature.SetField(at + 1, std::round(anchor->y * 1e7) / 1e7);
        }
        feature.SetField(at + 2, sites_.entry().attribution.c_str());
        feature.SetField(at + 3, sites_.entry().licence.c_str());
        if (info_.geometry)
            if (auto shape = rowGeometry(table.geometry, vertices_, row))
                feature.SetGeometryDirectly(shape.release());
        if (layer.CreateFeature(&feature) != OGRERR_NONE) fail();
    }

    const ExportOptions& options_;
    const layers::SiteTable& sites_;
    const FormatInfo& info_;
    std::string path_;
    geodata::GdalMessages messages_;
    geodata::Transform toDegrees_;
    std::vector<Exported> columns_;
    std::vector<Point2> vertices_;  // of the whole table, in the CRS that is written
};

}  // namespace

std::optional<ExportFormat> exportFormat(std::string_view name) {
    for (const auto& entry : kFormats)
        if (name == entry.name || name == entry.extension) return entry.format;
    return std::nullopt;
}

std::string_view extension(ExportFormat format) {
    return info(format).extension;
}

std::vector<std::string> exportedRoles(const layers::SiteTable& sites) {
    std::vector<std::string> result;
    const auto add = [&](const std::string& role) {
        if (sites.role(role) && std::find(result.begin(), result.end(), role) == result.end())
            result.push_back(role);
    };
    for (const char* role :
         {"id", "name", "name_en", "what", "industry", "category", "status", "year", "investment",
          "investment_counts", "investment_basis", "subdistrict", "address", "coord_error", "coord_source"})
        add(role);
    for (const auto& [role, field] : sites.entry().fields) add(role);
    return result;
}

void exportSites(const layers::SiteTable& sites, const std::vector<std::uint32_t>& rows, ExportFormat format,
                 const std::string& path, const ExportOptions& options) {
    Exporter exporter(sites, format, path, options);
    exporter.run(rows);
    exporter.check(rows.size());
}

}  // namespace atlas::app
