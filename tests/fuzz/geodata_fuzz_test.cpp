// The promise under test: loadFeatures, listLayers and loadRaster never crash, throw, hang or say anything on
// stderr, and what they return is whole - offsets ascend, codes are in the dictionary, no vertex is NaN.

#include <cpl_string.h>
#include <cpl_vsi.h>
#include <gdal_priv.h>
#include <gtest/gtest.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <map>
#include <ostream>

#include "geodata/feature_source.h"
#include "geodata/gdal_session.h"
#include "geodata/raster.h"
#include "mutate.h"

namespace {

using namespace atlas::geodata;
using Clock = std::chrono::steady_clock;

/// For a longer hunt by hand: ATLAS_FUZZ_SECONDS a format, from another ATLAS_FUZZ_SEED.
unsigned fromEnvironment(const char* name, unsigned otherwise) {
    const char* text = std::getenv(name);
    return text != nullptr ? static_cast<unsigned>(std::strtoul(text, nullptr, 10)) : otherwise;
}

// Bounded both ways: the count is the aim, the time keeps a sanitizer build inside its half minute.
constexpr int kRounds = 250;
constexpr double kSecondsAFormat = 3;
constexpr double kSecondsAFile = 10;

/// A data set of one or more files, in memory.
using Files = std::map<std::string, std::string>;

std::string readMemory(const std::string& path) {
    vsi_l_offset size = 0;
    const GByte* data = VSIGetMemFileBuffer(path.c_str(), &size, FALSE);
    return data == nullptr ? "" : std::string(reinterpret_cast<const char*>(data), size);
}

void writeMemory(const std::string& path, const std::string& bytes) {
    VSILFILE* file = VSIFOpenL(path.c_str(), "wb");
    ASSERT_NE(file, nullptr);
    VSIFWriteL(bytes.data(), 1, bytes.size(), file);
    VSIFCloseL(file);
}

void removeMemory(const Files& files) {
    for (const auto& [path, bytes] : files) VSIUnlink(path.c_str());
}

Files filesBeside(const std::string& path, const std::vector<std::string>& extensions) {
    Files files;
    const std::string stem = path.substr(0, path.rfind('.'));
    for (const std::string& extension : extensions) {
        std::string bytes = readMemory(stem + extension);
        if (!bytes.empty()) files[stem + extension] = std::move(bytes);
    }
    return files;
}

void writeVector(const std::string& driver, const std::string& path, bool points) {
    const GDALDatasetUniquePtr dataset(GetGDALDriverManager()
                                           ->GetDriverByName(driver.c_str())
                                           ->Create(path.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
    ASSERT_TRUE(dataset);
    OGRSpatialReference wgs84;
    wgs84.importFromEPSG(4326);
    wgs84.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    OGRLayer* layer = dataset->CreateLayer("layer", &wgs84, points ? wkbPoint : wkbPolygon, nullptr);
    ASSERT_NE(layer, nullptr);
    const std::pair<const char*, OGRFieldType> fields[] = {
        {"words", OFTString}, {"whole", OFTInteger}, {"real", OFTReal}, {"day", OFTDate}};
    for (const auto& [name, type] : fields) {
        OGRFieldDefn field(name, type);
        layer->CreateField(&field);
    }
    for (int i = 0; i < 12; ++i) {
        const OGRFeatureUniquePtr feature(OGRFeature::CreateFeature(layer->GetLayerDefn()));
        feature->SetField("words", i % 2 == 0 ? "解放碑" : "plain words");
        feature->SetField("whole", i);
        feature->SetField("real", i / 7.0);
        feature->SetField("day", 2026, 1, 1 + i);
        OGRGeometry* shape = nullptr;
        const std::string x = std::to_string(106 + i * 0.01);
        const std::string wkt = points ? "POINT (" + x + " 29.5)"
                                       : "POLYGON ((" + x + " 29,107 29,107 30," + x +
                                             " 29),(106.6 29.1,106.8 29.1,106.8 29.2,106.6 29.1))";
        OGRGeometryFactory::createFromWkt(wkt.c_str(), nullptr, &shape);
        feature->SetGeometryDirectly(shape);
        ASSERT_EQ(layer->CreateFeature(feature.get()), OGRERR_NONE);
    }
}

/// By hand, since GDAL's CSV driver does not create files in memory.
void writeCsv(const std::string& path) {
    std::string text = "words,WKT,whole,real,day\n";
    for (int i = 0; i < 12; ++i) {
        text += "\"解放碑, \"\"main\"\"\",\"LINESTRING (106." + std::to_string(i) + " 29.5,107 30)\"," +
                std::to_string(i) + ",0.25,2026-01-1" + std::to_string(i % 10) + "\n";
    }
    writeMemory(path, text);
}

void writeRaster(const std::string& path, const char* compression) {
    CPLStringList options;
    for (const char* option : {compression, "TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=16"})
        options.AddString(option);
    const GDALDatasetUniquePtr dataset(GetGDALDriverManager()->GetDriverByName("GTiff")->Create(
        path.c_str(), 40, 30, 1, GDT_Float32, options.List()));
    ASSERT_TRUE(dataset);
    double transform[6] = {361000, 10, 0, 3273000, 0, -10};
    dataset->SetGeoTransform(transform);
    OGRSpatialReference cgcs;
    cgcs.importFromEPSG(4545);
    dataset->SetSpatialRef(&cgcs);
    std::vector<float> values(40 * 30);
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i) / 3;
    ASSERT_EQ(dataset->GetRasterBand(1)->RasterIO(GF_Write, 0, 0, 40, 30, values.data(), 40, 30, GDT_Float32,
                                                  0, 0, nullptr),
              CE_None);
}

void expectAscending(const std::vector<std::uint32_t>& offsets, std::size_t things, std::size_t last) {
    ASSERT_EQ(offsets.size(), things + 1);
    EXPECT_EQ(offsets.front(), 0U);
    for (std::size_t i = 1; i < offsets.size(); ++i) ASSERT_LE(offsets[i - 1], offsets[i]);
    EXPECT_EQ(offsets.back(), last);
}

void expectWhole(const FeatureTable& table) {
    const GeometryColumn& g = table.geometry;
    ASSERT_EQ(g.types.size(), table.rows());
    expectAscending(g.partOffsets, table.rows(), g.ringOffsets.size() - 1);
    expectAscending(g.ringOffsets, g.ringOffsets.size() - 1, g.vertexOffsets.size() - 1);
    expectAscending(g.vertexOffsets, g.vertexOffsets.size() - 1, g.vertices.size());
    EXPECT_TRUE(g.z.empty() || g.z.size() == g.vertices.size());
    for (const Point2& p : g.vertices) ASSERT_TRUE(std::isfinite(p.x) && std::isfinite(p.y));
    for (const float z : g.z) ASSERT_TRUE(std::isfinite(z));
    for (const Column& column : table.columns) {
        ASSERT_EQ(column.size(), table.rows());
        for (std::size_t row = 0; row < table.rows(); ++row) table.display(&column, row);
    }
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const auto anchor = table.anchor(row);
        EXPECT_EQ(anchor.has_value(), g.types[row] != GeometryType::None);
    }
    if (table.index) {
        table.index->query(table.extent());
        table.index->nearest(table.extent().center(), 3);
    }
}

void loadAll(const std::string& path, bool raster) {
    const Crs target = *Crs::parse("EPSG:4545");
    if (raster) {
        RasterSourceOptions options;
        options.path = path;
        options.maxCells = 1 << 16;
        const auto loaded = loadRaster(options, target);
        EXPECT_TRUE(loaded || loaded.report.hasErrors());
        if (loaded) {
            EXPECT_EQ(loaded->values.size(),
                      static_cast<std::size_t>(loaded->width) * static_cast<std::size_t>(loaded->height));
        }
        return;
    }
    FeatureSourceOptions options;
    options.path = path;
    const auto loaded = loadFeatures(options, target);
    EXPECT_TRUE(loaded || loaded.report.hasErrors());
    if (loaded) expectWhole(*loaded);
    const auto layers = listLayers(path);
    EXPECT_TRUE(layers || layers.report.hasErrors());
}

struct Format {
    const char* name;
    const char* driver;
    std::string path;
    std::vector<std::string> extensions;
    bool raster = false;
};

void PrintTo(const Format& format, std::ostream* out) {
    *out << format.name;
}

class Fuzz : public testing::TestWithParam<Format> {};

TEST_P(Fuzz, BrokenCopiesEndWell) {
    const GdalSession session;
    const Format& format = GetParam();
    if (format.raster) {
        writeRaster(format.path, format.driver);
    } else if (std::string(format.driver) == "CSV") {
        writeCsv(format.path);
    } else {
        writeVector(format.driver, format.path, format.extensions.size() == 1);
    }
    const Files valid = filesBeside(format.path, format.extensions);
    ASSERT_EQ(valid.size(), format.extensions.size());
    {
        // What is broken below must be good to begin with, or nothing is tested.
        const Crs target = *Crs::parse("EPSG:4545");
        FeatureSourceOptions vector;
        vector.path = format.path;
        RasterSourceOptions raster;
        raster.path = format.path;
        const Report report =
            format.raster ? loadRaster(raster, target).report : loadFeatures(vector, target).report;
        ASSERT_FALSE(report.hasErrors()) << report.text();
    }

    testing::internal::CaptureStderr();
    const double seconds = fromEnvironment("ATLAS_FUZZ_SECONDS", 0);
    const int rounds = seconds > 0 ? std::numeric_limits<int>::max() : kRounds;
    atlas_fuzz::Mutator mutator(fromEnvironment("ATLAS_FUZZ_SEED", 20260621));
    const auto begin = Clock::now();
    int round = 0;
    for (; round < rounds &&
           std::chrono::duration<double>(Clock::now() - begin).count() < std::max(seconds, kSecondsAFormat);
         ++round) {
        SCOPED_TRACE("round " + std::to_string(round));
        // One file of the set is broken at a time; the others lead the loader deeper into it.
        auto victim = valid.begin();
        std::advance(victim, round % static_cast<int>(valid.size()));
        for (const auto& [path, bytes] : valid)
            writeMemory(path, path == victim->first ? mutator.mutate(bytes) : bytes);
        const auto start = Clock::now();
        ASSERT_NO_THROW(loadAll(format.path, format.raster));
        ASSERT_LT(std::chrono::duration<double>(Clock::now() - start).count(), kSecondsAFile);
        if (HasFailure()) break;
    }
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
    EXPECT_GE(round, 20) << "so slow that nothing was tested";
    RecordProperty("rounds", round);
    removeMemory(valid);
}

INSTANTIATE_TEST_SUITE_P(
    Geodata, Fuzz,
    testing::Values(
        Format{"GeoPackage", "GPKG", "/vsimem/fuzz/layer.gpkg", {".gpkg"}},
        Format{"Shapefile", "ESRI Shapefile", "/vsimem/fuzz/layer.shp", {".shp", ".shx", ".dbf", ".prj"}},
        Format{"GeoJson", "GeoJSON", "/vsimem/fuzz/layer.geojson", {".geojson"}},
        Format{"Csv", "CSV", "/vsimem/fuzz/layer.csv", {".csv"}},
        Format{"FlatGeobuf", "FlatGeobuf", "/vsimem/fuzz/layer.fgb", {".fgb"}},
        Format{"GeoTiff", "COMPRESS=NONE", "/vsimem/fuzz/raster.tif", {".tif"}, true},
        Format{"GeoTiffDeflate", "COMPRESS=DEFLATE", "/vsimem/fuzz/deflate.tif", {".tif"}, true}),
    [](const auto& i) { return std::string(i.param.name); });

}  // namespace
