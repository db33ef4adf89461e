#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/analyse/analysis_output.h"
#include "app/failure.h"
#include "geodata/crs.h"
#include "geodata/gdal_session.h"

namespace atlas::app {

using geodata::FieldType;
using geodata::Point2;

namespace {

const char* driverOf(ExportFormat format) {
    switch (format) {
        case ExportFormat::Csv:
            return "CSV";
        case ExportFormat::Gpkg:
            return "GPKG";
        default:
            return "GeoJSON";
    }
}

OGRFieldType fieldType(FieldType type) {
    return type == FieldType::Integer ? OFTInteger64 : type == FieldType::Real ? OFTReal : OFTString;
}

std::string valueOf(const Provenance& provenance, const std::string& key) {
    for (const auto& [name, value] : provenance)
        if (name == key) return value;
    return {};
}

class VectorWriter {
  public:
    VectorWriter(const std::string& path, ExportFormat format, const VectorOutput& output,
                 const Provenance& provenance)
        : output_(output), provenance_(provenance), format_(format), messages_(path) {
        if (format_ == ExportFormat::GeoJson) {
            const auto from = geodata::Crs::parse(output.crs);
            const auto to = geodata::Crs::parse("EPSG:4326");
            if (from && to)
                if (auto made = geodata::Transform::create(*from, *to)) toDegrees_ = std::move(made.value);
            if (!toDegrees_) throw WorkError("no way from {} to longitude and latitude", output.crs);
        }
        GDALDriver* driver = GetGDALDriverManager()->GetDriverByName(driverOf(format));
        if (driver == nullptr)
            throw WorkError(fmt::format("GDAL on this machine lacks its {} driver; install libgdal again",
                                        driverOf(format)));
        dataset_.reset(driver->Create(path.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
        if (!dataset_) fail();
        makeLayer();
    }

    void run(const analysis::Job& job) {
        const bool transaction = dataset_->TestCapability(ODsCTransactions) != 0;
        if (transaction && dataset_->StartTransaction() != OGRERR_NONE) fail();
        for (std::size_t row = 0; row < output_.rows; ++row) {
            if (row % 256 == 0) {
                if (job.cancelled()) throw WorkError("cancelled; nothing was written");
                job.tell(static_cast<double>(row) / static_cast<double>(output_.rows));
            }
            writeRow(row);
        }
        if (transaction && dataset_->CommitTransaction() != OGRERR_NONE) fail();
        dataset_.reset();  // some drivers write now
        if (!messages_.lastError().empty()) fail();
    }

  private:
    [[noreturn]] void fail() const {
        const auto reason = messages_.lastError();
        throw WorkError(
            "cannot write as {}: {}", driverOf(format_),
            reason.empty() ? geodata::Sentence("GDAL gives no reason") : geodata::Sentence(reason));
    }

    bool csv() const { return format_ == ExportFormat::Csv; }

    void makeLayer() {
        OGRSpatialReference reference;
        reference.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
        if (reference.SetFromUserInput(toDegrees_ ? "EPSG:4326" : output_.crs.c_str()) != OGRERR_NONE) fail();
        nlohmann::json parameters;
        for (const auto& [key, value] : provenance_) parameters[key] = value;
        CPLStringList options;
        if (format_ == ExportFormat::GeoJson) {
            options.SetNameValue("RFC7946", "YES");
            options.SetNameValue("NATIVE_DATA", nlohmann::json{{"provenance", parameters}}.dump().c_str());
            options.SetNameValue("NATIVE_MEDIA_TYPE", "application/vnd.geo+json");
        }
        if (csv()) options.SetNameValue("STRING_QUOTING", "IF_NEEDED");
        if (format_ == ExportFormat::Gpkg)
            options.SetNameValue("DESCRIPTION", valueOf(provenance_, "source").c_str());
        const OGRwkbGeometryType type = csv()                                         ? wkbNone
                                        : output_.shape == VectorOutput::Shape::Point ? wkbPoint
                                        : output_.shape == VectorOutput::Shape::Line  ? wkbLineString
                                                                                      : wkbPolygon;
        layer_ = dataset_->CreateLayer(output_.layer.c_str(), &reference, type, options.List());
        if (layer_ == nullptr) fail();
        for (const OutputField& field : output_.fields) addField(field.name, fieldType(field.type));
        if (csv()) {
            addField("source", OFTString);
            addField("parameters", OFTString);
            for (const auto& [key, value] : provenance_)
                if (key != "source")
                    parameters_ += fmt::format("{}{}={}", parameters_.empty() ? "" : "; ", key, value);
            source_ = valueOf(provenance_, "source");
        }
        if (format_ == ExportFormat::Gpkg)
            for (const auto& [key, value] : provenance_) layer_->SetMetadataItem(key.c_str(), value.c_str());
    }

    void addField(const std::string& name, OGRFieldType type) {
        OGRFieldDefn definition(name.c_str(), type);
        if (layer_->CreateField(&definition) != OGRERR_NONE) fail();
    }

    void writeRow(std::size_t row) {
        values_.assign(output_.fields.size(), {});
        places_.clear();
        output_.row(row, values_, places_);
        OGRFeature feature(layer_->GetLayerDefn());
        for (std::size_t i = 0; i < values_.size(); ++i) {
            const int at = static_cast<int>(i);
            if (const auto* number = std::get_if<double>(&values_[i]);
                number != nullptr && std::isfinite(*number)) {
                const double scale = std::pow(10, output_.fields[i].decimals);
                feature.SetField(at, std::round(*number * scale) / scale);
            } else if (const auto* whole = std::get_if<std::int64_t>(&values_[i])) {
                feature.SetField(at, static_cast<GIntBig>(*whole));
            } else if (const auto* text = std::get_if<std::string>(&values_[i])) {
                feature.SetField(at, text->c_str());
            } else {
                feature.SetFieldNull(at);
            }
        }
        if (csv()) {
            const int at = static_cast<int>(values_.size());
            feature.SetField(at, source_.c_str());
            feature.SetField(at + 1, parameters_.c_str());
        } else if (!places_.empty()) {
            if (toDegrees_) toDegrees_->apply(&places_[0].x, &places_[0].y, places_.size(), 2);
            addGeometry(feature);
        }
        if (layer_->CreateFeature(&feature) != OGRERR_NONE) fail();
    }

    void addGeometry(OGRFeature& feature) const {
        if (output_.shape == VectorOutput::Shape::Point) {
            feature.SetGeometryDirectly(new OGRPoint(places_[0].x, places_[0].y));
            return;
        }
        if (output_.shape == VectorOutput::Shape::Polygon) {
            auto ring = std::make_unique<OGRLinearRing>();
            for (const Point2& place : places_) ring->addPoint(place.x, place.y);
            ring->closeRings();
            auto polygon = std::make_unique<OGRPolygon>();
            polygon->addRingDirectly(ring.release());
            feature.SetGeometryDirectly(polygon.release());
            return;
        }
        auto line = std::make_unique<OGRLineString>();
        line->setNumPoints(static_cast<int>(places_.size()));
        for (std::size_t i = 0; i < places_.size(); ++i)
            line->setPoint(static_cast<int>(i), places_[i].x, places_[i].y);
        feature.SetGeometryDirectly(line.release());
    }

    const VectorOutput& output_;
    const Provenance& provenance_;
    ExportFormat format_;
    geodata::GdalMessages messages_;
    std::optional<geodata::Transform> toDegrees_;
    GDALDatasetUniquePtr dataset_;
    OGRLayer* layer_ = nullptr;  // of dataset_
    std::vector<FieldValue> values_;
    std::vector<Point2> places_;
    std::string source_, parameters_;
};

}  // namespace

void writeVector(const std::string& path, ExportFormat format, const VectorOutput& output,
                 const Provenance& provenance, const analysis::Job& job) {
    VectorWriter(path, format, output, provenance).run(job);
}

}  // namespace atlas::app
