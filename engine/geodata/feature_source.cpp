#include "geodata/feature_source.h"

#include <ogrsf_frmts.h>

#include <algorithm>
#include <new>

#include "geodata/column_builder.h"
#include "geodata/geometry_builder.h"
#include "geodata/geometry_clean.h"
#include "geodata/guarded.h"
#include "geodata/text_encoding.h"
#include "geodata/vector_layer.h"

namespace atlas::geodata {
namespace {

/// Reads the rows; false when the table's 32-bit offsets are used up.
bool readRows(OGRLayer& layer, FeatureTable& table, ProblemTally& tally) {
    OGRFeatureDefn* fields = layer.GetLayerDefn();
    GeometryBuilder geometry(tally);
    std::vector<ColumnBuilder> columns;
    for (int i = 0; i < fields->GetFieldCount(); ++i) {
        if (auto column = ColumnBuilder::create(*fields->GetFieldDefn(i), i, tally))
            columns.push_back(std::move(*column));
    }
    if (fields->GetGeomFieldCount() > 1)
        tally.note(said("it has more than one geometry a row; the first is used"), -1);

    // A header can claim any number of rows; memory is taken for what is plausible.
    constexpr GIntBig mostReserved = 4'000'000;
    const auto expected =
        static_cast<std::size_t>(std::clamp<GIntBig>(layer.GetFeatureCount(FALSE), 0, mostReserved));
    geometry.reserve(expected);
    table.fids.reserve(expected);
    for (ColumnBuilder& column : columns) column.reserve(expected);

    bool whole = true;
    layer.ResetReading();
    while (const OGRFeatureUniquePtr feature{layer.GetNextFeature()}) {
        if (geometry.full()) {
            whole = false;
            break;
        }
        const GIntBig fid =
            feature->GetFID() != OGRNullFID ? feature->GetFID() : static_cast<GIntBig>(table.fids.size());
        table.fids.push_back(fid);
        geometry.append(feature->GetGeometryRef(), fid);
        for (ColumnBuilder& column : columns) column.append(*feature, fid, tally);
    }
    table.fids.shrink_to_fit();
    table.geometry = geometry.take();
    table.columns.reserve(columns.size());
    for (ColumnBuilder& column : columns) table.columns.push_back(column.take());
    return whole;
}

/// Texts and names to UTF-8, once a distinct value, when the whole layer has been seen.
void decodeTexts(FeatureTable& table, const std::string& encoding, ProblemTally& tally) {
    EncodingVote vote;
    for (const Column& column : table.columns) {
        vote.see(column.name);
        if (const auto* text = std::get_if<TextValues>(&column.values)) {
            for (const std::string& value : text->values) vote.see(value);
        }
    }
    std::string from = encoding;
    if (from == "UTF-8" || from.empty()) {
        if (!vote.sawDamage()) return;
        from = from.empty() && vote.saysGb18030() ? "GB18030" : "UTF-8";
        if (from == "GB18030") {
            tally.note(
                said("the texts are not UTF-8 and nothing says what they are; read as GB18030 (declare "
                     "the encoding if that is wrong)"),
                -1);
        }
    }
    const auto decode = [&](std::string& value, const std::string& field) {
        const Utf8Check check = checkUtf8(value);
        if (check == Utf8Check::Ascii || (from == "UTF-8" && check == Utf8Check::Valid)) return;
        bool damaged = from == "UTF-8";
        value = from == "UTF-8" ? repairUtf8(value) : toUtf8(value, from, &damaged);
        if (damaged) {
            tally.note("damaged text",
                       said("a text is damaged (not whole characters of {}); what cannot be read is left "
                            "out or shown as U+FFFD",
                            from),
                       -1, field);
        }
    };
    for (Column& column : table.columns) {
        decode(column.name, "");
        if (auto* text = std::get_if<TextValues>(&column.values)) {
            for (std::string& value : text->values) decode(value, column.name);
        }
    }
}

void cleanAndName(FeatureTable& table, const Sentence& notFinite, ProblemTally& tally) {
    cleanGeometry(table.geometry, [&](std::size_t row, CleanOutcome outcome) {
        const std::int64_t fid = table.fids[row];
        switch (outcome) {
            case CleanOutcome::VerticesDropped:
                tally.note(said("{}; they are left out and the rest is drawn", notFinite), fid);
                break;
            case CleanOutcome::LostNotFinite:
                tally.note(said("{}; nothing is left to draw, the row has no geometry", notFinite), fid);
                break;
            case CleanOutcome::PartsDropped:
                tally.note(said("parts or holes have too few points to be drawn; they are left out"), fid);
                break;
            case CleanOutcome::LostTooShort:
                tally.note(said("the geometry has too few points to be drawn; the row has none"), fid);
                break;
        }
    });
}

/// Some drivers end quietly at a cut. What the header counted tells, but for formats whose count is known to
/// be stale or to include deleted rows, where only "many promised, none there" is a sign.
void compareWithPromise(VectorLayer& opened, const FeatureTable& table, Report& report) {
    const GIntBig promised = opened.layer->GetFeatureCount(FALSE);
    if (promised <= static_cast<GIntBig>(table.rows()) || report.hasErrors()) return;
    const std::string_view driver =
        opened.dataset->GetDriver() != nullptr ? opened.dataset->GetDriver()->GetDescription() : "";
    const bool countMayBeOff = driver == "ESRI Shapefile" || driver == "GPKG" || driver == "SQLite";
    if (countMayBeOff && table.rows() > 0) return;
    Problem problem = makeError(
        table.source, said("it promises {} rows, of which {} could be read: it is damaged or cut off",
                           std::to_string(promised), std::to_string(table.rows())));
    problem.layer = table.layer;
    report.add(std::move(problem));
}

bool looksLikeDegrees(const Extent& e) {
    return e.minX >= -180 && e.maxX <= 180 && e.minY >= -90 && e.maxY <= 90;
}

struct CrsChoice {
    std::optional<Crs> crs;
    bool swapAxes = false;
};

/// The CRS the coordinates are in. Without one only the coordinates themselves can tell, so nullopt is left
/// to the caller.
CrsChoice chooseCrs(OGRLayer& layer, const FeatureSourceOptions& options, const std::optional<Crs>& declared,
                    Report& report) {
    CrsChoice choice;
    const std::optional<Crs> own = layerCrs(layer, options.path, &choice.swapAxes, report);
    choice.crs = declared ? declared : own;
    if (declared && !own && layer.GetGeomType() != wkbNone) {
        Problem problem = makeWarning(
            options.path,
            said("the file names no coordinate system (for a shapefile: no .prj); the declared one is used, "
                 "{}",
                 declared->name()));
        problem.layer = layer.GetName();
        report.add(std::move(problem));
    }
    return choice;
}

bool project(FeatureTable& table, const CrsChoice& choice, const Crs& target, ProblemTally& tally,
             Report& report) {
    std::vector<Point2>& vertices = table.geometry.vertices;
    if (vertices.empty()) return true;
    if (choice.swapAxes) {
        for (Point2& p : vertices) std::swap(p.x, p.y);
    }
    std::optional<Crs> from = choice.crs;
    if (!from) {
        if (looksLikeDegrees(table.extent())) from = *Crs::parse("EPSG:4326");
        if (!from) from = target;
        Problem problem = makeWarning(
            table.source,
            said("the file names no coordinate system and none is declared; the coordinates are taken as {}",
                 from->name()));
        problem.layer = table.layer;
        report.add(std::move(problem));
    }
    const auto transform = Transform::create(*from, target);
    if (!transform) {
        for (Problem problem : transform.report.problems()) {
            problem.file = table.source;
            problem.layer = table.layer;
            report.add(std::move(problem));
        }
        return false;
    }
    if (transform->apply(&vertices[0].x, &vertices[0].y, vertices.size(), 2) > 0) {
        cleanAndName(table, said("vertices lie where {} has no coordinates", target.name()), tally);
    }
    return true;
}

void shrink(GeometryColumn& g) {
    g.types.shrink_to_fit();
    g.partOffsets.shrink_to_fit();
    g.ringOffsets.shrink_to_fit();
    g.vertexOffsets.shrink_to_fit();
    g.vertices.shrink_to_fit();
    g.z.shrink_to_fit();
}

void load(const FeatureSourceOptions& options, const Crs& target, Loaded<FeatureTable>& result) {
    Report& report = result.report;
    std::optional<Crs> declared;
    if (!options.crs.empty()) {
        auto parsed = Crs::parse(options.crs);
        if (!parsed) {
            report.add(
                makeError(options.path, said("declared CRS: {}", parsed.report.problems().front().sentence)));
            return;
        }
        declared = std::move(*parsed);
    }
    GdalMessages messages(options.path);
    std::optional<VectorLayer> opened = openVectorLayer(options, messages, report);
    if (!opened) return;
    ProblemTally tally(options.path, opened->name);
    FeatureTable table;
    table.source = options.path;
    table.layer = opened->name;
    table.crs = target.definition();
    const CrsChoice crs = chooseCrs(*opened->layer, options, declared, report);
    const bool whole = readRows(*opened->layer, table, tally);
    report.append(messages.take());
    if (options.where.empty()) compareWithPromise(*opened, table, report);
    if (!whole)
        report.add(
            makeError(options.path, said("it holds more than a table can; the rows beyond are left out")));
    if (report.hasErrors() && table.rows() == 0) return;

    decodeTexts(table, opened->encoding, tally);
    cleanAndName(table, said("vertices are not finite numbers"), tally);
    const bool projected = project(table, crs, target, tally, report);
    tally.moveTo(report);
    if (!projected) return;
    shrink(table.geometry);
    if (!table.geometry.vertices.empty()) table.index.emplace(table.geometry);
    result.value = std::move(table);
}

}  // namespace

Loaded<FeatureTable> loadFeatures(const FeatureSourceOptions& options, const Crs& target) {
    return guarded<FeatureTable>(options.path,
                                 [&](Loaded<FeatureTable>& result) { load(options, target, result); });
}

Loaded<std::vector<LayerInfo>> listLayers(const std::string& path) {
    return guarded<std::vector<LayerInfo>>(path, [&](Loaded<std::vector<LayerInfo>>& result) {
        GdalMessages messages(path);
        const GDALDatasetUniquePtr dataset = openDataset(path, GDAL_OF_VECTOR, {}, messages, result.report);
        if (!dataset) return;
        std::vector<LayerInfo> layers;
        for (OGRLayer* layer : dataset->GetLayers()) {
            LayerInfo info;
            info.name = layer->GetName();
            info.geometryType = OGRGeometryTypeToName(layer->GetGeomType());
            info.features = layer->GetFeatureCount(FALSE);
            bool swapAxes = false;
            if (const auto crs = layerCrs(*layer, path, &swapAxes, result.report)) info.crs = crs->name();
            layers.push_back(std::move(info));
        }
        result.report.append(messages.take());
        if (layers.empty()) {
            result.report.add(makeError(path, said("it holds no vector layer")));
            return;
        }
        result.value = std::move(layers);
    });
}

}  // namespace atlas::geodata
