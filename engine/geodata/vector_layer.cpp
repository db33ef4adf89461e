#include "geodata/vector_layer.h"

#include <cpl_conv.h>
#include <ogr_spatialref.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>

#include "geodata/text_encoding.h"

namespace atlas::geodata {
namespace {

std::string layerNames(GDALDataset& dataset) {
    constexpr int most = 10;
    std::string names;
    for (int i = 0; i < std::min(dataset.GetLayerCount(), most); ++i) {
        names += (i > 0 ? ", " : "") + std::string(dataset.GetLayer(i)->GetName());
    }
    return dataset.GetLayerCount() > most ? names + ", …" : names;
}

OGRLayer* pickLayer(GDALDataset& dataset, const FeatureSourceOptions& options, Report& report) {
    const int count = dataset.GetLayerCount();
    if (count == 0) {
        report.add(makeError(options.path, said("it holds no vector layer")));
        return nullptr;
    }
    if (!options.layer.empty()) {
        OGRLayer* layer = dataset.GetLayerByName(options.layer.c_str());
        if (layer == nullptr) {
            report.add(makeError(options.path, said("it has no layer \"{}\"; there is: {}", options.layer,
                                                    layerNames(dataset))));
        }
        return layer;
    }
    OGRLayer* layer = dataset.GetLayer(0);
    if (count > 1) {
        report.add(
            makeWarning(options.path, said("it has {} layers and none was chosen; \"{}\" is used, of: {}",
                                           std::to_string(count), layer->GetName(), layerNames(dataset))));
    }
    return layer;
}

/// A shapefile's own word on its encoding, "" if it has none that can be trusted. The language byte 0x57
/// ("the writer's own ANSI code page") says Latin-1 to GDAL, but is what ArcGIS on a Chinese Windows writes
/// into GBK data.
std::string shapefileEncoding(OGRLayer& layer, const std::string& file, Report& report) {
    constexpr const char* domain = "SHAPEFILE";
    const char* cpg = layer.GetMetadataItem("CPG_VALUE", domain);
    if (cpg != nullptr && *cpg != '\0') {
        const char* understood = layer.GetMetadataItem("ENCODING_FROM_CPG", domain);
        std::string name = canonicalEncoding(cpg);
        if (!encodingKnown(name)) name = canonicalEncoding(understood != nullptr ? understood : "");
        if (encodingKnown(name)) return name;
        report.add(makeWarning(
            file, said("its .cpg names an encoding nobody knows, \"{}\"; guessed from the texts", cpg)));
        return {};
    }
    const char* language = layer.GetMetadataItem("LDID_VALUE", domain);
    const char* fromLanguage = layer.GetMetadataItem("ENCODING_FROM_LDID", domain);
    if (language == nullptr || fromLanguage == nullptr || std::string_view(language) == "87" ||
        std::string_view(language) == "0") {
        return {};
    }
    const std::string name = canonicalEncoding(fromLanguage);
    return encodingKnown(name) ? name : std::string();
}

bool ascii(const std::string& text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// Puts names that are not ASCII in double quotes: OGR's parser takes a bare name beyond ASCII only as UTF-8.
std::string withQuotedNames(const std::string& where) {
    std::string out;
    for (std::size_t i = 0; i < where.size();) {
        const char c = where[i];
        if (c == '\'' || c == '"') {
            const std::size_t end = std::min(where.find(c, i + 1), where.size() - 1);
            out += where.substr(i, end + 1 - i);
            i = end + 1;
            continue;
        }
        std::size_t end = i;
        const auto inName = [](unsigned char b) { return b >= 0x80 || b == '_' || std::isalnum(b) != 0; };
        while (end < where.size() && inName(static_cast<unsigned char>(where[end]))) ++end;
        const std::string name = where.substr(i, std::max<std::size_t>(end - i, 1));
        out += ascii(name) ? name : '"' + name + '"';
        i += name.size();
    }
    return out;
}

/// The filter is compared with bytes as they lie in the file; when those are not UTF-8 it has to be put into
/// their encoding.
std::string filterForBytes(const std::string& where, const std::string& encoding, OGRLayer& layer) {
    if (ascii(where) || encoding == "UTF-8") return where;
    std::string bytes = encoding;
    if (bytes.empty()) {
        EncodingVote vote;
        OGRFeatureDefn* fields = layer.GetLayerDefn();
        layer.ResetReading();
        for (const auto& feature : layer) {
            for (int i = 0; i < fields->GetFieldCount(); ++i) {
                if (fields->GetFieldDefn(i)->GetType() == OFTString && feature->IsFieldSetAndNotNull(i)) {
                    vote.see(feature->GetFieldAsString(i));
                }
            }
        }
        layer.ResetReading();
        if (!vote.saysGb18030()) return where;
        bytes = "GB18030";
    }
    return fromUtf8(withQuotedNames(where), bytes).value_or(where);
}

bool setFilter(const FeatureSourceOptions& options, VectorLayer& opened, GdalMessages& messages,
               Report& report) {
    if (options.where.empty()) return true;
    const std::string where = filterForBytes(options.where, opened.encoding, *opened.layer);
    if (opened.layer->SetAttributeFilter(where.c_str()) == OGRERR_NONE) return true;
    Problem problem = makeError(options.path, said("the filter \"{}\" does not fit this layer: {}",
                                                   options.where, messages.lastError()));
    problem.layer = opened.name;
    messages.take();
    report.add(std::move(problem));
    return false;
}

}  // namespace

std::optional<VectorLayer> openVectorLayer(const FeatureSourceOptions& options, GdalMessages& messages,
                                           Report& report) {
    const std::string declared = canonicalEncoding(options.encoding);
    if (!declared.empty() && !encodingKnown(declared)) {
        report.add(makeError(
            options.path,
            said("the declared text encoding \"{}\" is unknown; expected e.g. GB18030", options.encoding)));
        return std::nullopt;
    }
    VectorLayer opened;
    opened.encoding = declared;
    opened.dataset = openDataset(options.path, GDAL_OF_VECTOR, {}, messages, report);
    if (!opened.dataset) return std::nullopt;
    opened.layer = pickLayer(*opened.dataset, options, report);
    if (opened.layer == nullptr) return std::nullopt;
    opened.name = opened.layer->GetName();

    GDALDriver* driver = opened.dataset->GetDriver();
    if (driver != nullptr && EQUAL(driver->GetDescription(), "ESRI Shapefile")) {
        // Opened again with the encoding said outright: GDAL then converts, filters and names fields by it.
        // Without a word on it ENCODING= hands the bytes over as they are, to be judged when all of them are
        // seen.
        std::string encoding =
            declared.empty() ? shapefileEncoding(*opened.layer, options.path, report) : declared;
        if (encoding == "UTF-8" && declared.empty())
            encoding.clear();  // .cpg files that say UTF-8 over GBK are about
        opened.layer = nullptr;
        opened.dataset =
            openDataset(options.path, GDAL_OF_VECTOR, {"ENCODING=" + encoding}, messages, report);
        if (!opened.dataset) return std::nullopt;
        opened.layer = opened.dataset->GetLayerByName(opened.name.c_str());
        if (opened.layer == nullptr) opened.layer = opened.dataset->GetLayer(0);
        if (opened.layer == nullptr) return std::nullopt;
        opened.encoding = encoding.empty() ? "" : "UTF-8";
    }
    if (!setFilter(options, opened, messages, report)) return std::nullopt;
    return opened;
}

std::optional<Crs> crsOf(const OGRSpatialReference* srs, const std::string& file, Report& report) {
    if (srs == nullptr || srs->IsEmpty()) return std::nullopt;
    // How a GeoPackage says that it has none.
    const char* name = srs->GetName();
    if (name != nullptr && STARTS_WITH_CI(name, "Undefined ")) return std::nullopt;
    // An authority's code says more than the WKT it stands for, and reads better.
    const char* authority = srs->GetAuthorityName(nullptr);
    const char* code = srs->GetAuthorityCode(nullptr);
    if (authority != nullptr && code != nullptr) {
        auto crs = Crs::parse(std::string(authority) + ":" + code);
        if (crs) return std::move(*crs);
    }
    char* wkt = nullptr;
    const char* const format[] = {"FORMAT=WKT2_2019", nullptr};
    std::string text;
    if (srs->exportToWkt(&wkt, format) == OGRERR_NONE && wkt != nullptr) text = wkt;
    CPLFree(wkt);
    auto crs = Crs::parse(text);
    if (crs) return std::move(*crs);
    report.add(makeWarning(file, said("PROJ does not understand the file's own coordinate system: {}",
                                      crs.report.problems().front().sentence)));
    return std::nullopt;
}

std::optional<Crs> layerCrs(OGRLayer& layer, const std::string& file, bool* swapAxes, Report& report) {
    const OGRSpatialReference* srs = layer.GetSpatialRef();
    *swapAxes = false;
    if (srs != nullptr && srs->GetDataAxisToSRSAxisMapping().size() >= 2) {
        // The mapping says which axis of the CRS the data's first and second coordinate are; 1-based,
        // negative if reversed.
        const std::vector<int>& mapping = srs->GetDataAxisToSRSAxisMapping();
        const auto northward = [&](std::size_t dataAxis) {
            OGRAxisOrientation orientation = OAO_Other;
            srs->GetAxis(nullptr, std::abs(mapping[dataAxis]) - 1, &orientation, nullptr);
            return orientation == OAO_North || orientation == OAO_South;
        };
        *swapAxes = northward(0) && !northward(1);
    }
    return crsOf(srs, file, report);
}

}  // namespace atlas::geodata
